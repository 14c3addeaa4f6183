"""Documents with a leaf of every form wherever there may be one, for conversions of them."""

from __future__ import annotations

import copy
import itertools
from typing import Any

from hypothesis import strategies as st

from manifestry.formats.encord.csv.writing import CSV_SECTIONS, Writer
from tests import ango_makers, encord_makers

JSON = dict[str, Any]

ODD = st.sampled_from(
    ["leaf a", "site", "x/y", "größe", "$odd", "keyframes", "", "ango.site", "encord.site", "a.b"]
)


def _leaf(number: int, form: int) -> Any:
    """A value that occurs once: of each form there is another with every number."""
    forms: list[Any] = [
        f"leaf-{number}",
        1_000_000 + number,
        number + 0.125,
        {"inner": f"leaf-{number}", "more": [f"leaf-{number}-b", None]},
        [f"leaf-{number}", {"x": f"leaf-{number}-c"}],
        {},
        [],
        None,
        True,
        2**60 + number,
        f'{{"leaf": {number}}}',
    ]
    return forms[form % len(forms)]


class _Leaves:
    """Puts leaves into the objects of a document."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._numbers = itertools.count()

    def into(self, holder: JSON, reserved: tuple[str, ...] = ()) -> None:
        """Up to three, under keys of all kinds."""
        for key in self._draw(st.lists(ODD, max_size=3, unique=True)):
            if key in reserved:
                continue
            holder.setdefault(key, _leaf(next(self._numbers), self._draw(st.integers(0, 10))))

    def texts_into(self, holder: JSON) -> None:
        """The same, of text alone."""
        for key in self._draw(st.lists(ODD, max_size=3, unique=True)):
            holder.setdefault(key, f"leaf-{next(self._numbers)}")


@st.composite
def exports(draw: st.DrawFn) -> list[JSON]:
    """An export with leaves everywhere that it may have some."""
    assets = draw(ango_makers.exports())
    put = _Leaves(draw)
    for asset in assets:
        put.into(asset)
        put.into(asset["metadata"])
        put.into(asset["task"])
        put.into(asset.setdefault("contextData", {}))
        if draw(st.booleans()):
            asset["metadata"]["fileSize"] = 10_000_000 + draw(st.integers(0, 10**6))
        if "dataset" in asset and draw(st.booleans()):
            page = {"data": asset["dataset"][-1]}
            put.texts_into(page)
            if len(asset["dataset"]) > 1:
                asset["dataset"][-1] = page
        for tool in asset["task"]["tools"]:
            put.texts_into(tool)
        if draw(st.integers(0, 3)) == 0:
            task = asset.pop("task")
            task["objects"] = task.pop("tools")
            asset["tasks"] = [task]
            asset["labeledAt"] = asset["reviewedAt"] = ango_makers.STAMP
            asset["labelDuration(ms)"] = 77_000_000 + draw(st.integers(0, 99))
            if draw(st.booleans()):
                more = copy.deepcopy(task)
                more["taskId"] = "f" + task["taskId"][1:]
                asset["tasks"].append(more)
    return assets


@st.composite
def imports(draw: st.DrawFn) -> list[JSON]:
    """An asset import with leaves everywhere."""
    assets = draw(ango_makers.imports())
    put = _Leaves(draw)
    for asset in assets:
        put.into(asset)
        put.into(asset["metadata"])
        put.into(asset.setdefault("contextData", {}))
        if draw(st.booleans()):
            asset["attachments"] = [{"type": "TEXT", "value": "north gate"}]
    return assets


@st.composite
def manifests(draw: st.DrawFn) -> JSON:
    """A manifest with leaves everywhere."""
    document, _ = draw(encord_makers.manifests())
    put = _Leaves(draw)
    for items in document.values():
        for item in items if isinstance(items, list) else ():
            put.into(item)
            if draw(st.booleans()):
                put.into(item.setdefault("clientMetadata", {}), ("$odd", "keyframes"))
            for key, block in item.items():
                if key.endswith("Metadata") and key != "clientMetadata":
                    put.into(block)
            if draw(st.integers(0, 4)) == 0:
                item.setdefault("createVideo", True)
    return document


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[JSON], bytes]:
    """A CSV manifest, and the items that its rows say."""
    document, _ = draw(encord_makers.manifests("images"))
    writer = Writer()
    items: list[JSON] = []
    rows = []
    for section in CSV_SECTIONS:
        for whole in document.get(section, ()):
            item = {key: whole[key] for key in whole if key == "title" or "objectUrl" in key}
            if section == "image_groups":
                item["createVideo"] = whole.get("createVideo", False)
            if writer.refusal(section, item) is None:
                items.append(item)
                rows.append(writer.rows(section, item))
    return items, b"".join(rows)
