"""A mask that is at no address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member, labels
from manifestry.formats.ango.classes import all_tools
from manifestry.rules.ango_labelled import export, legacy, tool
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.|data:")
_KEYS = ("brushDataUrl", "medicalBrushDataUrl")


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        for key in _KEYS:
            yield from _look((*moment.path, key), moment.holder.get(key))
    for path, each in all_tools(asset):
        masks = each.get("masks")
        if isinstance(masks, list):
            for number, mask in enumerate(masks):
                yield from _look((*path, "masks", number), mask)
        elif masks is not None:
            yield from _look((*path, "masks"), masks)


def _look(path: Path, address: object) -> Iterator[Hit]:
    """An empty text stands for no mask."""
    if isinstance(address, str) and address and _ADDRESS.match(address) is None:
        yield Hit(path, f"{quote(address)} is no URL")


RULE = Rule[Asset, Member](
    code="A371",
    name="malformed-mask-address",
    severity=Severity.WARNING,
    summary="Address of a mask is no URL",
    why=(
        "What was brushed is not in the export but in a file of its own, and the address is all "
        "that leads there. A path or a name is left when masks were downloaded and the export was "
        "edited: nobody else can follow it."
    ),
    help="Write the full address, beginning with https://.",
    bad=(
        Bad(export(brushDataUrl="masks/1.png"), at="/0/task/brushDataUrl"),
        Bad(
            legacy(tool(masks=["https://acme-media.example/masks/1.png", "2.png"])),
            at="/0/tasks/0/objects/0/masks/1",
        ),
        Bad(export(tool(masks="2.png")), at="/0/task/tools/0/masks"),
    ),
    good=(
        Good(export(brushDataUrl="https://acme-media.example/masks/1.png?Signature=00")),
        Good(export(medicalBrushDataUrl=None)),
        Good(legacy(tool(masks=["https://acme-media.example/masks/1.png"]))),
    ),
    source="Documentation (masks are delivered by address)",
    check=check,
)
