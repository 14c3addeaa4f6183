"""`upsert_metadata` without the flag it depends on."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.sections import FLAGS
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings


class _Flags(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.flags: dict[str, object] = {}

    def meet(self, member: Member) -> tuple[Hit, ...]:
        if member.key in FLAGS:
            self.flags[member.key] = member.value
        return ()

    def finish(self) -> Iterator[Hit]:
        skips = self.flags.get("skip_duplicate_urls", False)
        if self.flags.get("upsert_metadata") is True and skips is False:
            yield Hit(
                ("upsert_metadata",),
                '"upsert_metadata" has no effect unless "skip_duplicate_urls" is true',
            )


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
