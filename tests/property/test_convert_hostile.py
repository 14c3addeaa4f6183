"""Conversions of what nobody should write: it is kept or told, and nothing is raised."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.convert.options import Options, Target
from manifestry.convert.run import convert
from manifestry.errors import LimitError, UsageError
from tests.conversion import Result, assert_conserved, run
from tests.conversion_makers import ODD, exports, imports, manifests

JSON = dict[str, Any]

FULL = Options(carry="full")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text
    | st.sampled_from(["", "\0", "[1", "{}", "[]", '{"a":1}', "null", '["a"]', "https://a.example/x.mp4"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text | ODD, inner, max_size=3),
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


@settings(max_examples=12)
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


@settings(max_examples=12)
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


@settings(max_examples=12)
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
