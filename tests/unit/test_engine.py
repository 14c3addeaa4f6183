"""The engine: rules that fail, caps, selection, documents of odd shapes and sizes."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.engine import rulebook
from manifestry.engine.api import check_file, check_stream
from manifestry.engine.ledger import to_pointer
from manifestry.errors import UsageError
from manifestry.findings import FileReport, Finding, Severity
from manifestry.formats.encord import MANIFEST
from manifestry.rules.base import Hit, Rule
from manifestry.rules.catalogue import Selection, catalogue, find, folder
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings

AnyRule = Rule[Any, Any]

URL = "s3://acme-media/cam1/a.mp4"

BUSY = {
    "videos": [
        {"objectUrl": "s3://acme-media/a.mp4"},
        {"objectUrl": 5},
        {"objectUrl": "<object url>", "title": 7},
        {"title": "no URL", "videoMetadata": {"fps": 0, "width": 64}},
        "no item",
    ],
    "audio": [
        {"objectUrl": "s3://acme-media/a.wav", "audioMetadata": {"duration_seconds": 3.5}},
        {"objectUrl": "s3://acme-media/a.wav", "clientMetadata": None},
    ],
    "images": [{"objectUrl": "s3://acme-media/a.png", "imageMetadata": {"mimeType": "png"}}],
    "image_groups": [
        {"title": "", "objectUrl_0": "s3://acme-media/0.jpg", "objectUrl_2": "s3://acme-media/2.jpg"},
        {"objectUrl": "s3://acme-media/1.jpg", "createVideo": "true"},
        {"title": "g", "objectUrl_a": 1},
    ],
    "dicom_series": [
        {"title": "CT", "objectUrl_00": "s3://acme-med/0.dcm", "dicomMetadata": [{"tags": {}}]}
    ],
    "text_files": [{"objectUrl": "s3://acme-docs/n.txt", "textMetadata": {"file_size": -1}}],
    "pdfs": [{"objectUrl": "s3://acme-docs/n.pdf", "pdfMetadata": {}}],
    "nifti": [{"objectURL": "s3://acme-med/vol.nii"}],
    "time_series": [
        {"objectUrl": "s3://acme-ts/a.csv", "settings": {"channels": {"x": {"style": "bars"}}}},
        {"objectUrl": "s3://acme-ts/b.csv", "settings": {"channels": {"x": {"label": ""}}}},
        {"objectUrl": "s3://acme-ts/c.csv", "settings": {"channels": {"x": {"color": "red"}}}},
    ],
    "scenes": [
        {"title": "t"},
        {"title": "t", "scene": {"lidar": {"type": "point_cloud", "evnets": []}}},
        {"title": "t", "scene": {"url": "", "format": "zip"}},
        {"title": "t", "scene": {"lidar": {"type": "point_cloud", "events": [{}], "pose": [1]}}},
    ],
    "films": [],
    "skip_duplicate_urls": "true",
    "upsert_metadata": True,
}  # fmt: skip
"""A document on which rules of every kind are asked, and have something to say."""


def _check(document: object, **settings: Any) -> FileReport:
    data = document if isinstance(document, bytes) else json.dumps(document, indent=1).encode()
    return manifestry.check(data, replace(Settings(), **settings)).files[0]


def _codes(report: FileReport) -> list[str]:
    return [finding.code for finding in report.findings]


def _videos(*items: object, **members: object) -> bytes:
    return json.dumps({"videos": list(items), **members}).encode()


# --- rules that fail ----------------------------------------------------------------------


class BrokenError(Exception):
    """What a broken rule raises."""


def _break(*_: object) -> Any:
    raise BrokenError("it\x1b[31m broke")


def _break_late(*_: object) -> Iterator[Hit]:
    yield Hit((), "said before it broke")
    raise BrokenError("later")


def _replace_rules(monkeypatch: pytest.MonkeyPatch, change: Callable[[AnyRule], AnyRule]) -> None:
    def changed(name: str) -> tuple[AnyRule, ...]:
        return tuple(change(rule) for rule in folder(name))

    monkeypatch.setattr(rulebook, "folder", changed)


def _with(code: str, **functions: Any) -> Callable[[AnyRule], AnyRule]:
    return lambda rule: replace(rule, **functions) if rule.code == code else rule


def _having(*kinds: str) -> list[tuple[str, str]]:
    return [
        (code, kind)
        for code, rule in catalogue().items()
        for kind in kinds
        if getattr(rule, kind) is not None
    ]


def _others(report: FileReport, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code != code]


@pytest.mark.parametrize(("code", "kind"), _having("check", "member", "track"))
def test_a_rule_that_raises_is_recorded_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, code: str, kind: str
) -> None:
    """The failure bears the rule's code; what the other rules find is what they always find."""
    rule = find(code)
    sound = _check(BUSY)
    _replace_rules(monkeypatch, _with(code, when=None, default=True, **{kind: _break}))
    report = _check(BUSY)
    home = next((it for it in MANIFEST.rule_folders if rule in folder(it.name)), None)
    is_asked = home is not None and any(home.is_about(each, Settings()) for each in ("", *BUSY))
    assert {failure.code for failure in report.failures} == ({code} if is_asked else set())
    kept = [f for f in report.findings if f.code == code]
    assert [f for f in sound.findings if f.code == code and f in kept] == kept
    assert _others(report, code) == _others(sound, code)
    assert manifestry.Report((report,)).exit_code() == (4 if is_asked else 1)


