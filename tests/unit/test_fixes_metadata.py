"""Fixes of client metadata, of `$encord` and of metadata schemas, carried out."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.fixing import applied
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata import datetimes
from manifestry.formats.encord.metadata.mending import numeral
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import (
    Embedding,
    Enum,
    Geospatial,
    Scalar,
    Tombstone,
)
from manifestry.formats.encord.metadata.verdicts import verdicts
from manifestry.formats.encord.sections import SECTIONS
from manifestry.rules.patch import Raw
from manifestry.settings import Settings

JSON = dict[str, Any]

SCHEMA = MetadataSchema({
    "shift": Scalar("number"),
    "mass": Scalar("number", "number", format="F32"),
    "night": Scalar("boolean"),
    "site": Enum(("north", "south", "North-East", "7")),
    "note": Scalar("varchar", "varchar", max_length=8),
    "remark": Scalar("text"),
    "taken_at": Scalar("datetime"),
    "run": Scalar("uuid"),
    "look": Embedding(3),
    "glance": Embedding(2),
    "place": Geospatial(),
    "old": Tombstone(),
})  # fmt: skip
TYPED = Settings(metadata_schema=SCHEMA, max_findings=0, max_findings_per_rule=0)
KEYS = Settings(kind="encord-metadata-schema", max_findings=0, max_findings_per_rule=0)
UUID4 = "1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f"
MEDIA = {
    "fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, "file_size": 904512,
    "mime_type": "video/mp4",
}  # fmt: skip
ONCE = {"M212", "M214", "M216", "M301", "M304", "M415"}
"""Rules that speak once of what may stand in several places, so of the next one then."""

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _video(metadata: Any, **more: Any) -> bytes:
    item = {"objectUrl": "s3://acme-media/a.mp4", **more, "clientMetadata": metadata}
    return json.dumps({"videos": [item]}).encode()


def _image(metadata: Any) -> bytes:
    item = {"objectUrl": "s3://acme-media/a.jpg", "clientMetadata": metadata}
    return json.dumps({"images": [item]}).encode()


def _findings(data: bytes, known: Settings) -> tuple[Finding, ...]:
    report = manifestry.check(data, known).files[0]
    assert report.failures == ()
    return report.findings


def _codes(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings if finding.code not in ONCE)


def _hold(data: bytes, known: Settings) -> None:
    """Each fix of these rules takes its finding away and brings none."""
    before = _findings(data, known)
    for finding in before:
        if finding.fix is None or finding.code[0] != "M":
            continue
        mended_data = applied(data, finding.fix.edits)
        after = _codes(_findings(mended_data, known))
        gone = Counter([finding.code]) if finding.code not in ONCE else Counter[str]()
        assert after <= _codes(before) - gone, (finding, mended_data)


def _only(data: bytes, code: str, known: Settings) -> Finding:
    [found] = [finding for finding in _findings(data, known) if finding.code == code]
    return found


def _after(data: bytes, code: str, known: Settings) -> tuple[Any, bool] | None:
    """The document once the only finding of a rule is mended, and whether that was safe."""
    fix = _only(data, code, known).fix
    return None if fix is None else (json.loads(applied(data, fix.edits)), fix.safe)


class TestValues:
    """Values that do not fit the metadata schema."""

    @pytest.mark.parametrize(
        ("key", "value", "new", "safe"),
        [
            ("shift", "2.50", 2.5, True),
            ("shift", " +7 ", 7, True),
            ("shift", "007", 7, False),
            ("shift", "n/a", None, False),
            ("night", 1, True, True),
            ("night", "FALSE", False, True),
            ("night", "yes", True, False),
            ("note", 12, "12", True),
            ("remark", True, "true", True),
            ("site", "NORTH", "north", True),
            ("site", " south ", "south", True),
            ("site", "north_east", "North-East", False),
            ("site", 7, "7", True),
            ("taken_at", "18.07.2024", "2024-07-18", True),
            ("taken_at", "18.07.2024 16:04 UTC", "2024-07-18T16:04:00Z", True),
            ("taken_at", "18.07.2024 16:04", "2024-07-18T16:04:00Z", False),
            ("taken_at", "2024/07/08", "2024-07-08", False),
            ("taken_at", "2024-13-02", "2024-02-13", False),
            ("taken_at", "2024-31-01", "2024-01-31", False),
            ("taken_at", "2024-13-01T10:00:00Z", "2024-01-13T10:00:00Z", False),
            ("taken_at", "2024/18/07", "2024-07-18", False),
            ("taken_at", "2024-12-25 10:00", "2024-12-25T10:00:00Z", False),
            ("taken_at", "2024/12/25 10:00 UTC", "2024-12-25T10:00:00Z", True),
            ("taken_at", 1721318666, "2024-07-18T16:04:26+00:00", False),
            ("taken_at", "1721318666000", "2024-07-18T16:04:26+00:00", False),
            ("taken_at", "2024-07-18T16:04:26", "2024-07-18T16:04:26Z", False),
            ("taken_at", "20240718T1604", "20240718T1604Z", False),
            ("run", "{" + UUID4.upper() + "}", UUID4, True),
            ("run", f"urn:uuid:{UUID4}", UUID4, True),
            ("run", UUID4.replace("-", ""), UUID4, True),
            ("look", ["1", 2, "0.50"], [1, 2, 0.5], True),
            ("look", "[1, 2.50, -3e2]", [1, 2.5, -300.0], True),
            ("Shift", 3, ..., True),
        ],
    )  # fmt: skip
    def test_mended(self, key: str, value: Any, new: Any, safe: bool) -> None:
        """What was meant is written, and nothing is left to be said of it."""
        data = _image({key: value})
        [finding] = _findings(data, TYPED)
        assert finding.fix is not None
        mended_data = applied(data, finding.fix.edits)
        assert finding.fix.safe is safe
        assert _findings(mended_data, TYPED) == ()
        metadata = json.loads(mended_data)["images"][0]["clientMetadata"]
        assert (metadata["shift"] == value) if new is ... else (metadata[key] == new)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("shift", "late"), ("shift", [2]), ("shift", "1,5"), ("shift", "9" * 400),
            ("shift", "12345678901234567"), ("shift", True), ("mass", "1e39"), ("mass", 1e39),
            ("night", 2), ("night", "maybe"), ("night", 1.0), ("night", []),
            ("note", 1.5), ("note", 1e2), ("remark", 1.5), ("note", "by the gate"),
            ("note", "  by gate "), ("taken_at", "2024-13-32"), ("note", ["a"]), ("note", 123456789), ("remark", {}), ("remark", 10**60),
            ("site", "west"), ("site", 8), ("site", 7.0), ("site", "n o r t h s"),
            ("taken_at", "03/04/2024"), ("taken_at", "2023-02-29"), ("taken_at", "18.07.24"),
            ("taken_at", "18.07.2024 16:04 CEST"), ("taken_at", "2024-07"), ("taken_at", 5),
            ("run", "run 17"), ("run", "1f8e2c1a-9d3b-11ee-8f70-0a1b2c3d4e5f"), ("run", 7),
            ("look", [1, 2, "x"]), ("look", ["1", "2"]), ("look", "[1, 2]"), ("look", "[[1,2,3]"),
            ("look", [1, 2]), ("look", 5), ("look", "[" * 5000),
        ],
    )  # fmt: skip
    def test_left_alone(self, key: str, value: Any) -> None:
        """Where nobody can tell what was meant, or the new value is not right either."""
        found = verdicts(Item(SECTIONS["images"], 0, {"clientMetadata": {key: value}}, TYPED))
        assert found
        assert not any(verdict.hit.patch for verdict in found)

    @pytest.mark.parametrize("form", ["{{{}}}", "urn:uuid:{}", "URN:UUID:{}"])
    def test_uuid_of_another_version_is_written_right(self, form: str) -> None:
        """What is to be said of its version comes then."""
        uuid = "1f8e2c1a-9d3b-11ee-8f70-0a1b2c3d4e5f"
        document, safe = _after(_image({"run": form.format(uuid)}), "M205", TYPED) or ({}, False)
        assert document["images"][0]["clientMetadata"] == {"run": uuid}
        assert safe
        assert _codes(_findings(json.dumps(document).encode(), TYPED)) == {"M206": 1}

    def test_reading_of_a_date_is_named(self) -> None:
        """In the message and in the title, as it is then written."""
        finding = _only(_image({"taken_at": "2024-13-02"}), "M203", TYPED)
        assert finding.fix is not None
        assert "as year, day and month it would be 2024-02-13" in finding.message
        assert finding.fix.title == "Read the date as year, day and month: 2024-02-13"
        finding = _only(_image({"taken_at": "25.12.2024 10:00 UTC"}), "M203", TYPED)
        assert finding.message.endswith("it seems to be 2024-12-25T10:00:00Z")

    def test_deleted_key_goes(self) -> None:
        """It is removed, whatever it holds, but not safely."""
        document, safe = _after(_image({"old": [1], "night": True}), "M211", TYPED) or ({}, True)
        assert document["images"][0]["clientMetadata"] == {"night": True}
        assert not safe

    @pytest.mark.parametrize(
        ("value", "new"),
        [
            ({"lat": 147.30, "lon": 8.5}, {"lon": 147.30, "lat": 8.5}),
            ({"type": "Point", "coordinates": [8.5, 97]}, {"type": "Point", "coordinates": [97, 8.5]}),
            ({"lat": 147.3, "lon": 98.5}, None),
            ({"lat": 147.3, "lon": "8.5"}, None),
            ({"lat": 91}, None),
            ({"lat": 147.3, "latitude": 1, "lon": 8.5}, None),
            ([147.3, 181], None),
        ],
    )  # fmt: skip
    def test_coordinates_change_places(self, value: Any, new: Any) -> None:
        """Only where that makes both possible."""
        found = _after(_image({"place": value}), "M215", TYPED)
        place = found and found[0]["images"][0]["clientMetadata"]["place"]
        assert place == new

    def test_misspelt_keys_of_one_meaning_stay(self) -> None:
        """Neither of two is renamed, nor one whose place is taken or whose value does not fit."""
        for metadata in (
            {"Shift": 1, "SHIFT": 2},
            {"Shift": 1, "shift": 2},
            {"Shift": "late"},
            {"Look": [1, 2]},
        ):
            fixes = [each.fix for each in _findings(_image(metadata), TYPED) if each.code == "M213"]
            assert fixes
            assert not any(fixes)

    def test_one_embedding_at_a_time_goes_to_a_frame(self) -> None:
        """Two of them would each bring a frame along."""
        data = _video({"look": [1, 2, 3], "glance": [1, 2]})
        fixes = [each.fix for each in _findings(data, TYPED) if each.code == "M217"]
        assert [fix is not None for fix in fixes] == [True, False]
        _hold(data, TYPED)

    @pytest.mark.parametrize(
        "control",
        [
            {"frames": [0, 5]},
            {"config": {"keyframe_mode": "seconds"}, "frames": {}},
            {"frames": {"0": {"look": [1, 2, 3]}}},
            {"Frames": {}},
            7,
        ],
    )
    def test_embedding_that_has_no_place(self, control: Any) -> None:
        """It stays where frames are listed, are times, or hold one already."""
        data = _video({"look": [1, 2, 3], "$encord": control})
        assert _only(data, "M217", TYPED).fix is None

    def test_patches_can_be_sent_to_another_process(self) -> None:
        """A pickle of a patch is as good as itself."""
        metadata: JSON = {"shift": "2", "look": ["1", 2, 3], "place": {"lat": 99, "lon": 1}}
        item = Item(SECTIONS["images"], 0, {"clientMetadata": metadata}, TYPED)
        patches = [verdict.hit.patch for verdict in verdicts(item)]
        assert all(patches)
        again = pickle.loads(pickle.dumps(patches))
        assert again == patches
        assert isinstance(again[0].operations[0].value, Raw)

    def test_numbers_keep_their_digits(self) -> None:
        """What is written is what stood between the quotes."""
        data = _image({"shift": "2.50"})
        fix = _only(data, "M202", TYPED).fix
        assert fix is not None
        assert b'"shift": 2.50}' in applied(data, fix.edits)

    @given(st.from_regex(r"\s?[+-]?[0-9]{0,30}\.?[0-9]{0,4}(e[+-]?[0-9]{1,3})?\s?", fullmatch=True))
    @SLOW
    def test_numerals_mean_the_same(self, text: str) -> None:
        """A number read out of a text is the number that Python reads there."""
        found = numeral(text)
        if found is not None:
            assert json.loads(found[0]) == float(text.strip())

    @given(
        st.datetimes(),
        st.sampled_from(["%d.%m.%Y", "%B %d, %Y", "%d %b %Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%Y/%m/%d"]),
    )  # fmt: skip
    @SLOW
    def test_certain_dates_are_right(self, moment: Any, form: str) -> None:
        """A date of which there is one reading is read so."""
        moment = moment.replace(year=max(moment.year, 1900), day=min(moment.day, 28))
        found = datetimes.corrected(moment.strftime(form))
        if found is not None:
            assert found[0][:10] == moment.date().isoformat()
            assert datetimes.is_zoned(found[0])


ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        ["", "n/a", "2", "007", "1e5", "true", "YES", "North", "north east", "18.07.2024", "x" * 9,
         "2024-07-18T16:04:26", "18.07.2024 10:00 +02:00", UUID4.replace("-", ""), "[1, 2, 3]",
         "a\0b", "\0", "5\0", "1721318666", 0, 1, 7, -1, 2.5, 1e39, 10**30, 1721318666, [], [1, 2, 3],
         ["1", "2", "3"], ["a\0"], {}, {"lat": 97, "lon": 8}, {"keyframe": False}, {"site": "north"},
         {"frames": [0, 5]}, {"a\0": 1, "a": 2}],
    ),
    st.text(max_size=4),
)  # fmt: skip
NAMES = st.sampled_from(
    [*SCHEMA, "Shift", "SHIFT", "taken at", "Look", "$site", "$$site", "$Encord", "$encord", "keyframes",
     "site\0", "\0note", "keyframe", "$keyframe", "Old", "x", "$"]
)  # fmt: skip
FRAMES = st.one_of(
    st.lists(st.sampled_from([0, 5, 5.0, "5", "05", " 7", -1, 400, 1.5, None, "x"]), max_size=4),
    st.dictionaries(
        st.sampled_from(["0", "00", "5", "05", "005", "1.5", "1.50", ".5", "1,500", "400", "x", "-1"]),
        st.one_of(st.just({}), ODD, st.dictionaries(NAMES, ODD, max_size=2)),
        max_size=3,
    ),
)  # fmt: skip
CONTROL = st.one_of(
    st.dictionaries(
        st.sampled_from(["frames", "Frames", "keyFrames", "config", "Config", "sampling_rate", "mode", "site"]),
        st.one_of(
            FRAMES,
            st.dictionaries(
                st.sampled_from(["sampling_rate", "samplingRate", "keyframe_mode", "mode", "frames", "x"]),
                st.sampled_from([0, 2, 60, -1, "2", "seconds", "frame", "frames", [0, 5]]),
                max_size=2,
            ),
            ODD,
        ),
        max_size=3,
    ),
    ODD,
)  # fmt: skip
METADATA = st.builds(
    lambda known, control: {**known, **control},
    st.dictionaries(NAMES, ODD, max_size=4),
    st.dictionaries(st.sampled_from(["$encord", "$Encord", "keyframes"]), st.one_of(CONTROL, FRAMES), max_size=1),
)  # fmt: skip


@pytest.mark.parametrize("known", [Settings(max_findings=0), TYPED], ids=["untyped", "typed"])
@given(metadata=METADATA, measured=st.booleans(), video=st.booleans())
@SLOW
def test_fixes_of_metadata_bring_no_finding(
    known: Settings, metadata: JSON, measured: bool, video: bool
) -> None:
    """Whatever stands there, and however many faults there are."""
    if video:
        _hold(_video(metadata, **({"videoMetadata": MEDIA} if measured else {})), known)
    else:
        _hold(_image(metadata), known)


class TestFrames:
    """Fixes of `$encord`."""

    @pytest.mark.parametrize(
        ("control", "code", "new", "safe"),
        [
            ({"keyFrames": [0, 5]}, "M101", {"frames": [0, 5]}, True),
            ({"sampling_rate": 2}, "M101", {"config": {"sampling_rate": 2}}, False),
            ({"config": {"frames": [5]}}, "M101", {"config": {}, "frames": [5]}, False),
            ({"frames": {"011": {"a": 1}}}, "M102", {"frames": {"11": {"a": 1}}}, True),
            ({"frames": [0, " 5"]}, "M103", {"frames": [0, 5]}, True),
            ({"frames": [0, 400]}, "M104", {"frames": [0]}, False),
            ({"frames": [5, 0, 5.0]}, "M105", {"frames": [5, 0]}, True),
            (
                {"frames": {"0": {"a": 1, "$encord": {"keyframe": False}}}},
                "M106", {"frames": {"0": {"a": 1}}}, True,
            ),
            ({"config": {"sampling_rate": 60}}, "M107", {"config": {"sampling_rate": 25}}, False),
            (
                {"frames": {"5": {"keyframe": False}}},
                "M108", {"frames": {"5": {"$encord": {"keyframe": False}}}}, False,
            ),
            ({"frames": {"5": {"$a": 1}}}, "M109", {"frames": {"5": {"a": 1}}}, False),
        ],
    )  # fmt: skip
    def test_mended(self, control: Any, code: str, new: Any, safe: bool) -> None:
        """What was meant is written."""
        data = _video({"$encord": control}, videoMetadata=MEDIA)
        found = _after(data, code, Settings())
        assert found is not None
        assert found[0]["videos"][0]["clientMetadata"]["$encord"] == new
        assert found[1] is safe

    @pytest.mark.parametrize(
        ("control", "code"),
        [
            ({"keyFrames": [0], "frames": [5]}, "M101"),
            ({"keyFrames": [0, "x"]}, "M101"),
            ({"keyFrames": [0, 400]}, "M101"),
            ({"sampling_rate": 2, "config": {"sampling_rate": 1}}, "M101"),
            ({"sampling_rate": -2}, "M101"),
            ({"site": "north"}, "M101"),
            ({"frames": {"05": {}, "5": {}}}, "M102"),
            ({"frames": {"0400": {}}}, "M102"),
            ({"frames": {"00": {"$encord": {"keyframe": False}}}}, "M102"),
            ({"frames": [5, "5"]}, "M103"),
            ({"frames": [-1]}, "M103"),
            ({"frames": {"400": {"a": 1}}}, "M104"),
            ({"frames": {"0": {"keyframe": False}}}, "M108"),
            ({"frames": {"5": {"$a": 1, "a": 2}}}, "M109"),
            ({"frames": {"5": {"$Encord": {"keyframe": 1}}}}, "M109"),
        ],
    )
    def test_left_alone(self, control: Any, code: str) -> None:
        """Where a key is taken, or something would be said of what comes of it."""
        data = _video({"$encord": control}, videoMetadata=MEDIA)
        assert _only(data, code, Settings()).fix is None

    def test_two_keys_that_say_the_same_stay(self) -> None:
        """Neither of two bad keys of one frame is renamed."""
        data = _video({"$encord": {"frames": {"05": {}, "005": {}}}})
        assert [each.fix for each in _findings(data, Settings())] == [None, None]


def test_deep_metadata_is_mended() -> None:
    """A NUL below a thousand lists is taken out, others stay."""
    deep: Any = "a\0b"
    for _ in range(900):
        deep = [deep]
    data = _image({"deep": deep, "tags": ["\0"]})
    fix = next(
        each.fix
        for each in _findings(data, Settings())
        if each.pointer.startswith("/images/0/clientMetadata/deep")
    )
    assert fix is not None
    assert applied(data, fix.edits) == data.replace(rb"a\u0000b", b"ab")


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ({"$encord": {"config": {"sampling_rate": 1}}}, 'Remove "$encord"'),
        ({"$encord": {"frames": {"0": {"site": "a"}}}}, 'Take "site" out of "$encord", and leave that out'),
        ({"$encord": {"frames": {"0": {"site": 1.5}}}}, None),
        ({"$encord": {"frames": {"0": {"site": "a"}, "1": {"site": "b"}}}}, None),
        ({"site": 1, "$encord": {"frames": {"0": {"site": "a"}}}}, None),
        ({"$encord": {"site": "a"}}, None),
        ({"$encord": "a"}, None),
    ],
)  # fmt: skip
def test_metadata_of_what_has_no_frames(metadata: JSON, title: str | None) -> None:
    """None is thrown away: one piece is kept, and of more nobody knows which."""
    fix = _only(_image(metadata), "M007", Settings()).fix
    assert (fix and fix.title) == title


class TestAcross:
    """The one item that lacks a key."""

    ELEVEN = ({"site": "north", "shift": 2},) * 11

    def manifest(self, *blocks: Any) -> bytes:
        """A manifest of images with these client metadata."""
        items = [
            {"objectUrl": f"s3://acme-media/{number}.jpg", **({} if block is None else {"clientMetadata": block})}
            for number, block in enumerate(blocks)
        ]  # fmt: skip
        return json.dumps({"images": items}).encode()

    @pytest.mark.parametrize(
        ("odd", "new"),
        [
            ({"site": "north"}, {"site": "north", "shift": None}),
            ({"shift": 2}, {"shift": 2, "site": None}),
            ({}, None),
            (None, None),
            ({"shift": 2, "Site": "north"}, None),
        ],
    )
    def test_null_is_added(self, odd: Any, new: Any) -> None:
        """Unless it lacks several keys, or has one that looks like it."""
        data = self.manifest(*self.ELEVEN, odd, *self.ELEVEN)
        found = _after(data, "M302", Settings())
        assert (found and found[0]["images"][11]["clientMetadata"]) == new
        _hold(data, Settings())

    def test_an_item_without_metadata_gets_some(self) -> None:
        """An object with the one key."""
        eleven = ({"site": "north"},) * 11
        found = _after(self.manifest(*eleven, None), "M302", Settings())
        assert found is not None
        assert found[0]["images"][11]["clientMetadata"] == {"site": None}


TYPES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([
        "number", "string", "uuid", "Number", {"ty": "number"}, {"ty": "String"}, {"ty": "string"},
        {"type": "number"}, {"type": "Number"}, {"Ty": "enum", "values": ["a"]},
        {"ty": "enum", "options": ["a"]}, {"ty": "enum", "options": []}, {"ty": "enum", "values": ["a", 2, "a"]},
        {"ty": "embedding", "Size": 512}, {"ty": "embedding", "dim": "512"}, {"ty": "embedding", "size": "9"},
        {"ty": "Embedding", "size": 3000}, {"ty": "variant", "Hint": "number"}, {"ty": "variant", "hint": "int"},
        {"ty": "varchar", "maxLength": 9, "max_len": 8}, {"ty": "number", "format": "f32", "x": 1},
        {"ty": "datetime", "timezone": "utc"}, {"values": ["a"]}, {"size": 4}, {"hint": "number"},
        {"ty": "tombstone", "deleted_ty": {"ty": "tombstone"}}, {"ty": "tombstone", "deleted_ty": {"ty": "Text"}},
        {"ty": "tombstone", "deleted_ty": {"ty": "Tombstone"}}, {"ty": 7}, {}, [], None, 5,
    ]),
)  # fmt: skip
KEY_NAMES = st.sampled_from([
    "site", "Site", "$site", "$$site", "si/te", "si:te", "si_te", "si te", "sïte", "ſite", "größe", "groesse", "",
    "/", "-", "look.v2", "look v2", "look_v2", "$Schema", "$schema", "keyframes", "key/frames", "日本", "m²", "m2",
])  # fmt: skip


@given(st.dictionaries(KEY_NAMES, TYPES, max_size=4))
@SLOW
def test_fixes_of_metadata_schemas_bring_no_finding(document: JSON) -> None:
    """Whatever names and types there are."""
    _hold(json.dumps(document).encode(), KEYS)


class TestSchemaDocuments:
    """Fixes of metadata schemas."""

    @pytest.mark.parametrize(
        ("document", "code", "new", "safe"),
        [
            ({"si/te": {"ty": "text"}}, "M401", {"si_te": {"ty": "text"}}, False),
            ({"größe": {"ty": "text"}}, "M402", {"grosse": {"ty": "text"}}, False),
            ({"$site": {"ty": "text"}}, "M404", {"site": {"ty": "text"}}, False),
            ({"$Schema": "a.json", "a": {"ty": "text"}}, "M404", {"$schema": "a.json", "a": {"ty": "text"}}, True),
            ({"a": {"ty": "embedding", "size": "12"}}, "M405", {"a": {"ty": "embedding", "size": 12}}, True),
            ({"b": {"ty": "text"}, "a": {"values": ["x"]}}, "M405", {"b": {"ty": "text"}, "a": {"values": ["x"], "ty": "enum"}}, False),
            ({"a": {"ty": "Text"}}, "M406", {"a": {"ty": "text"}}, True),
            ({"a": {"ty": "int"}}, "M406", {"a": {"ty": "number"}}, False),
            ({"a": {"ty": "embedding", "Size": 12}}, "M407", {"a": {"ty": "embedding", "size": 12}}, True),
            ({"a": {"ty": "embedding", "dim": 12}}, "M407", {"a": {"ty": "embedding", "size": 12}}, False),
            ({"a": {"ty": "varchar", "maxLength": 9}}, "M408", {"a": {"ty": "varchar", "max_length": 9}}, True),
            ({"a": {"ty": "text", "max_length": 9}}, "M408", {"a": {"ty": "text"}}, False),
            ({"a": {"ty": "enum", "values": ["x", "y", "x"]}}, "M410", {"a": {"ty": "enum", "values": ["x", "y"]}}, False),
            ({"a.b": {"ty": "embedding", "size": 2}}, "M412", {"a_b": {"ty": "embedding", "size": 2}}, False),
            ({"a": {"ty": "text"}, "b": "geospatial"}, "M415", {"a": {"ty": "text"}, "b": {"ty": "geospatial"}}, True),
        ],
    )  # fmt: skip
    def test_mended(self, document: JSON, code: str, new: JSON, safe: bool) -> None:
        """What was meant is written."""
        data = json.dumps(document).encode()
        assert _after(data, code, KEYS) == (new, safe)
        _hold(data, KEYS)

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            ({"si/te": {"ty": "text"}, "si_te": {"ty": "text"}}, "M401"),
            ({"si_te": {"ty": "text"}, "si/te": {"ty": "text"}}, "M401"),
            ({"si/te": {"ty": "text"}, "Si-Te": {"ty": "text"}}, "M401"),
            ({"key/frames": {"ty": "text"}}, "M401"),
            ({"日本": {"ty": "text"}}, "M402"),
            ({"$Schema": "https://json-schema.org/x", "a": {"ty": "text"}}, "M404"),
            ({"a": {"ty": "embedding", "size": "3000"}}, "M405"),
            ({"a": {"ty": "Enum"}}, "M406"),
            ({"a": {"ty": "Number", "max_length": 3}}, "M406"),
            ({"a": {"type": "number", "x": 1}}, "M407"),
            ({"a": {"ty": "text"}, "b": "enum"}, "M415"),
        ],
    )
    def test_left_alone(self, document: JSON, code: str) -> None:
        """Where a name is taken, or something would be said of what comes of it."""
        assert _only(json.dumps(document).encode(), code, KEYS).fix is None

    def test_two_keys_of_one_better_name_stay(self) -> None:
        """Each has its finding, once and without a fix."""
        data = json.dumps({"a/b": {"ty": "text"}, "a:b": {"ty": "text"}}).encode()
        found = _findings(data, KEYS)
        assert [(each.code, each.fix) for each in found] == [("M401", None), ("M401", None)]
