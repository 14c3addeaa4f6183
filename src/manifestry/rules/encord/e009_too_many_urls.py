"""More object URLs than one manifest may hold."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.run import Run
from manifestry.formats.encord.sections import MAX_URLS
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings


class _Urls(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.limit = settings.max_urls or MAX_URLS
        self.count = 0

    def see(self, item: Item) -> tuple[Hit, ...]:
        self.count += len(item.urls())
        return ()

    def pass_over(self, run: Run) -> tuple[tuple[int, Hit], ...]:
        self.count += len(run.urls)
        return ()

    def finish(self) -> Iterator[Hit]:
        if self.count > self.limit:
            yield Hit(
                (), f"{self.count:,} URLs are more than the {self.limit:,} one manifest may hold"
            )


_SMALL: dict[str, object] = {"max_urls": 2}

RULE = Rule[Item, Member](
    code="E009",
    name="too-many-urls",
    severity=Severity.ERROR,
    summary="Manifest has too many URLs",
    why="The platform refuses a manifest with more than 1,000,000 object URLs, however few its items.",
    help="Split the manifest and upload the parts one by one.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}, {"objectUrl": "s3://acme-media/b.mp4"}, '
            '{"objectUrl": "s3://acme-media/c.mp4"}]}',
            at="",
            settings=_SMALL,
        ),
        Bad(
            '{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/0.jpg", '
            '"objectUrl_1": "s3://acme-media/1.jpg", "objectUrl_2": "s3://acme-media/2.jpg"}]}',
            at="",
            settings=_SMALL,
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}, {"objectUrl": "s3://acme-media/b.mp4"}]}',
            settings=_SMALL,
        ),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
    ),
    source="Documentation (register cloud data, limits)",
    track=_Urls,
)
