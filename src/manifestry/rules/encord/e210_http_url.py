"""An object URL without encryption."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, mending, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} is an http URL: {quote(shown(it.text))}",
            patch=mending(item, it, "http-url"),
        )
        for it in with_fault(item, "http-url")
    ]


RULE = Rule[Item, Member](
    code="E210",
    name="http-url",
    severity=Severity.WARNING,
    summary="Object URL with http instead of https",
    why=(
        "The editor is a page under https, and browsers refuse to load its media over "
        "plain http. The item may be registered and never be shown."
    ),
    help="Write https://, if the storage offers it.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "http://acme.example/cam1/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "http://acme-media.s3.amazonaws.com/a/0.jpg"}]}',
            at="/images/0/objectUrl",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "https://acme.example/cam1/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "https://acme-media.s3.amazonaws.com/a/0.jpg"}]}'),
    ),
    source="Documentation (forms of object URLs are https, s3 and gs)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
)
