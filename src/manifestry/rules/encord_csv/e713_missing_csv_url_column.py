"""A CSV manifest without a column of URLs."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E713",
    name="missing-csv-url-column",
    severity=Severity.ERROR,
    summary="CSV manifest without a column ObjectURL",
    why=(
        "Every row is a file, and the column of its URL says which. Without that column there "
        "is nothing to import, and nothing else in the file was checked."
    ),
    help='Begin the file with a header row that names the column of URLs "ObjectURL".',
    bad=(
        Bad("URL,Video title\ns3://acme-media/a.mp4,cam 1\n", at="", place="1:1"),
        Bad("s3://acme-media/a.mp4,cam 1\n", at="", place="1:1", settings={"kind": "encord-csv"}),
    ),
    good=(
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n"),
        Good("ObjectURL\ns3://acme-media/a.mp4\n"),
    ),
    source="Structure of a table; the name of the column is recalled",
    always=True,
)
