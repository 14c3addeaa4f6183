"""A byte order mark before a CSV manifest."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E718",
    name="csv-byte-order-mark",
    severity=Severity.INFO,
    summary="CSV manifest that starts with a byte order mark",
    why=(
        'Excel writes these three invisible bytes when it saves "CSV UTF-8". They are passed '
        "over here; readers that do not know them take them for a part of the first column's "
        'name, which is then no "ObjectURL".'
    ),
    help=(
        "Save the file as UTF-8 without a byte order mark if the platform does not find "
        '"ObjectURL".'
    ),
    bad=(
        Bad(
            b"\xef\xbb\xbfObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n", at="", place="1:1"
        ),
    ),
    good=(Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n"),),
    source="RFC 3629 section 6; written by Excel",
)
