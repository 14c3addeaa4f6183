"""Rules on groups, media metadata, DICOM and client metadata, item by item."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import MAX_BYTES, limits, nul_paths, size, survey
from manifestry.formats.encord.dicom import REQUIRED_TAGS, canonical
from manifestry.formats.encord.groups import missing_and_told, speaks_for
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.media import missing_members
from manifestry.formats.encord.mime import ENDINGS_OF, TYPES_OF, bare, fits_section
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Hit, SchemaError
from manifestry.rules.catalogue import catalogue
from manifestry.settings import Settings

Found = list[tuple[str, tuple[str | int, ...]]]

OWN = [
    rule for code, rule in catalogue().items() if code[:2] in ("E3", "E4", "E5") or code[:2] == "M0"
]


def item(section: str, value: dict[str, Any], **settings: Any) -> Item:
    """An item as the engine hands it to rules."""
    return Item(SECTIONS[section], 0, value, Settings(**settings))


def hits(code: str, of: Item) -> list[Hit]:
    """The hits of one rule."""
    check = catalogue()[code].check
    assert check is not None
    return list(check(of))


def found(of: Item) -> Found:
    """Code and path of every hit of the rules this module is about."""
    return [(rule.code, hit.path) for rule in OWN if rule.check for hit in rule.check(of)]


def group(*keys: str, **others: Any) -> Item:
    """An image group whose URLs stand under `keys`."""
    urls = {key: f"gs://acme-media/a/{place}.jpg" for place, key in enumerate(keys)}
    return item("image_groups", {"title": "car 7", **urls, **others})


def positions(*ends: str) -> Item:
    """An image group with keys `objectUrl_<end>`."""
    return group(*(f"objectUrl_{end}" for end in ends))


def video(**changes: Any) -> Item:
    """A video with complete metadata; a change to None leaves the member out."""
    block: dict[str, Any] = {
        "fps": 25.0,
        "duration": 12.4,
        "width": 1280,
        "height": 720,
        "file_size": 904512,
        "mime_type": "video/mp4",
    }
    block.update(changes)
    block = {key: value for key, value in block.items() if value is not None}
    return item("videos", {"objectUrl": "s3://acme-media/a.mp4", "videoMetadata": block})


def media(section: str, url: str, mime: object) -> Item:
    """An item whose media metadata has only a MIME type."""
    block = SECTIONS[section].media
    assert block is not None
    return item(section, {"objectUrl": url, block: {"mime_type": mime}})


class TestNumbering:
    """The numbered URLs of groups and series."""

    @pytest.mark.parametrize(
        ("ends", "expected"),
        [
            (("0",), []),
            (("0", "1", "2"), []),
            (("0", "2"), [("E302", "2")]),
            (("0", "2", "5"), [("E302", "2"), ("E302", "5")]),
            (("2", "0"), [("E302", "2"), ("E309", "0")]),
            (("1", "2"), [("E303", "1")]),
            (("00",), [("E304", "00")]),
            (("00", "01", "02"), [("E304", "00")]),
            (("0", "01", "1", "02"), [("E304", "02"), ("E306", "1")]),
            (("1", "01", "001", "0"), [("E306", "01"), ("E306", "001"), ("E309", "0")]),
            (("0", "1", "10", "11", "2"), [("E302", "10"), ("E309", "2")]),
            (("a", "0", "2"), [("E305", "a")]),
            (("", "-1", "1.0", " 1", "1\n"), [("E305", e) for e in ("", "-1", "1.0", " 1", "1\n")]),
            (("٣", "0"), [("E305", "٣")]),
            (("0", "1" + "0" * 30), [("E302", "1" + "0" * 30)]),
        ],
    )
    def test_every_fault_of_the_numbers_is_told_once(
        self, ends: tuple[str, ...], expected: list[tuple[str, str]]
    ) -> None:
        """Each gap, collision and oddity has one finding, at its key."""
        assert found(positions(*ends)) == [(code, (f"objectUrl_{end}",)) for code, end in expected]

    def test_numbers_of_any_length_are_told_apart(self) -> None:
        """Long numbers with the same beginning do not collide, and never raise."""
        long = "1" * 5000
        assert not hits("E306", positions("0", long + "2", long + "3"))
        assert hits("E306", positions("0", long, "0" + long))
        assert hits("E309", positions("0", long + "0", long))

    def test_large_groups(self) -> None:
        """Thousands of files are judged as few are."""
        ends = [str(number) for number in range(2000)]
        assert found(positions(*ends)) == []
        assert found(positions(*ends[:1500], *ends[1501:])) == [("E302", ("objectUrl_1501",))]

    def test_misspelt_key_fills_its_place(self) -> None:
        """A gap is not told when a misspelt key has the number that is missing."""
        assert found(group("objectUrl_0", "objectURL_1", "objectUrl_2")) == []
        assert found(group("object_url_0", "objectUrl_1")) == []
        assert [code for code, _ in found(group("objectUrl_0", "objectURL_1", "objectUrl_3"))] == [
            "E302"
        ]

    def test_number_without_its_underscore_is_a_bad_position(self) -> None:
        """objectUrl0 and its like are told as such, and fill no gap."""
        for key in ("objectUrl1", "objectUrl-1", "objectUrl[1]", "objectUrl 1"):
            assert found(group("objectUrl_0", key, "objectUrl_2")) == [("E305", (key,))]

    def test_plain_url_beside_numbered_ones_is_a_warning(self) -> None:
        """The series is there all the same; it may be the first file that lacks its number."""
        [hit] = hits("E308", group("objectUrl", "objectUrl_1"))
        assert hit.severity is Severity.WARNING
        [hit] = hits("E308", group("objectUrl"))
        assert hit.severity is None

    def test_one_file_with_numbered_urls(self) -> None:
        """An error if the URL is missing, a warning beside it."""
        [hit] = hits("E312", item("videos", {"objectUrl_0": "s3://a/b", "objectUrl_1": "s3://a/c"}))
        assert hit.path == ("objectUrl_0",)
        assert hit.severity is None
        [hit] = hits("E312", item("videos", {"objectUrl": "s3://a/b", "objectUrl_0": "s3://a/c"}))
        assert hit.severity is Severity.WARNING
        assert not hits("E312", item("scenes", {"objectUrl_0": "s3://a/b"}))

    def test_numbered_titles_are_one_finding(self) -> None:
        """One for each kind of key, not one for each file."""
        of = group("objectUrl_0", "objectUrl_1", title_0="a", title_1="b", imageMetadata_1={})
        assert found(of) == [("E307", ("title_0",)), ("E307", ("imageMetadata_1",))]

    def test_first_tiff_of_a_sequence(self) -> None:
        """One finding, at the first; a `.tif` elsewhere in the URL does not count."""
        urls = {"objectUrl_0": "s3://b/x.tif/0.jpg", "objectUrl_1": "s3://b/1.TIF?versionId=1"}
        value = {"title": "s", "createVideo": True, **urls, "objectUrl_2": "s3://b/2.tiff"}
        assert found(item("image_groups", value)) == [("E310", ("objectUrl_1",))]


class TestTitles:
    """Titles of groups, series and scenes."""

    @pytest.mark.parametrize("title", ["", " ", "\t\n"])
    def test_blank_is_told_at_the_value(self, title: str) -> None:
        """An empty or blank title is a fault of its own place."""
        assert found(item("scenes", {"title": title, "scene": "s3://a/b.pcd"})) == [
            ("E301", ("title",))
        ]

    @pytest.mark.parametrize("title", [None, 7, ["a"]])
    def test_wrong_type_is_left_to_the_schema(self, title: object) -> None:
        """What is no text at all is told once, by the schema."""
        assert found(item("dicom_series", {"title": title, "objectUrl_0": "s3://a/b"})) == []

    def test_misspelt_title_is_left_to_the_rule_on_spelling(self) -> None:
        """But `title_0` is no misspelt title."""
        urls = {"objectUrl_0": "s3://a/b"}
        assert found(item("image_groups", {"Title": "a", **urls})) == []
        assert found(item("image_groups", {"title_0": "a", **urls})) == [
            ("E301", ()),
            ("E307", ("title_0",)),
        ]

    def test_scene_that_lacks_everything_is_told_once(self) -> None:
        """What a scene lacks stands in one finding, which is not this rule's."""
        assert found(item("scenes", {})) == []


