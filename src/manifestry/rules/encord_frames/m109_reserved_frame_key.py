"""A key of a frame's metadata that begins with a dollar sign."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frames import AT, encord_of, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    for frame, metadata in encord.keyed.items():
        for key in metadata if isinstance(metadata, dict) else ():
            if key[:1] == "$" and key != "$encord":
                path = (*AT, "frames", frame, key)
                yield Hit(path, f"{quote(key)} begins with a reserved $", _help(metadata, key))


def _help(metadata: dict[str, object], key: str) -> str | None:
    is_near = "$encord" not in metadata and did_you_mean(key, ("$encord",))
    return 'Write "$encord".' if is_near else None


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
    '"clientMetadata": {"$encord": {"frames": {"11": %s}}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/frames/11/"

RULE = Rule[Item, Member](
    code="M109",
    name="reserved-frame-key",
    severity=Severity.ERROR,
    summary="Key of a frame's metadata begins with $ and is not $encord",
    why=(
        "Keys that begin with a dollar sign belong to the platform, which knows only $encord. "
        "Any other one is refused, or passed over with all that stands under it."
    ),
    help="Choose a key that begins with a letter or a digit.",
    bad=(
        Bad(_VIDEO % '{"$weather": "rain"}', at=_AT + "$weather"),
        Bad(_VIDEO % '{"$Encord": {"keyframe": false}}', at=_AT + "$Encord"),
    ),
    good=(
        Good(_VIDEO % '{"weather$": "rain"}'),
        Good(_VIDEO % '{"$encord": {"keyframe": false}}'),
    ),
    source="SDK (names of metadata keys), documentation",
    check=_check,
    when=is_doubtful,
)