OF_MANIFESTS = {rule.code for it in MANIFEST.rule_folders for rule in folder(it.name)}


@pytest.mark.parametrize(
    ("code", "kind"), [it for it in _having("translate", "claims") if it[0] in OF_MANIFESTS]
)
def test_a_rule_that_raises_over_a_schema_error_is_recorded(
    monkeypatch: pytest.MonkeyPatch, code: str, kind: str
) -> None:
    """The others still run, and nothing that they find is lost."""
    sound = _check(BUSY)
    _replace_rules(monkeypatch, _with(code, **{kind: _break}))
    report = _check(BUSY)
    assert {failure.code for failure in report.failures} == {code}
    assert set(_others(sound, code)) <= set(report.findings)


def test_all_rules_may_raise_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even then there is a report, which counts the items and names some of the rules."""
    kinds = ("check", "member", "track", "translate", "claims", "when")

    def broken(rule: AnyRule) -> AnyRule:
        changes: dict[str, Any] = {
            kind: _break for kind in kinds if getattr(rule, kind) is not None
        }
        return replace(rule, **changes)

    _replace_rules(monkeypatch, broken)
    report = _check(BUSY)
    assert report.findings == ()
    assert report.items == sum(len(v) for v in BUSY.values() if isinstance(v, list))
    assert 0 < len(report.failures) <= 20


@pytest.mark.parametrize("method", ["see", "meet", "finish", "verdict"])
def test_a_tracker_that_raises_is_recorded(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Whatever of it raises: the tracker is no more than one rule among others."""

    def track(settings: Settings) -> Any:
        held = [Hit((), "", pending="a")]
        return type("Broken", (NoTracking,), {"see": lambda *_: held, method: _break})()

    _replace_rules(monkeypatch, _with("E215", track=track))
    report = _check(BUSY)
    assert {failure.code for failure in report.failures} == {"E215"}
    assert "E007" in _codes(report)


def test_a_shared_test_that_raises_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the cheap test before some rules fails, the rules are asked all the same."""
    sound = _check(BUSY)
    _replace_rules(monkeypatch, lambda rule: replace(rule, when=rule.when and _break))
    assert _check(BUSY).findings == sound.findings


def test_a_failure_says_where_and_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the code, the item's pointer and the error, made harmless for a terminal."""
    _replace_rules(monkeypatch, _with("E201", when=None, check=_break))
    failure = _check(_videos({"objectUrl": URL})).failures[0]
    assert (failure.code, failure.pointer) == ("E201", "/videos/0")
    assert failure.error == "BrokenError: it\\u001b[31m broke"


