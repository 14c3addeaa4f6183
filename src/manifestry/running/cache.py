"""What is known of files already, kept between runs.

A verdict is found by what the file holds, not by where it lies or when it was written. It
lies in one SQLite file, which several runs may use at once; whatever is wrong with that file,
the run goes on without it. It holds excerpts of what was checked: nobody else may read it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar

from manifestry.running.ruleset import ruleset, settings_digest
from manifestry.running.stored import from_bytes, to_bytes
from manifestry.running.task import Verdict
from manifestry.settings import Settings

FOLDER_VARIABLE: Final = "MANIFESTRY_CACHE_DIR"
"""The environment variable that says where the cache is, if no option does."""

FILE: Final = "verdicts-1.sqlite3"
"""What the cache is called in its folder; the number is of what it looks like inside."""

MAX_BYTES: Final = 64 * 2**20
"""The most bytes of verdicts that are kept; the oldest go first."""

_MAX_ENTRY: Final = 2 * 2**20
_MAX_PENDING: Final = 8 * 2**20  # bytes that wait to be written
_PATIENCE: Final = 2.0  # seconds to wait for another run
_STALE: Final = 16  # runs after which it is written down that something was of use again

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS verdict (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
    checksum BLOB NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID
"""
_INSERT: Final = "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)"

T = TypeVar("T")


def usual_folder(environ: Mapping[str, str] = os.environ) -> str:
    """Where a cache belongs on this system."""
    given = environ.get(FOLDER_VARIABLE)
    if given:
        return given
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        place = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(place, "manifestry", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "manifestry")
    place = environ.get("XDG_CACHE_HOME") or ""
    return os.path.join(place if os.path.isabs(place) else f"{home}/.cache", "manifestry")


class Cache:
    """The verdicts in one folder, for this very program. Nothing here raises."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, FILE)
        self._base: sqlite3.Connection | None = None
        self._run = 0
        self._pending: list[tuple[bytes, int, int, bytes, bytes]] = []
        self._waiting = 0
        self._useful: list[tuple[int, bytes]] = []
        self._last: tuple[Settings, bool, bytes] | None = None  # most files have the same
        try:
            self._ruleset = ruleset()
            self._open(folder)
        except (OSError, sqlite3.Error, ValueError):
            self._base = None

    def key(self, digest: bytes, settings: Settings, *, skip_unrelated: bool) -> bytes:
        """What the verdicts on a file with this content are found by."""
        last = self._last
        if last is None or last[0] is not settings or last[1] is not skip_unrelated:
            more = settings_digest(settings, skip_unrelated=skip_unrelated)
            last = self._last = settings, skip_unrelated, more
        more = last[2]
        return hashlib.sha256(self._ruleset + more + digest).digest()

    def has(self, key: bytes) -> bool:
        """Whether something is known."""
        row = self._doubting(lambda: self._one("SELECT 1 FROM verdict WHERE key = ?", key))
        return row is not None

    def get(self, key: bytes, name: str) -> tuple[Verdict, ...] | None:
        """The verdicts on a file called `name`; None if they are not known, or spoilt."""
        return self._doubting(lambda: self._get(key, name))

    def _get(self, key: bytes, name: str) -> tuple[Verdict, ...] | None:
        row = self._one("SELECT used, checksum, body FROM verdict WHERE key = ?", key)
        if row is None:
            return None
        used, checksum, body = row
        if not isinstance(body, bytes) or checksum != _checksum(key, body):
            return None
        verdicts = from_bytes(body, name)
        if not isinstance(used, int) or used < self._run - _STALE:
            self._useful.append((self._run, key))
        return verdicts

    def put(self, key: bytes, verdicts: tuple[Verdict, ...], name: str) -> None:
        """Keeps verdicts, unless something went wrong or may go better another time."""
        if self._base is None or any(each and (each.error or each.failures) for each in verdicts):
            return
        body = to_bytes(verdicts, name)
        if len(body) > _MAX_ENTRY:
            return
        self._pending.append((key, self._run, len(body), _checksum(key, body), body))
        self._waiting += len(body)
        if self._waiting > _MAX_PENDING:
            self._write()

    def close(self) -> None:
        """Writes what is new, and lets go of what has not been of use for longest."""
        if self._base is None:
            return
        self._write()
        self._doubting(self._prune)
        with suppress(sqlite3.Error):
            if self._base is not None:
                self._base.close()
        self._base = None

    def _open(self, folder: str) -> None:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for attempt in (1, 2):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.close(handle)
            try:
                self._base = sqlite3.connect(
                    self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
                )
                # What a power cut spoils here is found out, and is made again.
                self._base.execute("PRAGMA synchronous = OFF")
                self._base.execute("PRAGMA auto_vacuum = FULL")
                self._base.execute(_TABLE)
                row = self._one("SELECT max(used) FROM verdict")
                last = row[0] if row else None
                self._run = last + 1 if isinstance(last, int) else 1
            except (sqlite3.DatabaseError, ValueError) as error:
                if _is_busy(error) or attempt == 2:
                    raise
                self._discard()
            else:
                return

    def _discard(self) -> None:
        """Removes a file that is no cache, or none any more."""
        if self._base is not None:
            self._base.close()
            self._base = None
        with suppress(OSError):
            os.unlink(self._path)

    def _one(self, query: str, *values: bytes) -> tuple[object, ...] | None:
        if self._base is None:
            return None
        row: tuple[object, ...] | None = self._base.execute(query, values).fetchone()
        return row

    def _write(self) -> None:
        pending, self._pending, self._waiting = self._pending, [], 0
        useful, self._useful = self._useful, []

        def write() -> None:
            if self._base is not None and (pending or useful):
                self._base.execute("BEGIN IMMEDIATE")
                self._base.executemany(_INSERT, pending)
                self._base.executemany("UPDATE verdict SET used = ? WHERE key = ?", useful)
                self._base.execute("COMMIT")

        self._doubting(write)

    def _prune(self) -> None:
        row = self._one("SELECT sum(size) FROM verdict")
        size = row[0] if row else 0
        if self._base is None or not isinstance(size, int) or size <= MAX_BYTES:
            return
        spare = size - MAX_BYTES * 3 // 4
        gone = []
        for key, length in self._base.execute("SELECT key, size FROM verdict ORDER BY used"):
            if spare <= 0:
                break
            gone.append((key,))
            spare -= length
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany("DELETE FROM verdict WHERE key = ?", gone)
        self._base.execute("COMMIT")

    def _doubting(self, action: Callable[[], T]) -> T | None:
        """What an action gives; whatever is wrong with the file is taken for not knowing."""
        try:
            return action()
        except (sqlite3.OperationalError, ValueError):
            if self._base is not None and self._base.in_transaction:
                with suppress(sqlite3.Error):
                    self._base.execute("ROLLBACK")
        except sqlite3.Error:
            self._discard()
        return None


def _is_busy(error: Exception) -> bool:
    """Whether the file may be good all the same: locked, or no place to write."""
    code = getattr(error, "sqlite_errorcode", None)
    spoilt = (None, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
    return code not in spoilt


def _checksum(key: bytes, body: bytes) -> bytes:
    return hashlib.sha256(key + body).digest()[:16]
