"""What the rules on assets of Ango Hub go by: keys, addresses, numbers and the moment."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.cli.check import command
from manifestry.errors import UsageError
from manifestry.formats.ango.addresses import expiry, has_scheme, starts_with_host, written
from manifestry.formats.ango.asset import Asset
from manifestry.formats.ango.ids import is_object_id
from manifestry.formats.ango.keys import metadata_key, near_miss, unknown_keys
from manifestry.formats.ango.numbers import is_number_text
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported, legacy
from manifestry.rules.catalogue import folder
from manifestry.settings import Settings

_SIGNED = "https://cdn.acme.example/a.jpg?X-Amz-Date=20240501T100000Z&X-Amz-Expires=120000"


def found(text: str, **settings: Any) -> list[tuple[str, str]]:
    """The findings of a document, as codes and pointers."""
    report = manifestry.check(text.encode(), Settings(**settings))
    assert not report.files[0].failures
    return [(finding.code, finding.pointer) for finding in report.findings]


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        ("X-Amz-Date=20240501T100000Z&X-Amz-Expires=120000", "2024-05-02T19:20:00Z"),
        ("x-amz-expires=60&x-amz-date=20240501T100000Z", "2024-05-01T10:01:00Z"),
        (
            "X-Goog-Date=20240501T100000Z&X-Goog-Expires=1&X-Goog-Signature=00",
            "2024-05-01T10:00:01Z",
        ),
        ("Expires=1714557600&Signature=00&Key-Pair-Id=00", "2024-05-01T10:00:00Z"),
        ("sv=2023&se=2024-05-01T10%3A00%3A00Z&sig=00", "2024-05-01T10:00:00Z"),
        ("se=2024-05-01T10%3A00Z&sig=00", "2024-05-01T10:00:00Z"),
        ("se=2024-05-01&sig=00", "2024-05-01T00:00:00Z"),
    ],
)
def test_expiry_is_read(query: str, moment: str) -> None:
    """The forms of the three clouds are understood."""
    end = expiry(f"https://cdn.acme.example/a.jpg?{query}#x")
    assert end is not None
    assert written(end) == moment


@pytest.mark.parametrize(
    "query",
    [
        "",
        "v=1",
        "Expires=1714557600",
        "Expires=soon&Signature=00",
        "se=2024-05-01",
        "se=tomorrow&sig=00",
        "se=2024-02-31&sig=00",
        "X-Amz-Date=20240501T100000Z",
        "X-Amz-Date=20241301T100000Z&X-Amz-Expires=1",
        "X-Amz-Date=99991231T235959Z&X-Amz-Expires=1",
        "X-Amz-Date=20240501T100000Z&X-Amz-Expires=\u0661",
        "Expires=999999999999&Signature=00",
    ],
)
def test_no_expiry_is_made_up(query: str) -> None:
    """What says nothing, or what no calendar has, is no moment."""
    assert expiry(f"https://cdn.acme.example/a.jpg?{query}") is None


def test_inline_text_is_never_signed() -> None:
    """A text is no address, even with one in it."""
    assert expiry(f'<img src="{_SIGNED}">') is None


def test_schemes() -> None:
    """A drive is no scheme; a host without a scheme is known by its looks."""
    assert has_scheme("https://a")
    assert has_scheme("data:image/png;base64,")
    assert not has_scheme("C:\\a.jpg")
    assert not has_scheme("photos/a.jpg")
    assert starts_with_host("acme.s3.eu-central-1.amazonaws.com/a.jpg")
    assert not starts_with_host("acme.jpg")


def test_ids_and_numbers() -> None:
    """Only the whole text counts."""
    assert is_object_id("65A000000000000000000001")
    assert not is_object_id("65a000000000000000000001\n")
    assert is_number_text("frameRate", "25.")
    assert not is_number_text("frameRate", "0.0")
    assert not is_number_text("width", "6\n")
    assert not is_number_text("width", "\u0661")


def test_near_miss_spares_known_keys() -> None:
    """A key that is known for what it is stands for no other."""
    assert near_miss("stageId", {"stage"}, {"stage", "stageId"}) is None
    assert near_miss("data", {"dataSet"}, ()) == ("dataSet", "dataset")
    assert near_miss("task", {"Tasks"}, ()) == ("Tasks", "tasks")
    assert near_miss("data", {"url"}, ()) == ("url", "data")


def test_metadata_key_in_another_spelling() -> None:
    """Case and separators do not matter, other words do."""
    assert metadata_key({"frame_rate": 25}, "frameRate") == "frame_rate"
    assert metadata_key({"fps": 25}, "frameRate") is None


def test_unknown_keys_of_free_metadata() -> None:
    """Any key may stand in metadata; one of the API's model is known."""
    value = {"asset": "a", "externalId": "a", "task": {}, "priority": 1, "metadata": {"widths": 1}}
    assert unknown_keys(Asset("export", 0, value, Settings())) == []