class TestClaims:
    """What rules take from the schema pass because they tell it themselves."""

    @staticmethod
    def missing(value: dict[str, object], *names: str) -> SchemaError:
        """An item that lacks some names, as the schema pass puts it."""
        return SchemaError((), "required", value, names, {})

    def test_only_what_is_told_in_full(self) -> None:
        """An error that names anything besides is left to others."""
        assert missing_and_told(self.missing({}, "title")) == {"title"}
        assert missing_and_told(self.missing({}, "title", "objectUrl_0")) == frozenset()
        both = self.missing({"objectUrl": "s3://a/b"}, "title", "objectUrl_0")
        assert missing_and_told(both) == {"title", "objectUrl_0"}
        assert missing_and_told(self.missing({"titel": ""}, "title")) == frozenset()
        assert missing_and_told(self.missing({"objectUrl_3": ""}, "objectUrl")) == {"objectUrl"}
        assert missing_and_told(self.missing({}, "objectUrl")) == frozenset()

    def test_media_metadata_in_one_finding(self) -> None:
        """All members missing are one finding; a misspelt one stands for its member."""
        claims = catalogue()["E402"].claims
        assert claims is not None
        error = SchemaError(("videoMetadata",), "required", {"FPS": 1}, ("fps", "width"), {})
        assert claims(error)
        [hit] = hits("E402", video(fps=None, FPS=25, width=None, mime_type=None))
        assert hit.path == ("videoMetadata",)
        assert hit.message == '"videoMetadata" lacks "width" and "mime_type"'

    def test_misspelt_member_alone_is_left_to_the_rule_on_spelling(self) -> None:
        """One fault, one finding."""
        claims = catalogue()["E402"].claims
        assert claims is not None
        of = video(file_size=None, fileSize=904512)
        error = SchemaError(("videoMetadata",), "required", of.media, ("file_size",), {})
        assert not claims(error)
        assert found(of) == []

    @pytest.mark.parametrize("path", [(), ("objectUrl_a", 0), (0,), ("clientMetadata",)])
    def test_no_claim_elsewhere(self, path: tuple[str | int, ...]) -> None:
        """Errors at other places are nobody's here."""
        for keyword in ("type", "not", "enum"):
            error = SchemaError(path, keyword, None, None, {})
            assert not any(rule.claims(error) for rule in OWN if rule.claims)


