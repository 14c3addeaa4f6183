"""A CSV manifest whose cells are not separated by commas."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E716",
    name="csv-delimiter",
    severity=Severity.WARNING,
    summary="Cells of a CSV manifest that are not separated by commas",
    why=(
        "Spreadsheets write semicolons where the comma is the decimal sign, or tabs. The file "
        "is read as it was meant here, but a platform that expects commas sees a single "
        "column."
    ),
    help="Save the file with commas between the cells.",
    bad=(
        Bad("ObjectURL;Video title\ns3://acme-media/a.mp4;cam 1\n", at="", place="1:10"),
        Bad("ObjectURL\tVideo title\ns3://acme-media/a.mp4\tcam 1\n", at="", place="1:10"),
    ),
    good=(
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n"),
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1; front\n"),
    ),
    source="RFC 4180: fields are separated by commas",
)
