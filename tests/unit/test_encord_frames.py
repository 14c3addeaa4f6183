"""`$encord` in the client metadata of videos: its schema, its rules, and the rest of the rules in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

import manifestry
from manifestry.engine import schema
from manifestry.engine.schema import EngineName, validator
from manifestry.findings import Finding, Severity
from manifestry.formats.encord.frame_keys import CONFIG, MEMBERS, OWN, near
from manifestry.formats.encord.frames import encord_of, is_doubtful
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS
from manifestry.models.encord import Video
from manifestry.rules.catalogue import folder
from manifestry.settings import Settings

VIDEO = "encord/items.schema.json#/$defs/video"
ENGINES: tuple[EngineName, ...] = ("jsonschema-rs", "jsonschema")

URL = "s3://acme-media/cam1/a.mp4"
BLOCK = {
    "fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, "file_size": 904512,
    "mime_type": "video/mp4",
}  # fmt: skip
SECONDS = {"keyframe_mode": "seconds"}

Found = list[tuple[str, str]]


def video(encord: Any, **block: Any) -> dict[str, Any]:
    """A video with this `$encord`, and with media metadata if any of it is given."""
    item = {"objectUrl": URL, "clientMetadata": {"$encord": encord}}
    return {**item, "videoMetadata": {**BLOCK, **block}} if block else item


def check(encord: Any, settings: Settings | None = None, **block: Any) -> list[Finding]:
    """The findings of a manifest with that one video."""
    data = json.dumps({"videos": [video(encord, **block)]}).encode()
    report = manifestry.check(data, settings)
    assert not report.files[0].failures
    return list(report)


def found(encord: Any, **block: Any) -> Found:
    """Code and pointer of the findings, the pointers from `$encord`."""
    at = "/videos/0/clientMetadata/$encord"
    return [(f.code, f.pointer.removeprefix(at)) for f in check(encord, **block)]


def only(encord: Any, **block: Any) -> Finding:
    """The one finding there is."""
    (finding,) = check(encord, **block)
    return finding


# --- the schema ---------------------------------------------------------------------------

REFUSED: list[tuple[Any, str]] = [
    (None, ""),
    ([], ""),
    ({"config": None}, "/config"),
    ({"config": []}, "/config"),
    ({"config": {"sampling_rate": None}}, "/config/sampling_rate"),
    ({"config": {"sampling_rate": "2"}}, "/config/sampling_rate"),
    ({"config": {"sampling_rate": True}}, "/config/sampling_rate"),
    ({"config": {"sampling_rate": -1e-9}}, "/config/sampling_rate"),
    ({"config": {"keyframe_mode": "Frame"}}, "/config/keyframe_mode"),
    ({"config": {"keyframe_mode": None}}, "/config/keyframe_mode"),
    ({"config": {"keyframe_mode": ["frame"]}}, "/config/keyframe_mode"),
    ({"frames": None}, "/frames"),
    ({"frames": 11}, "/frames"),
    ({"frames": {"11": None}}, "/frames/11"),
    ({"frames": {"0": True, "7": {}}}, "/frames/0"),
    ({"frames": {"7": []}}, "/frames/7"),
    ({"frames": {"11": {"$encord": None}}}, "/frames/11/$encord"),
    ({"frames": {"11": {"$encord": {"keyframe": "false"}}}}, "/frames/11/$encord/keyframe"),
    ({"frames": {"11": {"$encord": {"keyframe": 0}}}}, "/frames/11/$encord/keyframe"),
    ({"frames": [0, "3"]}, "/frames/1"),
    ({"frames": [True]}, "/frames/0"),
    ({"frames": [0, 1, -1]}, "/frames/2"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("encord", "at"), REFUSED)
def test_the_schema_refuses_wrong_types_and_ranges(
    encord: Any, at: str, engine: EngineName
) -> None:
    """Each at its place; and each is one finding there, and no model."""
    errors = validator(VIDEO, engine).errors(video(encord))
    pointers = ["".join(f"/{step}" for step in error.path[2:]) for error in errors]
    assert pointers == [at]
    assert [pointer for _, pointer in found(encord)] == [at]
    assert only(encord).severity is Severity.ERROR
    with pytest.raises(ValidationError):
        Video.from_json(video(encord))


ACCEPTED: list[Any] = [
    {},
    {"config": {}, "frames": {}},
    {"config": {"sampling_rate": 0, "keyframe_mode": "frame"}, "frames": []},
    {"config": {"sampling_rate": 1e-3, **SECONDS}, "frames": {"0.53": {"a": [[{}]]}}},
    {"frames": [7, 7.0, 7.5, 10**30]},
    {"frames": {"abc": {"$x": None, "$encord": {"odd": 1}}, "": {}, "007": {}}},
    {"odd": 1, "config": {"odd": []}},
]


@pytest.mark.parametrize("encord", ACCEPTED)
def test_the_schema_leaves_to_the_rules_what_they_say_better(encord: Any) -> None:
    """Names of keys, and what depends on other values; a model takes it and gives it back."""
    for engine in ENGINES:
        assert validator(VIDEO, engine).all_valid([video(encord)])
    assert Video.from_json(video(encord)).to_dict() == video(encord)


def test_only_videos_are_looked_at() -> None:
    """Elsewhere `$encord` is one finding, whatever is in it."""
    item = {**video({"frames": ["x"], "odd": {"01": None}}), "objectUrl": "s3://acme-media/a.png"}
    report = manifestry.check({"images": [item]})
    assert [(f.code, f.pointer) for f in report] == [("M007", "/images/0/clientMetadata/$encord")]
    for section, expected in (("images", True), ("videos", False)):
        other = Item(SECTIONS[section], 0, video({}), Settings())
        assert (encord_of(other) is None) is expected


def test_errors_in_frames_are_found_without_the_slow_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fast one makes numbers of keys such as "11"; which key it was is found again."""
    keys = ["7", "0", "010", "+5", "18446744073709551616", "-3", "1.5", "a/b", "~0"]
    encord = {"frames": dict.fromkeys(keys)}
    monkeypatch.setattr(schema, "_Reference", None)
    errors = list(validator(VIDEO, "jsonschema-rs").errors(video(encord)))
    assert {error.path[-1] for error in errors} == set(keys)


