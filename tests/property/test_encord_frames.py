"""`$encord` of videos that nobody wrote: good ones are clean, one fault is one finding."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.formats.encord.frames import is_doubtful
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS
from manifestry.rules.catalogue import folder
from manifestry.settings import Settings
from manifestry.text import printable

Json = dict[str, Any]
Steps = tuple[str | int, ...]

ALL = Settings(max_findings=0, max_findings_per_rule=0)
AT = ("clientMetadata", "$encord")
FRAMES = (*AT, "frames")


def examples(most: int) -> settings:
    """Settings for a test of so many examples, however long one takes."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=most, deadline=None, suppress_health_check=checks)


class Video(NamedTuple):
    """A good video; whether its frames are named in seconds, and where it ends if that is known.

    A frame that is counted may be `end` itself, one more than there are.
    """

    item: Json
    in_seconds: bool
    fps: float | None
    end: float | None

    @property
    def encord(self) -> Json:
        """What the video has under `$encord`."""
        found: Json = self.item["clientMetadata"]["$encord"]
        return found


_texts = st.text("abc xyz$-é日", max_size=5)
_metadata = st.fixed_dictionaries(
    {},
    optional={
        "weather": _texts,
        "people$": st.integers(0, 9),
        "wet": st.booleans(),
        "my-embedding": st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3),
        "places": st.lists(st.fixed_dictionaries({"$x": st.integers(0, 9)}), max_size=2),
    },
)
_huge = st.integers(10**14, 2**53)


@st.composite
def frames(draw: st.DrawFn, *, first: bool) -> Json:
    """The metadata of a frame; the first one is never said to be no key frame."""
    metadata = draw(_metadata)
    if draw(st.booleans()):
        own: Json = {}
        if draw(st.booleans()):
            own["keyframe"] = first or draw(st.booleans())
        metadata["$encord"] = own
    return dict(draw(st.permutations(list(metadata.items()))))


def _decimals(end: float | None) -> st.SearchStrategy[str]:
    """Times in plain digits, none of them behind the end."""
    whole = st.integers(0, 10**6 if end is None else math.floor(end)).map(str)
    return st.builds(
        lambda number, fraction: f"{number}.{fraction}" if fraction else number,
        whole,
        st.text("0123456789", max_size=4),
    ).filter(lambda text: end is None or float(text) <= end)


@st.composite
def videos(draw: st.DrawFn, form: str = "any", *, known: bool | None = None) -> Video:
    """A good video with `$encord`; `form` is "keyed", "listed", "seconds" or any of them."""
    item: Json = {"objectUrl": "s3://acme-media/cam1/a.mp4"}
    fps = end = None
    in_seconds = form == "seconds" or (form != "keyed" and draw(st.booleans()))
    if draw(st.booleans()) if known is None else known:
        fps = draw(st.sampled_from([25, 29.97, 0.1, 1000, 60.0]))
        duration = draw(st.sampled_from([0.1, 12.4, 60, 999.5]))
        end = duration if in_seconds else math.ceil(round(fps * duration, 6))
        item["videoMetadata"] = {
            "fps": fps, "duration": duration, "width": 1280, "height": 720,
            "file_size": 904512, "mime_type": "video/mp4",
        }  # fmt: skip
    rates = st.floats(0, 30 if fps is None else fps) | st.integers(0, math.ceil(fps or 30))
    config: Json = draw(st.fixed_dictionaries({}, optional={"sampling_rate": rates}))
    if in_seconds or draw(st.booleans()):
        config["keyframe_mode"] = "seconds" if in_seconds else "frame"
    encord: Json = {}
    if draw(st.booleans()) or config:
        encord["config"] = config
    numbers = st.integers(0, 500 if end is None else math.floor(end))
    if end is None:
        numbers |= _huge
    if form == "listed" or (form == "any" and draw(st.booleans())):
        encord["frames"] = draw(st.lists(numbers, max_size=6, unique=True))
    elif in_seconds:
        keys = st.lists(_decimals(end), max_size=4, unique_by=float)
        encord["frames"] = {key: draw(frames(first=float(key) == 0)) for key in draw(keys)}
    elif form == "keyed" or draw(st.booleans()):
        keys = st.lists(numbers.map(str), max_size=4, unique=True)
        encord["frames"] = {key: draw(frames(first=key == "0")) for key in draw(keys)}
    metadata = {"site": "north", "$encord": dict(draw(st.permutations(list(encord.items()))))}
    item["clientMetadata"] = dict(draw(st.permutations(list(metadata.items()))))
    return Video(dict(draw(st.permutations(list(item.items())))), in_seconds, fps, end)


def _written(item: Json) -> bytes:
    document = {"videos": [{"objectUrl": "s3://acme-media/cam1/b.mp4"}, item]}
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def _found(item: Json) -> tuple[Finding, ...]:
    report = manifestry.check(_written(item), ALL).files[0]
    assert report.failures == ()
    return report.findings


@examples(300)
@given(videos())
def test_a_good_encord_is_clean(video: Video) -> None:
    """In both modes and both forms, with what is known of the video and without."""
    assert _found(video.item) == ()


