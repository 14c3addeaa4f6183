"""Columns in one header that do not go together."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E712",
    name="conflicting-csv-columns",
    severity=Severity.WARNING,
    summary="Header of a CSV manifest with columns that exclude one another",
    why=(
        "A header begins rows of one type: its column of titles says which. Of two that say "
        "different things only the first is heeded here, and nobody knows which one the "
        "platform takes."
    ),
    help=(
        "Keep one column of a name and one type in a header, and begin other types with a "
        "header row of their own."
    ),
    bad=(
        Bad(
            "ObjectURL,Video title,Image title\ns3://acme-media/a.mp4,cam 1,\n",
            at="/Image title",
            place="1:23",
        ),
        Bad(
            "ObjectURL,Video title,ObjectURL\ns3://acme-media/a.mp4,cam 1,\n",
            at="/ObjectURL",
            place="1:23",
        ),
        Bad(
            "ObjectURL,Dicom title,Create video\ns3://acme-med/12/0.dcm,CT 12,\n",
            at="/Create video",
            place="1:23",
        ),
    ),
    good=(
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n"),
        Good(
            "ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\nObjectURL,Image title\ns3://acme-media/a.jpg,front\n"
        ),
    ),
    source="Recalled from the documentation of CSV manifests; not confirmed",
)
