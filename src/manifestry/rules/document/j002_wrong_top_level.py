"""A document that is something else than an object at its top."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J002",
    name="wrong-top-level",
    severity=Severity.ERROR,
    summary="The top level is not an object",
    why=(
        "A manifest is one object whose keys name the sections. A bare list or value says nothing "
        "about what kind of item it holds, so nothing of it is imported."
    ),
    help='Put the items under the key of their section: {"videos": [...]}.',
    bad=(
        Bad("null", at="", place="1:1"),
        Bad("[]\n", at="", place="1:1"),
        Bad("42", at="", place="1:1"),
        Bad('  "videos"\n', at="", place="1:3"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}], "skip_duplicate_urls": true}'
        ),
    ),
    source="Documentation: every published manifest is an object of sections",
    always=True,
)
