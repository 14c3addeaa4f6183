"""A document in which nothing shows what it is."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Item, Member](
    code="E001",
    name="unrecognised-document",
    severity=Severity.ERROR,
    summary="Document is not recognisable as a manifest",
    why=(
        "A manifest is one JSON object whose keys are sections (videos, images, image_groups, "
        "...), each a list of items. Without a section there is nothing to import."
    ),
    help='Put the items into a list under a section such as "videos"; --kind skips this check.',
    bad=(
        Bad("{}", at=""),
        Bad('{"name": "my-project", "version": "1.0.0"}', at=""),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
        Good('{"scenes": [{"title": "run", "scene": "s3://acme-media/run.mcap"}]}'),
    ),
    source="Documentation (register cloud data)",
    always=True,
)
