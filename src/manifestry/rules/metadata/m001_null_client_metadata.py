"""Client metadata that is null."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove


def _check(item: Item) -> Iterable[Hit]:
    if KEY not in item.value or item.value[KEY] is not None:
        return ()
    message = '"clientMetadata" is null, which says nothing'
    return [Hit((KEY,), message, patch=remove((KEY,)))]


RULE = Rule[Item, Member](
    code="M001",
    name="null-client-metadata",
    severity=Severity.WARNING,
    summary="Client metadata is null",
    why=(
        "Client metadata is an object. What becomes of null is not documented, and the SDK "
        "refuses it; in a manifest that overwrites metadata it may even clear what is stored."
    ),
    help="Leave out the key, or write {} to say that there is no metadata.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": null}]}',
            at="/videos/0/clientMetadata",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": null}]}',
            at="/image_groups/0/clientMetadata",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {}}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": null}}]}'
        ),
    ),
    source="SDK (the model is an object and refuses null)",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
