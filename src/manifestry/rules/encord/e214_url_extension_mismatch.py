"""An object URL whose extension belongs to another section."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.survey import FOREIGN, has_suspects, survey
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def _check(item: Item) -> Iterable[Hit]:
    suspects = survey(item).suspects
    if not suspects:
        return ()
    foreign = FOREIGN[item.section.key]
    return [
        Hit(
            (it.key,),
            f"{quote(it.key)} ends in {quote(it.found.extension)}: no file for {quote(item.section.key)}",
            _help(it.found.extension),
        )
        for it in suspects
        if it.found.extension in foreign
    ]


def _help(extension: str) -> str | None:
    """Where such files go, if a section says so."""
    homes: dict[str, str] = {}
    for section in SECTIONS.values():
        if extension in section.extensions:
            homes.setdefault(section.kind, section.key)  # one name is enough
    return (
        f"Files with this ending go in {listing(homes.values())}; move the item." if homes else None
    )


RULE = Rule[Item, Member](
    code="E214",
    name="url-extension-mismatch",
    severity=Severity.WARNING,
    summary="File extension that belongs to another section",
    why=(
        "The section says how a file is read. A file of another kind fails when it is fetched, "
        "long after the upload, or is shown as something it is not."
    ),
    help="Move the item to the section of its kind, or correct the URL.",
    bad=(
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.jpg"}]}', at="/videos/0/objectUrl"),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/1.MP4"}]}',
            at="/image_groups/0/objectUrl_1",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12.nii.gz"}]}',
            at="/dicom_series/0/objectUrl_0",
        ),
        Bad(
            '{"text_files": [{"objectUrl": "s3://acme-docs/n.pdf"}]}', at="/text_files/0/objectUrl"
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.MP4"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1.jpg/a"}]}'),
        Good('{"images": [{"objectUrl": "gs://acme-media/a/0.raw"}]}'),
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/IM0001"}]}'),
    ),
    source="Documentation (supported file types); our own choice of extensions",
    check=_check,
    when=has_suspects,
)