def test_a_rule_that_breaks_after_a_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is recorded like any other."""
    _replace_rules(monkeypatch, _with("E201", when=None, check=_break_late))
    report = _check(_videos({"objectUrl": URL}))
    assert [failure.code for failure in report.failures] == ["E201"]


def test_only_some_failures_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails on every item does not fill the memory."""
    _replace_rules(monkeypatch, _with("E201", when=None, check=_break))
    report = _check(_videos(*({"objectUrl": f"s3://acme-media/{n}.mp4"} for n in range(50))))
    assert len(report.failures) == 20


def test_a_rule_that_is_off_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ignored cannot fail."""
    _replace_rules(monkeypatch, _with("E201", when=None, check=_break))
    assert _check(_videos({"objectUrl": URL}), ignore=("E201",)).failures == ()


# --- caps ---------------------------------------------------------------------------------

MANY = {
    "upsert_metadata": True,
    "skip_duplicate_urls": True,
    "videos": [
        item
        for number in range(40)
        for item in (
            {"objectUrl": f"http://acme.example/{number}.mp4", "titel": "t", "clientMetadata": {}},
            {"title": number, "objectUrl": f"s3://acme-media/{number}.jpg"},
        )
    ],
    "films": [],
    "filmes": 3,
}


def _totals(report: FileReport) -> tuple[int, int, int]:
    return report.errors, report.warnings, report.infos


@pytest.mark.parametrize("most", [1, 2, 3, 7, 50, 199, 1000])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_cap_lists_the_first_and_counts_all(most: int, indent: int | None) -> None:
    """Under a cap the first findings in document order are listed, and the totals stay."""
    data = json.dumps(MANY, indent=indent).encode()
    whole = _check(data, max_findings=0, max_findings_per_rule=0)
    report = _check(data, max_findings=most, max_findings_per_rule=0)
    assert report.findings == whole.findings[:most]
    assert _totals(report) == _totals(whole)
    assert report.truncated == max(0, len(whole.findings) - most)
    assert whole.truncated == 0


@pytest.mark.parametrize("most", [1, 3, 39])
def test_a_cap_per_rule_lists_the_first_of_each_rule(most: int) -> None:
    """No rule can push the findings of another one out of the list."""
    whole = _check(MANY, max_findings=0, max_findings_per_rule=0)
    report = _check(MANY, max_findings=0, max_findings_per_rule=most)
    for code in set(_codes(whole)):
        expected = [finding for finding in whole.findings if finding.code == code][:most]
        assert [finding for finding in report.findings if finding.code == code] == expected
    assert _totals(report) == _totals(whole)


def test_both_caps_hold_together() -> None:
    """The cap for all cuts what the cap for each rule has left."""
    per_rule = _check(MANY, max_findings=0, max_findings_per_rule=5)
    report = _check(MANY, max_findings=8, max_findings_per_rule=5)
    assert report.findings == per_rule.findings[:8]
    assert report.truncated + 8 == sum(_totals(report))


def test_findings_come_in_document_order() -> None:
    """By line and column, whatever order rules run in."""
    findings = _check(MANY, max_findings=0, max_findings_per_rule=0).findings
    places = [(finding.line, finding.column) for finding in findings]
    assert places == sorted(places)


def test_severity_of_what_is_not_listed_counts() -> None:
    """An error that a cap keeps out of the list makes the check fail all the same."""
    data = _videos({"objectUrl": "http://acme.example/a.mp4"}, {"title": "t"})
    report = manifestry.check(data, Settings(max_findings=1))
    assert _codes(report.files[0]) == ["E210"]
    assert (report.errors, report.exit_code()) == (1, 1)


# --- findings that wait for the end -------------------------------------------------------


def test_what_depends_on_the_rest_waits_for_it() -> None:
    """A flag at the end turns items before it into findings, in their own places."""
    flags = {"skip_duplicate_urls": True, "upsert_metadata": True}
    report = _check(_videos({"objectUrl": URL}, {"objectUrl": URL + "2"}, **flags))
    assert [(f.code, f.pointer) for f in report.findings] == [
        ("E007", "/videos/0"),
        ("E007", "/videos/1"),
    ]


def test_what_the_rest_does_not_confirm_is_forgotten() -> None:
    """Without the flag nothing is said, and nothing is counted."""
    report = _check(_videos({"objectUrl": URL}, skip_duplicate_urls=True))
    assert (report.status, _totals(report)) == ("clean", (0, 0, 0))


def test_a_document_that_breaks_off_confirms_nothing() -> None:
    """Nobody knows what its rest would have said."""
    data = _videos({"objectUrl": URL}, skip_duplicate_urls=True, upsert_metadata=True)
    assert _codes(_check(data[:-1])) == ["J005"]


def test_caps_hold_for_what_waits() -> None:
    """Of what waits no more is kept than could be listed, and the rest is counted."""
    flags = {"skip_duplicate_urls": True, "upsert_metadata": True}
    items = ({"objectUrl": f"s3://acme-media/{number}.mp4"} for number in range(9))
    report = _check(_videos(*items, **flags), max_findings_per_rule=4)
    assert [f.pointer for f in report.findings] == [f"/videos/{number}" for number in range(4)]
    assert (report.warnings, report.truncated) == (9, 5)


# --- selection and severity ---------------------------------------------------------------

DOUBTFUL = _videos({"objectUrl": "http://acme.example/a.jpg", "clientmetadata": {}}, {})


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        ((), (), ["E210", "E214", "E108", "E201"]),
        (("E2",), (), ["E210", "E214", "E201"]),
        (("e2",), (), ["E210", "E214", "E201"]),
        ((), ("E2",), ["E108"]),
        (("E2",), ("E201",), ["E210", "E214"]),
        (("E201",), ("E2",), ["E201"]),
        (("E21",), ("E2",), ["E210", "E214"]),
        (("http-url",), ("E",), ["E210"]),
        ((), ("ALL",), []),
        (("ALL",), ("E1",), ["E210", "E214", "E201"]),
        (("E1",), ("ALL",), ["E108"]),
        (("E2",), ("E2",), []),
    ],
)
def test_the_more_exact_selector_wins(
    select: tuple[str, ...], ignore: tuple[str, ...], codes: list[str]
) -> None:
    """Of two selectors for a rule the longer one counts; of equal ones, the one against it."""
    assert sorted(_codes(_check(DOUBTFUL, select=select, ignore=ignore))) == sorted(codes)


@pytest.mark.parametrize("which", ["select", "ignore"])
def test_an_unknown_selector_is_an_error(which: str) -> None:
    """A rule that does not exist is refused, with the nearest one that does."""
    with pytest.raises(UsageError, match="signed-url"):
        _check(DOUBTFUL, **{which: ("singed-url",)})
    with pytest.raises(UsageError, match="E9"):
        _check(DOUBTFUL, severity={"E9": Severity.ERROR})


def test_severity_can_be_chosen() -> None:
    """By code, by prefix or by name; the longer selector wins."""
    chosen = {"E2": Severity.INFO, "E210": Severity.ERROR, "misspelt-key": Severity.INFO}
    report = _check(DOUBTFUL, severity=chosen)
    assert {f.code: str(f.severity) for f in report.findings} == {
        "E210": "error",
        "E214": "info",
        "E108": "info",
        "E201": "info",
    }


def test_strict_makes_errors_of_some_doubts() -> None:
    """Where the rule says so, and unless a severity is chosen."""
    plain = {f.code: f.severity for f in _check(DOUBTFUL).findings}
    strict = {f.code: f.severity for f in _check(DOUBTFUL, strict=True).findings}
    assert plain["E108"] is Severity.WARNING
    assert strict == {**plain, "E108": Severity.ERROR}
    chosen = _check(DOUBTFUL, strict=True, severity={"E108": Severity.INFO})
    assert {f.code: f.severity for f in chosen.findings}["E108"] is Severity.INFO


def test_a_rule_that_is_off_keeps_general_ones_silent() -> None:
    """Ignoring a finding does not bring up the schema's own word for the same fault."""
    for item in ({}, {"objectUrl": ""}, {"objectUrl": "<u>"}, {"objectURL": URL}):
        code = _codes(_check(_videos(item)))
        assert len(code) == 1
        assert _codes(_check(_videos(item), ignore=tuple(code))) == []


