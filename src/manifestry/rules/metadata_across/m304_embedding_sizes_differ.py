"""Lists of numbers of several lengths under one key."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.across import Sizes
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Item, Member](
    code="M304",
    name="embedding-sizes-differ",
    severity=Severity.INFO,
    summary="Embeddings of one key have several lengths",
    why=(
        "All embeddings of a key have one length. If these are embeddings, those of the other "
        "length will not be indexed; often they come from another model."
    ),
    help="Make all embeddings of a key with one model, or give each model a key of its own.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "clientMetadata": {"clip": '
            '[1, 2, 3, 4, 5, 6, 7, 8]}}, {"objectUrl": "gs://acme-media/a/1.jpg", '
            '"clientMetadata": {"clip": [1, 2, 3, 4, 5, 6, 7, 8, 9.5]}}]}',
            at="/images/1/clientMetadata/clip",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"$encord": '
            '{"frames": {"0": {"clip": [1, 2, 3, 4, 5, 6, 7, 8, 9]}, '
            '"9": {"clip": [1, 2, 3, 4, 5, 6, 7, 8]}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/9/clip",
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "clientMetadata": {"clip": '
            '[1, 2, 3, 4, 5, 6, 7, 8]}}, {"objectUrl": "gs://acme-media/a/1.jpg", '
            '"clientMetadata": {"clip": [1, 2, 3, 4, 5, 6, 7, 8.5]}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "clientMetadata": {"tags": '
            '[1, 2, 3]}}, {"objectUrl": "gs://acme-media/a/1.jpg", '
            '"clientMetadata": {"tags": [1, 2]}}]}'
        ),
    ),
    source="Documentation (an embedding's size is part of its type)",
    track=Sizes,
)
