"""A group, series or scene without a title."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import (
    has_misspelt_title,
    is_doubtful,
    key_for_title,
    missing_and_told,
    needs_title,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Move, Patch, Remove, add, replace
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if not needs_title(item.section):
        return ()
    if "title" not in item.value:
        if has_misspelt_title(item.value) or _is_no_scene(item):
            return ()
        return [Hit((), f'This {item.section.noun} has no "title"', patch=_patch(item))]
    title = item.value["title"]
    if isinstance(title, str) and not title.strip():
        what = "empty" if not title else "blank"
        text = f'The "title" of this {item.section.noun} is {what}'
        return [Hit(("title",), text, patch=_patch(item))]
    return ()


def _patch(item: Item) -> Patch | None:
    """Gives it the name that it has under another key, or else that of its files."""
    key = key_for_title(item)
    if key is not None:
        gone = (Remove(("title",)),) if "title" in item.value else ()
        return Patch((*gone, Move((key,), ("title",))), title=f"make {quote(key)} the title")
    from manifestry.formats.encord.naming import likely_title  # late: seldom needed

    title = likely_title(item)
    if title is None:
        return None
    return replace(("title",), title) if "title" in item.value else add(("title",), title)


def _is_no_scene(item: Item) -> bool:
    """One that lacks its scene too: what is missing is then told in one finding."""
    return item.section.key == "scenes" and "scene" not in item.value


def _claims(error: SchemaError) -> bool:
    """The title is missing or empty; it is required nowhere but on these items."""
    if error.keyword == "minLength":
        return error.path == ("title",)
    return "title" in missing_and_told(error)


RULE = Rule[Item, Member](
    code="E301",
    name="missing-title",
    severity=Severity.ERROR,
    summary="Group, series or scene without a title",
    why=(
        "A single file is named after its URL. Several files give no name of their own, so "
        "an image group, a DICOM series or a scene without a title is not registered."
    ),
    help='Give it a "title" that is not blank.',
    bad=(
        Bad(
            '{"image_groups": [{"objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0",
        ),
        Bad(
            '{"dicom_series": [{"title": "", "objectUrl_0": "s3://acme-med/12/0.dcm"}]}',
            at="/dicom_series/0/title",
        ),
        Bad(
            '{"image_groups": [{"title": "  ", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/title",
        ),
    ),
    good=(
        Good('{"image_groups": [{"title": "a", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="SDK (a title is required with cloud data)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
