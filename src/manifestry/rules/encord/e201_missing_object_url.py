"""An item without an object URL."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_bad_position
from manifestry.formats.encord.item import NUMBERED_URL, Item, Member
from manifestry.formats.encord.quick import lacks_url
from manifestry.formats.encord.unknown import unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError


def _check(item: Item) -> Iterable[Hit]:
    wanted = "objectUrl_0" if item.section.numbered else "objectUrl"
    if wanted in item.value or item.section.kind == "scene" or _stands_elsewhere(item):
        return ()
    return [Hit((), f'This {item.section.noun} has no "{wanted}"')]


def _stands_elsewhere(item: Item) -> bool:
    """Whether the URL stands under another key: then that key is the fault, or there is none."""
    keys = item.value
    if any(key == "objectUrl" or NUMBERED_URL.match(key) for key in keys):
        return True
    if item.section.numbered and any(map(is_bad_position, keys)):
        return True
    return any(
        unknown.reason == "misspelt-required" and (unknown.meant or "").startswith("objectUrl")
        for unknown in unknown_keys(item)
    )


def _claims(error: SchemaError) -> bool:
    """No URL; of a title that is missing besides, another rule tells."""
    names = error.detail
    if error.keyword != "required" or error.path or not isinstance(names, tuple):
        return False
    return not {"objectUrl", "objectUrl_0"}.isdisjoint(names) and {
        "title",
        "objectUrl",
        "objectUrl_0",
    }.issuperset(names)


RULE = Rule[Item, Member](
    code="E201",
    name="missing-object-url",
    severity=Severity.ERROR,
    summary="Item without an object URL",
    why=(
        "An item is registered under the address of its file. Without one there is nothing to "
        "register, and the item fails."
    ),
    help='Add "objectUrl" with the full URL of the file ("objectUrl_0" in a group or series).',
    bad=(
        Bad('{"videos": [{"title": "cam1 a"}]}', at="/videos/0"),
        Bad('{"image_groups": [{"title": "car 7"}]}', at="/image_groups/0"),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}, {"clientMetadata": {}}]}',
            at="/images/1",
        ),
    ),
    good=(
        Good('{"videos": [{"title": "cam1 a", "objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Documentation (required members of an item)",
    check=_check,
    when=lacks_url,
    claims=_claims,
)
