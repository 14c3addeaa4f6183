"""The check as a whole, on manifests that nobody wrote: clean ones, and clean ones with a fault."""

from __future__ import annotations

import copy
import gzip
import hashlib
import io
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.engine.api import check_stream
from manifestry.findings import FileReport, Finding
from manifestry.settings import Settings
from tests.encord_makers import MAKERS, Maker, manifests, values

JSON = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.json"))
ALL = Settings(max_findings=0, max_findings_per_rule=0)


def examples(most: int) -> settings:
    """Settings for a test of so many examples, however long one takes."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=most, deadline=None, suppress_health_check=checks)


def _check(data: bytes, known: Settings = ALL) -> FileReport:
    report = manifestry.check(data, known).files[0]
    assert report.failures == ()
    assert report.error is None
    return report


def _written(document: object) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def _found(report: FileReport) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


# --- valid manifests ----------------------------------------------------------------------


@examples(200)
@given(manifests())
def test_a_valid_manifest_is_clean(made: tuple[JSON, Maker]) -> None:
    """Nothing is said of it, and all that is in it is counted."""
    document, _ = made
    report = _check(_written(document))
    assert report.findings == ()
    assert (report.status, report.kind) == ("clean", "encord-manifest")
    assert report.items == sum(len(items) for items in document.values() if type(items) is list)


# --- one fault ----------------------------------------------------------------------------

NAN = "\N{REPLACEMENT CHARACTER}NaN"
TWIN = "\N{REPLACEMENT CHARACTER}twin"
"""What stands in an object for what no object can hold, until it is written."""


@dataclass(frozen=True)
class Fault:
    """A way to spoil an item of a section.

    `change` spoils it; the finding is `code` at `at`, a path from the item. In the text
    `text` is put in place of another, for what no object can hold.
    """

    code: str
    section: str
    at: tuple[str | int, ...]
    change: Callable[[JSON], object]
    text: tuple[str, str] | None = None

    def __repr__(self) -> str:
        """The code and the path, as the test's name."""
        return "-".join(map(str, (self.code, self.section, *self.at)))


def _put(*path: str | int, value: Any) -> Callable[[JSON], object]:
    def put(item: JSON) -> None:
        holder: Any = item
        for step in path[:-1]:
            holder = holder[step] if not isinstance(holder, dict) else holder.setdefault(step, {})
        holder[path[-1]] = value

    return put


def _drop(*names: str) -> Callable[[JSON], object]:
    return lambda item: [item.pop(name) for name in names]


def _rename(old: str, new: str) -> Callable[[JSON], object]:
    return lambda item: item.__setitem__(new, item.pop(old))


VIDEO_BLOCK = {
    "fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, "file_size": 904512,
    "mime_type": "video/mp4",
}  # fmt: skip


def _url(value: str) -> Callable[[JSON], object]:
    def put(item: JSON) -> None:
        item.pop("videoMetadata", None)
        item["objectUrl"] = value

    return put


def _block(name: str, value: Any) -> Callable[[JSON], object]:
    """A complete block of media metadata, but for one member."""

    def put(item: JSON) -> None:
        item["objectUrl"] = item["objectUrl"].rpartition("/")[0] + "/block.mp4"
        item["videoMetadata"] = {**VIDEO_BLOCK, name: value}
        if value is None:
            del item["videoMetadata"][name]

    return put


def _scene(value: Any) -> Callable[[JSON], object]:
    return lambda item: item.__setitem__("scene", value)


def _group(**urls: str) -> Callable[[JSON], object]:
    """A group with these URLs alone, at the end of the item."""

    def put(item: JSON) -> None:
        for key in [key for key in item if key.startswith("objectUrl_")]:
            del item[key]
        item |= {key: f"https://files.acme.example/{name}.jpg" for key, name in urls.items()}

    return put


_CLOUD = {"type": "point_cloud", "events": [{"uri": "https://files.acme.example/0.pcd"}]}
_U = ("objectUrl",)
_M = ("clientMetadata",)

