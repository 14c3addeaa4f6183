"""An object URL with a space, a line break or a control character in it."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, mending, refused_for, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote

_NAMES = {" ": "a space", "\t": "a tab", "\n": "a line break", "\r": "a line break"}


def _where(it: Suspect) -> str:
    char = it.found.detail
    name = _NAMES.get(char, f"the character U+{ord(char):04X}")
    if it.text[-1:] == char:
        return f"ends with {name}"
    return f"{'begins with' if it.text[0] == char else 'contains'} {name}"


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} {_where(it)}: {quote(shown(it.text))}",
            patch=mending(item, it, "whitespace-in-url"),
        )
        for it in with_fault(item, "whitespace-in-url")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "whitespace-in-url")


RULE = Rule[Item, Member](
    code="E203",
    name="whitespace-in-url",
    severity=Severity.ERROR,
    summary="Whitespace or a control character in an object URL",
    why=(
        "A URL cannot have whitespace anywhere: the file is not found, although the key "
        "in the bucket may well have a space."
    ),
    help="Write %20 for a space that belongs to the key, and remove what does not.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/my clip.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad('{"images": [{"objectUrl": "gs://acme-media/a/0.jpg\\n"}]}', at="/images/0/objectUrl"),
        Bad('{"images": [{"objectUrl": " gs://acme-media/a/0.jpg"}]}', at="/images/0/objectUrl"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/my%20clip.mp4"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Documentation (object URLs have no whitespace)",
    fix="safe",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
