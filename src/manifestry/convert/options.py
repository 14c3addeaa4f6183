"""How to convert: everything that changes what a conversion writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from manifestry.convert.model import KINDS, Kind
from manifestry.errors import UsageError
from manifestry.text import quote

Target = Literal["encord", "encord-csv", "ango-import", "ango-export"]

TARGETS: Final[tuple[Target, ...]] = ("encord", "encord-csv", "ango-import", "ango-export")

ALL: Final = "*"
"""Among the types, what stands for every asset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRules:
    """What is done with the client metadata that a conversion writes.

    keep: patterns of names, as in file names; if there are any, keys under `ango.` that match
        none are dropped. The user's own keys and what the way back needs stay.
    drop: patterns of names that are dropped, whosever they are; it wins over keep.
    rename: name -> new name, taken back on the way back.
    set: further names -> text in which {name} stands for another key's value; a key whose text
        asks for what an item lacks is left out there. Taken away on the way back.

    What is dropped is reported. `$encord`, which holds frames, is out of reach of all of them.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    set: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to convert.

    carry: "full" also keeps the original as text, for an exact way back.
    types: file name ending (".bin"), editor type ("pct") or "*" for all -> kind of asset.
    as_sequence: several images of one asset are the frames of a video, not a group.
    label_summary: client metadata tells how many labels of each class there are.
    labels_kept: labels go to a side file, so that they are not lost.
    upsert: the manifest updates the metadata of items that are registered already.
    urls: beginning of a URL -> what to put there instead; the longest wins.
    keys: what is done with client metadata.
    """

    carry: Literal["flat", "full"] = "flat"
    types: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    as_sequence: bool = False
    label_summary: bool = False
    labels_kept: bool = False
    upsert: bool = False
    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keys: KeyRules = field(default_factory=KeyRules)

    def __post_init__(self) -> None:
        """Raises UsageError for what is no option."""
        if self.carry not in ("flat", "full"):
            raise UsageError(f'carry is "flat" or "full", not {self.carry!r}')
        unknown = [kind for kind in self.types.values() if kind not in KINDS]
        if unknown:
            raise UsageError(
                f'there is no kind of asset "{unknown[0]}"; there are {", ".join(KINDS)}'
            )
        if "" in self.urls:
            raise UsageError("the beginning of a URL that is replaced must not be empty")
        if self.keys != KeyRules():
            from manifestry.convert.rulings import faults

            for fault in faults(self.keys):
                raise UsageError(f"keys.{fault.table} {quote(fault.key)}: {fault.message}")
