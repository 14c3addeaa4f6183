"""Context data whose value is no text."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.texts import as_text
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_MAX_KEYS = 1000  # keys whose first value is pointed at


class _Tracker(NoTracking[Asset, Member]):
    """Speaks once for each key."""

    def __init__(self, _: Settings) -> None:
        self._told: set[int] = set()

    def see(self, asset: Asset) -> Iterable[Hit]:
        context = asset.block("contextData")
        if not context or len(self._told) >= _MAX_KEYS:
            return ()
        hits = []
        for key, value in context.items():
            if not isinstance(value, str) and hash(key) not in self._told:
                self._told.add(hash(key))
                message = f"{quote(key)} of the context data is no text: {quote(value)}"
                text, path = as_text(value), ("contextData", key)
                patch = None if text is None else replace(path, text)
                hits.append(Hit(path, message, patch=patch))
        return hits


RULE = Rule[Asset, Member](
    code="A145",
    name="context-value-not-text",
    severity=Severity.INFO,
    summary="Value of the context data is no text",
    why=(
        "Context data is documented as pairs of texts. Other values do occur in exports, but "
        "filters and programs that count on texts may pass over them. Only the first of a key is "
        "reported."
    ),
    help="Write the value as a text.",
    bad=(
        Bad(exported({"contextData": {"camera": 7}}), at="/0/contextData/camera"),
        Bad(
            imported({"contextData": {"site": ["north"]}}, {"contextData": {"site": None}}),
            at="/0/contextData/site",
        ),
    ),
    good=(
        Good(exported({"contextData": {"camera": "7"}})),
        Good(imported({"contextData": {}})),
    ),
    source="Documentation; other values were seen in use",
    fix="unsafe",
    track=_Tracker,
)
