"""What a file holds: one document, or an archive of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO, NamedTuple

from manifestry.document.source import Read, is_archive, reading
from manifestry.errors import UnreadableError


class UnrelatedError(UnreadableError):
    """What cannot be read has nothing to do with Manifestry, unless somebody named it."""


class Document(NamedTuple):
    """One document of a file.

    `opened` gives its `read` for as long as the file is open; it raises UnreadableError for a
    document that is refused. `is_member` tells that it is one of an archive.
    """

    name: str
    opened: Callable[[], AbstractContextManager[Read]]
    is_member: bool = False


def documents_in(file: BinaryIO, name: str) -> Iterator[Document]:
    """The documents in an open file called `name`: itself, or those of an archive.

    Raises UnreadableError for an archive that is refused as a whole.
    """
    read = reading(file)
    is_zip = is_archive(read(4))
    file.seek(0)
    if not is_zip:
        yield Document(name, lambda: nullcontext(read))
        return
    from manifestry.document.archive import members  # slow to import, and seldom of use

    yield from members(file, name)
