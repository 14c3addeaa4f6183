"""`$encord` in the client metadata of something that is no video."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, RESERVED, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata_names import may_stand
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Patch, Replace, remove
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind == "video":
        return ()
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or "$encord" not in metadata:
        return ()
    article = "an" if item.section.noun[0] in "aeiou" else "a"
    text = f'"$encord" is documented for videos only, this is {article} {item.section.noun}'
    return [Hit((KEY, RESERVED), text, patch=_patch(item, metadata))]


def _patch(item: Item, metadata: dict[str, object]) -> Patch | None:
    """Removes it where no metadata of frames is lost by that, or puts the one piece in its place."""
    members = metadata[RESERVED]
    if not isinstance(members, dict) or not members.keys() <= {"config", "frames"}:
        return None
    frames = members.get("frames")
    if not isinstance(frames, dict):
        return remove((KEY, RESERVED))
    inner = (
        pair
        for frame in frames.values()
        for pair in (frame.items() if isinstance(frame, dict) else [("", frame)])
        if pair[0] != RESERVED
    )
    pieces = [*islice(inner, 2)]
    if not pieces:
        return remove((KEY, RESERVED))
    key, value = pieces[0]
    if len(pieces) > 1 or not _is_plain(value) or not may_stand(item, metadata, key, value):
        return None
    at = (KEY, RESERVED)
    title = f"Take {quote(key)} out of {quote(RESERVED)}, and leave that out"
    return Patch((Move(at, (KEY, key)), Replace(at, value)), title=title)


def _is_plain(value: object) -> bool:
    """Whether a value can be written anew and is the same."""
    return isinstance(value, str | bool) or (isinstance(value, int) and abs(value) < 2**53)


RULE = Rule[Item, Member](
    code="M007",
    name="encord-on-non-video",
    severity=Severity.WARNING,
    summary="$encord in the client metadata of something that is no video",
    why=(
        "$encord chooses key frames and the sampling rate, and holds metadata of frames. "
        "Nothing but a video has frames to choose from, so elsewhere it most likely does "
        "nothing, and metadata in it does not reach the item."
    ),
    help='Put the metadata beside "$encord" and leave "$encord" out.',
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"$encord": {"frames": {"0": {"site": "north"}}}}}]}',
            at="/images/0/clientMetadata/$encord",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"car": 7, "$encord": {"config": {"sampling_rate": 1}}}}]}',
            at="/image_groups/0/clientMetadata/$encord",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"0": {"site": "north"}}}}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "north"}}]}'
        ),
    ),
    source="Documentation (key frames and embeddings of videos)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
