"""`clusterByResolution`, which is no longer in use."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove

_KEY = "clusterByResolution"


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "image-group" or _KEY not in item.value:
        return ()
    text = f'"{_KEY}" is an old key that is most likely passed over'
    return [Hit((_KEY,), text, patch=remove((_KEY,)))]


RULE = Rule[Item, Member](
    code="E311",
    name="cluster-by-resolution",
    severity=Severity.INFO,
    summary="Image group with the old key clusterByResolution",
    why=(
        "The SDK dropped this flag in 2024. Whether the platform still looks at it is not "
        "documented, so nobody should count on images being sorted by their size."
    ),
    help="Leave it out, and put images of different sizes into groups of their own.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clusterByResolution": true}]}',
            at="/image_groups/0/clusterByResolution",
        ),
        Bad(
            '{"image_groups": [{"clusterByResolution": false, "createVideo": true, '
            '"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/clusterByResolution",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"createVideo": true}]}'
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"clusterByResolution": true}}]}'
        ),
    ),
    source="SDK history (dropped in September 2024)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
