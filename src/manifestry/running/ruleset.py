"""By what a file was judged, as a digest: this program, what it stands on, and the settings.

A verdict that was kept holds only while all of it is the same, to the byte: neither the
version nor the time of a file would tell that somebody works on a rule.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

import manifestry
from manifestry.settings import Settings
from manifestry.version import VERSION

_STANDS_ON: Final = ("jiter", "jsonschema_rs", "orjson", "python_dateutil", "shapely")
"""Packages that have a say in verdicts; one that is not there counts too."""

_SOURCES: Final = (".py", ".json")


def ruleset() -> bytes:
    """The digest of the program: all of its sources and schemas, and what is installed."""
    state = hashlib.sha256(repr((VERSION, sys.version, sorted(_installed()))).encode())
    for folder in manifestry.__path__:  # in a checkout the schemas lie beside the sources
        top = folder if os.path.basename(folder) == "manifestry" else f"{folder}/schemas"
        for path in sorted(_sources(top)):
            state.update(f"\0{os.path.relpath(path, top)}\0".encode("utf-8", "surrogateescape"))
            with open(path, "rb", buffering=0) as file:
                state.update(file.read())
    return state.digest()


def settings_digest(settings: Settings, *, skip_unrelated: bool) -> bytes:
    """The digest of everything that changes which findings a document has."""
    values = [(each.name, _fixed(getattr(settings, each.name))) for each in fields(settings)]
    return hashlib.sha256(repr((skip_unrelated, values)).encode("utf-8", "replace")).digest()


def _fixed(value: object) -> object:
    """A value whose `repr` depends on nothing but what it says."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        items = [(key, _fixed(each)) for key, each in value.items()]
        return type(value).__name__, items
    return value


def _sources(top: str) -> Iterator[str]:
    for folder, _, names in os.walk(top):
        yield from (os.path.join(folder, name) for name in names if name.endswith(_SOURCES))


def _installed() -> Iterator[str]:
    """The packages this stands on, with their versions, which their folders are named after."""
    for place in sys.path:
        try:
            names = os.listdir(place or os.curdir)
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                package = name.partition("-")[0].lower().replace("-", "_")
                if package in _STANDS_ON:
                    yield name
