"""An object URL with a bucket that cannot exist."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.hosts import CLOUDS
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import Suspect, has_suspects, mending, with_fault
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

_ALLOWED = {
    "s3": "letters, digits, dots and hyphens",
    "gcs": "lower-case letters, digits, dots, hyphens and underscores",
}


def _text(it: Suspect) -> str:
    cloud = it.found.provider or "s3"
    rule = f"{CLOUDS[cloud]} takes {_ALLOWED[cloud]}"
    return f"{quote(it.key)} names the bucket {quote(it.found.bucket)}, but {rule}"


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit((it.key,), _text(it), patch=mending(item, it, "malformed-bucket-name"))
        for it in with_fault(item, "malformed-bucket-name")
    ]


RULE = Rule[Item, Member](
    code="E219",
    name="malformed-bucket-name",
    severity=Severity.WARNING,
    summary="Bucket name that no bucket can have",
    why=(
        "The rules for bucket names are strict, so a bucket with this name cannot "
        "exist. Often a host with a port, or a part of the key, has got into its place."
    ),
    help=(
        'Write the name of the bucket alone between "//" and the next "/"; an '
        "S3-compatible storage has an https URL."
    ),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://minio.acme.example:9000/acme-media/a.mp4"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad('{"images": [{"objectUrl": "gs://Acme-Media/a/0.jpg"}]}', at="/images/0/objectUrl"),
        Bad('{"videos": [{"objectUrl": "s3://acme$media/cam1/a.mp4"}]}', at="/videos/0/objectUrl"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://minio.acme.example/cam1/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme_media/a/0.jpg"}]}'),
        Good('{"videos": [{"objectUrl": "s3://Acme_Media/cam1/a.mp4"}]}'),
    ),
    source="Rules for bucket names of Amazon S3 and Google Cloud Storage",
    fix="unsafe",
    check=_check,
    when=has_suspects,
)
