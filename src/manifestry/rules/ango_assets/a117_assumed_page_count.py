"""A number of pages under a name that nobody has documented."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.numbers import FRAME_COUNTS, PAGE_COUNTS
from manifestry.rules.ango_asset_examples import exported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote


class _Tracker(NoTracking[Asset, Member]):
    """Speaks once for each kind of asset and name."""

    def __init__(self, _: Settings) -> None:
        self._told: set[tuple[str, str]] = set()

    def see(self, asset: Asset) -> Iterable[Hit]:
        metadata = asset.block("metadata")
        if not metadata or metadata.keys().isdisjoint(FRAME_COUNTS):
            return ()
        if asset.kind not in ("pdf", "dicom", "volume"):
            return ()
        is_pdf = asset.kind == "pdf"
        for key in PAGE_COUNTS if is_pdf else FRAME_COUNTS:
            value = metadata.get(key)
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                what = (asset.kind, key)
                if what in self._told:
                    return ()
                self._told.add(what)
                unit = "pages" if is_pdf else "frames"
                return [Hit(("metadata", key), f"{quote(key)} is taken for the number of {unit}")]
        return ()


RULE = Rule[Asset, Member](
    code="A117",
    name="assumed-page-count",
    severity=Severity.INFO,
    summary="Key is taken for the number of pages",
    why=(
        "An export tells how many pages a PDF has, and how many frames a DICOM file or a volume, "
        "but under which key is not documented. Manifestry takes the likeliest that is there."
    ),
    help="Check that the key means what the message says; where it does not, rename yours.",
    bad=(
        Bad(
            exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": {"totalPages": 12}}),
            at="/0/metadata/totalPages",
        ),
        Bad(
            exported(
                {"asset": "https://cdn.acme.example/a.dcm", "metadata": {"frameTotal": 40}},
                {"asset": "https://cdn.acme.example/b.dcm", "metadata": {"frameTotal": 52}},
            ),
            at="/0/metadata/frameTotal",
        ),
    ),
    good=(
        Good(exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": {}})),
        Good(exported({"metadata": {"width": 640, "height": 480, "pages": 12}})),
    ),
    source="Our own choice: the documentation names the value, not its key",
    track=_Tracker,
)
