"""TIFF images in a group that is to become a video."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.quick import may_have_tiffs
from manifestry.formats.encord.urls import diagnose
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.value.get("createVideo") is not True or item.section.kind != "image-group":
        return ()
    keys = [key for key, text in item.urls() if _is_tiff(text, item.settings.url_schemes)]
    if not keys:
        return ()
    others = len(keys) - 1
    more = f", and so are {others:,} more" if others else ""
    text = f'{quote(keys[0])} is a TIFF image in a group with "createVideo": true{more}'
    return [Hit((keys[0],), text, patch=remove(("createVideo",)))]


def _is_tiff(url: str, schemes: tuple[str, ...]) -> bool:
    if ".tif" not in url.lower():  # most URLs need no closer look
        return False
    return diagnose(url, schemes).extension in (".tif", ".tiff")


RULE = Rule[Item, Member](
    code="E310",
    name="format-not-for-sequence",
    severity=Severity.WARNING,
    summary="TIFF image in an image sequence",
    why=(
        "An image group may hold TIFF images, but they are not among the formats that can be "
        "made into a video: such a sequence may fail as a whole."
    ),
    help='Convert the images to JPEG or PNG, or leave out "createVideo".',
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "createVideo": true, '
            '"objectUrl_0": "gs://acme-media/a/0.tif", "objectUrl_1": "gs://acme-media/a/1.tif"}]}',
            at="/image_groups/0/objectUrl_0",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "createVideo": true, '
            '"objectUrl_0": "gs://acme-media/a/0.jpg", "objectUrl_1": "gs://acme-media/a/1.TIFF"}]}',
            at="/image_groups/0/objectUrl_1",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "createVideo": false, '
            '"objectUrl_0": "gs://acme-media/a/0.tif", "objectUrl_1": "gs://acme-media/a/1.tif"}]}'
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "createVideo": true, '
            '"objectUrl_0": "gs://acme-media/a.tiff/0.jpg"}]}'
        ),
    ),
    source="Documentation (TIFF is not listed for image sequences)",
    fix="unsafe",
    check=_check,
    when=may_have_tiffs,
)
