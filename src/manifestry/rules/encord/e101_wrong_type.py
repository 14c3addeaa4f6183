"""A value of another JSON type than the format asks for."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.retyping import retyped
from manifestry.rules.wording import expected, subject
from manifestry.text import quote


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "type":
        return None
    message = f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}"
    return Hit(error.path, message, patch=retyped(error))


RULE = Rule[Item, Member](
    code="E101",
    name="wrong-type",
    severity=Severity.ERROR,
    summary="Value has the wrong JSON type",
    why=(
        "The platform reads the manifest into typed fields. A value of another type makes the "
        "item fail, hours after the upload was accepted."
    ),
    help="Give the value the type that the message names; numbers and booleans stand without quotes.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": 7}]}',
            at="/videos/0/title",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skip_duplicate_urls": "true"}',
            at="/skip_duplicate_urls",
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/a.png", "imageMetadata": {"mimeType": '
            '"image/png", "fileSize": 2048, "width": "64", "height": 48}}]}',
            at="/images/0/imageMetadata/width",
        ),
        Bad('{"videos": ["s3://acme-media/a.mp4"]}', at="/videos/0"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": "7"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skip_duplicate_urls": true}'),
    ),
    source="SDK models and documentation of each item type",
    fix="safe",
    translate=translate,
)
