"""An object URL with a scheme that the platform does not fetch from."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, mending, refused_for, with_fault
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import listing, quote


def _text(item: Item, it: Suspect) -> str:
    allowed = listing(item.settings.url_schemes)
    return f"{quote(it.key)} has the scheme {quote(it.found.detail)}; allowed are {allowed}"


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit((it.key,), _text(item, it), patch=mending(item, it, "unsupported-url-scheme"))
        for it in with_fault(item, "unsupported-url-scheme")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "unsupported-url-scheme")


RULE = Rule[Item, Member](
    code="E206",
    name="unsupported-url-scheme",
    severity=Severity.ERROR,
    summary="Object URL with an unsupported scheme",
    why=(
        "Files are fetched over HTTPS or by the S3 and Google Cloud Storage schemes. "
        "From anywhere else nothing arrives: not from a local disk, an FTP server or a "
        "data URL."
    ),
    help=(
        "Put the file into cloud storage and write its https, s3 or gs URL; Azure Blob "
        "Storage has https URLs."
    ),
    bad=(
        Bad('{"videos": [{"objectUrl": "file:///clips/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad('{"images": [{"objectUrl": "ftp://acme.example/a/0.jpg"}]}', at="/images/0/objectUrl"),
        Bad('{"videos": [{"objectUrl": "s3a://acme-media/cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
        Bad('{"images": [{"objectUrl": "data:image/png;base64,AAAA"}]}', at="/images/0/objectUrl"),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}',
            at="/videos/0/objectUrl",
            settings={"url_schemes": ("https",)},
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/clips/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "https://acme.example/a/0.jpg"}]}'),
    ),
    source="Documentation (forms of object URLs)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