FAULTS = [
    Fault("E201", "videos", (), _drop("objectUrl")),
    Fault("E201", "image_groups", (), _group()),
    Fault("E101", "videos", _U, _put("objectUrl", value=5)),
    Fault("E101", "audio", _U, _put("objectUrl", value=None)),
    Fault("E101", "images", _U, _put("objectUrl", value=["s3://acme-media/a.png"])),
    Fault("E101", "videos", ("title",), _put("title", value=7)),
    Fault("E101", "nifti", _M, _put("clientMetadata", value=[])),
    Fault("E101", "image_groups", ("createVideo",), _put("createVideo", value="true")),
    Fault("E101", "videos", ("videoMetadata", "fps"), _block("fps", "25")),
    Fault("E101", "videos", ("videoMetadata",), _put("videoMetadata", value=[])),
    Fault("E102", "videos", ("videoMetadata", "fps"), _block("fps", 0)),
    Fault("E102", "videos", ("videoMetadata", "width"), _block("width", -64)),
    Fault("E107", "videos", ("favourite_colour",), _put("favourite_colour", value={"a": [1]})),
    Fault("E108", "videos", ("clientmetadata",), _put("clientmetadata", value={})),
    Fault("E109", "videos", ("objectURL",), _rename("objectUrl", "objectURL")),
    Fault("E109", "image_groups", ("Title",), _rename("title", "Title")),
    Fault("E110", "images", ("createVideo",), _put("createVideo", value=True)),
    Fault("E202", "videos", _U, _url("")),
    Fault("E203", "videos", _U, _url("https://files.acme.example/a b.mp4")),
    Fault("E204", "videos", _U, _url("<object url>")),
    Fault("E205", "videos", _U, _url("clips/a.mp4")),
    Fault("E206", "videos", _U, _url("ftp://files.acme.example/a.mp4")),
    Fault("E207", "videos", _U, _url("https:///a.mp4")),
    Fault("E208", "videos", _U, _url("s3://clip.mp4")),
    Fault("E210", "videos", _U, _url("http://files.acme.example/a.mp4")),
    Fault("E211", "videos", _U, _url("https://files.acme.example/a.mp4?X-Amz-Signature=00")),
    Fault("E212", "videos", _U, _url("https://files.acme.example/a+b.mp4")),
    Fault("E213", "videos", _U, _url("https://u:p@files.acme.example/a.mp4")),
    Fault("E214", "videos", _U, _url("https://files.acme.example/a.png")),
    Fault("E220", "videos", _U, _url("https://files.acme.example/../a.mp4")),
    Fault("E301", "image_groups", (), _drop("title")),
    Fault("E301", "dicom_series", ("title",), _put("title", value=" ")),
    Fault("E302", "image_groups", ("objectUrl_2",), _group(objectUrl_0="a", objectUrl_2="b")),
    Fault("E303", "image_groups", ("objectUrl_1",), _group(objectUrl_1="a", objectUrl_2="b")),
    Fault("E304", "image_groups", ("objectUrl_01",), _group(objectUrl_0="a", objectUrl_01="b")),
    Fault("E305", "image_groups", ("objectUrl_x",), _group(objectUrl_0="a", objectUrl_x="b")),
    Fault("E308", "dicom_series", ("objectUrl",), _group(objectUrl="a")),
    Fault("E309", "image_groups", ("objectUrl_0",), _group(objectUrl_1="a", objectUrl_0="b")),
    Fault("E312", "videos", ("objectUrl_0",), _rename("objectUrl", "objectUrl_0")),
    Fault("E402", "videos", ("videoMetadata",), _block("mime_type", None)),
    Fault("E404", "videos", ("videoMetadata", "mime_type"), _block("mime_type", "image/png")),
    Fault("E405", "videos", ("videoMetadata", "mime_type"), _block("mime_type", "video/webm")),
    Fault("E406", "videos", ("videoMetadata", "mime_type"), _block("mime_type", "mp4")),
    Fault("E407", "videos", ("videoMetadata", "fps"), _block("fps", 29970)),
    Fault("E104", "scenes", (), _drop("scene")),
    Fault("E103", "scenes", ("scene", "a", "type"), _scene({"a": {**_CLOUD, "type": "lidar"}})),
    Fault("E601", "scenes", ("scene", "a", "frame"), _scene({"a": {**_CLOUD, "frame": 1}})),
    Fault("E602", "scenes", ("scene", "a", "frameOfReference"),
          _scene({"a": {**_CLOUD, "frameOfReference": "car"}})),
    Fault("E604", "scenes", ("scene",), _scene({})),
    Fault("M001", "videos", _M, _put("clientMetadata", value=None)),
    Fault("M004", "videos", (*_M, "a"), _put(*_M, "a", value="x\0")),
    Fault("M005", "videos", (*_M, "$a"), _put(*_M, "$a", value=1)),
    Fault("M006", "videos", (*_M, "keyframes"), _put(*_M, "keyframes", value=[1])),
    Fault("M007", "images", (*_M, "$encord"), _put(*_M, "$encord", value={})),
    Fault("M102", "videos", (*_M, "$encord", "frames", "01"),
          _put(*_M, "$encord", value={"frames": {"0": {}, "01": {}}})),
    Fault("M103", "videos", (*_M, "$encord", "frames", 1),
          _put(*_M, "$encord", value={"frames": [0, "1"]})),
    Fault("M109", "videos", (*_M, "$encord", "frames", "0", "$a"),
          _put(*_M, "$encord", value={"frames": {"0": {"$a": 1}}})),
    Fault("J204", "videos", (*_M, "n"), _put(*_M, "n", value=2**53 + 1)),
    Fault("J201", "videos", (*_M, "a"), _put(*_M, value={"a": 1, TWIN: 2}), (TWIN, "a")),
    Fault("J109", "videos", (*_M, "a"), _put(*_M, value={"a": NAN}), (f'"{NAN}"', "NaN")),
]  # fmt: skip

