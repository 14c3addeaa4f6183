"""An object URL with a character that means something else in a URL."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, mending, with_fault
from manifestry.formats.encord.urls import unencoded
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

_MOST = 5


def _advice(url: str) -> str:
    found = unencoded(url)
    parts = [
        f"{quote(char)} ({f'write {form}' if form else 'write the host in Punycode'})"
        for char, form in islice(found.items(), _MOST)
    ]
    if len(found) > _MOST:
        parts.append(f"{len(found) - _MOST:,} more")
    return ", ".join(parts)


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} has unencoded characters: {_advice(it.text)}",
            patch=mending(item, it, "unencoded-url-character"),
        )
        for it in with_fault(item, "unencoded-url-character")
    ]


RULE = Rule[Item, Member](
    code="E212",
    name="unencoded-url-character",
    severity=Severity.WARNING,
    summary="Character in an object URL that should be percent-encoded",
    why=(
        "In a URL, ? begins the query and # the fragment, + may be read as a space, and "
        "quotes, brackets and letters beyond ASCII are encoded in one way or another. "
        "So the key that is looked up may not be the key that is meant."
    ),
    help=(
        "Percent-encode the characters that belong to the key; remove a query or a "
        "fragment that does not."
    ),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a+b.mp4"}]}', at="/videos/0/objectUrl"
        ),
        Bad('{"images": [{"objectUrl": "gs://acme-media/a/#1.jpg"}]}', at="/images/0/objectUrl"),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/straße/é.jpg"}]}', at="/images/0/objectUrl"
        ),
        Bad(
            '{"videos": [{"objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com'
            '/cam1/a.mp4?versionId=3"}]}',
            at="/videos/0/objectUrl",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a%2Bb.mp4"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme-media/a/%231.jpg"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme-media/(a)/~b!,c=1&d.jpg"}]}'),
    ),
    source="Documentation (special characters should be avoided); RFC 3986",
    fix="safe",
    check=_check,
    when=has_suspects,
)
