"""DICOM tags of a file that are not complete."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import REQUIRED_TAGS, canonical, example_tags, tags_of
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Add, Patch
from manifestry.text import listing


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom":
        return ()
    hits = []
    for path, tags in tags_of(item):
        if tags.keys() >= REQUIRED_TAGS.keys():
            continue
        there = {canonical(tag) for tag in tags}  # a tag written badly is a fault of its own
        missing = [tag for tag in REQUIRED_TAGS if tag not in there]
        if missing:
            named = listing(f"{tag} {REQUIRED_TAGS[tag]}" for tag in missing)
            text = f'"tags" lacks {len(missing)} of 22 tags: {named}'
            hits.append(Hit(path, text, patch=_patch(path, tags, missing)))
    return hits


def _patch(path: Path, tags: dict[str, object], missing: list[str]) -> Patch | None:
    """Adds them with null, unless one may be there by its name."""
    if not tags.keys().isdisjoint(REQUIRED_TAGS.values()):
        return None
    title = "add the tags that are missing, with null"
    return Patch(tuple(Add((*path, tag), None) for tag in missing), title=title)


_RAW: dict[str, object] = {"select": ("E501", "E503", "E504", "E505")}  # E502 is always there

RULE = Rule[Item, Member](
    code="E501",
    name="missing-dicom-tags",
    severity=Severity.ERROR,
    summary="DICOM tags of a file lack some of the 22 that must be there",
    why=(
        "With strict client-only access the tags stand in for the file's header, and 22 of "
        "them must be there, though their value may be null. A file that lacks one is refused, "
        "and its series with it."
    ),
    help="Add the tags that are missing, with null for those the file does not have.",
    bad=(
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"dicomMetadata": [{"tags": {"00280008": null}}]}]}',
            at="/dicom_series/0/dicomMetadata/0/tags",
            settings=_RAW,
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": {{"tags": {example_tags(without="00280010")}}}}}]}}',
            at="/dicom_series/0/dicomMetadata/tags",
            settings=_RAW,
        ),
    ),
    good=(
        Good(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": [{{"tags": {example_tags()}}}]}}]}}',
            settings=_RAW,
        ),
        Good(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"clientMetadata": {"tags": {"00280008": null}}}]}'
        ),
    ),
    source="SDK (DICOM metadata), Encord's own upload tool for it",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
