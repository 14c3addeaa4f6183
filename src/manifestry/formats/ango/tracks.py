"""Pages and frames: how many an asset has, and the objects that are followed through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from manifestry.findings import Severity
from manifestry.formats.ango.answers import answers
from manifestry.formats.ango.asset import Asset, Json, Labels, labels
from manifestry.formats.ango.geometry import kinds_in, number
from manifestry.rules.base import Path

TOTAL: Final = "frameTotal"


class Limit(NamedTuple):
    """How many pages an asset has, and how sure it is that there are no more."""

    pages: float
    severity: Severity


def dataset_limit(asset: Asset) -> Limit | None:
    """The limit that the list of pages sets; None where there is none."""
    pages = len(asset.rows("dataset"))
    if not pages:
        return None
    # A file of a series may itself have several frames.
    return Limit(pages, Severity.WARNING if asset.kind == "dicom" else Severity.ERROR)


def frame_limit(asset: Asset) -> Limit | None:
    """The limit that the number of frames sets, where no list of pages does."""
    total = number((asset.block("metadata") or {}).get(TOTAL))
    if total is None or total < 1 or asset.rows("dataset"):
        return None
    return Limit(total, Severity.WARNING)


def pages_from(asset: Asset, least: float) -> Iterator[tuple[Path, int]]:
    """The pages of annotations, from a certain one on."""
    for moment in labels(asset):
        for path, entry in moment.rows("tools", "objects", "relations"):
            page = page_of(entry)
            if page is not None and page >= least:
                yield (*path, "page"), page
    for path, entry in answers(asset):
        page = page_of(entry)
        if page is not None and page >= least:
            yield (*path, "page"), page


def page_of(entry: Json) -> int | None:
    """The page that an annotation is on."""
    page = entry.get("page")
    return page if isinstance(page, int) and not isinstance(page, bool) else None


class Repeated(NamedTuple):
    """A tool whose id an earlier one on the same page has; `is_copy` if it is the same in all."""

    path: Path
    name: str
    page: int | None
    is_copy: bool


def repeated(asset: Asset) -> Iterator[Repeated]:
    """Tools whose id an earlier tool on the same page has.

    On one page of several an object may be marked in more than one way, as a box and a point.
    """
    kind = asset.kind
    if kind == "3d":
        return
    for moment in labels(asset):
        seen: dict[tuple[str, object], Json] = {}
        ways: dict[tuple[str, object], set[tuple[str, ...]]] = {}
        for path, tool in moment.tools():
            name, page = tool.get("objectId"), page_of(tool)
            if not isinstance(name, str) or (page is None and kind == "video"):
                continue
            place: object = _pdf_page(tool) if page is None else page
            first = seen.setdefault((name, place), tool)
            if first is tool:
                continue
            known = ways.setdefault((name, place), {tuple(kinds_in(first))})
            way = tuple(kinds_in(tool))
            if place is None or way in known:
                yield Repeated(path, name, page, _is_same(tool, first))
            known.add(way)


def _is_same(tool: Json, other: Json) -> bool:
    try:
        return tool == other
    except RecursionError:  # too deep to be compared
        return False


def early_ends(asset: Asset) -> Iterator[tuple[Path, str, int]]:
    """Ends of tracks before which their object is nowhere: path, id, page."""
    for moment in labels(asset):
        ends = [
            (path, name, page)
            for path, tool in moment.tools()
            if tool.get("interpolationStopped") is True
            and isinstance(name := tool.get("objectId"), str)
            and (page := page_of(tool)) is not None
        ]
        if ends:
            first = _first_pages(moment)
            yield from (end for end in ends if end[2] <= first[end[1]])


def _first_pages(moment: Labels) -> dict[str, int]:
    first: dict[str, int] = {}
    for _, tool in moment.tools():
        name, page = tool.get("objectId"), page_of(tool)
        if isinstance(name, str) and page is not None and page < first.get(name, page + 1):
            first[name] = page
    return first


def _pdf_page(tool: Json) -> object:
    pdf = tool.get("pdf")
    position = pdf.get("position") if isinstance(pdf, dict) else None
    page = position.get("pageNumber") if isinstance(position, dict) else None
    return page if isinstance(page, int) else None
