"""Asset imports as Ango Hub's SDK takes them, and exports as it gives them."""

from __future__ import annotations

import copy
import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from manifestry import Report, Settings, UnreadableError, UsageError, check
from manifestry.integrations import InvalidDocumentError, Loss, LossError
from manifestry.integrations.ango import (
    check_export,
    export_assets,
    upload_arguments,
    upload_list,
)

Json = dict[str, Any]

FIXTURES = Path(__file__).parents[2] / "fixtures"
IMPORTS = sorted((FIXTURES / "valid" / "ango-import").iterdir())
EXPORTS = [
    path
    for folder in ("valid", "invalid")
    for path in sorted((FIXTURES / folder / "ango-export").iterdir())
]
ASSET: Json = {"data": "https://acme-media.example/a.jpg", "externalId": "a.jpg"}


def upload_files_cloud(  # noqa: PLR0917 - it is the SDK's signature
    project_id: str,
    assets: list[Json],
    storage_id: str | None = None,
    batches: list[str] | None = None,
    priority: int = 0,
    upload_local: object = None,
) -> Json:
    """The body that the SDK posts for these arguments; it changes the assets."""
    for asset in assets:
        if storage_id:
            asset["storage"] = storage_id
        if "batches" in asset:
            asset["batches"] = [f"id of {name}" for name in asset["batches"]]
    body = {"assets": assets, "uploadLocal": upload_local, "priority": priority}
    sent: Json = json.loads(json.dumps(body))
    return sent


# --- asset imports --------------------------------------------------------------------------


@pytest.mark.parametrize("path", IMPORTS, ids=lambda path: path.name)
def test_a_fixture_becomes_the_arguments_of_the_upload(path: Path) -> None:
    """The SDK posts every asset as it stands in the file, and what stands beside them."""
    document = json.loads(path.read_bytes())
    body = document if isinstance(document, dict) else {"assets": document}
    arguments = upload_arguments(path)
    assert arguments["assets"] == body["assets"]
    sent = upload_files_cloud("p", **arguments)
    assert sent.keys() >= body.keys()
    assert all(sent[key] == value for key, value in body.items() if key != "assets")


def test_an_import_may_be_a_path_bytes_or_an_object(tmp_path: Path) -> None:
    """A list, one asset a line, a single asset, or a body; packed or not."""
    both = [ASSET, {**ASSET, "externalId": "Zürich (2).jpg"}]
    data = json.dumps(both).encode()
    path = tmp_path / "assets ü.json.gz"
    path.write_bytes(gzip.compress(data))
    lines = "\n".join(map(json.dumps, both)).encode()
    for source in (both, data, path, str(path), lines, {"assets": both}):
        assert upload_list(source) == both
    assert upload_list(json.dumps(ASSET).encode()) == [ASSET]
    assert upload_list(dict(ASSET)) == [ASSET]


def test_the_sdk_may_change_the_list() -> None:
    """It writes storage and batches into it: the object that was given stays as it was."""
    given = [{**ASSET, "batches": ["week 12"]}]
    before = copy.deepcopy(given)
    assets = upload_list(given)
    upload_files_cloud("p", assets, storage_id="65a000000000000000000001")
    assert assets != before
    assert given == before


def test_what_stands_beside_the_assets_is_an_argument_or_a_loss() -> None:
    """The list cannot carry it; the arguments can, but for what is none."""
    body = {"assets": [ASSET], "priority": 5, "uploadLocal": "true"}
    assert upload_arguments(body) == {"assets": [ASSET], "priority": 5, "upload_local": "true"}
    with pytest.raises(LossError) as caught:
        upload_list(body)
    assert [loss.pointer for loss in caught.value.losses] == ["/priority", "/uploadLocal"]
    assert 'pass upload_local="true" on' in str(caught.value)
    assert upload_list({"assets": [ASSET], "priority": 0}) == [ASSET]

    losses: list[Loss] = []
    assert upload_list({**body, "owner": "acme"}, on_loss=losses.append) == [ASSET]
    assert [loss.pointer for loss in losses] == ["/owner", "/priority", "/uploadLocal"]
    with pytest.raises(LossError, match="/owner: it is no argument of upload_files_cloud"):
        upload_arguments({**body, "owner": ["acme"]})


def test_an_import_with_errors_is_refused_with_the_report() -> None:
    """With all that a check finds."""
    assets: list[Any] = [ASSET, {"externalId": "b.jpg", "data": 5}]
    with pytest.raises(InvalidDocumentError) as caught:
        upload_list(assets)
    assert caught.value.report == check(assets, Settings(kind="ango-import"))
    assert {finding.pointer for finding in caught.value.report} == {"/1/data"}


@pytest.mark.parametrize(
    ("source", "error", "text"),
    [
        ("no such.json", UnreadableError, "no such.json: no such file"),
        (EXPORTS[0], UsageError, "this is an Ango Hub export, not an Ango Hub asset import"),
        ({"videos": [{"objectUrl": "s3://b/a.mp4"}]}, UsageError, "this is an Encord import"),
        ([{"labelTask": "x", "content": "y"}], UsageError, "this is an Ango Hub export of issues"),
        (b"[", InvalidDocumentError, "<bytes>: J005 The file ends before"),
    ],
    ids=["missing", "export", "manifest", "issues", "cut"],
)
def test_what_is_no_import_is_one_clear_error(
    source: Any, error: type[Exception], text: str
) -> None:
    """Whatever it is instead."""
    with pytest.raises(error) as caught:
        upload_list(source)
    assert str(caught.value).startswith(text)
    assert "\n" not in str(caught.value)


