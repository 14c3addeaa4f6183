"""Object URLs of one document in two clouds."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.hosts import CLOUDS, Provider
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.run import Run
from manifestry.formats.encord.survey import survey
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote


class _Tracker(NoTracking[Item, Member]):
    """Keeps the first provider, and says once that there is another one."""

    def __init__(self, _: Settings) -> None:
        self._first: Provider | None = None
        self._place = ""
        self._told = False

    goes_by_likeness = True

    def pass_over(self, run: Run) -> tuple[tuple[int, Hit], ...]:
        """Nothing: a gate clears only buckets that it saw."""
        return ()

    def see(self, item: Item) -> Iterable[Hit]:
        if self._told:
            return
        for provider, key in survey(item).providers.items():
            if self._first is None:
                self._first = provider
                self._place = f"/{item.section.key}/{item.index}/{key}"
            elif provider != self._first:
                self._told = True
                where, before = CLOUDS[provider], CLOUDS[self._first]
                text = f"{quote(key)} is in {where}, but {self._place} is in {before}"
                yield Hit((key,), text)
                return


RULE = Rule[Item, Member](
    code="E216",
    name="mixed-providers",
    severity=Severity.WARNING,
    summary="Object URLs of two cloud providers in one manifest",
    why=(
        "A manifest is uploaded with one integration, and an integration reaches one provider. "
        "The items of the other one fail."
    ),
    help="Make one manifest for each provider.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, '
            '{"objectUrl": "gs://acme-media/cam1/b.mp4"}, '
            '{"objectUrl": "gs://acme-media/cam1/c.mp4"}]}',
            at="/videos/1/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "https://acme-media.s3.amazonaws.com/a/0.jpg"}], '
            '"videos": [{"objectUrl": "https://acmemedia.blob.core.windows.net/videos/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, '
            '{"objectUrl": "https://acme-media.s3.amazonaws.com/cam1/b.mp4"}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, '
            '{"objectUrl": "https://media.acme.example/cam1/b.mp4"}]}'
        ),
    ),
    source="Documentation (one integration for an upload)",
    track=_Tracker,
)
