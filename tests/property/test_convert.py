"""Conversions of documents that nobody wrote: nothing is lost in silence, and the way back is exact."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifestry.convert.labels import KEYS as LABEL_KEYS
from manifestry.convert.options import Options, Target
from tests.conversion import assert_clean, assert_conserved, leaves_in, read, run
from tests.conversion_makers import exports, imports, manifests, tables

JSON = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures" / "valid").rglob("*.*json*"))
FULL = Options(carry="full")
KEYS = frozenset(LABEL_KEYS)
DOCUMENTS: dict[str, tuple[st.SearchStrategy[Any], tuple[Target, ...]]] = {
    "ango-export": (exports(), ("encord", "ango-import")),
    "ango-import": (imports(), ("encord",)),
    "encord-manifest": (manifests(), ("ango-import", "ango-export", "encord", "encord-csv")),
}
DIRECTIONS = [(kind, to) for kind, (_, targets) in DOCUMENTS.items() for to in targets]
WAYS = [
    pytest.param(
        kind, to, options, kept, id="-".join([kind, to, options.carry, *["labels"] * kept])
    )
    for kind, to in DIRECTIONS
    for options in ((Options(),) if to == "encord-csv" else (Options(), FULL))
    for kept in ((False, True) if kind == "ango-export" else (False,))
]
"""Of each direction the options that change what is kept."""


@pytest.mark.parametrize(("kind", "to", "options", "kept"), WAYS)
@settings(max_examples=8)
@given(data=st.data())
def test_nothing_is_lost_in_silence(
    kind: str, to: Target, options: Options, kept: bool, data: st.DataObject
) -> None:
    """Whatever a document holds, wherever it goes; and the result is clean."""
    document = data.draw(DOCUMENTS[kind][0])
    result = run(document, to, options, with_labels=kept, normalize=kind == f"{to}-manifest")
    assert result.conversion.result is not None, result.conversion.sources[0].findings
    assert_conserved(document, result)
    if result.document is not None:
        assert_clean(result)


@pytest.mark.parametrize("to", ["encord", "ango-import"])
@settings(max_examples=10)
@given(tables())
def test_nothing_of_a_table_is_lost_in_silence(to: Target, table: tuple[list[JSON], bytes]) -> None:
    """Rows of CSV are what the same items in JSON are."""
    items, data = table
    result = run(data, to)
    assert_conserved(items, result)
    assert result.conversion.assets == result.conversion.written == len(items)
    assert_clean(result)


def _kind_of(path: Path) -> str:
    return path.parent.name if path.parent.name in DOCUMENTS else "encord-manifest"


@pytest.mark.parametrize("options", [Options(), FULL], ids=["flat", "full"])
@pytest.mark.parametrize(
    ("path", "to"),
    [
        pytest.param(path, to, id=f"{path.name}-{to}")
        for path in FIXTURES
        if path.parent.name != "metadata-schema"
        for to in DOCUMENTS[_kind_of(path)][1]
    ],
)
def test_nothing_of_a_file_is_lost_in_silence(path: Path, to: Target, options: Options) -> None:
    """Of every fixture, wherever it can go; the genuine samples have their own test."""
    kind = _kind_of(path)
    for kept in (False, True) if kind == "ango-export" else (False,):
        result = run(path, to, options, with_labels=kept, normalize=kind == f"{to}-manifest")
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


@settings(max_examples=12)
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


@settings(max_examples=12)
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


@settings(max_examples=12)
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


@settings(max_examples=10)
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


@settings(max_examples=10)
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
        key = "objectUrl" if "objectUrl" in item else "objectUrl_0"  # of a series of one file
        item[key] = asset["data"] = item[key] + "?v=2"
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
        run(document, to, FULL, with_labels=True, normalize=kind == f"{to}-manifest")
        for _ in range(2)
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