@pytest.mark.parametrize("keys", [("7", "007"), ("7", "+7"), ("", "7")])
def test_errors_under_keys_that_are_taken_for_one_are_told_apart(keys: tuple[str, ...]) -> None:
    """Where the fast engine does not tell which key it was, the other one does."""
    encord = {"frames": dict.fromkeys(keys)}
    errors = list(validator(VIDEO, "jsonschema-rs").errors(video(encord)))
    assert {error.path[-1] for error in errors} == set(keys)


# --- the rules ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encord", "expected", "help_"),
    [
        ({"keyFrames": [0]}, "/keyFrames", 'Write "frames"; keys are exact.'),
        ({"frame": {"0": {}}}, "/frame", 'Write "frames"; keys are exact.'),
        ({"Config": {}}, "/Config", 'Write "config"; keys are exact.'),
        ({"keyframes": [0], "frames": []}, "/keyframes", "Merge it with"),
        ({"sampling_rate": 0}, "/sampling_rate", 'Move it into "config".'),
        ({"keyframeMode": "frame"}, "/keyframeMode", 'Move it into "config".'),
        ({"keyframe": False}, "/keyframe", 'Move it into the "$encord" of a single frame.'),
        ({"11": {"weather": "rain"}}, "/11", 'Move it into an object "frames".'),
        ({"site": "north"}, "/site", 'Put metadata of the whole video beside "$encord".'),
        ({"config": {"samplingRate": 0}}, "/config/samplingRate", 'Write "sampling_rate"'),
        ({"config": {"frames": [0]}}, "/config/frames", 'Move it out of "config", beside it.'),
        ({"config": {"zoom": 2}}, "/config/zoom", "Correct the key or leave it out."),
        (
            {"frames": {"3": {"$encord": {"key_frame": False}}}},
            "/frames/3/$encord/key_frame",
            'Write "keyframe"; keys are exact.',
        ),
        (
            {"frames": {"3": {"$encord": {"weather": "fog"}}}},
            "/frames/3/$encord/weather",
            'Put metadata of the frame beside its "$encord".',
        ),
    ],
)
def test_an_unknown_key_is_told_where_it_belongs(encord: Any, expected: str, help_: str) -> None:
    """The nearest key, or the place where the key or what it holds would be right."""
    assert found(encord) == [("M101", expected)]
    assert only(encord).help.startswith(help_)
    assert only(encord).severity is Severity.WARNING


