"""An object URL without anything in it."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, refused_for, with_fault
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit((it.key,), f"{quote(it.key)} is {'blank' if it.text else 'empty'}")
        for it in with_fault(item, "empty-object-url")
    ]


def _claims(error: SchemaError) -> bool:
    return refused_for(error, "empty-object-url")


RULE = Rule[Item, Member](
    code="E202",
    name="empty-object-url",
    severity=Severity.ERROR,
    summary="Empty or blank object URL",
    why=(
        "An item is registered under the address of its file. Without one there is "
        "nothing to register, and the item fails."
    ),
    help="Write the full URL of the file, or remove the item.",
    bad=(
        Bad('{"videos": [{"objectUrl": ""}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "  "}]}',
            at="/image_groups/0/objectUrl_0",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Documentation (object URLs)",
    check=_check,
    when=has_suspects,
    claims=_claims,
)
