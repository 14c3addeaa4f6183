"""An object URL with `.` or `..` as a part of its path."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.survey import has_suspects, mending, with_fault
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} has . or .. in its path: {quote(shown(it.text))}",
            patch=mending(item, it, "url-dot-segments"),
        )
        for it in with_fault(item, "url-dot-segments")
    ]


RULE = Rule[Item, Member](
    code="E220",
    name="url-dot-segments",
    severity=Severity.WARNING,
    summary="Dot segment in the path of an object URL",
    why=(
        "HTTP clients resolve . and .. before they send a request, as in a file system, "
        "but a key in a bucket is only a name. So another object is fetched than the "
        "URL says, or none."
    ),
    help="Write the path without dot segments.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/../a.mp4"}]}', at="/videos/0/objectUrl"
        ),
        Bad(
            '{"images": [{"objectUrl": "https://acme.example/./a/0.jpg"}]}',
            at="/images/0/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/%2E%2E/0.jpg"}]}', at="/images/0/objectUrl"
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/..a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "https://acme.example/.a/0.jpg"}]}'),
    ),
    source="RFC 3986 (dot segments are removed)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
)
