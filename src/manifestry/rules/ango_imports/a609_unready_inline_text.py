"""A text in place of an address that is not written as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import is_inline
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule


def check(asset: Asset) -> Iterator[Hit]:
    text = asset.text("data") or ""
    if not is_inline(text):
        return
    if "\n" in text or "\r" in text:
        yield Hit(("data",), "The text has several lines", help="Write it in one line.")
    elif '"' in text:
        message = "The text has double quotes"
        yield Hit(("data",), message, help="Use single quotes in it.", severity=Severity.INFO)


def _is_text(asset: Asset) -> bool:
    return not (asset.text("data") or "").startswith("https://")


RULE = Rule[Asset, Member](
    code="A609",
    name="unready-inline-text",
    severity=Severity.WARNING,
    summary="HTML or Markdown text is not in one line with single quotes",
    why=(
        "A text that stands in place of the address has to be in one line, and to use single "
        "quotes. What the platform makes of another is not documented."
    ),
    help="Write the text in one line, with single quotes.",
    bad=(
        Bad(imported({"data": "<p>Serial No: 1</p>\n<p>Red</p>"}), at="/0/data"),
        Bad(imported({"data": '<p class="big">Red</p>'}), at="/0/data"),
    ),
    good=(
        Good(imported({"data": "<p class='big'>Red</p>"})),
        Good(imported({"data": "https://cdn.acme.example/a.html"})),
    ),
    source="Documentation of the import of Markdown and HTML",
    check=check,
    when=_is_text,
)
