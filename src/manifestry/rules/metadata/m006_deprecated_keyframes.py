"""`keyframes`, the old form of choosing key frames."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, RESERVED, is_doubtful
from manifestry.formats.encord.frame_fixes import is_fine
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Patch


def _check(item: Item) -> Iterable[Hit]:
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or "keyframes" not in metadata:
        return ()
    message = '"keyframes" is reserved: it is the old form of key frames'
    # Only a video has frames to choose from.
    help_ = None if item.section.kind == "video" else "Choose another key."
    patch = _moved(item, metadata) if help_ is None else None
    return [Hit((KEY, "keyframes"), message, help_, patch=patch)]


def _moved(item: Item, metadata: dict[str, object]) -> Patch | None:
    """Gives the frames to `$encord`, unless that has some, or they cannot be frames."""
    listed, members = metadata["keyframes"], metadata.get(RESERVED, {})
    if (
        not isinstance(listed, list)
        or not isinstance(members, dict)
        or not members.keys() <= {"config"}
    ):
        return None
    if not is_fine(item, {**members, "frames": listed}):
        return None
    return Patch((Move((KEY, "keyframes"), (KEY, RESERVED, "frames")),))


RULE = Rule[Item, Member](
    code="M006",
    name="deprecated-keyframes",
    severity=Severity.WARNING,
    summary="Client metadata has the reserved key keyframes",
    why=(
        "Key frames used to be listed under keyframes. The form is deprecated in favour of "
        "$encord, which can also give metadata of single frames, and the key stays reserved."
    ),
    help='Write "$encord": {"frames": [...]} for key frames, or choose another key.',
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"keyframes": [13, 17]}}]}',
            at="/videos/0/clientMetadata/keyframes",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "north", "keyframes": "none"}}]}',
            at="/images/0/clientMetadata/keyframes",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": [13, 17]}}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"cut": {"keyframes": [13, 17]}}}]}'
        ),
    ),
    source="Documentation (key frames, deprecated format)",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