WITHOUT_POINTER = {"J109"}
AT_KEY = {"J201"}


def _place(document: JSON, path: tuple[str | int, ...], text: bytes) -> tuple[int, int]:
    """The line and column of a value: the text is the same up to there, whatever stands there."""
    marked = copy.deepcopy(document)
    holder: Any = marked
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = "\N{REPLACEMENT CHARACTER}here"
    before, mark, _ = _written(marked).partition('"\N{REPLACEMENT CHARACTER}here"'.encode())
    assert mark
    assert text.startswith(before)
    start = before.decode()
    return start.count("\n") + 1, len(start) - (start.rfind("\n") + 1) + 1


@examples(12)
@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@given(data=st.data())
def test_one_fault_is_one_finding_at_its_place(fault: Fault, data: st.DataObject) -> None:
    """In whatever manifest, and wherever in it, a fault is found exactly once, where it is."""
    document, maker = data.draw(manifests(having=fault.section))
    item = MAKERS[fault.section](maker)
    fault.change(item)
    items = document[fault.section]
    number = data.draw(st.integers(0, len(items)))
    items.insert(number, item)
    upserts = document.get("upsert_metadata")
    if upserts and "clientMetadata" not in item:
        item["clientMetadata"] = {}
    path = (fault.section, number, *fault.at)
    twin = (*path[:-1], TWIN) if fault.code in AT_KEY else path
    text = _written(document)
    line, column = _place(document, twin, text)
    if fault.code in AT_KEY:
        column -= len(f'"{TWIN}": ')
    if fault.text is not None:
        old, new = fault.text
        text = text.replace(old.encode(), new.encode())
    pointer = "" if fault.code in WITHOUT_POINTER else "".join(f"/{step}" for step in path)
    found = [(f.code, f.pointer, f.line, f.column) for f in _check(text).findings]
    assert found == [(fault.code, pointer, line, column)]


TOP_LEVEL = [
    ("E003", "favourite_colour", "blue"),
    ("E003", "films", [{"objectUrl": "s3://acme-media/a.mp4"}]),
    ("E004", "skipDuplicateUrl", True),
    ("E004", "imageGroups", []),
    ("E011", "data_groups", [{}]),
    ("E012", "image_groups_from_items", [{}]),
    ("E101", "nifti", {"objectUrl": "s3://acme-med/vol.nii"}),
    ("E013", "pdf", []),
]


