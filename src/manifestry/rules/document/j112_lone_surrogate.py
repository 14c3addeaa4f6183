"""Half of a surrogate pair."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J112",
    name="lone-surrogate",
    severity=Severity.ERROR,
    summary="Half of a surrogate pair without the other half",
    why=(
        "A character beyond the basic plane, such as an emoji, was cut in two, usually by "
        "shortening a text to a number of UTF-16 units. Such a string cannot be written as UTF-8: "
        "some readers refuse the file, others crash later, when they pass it on."
    ),
    help="Remove the half, or write the whole pair.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"note": "great \\ud83d"}}]}',
            at="/videos/0/clientMetadata/note",
            place="1:91",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "\\ude00 cam 1"}]}',
            at="/videos/0/title",
            place="1:67",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"a\\ud83d": 1}}]}',
            at="/videos/0/clientMetadata/a\ufffd",
            place="1:78",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"note": "great \\ud83d\\ude00"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"note": "great \U0001f600"}}]}'
        ),
    ),
    source="RFC 8259 section 8.2",
    fix="unsafe",
    always=True,
)
