"""Quotes in a CSV manifest that do not fit."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E717",
    name="malformed-csv",
    severity=Severity.ERROR,
    summary="Cell of a CSV manifest whose quotes do not fit",
    why=(
        "A quote at the start of a cell opens it, and only a quote closes it, whatever stands "
        "between, line ends included. One that is missing swallows rows without a word. "
        "Nothing behind the fault was checked."
    ),
    help='Close the cell with a double quote, and write each one inside it twice: "6"" pipe".',
    bad=(
        Bad(
            'ObjectURL,Video title\ns3://acme-media/a.mp4,"cam 1\ns3://acme-media/b.mp4,cam 2\n',
            at="",
            place="2:23",
        ),
        Bad('ObjectURL,Video title\ns3://acme-media/a.mp4,"6" pipe"\n', at="", place="2:26"),
    ),
    good=(
        Good('ObjectURL,Video title\ns3://acme-media/a.mp4,"6"" pipe"\n'),
        Good('ObjectURL,Video title\ns3://acme-media/a.mp4,6" pipe\n'),
    ),
    source="RFC 4180: fields in double quotes",
    always=True,
)
