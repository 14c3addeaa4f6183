"""A numbered key that speaks of one file of a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.groups import PER_MEMBER, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if not item.section.numbered:
        return ()
    keys = [key for key in item.value if key[:9] != "objectUrl" and PER_MEMBER.match(key)]
    return _hits(keys) if keys else ()


def _hits(keys: list[str]) -> Iterator[Hit]:
    families: dict[str, list[str]] = {}
    for key in keys:
        families.setdefault(key.rpartition("_")[0], []).append(key)
    for family in families.values():
        others = len(family) - 1
        more = f" and {others:,} more like it" if others else ""
        text = f"{quote(family[0])}{more}: nothing is known to read such a key"
        yield Hit((family[0],), text)


RULE = Rule[Item, Member](
    code="E307",
    name="per-member-key",
    severity=Severity.WARNING,
    summary="Numbered key for one file of a group, other than its URL",
    why=(
        "Only object URLs are known to be numbered. A title or metadata for one file of a "
        "group is most likely passed over, so what it says never reaches the platform."
    ),
    help='Say it once for the whole group, in "title" and "clientMetadata".',
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"title_0": "front"}]}',
            at="/image_groups/0/title_0",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"imageMetadata_0": {"mimeType": "image/jpeg", "fileSize": 2048, "width": 64, '
            '"height": 48}}]}',
            at="/image_groups/0/imageMetadata_0",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"title_0": "front"}}]}'
        ),
        Good('{"image_groups": [{"title": "front", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Not found in any manifest; the SDK has such data only in its own objects",
    check=_check,
    when=is_doubtful,
)