class TestMedia:
    """Media metadata."""

    @pytest.mark.parametrize(
        ("changes", "member", "code"),
        [
            ({"mime_type": "audio/mp4"}, "mime_type", "E404"),
            ({"mime_type": "video/quicktime"}, "mime_type", "E405"),
            ({"mime_type": "VIDEO/WEBM"}, "mime_type", "E405"),
            ({"mime_type": "mp4"}, "mime_type", "E406"),
            ({"mime_type": "video\\mp4"}, "mime_type", "E406"),
            ({"fps": 1000.1}, "fps", "E407"),
            ({"fps": 0.099}, "fps", "E407"),
            ({"width": 65_537}, "width", "E408"),
            ({"duration": 86_401, "file_size": 10**12}, "duration", "E409"),
            ({"duration": 12_400.0}, "duration", "E409"),
        ],
    )
    def test_one_wrong_member_is_one_finding(
        self, changes: dict[str, Any], member: str, code: str
    ) -> None:
        """At the value, by the one rule it concerns."""
        assert found(video(**changes)) == [(code, ("videoMetadata", member))]

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"fps": 1000},
            {"fps": 0.1},
            {"width": 65_536},
            {"duration": 86_400, "file_size": 10**12},
            {"duration": 1000, "file_size": 1},
            {"duration": 5000, "file_size": 2_500_000},
            {"mime_type": "video/x-unheard-of"},
            {"fps": -1},
            {"fps": "25"},
            {"fps": True, "duration": False, "width": [], "height": {}, "file_size": "0"},
            {"duration": 10**400, "file_size": -(10**400)},
        ],
    )
    def test_limits_are_within_and_faults_of_the_schema_are_left_to_it(
        self, changes: dict[str, Any]
    ) -> None:
        """What the schema refuses, or what is just within, has no finding here."""
        codes = {code for code, _ in found(video(**changes))}
        assert codes <= ({"E409"} if changes.get("duration") == 10**400 else set())

    @pytest.mark.parametrize(
        ("section", "url", "mime", "code"),
        [
            ("images", "s3://b/a.jpg", "image/jpg", None),
            ("images", "s3://b/a.JPG?versionId=1", "image/jpeg", None),
            ("images", "s3://b/a", "image/png", None),
            ("images", "s3://b/a.jpg", "image/png", "E405"),
            ("images", "s3://b/a.mp4", "image/png", None),
            ("images", "s3://b/a.png", "image/", "E406"),
            ("images", "s3://b/a.png", 7, None),
            ("audio", "s3://b/a.mp3", "audio/mp3", None),
            ("audio", "s3://b/a.wav", "audio/x-wav", None),
            ("audio", "s3://b/a.wav", "audio/mpeg", "E405"),
            ("audio", "s3://b/a.ogg", "application/ogg", None),
            ("audio", "s3://b/a.mp4", "video/mp4", "E404"),
            ("text", "s3://b/a.jsonl", "application/x-ndjson", None),
            ("text_files", "s3://b/a.py", "text/x-python", None),
            ("text_files", "s3://b/a.html", "application/json", "E405"),
            ("text", "s3://b/a.txt", "application/pdf", "E404"),
            ("text", "s3://b/a.svg", "image/svg+xml", None),
            ("pdfs", "s3://b/a.pdf", "text/plain", None),
        ],
    )
    def test_mime_type_against_section_and_ending(
        self, section: str, url: str, mime: object, code: str | None
    ) -> None:
        """Aliases pass; one fault is told by one rule."""
        codes = [code for code, _ in found(media(section, url, mime)) if code != "E402"]
        assert codes == ([] if code is None else [code])

    def test_table_of_types_fits_the_sections(self) -> None:
        """Every ending a section takes has a type, and one that fits the section."""
        for section in SECTIONS.values():
            for ending in section.extensions if section.mime else ():
                fitting = [fits_section(t, section.mime, section.kind) for t in TYPES_OF[ending]]
                assert any(fitting), (section.key, ending)
        assert all(bare(mime) == mime for mime in ENDINGS_OF)

    def test_camel_case_is_no_spelling_of_video_metadata(self) -> None:
        """There it is a misspelt key, and its value is not looked at."""
        of = video(file_size=None, fileSize=0, mime_type=None, mimeType="mp4")
        assert found(of) == []

    def test_both_spellings_of_one_member(self) -> None:
        """Nobody knows which of the two counts: that is more than a matter of style."""
        block = {"mimeType": "image/png", "fileSize": 1, "file_size": 2, "width": 1, "height": 1}
        [hit] = hits("E411", item("images", {"imageMetadata": block}))
        assert hit.path == ("imageMetadata",)
        assert hit.severity is Severity.WARNING

    def test_duration_seconds_in_any_spelling_and_beside_duration(self) -> None:
        """The old name stands for the duration, and is told wherever it stands."""
        for changes in ({"duration": None, "durationSeconds": 1}, {"duration_seconds": 1}):
            key = next(key for key in changes if key != "duration")
            assert found(video(**changes)) == [("E410", ("videoMetadata", key))]

    def test_missing_members_in_the_usual_spelling(self) -> None:
        """A block in either spelling is complete, as is one that mixes them."""
        assert missing_members("imageMetadata", {}) == ["mimeType", "fileSize", "width", "height"]
        assert missing_members("pdfMetadata", {"fileSize": 1, "num_pages": 1}) == []
        assert missing_members("textMetadata", {"fileSize": 1}) == ["mime_type"]

    def test_strict_profile_asks_for_metadata(self) -> None:
        """Of the kinds that have any; not where a misspelt or misplaced block stands."""
        strict = {"profile": "strict-client-only"}
        url = {"objectUrl": "s3://acme-media/a"}
        for section in SECTIONS.values():
            expected: Found = [] if section.media is None else [("E401", ())]
            value = {"title": "a", "objectUrl_0": "s3://b/c"} if section.numbered else url
            if section.kind != "scene":
                assert found(item(section.key, value, **strict)) == expected
        for key in ("videometadata", "video_metadata", "imageMetadata"):
            assert found(item("videos", {**url, key: {}}, **strict)) == []
        assert found(item("videos", {**url, "videoMetadata": None}, **strict)) == []

    def test_audio_out_of_range(self) -> None:
        """Each value is judged by itself; what is not above 0 is the schema's."""
        block = {"sample_rate": 192_000, "bit_depth": 64}
        assert [hit.path[-1] for hit in hits("E412", item("audio", {"audioMetadata": block}))] == [
            "sample_rate",
            "bit_depth",
        ]
        assert not hits("E412", item("audio", {"audioMetadata": {"sample_rate": 0}}))