@pytest.mark.parametrize(
    "encord",
    [
        {"config": {"keyframeMode": "seconds"}, "frames": {"0.5": {}}},
        {"config": {"mode": "seconds"}, "frames": {"0.5": {}}},
        {"keyframe_mode": "seconds", "frames": {"0.5": {}}},
        {"Config": SECONDS, "frames": {"0.5": {}}},
        {"config": {"keyframeMode": "second"}, "frames": {"abc": {}}},
        {"settings": SECONDS, "config": SECONDS, "frames": {"0.5": {}}},
    ],
)
def test_a_mode_in_the_wrong_place_is_heard_all_the_same(encord: Any) -> None:
    """That its key is misspelt or misplaced is the one fault; the keys follow from it."""
    assert [code for code, _ in found(encord)] == ["M101"]


@pytest.mark.parametrize(
    ("key", "mode", "help_"),
    [
        ("01", "frame", 'Write "1".'),
        (" 7", "frame", 'Write "7".'),
        ("٣", "frame", 'Write "3".'),
        ("+4", "frame", 'Write "4".'),
        ("000", "frame", 'Write "0".'),
        ("050", "frame", 'Merge it with "50", which is there too.'),
        ("1.0", "frame", 'Count frames, or set "keyframe_mode" to "seconds"'),
        ("-3", "frame", "Name the frame by its number"),
        ("abc", "frame", "Name the frame by its number"),
        ("", "frame", "Name the frame by its number"),
        ("0" * 99, "frame", "Name the frame by its number"),
        (".5", "seconds", 'Write "0.5".'),
        ("5.", "seconds", 'Write "5".'),
        ("01.50", "seconds", 'Write "1.50".'),
        ("1,5", "seconds", 'Write "1.5".'),
        ("050", "seconds", 'Merge it with "50", which is there too.'),
        ("1e3", "seconds", "Name the frame by its time"),
        ("-1", "seconds", "Name the frame by its time"),
        ("NaN", "seconds", "Name the frame by its time"),
        (".", "seconds", "Name the frame by its time"),
        ("0:01", "seconds", "Name the frame by its time"),
    ],
)
def test_a_bad_key_is_told_how_it_would_be_right(key: str, mode: str, help_: str) -> None:
    """As far as it is clear which frame was meant."""
    encord = {"config": {"keyframe_mode": mode}, "frames": {"50": {}, key: {"people": 2}}}
    assert found(encord) == [("M102", f"/frames/{key}")]
    assert only(encord).help.startswith(help_)


def test_keys_are_left_alone_where_nobody_knows_what_they_are() -> None:
    """Where the mode is the fault, of frames only what is wrong in both modes is another."""
    keyed = {"0.5": {}, "abc": {}, "0": {"$encord": {"keyframe": False}}}
    bad: list[tuple[Any, str, str]] = [
        ({"keyframe_mode": "sec"}, "E103", "/config/keyframe_mode"),
        ([], "E101", "/config"),
    ]
    for config, code, at in bad:
        assert found({"config": config, "frames": keyed}, fps=25) == [(code, at)]
        listed = [0, 1.5, 900, 900, "3"]
        repeat = ("M105", "/frames/3")
        assert found({"config": config, "frames": listed}, fps=25) == [
            (code, at),
            repeat,
            ("M103", "/frames/4"),
        ]


def test_entries_of_a_list_are_judged_by_the_mode() -> None:
    """Times in a list are doubtful where the keys would be times, and wrong otherwise."""
    for config, severity in (({}, Severity.ERROR), (SECONDS, Severity.WARNING)):
        finding = only({"config": config, "frames": [0, 1.5]})
        assert (finding.code, finding.severity) == ("M103", severity)
    entries: list[Any] = [-1.5, "1.5", None, True, [], {}]
    for entry in entries:
        finding = only({"config": SECONDS, "frames": [0, entry]})
        assert (finding.code, finding.severity) == ("M103", Severity.ERROR)
    for entry in (-2.0, 900.5):
        for config in ({}, SECONDS):
            assert found({"config": config, "frames": [0, entry]}, fps=25) == [
                ("M103", "/frames/1")
            ]
    assert only({"frames": ["03"]}).help == "Write 3 without quotes."