def test_one_fault_is_one_finding() -> None:
    """A misspelt key is neither unknown nor missing as well."""
    assert found(exported({"batches": ABSENT, "Batches": []})) == [("A106", "/0/Batches")]
    assert found(exported({"batches": ABSENT, "batch": []})) == [("A106", "/0/batch")]
    assert found(exported({"metadata": ABSENT, "meta_data": {}})) == [("A106", "/0/meta_data")]
    assert found(exported({"metadata": ABSENT, "metadat": {}})) == [("A106", "/0/metadat")]
    video = {"asset": "https://cdn.acme.example/a.mp4", "metadata": {"frame_rate": 25}}
    assert found(exported(video)) == [("A106", "/0/metadata/frame_rate")]
    assert found(exported({"metadata": {"Width": 640, "height": 480}})) == [
        ("A106", "/0/metadata/Width")
    ]
    assert found(imported({"externalId": ABSENT, "externalID": "a", "batches": []})) == [
        ("A106", "/0/externalID")
    ]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ({"asset": f"<p>{'x' * 100_000}</p>"}, "ango-export"),
        ({"asset": "https://a.example/0.dcm", "assetId": f"{1:024}",
          "dataset": [f"https://a.example/{n}.dcm" for n in range(60_000)]}, "ango-export"),
        ({"asset": "https://a.example/0.jpg", "externalId": "0",
          "contextData": {"note": "x" * 2_000_000}}, "ango-export"),
        ({"data": f"<p>{'x' * 100_000}</p>"}, "ango-import"),
        ({"contextData": {"note": "x" * 100_000}}, "ango-import"),
    ],
    ids=["inline text", "pages", "context", "imported text", "imported context"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["list", "line"])
def test_first_asset_larger_than_the_first_look(
    first: dict[str, Any], kind: str, form: str
) -> None:
    """What shows the kind may come behind a large value."""
    text = exported({}) if kind == "ango-export" else imported({})
    asset = {**first, **{k: v for k, v in json.loads(text)[0].items() if k not in first}}
    data = json.dumps([asset] if form == "list" else asset).encode()
    report = manifestry.check(data)
    assert report.files[0].kind == kind
    assert report.ok
    assert len(report.files) == report.files[0].items == 1


@pytest.mark.parametrize(
    "text", [f"[{' ' * 100_000}]", f"{' ' * 2_000_000}3"], ids=["list", "number"]
)
def test_large_unknown_list_is_one_finding(text: str) -> None:
    """What is no object is no manifest either, so that nothing is said of its items."""
    assert [finding.code for finding in manifestry.check(text.encode())] == ["J002"]


def test_misspelt_and_missing_together() -> None:
    """An object that lacks keys, some of them misspelt, has one finding that names all."""
    text = exported({"task": {"taskId": ABSENT, "stage": ABSENT, "taskID": f"{1:024}"}})
    report = manifestry.check(text.encode())
    (finding,) = report.findings
    assert (finding.code, finding.pointer) == ("A102", "/0/task")
    assert finding.message == '"task" lacks "stage" and "taskId": "taskID" is not "taskId"'


def test_no_task_is_said_in_plain_words() -> None:
    """Neither `task` nor `tasks`."""
    (finding,) = manifestry.check(exported({"task": ABSENT}).encode()).findings
    assert finding.message == "The asset has no task"


def test_request_members_do_not_lack_the_assets() -> None:
    """Members of a request come one by one."""
    assets = json.loads(imported({}))
    assert found(json.dumps({"priority": 0, "assets": assets})) == []
    assert found(json.dumps({"priority": "high", "assets": assets})) == [("A101", "/priority")]


def test_legacy_exports_may_lack_what_was_not_asked_for() -> None:
    """Batches, but not null in their place; pages without an id."""
    assert found(legacy({})) == []
    assert found(legacy({"batches": None})) == [("A121", "/0/batches")]