class TestDicom:
    """DICOM tags where they are given."""

    @staticmethod
    def series(**keys: Any) -> Item:
        """A DICOM series of one file."""
        return item("dicom_series", {"title": "CT 12", "objectUrl_0": "s3://a/0.dcm", **keys})

    def test_tags_are_found_in_every_form(self) -> None:
        """In the SDK's form, in lists, alone, and under numbered keys; never in metadata."""
        empty: dict[str, object] = {"tags": {}}
        of = self.series(
            dicom_files=[{"url": "s3://a/0.dcm", "dicom_metadata": empty}, 7, {"tags": []}],
            dicomMetadata=empty,
            dicomMetadata_0=empty,
            clientMetadata=empty,
        )
        assert [hit.path for hit in hits("E501", of)] == [
            ("dicom_files", 0, "dicom_metadata", "tags"),
            ("dicomMetadata", "tags"),
            ("dicomMetadata_0", "tags"),
        ]
        assert "lacks 22 of 22 tags" in hits("E501", of)[0].message

    def test_badly_written_tag_is_not_missing(self) -> None:
        """Its form is the fault, and the right form is shown."""
        tags = dict.fromkeys(REQUIRED_TAGS)
        del tags["0020000D"]
        of = self.series(dicomMetadata={"tags": {**tags, "(0020,000d)": None}})
        assert not hits("E501", of)
        [hit] = hits("E503", of)
        assert hit.help == 'Write "0020000D".'
        assert canonical("0020000G") == "0020000G"

    @pytest.mark.parametrize("element", [None, {"vr": "UI"}, {"vr": "UI", "Value": []}])
    def test_uid_may_be_left_out(self, element: object) -> None:
        """A null tag or one without a value says nothing wrong."""
        of = self.series(dicomMetadata=[{"tags": {"0020000D": element}}] * 2)
        assert not [hit for code in ("E503", "E504", "E505") for hit in hits(code, of)]

    def test_other_sections_have_no_tags(self) -> None:
        """DICOM's keys mean nothing to a video."""
        assert found(item("videos", {"dicomMetadata": {"tags": {}}})) == []


