"""An editor that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, remove, replace
from manifestry.text import quote

_KNOWN = "pct"


def check(asset: Asset) -> Iterator[Hit]:
    editor = asset.text("editorType")
    if editor is not None and editor != _KNOWN:
        is_meant = editor.strip().lower() == _KNOWN
        help_ = f"Write {quote(_KNOWN)}." if is_meant else None
        message = f"{quote(editor)} is no known type of editor"
        yield Hit(("editorType",), message, help_, patch=_patch(asset, is_meant=is_meant))


def _patch(asset: Asset, *, is_meant: bool) -> Patch | None:
    if is_meant:
        return replace(("editorType",), _KNOWN)
    # Without it the file has to tell what it is.
    return None if asset.kind is None else remove(("editorType",), safe=False)


RULE = Rule[Asset, Member](
    code="A607",
    name="unknown-editor-type",
    severity=Severity.INFO,
    summary="Type of the editor is not known",
    why=(
        'Only "pct" is documented, for 3D sensor fusion; without editorType the extension of the '
        "file decides. What the platform makes of another word is not known."
    ),
    help='Write "pct" for 3D sensor fusion, else remove the key.',
    bad=(
        Bad(
            imported({"data": "https://cdn.acme.example/run%207/", "editorType": "PCT"}),
            at="/0/editorType",
        ),
        Bad(imported({"editorType": "image"}), at="/0/editorType"),
    ),
    good=(
        Good(imported({"data": "https://cdn.acme.example/run%207/", "editorType": "pct"})),
        Good(imported({})),
    ),
    source="Documentation of 3D sensor fusion",
    fix="safe",
    check=check,
    when=has_rare_key,
)
