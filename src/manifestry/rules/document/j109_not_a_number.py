"""NaN or an infinity."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J109",
    name="not-a-number",
    severity=Severity.ERROR,
    summary="NaN or Infinity",
    why=(
        "pandas and numpy mark missing values with NaN, and Python's json module writes it by "
        "default although JSON has no such number. Other readers, a web service's among them, "
        "refuse the whole file."
    ),
    help=("Write null; json.dump(..., allow_nan=False) finds such values when the file is made."),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": NaN}}]}',
            at="",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": -Infinity}}]}',
            at="",
            place="1:85",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"weather": "NaN"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 0}}]}'
        ),
    ),
    source="RFC 8259 section 6: they are not permitted",
    fix="unsafe",
    always=True,
)
