"""Files, and documents in memory, mended."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, Final

from manifestry.document.source import is_archive, opened, reading
from manifestry.errors import UnreadableError
from manifestry.fixing.rounds import Mended, mending
from manifestry.output import replacing
from manifestry.settings import Settings

_PORTION: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b"


class CompressedError(UnreadableError):
    """A document is compressed: its bytes are not those of its text."""


Look = Callable[[BinaryIO, Mended], None]
"""Is shown a document as it was, and what became of it."""


def fix(
    document: bytes, settings: Settings | None = None, *, unsafe: bool = False
) -> tuple[bytes, Mended]:
    """A document with the fixes of its findings carried out, and what was done.

    The bytes are as they were but for what had to be changed. Only safe fixes are carried out,
    unless `unsafe`. Raises CompressedError for a document that is compressed.

    >>> fix(b'{"videos": [{"objecturl": "s3://acme-media/a.mp4"},]}')[0]
    b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'
    """
    with fixing(io.BytesIO(document), "<bytes>", settings, unsafe=unsafe) as mended:
        return b"".join(pieces_of(mended)), mended


def fix_file(
    path: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
    write: bool = True,
    look: Look | None = None,
    skip_unrelated: bool = False,
) -> Mended:
    """Carries out the fixes of a file's findings, as `fix` does.

    The file is written whole or not at all, keeps its mode, and a link stays a link; with
    `write=False` it is left alone. Raises UnreadableError for a file that cannot be read,
    CompressedError for one that is compressed, OutputError for one that cannot be written; with
    `skip_unrelated` UnrelatedError for one that has nothing to do with Manifestry. `look` is
    shown the document before anything is written.
    """
    name = os.fsdecode(path)
    with ExitStack() as kept:
        with opened(path) as file:
            mended = kept.enter_context(
                fixing(file, name, settings, unsafe=unsafe, skip_unrelated=skip_unrelated)
            )
            if look is not None:
                look(file, mended)
        if mended.fixed and write:
            with replacing(name) as put:
                for piece in pieces_of(mended):
                    put(piece)
    return mended


@contextmanager
def fixing(
    file: BinaryIO,
    name: str,
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
    skip_unrelated: bool = False,
) -> Iterator[Mended]:
    """The same of an open file called `name`, which can be sought in."""
    head = reading(file)(4)
    if is_archive(head) or head.startswith(_GZIP):
        raise CompressedError("is compressed, and fixes are for plain files; unpack it first")
    judged = settings or Settings()
    with mending(file, name, judged, unsafe=unsafe, skip_unrelated=skip_unrelated) as mended:
        yield mended


def pieces_of(mended: Mended) -> Iterator[bytes]:
    """What a document has become, piece by piece."""
    mended.content.seek(0)
    read = reading(mended.content)
    while piece := read(_PORTION):
        yield piece
