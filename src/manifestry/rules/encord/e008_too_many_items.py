"""More items than one manifest may hold."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.run import Run
from manifestry.formats.encord.sections import MAX_ITEMS
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings


class _Items(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.limit = settings.max_items or MAX_ITEMS
        self.count = 0

    def see(self, item: Item) -> tuple[Hit, ...]:
        self.count += 1
        return ()

    def pass_over(self, run: Run) -> tuple[tuple[int, Hit], ...]:
        self.count += run.count
        return ()

    def finish(self) -> Iterator[Hit]:
        if self.count > self.limit:
            yield Hit(
                (), f"{self.count:,} items are more than the {self.limit:,} one manifest may hold"
            )


_SMALL: dict[str, object] = {"max_items": 2}

RULE = Rule[Item, Member](
    code="E008",
    name="too-many-items",
    severity=Severity.ERROR,
    summary="Manifest has too many items",
    why="The platform refuses a manifest with more than 500,000 items; a group or series is one item.",
    help="Split the manifest and upload the parts one by one.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}, {"objectUrl": "s3://acme-media/b.mp4"}, '
            '{"objectUrl": "s3://acme-media/c.mp4"}]}',
            at="",
            settings=_SMALL,
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/0.jpg"}, '
            '{"objectUrl": "s3://acme-media/1.jpg"}], "videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}',
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
    track=_Items,
)
