"""A box that is turned by more than half a turn."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import export, legacy, tool
from manifestry.rules.base import Bad, Good, Rule

_BOX = {"x": 100, "y": 100, "width": 10, "height": 20}

RULE = Rule[Asset, Member](
    code="A305",
    name="rotation-out-of-range",
    severity=Severity.WARNING,
    summary="Rotation of a box outside -180 to 180 degrees",
    why=(
        "The rotation is in degrees, from -180 to 180. Anything else was written by another "
        "program, and perhaps in another unit: 270 may be meant, or a value in tenths."
    ),
    help="Write the rotation in degrees from -180 to 180.",
    bad=(
        Bad(
            export(tool(rotated_bounding_box={**_BOX, "rotation": 270})),
            at="/0/task/tools/0/rotated-bounding-box/rotation",
        ),
        Bad(
            legacy(tool(rotated_bounding_box={**_BOX, "rotation": -180.5})),
            at="/0/tasks/0/objects/0/rotated-bounding-box/rotation",
        ),
    ),
    good=(
        Good(export(tool(rotated_bounding_box={**_BOX, "rotation": -90}))),
        Good(legacy(tool(rotated_bounding_box={**_BOX, "rotation": 180}))),
    ),
    source="Documentation (rotation is -180 to 180 degrees)",
    fix="safe",
    check=reporting("rotation-out-of-range"),
    when=has_faults,
)
