"""An item without metadata in a manifest that overwrites metadata."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.run import Run
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.spelling import fold


class _Bare(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.upserts = False

    def see(self, item: Item) -> Iterator[Hit]:
        # A misspelt one has a finding of its own.
        if all(fold(key) != "clientmetadata" for key in item.value):
            yield Hit((), "", pending=item.section.noun)

    def pass_over(self, run: Run) -> Iterator[tuple[int, Hit]]:
        hit = Hit((), "", pending=run.section.noun)
        for number, value in enumerate(run.values if run.has_bare else ()):
            if "clientMetadata" not in value:  # nor a misspelt one: it would not be cleared
                yield number, hit

    def verdict(self, label: str) -> str | None:
        words = f'this {label} has no "clientMetadata" although upsert_metadata is on'
        return words if self.upserts else None

    def meet(self, member: Member) -> tuple[Hit, ...]:
        if member.key == "upsert_metadata":
            self.upserts = member.value is True
        return ()


RULE = Rule[Item, Member](
    code="E007",
    name="upsert-without-metadata",
    severity=Severity.WARNING,
    summary="Item without client metadata in an upserting manifest",
    why=(
        "With upsert_metadata the manifest's metadata replaces what is stored. Whether an item "
        "without any keeps the old metadata or loses it is not documented."
    ),
    help='Give the item its full "clientMetadata", or leave it out of this manifest.',
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], '
            '"skip_duplicate_urls": true, "upsert_metadata": true}',
            at="/videos/0",
        ),
        Bad(
            '{"skip_duplicate_urls": true, "upsert_metadata": true, "images": '
            '[{"objectUrl": "s3://acme-media/a.jpg", "clientMetadata": {"n": 1}}, '
            '{"objectUrl": "s3://acme-media/b.jpg"}]}',
            at="/images/1",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skip_duplicate_urls": true}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"n": 1}}], '
            '"skip_duplicate_urls": true, "upsert_metadata": true}'
        ),
    ),
    source="Open question: the published example holds such an item without comment",
    track=_Bare,
)