def test_every_rule_can_be_told_apart() -> None:
    """Names and codes are unique, and a selection of one rule is that rule."""
    rules = list(catalogue().values())
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        selection = Selection(Settings(select=(rule.name,)))
        assert {r.code for r in rules if selection.is_on(r) and not r.always} <= {rule.code}
        assert selection.is_on(rule)


# --- what is read, and how much of it -----------------------------------------------------


def test_an_item_larger_than_allowed_stops_the_work() -> None:
    """The report says so, with what was found before."""
    items = [{"title": "no URL"}, {"objectUrl": URL, "clientMetadata": {"x": "x" * 50_000}}]
    report = _check(_videos(*items), max_item_bytes=20_000)
    assert report.status == "unreadable"
    assert report.error is not None
    assert "20,000 bytes" in report.error
    assert manifestry.Report((report,)).exit_code() == 3
    assert _codes(_check(_videos(*items), max_item_bytes=60_000)) == ["E201"]


def test_items_beyond_the_first_look_are_recognised() -> None:
    """A first item that is larger than what is looked at to know a manifest is no hindrance."""
    for item in (
        {"objectUrl": URL, "clientMetadata": {"note": "x" * 200_000}},
        {"clientMetadata": {"notes": ["x"] * 60_000}, "objectUrl": URL},
    ):
        assert _check(_videos(item)).status == "clean"
    events = [{"uri": f"gs://acme-scenes/{number:06}.pcd"} for number in range(5000)]
    scene = {"title": "long", "scene": {"type": "point_cloud", "events": events}}
    report = check_stream(
        io.BytesIO(json.dumps({"scenes": [scene]}).encode()).read, "x", Settings(),
        skip_unrelated=True,
    )  # fmt: skip
    assert report is not None
    assert (report.kind, report.status) == ("encord-manifest", "clean")


