"""What fits a metadata key's type: date-times in all forms, and each type's edges."""

from __future__ import annotations

import math
import pickle
import struct
from collections.abc import Iterable
from typing import Any

import pytest
from dateutil.parser import isoparse

import manifestry
from manifestry.formats.encord.metadata import datetimes, places
from manifestry.formats.encord.metadata.fitting import MAX_F32, fitting
from manifestry.formats.encord.metadata.judging import judge
from manifestry.metadata import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
)

GOOD_DATES = [
    "2024-07-18T16:04:26.686087+00:00",
    "2024-02-24",
    "20240224",
    "2024-02-29",
    "2000-02-29",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59.999999Z",
    "2024-07-18T16:04Z",
    "2024-07-18 16:04:26+02:00",
    "2024-07-18T16:04:26.6860871234Z",
    "2024-07-18T16:04:26,5Z",
    "20240718T160426Z",
    "2024-07-18T16:04:26+05",
    "2024-07-18T16:04:26-0330",
    "2024-W05-1",
    "2024W051",
    "2020-W53-7",
    "2024-366",
    "2024-07-18T24:00:00Z",
    "2024-07-18t16:04:26z",
]

ZONELESS = ["2024-07-18T16:04:26", "2024-07-18 16:04", "20240718T1604", "2024-W05-1T08:00:00"]

BAD_DATES = {
    "2023-02-29": "no such day",
    "1900-02-29": "no such day",
    "2024-04-31": "no such day",
    "2024-13-01": "no such month",
    "2024-W54-1": "no such day",
    "2023-366": "no such day",
    "2024-07-18T25:00:00Z": "no such day",
    "2024-07-18T16:60:00Z": "no such day",
    "2024-07-18T16:04:26+24:00": "no such day",
    "9999-12-31T24:00:00Z": "no such day",
    "2016-12-31T23:59:60Z": "leap second",
    "20161231T235960Z": "leap second",
    "0000-01-01": "no year 0",
    "2024-07": "no whole date",
    "2024": "no whole date",
    "2024-W05": "no whole date",
    "1721318666": "since 1970",
    "1721318666.5": "since 1970",
    "1721318666123": "since 1970",
    "03/04/2024": "it could be 2024-03-04 or 2024-04-03",
    "25/12/2024": "it seems to be 2024-12-25",
    "18.7.2024 16:04": "it seems to be 2024-07-18T16:04:00",
    "July 18, 2024": "it seems to be 2024-07-18",
    "July 18": "not in ISO 8601",
    "16:04": "not in ISO 8601",
    "yesterday": "not in ISO 8601",
    "": "not in ISO 8601",
    " 2024-07-18": "it seems to be 2024-07-18",
    "2024-07-18T": "it seems to be 2024-07-18",
    "2024-07-18x16:04Z": "not in ISO 8601",
    "٢٠٢٤-٠٧-١٨": "it seems to be 2024-07-18",
    "2024-07-18\n": "it seems to be 2024-07-18",
    "9" * 10_000: "not in ISO 8601",
}


class TestDatetimes:
    """Texts that are dates, and those that are none."""

    @pytest.mark.parametrize("text", GOOD_DATES)
    def test_iso_8601_is_read(self, text: str) -> None:
        """Nothing is wrong with it, and dateutil, an independent reader, agrees."""
        assert datetimes.read(text) == (True, None)
        isoparse(text)

    @pytest.mark.parametrize("text", ZONELESS)
    def test_a_time_without_a_zone_is_told(self, text: str) -> None:
        """It is a date all the same."""
        assert datetimes.read(text) == (False, None)
        assert not datetimes.is_plain(text)

    @pytest.mark.parametrize(("text", "words"), BAD_DATES.items(), ids=lambda text: text[:40])
    def test_what_is_no_date_is_told_why(self, text: str, words: str) -> None:
        """The fault names what is wrong, or what was most likely meant."""
        assert words in str(datetimes.read(text).fault)
        assert not datetimes.is_plain(text)

    def test_the_usual_form_is_known_at_once(self) -> None:
        """Dates, and date-times with a zone."""
        assert datetimes.is_plain("2024-02-24")
        assert datetimes.is_plain("2024-07-18T16:04:26.686087+00:00")
        assert not datetimes.is_plain("2024-W05-1")


