"""A first look at a document: what its top level holds, from its first bytes alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from manifestry.document.nodes import Fault
from manifestry.document.scanner import Scanner

HEAD: Final = 64 * 1024
"""How many bytes of a document the outline may look at."""

Shape = Literal["object", "list", "scalar"]


class Glimpse(NamedTuple):
    """A top-level member, as far as it was seen; for a top-level list, one with key "".

    Of what is neither object nor list the first line is all there is: a scalar with key "".

    `keys` are the keys of the value, or of the first element where it is a list; `value`
    is that object, or the scalar itself. `first` is the shape of a list's first element.
    """

    key: str
    shape: Shape
    keys: frozenset[str] = frozenset()
    value: object = None
    first: Shape | None = None


def glimpses(head: bytes) -> Iterator[Glimpse]:
    """The top-level members in `head`, until it ends or something in it is broken.

    An object that is cut there is known by the keys it has shown until then: a first item
    may well be larger than the head.
    """
    scanner = Scanner(head.removeprefix(b"\xef\xbb\xbf"))
    try:
        opener = scanner.skip_blank()
        if opener == 0x5B:
            yield from _list(scanner, "")
        elif opener == 0x7B:
            scanner.pos += 1
            more = scanner.skip_blank() != 0x7D
            while more:
                key = scanner.expect_key()
                if scanner.skip_blank() == 0x5B:
                    yield from _list(scanner, key)
                else:
                    value, fault = _value(scanner)
                    yield _of(key, value)
                    if fault is not None:
                        return
                more = scanner.after_value(0x7B)
        elif opener >= 0:
            line = scanner.data[scanner.pos : scanner.pos + 1000].splitlines()[0]
            yield Glimpse("", "scalar", value=line.decode("utf-8", "replace"))
    except Fault:
        return


def _list(scanner: Scanner, key: str) -> Iterator[Glimpse]:
    scanner.pos += 1
    if scanner.skip_blank() == 0x5D:
        scanner.pos += 1
        yield Glimpse(key, "list")
        return
    value, fault = _value(scanner)
    if fault is not None and not fault.truncated and not key:
        raise fault  # nothing but its first element could tell what a broken list is
    first = _of(key, value)
    yield Glimpse(key, "list", first.keys, first.value, first.shape)
    if fault is not None:
        raise fault
    while scanner.after_value(0x5B):
        scanner.value()


def _value(scanner: Scanner) -> tuple[object, Fault | None]:
    """Reads a value; of an object also what comes before a fault, and the fault."""
    if scanner.skip_blank() != 0x7B:
        return scanner.value().value, None
    members: dict[str, object] = {}
    scanner.pos += 1
    try:
        more = scanner.skip_blank() != 0x7D
        if not more:
            scanner.pos += 1
        while more:
            key = scanner.expect_key()
            members[key] = None
            members[key] = scanner.value().value
            more = scanner.after_value(0x7B)
    except Fault as fault:
        return members, fault
    return members, None


def _of(key: str, value: object) -> Glimpse:
    if isinstance(value, dict):
        return Glimpse(key, "object", frozenset(value), value)
    return Glimpse(key, "list" if isinstance(value, list) else "scalar", value=value)