def test_json_lines_are_not_a_manifest() -> None:
    """Several documents in one file are one finding, at the second one."""
    line = _videos({"objectUrl": URL})
    report = _check(line + b"\n" + line + b"\n" + line + b"\n")
    assert [(f.code, f.line, f.column) for f in report.findings] == [("J007", 2, 1)]


@pytest.mark.parametrize("opener", [b"[", b'{"a":'])
@pytest.mark.parametrize(
    "place",
    [
        b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": %b}]}',
        b'{"videos": [{"objectUrl": 5, "clientMetadata": {"x": %b}}]}',
        b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "videoMetadata": %b}]}',
        b'{"videos": [%b]}',
        b'{"videos": %b}',
        b'{"x": %b, "videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}',
        b'{"time_series": [{"objectUrl": "s3://acme-media/a.csv", "settings": %b}]}',
        b'{"scenes": [{"title": "t", "scene": %b}]}',
        b'{"scenes": [{"title": "t", "scene": {"content": "s3://acme/a.ply", "layout": %b}}]}',
        b'{"scenes": [{"title": "t", "scene": {"l": {"type": "point_cloud", "events": [%b]}}}]}',
        b'{"dicom_series": [{"title": "t", "objectUrl_0": "s3://a/0", "dicom_metadata": %b}]}',
        b"%b",
    ],
)
def test_depth_is_no_hindrance(place: bytes, opener: bytes) -> None:
    """A thousand levels are read wherever they stand; a hundred thousand are one finding."""
    closer = b"]" if opener == b"[" else b"}"
    report = _check(place % (opener * 1000 + b"1" + closer * 1000))
    assert report.failures == ()
    assert report.error is None
    assert "J008" not in _codes(report)
    deep = _check(place % (opener * 100_000 + b"1" + closer * 100_000))
    assert deep.failures == ()
    assert "J008" in _codes(deep)


