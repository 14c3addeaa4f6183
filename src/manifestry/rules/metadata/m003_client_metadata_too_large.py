"""Client metadata that is larger than 10 MB, whatever a megabyte is."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful, limits, size
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule


def _check(item: Item) -> Iterable[Hit]:
    if KEY not in item.value:
        return ()
    large = size(item)
    most = limits(item.settings)[1]
    if large <= most:
        return ()
    return [Hit((KEY,), f'"clientMetadata" takes {large:,} bytes; {most:,} are the limit')]


_SMALL: dict[str, object] = {"max_metadata_bytes": 32}

RULE = Rule[Item, Member](
    code="M003",
    name="client-metadata-too-large",
    severity=Severity.ERROR,
    summary="Client metadata of one item is too large",
    why=(
        "The client metadata of one item may have up to 10 MB, counted here as compact JSON "
        "in UTF-8. An item with more is refused."
    ),
    help="Keep large data in a file of its own, and only its address in the metadata.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": "north, by the old gate", "shift": 2}}]}',
            at="/videos/0/clientMetadata",
            settings=_SMALL,
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": {"place": {"name": "北門、古い門のそば"}}}}]}',
            at="/images/0/clientMetadata",
            settings=_SMALL,
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {  "site":  "north",  "shift":  2  }}]}',
            settings=_SMALL,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": "north, by the old gate", "shift": 2}}]}'
        ),
    ),
    source="Documentation (10 MB for each item)",
    check=_check,
    when=is_doubtful,
)
