"""An object URL that begins with no scheme: a file name, a path, a bare host."""

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
            f"{quote(it.key)} has no scheme: {quote(shown(it.text))}",
            patch=mending(item, it, "url-without-scheme"),
        )
        for it in with_fault(item, "url-without-scheme")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "url-without-scheme")


RULE = Rule[Item, Member](
    code="E205",
    name="url-without-scheme",
    severity=Severity.ERROR,
    summary="Object URL without a scheme",
    why=(
        "The platform fetches files from cloud storage. A file name or a path on a "
        "local disk says nothing to it, and a host without https:// is taken for one."
    ),
    help=(
        'Write the full URL, such as "s3://bucket/key" or "https://host/path"; files on '
        "a local disk have to be in cloud storage first."
    ),
    bad=(
        Bad('{"audio": [{"objectUrl": "audio_file.mp3"}]}', at="/audio/0/objectUrl"),
        Bad('{"videos": [{"objectUrl": "C:/clips/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad('{"images": [{"objectUrl": "www.acme.example/a/0.jpg"}]}', at="/images/0/objectUrl"),
        Bad('{"videos": [{"objectUrl": "//acme-media/cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
    ),
    good=(
        Good('{"audio": [{"objectUrl": "s3://acme-media/audio_file.mp3"}]}'),
        Good('{"images": [{"objectUrl": "https://www.acme.example/a/0.jpg"}]}'),
    ),
    source="Documentation (full URL of the object)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
