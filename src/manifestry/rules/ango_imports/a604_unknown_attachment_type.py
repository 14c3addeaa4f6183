"""An attachment of a type that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote

_TYPES = ("IMAGE", "TEXT", "VIDEO")


def check(asset: Asset) -> Iterator[Hit]:
    for number, attachment in enumerate(asset.rows("attachments")):
        kind = attachment.get("type") if isinstance(attachment, dict) else None
        if isinstance(kind, str) and kind not in _TYPES:
            known = kind.strip().upper()
            path = ("attachments", number, "type")
            yield Hit(
                path,
                f"{quote(kind)} is no type of attachment",
                help=f"Write {quote(known)}." if known in _TYPES else None,
                patch=replace(path, known) if known in _TYPES else None,
            )


RULE = Rule[Asset, Member](
    code="A604",
    name="unknown-attachment-type",
    severity=Severity.WARNING,
    summary="Type of an attachment is not known",
    why=(
        "The type tells how the attachment is shown. One that the platform does not know is "
        "most likely not shown at all."
    ),
    help='Write "IMAGE", "TEXT" or "VIDEO".',
    bad=(
        Bad(
            imported(
                {"attachments": [{"type": "image", "value": "https://cdn.acme.example/p.jpg"}]}
            ),
            at="/0/attachments/0/type",
        ),
        Bad(
            imported(
                {"attachments": [{"type": "AUDIO", "value": "https://cdn.acme.example/p.mp3"}]}
            ),
            at="/0/attachments/0/type",
        ),
    ),
    good=(
        Good(
            imported(
                {"attachments": [{"type": "IMAGE", "value": "https://cdn.acme.example/p.jpg"}]}
            )
        ),
        Good(imported({"attachments": [{"type": "TEXT", "value": "Seen from the gate."}]})),
    ),
    source="Documentation of attachments",
    fix="safe",
    check=check,
    when=has_rare_key,
)
