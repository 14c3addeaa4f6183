"""`keyframes`, the old form of choosing key frames."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule


def _check(item: Item) -> Iterable[Hit]:
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or "keyframes" not in metadata:
        return ()
    message = '"keyframes" is reserved: it is the old form of key frames'
    # Only a video has frames to choose from.
    help_ = None if item.section.kind == "video" else "Choose another key."
    return [Hit((KEY, "keyframes"), message, help_)]


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
    check=_check,
    when=is_doubtful,
)