# --- exports --------------------------------------------------------------------------------


def _ndjson(content: bytes) -> tuple[Iterator[Any], int]:
    """What the SDK returns of NDJSON: an iterator, and how many assets there are."""
    lines = [line for line in content.splitlines() if line.strip()]
    return (json.loads(line) for line in lines), len(lines)


def _found(report: Report) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.pointer, finding.message) for finding in report]


def _exports() -> list[Path]:
    """The exports that the SDK can give: lists."""
    return [path for path in EXPORTS if path.suffix == ".json" and _is_list(path)]


def _is_list(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), list)
    except ValueError:
        return False


@pytest.mark.parametrize("path", _exports(), ids=lambda path: path.name)
def test_a_result_is_checked_like_the_file_it_came_in(path: Path) -> None:
    """A list, the iterator of NDJSON with its length, or the lines themselves."""
    assets = json.loads(path.read_bytes())
    lines = [json.dumps(asset) for asset in assets]
    wanted = _found(check(assets, Settings(kind="ango-export")))
    content = "\n\n".join(lines).encode()
    for result in (assets, iter(assets), _ndjson(content)):
        assert _found(check_export(result)) == wanted
    by_line = _found(check(content, Settings(kind="ango-export")))
    for result in (lines, iter([*lines, ""]), [line.encode() + b"\r\n" for line in lines]):
        assert _found(check_export(result)) == by_line

    for result in (assets, _ndjson(content), lines, content.splitlines(keepends=True)):
        assert list(export_assets(result)) == assets


def test_there_are_exports_with_findings_and_without() -> None:
    """So the test before compares more than nothing with nothing."""
    reports = [check_export(json.loads(path.read_bytes())) for path in _exports()]
    assert {report.ok for report in reports} == {True, False}
    assert all(report.files[0].kind == "ango-export" for report in reports)
    assert all(report.files[0].path == "<export>" for report in reports)


def test_the_check_takes_one_asset_at_a_time() -> None:
    """As many as are in a piece of the document may be held, not all of them."""
    (asset, *_) = json.loads(_exports()[0].read_bytes())
    taken = 0

    def assets() -> Iterator[Json]:
        nonlocal taken
        for _ in range(3):
            taken += 1
            yield {**asset, "externalId": f"a{taken}"}
        raise KeyError("the connection broke")

    with pytest.raises(KeyError, match="the connection broke"):
        check_export(assets())
    it = export_assets(assets())
    assert next(it)["externalId"] == "a4"
    assert taken == 4


@pytest.mark.parametrize("result", [[], iter([]), iter(["", b" \n"]), (iter([]), 0)])
def test_an_export_of_nothing_is_clean(result: Any) -> None:
    """A project may have no task in the stage that was asked for."""
    report = check_export(result)
    assert report.ok
    assert report.files[0].items == 0


@pytest.mark.parametrize(
    "result", ["[]", b"[]", {}, {"data": {"exportPath": "x"}}, None, 5, (1, 2)]
)
def test_what_is_no_result_is_refused_at_once(result: Any) -> None:
    """The bytes of a file, say, or the answer of the server."""
    with pytest.raises(UsageError, match="the result of an export is a list of assets"):
        check_export(result)
    with pytest.raises(UsageError, match="the result of an export is a list of assets"):
        export_assets(result)


@pytest.mark.parametrize(
    ("entry", "code", "text"),
    [
        (1, "A101", "asset 1 of the export is no object: 1"),
        (None, "A101", "asset 1 of the export is no object: null"),
        ([], "A101", "asset 1 of the export is no object: an empty list"),
    ],
)
def test_what_is_no_asset_is_told_with_its_place(entry: Any, code: str, text: str) -> None:
    """Counted from 0, as in the pointers of findings."""
    (asset, *_) = json.loads(_exports()[0].read_bytes())
    with pytest.raises(UnreadableError) as caught:
        list(export_assets([asset, entry]))
    assert str(caught.value) == text
    assert (code, "/1") in [found[:2] for found in _found(check_export([asset, entry]))]
    assert (code, "/0") in [found[:2] for found in _found(check_export([entry]))]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"a":', "J005"),
        (b'{"externalId": "a", "externalId": "b"}', "J201"),
        (b'{"a": NaN}', "J109"),
        ('{"a": "\ud800"}', "J004"),
        (b'{"a": "\xff"}', "J004"),
    ],
    ids=["cut", "twice", "NaN", "half", "bytes"],
)
def test_a_line_that_is_no_good_json_is_told(line: str | bytes, code: str) -> None:
    """As an error where assets are asked for, as a finding where they are checked."""
    with pytest.raises(UnreadableError, match="asset 0 of the export is no good JSON: "):
        list(export_assets([line]))
    assert code in {found[0] for found in _found(check_export([line]))}


def test_what_json_cannot_express_is_refused() -> None:
    """Somebody has put it there: no export has it."""
    circle: Json = {}
    circle["a"] = circle
    for asset in ({"a": {1}}, circle):
        with pytest.raises(UsageError, match="an asset cannot be written as JSON"):
            check_export([asset])


def test_the_settings_are_those_of_the_check() -> None:
    """Except that the kind is known."""
    assert not check_export([{}]).ok
    assert check_export([{}], Settings(ignore=("A",))).findings == ()


def test_no_sdk_is_needed() -> None:
    """Neither this vendor's nor the other's, nor what they bring."""
    script = "import sys, manifestry.integrations.ango as a; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"encord", "imerit_ango", "pydantic", "requests"} & set(run.stdout.split())