def test_signed_addresses_are_told_once() -> None:
    """One info for all of them, with their number and the span."""
    other = _SIGNED.replace("120000", "60")
    text = exported({}, {"asset": _SIGNED}, {"asset": other, "task": {"brushDataUrl": other}})
    (finding,) = manifestry.check(text.encode()).findings
    assert (finding.code, finding.pointer) == ("A131", "/1/asset")
    assert finding.message == (
        "3 addresses are signed; they expire between 2024-05-01T10:01:00Z and 2024-05-02T19:20:00Z"
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, None), (9, None), (10, "expires soon"), (33, "expires soon"), (34, "has expired")],
)
def test_expiry_is_judged_by_now(hours: int, words: str | None) -> None:
    """Within a day it is about to expire; nothing is said of one that lasts longer."""
    now = datetime(2024, 5, 1, 10, tzinfo=UTC) + timedelta(hours=hours)
    findings = manifestry.check(exported({"asset": _SIGNED}).encode(), Settings(now=now)).findings
    assert [finding.code for finding in findings] == ["A132"] * (words is not None)
    assert all(str(words) in finding.message for finding in findings)


def test_now_has_a_zone() -> None:
    """A moment without a zone is another one in every country."""
    with pytest.raises(UsageError, match="time zone"):
        Settings(now=datetime(2024, 5, 1))  # noqa: DTZ001
    with pytest.raises(UsageError, match="no moment"):
        Settings(now=datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))
    moved = Settings(now=datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))).now
    assert moved is not None
    assert moved.isoformat() == "2024-05-01T10:00:00+00:00"


@pytest.mark.parametrize("word", ["2024-06-01", "2024-06-01T00:00:00Z", "20240601T000000+0200"])
def test_now_on_the_command_line(word: str, tmp_path: Any) -> None:
    """ISO 8601 in any form; without a zone in UTC."""
    path = tmp_path / "export.json"
    path.write_text(exported({"asset": _SIGNED}))
    result = CliRunner().invoke(
        command, ["--no-config", "--now", word, str(path)], standalone_mode=False
    )
    assert result.exception is None
    assert "A132" in result.output


@pytest.mark.parametrize("word", ["now", "", "tomorrow", "2024-13-01", "0001-01-01T00:00:00+01:00"])
def test_now_that_is_no_moment(word: str) -> None:
    """There is no word for the present: reports have to be the same on every day."""
    result = CliRunner().invoke(command, ["--no-config", "--now", word, "."])
    assert result.exit_code == 2
    assert "must be a moment such as" in result.output


_ADDRESSES = st.sampled_from(
    [
        *(
            "https://cdn.acme.example/" + name
            for name in ("a.jpg", "a.mp4", "a", "a.step", "a b.png")
        ),
        *(
            "https://a/%zz.jpg",
            "https://a/%20.pdf",
            "https://a/\u00fc.jpg",
            "https://a/x/",
            _SIGNED,
        ),
        *("a.jpg", "www.a/b.jpg", "//a/b.dcm", "<p>\n", '<p a="b">', "", ".jpg", "https://.jpg"),
    ]
)
_NUMBERS: st.SearchStrategy[object] = st.sampled_from(
    [640, 0, -1, 640.0, 0.5, "640", "x", None, True, [], 10**400]
)
_METADATA = st.dictionaries(
    st.sampled_from(["width", "height", "frameTotal", "frameRate", "Width", "pages", "own"]),
    _NUMBERS,
)
_ANY: st.SearchStrategy[object] = st.sampled_from(
    [None, "", " ", "x", 7, f"{1:024}", [], {}, [None], [{}]]
)
_ASSETS = st.fixed_dictionaries(
    {},
    optional={
        "asset": _ADDRESSES | _ANY,
        "data": _ADDRESSES | _ANY,
        "dataset": st.lists(_ADDRESSES | st.just({"url": "a.jpg"}) | _ANY, max_size=2) | _ANY,
        "metadata": _METADATA | _ANY,
        "batches": st.lists(_ANY, max_size=2) | _ANY,
        "task": st.fixed_dictionaries({}, optional={"taskId": _ANY, "task_id": _ANY}) | _ANY,
        "tasks": st.lists(st.fixed_dictionaries({}, optional={"taskId": _ANY}), max_size=2) | _ANY,
        "attachments": st.lists(st.fixed_dictionaries({}, optional={"type": _ANY}), max_size=2),
        "width": _NUMBERS,
        **dict.fromkeys(["assetId", "externalId", "storage", "editorType", "Batches", "x"], _ANY),
    },
)


@given(_ASSETS, st.sampled_from(["export", "import"]))
def test_what_is_passed_over_has_no_fault(value: dict[str, Any], form: Any) -> None:
    """Where the cheap test of a rule fails the rule has nothing to say, whatever the asset."""
    asset = Asset(form, 0, value, Settings(now=datetime(2024, 6, 1, tzinfo=UTC)))
    folders = ["ango_assets", *(["ango_imports"] if form == "import" else [])]
    for rule in (rule for name in folders for rule in folder(name)):
        if rule.check is not None:
            hits = list(rule.check(asset))
            assert not hits or rule.when is None or rule.when(asset), rule.code
