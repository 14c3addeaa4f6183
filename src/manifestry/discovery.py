"""Which files a run checks: paths, folders and patterns made into one sorted list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from manifestry.errors import UsageError
from manifestry.text import printable

STDIN = "-"
"""The path that stands for standard input."""

SUFFIXES = (
    ".json", ".ndjson", ".jsonl", ".csv", ".json.gz", ".ndjson.gz", ".jsonl.gz", ".csv.gz", ".zip",
)  # fmt: skip
"""How the name of a file ends that a folder is searched for."""

PATTERNS = "*.json, *.ndjson, *.jsonl, *.csv (or these with .gz) or *.zip"
"""The same in words."""

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})
"""Folders that are passed over, beside those whose name begins with a dot."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file to check.

    `named` tells that it was given by name, not found in a folder or by a pattern.
    `error` says why there is nothing to open: a folder that may not be listed.
    """

    path: str
    named: bool
    error: str | None = None


def discover(paths: Iterable[str], *, exclude: Callable[[str], bool] | None = None) -> list[Target]:
    """The files that `paths` stand for: each file once, sorted, standard input first.

    A path may be a file, a folder, `-`, or a pattern (`*`, `?`, `[...]`, `**`) where no
    file has that very name. A file given by name is always there, even if it does not
    exist: whoever opens it has to say so. `exclude` is asked about what is found in
    folders and by patterns, folders included.
    """
    search = _Search(exclude)
    for path in paths:
        if path == STDIN or os.path.lexists(path) or not _has_magic(path):
            search.name(path)
        else:
            search.match(path)
    return search.targets()


class Globs:
    """Patterns in the manner of .gitignore, matched against paths below one folder.

    A pattern without a slash matches a name at any depth, one with a slash the whole path
    below the folder; `**` stands for any folders; a pattern that matches a folder matches
    all that is in it. The cost is linear in the path, whatever the pattern.

    >>> globs = Globs(["drafts", "exports/**/old_*.json"], "/data")
    >>> globs("/data/a/drafts/x.json"), globs("/data/exports/2024/old_1.json")
    (True, True)
    >>> globs("/data/exports/new.json"), globs("/elsewhere/drafts")
    (False, False)
    """

    __slots__ = ("_folder", "_last", "_patterns")

    def __init__(self, patterns: Sequence[str], folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._patterns = [_below(pattern) for pattern in patterns]
        self._last = ("", "")

    def __call__(self, path: str) -> bool:
        """True when one of the patterns matches the file at `path`."""
        if not self._patterns:
            return False
        folder, name = os.path.split(os.path.abspath(path))
        if folder != self._last[0]:  # a search asks about one folder's files in a row
            self._last = (folder, os.path.realpath(folder))
        try:
            below = os.path.relpath(os.path.join(self._last[1], name), self._folder)
        except ValueError:  # another drive
            return False
        parts = below.split(os.sep)
        return parts[0] != os.pardir and any(_fits(parts, each) for each in self._patterns)


_Folder = tuple[str, list[os.DirEntry[str]]]


class _Search:
    """The targets so far, by what they really are, so that no file is there twice."""

    def __init__(self, exclude: Callable[[str], bool] | None) -> None:
        self._exclude = exclude
        self._targets: dict[str, Target] = {}
        self._searched: set[tuple[int, int]] = set()

    def name(self, path: str) -> None:
        """Takes a path as given: a folder is searched, all else is a file."""
        if path != STDIN and os.path.isdir(path):
            self._walk(path)
        else:
            self._add(Target(path, named=True))

    def match(self, pattern: str) -> None:
        """Takes what a pattern matches; that it matches nothing is a mistake."""
        drive, rest = os.path.splitdrive(pattern)
        parts = _parts(rest)
        base = drive + (os.sep if rest[:1] in ("/", os.sep) else "")
        matches = dict.fromkeys(self._expand(base, parts))
        if not matches:
            raise UsageError(f'no file matches "{printable(pattern)}"')
        for path in matches:
            if os.path.isdir(path):
                self._walk(path)
            elif "." in parts[-1] or path.lower().endswith(SUFFIXES):
                self._add(Target(path, named=False))

    def targets(self) -> list[Target]:
        """The sorted result."""
        return sorted(self._targets.values(), key=_order)

    def _add(self, target: Target) -> None:
        path = target.path
        identity = path if path == STDIN else os.path.normcase(os.path.realpath(path))
        known = self._targets.get(identity)
        if known is None or (target.named and not known.named):
            self._targets[identity] = target

    def _walk(self, top: str) -> None:
        """Takes what a folder and the folders below it hold."""
        for folder, entries in self._folders(top, self._searched):
            for entry in entries:
                if entry.name.lower().endswith(SUFFIXES) and not _is_folder(entry):
                    self._add(Target(_join(folder, entry.name), named=False))

    def _folders(self, top: str, seen: set[tuple[int, int]]) -> Iterator[_Folder]:
        """A folder and all folders below it, each once, however links go round.

        What is reached by a link comes last, so that a folder's own name wins.
        """
        pending, links = [top], list[str]()
        while pending or links:
            folder = pending.pop() if pending else links.pop(0)
            try:
                status = os.stat(folder or os.curdir)
            except OSError as error:
                self._add(_unlistable(folder, error))
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = self._entries(folder)
            yield folder, entries
            for entry in entries:
                if _is_folder(entry):
                    (links if entry.is_symlink() else pending).append(_join(folder, entry.name))

    def _entries(self, folder: str, *, hidden: bool = False) -> list[os.DirEntry[str]]:
        """What is in a folder and not to be passed over, links last, else sorted by name."""
        try:
            with os.scandir(folder or os.curdir) as entries:
                kept = [entry for entry in entries if self._wanted(folder, entry, hidden=hidden)]
        except OSError as error:
            self._add(_unlistable(folder, error))
            return []
        return sorted(kept, key=lambda entry: (entry.is_symlink(), entry.name))

    def _wanted(self, folder: str, entry: os.DirEntry[str], *, hidden: bool) -> bool:
        if entry.name.startswith(".") is not hidden:
            return False
        if entry.name in SKIPPED_FOLDERS and _is_folder(entry):
            return False
        return self._exclude is None or not self._exclude(_join(folder, entry.name))

    def _expand(self, base: str, parts: Sequence[str]) -> Iterator[str]:
        """The paths below `base` that the parts of a pattern lead to."""
        if not parts:
            yield base
            return
        part, rest = parts[0], parts[1:]
        if part == "**":
            if not rest:
                yield base or os.curdir
                return
            for folder, _ in self._folders(base, set()):
                yield from self._expand(folder, rest)
        elif _has_magic(part):
            for entry in self._entries(base, hidden=part.startswith(".")):
                if fnmatch(entry.name, part) and (not rest or _is_folder(entry)):
                    yield from self._expand(os.path.join(base, entry.name), rest)
        elif os.path.lexists(os.path.join(base, part)):
            yield from self._expand(os.path.join(base, part), rest)


def _has_magic(pattern: str) -> bool:
    return any(character in pattern for character in "*?[")


def _parts(pattern: str) -> list[str]:
    return [part for part in pattern.replace(os.sep, "/").split("/") if part]


def _order(target: Target) -> tuple[bool, list[str]]:
    return target.path != STDIN, target.path.split(os.sep)


def _join(folder: str, name: str) -> str:
    return name if folder == os.curdir else os.path.join(folder, name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _unlistable(folder: str, error: OSError) -> Target:
    reason = error.strerror or str(error)
    return Target(folder or os.curdir, named=True, error=f"the folder cannot be read: {reason}")


def _below(pattern: str) -> list[str]:
    """The parts of a pattern, counted from the folder that it is about."""
    parts = [part for part in pattern.replace(os.sep, "/").split("/") if part not in ("", ".")]
    return parts if "/" in pattern.rstrip("/") else ["**", *parts]


def _fits(path: Sequence[str], pattern: Sequence[str]) -> bool:
    """True when the pattern matches the path or a folder that it lies in."""
    states = _with_skips({0}, pattern)
    for part in path:
        if len(pattern) in states:
            return True
        after = {
            state if pattern[state] == "**" else state + 1
            for state in states
            if pattern[state] == "**" or fnmatch(part, pattern[state])
        }
        states = _with_skips(after, pattern)
    return len(pattern) in states


def _with_skips(states: set[int], pattern: Sequence[str]) -> set[int]:
    """The states with those that follow because `**` may stand for no folder at all."""
    reached = set(states)
    for state in sorted(states):
        following = state
        while following < len(pattern) and pattern[following] == "**":
            following += 1
            reached.add(following)
    return reached