@examples(20)
@pytest.mark.parametrize(("code", "key", "value"), TOP_LEVEL)
@given(data=st.data())
def test_one_fault_at_the_top_is_one_finding(
    code: str, key: str, value: object, data: st.DataObject
) -> None:
    """A member that should not be there is found, wherever among the others it stands."""
    document, _ = data.draw(manifests())
    document.pop(key, None)
    members = list(document.items())
    if not any(type(value) is list for value in document.values()):
        return
    members.insert(data.draw(st.integers(0, len(members))), (key, value))
    assert _found(_check(_written(dict(members)))) == [(code, f"/{key}")]


@examples(60)
@given(manifests(having="videos"), st.data())
def test_a_repeated_url_is_found_at_the_later_one(
    made: tuple[JSON, Maker], data: st.DataObject
) -> None:
    """Whichever two items of a section have one URL, the second is the repeat."""
    document, maker = made
    videos = document["videos"]
    first = data.draw(st.integers(0, len(videos) - 1))
    repeat = {**maker.video(), "objectUrl": videos[first]["objectUrl"]}
    repeat.pop("videoMetadata", None)
    at = data.draw(st.integers(first + 1, len(videos)))
    videos.insert(at, repeat)
    assert _found(_check(_written(document))) == [("E215", f"/videos/{at}/objectUrl")]


@examples(60)
@given(manifests(), st.data())
def test_a_document_that_breaks_off_is_never_clean(
    made: tuple[JSON, Maker], data: st.DataObject
) -> None:
    """Wherever it ends, its end is what is wrong; what follows is not guessed at."""
    text = _written(made[0])
    end = data.draw(st.integers(0, len(text) - 1))
    report = _check(text[:end])
    assert report.errors >= 1
    assert {code[0] for code, _ in _found(report)} <= {"J"}


# --- what makes no difference -------------------------------------------------------------


@st.composite
def faulty(draw: st.DrawFn) -> JSON:
    """A manifest with up to four faults, all of which an object can hold."""
    chosen = draw(st.lists(st.sampled_from([f for f in FAULTS if f.text is None]), max_size=4))
    document, maker = draw(manifests())
    for fault in chosen:
        item = MAKERS[fault.section](maker)
        fault.change(item)
        document.setdefault(fault.section, []).append(item)
    return document


@examples(120)
@given(faulty(), st.randoms(use_true_random=False))
def test_the_order_of_items_makes_no_difference(document: JSON, chance: random.Random) -> None:
    """Shuffled items, and sections, have the same findings but for their places."""
    before = Counter(finding.code for finding in _check(_written(document)).findings)
    shuffled = {
        key: chance.sample(value, len(value)) if isinstance(value, list) else value
        for key, value in chance.sample(list(document.items()), len(document))
    }
    after = Counter(finding.code for finding in _check(_written(shuffled)).findings)
    assert after == before


def _dribble(data: bytes, sizes: list[int]) -> Callable[[int], bytes]:
    """A `read` that gives a few bytes at a time, as a pipe may."""
    stream = io.BytesIO(data)
    turns = cycle(sizes)
    return lambda size: stream.read(min(size, next(turns)))


def _unnamed(report: FileReport | None) -> FileReport:
    assert report is not None
    return replace(report, path="")


@examples(80)
@given(faulty(), st.lists(st.integers(1, 200), min_size=1, max_size=4), st.booleans())
def test_the_way_in_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, document: JSON, sizes: list[int], small: bool
) -> None:
    """Bytes, a file, a compressed file and a slow pipe give equal reports, excerpts included."""
    data = _written(document)
    expected = _unnamed(_check(data))
    folder = tmp_path_factory.mktemp("ways")
    for name, content in (("a.json", data), ("a.json.gz", gzip.compress(data, mtime=0))):
        path = folder / name
        path.write_bytes(content)
        assert _unnamed(manifestry.check(path, ALL).files[0]) == expected
    members = gzip.compress(data[:99], mtime=0) + gzip.compress(data[99:], mtime=0)
    for content in (data, members):
        report = check_stream(_dribble(content, [1] if small else sizes), "", ALL)
        assert report == expected
        assert report is not None
        assert _excerpts(report) == _excerpts(expected)


