"""An object URL out of a template that nobody filled in."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, refused_for, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def _what(it: Suspect) -> str:
    piece, url = it.found.detail, shown(it.text)
    if not piece:
        return f"still has a placeholder: {quote(url)}"
    return f"still has the placeholder {quote(piece)}" + (f": {quote(url)}" if url != piece else "")


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit((it.key,), f"{quote(it.key)} {_what(it)}") for it in with_fault(item, "placeholder-url")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "placeholder-url")


RULE = Rule[Item, Member](
    code="E204",
    name="placeholder-url",
    severity=Severity.ERROR,
    summary="Placeholder left in an object URL",
    why=(
        "The words of a template, such as <object url> or {bucket}, are no address. The "
        "item fails when the file is fetched, hours after the upload."
    ),
    help="Put the real value in place of the placeholder.",
    bad=(
        Bad('{"videos": [{"objectUrl": "<object url>"}]}', at="/videos/0/objectUrl"),
        Bad('{"images": [{"objectUrl": "gs://{bucket}/a/0.jpg"}]}', at="/images/0/objectUrl"),
        Bad('{"videos": [{"objectUrl": "s3://YOUR_BUCKET/cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"videos": [{"objectUrl": "https://your-bucket-name.s3.amazonaws.com/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/object-url/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "gs://bucket/a/0.jpg"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/your-bucket-list.mp4"}]}'),
    ),
    source="Seen in use (templates of the documentation)",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
