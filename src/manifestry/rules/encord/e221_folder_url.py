"""An object URL that ends with a slash."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit((it.key,), f"{quote(it.key)} names a folder: {quote(shown(it.text))}")
        for it in with_fault(item, "folder-url")
    ]


RULE = Rule[Item, Member](
    code="E221",
    name="folder-url",
    severity=Severity.WARNING,
    summary="Object URL of a folder",
    why=(
        "A key that ends with a slash is how consoles mark a folder. Each item is one "
        "file, and a folder is not spread out into the files below it."
    ),
    help="Write one item for each file of the folder.",
    bad=(
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/"}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"images": [{"objectUrl": "https://acme.example/images/"}]}', at="/images/0/objectUrl"
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a"}]}'),
        Good('{"images": [{"objectUrl": "https://acme.example/images/0.jpg"}]}'),
    ),
    source="Our own choice (each item is one object)",
    check=_check,
    when=has_suspects,
)
