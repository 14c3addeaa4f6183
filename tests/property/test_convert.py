"""Conversions of documents that nobody wrote: nothing is lost in silence, and the way back is exact."""

from __future__ import annotations

import contextlib
import copy
import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.convert.labels import KEYS as LABEL_KEYS
from manifestry.convert.options import Options, Target
from manifestry.convert.run import convert
from manifestry.errors import LimitError, UsageError
from tests import ango_makers, encord_makers
from tests.conversion import Result, assert_clean, assert_conserved, leaves_in, read, run

JSON = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures" / "valid").rglob("*.*json*"))
SAMPLES = sorted((ROOT.parent / "shared" / "samples").glob("*/*.json"))
FULL = Options(carry="full")
KEYS = frozenset(LABEL_KEYS)
WAYS = [
    pytest.param(options, kept, id=f"{options.carry}{'-labels' if kept else ''}")
    for options in (Options(), FULL)
    for kept in (False, True)
]

_odd = st.sampled_from(
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
        for key in self._draw(st.lists(_odd, max_size=3, unique=True)):
            if key in reserved:
                continue
            holder.setdefault(key, _leaf(next(self._numbers), self._draw(st.integers(0, 10))))

    def texts_into(self, holder: JSON) -> None:
        """The same, of text alone."""
        for key in self._draw(st.lists(_odd, max_size=3, unique=True)):
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


DOCUMENTS: dict[str, tuple[st.SearchStrategy[Any], tuple[Target, ...]]] = {
    "ango-export": (exports(), ("encord", "ango-import")),
    "ango-import": (imports(), ("encord",)),
    "encord-manifest": (manifests(), ("ango-import", "ango-export", "encord")),
}
DIRECTIONS = [(kind, to) for kind, (_, targets) in DOCUMENTS.items() for to in targets]


@pytest.mark.parametrize(("options", "kept"), WAYS)
@pytest.mark.parametrize(("kind", "to"), DIRECTIONS)
@settings(max_examples=12)
@given(data=st.data())
def test_nothing_is_lost_in_silence(
    kind: str, to: Target, options: Options, kept: bool, data: st.DataObject
) -> None:
    """Whatever a document holds, wherever it goes; and the result is clean."""
    document = data.draw(DOCUMENTS[kind][0])
    result = run(document, to, options, with_labels=kept, normalize=kind.startswith(to))
    assert result.conversion.result is not None, result.conversion.sources[0].findings
    assert_conserved(document, result)
    if result.document is not None:
        assert_clean(result)


@pytest.mark.parametrize(("options", "kept"), WAYS)
@pytest.mark.parametrize("to", ["encord", "ango-import", "ango-export"])
@pytest.mark.parametrize("path", [*FIXTURES, *SAMPLES], ids=lambda path: path.name)
def test_nothing_of_a_file_is_lost_in_silence(
    path: Path, to: Target, options: Options, kept: bool
) -> None:
    """Of every fixture and every genuine sample that can go that way at all."""
    report = manifestry.check(path).files[0]
    kinds = {"encord": "encord-manifest"}
    if report.errors or report.kind not in DOCUMENTS or report.kind == kinds.get(to, to):
        pytest.skip("it has errors, or is that already")
    if to == "ango-export" and report.kind == "ango-import":
        pytest.skip("no export is made of an import")
    result = run(path, to, options, with_labels=kept)
    assert_conserved(read(path), result)
    if result.document is not None:
        assert_clean(result)


# --- there and back -----------------------------------------------------------------------


def _by_id(assets: list[JSON]) -> dict[str, JSON]:
    return {asset["externalId"]: asset for asset in assets}


def _urls(asset: JSON) -> list[str]:
    """Where the files of an asset are."""
    pages = asset.get("dataset")
    if pages is None:
        return [asset["asset"] if "asset" in asset else asset["data"]]
    return [page["data"] if isinstance(page, dict) else page for page in pages]


SHARED = ("externalId", "metadata", "contextData", "batches", "attachments")


@settings(max_examples=25)
@given(exports() | imports(), st.sampled_from([Options(), FULL]))
def test_an_asset_comes_back_to_ango_hub(assets: list[JSON], options: Options) -> None:
    """Through Encord and as an import: addresses, pages and all that an import has."""
    there = run(assets, "encord", options)
    back = run(there.document, "ango-import", options)
    found = _by_id(back.document)
    assert len(found) == len(assets)
    for asset in assets:
        again = found[asset["externalId"]]
        assert _urls(again) == _urls(asset)
        assert ("dataset" in again) == ("dataset" in asset)
        for key in SHARED:
            assert _exact(again.get(key, "none")) == _exact(asset.get(key, "none")), key


def _exact(value: Any) -> Any:
    """A value such that neither true nor 1.0 is 1."""
    return [(path, type(leaf).__name__, leaf) for path, leaf in sorted(leaves_in(value), key=repr)]


def _without_labels(asset: JSON) -> JSON:
    tasks = {}
    for key in ("task", "tasks"):
        held = asset.get(key)
        if isinstance(held, dict):
            tasks[key] = _bare(held)
        elif isinstance(held, list):
            tasks[key] = list(map(_bare, held))
    return {**asset, **tasks}


def _bare(task: Any) -> Any:
    return {key: each for key, each in task.items() if key not in KEYS}


@settings(max_examples=25)
@given(exports(), st.booleans())
def test_an_export_comes_back_whole(assets: list[JSON], with_labels: bool) -> None:
    """Of both generations: all of it with the labels beside it, all but labels without."""
    there = run(assets, "encord", FULL, with_labels=with_labels)
    given_back = there.labels if with_labels else None
    back = run(there.document, "ango-export", FULL, labels=given_back)
    found = _by_id(back.document)
    assert len(found) == len(assets)
    for asset in assets:
        again = found[asset["externalId"]]
        if with_labels:
            assert _exact(again) == _exact(asset)
        else:
            assert _exact(_without_labels(again)) == _exact(_without_labels(asset))
            assert all(leaf == [] for path, leaf in leaves_in(again) if set(path) & KEYS)
    assert_clean(back)


@st.composite
def going(draw: st.DrawFn) -> JSON:
    """A manifest all of whose items Ango Hub can take."""
    document = draw(manifests())
    for section in ("scenes", "time_series"):
        document.pop(section, None)
    return document


def _items(document: JSON | None) -> dict[str, tuple[str, JSON]]:
    """The items of a manifest by their first URL, with their sections."""
    names = {"text": "text_files", "pdf": "pdfs"}
    return {
        next(each for key, each in item.items() if key.startswith("objectUrl")): (
            names.get(section, section),
            item,
        )
        for section, items in (document or {}).items()
        for item in (items if isinstance(items, list) else ())
    }


def _numbered(item: JSON) -> list[str]:
    return [each for key, each in item.items() if key.startswith("objectUrl")]


@settings(max_examples=25)
@given(going(), st.sampled_from([Options(), FULL]))
def test_an_item_comes_back_to_encord(document: JSON, options: Options) -> None:
    """Through an import of Ango Hub: URLs, kind, title, metadata; all of it if it was carried."""
    there = run(document, "ango-import", options)
    back = run(there.document, "encord", options) if there.document else None
    found = _items(back.document if back else None)
    expected = _items(document)
    assert found.keys() == expected.keys()
    for url, (section, item) in expected.items():
        again_in, again = found[url]
        assert again_in == section
        assert _numbered(again) == _numbered(item)
        if options is FULL:
            assert list(again) == list(item)
            assert _exact(again) == _exact(item)
            continue
        for key in ("title", "clientMetadata"):
            assert _exact(again.get(key, "none")) == _exact(item.get(key, "none")), key
        assert again.get("createVideo", False) == item.get("createVideo", False)
        for key in item.keys() - {"title", "clientMetadata", "createVideo"}:
            if not key.startswith("objectUrl"):
                assert _spelt(again[key]) == _spelt(item[key])


def _spelt(block: Any) -> Any:
    """Media metadata whatever the spelling of its members."""
    if not isinstance(block, dict):
        return block
    usual = {"mimeType": "mime_type", "fileSize": "file_size", "numPages": "num_pages"}
    return {usual.get(key, key): value for key, value in block.items()}


# --- edits on the way ---------------------------------------------------------------------


@settings(max_examples=20)
@given(exports(), st.data())
def test_edits_in_encord_come_back(assets: list[JSON], data: st.DataObject) -> None:
    """A title, an address, keys that were changed, taken away and added: these and no others."""
    there = run(assets, "encord", FULL, with_labels=True)
    section, items = data.draw(st.sampled_from(sorted(there.document.items())))
    item = data.draw(st.sampled_from(items))
    asset = _by_id(copy.deepcopy(assets))[item["title"]]
    edits = data.draw(st.sets(st.sampled_from(["title", "url", "batches", "task", "own"])))
    single = section != "image_groups"
    if "title" in edits:
        asset["externalId"] = item["title"] = "a new name"
    if "url" in edits and single:
        asset["asset"] = item["objectUrl"] = (
            "https://cdn.acme.example/new" + Path(asset["asset"]).suffix
        )
    if "batches" in edits:
        del item["clientMetadata"]["ango.batches"], asset["batches"]
    tasks = [asset["task"]] if "task" in asset else asset["tasks"]
    if "task" in edits and len(tasks) == 1:
        item["clientMetadata"]["ango.stage"] = tasks[0]["stage"] = "Review"
    if "own" in edits:
        item["clientMetadata"]["zzz"] = asset["contextData"]["zzz"] = "added"
    back = run(there.document, "ango-export", FULL, labels=there.labels)
    assert _exact(_by_id(back.document)[asset["externalId"]]) == _exact(asset)
    assert len(back.document) == len(assets)


@settings(max_examples=20)
@given(going(), st.data())
def test_edits_in_ango_hub_come_back(document: JSON, data: st.DataObject) -> None:
    """A name, an address, keys of context data: these and no others."""
    there = run(document, "ango-import", FULL)
    if not there.document:
        return
    asset = data.draw(st.sampled_from(there.document))
    pages = asset.get("dataset")
    item = copy.deepcopy(_items(document)[pages[0] if pages else asset["data"]][1])
    edits = data.draw(st.sets(st.sampled_from(["title", "url", "own", "gone"])))
    if "title" in edits:
        item["title"] = asset["externalId"] = "a new name"
    if "url" in edits and not pages:
        item["objectUrl"] = asset["data"] = item["objectUrl"] + "?v=2"
    if "own" in edits:
        asset["contextData"]["zzz"] = "added"
        item.setdefault("clientMetadata", {})["zzz"] = "added"
    plain = [key for key in asset["contextData"] if not key.startswith("encord.") and key != "zzz"]
    if "gone" in edits and len(plain) > 1:
        del item["clientMetadata"][plain[0]], asset["contextData"][plain[0]]
    back = run(there.document, "encord", FULL)
    found = _items(back.document)[next(iter(_numbered(item)))][1]
    assert _exact(found) == _exact(item)


def test_addresses_are_replaced_on_the_way_back() -> None:
    """Everything else is as it was."""
    asset = {
        "asset": "https://cdn.acme.example/d/1.jpg",
        "externalId": "one",
        "metadata": {},
        "batches": [],
        "task": {
            "taskId": "65a000000000000000000001", "stage": "Complete", "stageId": "Complete",
            "tools": [], "classifications": [], "relations": [],
        },
    }  # fmt: skip
    there = run([asset], "encord", FULL)
    moved = Options(urls={"https://cdn.acme.example/": "s3://acme-media/"})
    back = run(there.document, "ango-export", moved)
    assert back.document == [{**asset, "asset": "s3://acme-media/d/1.jpg"}]


# --- the same every time ------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "to"), DIRECTIONS)
@settings(max_examples=6)
@given(data=st.data())
def test_twice_is_the_same(kind: str, to: Target, data: st.DataObject) -> None:
    """The bytes, the ledger, the labels and the counts; order is kept within a section."""
    document = data.draw(DOCUMENTS[kind][0])
    one, two = (
        run(document, to, FULL, with_labels=True, normalize=kind.startswith(to)) for _ in range(2)
    )
    assert one.data == two.data
    assert (one.losses, one.labels) == (two.losses, two.labels)
    assert one.conversion.sections == two.conversion.sections
    if kind.startswith("ango") and one.document is not None:
        names = [asset["externalId"] for asset in document]
        sections = one.document.values() if to == "encord" else [one.document]
        for items in sections:
            found = [names.index(each.get("title", each.get("externalId"))) for each in items]
            assert found == sorted(found)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@settings(max_examples=12)
@given(exports(), st.data())
def test_what_is_skipped_is_as_if_it_had_not_been_there(
    assets: list[JSON], data: st.DataObject
) -> None:
    """The items with errors are told; the rest is converted like a document of the rest."""
    bad = data.draw(st.sets(st.integers(0, len(assets) - 1)))
    broken = [
        {**asset, "externalId": 5} if number in bad else asset
        for number, asset in enumerate(assets)
    ]
    good = [asset for number, asset in enumerate(assets) if number not in bad]
    result = run(broken, "encord", skip_invalid=True)
    told = [line["pointer"] for line in result.losses if line["name"] == "skipped-invalid"]
    assert told == [f"/{number}" for number in sorted(bad)]
    expected = run(good, "encord").document if good else None
    assert result.document == expected
    assert_conserved(broken, result)


# --- what nobody should write -------------------------------------------------------------

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text
    | st.sampled_from(["", "\0", "[1", "{}", "[]", '{"a":1}', "null", '["a"]', "https://a.example/x.mp4"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text | _odd, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip

HOSTILE_METADATA = [
    "ango.type", "ango.raw", "ango.asset", "ango.batches", "ango.tasks", "ango.task", "ango.taskId",
    "ango.metadata", "ango.metadata.width", "ango.width", "ango.contextData",
    "ango.contextData.site", "ango.labels", "ango.labels.Car", "ango.labelsX", "ango.pages",
    "ango.externalId", "ango.attachments", "ango.", "encord.type", "encord.raw",
]  # fmt: skip
HOSTILE_CONTEXT = [
    "encord.type", "encord.raw", "encord.section", "encord.untitled", "encord.media",
    "encord.item", "encord.json", "encord.clientMetadata", "encord.", "site", "ango.type",
]  # fmt: skip
HOSTILE_ASSET = [
    "data", "asset", "dataset", "task", "tasks", "metadata", "contextData", "batches", "$pages",
    "externalId", "editorType", "storage", "attachments", "classifications",
]  # fmt: skip


@st.composite
def _texts_of(draw: st.DrawFn) -> Any:
    """Any value, as JSON text more often than not."""
    value = draw(_anything)
    return _dump(value) if draw(st.booleans()) else value


def _hostile(keys: list[str]) -> st.SearchStrategy[JSON]:
    return st.dictionaries(st.sampled_from(keys), _texts_of(), max_size=5)


@settings(max_examples=40)
@given(_hostile(HOSTILE_METADATA), _hostile(HOSTILE_CONTEXT), st.sampled_from(["video", 7, None]))
def test_keys_of_ours_with_odd_values_do_no_harm(
    metadata: JSON, context: JSON, type_: object
) -> None:
    """Whatever stands under them is kept or told; and nothing is raised."""
    if type_ is not None:
        metadata["ango.type"] = type_
        context["encord.type"] = type_
    item = {"objectUrl": "https://cdn.acme.example/a.mp4", "clientMetadata": metadata}
    asset = {"data": "https://cdn.acme.example/a.mp4", "externalId": "a", "contextData": context}
    targets: tuple[Target, ...] = ("ango-import", "ango-export")
    for to in targets:
        for options in (Options(), FULL):
            result = run({"videos": [item]}, to, options, skip_invalid=True)
            if result.conversion.result is not None:
                assert_conserved({"videos": [item]}, result)
    for options in (Options(), FULL):
        result = run([asset], "encord", options, skip_invalid=True)
        if result.conversion.result is not None:
            assert_conserved([asset], result)


@settings(max_examples=40)
@given(exports() | imports(), st.data())
def test_any_value_under_any_key_of_an_asset_does_no_harm(
    assets: list[JSON], data: st.DataObject
) -> None:
    """Errors stop it or are skipped; what is no error is kept or told."""
    asset = data.draw(st.sampled_from(assets))
    asset.update(data.draw(_hostile(HOSTILE_ASSET)))
    to = data.draw(st.sampled_from(["encord", "ango-import"]))
    result = _whatever(assets, to, data)
    if result is not None and result.conversion.result is not None:
        assert_conserved(assets, result)


@settings(max_examples=40)
@given(manifests(), st.data())
def test_any_value_under_any_key_of_an_item_does_no_harm(
    document: JSON, data: st.DataObject
) -> None:
    """As of assets."""
    items = [item for held in document.values() if isinstance(held, list) for item in held]
    item = data.draw(st.sampled_from(items))
    keys = ["objectUrl", "objectUrl_0", "objectUrl_00", "title", "createVideo", "clientMetadata",
            "videoMetadata", "imageMetadata", "scene", "objectUrl_x"]  # fmt: skip
    item.update(data.draw(_hostile(keys)))
    document.update(data.draw(_hostile(["x", "$schema", "skip_duplicate_urls"])))
    result = _whatever(document, data.draw(st.sampled_from(["encord", "ango-import"])), data)
    if result is not None and result.conversion.result is not None:
        assert_conserved(document, result)


def _whatever(document: Any, to: Any, data: st.DataObject) -> Result | None:
    """A conversion, None if the document is no longer what could be converted."""
    options = Options(carry=data.draw(st.sampled_from(["flat", "full"])))
    kind = manifestry.check(document).files[0].kind
    normalize = kind == "encord-manifest" and to == "encord"
    try:
        return run(document, to, options, skip_invalid=True, normalize=normalize)
    except UsageError:
        assert kind in (None, to)
        return None


@pytest.mark.parametrize("depth", [60, 190, 260, 500])
@pytest.mark.parametrize("options", [Options(), FULL], ids=["flat", "full"])
def test_deep_nesting_comes_back(depth: int, options: Options) -> None:
    """In one more text or two."""
    deep: Any = "leaf"
    for _ in range(depth):
        deep = [deep]
    asset = {
        "data": "https://cdn.acme.example/a.jpg",
        "externalId": "a",
        "contextData": {"deep": deep},
    }
    there = run(_dump([asset]).encode(), "encord", options)
    assert_conserved([asset], there)
    back = run(there.data, "ango-import", options)
    assert back.document[0]["contextData"] == {"deep": deep}


@pytest.mark.parametrize("options", [Options(), FULL], ids=["flat", "full"])
@pytest.mark.parametrize("depth", [900, 1000, 1015, 1021])
def test_nesting_near_the_limit_is_converted_or_refused(depth: int, options: Options) -> None:
    """The most that a document may have is more than can be written: that is said."""
    deep = "[" * depth + "]" * depth
    address = '"https://cdn.acme.example/a.mp4"'
    documents: list[tuple[str, Target]] = [
        (f'[{{"data":{address},"externalId":"a","contextData":{{"x":{deep}}}}}]', "encord"),
        (
            f'{{"videos":[{{"objectUrl":{address},"clientMetadata":{{"x":{deep}}}}}]}}',
            "ango-import",
        ),
    ]
    for document, to in documents:
        with contextlib.suppress(LimitError), tempfile.TemporaryDirectory() as folder:
            conversion = convert(document.encode(), to, Path(folder) / "o.json", options)
            assert conversion.result is None or conversion.written == 1
