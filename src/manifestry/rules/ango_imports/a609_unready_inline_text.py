"""A text in place of an address that is not written as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import is_inline
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, replace

_KEEPS_LINES = re.compile(r"(?i)<(?:pre|textarea|script|style)\b|<!--").search


def check(asset: Asset) -> Iterator[Hit]:
    text = asset.text("data") or ""
    if not is_inline(text):
        return
    if "\n" in text or "\r" in text:
        patch = _patch(text, "Write the text in one line")
        yield Hit(("data",), "The text has several lines", "Write it in one line.", patch=patch)
    elif '"' in text:
        message = "The text has double quotes"
        patch = _patch(text, "Use single quotes in the text")
        yield Hit(("data",), message, "Use single quotes in it.", Severity.INFO, patch=patch)


def _patch(text: str, title: str) -> Patch | None:
    """Writes HTML anew, of which a line end is a blank, unless it has quotes of both kinds."""
    if text.lstrip()[:1] != "<" or _KEEPS_LINES(text) or ('"' in text and "'" in text):
        return None
    meant = " ".join(text.strip().splitlines()).replace('"', "'")
    return replace(("data",), meant)._replace(title=title)


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
    fix="unsafe",
    check=check,
    when=_is_text,
)
