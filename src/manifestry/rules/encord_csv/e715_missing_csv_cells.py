"""A row with fewer cells than there are columns."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E715",
    name="missing-csv-cells",
    severity=Severity.WARNING,
    summary="Row of a CSV manifest with fewer cells than the header has columns",
    why=(
        "The row may have been cut off, and strict readers refuse the file. What is missing "
        "is taken for blank here."
    ),
    help="Write all cells of the row; one without a value is left blank between its commas.",
    bad=(
        Bad("ObjectURL,Video title\ns3://acme-media/a.mp4\n", at="/0", place="2:1"),
        Bad(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7\n",
            at="/0",
            place="2:1",
        ),
    ),
    good=(
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,\n"),
        Good("ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,\n"),
    ),
    source="RFC 4180: every line has the same number of fields",
)
