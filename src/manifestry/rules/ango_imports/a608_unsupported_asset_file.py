"""A file of a kind that the platform does not take."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import extension, is_inline
from manifestry.formats.ango.quick import has_odd_address
from manifestry.rules.ango_asset_examples import ABSENT, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

# All that is named anywhere, be it in one place only.
# fmt: off
_TAKEN = frozenset({
    ".mp3", ".wav", ".flac", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp",
    ".mp4", ".ogg", ".webm", ".mov", ".mkv", ".avi", ".txt", ".md", ".html", ".htm", ".pdf",
    ".dcm", ".nrrd", ".nii", ".nii.gz", ".json", ".las",
})
# fmt: on


def check(asset: Asset) -> Iterator[Hit]:
    if asset.text("editorType"):
        return
    for path, address in asset.urls():
        ending = "" if is_inline(address) else extension(address)
        if _is_file(ending) and ending not in _TAKEN:
            yield Hit(path, f"{quote(ending)} is the extension of no file that Ango Hub takes")


def _is_file(ending: str) -> bool:
    """Whether an ending is one of a file, not the end of a name that has a dot."""
    return any(letter.isalpha() for letter in ending)


RULE = Rule[Asset, Member](
    code="A608",
    name="unsupported-asset-file",
    severity=Severity.WARNING,
    summary="File is of a kind that Ango Hub does not list",
    why=(
        "The editor is chosen by the extension. A file of another kind is imported as something "
        "that nobody can open, or not at all."
    ),
    help="Convert the file to a kind that is taken, such as PNG, MP4 or PDF.",
    bad=(
        Bad(imported({"data": "https://cdn.acme.example/plan.docx"}), at="/0/data"),
        Bad(imported({"data": "https://cdn.acme.example/a.HEIC"}), at="/0/data"),
        Bad(
            imported({"data": ABSENT, "dataset": ["https://cdn.acme.example/p0.gif"]}),
            at="/0/dataset/0",
        ),
    ),
    good=(
        Good(imported({"data": "https://cdn.acme.example/a.PNG?v=1.docx"})),
        Good(imported({"data": "https://cdn.acme.example/scan.nii.gz"})),
        Good(imported({"data": "<p>See plan.docx</p>"})),
    ),
    source="Documentation of the kinds of asset; all that is named in any version is let pass",
    check=check,
    when=has_odd_address,
)
