"""What a baseline calls documents: the same from any folder, on any system."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from manifestry.document.source import is_remote

_UNNAMED: Final = ("<stdin>", "<bytes>", "<object>")
"""What reports call documents that are no files."""


class Names:
    """Says what a report's path is called in a baseline that lies in `folder`.

    It is the path from there, with slashes, so that a baseline goes with the files it is about.
    What has no path below a folder keeps its name: standard input, a URL, another drive. Paths
    start from the folder that is current now, also in processes that have another.
    """

    __slots__ = ("_folder", "_here", "_last")

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._here = os.getcwd()
        self._last = ("", "")

    def __call__(self, path: str) -> str:
        """The name of a document."""
        if _is_unnamed(path) or is_remote(path):
            return _spelt(path)
        # Of links only those in the folders are followed: a file is known by its own name.
        folder, name = os.path.split(os.path.normpath(os.path.join(self._here, path)))
        if folder != self._last[0]:  # files of one folder mostly come in a row
            self._last = (folder, os.path.realpath(folder))
        whole = os.path.join(self._last[1], name)
        with suppress(ValueError):  # another drive
            whole = os.path.relpath(whole, self._folder)
        return _spelt(whole.replace(os.sep, "/"))

    def is_below(self, name: str, folder: str) -> bool:
        """Whether the document of this name lies somewhere in the folder at this path."""
        if _is_unnamed(name) or is_remote(name):
            return False
        path = os.path.normpath(os.path.join(self._folder, name.replace("/", os.sep)))
        top = os.path.join(os.path.realpath(os.path.join(self._here, folder)), "")
        return os.path.normcase(path).startswith(os.path.normcase(top))

    def is_gone(self, name: str) -> bool:
        """Whether there is no such file any more. A member is there while its archive is."""
        if _is_unnamed(name) or is_remote(name):
            return False
        path = os.path.join(self._folder, name.replace("/", os.sep))
        while not os.path.lexists(path):
            path, before = os.path.dirname(path), path
            if path == before:
                return True
        return os.path.isdir(path)


def _is_unnamed(path: str) -> bool:
    """Whether a document, or the archive that it is in, came from no file."""
    return path.partition("/")[0] in _UNNAMED


def _spelt(name: str) -> str:
    """A name as text that JSON can hold: bytes that are no UTF-8 are spelt out."""
    return name.encode("utf-8", "backslashreplace").decode()
