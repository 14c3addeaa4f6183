"""What stands around the items of a part: one item a line, as `document.writing` has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from manifestry.document.writing import dumps
from manifestry.shaping.reading import Form

_BETWEEN: Final[Mapping[Form, bytes]] = {
    "object": b",\n    ",
    "list": b",\n  ",
    "records": b"\n",
}


class Frame:
    """The bytes before, between and behind items, for a document of one form."""

    def __init__(self, form: Form, members: Mapping[str, bytes]) -> None:
        self._form = form
        self._has_members = bool(members)
        lines = [b"\n  " + dumps(key) + b": " + data for key, data in members.items()]
        self.opening = b"{" + b",".join(lines) if form == "object" else b""

    def lead(self, section: str, before: str | None) -> bytes:
        """What comes before an item of a section, where the last one was of `before`."""
        if before == section:
            return _BETWEEN[self._form]
        if self._form != "object":
            return b"[\n  " if self._form == "list" else b""
        closing = b"\n  ]," if before is not None else b"," if self._has_members else b""
        return closing + b"\n  " + dumps(section) + b": [\n    "

    def close(self, before: str | None) -> bytes:
        """What comes behind the last item, which was of `before`; None if there was none."""
        if self._form == "records":
            return b"" if before is None else b"\n"
        if self._form == "list":
            return b"[]\n" if before is None else b"\n]\n"
        if before is None:
            return b"\n}\n" if self._has_members else b"}\n"
        return b"\n  ]\n}\n"