def test_a_deep_layout_is_walked() -> None:
    """Splits in splits, nine hundred levels deep, are followed to the last."""
    layout: bytes = b'"x"'
    for _ in range(900):
        layout = b'{"direction": "row", "first": ' + layout + b', "second": "y"}'
    scene = (
        b'{"scenes": [{"title": "t", "scene": {"content": "s3://acme-media/a.ply", "layout": '
        b'{"tiles": {"x": {"type": "3d", "hasSideView": true, "showCameraSwitcher": true}}, '
        b'"layout": ' + layout + b"}}}]}"
    )
    report = _check(scene, max_findings_per_rule=0)
    assert report.failures == ()
    assert set(_codes(report)) == {"E611"}


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["J001"]),
        (b" \n", ["J001"]),
        (b"null", ["J002"]),
        (b"[]", ["J002"]),
        (b"[1]", ["J002"]),
        (b'"videos"', ["J002"]),
        (b"{}", ["E001"]),
        (b'{"a": 1}', ["E001"]),
        (b'{"videos": []}', ["E005"]),
        (b'{"videos": [5]}', ["E101"]),
        (b'{"videos": [null]}', ["E101"]),
        (b'{"videos": [[]]}', ["E101"]),
        (b'{"videos": [{}]}', ["E201"]),
        (b'{"videos": {"objectUrl": "s3://acme-media/a.mp4"}}', ["E101"]),
        (b'{"videos": "s3://acme-media/a.mp4"}', ["E101"]),
        (b'{"videos": 5, "skip_duplicate_urls": true}', ["E101"]),
        (b'{"scenes": [{}]}', ["E104"]),
        (b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}', ["J005"]),
        (b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]', ["J005"]),
        (b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}x', ["J006"]),
    ],
)  # fmt: skip
def test_small_documents(data: bytes, codes: list[str]) -> None:
    """What is hardly there is judged with one finding."""
    assert _codes(_check(data)) == codes


def test_utf_16_is_unreadable() -> None:
    """It is no finding in the data: nothing could be read."""
    report = _check('{"videos": []}'.encode("utf-16"))
    assert (report.status, report.kind, report.findings) == ("unreadable", None, ())
    assert report.error is not None
    assert "UTF-16" in report.error


# --- ways in ------------------------------------------------------------------------------


def test_an_object_is_checked_as_json_with_an_indent_of_two() -> None:
    """Lines and columns count in what `json.dumps` makes of it."""
    document: dict[str, object] = {"videos": [{"title": "a"}]}
    report = manifestry.check(document)
    assert report == manifestry.Report(
        (replace(_check(json.dumps(document, indent=2).encode()), path="<object>"),)
    )
    assert [(f.line, f.column) for f in report.findings] == [(3, 5)]


def test_an_object_that_json_cannot_hold_is_refused() -> None:
    """It is the caller's mistake, not a finding."""
    with pytest.raises(UsageError, match="JSON"):
        manifestry.check({"videos": {1, 2}})
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(UsageError, match="JSON"):
        manifestry.check(loop)


def test_an_object_with_what_json_readers_choke_on_has_findings() -> None:
    """NaN and lone surrogates are written as they are, and found."""
    document: dict[str, object] = {
        "videos": [{"objectUrl": URL, "clientMetadata": {"a": float("nan"), "b": "\ud83d"}}]
    }
    report = manifestry.check(document)
    assert report.files[0].failures == ()
    assert {finding.code for finding in report} >= {"J109"}


def test_the_kind_can_be_given() -> None:
    """Then nothing has to show it; an unknown one is refused."""
    assert _codes(_check({}, kind="encord-manifest")) == ["E005"]
    with pytest.raises(UsageError, match="encord-manifest"):
        _check({}, kind="encord-manifesto")


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    """The library reports it; it does not raise."""
    report = manifestry.check(tmp_path / "none.json")
    assert (report.files[0].status, report.exit_code()) == ("unreadable", 3)
    assert report.files[0].path == os.fspath(tmp_path / "none.json")


