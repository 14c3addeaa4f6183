"""A document that is recognisably something else."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Item, Member](
    code="E002",
    name="not-a-manifest",
    severity=Severity.ERROR,
    summary="Document is something else than a manifest",
    why=(
        "Some documents look like a manifest and are none: the body of a request, the objects of "
        "the SDK, an export of another tool. The platform would refuse them or, worse, ignore "
        "what it does not know and import a part."
    ),
    help="Write a manifest for the files that this document speaks of.",
    bad=(
        Bad('{"dataItems": {"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}}', at=""),
        Bad('[{"objectUrl": "s3://acme-media/a.mp4"}]', at=""),
        Bad('{"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": []}', at=""),
        Bad(
            '{"image_groups": [{"title": "g", "images": [{"url": "s3://acme-media/a.jpg"}]}]}',
            at="",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
        Good('{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}'),
    ),
    source="SDK (wire form, DataUploadItems) and the documents people mix up with manifests",
    always=True,
)
