"""A file with a name of more than 300 characters."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, with_fault
from manifestry.formats.encord.urls import MAX_NAME
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

_LONG = "a" * (MAX_NAME - 3)  # for the examples


def _text(it: Suspect) -> str:
    size = len(it.found.name)
    return f"the file name in {quote(it.key)} has {size:,} characters, more than {MAX_NAME}"


def _check(item: Item) -> Iterable[Hit]:
    return [Hit((it.key,), _text(it)) for it in with_fault(item, "file-name-too-long")]


RULE = Rule[Item, Member](
    code="E217",
    name="file-name-too-long",
    severity=Severity.WARNING,
    summary="File name longer than 300 characters",
    why=(
        "File names of up to 300 characters are supported. What happens to a longer one "
        "is not documented: it may be cut or refused."
    ),
    help="Give the object a shorter name.",
    bad=(
        Bad(
            f'{{"videos": [{{"objectUrl": "s3://acme-media/{_LONG}.mp4"}}]}}',
            at="/videos/0/objectUrl",
        ),
        Bad(
            f'{{"image_groups": [{{"title": "a", "objectUrl_0": "gs://acme-media/{_LONG}.jpg"}}]}}',
            at="/image_groups/0/objectUrl_0",
        ),
    ),
    good=(
        Good(f'{{"videos": [{{"objectUrl": "s3://acme-media/{_LONG}/a.mp4"}}]}}'),
        Good(f'{{"videos": [{{"objectUrl": "s3://acme-media/{_LONG[:-1]}.mp4"}}]}}'),
    ),
    source="Documentation (limits: 300 characters a file name)",
    check=_check,
    when=has_suspects,
)
