"""Exports and asset imports of Ango Hub that nobody wrote: clean, and clean but for one fault."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.engine.ledger import to_pointer
from manifestry.findings import FileReport
from manifestry.settings import Settings
from tests.ango_makers import Maker, exports, hexadecimal, imports

JSON = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.json"))
SAMPLES = sorted((ROOT.parent / "shared" / "samples").rglob("ango*.json"))
ALL = Settings(max_findings=0, max_findings_per_rule=0)


def _check(data: bytes, known: Settings = ALL) -> FileReport:
    (report,) = manifestry.check(data, known).files
    assert report.failures == ()
    assert report.error is None
    return report


def _written(document: object) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def _lines(assets: list[JSON]) -> bytes:
    return b"\n".join(json.dumps(each, ensure_ascii=False).encode() for each in assets) + b"\n\n"


@settings(max_examples=60)
@given(exports())
def test_a_valid_export_is_clean(assets: list[JSON]) -> None:
    """As a list, a line each, and the first one alone."""
    for data, count in ((_written(assets), len(assets)), (_lines(assets), len(assets))):
        report = _check(data)
        assert report.findings == ()
        assert (report.kind, report.items) == ("ango-export", count)
    alone = _check(_written(assets[0]))
    assert (alone.findings, alone.kind, alone.items) == ((), "ango-export", 1)


@settings(max_examples=60)
@given(imports())
def test_a_valid_import_is_clean(assets: list[JSON]) -> None:
    """As a list, and as the body of a request."""
    for document in (assets, {"assets": assets, "uploadLocal": "false"}):
        report = _check(_written(document))
        assert report.findings == ()
        assert (report.kind, report.items) == ("ango-import", len(assets))


# --- what it is, whatever else stands in it -----------------------------------------------


@settings(max_examples=60)
@given(exports() | imports(), st.data())
def test_an_unknown_key_never_changes_the_kind(assets: list[JSON], data: st.DataObject) -> None:
    """Not in the first asset, which tells what the document is, and not in any other."""
    kind = _check(_written(assets)).kind
    assert kind in ("ango-export", "ango-import")
    odd = copy.deepcopy(assets)
    asset = data.draw(st.sampled_from(odd))
    key = data.draw(st.text("zyxwvu", min_size=3, max_size=9))
    asset[key] = data.draw(st.none() | st.just([{"objectUrl": 1}]) | st.just({"ty": "number"}))
    shuffled = dict(data.draw(st.permutations(list(asset.items()))))
    odd[odd.index(asset)] = shuffled
    assert _check(_written(odd)).kind == kind


@pytest.mark.parametrize("path", [*FIXTURES, *SAMPLES], ids=lambda path: path.name)
def test_an_unknown_key_never_changes_the_kind_of_a_file(path: Path) -> None:
    """Whatever a file is, it still is with a key more in its first objects."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        pytest.skip("no JSON that could be changed and written again")
    before = _kinds(document)
    for target in _objects(document):
        target["zzz-unknown"] = {"a": [1, None]}
        assert _kinds(document) == before
        del target["zzz-unknown"]


def _kinds(document: object) -> tuple[str | None, list[str]]:
    (report,) = manifestry.check(json.dumps(document).encode()).files
    named = [f.message for f in report.findings if f.code == "E002"]
    return report.kind, named


def _objects(document: Any) -> list[JSON]:
    """The top, or the first element of it, and the first element of each of its lists."""
    top = document[0] if isinstance(document, list) and document else document
    if not isinstance(top, dict):
        return []
    lists = [each for each in top.values() if isinstance(each, list)]
    return [top, *(each[0] for each in lists if each and isinstance(each[0], dict))]


# --- one fault ----------------------------------------------------------------------------


class Fault(NamedTuple):
    """A way to spoil an asset: which kind, what is done, and the finding at a path from it."""

    kind: Callable[[Maker], JSON]
    change: Callable[[JSON], object]
    code: str
    at: tuple[str | int, ...]


