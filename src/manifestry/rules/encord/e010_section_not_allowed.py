"""A section of a kind that this manifest should not hold."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.quick import may_be_excluded
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.top_level import section_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(member: Member) -> Iterator[Hit]:
    allowed = member.settings.only
    section = section_of(member.key)
    if not allowed or section is None or not member.count:
        return
    kind = SECTIONS[section].kind
    if kind not in allowed and not (kind == "image-group" and "image-sequence" in allowed):
        kinds = ", ".join(sorted(allowed))
        yield Hit(
            (member.key,), f"{quote(member.key)} holds {kind} items; only {kinds} may stand here"
        )


def check(item: Item) -> Iterator[Hit]:
    # Groups and sequences share a section: which of them an item is, only the item says.
    allowed = item.settings.only
    if item.section.kind != "image-group" or not allowed & {"image-group", "image-sequence"}:
        return
    kind = "image-sequence" if item.value.get("createVideo") is True else "image-group"
    if kind not in allowed:
        yield Hit((), f"this is an {kind}; only {', '.join(sorted(allowed))} may stand here")


RULE = Rule[Item, Member](
    code="E010",
    name="section-not-allowed",
    severity=Severity.ERROR,
    summary="Item kind is not among those asked for",
    why=(
        "The check was told, with --only, which kinds of item the manifest may hold. Others "
        "would end up in a folder or dataset that is not meant for them."
    ),
    help="Move these items to a manifest of their own, or allow their kind.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/a.jpg"}]}',
            at="/images",
            settings={"only": frozenset({"video"})},
        ),
        Bad(
            '{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}',
            at="/image_groups/0",
            settings={"only": frozenset({"image-sequence"})},
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "s3://acme-media/a.jpg"}]}',
            settings={"only": frozenset({"image", "video"})},
        ),
        Good('{"images": [{"objectUrl": "s3://acme-media/a.jpg"}]}'),
    ),
    source="Our own choice",
    member=member,
    check=check,
    when=may_be_excluded,
)
