"""A row with more cells than there are columns."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E714",
    name="surplus-csv-cells",
    severity=Severity.ERROR,
    summary="Row of a CSV manifest with more cells than the header has columns",
    why=(
        "Mostly a comma stands in a title or URL that is not in double quotes. The rest of it "
        "is cut off, and all that follows has moved by a column."
    ),
    help="Put cells that hold a comma into double quotes, or name the column in the header.",
    bad=(
        Bad(
            "ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1, afternoon\n", at="/0", place="2:29"
        ),
        Bad(
            "ObjectURL\ns3://acme-media/a.mp4\ns3://acme-media/b.mp4,cam 1\n", at="/1", place="3:23"
        ),
    ),
    good=(
        Good('ObjectURL,Video title\ns3://acme-media/a.mp4,"cam 1, afternoon"\n'),
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1,,\n"),
    ),
    source="RFC 4180: every line has the same number of fields",
)
