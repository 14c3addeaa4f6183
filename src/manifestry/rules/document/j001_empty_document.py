"""A file without a document in it."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J001",
    name="empty-document",
    severity=Severity.ERROR,
    summary="The file holds no document",
    why=(
        "An empty file is what is left when a script was stopped before it wrote, or wrote to "
        "another place. There is nothing to import in it, and readers stop with an error that "
        "names no file."
    ),
    help="Write the manifest again; the smallest good one is an object with one section.",
    bad=(
        Bad("", at="", place="1:1"),
        Bad("\n  \n", at="", place="3:1"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('\n{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n'),
    ),
    source="RFC 8259 section 2: a JSON text is a value; white space alone is none",
    always=True,
)
