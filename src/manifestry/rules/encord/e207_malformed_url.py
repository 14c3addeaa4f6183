"""An object URL that cannot be taken apart."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, mending, refused_for, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} is no URL, {it.found.detail}: {quote(shown(it.text))}",
            patch=mending(item, it, "malformed-url"),
        )
        for it in with_fault(item, "malformed-url")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "malformed-url")


RULE = Rule[Item, Member](
    code="E207",
    name="malformed-url",
    severity=Severity.ERROR,
    summary="Object URL that is not well formed",
    why=(
        "A URL without a host or with an impossible port cannot be fetched by anything, and "
        "the item fails."
    ),
    help=(
        "Copy the URL again from the storage, and encode each special character of the key once."
    ),
    bad=(
        Bad('{"videos": [{"objectUrl": "https:///cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"videos": [{"objectUrl": "https://acme.example:port/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad('{"videos": [{"objectUrl": "s3:/acme-media/cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"images": [{"objectUrl": "https://acme..example/a/0.jpg"}]}', at="/images/0/objectUrl"
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "https://acme.example:8443/cam1/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "https://acme.example/100%25.jpg"}]}'),
    ),
    source="RFC 3986 (syntax of URLs)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