# --- one fault ----------------------------------------------------------------------------

Spoil = Callable[[Any, Video], Steps]
"""Puts one fault into a video, and tells where."""


def _insert(draw: Any, video: Video, key: str, frame: Any, *, last: bool = False) -> Steps:
    """A further frame somewhere among the others."""
    members = list(video.encord["frames"].items())
    place = len(members) if last else draw(st.integers(0, len(members)))
    members.insert(place, (key, frame))
    video.encord["frames"] = dict(members)
    return (*FRAMES, key)


def _bad_key(*keys: str) -> Spoil:
    def spoil(draw: Any, video: Video) -> Steps:
        odd = st.text("0123456789.-+eE _xéβ٣", max_size=6)
        key = draw(st.sampled_from(keys) | odd)
        whole, _, fraction = key.partition(".")
        is_whole = whole.isascii() and whole.isdigit() and (whole[0] != "0" or whole == "0")
        good = is_whole and (key == whole or (video.in_seconds and fraction.isdecimal()))
        assume(not (good and key.isascii()))
        return _insert(draw, video, key, draw(_metadata))

    return spoil


def _bad_entry(*entries: Any) -> Spoil:
    def spoil(draw: Any, video: Video) -> Steps:
        listed = video.encord["frames"]
        index = draw(st.integers(0, len(listed)))
        listed.insert(index, copy.deepcopy(draw(st.sampled_from(entries))))
        return (*FRAMES, index)

    return spoil


def _late_key(draw: Any, video: Video) -> Steps:
    assert video.end is not None
    if video.in_seconds:
        beyond = draw(st.sampled_from([0.001, 0.5, 7])) + video.end
        key = draw(st.sampled_from([f"{beyond:.3f}", "9" * 400]))
    else:
        key = str(draw(st.sampled_from([video.end + 1, video.end + 90, 10**30, int("9" * 4000)])))
    return _insert(draw, video, key, {})


def _late_entry(draw: Any, video: Video) -> Steps:
    assert video.end is not None
    return _bad_entry(math.floor(video.end) + draw(st.sampled_from([1, 9, 2**52])))(draw, video)


def _same_key(draw: Any, video: Video) -> Steps:
    known = list(video.encord["frames"])
    assume(known)
    key = draw(st.sampled_from(known))
    again = key + draw(st.sampled_from(["0", "000"] if "." in key else [".0", ".00"]))
    return _insert(draw, video, again, {}, last=True)


def _same_entry(draw: Any, video: Video) -> Steps:
    listed = video.encord["frames"]
    assume(len(listed) > 0)
    index = draw(st.integers(0, len(listed) - 1))
    entry = draw(st.sampled_from([listed[index], float(listed[index])]))
    listed.insert(draw(st.integers(index + 1, len(listed))), entry)
    return (*FRAMES, max(n for n, other in enumerate(listed) if other == entry))


def _frame(value: Any, *steps: str) -> Spoil:
    """A frame with this value at some steps from it, which are made on the way."""

    def spoil(draw: Any, video: Video) -> Steps:
        known = [key for key, frame in video.encord["frames"].items() if "$encord" not in frame]
        assume(known)
        key = draw(st.sampled_from(known))
        holder = video.encord["frames"]
        path = (key, *steps)
        for step in path[:-1]:
            holder = holder.setdefault(step, {})
        holder[path[-1]] = copy.deepcopy(value)
        return (*FRAMES, *path)

    return spoil


def _first_excluded(draw: Any, video: Video) -> Steps:
    known = video.encord["frames"]
    for key in [key for key in known if float(key) == 0]:
        del known[key]
    key = draw(st.sampled_from(["0", "0.0", "0.000"] if video.in_seconds else ["0"]))
    frame = {**draw(_metadata), "$encord": {"keyframe": False}}
    return (*_insert(draw, video, key, frame), "$encord", "keyframe")


def _config(key: str, value: Any) -> Spoil:
    def spoil(draw: Any, video: Video) -> Steps:
        video.encord.setdefault("config", {})[key] = value
        return (*AT, "config", key)

    return spoil


def _member(key: str, value: Any) -> Spoil:
    def spoil(draw: Any, video: Video) -> Steps:
        video.encord[key] = value
        return (*AT, key)

    return spoil


def _too_fast(draw: Any, video: Video) -> Steps:
    assert video.fps is not None
    rate = math.ceil(video.fps) + draw(st.sampled_from([0.5, 1, 10**9]))
    return _config("sampling_rate", rate)(draw, video)


def _rename(draw: Any, video: Video) -> Steps:
    """The mode under a key that is not quite its own: what it says is heard all the same."""
    config = video.encord["config"]
    key = draw(st.sampled_from(["keyframeMode", "keyframe-mode", "mode", "keyframe_modes"]))
    config[key] = config.pop("keyframe_mode")
    return (*AT, "config", key)


