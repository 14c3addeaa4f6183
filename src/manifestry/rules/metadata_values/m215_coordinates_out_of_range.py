"""A place that is not on earth."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Geospatial
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

# That nothing is known of the form of places is said of every one of them, of good ones too.
_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema({"place": Geospatial()}),
    "ignore": ("M216",),
}

RULE = Rule[Item, Member](
    code="M215",
    name="coordinates-out-of-range",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value has impossible coordinates",
    why=(
        "Latitudes go from -90 to 90 degrees, longitudes from -180 to 180. Often the two have "
        "changed places."
    ),
    help="Correct the coordinates; look whether latitude and longitude have changed places.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"place": {"lat": 147.3, "lon": 8.5}}}]}',
            at="/images/0/clientMetadata/place/lat",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"place": {"type": "Point", "coordinates": [8.5, 97]}}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/place/coordinates/1",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"place": null}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"place": null}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source=(
        "Geography; the form of the values is not documented, so only named coordinates are judged"
    ),
    fix="unsafe",
    check=reporting("coordinates-out-of-range"),
    when=has_misfits,
)
