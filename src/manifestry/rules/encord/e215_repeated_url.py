"""An object URL that stands in the document already."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, count

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member, RowItem
from manifestry.formats.encord.run import Run
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.survey import survey
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, Remove
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_SECTIONS = tuple(SECTIONS)
_PLACES = len(_SECTIONS) + 1  # the sections, and the rows of a CSV manifest
_KEYS = 2**28  # numbers of keys that are told apart
_LOST = _KEYS - 1
_MASK = 2**60 - 1  # as much as Python keeps in 32 bytes: one false alarm in two million documents


class _Tracker(NoTracking[Item, Member]):
    """Keeps of each URL only a hash and where it stood first, some 80 bytes.

    The hashes stand in the order in which they were met, and so do the places. Which place is
    whose is only worth its memory when a URL is there again.
    """

    def __init__(self, _: Settings) -> None:
        self._met: dict[int, int | None] = {}
        self._places = array("Q")
        self._is_numbered = False  # whether each hash has its number

    def see(self, item: Item) -> Iterable[Hit]:
        suspects = survey(item).suspects
        wrong = {it.key for it in suspects if it.found.fatal is not None} if suspects else ()
        hits = []
        for key, url in item.urls():
            if key in wrong:
                continue
            digest = hash(url) & _MASK
            if digest not in self._met:
                self._met[digest] = len(self._places) if self._is_numbered else None
                self._places.append(_pack(item, key))
            else:
                first = _unpack(self._first(digest))
                text = f"{quote(key)} repeats the URL of {first}: {quote(shown(url))}"
                hits.append(Hit((key,), text, patch=_without(item, first)))
        return hits

    def _first(self, digest: int) -> int:
        """The place of the first URL with this hash."""
        if not self._is_numbered:
            self._is_numbered = True
            for number, met in enumerate(self._met):
                self._met[met] = number
        return self._places[self._met[digest] or 0]

    def pass_over(self, run: Run) -> Iterable[tuple[int, Hit]]:
        """The same for good URLs, all at once as long as none is a repetition."""
        met, before = self._met, len(self._met)
        digests = [hashed & _MASK for hashed in map(hash, run.urls)]
        if self._is_numbered:
            found: dict[int, int | None] = dict(zip(digests, count(before)))
            if len(found) < len(digests) or not met.keys().isdisjoint(found):
                return self._repeated(run)
            met |= found
        else:
            met |= dict.fromkeys(digests)
            if len(met) < before + len(digests):
                for _ in range(len(met) - before):  # those that are new came last
                    met.popitem()
                return self._repeated(run)
        self._places.extend(_places(run))
        return ()

    def _repeated(self, run: Run) -> Iterator[tuple[int, Hit]]:
        for number, item in enumerate(run.items()):
            for hit in self.see(item):
                yield number, hit


def _without(item: Item, first: str) -> Patch | None:
    """Takes the later item away, if it is the same as the earlier one in every respect."""
    earlier = "/".join(first.split("/")[:3])
    if isinstance(item, RowItem) or not earlier.startswith(f"/{item.section.key}/"):
        return None
    title = f"remove the item, if it is a copy of {earlier}"
    return Patch((Remove(()),), title=title, copy_of=earlier)


def _places(run: Run) -> Iterable[int]:
    """Of each URL of a run what `_pack` makes of its place."""
    start = (run.first * _PLACES + _SECTIONS.index(run.section.key)) * _KEYS
    step = _PLACES * _KEYS
    places = range(start, start + run.count * step, step)
    if not run.section.numbered:
        return places
    numbers = zip(places, run.counts, strict=True)
    return chain.from_iterable(range(place + 1, place + 1 + files) for place, files in numbers)


def _pack(item: Item, key: str) -> int:
    """Section, index and key in one integer. Of an odd key only the item is kept.

    So it is of a row: its index in the place of one in a section that is none.
    """
    if isinstance(item, RowItem):
        return (item.index * _PLACES + len(_SECTIONS)) * _KEYS + _LOST
    number = 0
    if key != "objectUrl":
        digits = key.removeprefix("objectUrl_")
        number = int(digits) + 1 if len(digits) < 9 else _LOST
        if key != f"objectUrl_{number - 1}":
            number = _LOST
    place = item.index * _PLACES + _SECTIONS.index(item.section.key)
    return place * _KEYS + number


def _unpack(packed: int) -> str:
    place, number = divmod(packed, _KEYS)
    index, section = divmod(place, _PLACES)
    if section == len(_SECTIONS):
        return f"/{index}"
    keys = {0: "/objectUrl", _LOST: ""}
    return f"/{_SECTIONS[section]}/{index}" + keys.get(number, f"/objectUrl_{number - 1}")


RULE = Rule[Item, Member](
    code="E215",
    name="repeated-url",
    severity=Severity.WARNING,
    summary="Object URL that stands in the manifest already",
    why=(
        "The same file is registered twice, and labelled twice, unless skip_duplicate_urls is "
        "set: then the later item is passed over, with its title and its metadata."
    ),
    help="Remove one of the two, or correct the URL.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, '
            '{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}',
            at="/videos/1/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}], "image_groups": '
            '[{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/objectUrl_0",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, '
            '{"objectUrl": "s3://acme-media/cam1/A.mp4"}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}], "image_groups": '
            '[{"title": "car 7", "objectUrl_0": "gs://acme-media/a/1.jpg"}]}'
        ),
    ),
    source="Documentation (duplicate URLs are compared character by character)",
    fix="unsafe",
    track=_Tracker,
)