def test_a_file_may_be_shown_under_another_name(tmp_path: Path) -> None:
    """The name in the report is the caller's business."""
    path = tmp_path / "a.json"
    path.write_bytes(_videos({"objectUrl": URL}))
    [report] = check_file(path, lambda _: Settings(), shown_as="elsewhere/a.json")
    assert report is not None
    assert report.path == "elsewhere/a.json"


@pytest.mark.parametrize(
    ("data", "skipped"),
    [
        (b'{"name": "package", "version": "1"}', True),
        (b"[1, 2, 3]", True),
        (b"not JSON at all", True),
        (b"", True),
        (b'{"images": [{"id": 1}], "annotations": []}', True),
        (b'{"images": [{"src": "a.png"}]}', True),
        (_videos({"objectUrl": URL}), False),
        (b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4",}]}', False),
        (b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4" "title": "a"}]}', False),
        (b'[{"objectUrl": "s3://acme-media/a.mp4"}]', False),
        (b'{"dataItems": {}}', False),
        (b'{"videos": [], "skip_duplicate_urls": true}', False),
    ],
)
def test_a_search_passes_over_what_is_unrelated(data: bytes, skipped: bool) -> None:
    """What was merely found on the way is left out; what was meant as a manifest is not."""
    report = check_stream(io.BytesIO(data).read, "x.json", Settings(), skip_unrelated=True)
    assert (report is None) is skipped


def test_gzip_is_read_through() -> None:
    """A compressed manifest has the findings, at the places, of what is in it."""
    data = json.dumps(BUSY, indent=1).encode()
    assert _check(gzip.compress(data)) == _check(data)


# --- small parts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), ""),
        (("",), "/"),
        (("a/b", "c~d", 0), "/a~1b/c~0d/0"),
        (("~1", "/0"), "/~01/~10"),
        (("é ☃", -1), "/é ☃/-1"),
    ],
)
def test_pointers_are_json_pointers(path: tuple[str | int, ...], pointer: str) -> None:
    """The two special characters are escaped, and nothing else is."""
    assert to_pointer(path) == pointer


def test_reports_compare_by_value() -> None:
    """Two checks of one document are equal, and every field of a finding takes part."""
    one, two = _check(BUSY), _check(BUSY)
    assert one == two
    assert hash(one) == hash(two)
    compared = {field.name for field in fields(Finding) if field.compare}
    assert compared == {field.name for field in fields(Finding)} - {"excerpt"}


def test_counts_of_items_and_urls() -> None:
    """Items are counted whatever they are, URLs where they stand."""
    report = _check(BUSY)
    assert report.items == sum(len(v) for v in BUSY.values() if isinstance(v, list))
    group = {"title": "g", "objectUrl_0": "s3://acme-media/0.jpg", "objectUrl_1": URL}
    assert _check({"videos": [{"objectUrl": URL}], "image_groups": [group]}).urls == 3


def test_trackers_start_anew_with_each_document() -> None:
    """What one document had is not known in the next."""
    data = _videos({"objectUrl": URL})
    assert [_codes(_check(data)) for _ in range(2)] == [[], []]


def test_the_default_tracker_says_nothing() -> None:
    """It answers every question with no hits."""
    tracker: NoTracking[object, object] = NoTracking()
    answers: list[Iterable[Hit]] = [tracker.see(0), tracker.meet(0), tracker.finish()]
    assert [list(answer) for answer in answers] == [[], [], []]
    assert tracker.verdict("") is None


@pytest.mark.parametrize(
    "settings",
    [
        {"only": frozenset({"vidoe"})},
        {"profile": "lax"},
        {"severity": {"E201": "bogus"}},
        {"max_findings": -1},
        {"max_item_bytes": -5},
        {"metadata_schema": "keys.toml"},
        {"metadata_schema": {"shift": "number"}},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any]) -> None:
    """No check runs under them."""
    with pytest.raises(manifestry.UsageError):
        Settings(**settings)


def test_url_schemes_may_come_in_any_form() -> None:
    """As a list, and in capitals."""
    assert Settings(url_schemes=["S3"]).url_schemes == ("s3",)  # type: ignore[arg-type]
