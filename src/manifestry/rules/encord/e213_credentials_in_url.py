"""An object URL with a user name or a password in it."""

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
            f"{quote(it.key)} has a user name or a password: {quote(shown(it.text))}",
            patch=mending(item, it, "credentials-in-url"),
        )
        for it in with_fault(item, "credentials-in-url")
    ]


RULE = Rule[Item, Member](
    code="E213",
    name="credentials-in-url",
    severity=Severity.WARNING,
    summary="User name or password in an object URL",
    why=(
        "Everybody who sees the manifest, a log of it or the item's URL sees the "
        "password too. Browsers do not load media from such URLs."
    ),
    help=(
        "Remove what stands before the @, change the password, and give access through "
        "an integration."
    ),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "https://user:secret@acme.example/cam1/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://user@acme-media/a/0.jpg"}]}', at="/images/0/objectUrl"
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "https://acme.example/cam1/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "s3://acme-media/user@home/a/0@2x.jpg"}]}'),
    ),
    source="Our own choice (a manifest is no place for secrets)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
)