FAULTS: list[tuple[str, str, bool | None, Spoil]] = [
    ("M101", "any", None, _member("keyFrame", [])),
    ("M101", "keyed", None, _member("sampling_rate", 2)),
    ("M101", "any", None, _member("site", "north")),
    ("M101", "any", None, _config("rate", 2)),
    ("M101", "any", None, _config("zoom", None)),
    ("M101", "seconds", None, _rename),
    ("M101", "keyed", None, _frame(False, "$encord", "keyFrame")),
    ("M101", "seconds", None, _frame({}, "$encord", "weather")),
    ("M102", "keyed", None, _bad_key("01", "1.0", "-3", "abc", "", " 1", "1 ", "٣", "1e3", "1\n")),
    ("M102", "seconds", None, _bad_key("abc", "-1", "1e3", "NaN", ".5", "5.", "01", "", "1.5\n")),
    ("M103", "listed", None, _bad_entry("3", None, True, False, -1, -0.5, [], {}, "x", "")),
    ("M103", "listed", None, _bad_entry(1.5, 0.1, 1e-9)),
    ("M104", "keyed", True, _late_key),
    ("M104", "seconds", True, _late_key),
    ("M104", "listed", True, _late_entry),
    ("M105", "listed", None, _same_entry),
    ("M105", "seconds", None, _same_key),
    ("M106", "keyed", None, _first_excluded),
    ("M106", "seconds", None, _first_excluded),
    ("M107", "any", True, _too_fast),
    ("M108", "keyed", None, _frame(False, "keyframe")),
    ("M108", "seconds", None, _frame(False, "keyframe")),
    ("M109", "keyed", None, _frame({"keyframe": False}, "$Encord")),
    ("M109", "seconds", None, _frame(1, "$")),
    ("E101", "keyed", None, _frame(None)),
    ("E101", "seconds", None, _frame("$encord")),
    ("E101", "keyed", None, _frame([], "$encord")),
    ("E101", "keyed", None, _frame("false", "$encord", "keyframe")),
    ("E101", "any", None, _member("config", [])),
    ("E101", "any", None, _member("frames", "0")),
    ("E101", "any", None, _config("sampling_rate", "2")),
    ("E102", "any", None, _config("sampling_rate", -0.5)),
    ("E103", "any", None, _config("keyframe_mode", "Seconds")),
]
"""Code, form of the video, whether its length is known, and the fault."""


def _place(item: Json, path: Steps) -> tuple[int, int]:
    """The line and column of a value, which is the same whatever stands there."""
    marked = copy.deepcopy(item)
    holder: Any = marked
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = "\N{REPLACEMENT CHARACTER}"
    before, mark, _ = _written(marked).decode().partition('"\N{REPLACEMENT CHARACTER}"')
    assert mark
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@examples(40)
@pytest.mark.parametrize(("code", "form", "known", "spoil"), FAULTS)
@given(data=st.data())
def test_one_fault_is_one_finding_at_its_place(
    code: str, form: str, known: bool | None, spoil: Spoil, data: st.DataObject
) -> None:
    """Whatever else stands there, the fault is found once, where it is."""
    video = data.draw(videos(form, known=known))
    path = spoil(data.draw, video)
    pointer = "/videos/1" + "".join(f"/{step}" for step in path)
    found = [(f.code, f.pointer, f.line, f.column) for f in _found(video.item)]
    assert found == [(code, pointer, *_place(video.item, path))]


# --- anything -----------------------------------------------------------------------------

_keys = st.sampled_from(
    ["config", "frames", "$encord", "keyframe", "keyframe_mode", "sampling_rate", "$x", "0", "01",
     "7", "1.5", "1.50", "9999", "-1", "", "frame", "keyFrames", "sampling", "mode", "Config"]
) | st.text(max_size=4)  # fmt: skip
_leaves = (
    st.none() | st.booleans() | st.integers(-1, 400) | st.floats(allow_nan=False)
    | st.sampled_from(["frame", "seconds", "3", "$", "", 10**400, -(2**70)])
)  # fmt: skip
_anything = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=12,
)
_parts = st.fixed_dictionaries(
    {},
    optional={
        "config": _anything
        | st.fixed_dictionaries(
            {},
            optional={
                "keyframe_mode": st.sampled_from(["frame", "seconds"]) | _anything,
                "sampling_rate": _leaves,
            },
        ),
        "frames": _anything
        | st.lists(_leaves, max_size=5)
        | st.dictionaries(_keys, st.dictionaries(_keys, _anything, max_size=3), max_size=4),
    },
)


@examples(600)
@given(
    _parts | _anything, st.none() | st.dictionaries(st.sampled_from(["fps", "duration"]), _leaves)
)
def test_the_quick_test_clears_only_what_is_clean(encord: Any, block: Json | None) -> None:
    """Whatever stands there, no rule raises, and none would find anything the test lets pass."""
    value: dict[str, Any] = {"clientMetadata": {"$encord": encord}, "videoMetadata": block}
    item = Item(SECTIONS["videos"], 0, value, Settings())
    hits = [hit for rule in folder("encord_frames") if rule.check for hit in rule.check(item)]
    if hits:
        assert is_doubtful(item)
    for hit in hits:
        holder: Any = value
        for step in hit.path:
            holder = holder[step]
        assert printable(hit.message) == hit.message
