"""A string in single quotes."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J105",
    name="single-quotes",
    severity=Severity.ERROR,
    summary="A string in single quotes",
    why=(
        "This is how Python prints a dictionary. str() or print() was used where json.dumps() was "
        "meant, and no reader of JSON takes the result."
    ),
    help="Put strings in double quotes; json.dump() does it for you.",
    bad=(
        Bad("{'videos': [{'objectUrl': 's3://acme-media/cam1/a.mp4'}]}", at="", place="1:2"),
        Bad('{"videos": [{"objectUrl": \'s3://acme-media/cam1/a.mp4\'}]}', at="", place="1:27"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "driver\'s side"}]}'
        ),
    ),
    source="RFC 8259 section 7",
    fix="unsafe",
    always=True,
)