def _set(*path: str | int, to: Any) -> Callable[[JSON], object]:
    def change(asset: JSON) -> None:
        _holder(asset, path)[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[JSON], object]:
    return lambda asset: _holder(asset, path).pop(path[-1])


def _holder(asset: Any, path: tuple[str | int, ...]) -> Any:
    for step in path[:-1]:
        asset = asset[step]
    return asset


def _tool(**keys: Any) -> Callable[[JSON], object]:
    """Puts one tool, and nothing that refers to others, into the task."""

    def change(asset: JSON) -> None:
        identity = {"objectId": "a" * 23, "schemaId": hexadecimal(0xB0, 23), "title": "Car"}
        asset["task"] |= {"tools": [{**identity, "classifications": [], **keys}], "relations": []}

    return change


BOX = {"x": 1, "y": 2, "width": 3, "height": 4}

FAULTS = {
    "zero width": Fault(
        Maker.image, _set("metadata", "width", to=0), "A101", ("metadata", "width")
    ),
    "text for a list": Fault(Maker.image, _set("task", "tools", to="x"), "A101", ("task", "tools")),
    "no task id": Fault(Maker.image, _drop("task", "taskId"), "A102", ("task",)),
    "no external id": Fault(Maker.audio, _drop("externalId"), "A102", ()),
    "no task": Fault(Maker.text, _drop("task"), "A102", ()),
    "task and tasks": Fault(Maker.text, _set("tasks", to=[]), "A104", ()),
    "no metadata": Fault(Maker.audio, _drop("metadata"), "A111", ()),
    "half a size": Fault(Maker.image, _drop("metadata", "width"), "A113", ("metadata",)),
    "null among batches": Fault(Maker.image, _set("batches", to=[None]), "A122", ("batches", 0)),
    "another first page": Fault(
        Maker.pages, _set("dataset", 0, to="https://cdn.acme.example/x.png"), "A125", ("dataset", 0)
    ),
    "two geometries": Fault(
        Maker.image, _tool(point=[1, 2], **{"bounding-box": BOX}), "A301", ("task", "tools", 0)
    ),
    "no geometry": Fault(Maker.image, _tool(), "A302", ("task", "tools", 0)),
    "page past the last": Fault(
        Maker.pages, _tool(point=[1, 2], page=99), "A311", ("task", "tools", 0, "page")
    ),
    "frame past the last": Fault(
        Maker.video, _tool(page=300, **{"bounding-box": BOX}), "A312", ("task", "tools", 0, "page")
    ),
    "page below zero": Fault(
        Maker.video, _tool(page=-1, **{"bounding-box": BOX}), "A101", ("task", "tools", 0, "page")
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@settings(max_examples=8)
@given(exports(), st.data())
def test_one_fault_is_one_finding_at_its_place(
    fault: Fault, assets: list[JSON], data: st.DataObject
) -> None:
    """Whatever stands around it, as a list, as lines, and alone."""
    asset = _one(fault.kind, data)
    assert _check(_written([asset])).findings == ()
    fault.change(asset)
    index = data.draw(st.integers(0, len(assets)))
    assets.insert(index, asset)
    expected = [(fault.code, to_pointer((index, *fault.at)))]
    for written in (_written(assets), _lines(assets)):
        found = _check(written, replace(ALL, kind="ango-export")).findings
        assert [(f.code, f.pointer) for f in found] == expected
    alone = _check(_written(asset), replace(ALL, kind="ango-export")).findings
    assert [(f.code, f.pointer) for f in alone] == [(fault.code, to_pointer(fault.at))]


def _one(kind: Callable[[Maker], JSON], data: st.DataObject) -> JSON:
    """An asset of that kind, its ids unlike those of all others."""

    @st.composite
    def made(draw: st.DrawFn) -> JSON:
        maker = Maker(draw, first=10**6)
        return {**kind(maker), "externalId": "the odd one", "batches": []}

    return data.draw(made())
