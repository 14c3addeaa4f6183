"""A number of pages that is none."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.numbers import FRAME_COUNTS, PAGE_COUNTS
from manifestry.formats.ango.quick import has_odd_metadata
from manifestry.rules.ango_asset_examples import exported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    kind = asset.kind
    if kind not in ("pdf", "dicom", "volume"):
        return
    metadata = asset.block("metadata") or {}
    for key in PAGE_COUNTS if kind == "pdf" else FRAME_COUNTS:
        value = metadata.get(key)
        # Of "frameTotal" the schema takes care; what is no number may be anything.
        if key != "frameTotal" and _is_wrong(value):
            message = f"{quote(key)} is no number of pages or frames: {quote(value)}"
            yield Hit(("metadata", key), message)


def _is_wrong(value: object) -> bool:
    if isinstance(value, float):
        return value < 1 or not value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool) and value < 1


RULE = Rule[Asset, Member](
    code="A118",
    name="implausible-page-count",
    severity=Severity.WARNING,
    summary="Number of pages is no whole number of at least 1",
    why=(
        "What goes by the number of pages or frames finds none, and takes annotations on them "
        "for wrong."
    ),
    help="Write how many pages or frames there are, a whole number of at least 1.",
    bad=(
        Bad(
            exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": {"pageTotal": 0}}),
            at="/0/metadata/pageTotal",
        ),
        Bad(
            exported({"asset": "https://cdn.acme.example/a.nrrd", "metadata": {"frames": 40.5}}),
            at="/0/metadata/frames",
        ),
    ),
    good=(
        Good(
            exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": {"pageTotal": 3}}),
            settings={"ignore": ("A117",)},
        ),
        Good(exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": {"frames": 0}})),
    ),
    source="Our own choice: the documentation names the value, not its key",
    check=check,
    when=has_odd_metadata,
)
