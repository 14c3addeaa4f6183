"""An object URL of more than 16 KB."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, refused_for, with_fault
from manifestry.formats.encord.urls import MAX_URL_BYTES
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote

_LONG = "s3://acme-media/" + "cam1/" * 3272  # 16,376 bytes, for the examples


def _text(it: Suspect) -> str:
    size = len(it.text.encode("utf-8", "surrogatepass"))
    return f"{quote(it.key)} takes {size:,} bytes, at most {MAX_URL_BYTES:,} are allowed"


def _check(item: Item) -> Iterable[Hit]:
    return [Hit((it.key,), _text(it)) for it in with_fault(item, "url-too-long")]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "url-too-long")


RULE = Rule[Item, Member](
    code="E209",
    name="url-too-long",
    severity=Severity.ERROR,
    summary="Object URL longer than 16,384 bytes",
    why=("The platform takes URLs of at most 16 KB. One that is longer is refused."),
    help="Give the object a shorter key, and leave out any query string.",
    bad=(
        Bad(f'{{"videos": [{{"objectUrl": "{_LONG}abcde.mp4"}}]}}', at="/videos/0/objectUrl"),
        Bad(
            f'{{"videos": [{{"objectUrl": "{_LONG}\u00e9\u00e9a.mp4"}}]}}', at="/videos/0/objectUrl"
        ),
    ),
    good=(
        Good(f'{{"videos": [{{"objectUrl": "{_LONG}abcd.mp4"}}]}}'),
        Good(f'{{"videos": [{{"objectUrl": "{_LONG}a.mp4"}}]}}'),
    ),
    source="Documentation (limits: 16 KB a URL)",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
