"""A manifest without a single item."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.run import Run
from manifestry.formats.encord.top_level import section_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings


class _Items(NoTracking[Item, Member]):
    def __init__(self, settings: Settings) -> None:
        self.any = False

    def see(self, item: Item) -> tuple[Hit, ...]:
        self.any = True
        return ()

    def pass_over(self, run: Run) -> tuple[tuple[int, Hit], ...]:
        self.any = True
        return ()

    def meet(self, member: Member) -> tuple[Hit, ...]:
        # A section that is no list has a finding of its own.
        no_list = member.count is None and section_of(member.key) is not None
        self.any = self.any or bool(member.count) or no_list
        return ()

    def finish(self) -> Iterator[Hit]:
        if not self.any:
            yield Hit((), "the manifest has no items: there is nothing to import")


RULE = Rule[Item, Member](
    code="E005",
    name="no-items",
    severity=Severity.WARNING,
    summary="Manifest has no items",
    why="An upload of an empty manifest does nothing and still looks like a success.",
    help="Add items, or do not upload the file.",
    bad=(
        Bad('{"videos": []}', at=""),
        Bad('{"videos": [], "images": [], "skip_duplicate_urls": true}', at=""),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
        Good('{"videos": [], "images": [{"objectUrl": "s3://acme-media/a.jpg"}]}'),
    ),
    source="Our own choice",
    track=_Items,
)
