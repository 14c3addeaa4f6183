"""Objects and lists nested too deep."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule


def _nested(opener: str, closer: str, levels: int) -> str:
    """A manifest whose first item has metadata nested so deep in all."""
    inner = opener * (levels - 4) + "1" + closer * (levels - 4)
    url = '"objectUrl": "s3://acme-media/cam1/a.mp4"'
    return '{"videos": [{' + url + ', "clientMetadata": {"a": ' + inner + "}}]}"


RULE = Rule[object, object](
    code="J008",
    name="too-deep",
    severity=Severity.ERROR,
    summary="Nested deeper than 1,024 levels",
    why=(
        "Readers of JSON set a limit to how deep values may nest, some at 200, others at about "
        "1,000, and a few crash instead. No manifest needs more than a dozen levels: a script "
        "went in circles."
    ),
    help="Flatten the value, or mend the script that nests it.",
    bad=(
        Bad(_nested("[", "]", 1025), at="", place="1:1101"),
        Bad(_nested('{"":', "}", 1025), at="", place="1:4161"),
    ),
    good=(
        Good(_nested("[", "]", 1024)),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"a": [[[[[[[[1]]]]]]]]}}]}'
        ),
    ),
    source="RFC 8259 section 9 allows a limit; 1,024 is our own choice",
    always=True,
)
