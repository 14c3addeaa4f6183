"""A column that no CSV manifest has."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E711",
    name="unknown-csv-column",
    severity=Severity.WARNING,
    summary="Column of a CSV manifest that has no meaning there",
    why=(
        "The names of the columns tell what the rows are. A column with another name is "
        "passed over: titles in it are lost, and rows of images without their column are "
        "taken for videos. A misspelt name is read here as the one it stands for, which the "
        "platform may not do."
    ),
    help=(
        'Use the columns "ObjectURL", "Video title", "Image title", "Image group title", '
        '"Create video" and "Dicom title"; metadata needs a JSON manifest.'
    ),
    bad=(
        Bad(
            "ObjectURL,Video titel\ns3://acme-media/a.mp4,cam 1\n", at="/Video titel", place="1:11"
        ),
        Bad("Object URL,Video title\ns3://acme-media/a.mp4,cam 1\n", at="/Object URL", place="1:1"),
        Bad(
            "ObjectURL,clientMetadata\ns3://acme-media/a.mp4,site\n",
            at="/clientMetadata",
            place="1:11",
        ),
    ),
    good=(
        Good("ObjectURL,Video title\ns3://acme-media/a.mp4,cam 1\n"),
        Good("objecturl,VIDEO TITLE\ns3://acme-media/a.mp4,cam 1\n"),
    ),
    source="Recalled from the documentation of CSV manifests; not confirmed",
)
