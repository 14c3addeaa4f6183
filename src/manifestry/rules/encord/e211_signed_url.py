"""An object URL that carries a signature and will expire."""

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
            f"{quote(it.key)} is a signed URL: {quote(shown(it.text))}",
            patch=mending(item, it, "signed-url"),
        )
        for it in with_fault(item, "signed-url")
    ]


RULE = Rule[Item, Member](
    code="E211",
    name="signed-url",
    severity=Severity.WARNING,
    summary="Signed object URL",
    why=(
        "A signature expires, and the item then no longer opens. Each signature also "
        "makes another URL of the same file, so repeats are not found, and whoever has "
        "the manifest can fetch the file."
    ),
    help="Write the URL without its query string and let the storage integration sign it.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com'
            '/cam1/a.mp4?X-Amz-Signature=00"}]}',
            at="/videos/0/objectUrl",
        ),
        Bad(
            '{"images": [{"objectUrl": "https://storage.googleapis.com/acme-media/a/0.jpg'
            '?GoogleAccessId=a&Expires=1&Signature=00"}]}',
            at="/images/0/objectUrl",
        ),
        Bad(
            '{"videos": [{"objectUrl": "https://acmemedia.blob.core.windows.net/videos/a.mp4'
            '?sv=2024-01-01&sig=00"}]}',
            at="/videos/0/objectUrl",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com'
            '/cam1/a.mp4"}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "https://acmemedia.blob.core.windows.net/videos'
            '/sig=00/a.mp4"}]}'
        ),
    ),
    source="Our own choice (signatures expire and differ each time)",
    fix="unsafe",
    check=_check,
    when=has_suspects,
)
