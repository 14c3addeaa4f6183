"""A title of more than 300 characters."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.quick import has_long_title
from manifestry.formats.encord.urls import MAX_NAME
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, Replace

_LONG = "a" * (MAX_NAME + 1)  # for the examples


def _check(item: Item) -> Iterable[Hit]:
    title = item.text("title")
    if title is None or len(title) <= MAX_NAME:
        return ()
    text = f'"title" has {len(title):,} characters, more than {MAX_NAME}'
    shorter = title[:MAX_NAME].rstrip()
    patch = Patch((Replace(("title",), shorter),), title=f"cut the title to {MAX_NAME} characters")
    return [Hit(("title",), text, patch=patch if shorter else None)]


RULE = Rule[Item, Member](
    code="E218",
    name="title-too-long",
    severity=Severity.WARNING,
    summary="Title longer than 300 characters",
    why=(
        "File names of up to 300 characters are supported, and a title stands in place of the "
        "file name. What happens to a longer one is not documented."
    ),
    help='Shorten it, and put the rest into "clientMetadata".',
    bad=(
        Bad(
            f'{{"videos": [{{"title": "{_LONG}", "objectUrl": "s3://acme-media/cam1/a.mp4"}}]}}',
            at="/videos/0/title",
        ),
        Bad(
            f'{{"image_groups": [{{"title": "{_LONG}", '
            '"objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/title",
        ),
    ),
    good=(
        Good(
            f'{{"videos": [{{"title": "{_LONG[1:]}", "objectUrl": "s3://acme-media/cam1/a.mp4"}}]}}'
        ),
        Good(
            f'{{"images": [{{"title": "{chr(233) * MAX_NAME}", '
            '"objectUrl": "gs://acme-media/a/0.jpg"}]}'
        ),
    ),
    source="Documentation (limits: 300 characters a file name)",
    fix="unsafe",
    check=_check,
    when=has_long_title,
)
