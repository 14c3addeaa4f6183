"""`$encord` in the client metadata of something that is no video."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind == "video":
        return ()
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or "$encord" not in metadata:
        return ()
    article = "an" if item.section.noun[0] in "aeiou" else "a"
    text = f'"$encord" is documented for videos only, this is {article} {item.section.noun}'
    return [Hit((KEY, "$encord"), text)]


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
    check=_check,
    when=is_doubtful,
)
