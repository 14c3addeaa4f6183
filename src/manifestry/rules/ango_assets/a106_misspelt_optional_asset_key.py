"""A key that is a known one, misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_unknown_keys, unknown_keys
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import rename
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    found = unknown_keys(asset)
    meant = Counter((each.path[:-1], each.meant) for each in found)
    for unknown in found:
        if unknown.meant is not None:
            is_only_one = meant[unknown.path[:-1], unknown.meant] == 1
            yield Hit(
                unknown.path,
                f"{quote(unknown.key)} should be {quote(unknown.meant)}",
                help=f"Write {quote(unknown.meant)}; keys are exact, capitals count.",
                patch=rename(unknown.path, unknown.meant) if is_only_one else None,
            )


RULE = Rule[Asset, Member](
    code="A106",
    name="misspelt-optional-asset-key",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Key of an asset is misspelt",
    why=(
        "Keys are exact, capitals count. A misspelt one is most likely passed over, and what it "
        "should have set is left empty, or set by default."
    ),
    help="Write the key as the message shows it.",
    bad=(
        Bad(exported({"context_data": {"site": "north"}}), at="/0/context_data"),
        Bad(exported({"batches": ABSENT, "Batches": ["week 12"]}), at="/0/Batches"),
        Bad(
            exported({"task": {"updated_at": "2024-05-01T10:00:00.000Z"}}), at="/0/task/updated_at"
        ),
        Bad(
            imported({"data": "https://cdn.acme.example/a.mp4", "metadata": {"framerate": 25}}),
            at="/0/metadata/framerate",
        ),
    ),
    good=(
        Good(exported({"contextData": {"site": "north"}})),
        Good(
            imported({"data": "https://cdn.acme.example/a.mp4", "metadata": {"frameRate": 25}}),
        ),
    ),
    source="Documentation; that other spellings are passed over is our inference",
    fix="safe",
    check=check,
    when=has_unknown_keys,
)
