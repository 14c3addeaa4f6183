"""Client metadata that is larger than 10 MB, if a megabyte is a million bytes."""

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
    doubtful, most = limits(item.settings)
    if not doubtful < large <= most:
        return ()
    return [Hit((KEY,), f'"clientMetadata" takes {large:,} bytes, more than {doubtful:,}')]


_SMALL: dict[str, object] = {"max_metadata_bytes": 32}  # then 30 bytes are the doubtful size

RULE = Rule[Item, Member](
    code="M002",
    name="large-client-metadata",
    severity=Severity.WARNING,
    summary="Client metadata of one item is about as large as it may be",
    why=(
        "The client metadata of one item may have up to 10 MB. Whether these are 10,000,000 "
        "or 10,485,760 bytes is not documented; in between, the item may be refused."
    ),
    help="Keep large data in a file of its own, and only its address in the metadata.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": "west, by the old gate"}}]}',
            at="/videos/0/clientMetadata",
            settings=_SMALL,
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shifts": [1, 2, 3, 4, 5, 6, 7, 81]}}]}',
            at="/images/0/clientMetadata",
            settings={"max_metadata_bytes": 30},
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": "north, old gate"}}]}',
            settings=_SMALL,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site": "west, by the old gate"}}]}'
        ),
    ),
    source="Documentation (10 MB; that the unit is not told is our remark)",
    check=_check,
    when=is_doubtful,
)
