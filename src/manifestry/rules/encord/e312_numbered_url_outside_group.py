"""A numbered URL on an item that is one file."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful, missing_and_told, speaks_for
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.keys import near_miss
from manifestry.formats.encord.survey import is_url
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, rename
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.numbered or "objectUrl_" not in "".join(item.value):
        return ()
    keys = [key for key in item.value if speaks_for(item.section, key)]
    if not keys:
        return ()
    others = len(keys) - 1
    more = f" and {others:,} more like it" if others else ""
    text = f"{quote(keys[0])}{more}: the item is one {item.section.noun}, with one URL"
    severity = Severity.WARNING if "objectUrl" in item.value else None
    return [Hit((keys[0],), text, severity=severity, patch=_patch(item, keys))]


def _patch(item: Item, keys: list[str]) -> Patch | None:
    """The one URL there is belongs under the one name for it."""
    is_alone = len(keys) == 1 and not near_miss("objectUrl", item.value, keys)
    if not is_alone or "objectUrl" in item.value or not is_url(item, keys[0]):
        return None
    return rename((keys[0],), "objectUrl")


def _claims(error: SchemaError) -> bool:
    """The URL is missing because it stands there under a number."""
    return "objectUrl" in missing_and_told(error)


RULE = Rule[Item, Member](
    code="E312",
    name="numbered-url-outside-group",
    severity=Severity.ERROR,
    summary="Numbered object URL on an item that is a single file",
    why=(
        "Only image groups and DICOM series have numbered URLs. A video, an image or another "
        "single file has one URL, called objectUrl; without it the item cannot be registered."
    ),
    help='Call it "objectUrl", or move the item to "image_groups" or "dicom_series".',
    bad=(
        Bad(
            '{"videos": [{"objectUrl_0": "s3://acme-media/cam1/a.mp4"}]}',
            at="/videos/0/objectUrl_0",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/1.jpg"}]}',
            at="/images/0/objectUrl_1",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}, '
            '{"objectUrl": "gs://acme-media/a/1.jpg"}]}'
        ),
    ),
    source="Documentation (object URLs of the item types)",
    fix="safe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