NUMBER, F32 = Scalar("number"), Scalar("number", "number", format="F32")
VARCHAR, SHORT = Scalar("varchar"), Scalar("varchar", "varchar", max_length=3)
UUID4 = "1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f"
SITES = Enum(("north", "south"))

FITTING: list[tuple[KeyType, list[Any]]] = [
    (NUMBER, [0, -1, 2.5, 10**30, 1e308]),
    (F32, [0, 3.4e38, -3.4e38, 16_777_217]),
    (Scalar("boolean"), [True, False, "true", "false"]),
    (VARCHAR, ["", "x" * 8192, "2", "true"]),
    (SHORT, ["", "äöü", "日本語"]),
    (Scalar("text"), ["", "x" * 8193]),
    (Scalar("datetime"), GOOD_DATES),
    (Scalar("uuid"), [UUID4, UUID4.upper()]),
    (SITES, ["north", "south"]),
    (Enum(None), ["anything"]),
    (Embedding(3), [[1, 2, 3], [0.5, -1e-9, 1e300]]),
    (Embedding(None), [[], [1, 2]]),
]

MISFITS: list[tuple[KeyType, Any, str]] = [
    (NUMBER, "2", "number-in-string"),
    (NUMBER, " -2.5e3 ", "number-in-string"),
    (NUMBER, "two", "metadata-type-mismatch"),
    (NUMBER, "", "metadata-type-mismatch"),
    (NUMBER, "1_000", "metadata-type-mismatch"),
    (NUMBER, "٣", "metadata-type-mismatch"),
    (NUMBER, True, "metadata-type-mismatch"),
    (NUMBER, [1], "metadata-type-mismatch"),
    (F32, 3.5e38, "number-out-of-format"),
    (F32, -(10**40), "number-out-of-format"),
    (Scalar("boolean"), 1, "metadata-type-mismatch"),
    (Scalar("boolean"), "True", "metadata-type-mismatch"),
    (Scalar("boolean"), "", "metadata-type-mismatch"),
    (VARCHAR, "x" * 8193, "varchar-too-long"),
    (VARCHAR, 2, "metadata-type-mismatch"),
    (SHORT, "abcd", "varchar-too-long"),
    (Scalar("text"), {"a": 1}, "metadata-type-mismatch"),
    (Scalar("datetime"), "03/04/2024", "malformed-datetime"),
    (Scalar("datetime"), "2024-07-18T16:04:26", "datetime-without-zone"),
    (Scalar("datetime"), 1_721_318_666, "metadata-type-mismatch"),
    (Scalar("uuid"), "run 17", "malformed-uuid"),
    (Scalar("uuid"), UUID4.replace("-", ""), "malformed-uuid"),
    (Scalar("uuid"), f"urn:uuid:{UUID4}", "malformed-uuid"),
    (Scalar("uuid"), UUID4.replace("-4", "-1"), "uuid-not-version-4"),
    (Scalar("uuid"), UUID4 + "\n", "malformed-uuid"),
    (Scalar("uuid"), 5, "metadata-type-mismatch"),
    (SITES, "North", "unknown-enum-value"),
    (SITES, "", "unknown-enum-value"),
    (SITES, ["north"], "metadata-type-mismatch"),
    (Enum(None), 1, "metadata-type-mismatch"),
    (Embedding(3), [1, 2], "wrong-embedding-length"),
    (Embedding(3), [], "wrong-embedding-length"),
    (Embedding(3), [1, "2", 3], "metadata-type-mismatch"),
    (Embedding(3), [1, True, 3], "metadata-type-mismatch"),
    (Embedding(3), [1, None, 3], "metadata-type-mismatch"),
    (Embedding(3), "[1, 2, 3]", "metadata-type-mismatch"),
    (Embedding(None), ["a"], "metadata-type-mismatch"),
    (Geospatial(), {"lat": 0, "lon": 0}, "unverified-metadata-type"),
    (Geospatial(), {"lat": 91, "lon": 0}, "coordinates-out-of-range"),
    (User(), "somebody", "unverified-metadata-type"),
    (Tombstone(NUMBER), 2, "deleted-metadata-key"),
    (Tombstone(), "x", "deleted-metadata-key"),
]


