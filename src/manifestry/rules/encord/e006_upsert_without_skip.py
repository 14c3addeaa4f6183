"""`upsert_metadata` without the flag it depends on."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.sections import FLAGS
from manifestry.formats.encord.top_level import misspelt
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, add, remove
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings

_SKIP, _UPSERT = FLAGS
_WORDS = '"upsert_metadata" has no effect unless "skip_duplicate_urls" is true'
# How it can be mended hangs on the other flag, which may come later.
_PATCHES: dict[str, Patch | None] = {
    "absent": add((_SKIP,), value=True),
    "false": remove((_UPSERT,)),
    "misspelt": None,
}


class _Flags(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.skips = "absent"

    def meet(self, member: Member) -> Iterator[Hit]:
        if member.key == _SKIP:
            self.skips = "false" if member.value is False else "something else"
        elif self.skips == "absent" and misspelt(member.key) == _SKIP:
            self.skips = "misspelt"
        elif member.key == _UPSERT and member.value is True:
            for label, patch in _PATCHES.items():
                yield Hit((_UPSERT,), _WORDS, pending=label, patch=patch)

    def verdict(self, label: str) -> str | None:
        return _WORDS if label == self.skips else None


RULE = Rule[Item, Member](
    code="E006",
    name="upsert-without-skip",
    severity=Severity.ERROR,
    summary="Flag upsert_metadata without skip_duplicate_urls",
    why=(
        "Metadata of registered items is only overwritten while duplicates are skipped. Without "
        "that flag every file is registered a second time and the old metadata stays."
    ),
    help='Set "skip_duplicate_urls" to true as well, or remove "upsert_metadata".',
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"site": "north"}}], '
            '"upsert_metadata": true}',
            at="/upsert_metadata",
        ),
        Bad(
            '{"upsert_metadata": true, "skip_duplicate_urls": false, "videos": '
            '[{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"site": "north"}}]}',
            at="/upsert_metadata",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"site": "north"}}], '
            '"upsert_metadata": true, "skip_duplicate_urls": true}'
        ),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "upsert_metadata": false}'),
    ),
    source="Documentation (update custom metadata), SDK",
    fix="unsafe",
    track=_Flags,
)