class TestClientMetadata:
    """Client metadata as a whole."""

    @staticmethod
    def video(metadata: object, **settings: Any) -> Item:
        """A video with that client metadata."""
        value = {"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": metadata}
        return item("videos", value, **settings)

    @pytest.mark.parametrize(
        ("length", "code"),
        [
            (10_000_000, None),
            (10_000_001, "M002"),
            (MAX_BYTES, "M002"),
            (MAX_BYTES + 1, "M003"),
        ],
    )
    def test_limits_to_the_byte(self, length: int, code: str | None) -> None:
        """What has exactly the limit is within it."""
        of = self.video({"a": "x" * (length - len('{"a":""}'))})
        assert found(of) == ([] if code is None else [(code, ("clientMetadata",))])

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=30,
        )
    )
    def test_size_is_that_of_compact_json(self, value: object) -> None:
        """The count agrees with the standard library's writer, and the bound with the count."""
        metadata = {"value": value}
        of = self.video(metadata, max_metadata_bytes=0)
        text = json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))
        assert size(of) == len(text.encode("utf-8", "surrogatepass"))
        assert survey(of).bound >= size(of)

    def test_long_lists_of_numbers_are_counted_too(self) -> None:
        """An embedding is as long as its numbers, whole ones among them."""
        for numbers in ([0.1] * 100, [0.1, *range(99)], [10**300] * 100):
            of = self.video({"embedding": numbers}, max_metadata_bytes=0)
            assert 200 < size(of) <= survey(of).bound

    def test_depth_is_no_concern(self) -> None:
        """Thousands of levels are walked without recursion."""
        value: object = "\0"
        for _ in range(5_000):
            value = [value]
        of = self.video({"deep": value}, max_metadata_bytes=0)
        assert size(of) > 10_000
        [(path, in_key)] = nul_paths(of)
        assert len(path) == 5_002
        assert not in_key
        while isinstance(value, list):  # so that freeing it does not recurse
            value = value.pop()

    def test_nul_in_keys_and_values(self) -> None:
        """Each is told at its value, a key by name."""
        of = self.video({"a\0": {"b": "c\0"}, "d": [["\0"]]})
        told = {hit.path[1:]: hit.message for hit in hits("M004", of)}
        assert told == {
            ("a\0",): r'The key "a\u0000" holds \u0000',
            ("a\0", "b"): r'The value of "b" holds \u0000',
            ("d", 0, 0): r'The value of entry 0 of "d" holds \u0000',
        }

    def test_other_limit(self) -> None:
        """A limit that is set takes the place of the platform's, in both readings."""
        assert limits(Settings()) == (10_000_000, 10_485_760)
        assert limits(Settings(max_metadata_bytes=2**20)) == (10**6, 2**20)

    @pytest.mark.parametrize("metadata", ["a", 7, [], True, [{"$x": 1, "keyframes": []}]])
    def test_what_is_no_object_is_left_to_the_schema(self, metadata: object) -> None:
        """The schema tells it, once."""
        assert found(self.video(metadata)) == []

    def test_reserved_keys_count_at_the_top_only(self) -> None:
        """What stands deeper is the user's own; `$encord` is known."""
        metadata = {"a": {"$b": 1, "keyframes": []}, "$encord": {}, "$c": 1, "$": 2}
        assert found(self.video(metadata)) == [
            ("M005", ("clientMetadata", "$c")),
            ("M005", ("clientMetadata", "$")),
        ]


