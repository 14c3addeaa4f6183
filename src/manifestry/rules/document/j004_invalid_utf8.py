"""Bytes that are not UTF-8."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J004",
    name="invalid-utf8",
    severity=Severity.ERROR,
    summary="Bytes that are not UTF-8",
    why=(
        "The file was written in another encoding, such as Latin-1 or Windows-1252, or two were "
        "mixed. Readers refuse it, or put a replacement character where an accented letter was, "
        "and then a URL or title no longer names what it should."
    ),
    help='Write the file in UTF-8: in Python open(path, "w", encoding="utf-8").',
    bad=(
        Bad(
            b'{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "caf\xe9"}]}',
            at="",
            place="1:70",
        ),
        Bad(
            b'{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4",\n '
            b'  "title": "\x93front\x94"}\n]}\n',
            at="",
            place="3:14",
        ),
        Bad(
            b'{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "cli'
            b'entMetadata": {"caf\xe9": 1}}]}',
            at="",
            place="1:80",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "caf\u00e9"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "caf\\u00e9"}]}'),
    ),
    source="RFC 8259 section 8.1: JSON that is exchanged is UTF-8",
    fix="unsafe",
    always=True,
)
