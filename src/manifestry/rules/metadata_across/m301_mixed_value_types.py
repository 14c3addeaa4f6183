"""A metadata key whose values are of several kinds."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.across import Kinds
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Item, Member](
    code="M301",
    name="mixed-value-types",
    severity=Severity.INFO,
    summary="Values of one metadata key are of several kinds",
    why=(
        "A key of the metadata schema has one type. Whichever this one gets, the values of the "
        "other kind drop out of its filters: often a number that was written as a text somewhere."
    ),
    help="Write all values of the key in one way.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"shift": 2}}, '
            '{"objectUrl": "s3://acme-media/b.mp4", "clientMetadata": {"shift": "2"}}]}',
            at="/videos/1/clientMetadata/shift",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"$encord": '
            '{"frames": {"0": {"dark": true}, "9": {"dark": "yes"}, "11": {"dark": 0}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/9/dark",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"shift": 2}}, '
            '{"objectUrl": "s3://acme-media/b.mp4", "clientMetadata": {"shift": 2.5}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"shift": 2}}, '
            '{"objectUrl": "s3://acme-media/b.mp4", "clientMetadata": {"shift": null}}]}'
        ),
    ),
    source="Our own choice, from the metadata schema's one type a key",
    track=Kinds,
)
