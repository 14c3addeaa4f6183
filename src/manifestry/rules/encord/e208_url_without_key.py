"""An object URL that names a bucket or a host, but no file in it."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, refused_for, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} names a bucket or a host, but no file: {quote(shown(it.text))}",
        )
        for it in with_fault(item, "url-without-key")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "url-without-key")


RULE = Rule[Item, Member](
    code="E208",
    name="url-without-key",
    severity=Severity.ERROR,
    summary="Object URL without an object key",
    why=(
        "What comes first after the scheme is the bucket or the host. s3://my_image.jpg "
        "therefore means a bucket called my_image.jpg, and no file at all."
    ),
    help=(
        'Write the bucket and the key: "s3://bucket/key", or for Azure '
        '"https://account.blob.core.windows.net/container/path".'
    ),
    bad=(
        Bad('{"images": [{"objectUrl": "s3://my_image.jpg"}]}', at="/images/0/objectUrl"),
        Bad('{"images": [{"objectUrl": "gs://acme-media/"}]}', at="/images/0/objectUrl"),
        Bad(
            '{"videos": [{"objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad(
            '{"videos": [{"objectUrl": "https://acmemedia.blob.core.windows.net/videos/"}]}',
            at="/videos/0/objectUrl",
        ),
    ),
    good=(
        Good('{"images": [{"objectUrl": "s3://acme-media/my_image.jpg"}]}'),
        Good('{"videos": [{"objectUrl": "https://acmemedia.blob.core.windows.net/videos/a.mp4"}]}'),
    ),
    source="Documentation (forms of object URLs)",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
