"""The JSON of items as it stands in the document: no number and no string is spelt anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from manifestry.document import fast
from manifestry.document.reader import Batch

_BLANKS: Final = b" \t\n\r"
_BREAK_BEHIND_COMMA: Final = re.compile(rb",[ \t]{0,64}[\r\n][ \t\r\n]*+")
_BREAK: Final = re.compile(rb"[\r\n][ \t\r\n]*+")
_TOKEN: Final = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")|[ \t\n\r]++')


def raw_items(batch: Batch) -> Iterator[bytes]:
    """The JSON of each item of a batch, as it stands in the document."""
    data = batch.chunk.data
    if batch.nodes is not None:
        spans: Iterator[tuple[int, int]] = ((node.start, node.end) for node in batch.nodes)
    elif batch.starts:  # records, with blank lines between them
        spans = zip(batch.starts, [*batch.starts[1:], len(data)], strict=True)
    else:
        spans = fast.spans(data)
    for _, (start, end) in zip(batch.values, spans, strict=True):
        yield data[start:end].strip(_BLANKS)


def compact(data: bytes) -> bytes:
    r"""JSON on one line. Line ends stand in no string, so nothing but white space goes.

    >>> compact(b'{\n  "fps": 25.0,\n  "seen": [1e3,\r\n 2]\n}')
    b'{"fps": 25.0, "seen": [1e3, 2]}'
    """
    if b"\n" not in data and b"\r" not in data:
        return data
    return _BREAK.sub(b"", _BREAK_BEHIND_COMMA.sub(b", ", data))


def bare(data: bytes) -> bytes:
    """JSON without any white space between its tokens.

    >>> bare(b'{ "a b": [1, 2] }')
    b'{"a b":[1,2]}'
    """
    return _TOKEN.sub(rb"\1", data)