def _excerpts(report: FileReport) -> list[object]:
    return [finding.excerpt for finding in report.findings]


def _layouts(document: object) -> list[bytes]:
    spread = _written(document)
    return [
        json.dumps(document, separators=(",", ":")).encode(),
        json.dumps(document, ensure_ascii=False).encode(),
        json.dumps(document, indent="\t").encode(),
        spread.replace(b"\n", b"\r\n"),
        spread.replace(b"\n", b"\r"),
        b"\n\n  " + spread + b"\n\n",
    ]


@examples(80)
@given(faulty())
def test_the_layout_makes_no_difference(document: JSON) -> None:
    """White space, line ends and escapes change places, and nothing else."""
    expected = [(f.code, f.pointer, f.message) for f in _check(_written(document)).findings]
    for data in _layouts(document):
        assert [(f.code, f.pointer, f.message) for f in _check(data).findings] == expected


def test_line_ends_make_no_difference_to_lines() -> None:
    """With CRLF, with CR, and with LF each finding of each fixture is on the same line."""
    for path in FIXTURES:
        data = path.read_bytes()
        if b"\r" in data or b"\t" in data:
            continue
        expected = [_located(finding) for finding in _check(data).findings]
        for end in (b"\r\n", b"\r"):
            report = _check(data.replace(b"\n", end))
            assert [_located(finding) for finding in report.findings] == expected, path.name


def _located(finding: Finding) -> tuple[str, str, int, int]:
    return finding.code, finding.pointer, finding.line, finding.column


@examples(80)
@given(faulty(), st.integers(1, 12), st.integers(0, 5))
def test_caps_list_the_first_and_count_all(document: JSON, most: int, per_rule: int) -> None:
    """The list under caps is the beginning of the list without, rule by rule and in all."""
    data = _written(document)
    whole = _check(data)
    report = _check(data, Settings(max_findings=most, max_findings_per_rule=per_rule))
    seen: Counter[str] = Counter()
    listed = []
    for finding in whole.findings:
        seen[finding.code] += 1
        if not 0 < per_rule < seen[finding.code]:
            listed.append(finding)
    assert list(report.findings) == listed[:most]
    assert (report.errors, report.warnings, report.infos) == (
        whole.errors,
        whole.warnings,
        whole.infos,
    )
    assert report.truncated == len(whole.findings) - len(report.findings)


@examples(100)
@given(faulty(), st.text("xyzq_-é ", min_size=4), values, st.booleans())
def test_an_unknown_key_at_the_top_never_changes_the_kind(
    document: JSON, key: str, value: object, first: bool
) -> None:
    """It is one more finding of what is a manifest all the same."""
    before = _check(_written(document))
    more = {key: value, **document} if first else {**document, key: value}
    after = _check(_written(more))
    assert after.kind == before.kind == "encord-manifest"
    assert sorted(_found(after)) == sorted([*_found(before), ("E003", f"/{_step(key)}")])


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def test_the_kind_of_fixtures_does_not_change_either() -> None:
    """Neither of manifests nor of what is none, wherever the key stands."""
    for path in FIXTURES:
        if path.parent.name == "document":
            continue
        data = path.read_bytes()
        for key in (b'{"zzz-unknown": 1, ', b'{"zzz-unknown": {"objectUrl": [null]}, '):
            more = data.replace(b"{", key, 1)
            assert _check(more).kind == _check(data).kind, path.name


_SCRIPT = """
import hashlib, pathlib, sys
import manifestry
from manifestry.settings import Settings
known = Settings(max_findings=3, max_findings_per_rule=2)
digest = hashlib.sha256()
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.json*")):
    for settings in (Settings(), known):
        report = manifestry.check(path.read_bytes(), settings)
        digest.update(repr(report).encode("utf-8", "backslashreplace"))
print(digest.hexdigest())
"""


def test_the_report_does_not_depend_on_the_hash_seed() -> None:
    """Two processes with other seeds say the same to the last character."""

    def digest(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        return subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(ROOT / "fixtures")],
            env=environment, capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip

    one = digest("1")
    assert len(one.strip()) == hashlib.sha256().digest_size * 2
    assert digest("2") == one
