"""Places on earth: the forms people write them in, and coordinates that cannot be.

The form the platform wants is not documented. So only what is certain in a form that names
its coordinates is judged; a bare pair of numbers may have them in either order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.rules.base import Path
from manifestry.rules.patch import Move, Operation, Replace
from manifestry.text import quote

_LATITUDE: Final = ("latitude", "lat")
_LONGITUDE: Final = ("longitude", "lng", "lon", "long")

MAX_LATITUDE: Final = 90
MAX_LONGITUDE: Final = 180


def fault(value: Any) -> tuple[Path, str] | None:
    """What is out of range in a place: where, and the words for it.

    >>> fault({"lat": 91.5, "lon": 8})
    (('lat',), 'has a latitude of 91.5; latitudes go from -90 to 90')
    >>> fault({"type": "Point", "coordinates": [8.5, 47.3]})
    """
    for path, name, number, most in _coordinates(value):
        if type(number) in NUMBERS and not -most <= number <= most:
            return path, f"has a {name} of {quote(number)}; {name}s go from -{most} to {most}"
    return None


def exchanged(value: Any) -> tuple[Operation, ...]:
    """Puts latitude and longitude in each other's place, where only that makes them possible.

    >>> exchanged({"lat": 147.3, "lon": 8.5})[0]
    Move(path=('lat',), to=('lon',))
    """
    found = _coordinates(value)
    if len(found) != 2 or fault(value) is None:
        return ()
    (one, _, here, most), (other, _, there, least) = found
    if not {type(here), type(there)} <= NUMBERS or abs(there) > most or abs(here) > least:
        return ()
    if isinstance(one[-1], str):  # under keys, which change places around the numbers
        return Move(one, other), Move(other, one)
    return Replace(one, there), Replace(other, here)


def _coordinates(value: Any) -> list[tuple[Path, str, Any, int]]:
    if isinstance(value, Mapping):
        pair = value.get("coordinates")
        if value.get("type") == "Point" and isinstance(pair, list) and len(pair) >= 2:
            # GeoJSON puts the longitude first (RFC 7946, 3.1.1).
            return [
                (("coordinates", 0), "longitude", pair[0], MAX_LONGITUDE),
                (("coordinates", 1), "latitude", pair[1], MAX_LATITUDE),
            ]
        lower = {key.lower(): key for key in value}
        return [
            ((lower[word],), name, value[lower[word]], most)
            for words, name, most in (
                (_LATITUDE, "latitude", MAX_LATITUDE),
                (_LONGITUDE, "longitude", MAX_LONGITUDE),
            )
            for word in words
            if word in lower
        ]
    if isinstance(value, list) and len(value) == 2 and NUMBERS.issuperset(map(type, value)):
        # In either order: the larger of the two can only be the longitude.
        longitude = 0 if abs(value[0]) > abs(value[1]) else 1
        return [
            ((longitude,), "longitude", value[longitude], MAX_LONGITUDE),
            ((1 - longitude,), "latitude", value[1 - longitude], MAX_LATITUDE),
        ]
    return []