class TestTypes:
    """Values against types."""

    @pytest.mark.parametrize(
        ("type_", "value"), [(type_, value) for type_, values in FITTING for value in values]
    )
    def test_what_fits(self, type_: KeyType, value: Any) -> None:
        """There is nothing to say of it."""
        assert list(judge(type_, value)) == []

    @pytest.mark.parametrize("type_", {type_ for type_, _, _ in MISFITS}, ids=str)
    def test_null_fits_every_type(self, type_: KeyType) -> None:
        """Null says that there is no value."""
        assert fitting(type_)(None)
        assert list(judge(type_, None)) == []

    @pytest.mark.parametrize(("type_", "value", "rule"), MISFITS)
    def test_what_does_not_fit(self, type_: KeyType, value: Any, rule: str) -> None:
        """One thing is said of it, by the rule whose business it is; the quick test agrees."""
        assert [misfit.rule for misfit in judge(type_, value)] == [rule]
        assert not fitting(type_)(value)

    def test_single_precision_ends_where_it_does(self) -> None:
        """The limit is the first number that is rounded to infinity."""
        struct.pack("<f", math.nextafter(MAX_F32, 0))
        with pytest.raises(OverflowError):
            struct.pack("<f", MAX_F32)

    @pytest.mark.parametrize(
        ("value", "help_"),
        [
            ({"shift": "2"}, "Write 2 without quotes."),
            ({"dark": "Yes"}, "Write true without quotes."),
            ({"dark": 0}, "Write false without quotes."),
            ({"site": "Nroth"}, 'Write "north"; values are exact, capitals count.'),
            ({"run": UUID4.replace("-", "").upper()}, f"Write {UUID4}."),
            (
                {"at": 1_721_318_666},
                "Write the moment as a text, such as 2024-07-18T16:04:26+00:00.",
            ),
        ],
    )
    def test_help_is_as_sharp_as_it_can_be(self, value: dict[str, Any], help_: str) -> None:
        """Where it is known what was meant, that is what the help says."""
        schema: dict[str, KeyType] = {
            "shift": NUMBER, "dark": Scalar("boolean"), "site": SITES, "run": Scalar("uuid"),
            "at": Scalar("datetime"),
        }  # fmt: skip
        ((key, single),) = value.items()
        [misfit] = judge(schema[key], single)
        assert (misfit.help() if callable(misfit.help) else misfit.help) == help_

    def test_what_was_meant_is_looked_for_only_where_it_is_listed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The search among values and keys takes long, and a manifest has many items."""
        asked: list[str] = []

        def did_you_mean(word: str, candidates: Iterable[str]) -> str:
            asked.append(word)
            return next(iter(candidates))

        for module in ("judging", "schema"):
            name = f"manifestry.formats.encord.metadata.{module}.did_you_mean"
            monkeypatch.setattr(name, did_you_mean)
        items = [
            {"objectUrl": f"s3://a/{n}.mp4", "clientMetadata": {"site": f"x{n}", "shfit": n}}
            for n in range(50)
        ]
        settings = manifestry.Settings(
            metadata_schema=MetadataSchema({"shift": NUMBER, "site": SITES}),
            max_findings_per_rule=3,
        )
        report = manifestry.check({"videos": items}, settings)
        assert (report.warnings, report.infos) == (50, 1)
        assert sorted(asked) == ["shfit", "x0", "x1", "x2"]
        assert [finding.help for finding in report if finding.code == "M212"] == [
            'Write "shift" if that is meant, or add the key to the schema.'
        ]

    def test_the_old_form_of_key_frames_is_told_as_such_only(self) -> None:
        """Its lists are no embeddings, and its values no metadata."""
        videos = [
            {"objectUrl": f"s3://a/{n}.mp4", "clientMetadata": {"keyframes": frames}}
            for n, frames in enumerate(([1.5, 2], [1.5, 2, 3], "none"))
        ]
        assert [finding.code for finding in manifestry.check({"videos": videos})] == ["M006"] * 3

    def test_a_misplaced_flag_of_a_key_frame_is_told_once(self) -> None:
        """It is no metadata, and so no key that the schema would lack."""
        frames = {"1": {"keyframe": False}, "2": {"keyframe": True}}
        video = {"objectUrl": "s3://a/b.mp4", "clientMetadata": {"$encord": {"frames": frames}}}
        report = manifestry.check(
            {"videos": [video]}, manifestry.Settings(metadata_schema=MetadataSchema({}))
        )
        at = "/videos/0/clientMetadata/$encord/frames"
        assert [(finding.code, finding.pointer) for finding in report] == [
            ("M108", f"{at}/1/keyframe"),
            ("M212", f"{at}/2/keyframe"),
        ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"lat": 90, "lon": -180}, None),
        ({"latitude": -91, "longitude": 0}, ("latitude",)),
        ({"Lat": 1, "Lng": 181.5}, ("Lng",)),
        ({"lat": "91"}, None),
        ({"type": "Point", "coordinates": [181, 0]}, ("coordinates", 0)),
        ({"type": "Point", "coordinates": [0, -90.5]}, ("coordinates", 1)),
        ({"type": "Point", "coordinates": []}, None),
        ({"type": "Polygon", "coordinates": [[999, 999]]}, None),
        ([47.3, 8.5], None),
        ([147.3, 8.5], None),
        ([8.5, 147.3], None),
        ([147.3, 98.5], (1,)),
        ([8.5, 181], (1,)),
        ([200, 8.5], (0,)),
        ([1, 2, 3], None),
        ([True, 999], None),
        ("47.3,8.5", None),
        ({}, None),
    ],
)
def test_coordinates_are_judged_where_they_have_a_name(value: Any, fault: Any) -> None:
    """A bare pair may be in either order, so only what no order can mend is told."""
    found = places.fault(value)
    assert (found and found[0]) == fault


class TestSchemas:
    """The schema as a value."""

    def test_it_compares_by_keys_and_types(self) -> None:
        """The order is for people."""
        one = MetadataSchema({"a": NUMBER, "b": SITES})
        assert one == MetadataSchema({"b": SITES, "a": NUMBER})
        assert one != MetadataSchema({"a": NUMBER})
        assert list(one) == ["a", "b"]

    def test_it_can_be_sent_to_another_process(self) -> None:
        """A pickle of it is as good as itself, and works as well."""
        schema = MetadataSchema({"a": NUMBER, "b": Tombstone(SITES)})
        again = pickle.loads(pickle.dumps(schema))
        assert again == schema
        assert again.fits["a"](2)

    def test_it_cannot_be_changed(self) -> None:
        """Not even through the mapping it was made from."""
        types: dict[str, KeyType] = {"a": NUMBER}
        schema = MetadataSchema(types)
        types["b"] = NUMBER
        assert list(schema) == ["a"]
        with pytest.raises(TypeError):
            schema.types["b"] = NUMBER  # type: ignore[index]

    def test_a_large_enum_is_no_burden(self) -> None:
        """The message names no more than is of use."""
        schema = MetadataSchema({"site": Enum(tuple(f"gate {n}" for n in range(256)))})
        item = {"objectUrl": "s3://acme-media/a.jpg", "clientMetadata": {"site": "x" * 100_000}}
        settings = manifestry.Settings(metadata_schema=schema)
        (finding,) = manifestry.check({"images": [item]}, settings).findings
        assert len(finding.message) < 200