def test_keys_spoken_for_have_a_rule() -> None:
    """What the rule on unknown keys leaves to others is told by one of them."""
    keys = ["objectUrl", "objectUrl_x", "title_0", "objectUrl_0", "clusterByResolution"]
    keys += ["dicom_files", "dicomMetadata", "objectUrl7", "imageMetadata_01", "camera", "Title"]
    for section in SECTIONS.values():
        for key in keys:
            if speaks_for(section, key):
                value: dict[str, object] = {"title": "a", "scene": "s3://b/c.pcd", key: "s3://b/c"}
                assert (key,) in [path for _, path in found(item(section.key, value))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(
    """
    title createVideo objectUrl objectUrl_0 objectUrl_01 objectUrl_x clientMetadata title_0
    videoMetadata audioMetadata imageMetadata textMetadata pdfMetadata dicom_files dicom_metadata
    dicomMetadata_0 tags fps duration width file_size fileSize mime_type sample_rate 0020000D
    Value vr $encord keyframes
    """.split()  # noqa: SIM905  a list of words
)
ITEMS = st.recursive(
    JSON,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


def silent(of: Item) -> None:
    """Asserts that no rule finds anything where its cheap test says so."""
    for rule in OWN:
        if rule.check is not None and rule.when is not None and not rule.when(of):
            assert list(rule.check(of)) == [], rule.code


@given(st.sampled_from(sorted(SECTIONS)), st.dictionaries(NAMES, ITEMS, max_size=8))
def test_cheap_tests_clear_only_what_has_no_fault(section: str, value: dict[str, Any]) -> None:
    """Whatever stands in an item."""
    silent(item(section, value, max_metadata_bytes=20))


PLAIN: dict[str, dict[str, Any]] = {
    "videos": {
        "objectUrl": "s3://acme-media/a.mp4",
        "title": "a",
        "videoMetadata": {
            "fps": 25.0,
            "duration": 12.4,
            "width": 1280,
            "height": 720,
            "file_size": 904512,
            "mime_type": "video/mp4",
        },
        "clientMetadata": {"site": "north", "$encord": {"frames": [0, 50]}},
    },
    "audio": {
        "objectUrl": "s3://acme-media/a.wav",
        "audioMetadata": {
            "duration": 3000,
            "file_size": 617444000,
            "mime_type": "audio/wav",
            "sample_rate": 44100,
            "bit_depth": 16,
            "codec": "pcm",
            "num_channels": 2,
        },
        "clientMetadata": {"line": 7, "words": ["a", {"b": None}], "ok": True},
    },
    "images": {
        "objectUrl": "gs://acme-media/a.png",
        "imageMetadata": {"mimeType": "image/png", "fileSize": 2048, "width": 64, "height": 48},
    },
    "image_groups": {
        "title": "car 7",
        "createVideo": True,
        "objectUrl_0": "gs://acme-media/0.jpg",
        "objectUrl_1": "gs://acme-media/1.jpg",
        "objectUrl_2": "gs://acme-media/2.jpg",
        "clientMetadata": {"car": 7},
    },
    "dicom_series": {"title": "CT 12", "objectUrl_0": "s3://acme-med/0.dcm"},
    "text": {
        "objectUrl": "s3://acme-docs/n.txt",
        "textMetadata": {"file_size": 120, "mime_type": "text/plain"},
    },
    "pdf": {
        "objectUrl": "s3://acme-docs/r.pdf",
        "pdfMetadata": {"file_size": 40960, "num_pages": 3},
    },
    "nifti": {"objectUrl": "s3://acme-med/v.nii"},
    "scenes": {"title": "s", "scene": "s3://acme-media/run.mcap"},
}


@pytest.mark.parametrize("section", PLAIN)
def test_plain_items_are_cleared_by_the_cheap_tests(section: str) -> None:
    """Otherwise they would be tests for nothing."""
    of = item(section, PLAIN[section])
    assert found(of) == []
    assert [rule.code for rule in OWN if rule.when is not None and rule.when(of)] == []


@given(st.data())
def test_cheap_tests_clear_no_item_with_a_fault(data: st.DataObject) -> None:
    """Close to plain items, too: one value changed, one key renamed, one left out."""
    section = data.draw(st.sampled_from(sorted(PLAIN)))
    value: dict[str, Any] = json.loads(json.dumps(PLAIN[section]))
    for _ in range(data.draw(st.integers(1, 2))):
        inner = [value, *(part for part in value.values() if isinstance(part, dict))]
        holder = data.draw(st.sampled_from(inner))
        key = data.draw(st.sampled_from(sorted(holder) or ["a"]))
        old = holder.pop(key, None)
        match data.draw(st.sampled_from(["change", "rename", "drop", "add"])):
            case "change":
                numbers = st.sampled_from([0, -1, 0.01, 1e9, 10**400, True, float("nan"), "25"])
                words = st.sampled_from(["video/webm", "mp4", "image/png", "\0", "", " ", "a.tif"])
                holder[key] = data.draw(numbers | words | JSON)
            case "rename":
                holder[data.draw(NAMES)] = old
            case "add":
                holder[key] = old
                holder[data.draw(NAMES)] = data.draw(JSON)
    silent(item(section, value, max_metadata_bytes=data.draw(st.sampled_from([10, 100, None]))))


@given(st.sampled_from(sorted(SECTIONS)), st.dictionaries(NAMES, ITEMS, max_size=8))
def test_no_rule_raises_whatever_the_item(section: str, value: dict[str, Any]) -> None:
    """Rules look at types before they look at values."""
    found(item(section, value, profile="strict-client-only", max_metadata_bytes=1))


def test_last_answer_is_kept_for_the_same_object_only() -> None:
    """Equal objects are asked again, the same one is not."""
    asked: list[object] = []

    @remember_last
    def ask(given: list[int]) -> int:
        asked.append(given)
        return len(asked)

    first, second = [1], [1]
    assert [ask(first), ask(first), ask(second), ask(first)] == [1, 1, 2, 3]
