"""What Encord keeps of an item, as context data of Ango Hub: text under `encord.`, and back.

Context data is documented as text. Client metadata that is text goes there under its own name;
what is not is written as JSON, and one key tells which those are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from manifestry.convert.model import Json, Kind
from manifestry.document.writing import dumps

PREFIX: Final = "encord."

TYPE: Final = "encord.type"
"""What kind of item it is; its being there tells that an asset came from Encord."""

RAW: Final = "encord.raw"
"""The item, as JSON text."""

SECTION: Final = "encord.section"
"""The section that the item of `RAW` stood in."""

_UNTITLED: Final = "encord.untitled"
MEDIA: Final = "encord.media"
"""Media metadata, as JSON text."""

ITEM: Final = "encord.item"
"""What Encord keeps of an item beside its client metadata, as JSON text."""

_JSON: Final = "encord.json"
_REST: Final = "encord.clientMetadata"


def texts(own: Mapping[str, Any] | None, taken: Mapping[str, Any]) -> Json:
    """Client metadata as context data, beside keys that are taken.

    >>> texts({"site": "north", "shift": 2}, {})
    {'site': 'north', 'shift': '2', 'encord.json': '["shift"]'}
    """
    if own is None:
        return {}
    out: Json = {}
    rest: Json = {}
    as_json: list[str] = []
    for key, value in own.items():
        if key.startswith(PREFIX) or key in taken:
            rest[key] = value
        elif isinstance(value, str):
            out[key] = value
        else:
            out[key] = dumps(value).decode()
            as_json.append(key)
    if as_json:
        out[_JSON] = dumps(as_json).decode()
    if rest or not own:
        out[_REST] = dumps(rest).decode()
    return out


def marks(kind: Kind, media: Mapping[str, Any], item: Mapping[str, Any], *, titled: bool) -> Json:
    """What tells that an asset came from Encord, and what it had there besides metadata."""
    out: Json = {TYPE: kind}
    if not titled:
        out[_UNTITLED] = "true"
    if media:
        out[MEDIA] = dumps(dict(media)).decode()
    if item:
        out[ITEM] = dumps(dict(item)).decode()
    return out


class Kept:
    """What context data keeps of an item of Encord.

    own: its client metadata, None if it had none. media, item: as given to `marks`. What stands
    under `encord.` and cannot be understood, because somebody edited it, is among `own`.
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        as_json = _parsed(context.get(_JSON), list)
        media = _parsed(context.get(MEDIA), dict)
        item = _parsed(context.get(ITEM), dict)
        rest = _parsed(context.get(_REST), dict)
        own: Json = {
            key: _value(value) if as_json and key in as_json else value
            for key, value in context.items()
            if not key.startswith(PREFIX)
        }
        if rest is not None and own.keys().isdisjoint(rest):
            own |= rest
        else:
            rest = None
        read = {key: isinstance(context.get(key), str) for key in (TYPE, RAW, SECTION)}
        read |= {_UNTITLED: context.get(_UNTITLED) == "true", _JSON: as_json is not None}
        read |= {MEDIA: media is not None, ITEM: item is not None, _REST: rest is not None}
        odd = {key: context[key] for key in context if key.startswith(PREFIX) and not read.get(key)}
        own |= {key: value for key, value in odd.items() if key not in own}
        self.own: Json | None = own if own or rest is not None else None
        self.media: Json = media or {}
        self.item: Json = item or {}
        self.titled = context.get(_UNTITLED) != "true"


def _value(text: Any) -> Any:
    """What JSON text says; what is none, because somebody edited it, is the text."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return text


def _parsed(text: object, kind: type) -> Any:
    value = _value(text) if isinstance(text, str) else None
    return value if isinstance(value, kind) else None


def is_ours(context: object) -> bool:
    """Whether context data tells that the asset came from Encord."""
    return isinstance(context, dict) and isinstance(context.get(TYPE), str)