def test_repeats_are_found_however_they_are_written() -> None:
    """Whole numbers of either kind in a list, times with more digits; each later one."""
    assert found({"frames": [3, 1, 3.0, 1, 3, True, "3"]}) == [
        ("M105", "/frames/2"),
        ("M105", "/frames/3"),
        ("M105", "/frames/4"),
        ("M103", "/frames/5"),
        ("M103", "/frames/6"),
    ]
    keys = ("1.50", "2", "1.5", "20", "2.00", "1.500", "0", "0.0", "10", "1")
    assert found({"config": SECONDS, "frames": {key: {} for key in keys}}) == [
        ("M105", f"/frames/{key}") for key in ("1.5", "2.00", "1.500", "0.0")
    ]


@pytest.mark.parametrize(
    ("block", "last"),
    [
        ({"fps": 25, "duration": 12.4}, 310),
        ({"fps": 29.97, "duration": 12.4}, 372),
        ({"fps": 0.1, "duration": 0.1}, 1),
        ({"fps": 1000, "duration": 86400, "file_size": 10**9}, 86_400_000),
    ],
)
def test_one_frame_more_than_there_are_is_let_pass(block: dict[str, float], last: int) -> None:
    """For rates and durations are rounded; the next one lies behind the end."""
    good: list[Any] = [[last], {str(last): {}}]
    for frames in good:
        assert "M104" not in [code for code, _ in found({"frames": frames}, **block)]
    assert ("M104", "/frames/1") in found({"frames": [0, last + 1]}, **block)
    assert ("M104", f"/frames/{last + 1}") in found({"frames": {str(last + 1): {}}}, **block)


@pytest.mark.parametrize(
    "block",
    [
        {"fps": 0}, {"fps": "25"}, {"fps": True}, {"fps": 0.04}, {"fps": 29970}, {"fps": None},
        {"duration": 0}, {"duration": -1}, {"duration": "12"}, {"duration": 86401}, {"duration": None},
    ],
)  # fmt: skip
def test_the_end_is_unknown_where_the_metadata_cannot_be_true(block: dict[str, Any]) -> None:
    """Then nothing is said of frames, for something is said of the metadata."""
    encord = {"frames": {"99999999999": {}}, "config": {"sampling_rate": 1}}
    codes = [code for code, _ in found(encord, **block)]
    assert len(codes) == 1
    assert codes[0].startswith("E")


def test_seconds_need_no_frame_rate() -> None:
    """The duration alone says where the video ends; whole numbers may be frames."""
    encord = {"config": SECONDS, "frames": {"12.4": {}, "12.41": {}, "300": {}, "9" * 400: {}}}
    item = video(encord) | {"videoMetadata": {"duration": 12.4}}
    report = manifestry.check({"videos": [item]})
    late = [finding for finding in report if finding.code == "M104"]
    assert [finding.pointer.rpartition("/")[2] for finding in late] == ["12.41", "300", "9" * 400]
    assert ['"frame"' in finding.help for finding in late] == [False, True, True]
    assert [finding.code for finding in report if finding not in late] == ["E402"]


def test_a_rate_that_is_rounded_up_means_every_frame() -> None:
    """30 of 29.97 frames per second is no more than there are."""
    for rate, codes in ((29.97, []), (30, []), (30.1, ["M107"]), (1e300, ["M107"])):
        encord = {"config": {"sampling_rate": rate}}
        assert [code for code, _ in found(encord, fps=29.97)] == codes
        assert found(encord) == []


def test_faults_of_one_frame_are_all_found() -> None:
    """Each one for itself, in the order they stand in."""
    own = {"keyframe": False, "weather": "fog"}
    frame = {"$encord": own, "$site": 1, "$Encord": {}, "keyframe": False}
    assert found({"frames": {"0": frame}}) == [
        ("M106", "/frames/0/$encord/keyframe"),
        ("M101", "/frames/0/$encord/weather"),
        ("M109", "/frames/0/$site"),
        ("M109", "/frames/0/$Encord"),
        ("M108", "/frames/0/keyframe"),
    ]


def test_a_flag_that_is_true_is_no_fault() -> None:
    """On the first frame or as metadata it is what would be anyway; nor is one of another type."""
    frames: dict[str, Any] = {"0": {"$encord": {"keyframe": True}}, "3": {"keyframe": True}}
    assert found({"frames": frames}) == []
    assert found({"frames": {**frames, "05": {}}}) == [("M102", "/frames/05")]
    assert found({"frames": {"7": {"keyframe": "no"}}}) == []


