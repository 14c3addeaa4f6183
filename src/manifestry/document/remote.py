"""Documents behind a URL (`s3://`, `gs://`, `https://` ...), read through fsspec.

fsspec is imported when such a path is given, and only then; naming a place in the network is
asking for the network. What a URL holds that is nobody's business never gets into a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from manifestry.discovery import PATTERNS, SUFFIXES
from manifestry.document.source import Read, is_remote
from manifestry.errors import UnreadableError, UsageError
from manifestry.text import cut, mask_secrets, printable

_QUERIED: Final = ("http", "https")
"""Schemes in which `?` begins a query, and `*` and `[` stand for themselves."""

_LONGEST: Final = 200  # of what a library says, in characters


def expanded(path: str) -> list[str] | None:
    """The URLs of the documents that a pattern or a folder (it ends with "/") stands for.

    None for the URL of one document. Raises UsageError for one that leads nowhere.
    """
    file_system = _file_system(path)
    scheme = _scheme(path)
    is_pattern = scheme not in _QUERIED and any(sign in path for sign in "*[")
    if not is_pattern and not path.endswith("/"):
        return None
    try:
        found = file_system.glob(path) if is_pattern else file_system.find(path)
        # Where a pattern names an ending, it is taken at its word.
        any_name = is_pattern and "." in path.rpartition("/")[2]
        urls = [_url(scheme, file_system, str(name)) for name in found]
    except Exception as error:
        raise UsageError(
            f'"{printable(mask_secrets(path))}" cannot be listed: {_words(error)}'
        ) from error
    urls = sorted(url for url in urls if any_name or url.lower().endswith(SUFFIXES))
    if not urls:
        raise UsageError(
            f'no input: there is no {PATTERNS} file in "{printable(mask_secrets(path))}"'
        )
    return urls


@contextmanager
def reading(path: str) -> Iterator[Read]:
    """The `read` of the document behind a URL.

    Raises UnreadableError; UsageError for a scheme that nothing here can read.
    """
    file_system = _file_system(path)
    try:
        file = file_system.open(path, "rb")
    except Exception as error:
        raise UnreadableError(_words(error)) from error

    def read(size: int) -> bytes:
        try:
            return bytes(file.read(size))
        except Exception as error:
            raise UnreadableError(_words(error)) from error

    try:
        yield read
    finally:
        file.close()


def _file_system(path: str) -> Any:
    """What fsspec reads a URL with. Raises UsageError where something is not installed."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError as error:
        raise UsageError(
            f'"{printable(mask_secrets(path))}" needs the extra "remote": pip install \'manifestry[remote]\''
        ) from error
    try:
        return url_to_fs(path)[0]
    except Exception as error:  # each file system raises what it likes: no package, no login
        raise UsageError(
            f'"{printable(mask_secrets(path))}" cannot be read: {_words(error)}'
        ) from error


def _scheme(path: str) -> str:
    return path.partition("://")[0].lower()


def _url(scheme: str, file_system: Any, name: str) -> str:
    """The URL of what a file system calls `name`, in the scheme that was asked for."""
    if is_remote(name):
        return name
    url = str(file_system.unstrip_protocol(name))
    return url if url.startswith(f"{scheme}://") else f"{scheme}://{name}"


def _words(error: Exception) -> str:
    """In one line what a library says, which may be long, or nothing at all."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    text = " ".join(str(error).split()) or type(error).__name__
    return printable(cut(mask_secrets(text), _LONGEST))
