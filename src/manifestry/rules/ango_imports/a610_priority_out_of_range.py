"""A priority beyond what is taken today."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote

_LIMIT = 1000
_OLD_LIMIT = 10_000  # beyond it the schema speaks


def member(given: Member) -> Iterator[Hit]:
    value = given.value
    if given.key != "priority" or not isinstance(value, int):
        return
    if _LIMIT < abs(value) <= _OLD_LIMIT:
        message = f'"priority" goes from -1,000 to 1,000, got {quote(value)}'
        patch = replace(("priority",), _LIMIT if value > 0 else -_LIMIT)
        yield Hit(("priority",), message, patch=patch)


RULE = Rule[Asset, Member](
    code="A610",
    name="priority-out-of-range",
    severity=Severity.WARNING,
    summary="Priority is beyond 1,000",
    why=(
        "The priority of an import goes from -1,000 to 1,000. Until 2023 it went up to 10,000; "
        "today such a request is most likely refused."
    ),
    help="Write a whole number from -1,000 to 1,000.",
    bad=(
        Bad(
            '{"assets": [{"data": "https://cdn.acme.example/a.jpg", "externalId": "a.jpg"}], '
            '"priority": 5000}',
            at="/priority",
        ),
        Bad(
            '{"priority": -1001, '
            '"assets": [{"data": "https://cdn.acme.example/a.jpg", "externalId": "a.jpg"}]}',
            at="/priority",
        ),
    ),
    good=(
        Good(
            '{"assets": [{"data": "https://cdn.acme.example/a.jpg", "externalId": "a.jpg"}], '
            '"priority": 1000, "uploadLocal": "false"}'
        ),
        Good('{"assets": [{"data": "https://cdn.acme.example/a.jpg", "externalId": "a.jpg"}]}'),
    ),
    source="Documentation of the API and of the SDK, of 2023 and of today",
    fix="unsafe",
    member=member,
)