def test_a_misspelt_encord_of_a_frame_is_told_its_name() -> None:
    """Unless the right one is there as well."""
    alone = only({"frames": {"3": {"$Encord": {}}}})
    both = only({"frames": {"3": {"$Encord": {}, "$encord": {}}}})
    assert (alone.code, alone.help) == ("M109", 'Write "$encord".')
    assert (both.code, both.help) == ("M109", "Choose a key that begins with a letter or a digit.")


def test_the_near_key_is_the_one_that_was_meant() -> None:
    """Not one that has most of the letters but means something else."""
    assert [near(key, CONFIG) for key in ("keyframe", "keyframes", "frames", "config")] == [
        None
    ] * 4
    assert [near(key, OWN) for key in ("isKeyframe", "keyframe_mode")] == ["keyframe", None]
    assert [near("x" * 10**6, names) for names in (MEMBERS, CONFIG, OWN)] == [None] * 3


# --- the other rules see what is in frames ------------------------------------------------


def test_rules_on_metadata_see_the_metadata_of_frames() -> None:
    """NUL, size, digits and duplicate keys are found in there as anywhere."""
    frames = {"11": {"a": "x\0", "b\0": 1, "n": 2**53 + 1, "list": [{"c": "\0"}]}}
    assert found({"frames": frames}) == [
        ("M004", "/frames/11/a"),
        ("M004", "/frames/11/b\0"),
        ("J204", "/frames/11/n"),
        ("M004", "/frames/11/list/0/c"),
    ]
    encord = {"frames": {"11": {"weather": "rain" * 10}}}
    size = len(json.dumps({"$encord": encord}, separators=(",", ":")))
    for most, code in ((size - 1, "M003"), (size, "M002")):
        findings = check(encord, Settings(max_metadata_bytes=most))
        assert [finding.code for finding in findings] == [code]
    text = json.dumps({"videos": [video({"frames": {"11": {}, "@": {}}})]}).replace("@", "11")
    report = manifestry.check(text.encode())
    assert [f.code for f in report] == ["J201"]


def test_an_old_list_of_key_frames_gets_advice_that_fits() -> None:
    """`$encord` is of use for videos only."""
    for section, word in (("videos", '"$encord"'), ("images", "another key")):
        ending = "mp4" if section == "videos" else "png"
        item = {"objectUrl": f"s3://acme-media/a.{ending}", "clientMetadata": {"keyframes": [1]}}
        (finding,) = manifestry.check({section: [item]})
        assert finding.code == "M006"
        assert word in finding.help


# --- what is meant to hurt ----------------------------------------------------------------


def test_what_is_huge_takes_time_in_proportion() -> None:
    """Long keys, many keys, numbers whose hashes are all the same: none makes it hang."""
    prime = 2**61 - 1  # Python's hash of a whole number is what is left of it
    cases: list[Any] = [
        {"frames": {"9" * 10**6: {}, "0." + "1" * 10**6: {}}},
        {"config": SECONDS, "frames": {"9" * 10**6: {}, "0." + "1" * 10**6 + "0": {}}},
        {"frames": [n * prime for n in range(40_000)]},
        {"frames": {f"0{n}": {"$a": 1} for n in range(10_000)}},
        {"x" * 10**6: {}, "$" * 10**6: {}},
    ]
    for encord in cases:
        item = Item(SECTIONS["videos"], 0, video(encord, fps=25), Settings())
        assert is_doubtful(item)
        hits = [hit for rule in folder("encord_frames") if rule.check for hit in rule.check(item)]
        assert hits
        assert all(len(hit.message) < 300 for hit in hits)


def test_what_is_deep_is_no_trap() -> None:
    """A thousand levels in the metadata of a frame, or where `$encord` should be."""
    deep = "[" * 900 + "]" * 900
    for encord, codes in (
        ('{"frames": {"11": {"a": %s}}}', []),
        ('{"frames": {"01": {"a": %s}}}', ["M102"]),
        ('{"frames": {"11": %s}}', ["E101"]),
        ('{"frames": %s}', ["M103"]),
        ("%s", ["E101"]),
    ):
        text = '{"videos": [{"objectUrl": "%s", "clientMetadata": {"$encord": %s}}]}'
        report = manifestry.check((text % (URL, encord % deep)).encode())
        assert not report.files[0].failures
        assert [finding.code for finding in report] == codes
