"""Inferring a metadata schema: which type a key gets, why, and what cannot be used."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from manifestry.errors import LimitError, UsageError
from manifestry.metadata import Embedding, Enum, Inference, KeyEvidence, KeyType, Scalar, infer
from manifestry.metadata import evidence as evidence_module
from manifestry.metadata.evidence import MAX_KEYS, Evidence, form_of

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata" / "infer"
RUN = "1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f"
EXPORT_TASK = {"taskId": "65a000000000000000000041", "tools": []}


def _images(*metadata: object) -> dict[str, Any]:
    """A manifest of images, each with this client metadata."""
    return {
        "images": [
            {"objectUrl": f"s3://acme-media/{number}.jpg", "clientMetadata": each}
            for number, each in enumerate(metadata)
        ]
    }


def _of(*values: object, name: str = "key", **options: Any) -> KeyEvidence:
    """What is made of a key with these values, one in each image."""
    (key,) = infer([_images(*({name: value} for value in values))], **options).keys
    return key


def _word(*values: object, **options: Any) -> KeyType | None:
    return _of(*values, **options).type


NUMBER, BOOLEAN, UUID = Scalar("number"), Scalar("boolean"), Scalar("uuid")
VARCHAR, TEXT, DATETIME = Scalar("varchar"), Scalar("text"), Scalar("datetime")

TYPED: list[tuple[str, Sequence[object], KeyType]] = [
    ("numbers", (1, 2.5, -3, 10**30), NUMBER),
    ("numbers and nulls", (None, 0, None), NUMBER),
    ("booleans", (True, False), BOOLEAN),
    ("booleans, some as text", (True, "false"), BOOLEAN),
    ("booleans as text", ("true", "false", "true", "true"), BOOLEAN),
    ("UUIDs", (RUN, RUN.upper()), UUID),
    ("UUIDs that repeat", (RUN,) * 9, UUID),
    ("UUIDs of other versions", (RUN, RUN.replace("-4", "-1")), VARCHAR),
    ("UUIDs without hyphens", (RUN, RUN.replace("-", "")), VARCHAR),
    ("dates", ("2024-02-24", "2024-07-18T16:04:26.686087+00:00", "2024-W05-1"), DATETIME),
    ("dates that repeat", ("2024-02-24", "2024-02-25") * 9, DATETIME),
    ("dates without zone", ("2024-02-24T10:00", "20240224T1000"), DATETIME),
    ("days that do not exist", ("2023-02-28", "2023-02-29"), VARCHAR),
    ("digits that could be dates", ("20240224", "20240225"), VARCHAR),
    ("digits that could be dates, repeated", ("20240224", "20240225") * 9, VARCHAR),
    ("dates and such digits", ("2024-02-24", "20240225"), VARCHAR),
    ("part numbers that could be dates", ("2024W051", "2024W052"), VARCHAR),
    ("months", ("2024-02", "2024-03"), VARCHAR),
    ("dates and something else, repeated", ("2024-02-24", "2024-02-25", "n/a") * 9, VARCHAR),
    ("as many dates as words", ("2024-02-24", "soon") * 9, VARCHAR),
    ("more words than dates", ("2024-02-24", "soon", "late") * 9, Enum(("2024-02-24", "late", "soon"))),
    ("texts that repeat", ("south", "north") * 2, Enum(("north", "south"))),
    ("texts that repeat, in capitals", ("b", "B", "a", "", "a", "b", "B", ""), Enum(("", "B", "a", "b"))),
    ("texts that hardly repeat", ("north", "south", "south"), VARCHAR),
    ("one text", ("north",) * 9, VARCHAR),
    ("numbers in strings", ("1", "2", "3"), VARCHAR),
    ("numbers in strings that repeat", ("1", "2") * 2, Enum(("1", "2"))),
    ("long texts that repeat", ("a" * 255, "b" * 255) * 2, Enum(("a" * 255, "b" * 255))),
    ("longer texts that repeat", ("a" * 256, "b") * 2, VARCHAR),
    ("the longest varchar", ("a" * 8192,), VARCHAR),
    ("one character more", ("a" * 8193, "b"), TEXT),
    ("characters beyond the BMP", ("\N{AUTOMOBILE}" * 8192,), VARCHAR),
    ("signed URLs that repeat", ("s3://a/b?sig=1", "s3://a/c") * 2, VARCHAR),
    ("texts with NUL that repeat", ("a\0", "b") * 2, VARCHAR),
    ("embeddings", ([0.1, 2], [3, -4]), Embedding(2)),
    ("an embedding of one number", ([7],), Embedding(1)),
    ("the largest embedding", ([0] * 4096,), Embedding(4096)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "type_"), [case[1:] for case in TYPED], ids=[c[0] for c in TYPED]
)
def test_the_type_of_a_key(values: Sequence[object], type_: KeyType) -> None:
    """Each key gets the narrowest type that all its values fit."""
    key = _of(*values)
    assert (key.type, key.reason) == (type_, None)


LEFT_OUT: list[tuple[Sequence[object], str]] = [
    ((None, None), "every value is null"),
    ((1, "2", "3"), "the values are of several kinds: 1 number and 2 texts"),
    ((True, 1), "the values are of several kinds: 1 number and 1 boolean"),
    ((True, "yes"), "the values are of several kinds: 1 boolean and 1 text"),
    (([1], "n/a", None), "the values are of several kinds: 1 text and 1 list of numbers"),
    (
        ([1], [2], ["a"], {}, {}),
        "the values are of several kinds: 2 lists of numbers, 1 other list and 2 objects",
    ),
    (({"a": 1},), "no type of a schema holds objects"),
    ((["a", "b"],), "no type of a schema holds lists of anything but numbers"),
    (([1, True],), "no type of a schema holds lists of anything but numbers"),
    (([],), "no type of a schema holds lists of anything but numbers"),
    (([1, 2], [3]), "the lists have 1 to 2 numbers; all embeddings of a key have the same"),
    (([0] * 4097,), "the lists have 4,097 numbers; embeddings have up to 4,096"),
]


@pytest.mark.parametrize(("values", "reason"), LEFT_OUT)
def test_a_key_that_no_type_fits(values: Sequence[object], reason: str) -> None:
    """A key is left out of the schema, with the reason, where no type fits its values."""
    inference = infer([_images(*({"key": value, "good": 1} for value in values))])
    key = next(key for key in inference.keys if key.name == "key")
    assert (key.type, key.reason) == (None, reason)
    assert inference.left_out == (key,)
    assert [*inference.schema] == ["good"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("$site", "names with a dollar sign in front are reserved"),
        ("keyframes", '"keyframes" is reserved, in any spelling with - _ . or blanks'),
        ("key.frames", '"keyframes" is reserved, in any spelling with - _ . or blanks'),
        ("a/b", "a name takes letters, digits, blanks and - _ . only"),
        ("", "a name takes letters, digits, blanks and - _ . only"),
        ("--", "a name takes letters, digits, blanks and - _ . only"),
    ],
)
def test_a_name_that_cannot_stand_in_a_schema(name: str, reason: str) -> None:
    """A key is left out where its name is none, whatever its values are."""
    assert _of(1, name=name).reason == reason


def test_the_own_key_of_the_platform_is_no_metadata() -> None:
    """`$encord` is passed over, wherever it stands."""
    assert infer([_images({"$encord": {"frames": [1]}})]).keys == ()


NOTES: list[tuple[Sequence[object], str]] = [
    (("2024-02-24",) * 97 + ("n/a", "?", "n/a"), '3 of 100 values are no dates: "?"'),
    (("2024-02-24", "2024-02-25", "soon"), '1 of 3 values is no date: "soon"'),
    ((RUN, RUN, "x"), '1 of 3 values is no UUID of version 4: "x"'),
    ((RUN, "y", "x", RUN), '2 of 4 values are no UUIDs of version 4: "x"'),
    (("true", "true", "yes"), '1 of 3 values is neither true nor false: "yes"'),
    (("1", "2.5", "-3e2", "x"), '1 of 4 values is no number: "x"'),
    (("1", "2.5", "-3e2"), "all are numbers in strings"),
    (
        ("20240224",),
        "all could be dates, but without a separator they may as well be numbers or ids",
    ),
    (("20240224", "2024-02-24"), '1 of 2 values is without a separator: "20240224"'),
    (("2024-02-24T10:00",), 'all are without a zone: "2024-02-24T10:00"'),
    (
        ("2024-02-24T10:00", "2024-02-24"),
        '1 of 2 values is without a zone: "2024-02-24T10:00"',
    ),
    ((True, "true"), "1 of 2 values is written as text"),
    (("true",), "all are written as text"),
    (("a",), "no enum: there is one value only"),
    (("a", "b", "c"), "no enum: 3 different values in 3 hardly repeat"),
    ([f"a{number}" for number in range(51)] * 2, "no enum: 51 different values, of 50 at most"),
    (
        [f"a{number}" for number in range(256)] * 2,
        "no enum: more than 255 different values, of 50 at most",
    ),
    (("a" * 300, "b"), "no enum: the longest has 300 characters"),
    (("a" * 9000, "b"), "the longest has 9,000 characters"),
    (("?sig=abc", "b") * 2, "no enum: some hold a signature, a password or a NUL"),
    (([0] * 2001,), "Encord Active takes embeddings of up to 2,000 numbers"),
]


@pytest.mark.parametrize(("values", "note"), NOTES)
def test_what_spoke_against_another_type(values: Sequence[object], note: str) -> None:
    """The notes say why a narrower type was not taken, and what else is worth knowing."""
    assert note in _of(*values).notes


def test_what_fits_entirely_has_no_notes() -> None:
    """There is nothing to say of the plain cases."""
    for values in ((1, 2), (True,), (RUN,), ("2024-02-24",), ("a", "b") * 2, ([1],)):
        assert _of(*values).notes == ()


def test_notes_on_names() -> None:
    """A name that is allowed, but not by everybody, is said to be so."""
    assert _of(1, name="größe").notes == (
        "the documentation allows no letters beyond ASCII in names; the SDK does",
    )
    assert _of([1], name="my embedding").notes == (
        "the names of embeddings should have letters, digits, - and _ only",
    )


def test_names_that_are_nearly_the_same() -> None:
    """Of two keys that look alike each names the other."""
    keys = infer([_images({"car_no": 1, "Car No": 2, "car": 3})]).keys
    note = "differs in nothing but case, hyphens, underscores or blanks"
    assert [(key.name, key.notes) for key in keys] == [
        ("Car No", (f'"car_no" {note}',)),
        ("car", ()),
        ("car_no", (f'"Car No" {note}',)),
    ]


def test_the_keys_of_editor_layouts_are_no_enums() -> None:
    """What the platform's layouts read is a varchar to the platform."""
    assert _word("a", "b", "a", "b", name="encord-layout-group") == VARCHAR


class TestEnums:
    """The settings."""

    VALUES = tuple("abc" * 3)

    def test_the_most_values(self) -> None:
        """`enum_max` is how many values an enum may have."""
        assert _word(*self.VALUES, enum_max=3) == Enum(("a", "b", "c"))
        assert _word(*self.VALUES, enum_max=2) == VARCHAR

    def test_none(self) -> None:
        """`enums=False` makes none, and says so."""
        key = _of(*self.VALUES, enums=False)
        assert (key.type, key.notes) == (VARCHAR, ("enums are not asked for",))

    def test_as_many_as_the_sdk_takes(self) -> None:
        """255 values are an enum if that is asked for; the SDK takes no more."""
        values = [f"a{number:03}" for number in range(256)]
        assert _word(*values[:255] * 2, enum_max=255) == Enum(tuple(values[:255]))
        assert _word(*values * 2, enum_max=255) == VARCHAR

    @pytest.mark.parametrize("most", [-1, 1, 256])
    def test_nonsense(self, most: int) -> None:
        """A number that makes no enum, or one that is refused, is refused."""
        with pytest.raises(UsageError, match=f"an enum may have 2 to 255 values, not {most}"):
            infer([], enum_max=most)


# --- where values stand -------------------------------------------------------------------


def _videos(metadata: dict[str, Any], *frames: object) -> dict[str, Any]:
    control = {"frames": {str(number): frame for number, frame in enumerate(frames)}}
    return {
        "videos": [
            {"objectUrl": "s3://a/b.mp4", "clientMetadata": {**metadata, "$encord": control}}
        ]
    }


class TestPlaces:
    """Items, frames, groups, assets."""

    def test_frames(self) -> None:
        """Metadata of a video's frames is metadata of the same keys."""
        frames: tuple[object, ...] = (
            {"shift": 1, "$encord": {"keyframe": False}},
            {"shift": 2},
            {},
            7,
            None,
        )
        (key,) = infer([_videos({"shift": 3}, *frames)]).keys
        assert key.where == (("frames", 2), ("videos", 1))
        assert (key.type, key.values, key.types) == (NUMBER, 3, (("number", 3),))

    def test_embeddings_of_frames(self) -> None:
        """Frames of videos have embeddings."""
        assert [*infer([_videos({}, {"clip": [1, 2]})]).schema.values()] == [Embedding(2)]

    def test_embeddings_of_whole_videos(self) -> None:
        """A key that a video has as a whole is no embedding, wherever else it stands."""
        document = {**_videos({"clip": [1, 2]}, {"clip": [3, 4]}), **_images({"clip": [5, 6]})}
        (key,) = infer([document]).keys
        reason = "1 of 3 values is of a whole video; embeddings belong to single frames"
        assert (key.type, key.reason) == (None, reason)

    def test_frames_of_what_has_none(self) -> None:
        """Only videos have frames."""
        assert infer([_images({"$encord": {"frames": {"0": {"shift": 1}}}})]).keys == ()

    @pytest.mark.parametrize("frames", [None, [0, 50], "all", {"0": [1]}])
    def test_frames_in_other_forms(self, frames: object) -> None:
        """A list of key frames holds no metadata, nor does anything odd."""
        document = _videos({"shift": 1})
        document["videos"][0]["clientMetadata"]["$encord"]["frames"] = frames
        assert [*infer([document]).schema] == ["shift"]

    def test_groups_and_misspelt_sections(self) -> None:
        """All sections are looked at, under a name that is nearly right too."""
        group = {"title": "g", "objectUrl_0": "s3://a/0.jpg", "clientMetadata": {"car": 7}}
        document = {"image_groups": [group], "Videos": [{"clientMetadata": {"car": 8}}]}
        (key,) = infer([document]).keys
        assert key.where == (("image_groups", 1), ("videos", 1))

    @pytest.mark.parametrize("metadata", [[1], "north", 5, True])
    def test_metadata_that_is_no_object(self, metadata: object) -> None:
        """It is counted, and nothing is taken from there."""
        inference = infer([_images(metadata, {"shift": 1}, None)])
        assert (inference.items, inference.misshapen) == (3, 1)
        assert [*inference.schema] == ["shift"]

    def test_items_that_are_no_objects(self) -> None:
        """They are items without metadata."""
        inference = infer([{"images": [5, None, {"objectUrl": "s3://a/b.png"}]}])
        assert (inference.items, inference.misshapen, inference.keys) == (3, 0, ())

    def test_assets(self) -> None:
        """The context data of Ango Hub's assets is taken from exports and imports."""
        export = [
            {"asset": "https://acme.example/a.png", "externalId": "a", "task": EXPORT_TASK,
             "contextData": {"site": "north", "$x": 1}},
            {"asset": "https://acme.example/b.png", "externalId": "b", "task": EXPORT_TASK},
            {"asset": "https://acme.example/c.png", "externalId": "c", "task": EXPORT_TASK,
             "contextData": "site: north"},
        ]  # fmt: skip
        asset = {"data": "https://acme.example/a.png", "externalId": "a"}
        asset_import = [{**asset, "contextData": {"site": "south"}}]
        other = [{"contextData": {"other": 1}}]
        request = {"assets": asset_import, "other": other}
        inference = infer([export, asset_import, {"assets": asset_import}, request])
        site = inference.keys[1]
        assert (site.name, site.where) == ("site", (("assets", 4),))
        assert site.type == Enum(("north", "south"))
        assert [key.name for key in inference.left_out] == ["$x"]
        assert (inference.documents, inference.items, inference.misshapen) == (4, 6, 1)


# --- evidence -----------------------------------------------------------------------------


def test_counts_and_examples() -> None:
    """A key tells how many values it has, of which types, and the smallest of them."""
    key = _of(5, None, "bb", 2.0, "a", "ccc", "dd", "a", None, [1], {}, True)
    assert (key.values, key.nulls, key.distinct) == (10, 2, 4)
    assert dict(key.types) == {
        "array": 1, "boolean": 1, "null": 2, "number": 2, "object": 1, "string": 5,
    }  # fmt: skip
    assert key.where == (("images", 12),)
    assert key.examples == ("2", "5", '"a"', '"bb"', '"dd"')


def test_equal_numbers_look_the_same() -> None:
    """Whether 1 or 1.0 came first is not to be seen."""
    assert _of(1, 1.0, -0.0, 0).examples == _of(0, -0.0, 1.0, 1).examples == ("0", "1")
    largest = 2**1024 - 2**970 - 1  # one more would be too large for a double
    assert _of(largest, 2.5).examples[0] == "2.5"
    assert _of(2**60 + 1).examples == (str(2**60 + 1),)


def test_examples_are_short_and_harmless() -> None:
    """Examples are cut, escaped, and hold no secrets, in whatever length of text."""
    secret = f"https://me:hunter2{'2' * 2000}@acme.example/a?sig=hunter2"
    (shown,) = _of(secret).examples
    assert "hunter" not in shown
    assert "2222" not in shown
    assert len(shown) <= 42
    assert _of("a\x1b[31m\u202e").examples == (r'"a\u001b[31m\u202e"',)


def test_forms() -> None:
    """A text has one form, by the same tests as in the check."""
    forms = {
        "true": "truth", "True": "text", "": "text", "1e5": "numeral", " 7 ": "numeral",
        "2024055": "digits", "20240224": "digits", "20241324": "numeral", RUN: "uuid",
        "2024-055": "date", "2024W05": "text", "2024W051": "text", "2024-02-24 10:00Z": "date",
        "20240224T10": "unzoned", "20240224 10": "unzoned", "2024-02-24T24:00": "unzoned",
        "\u0662\u0660\u0662\u0664": "text",
    }  # fmt: skip
    assert {text: form_of(text) for text in forms} == forms


def test_few_examples_are_kept() -> None:
    """However many texts go by, and are merged, memory holds the smallest three."""
    one, other = Evidence(), Evidence()
    for number in range(300, 0, -1):
        one.add(f"{number} km", "images")
        other.add(f"{number} mi", "images")
    one.merge(other)
    assert one.samples == {"text": [(4, "1 km"), (4, "1 mi"), (4, "2 km")]}
    assert one.texts is None


def test_a_key_with_too_many_texts_keeps_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What grew too large is dropped for good, however often it is merged."""
    monkeypatch.setattr(evidence_module, "MAX_LISTED", 3)
    documents = [_images({"k": "a"}, {"k": "b"}), _images({"k": "c"}, {"k": "d"})]
    assert infer(documents).keys[0].distinct is None
    assert infer([*documents, *documents[:1] * 9]).keys[0].type == VARCHAR
    assert infer(documents[:1] * 9).keys[0].type == Enum(("a", "b"))


def test_too_many_keys() -> None:
    """Keys that are different in every item are no keys of a schema."""
    documents = [
        _images({f"k{number}": 1 for number in range(start, start + MAX_KEYS // 2)})
        for start in (0, MAX_KEYS // 2)
    ]
    assert len(infer(documents).keys) == MAX_KEYS
    documents.append(_images({"one more": 1}))
    message = "there are more than 10,000 different metadata keys, too many for a schema"
    with pytest.raises(LimitError, match=message):
        infer(documents)
    whole = _images(*(item["clientMetadata"] for each in documents for item in each["images"]))
    inference = infer([whole])
    assert [(str(each), each.unreadable) for each in inference.unusable] == [
        (f"<object>: {message}", True)
    ]


# --- documents that cannot be used --------------------------------------------------------


def _refused(document: Any, **options: Any) -> str:
    inference = infer([document], **options)
    (unusable,) = inference.unusable
    assert not inference.ok
    assert (inference.keys, inference.items, inference.documents) == ((), 0, 0)
    return str(unusable)


WANTED = "a schema is inferred from manifests, and from exports and imports of Ango Hub"

UNUSABLE: list[tuple[bytes, str]] = [
    (b"", "1:1: J001 the file holds no document"),
    (b'{"images": [{"clientMetadata": {"a": 1}},\n {"clientMetadata": {"a": 1,}}]}',
     '2:28: J103 a comma before "}"'),
    (b'{"images": [{"clientMetadata": {"a": 1, "a": "b"}}]}',
     '1:41: J201 the key "a" stands here a second time; only one of them counts'),
    (b'{"images": [{"clientMetadata": {"a": NaN, "b": Infinity}}], "images": []}',
     "1:38: J109 NaN is no number in JSON (and 2 more faults)"),
    (b'{"images": [{"clientMetadata": {"a": NaN}}], "images": []}',
     "1:38: J109 NaN is no number in JSON (and 1 more fault)"),
    (b'{"images": [{"clientMetadata": {"a": 1e999}}]}',
     "1:38: J203 1e999 is too large for a number"),
    (b'{"images": [{"clientMetadata": {"a": "\\ud800"}}]}',
     "1:39: J112 "),
    (b'\xef\xbb\xbf{"images": [{"clientMetadata": {"a": 1}}]}',
     "1:1: J003 the file starts with a byte order mark"),
    (b'{"site": ', "1:10: J005 "),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), UNUSABLE)
def test_faulty_text(data: bytes, words: str) -> None:
    """Where the text is faulty nothing is guessed: the first fault is told, with its place."""
    assert _refused(data).startswith(f"<bytes>:{words}")
    assert infer([data, data]).unusable[0].unreadable is False


OTHERS: list[tuple[Any, str]] = [
    ({"images": [], "annotations": []}, f"this is a COCO dataset; {WANTED}"),
    ({"site": {"ty": "variant"}}, f"this is an Encord metadata schema; {WANTED}"),
    ([{"labelTask": "1", "content": "x"}], f"this is an Ango Hub export of issues; {WANTED}"),
    ([{"objectUrl": "s3://a/b"}], f"this is a list of items; {WANTED}"),
    ({"name": "web"}, f"nothing in this document shows what it is; {WANTED}"),
    ([], f"nothing in this document shows what it is; {WANTED}"),
    (b"7", f"nothing in this document shows what it is; {WANTED}"),
    ({"note": "x" * 70_000}, f"nothing in this document shows what it is; {WANTED}"),
]


@pytest.mark.parametrize(("document", "words"), OTHERS)
def test_other_documents(document: Any, words: str) -> None:
    """A document of another kind is named."""
    assert _refused(document).partition(": ")[2] == words


def test_a_manifest_that_shows_itself_late() -> None:
    """What begins with something odd and large is looked at all the same."""
    document: dict[str, Any] = {"note": "x" * 70_000, **_images({"shift": 1})}
    assert [*infer([document]).schema] == ["shift"]


def test_a_byte_order_mark_in_what_is_of_ango_hub() -> None:
    """It makes no value of an export uncertain."""
    export = [{"asset": "a", "externalId": "b", "task": {}, "contextData": {"site": "x"}}]
    data = b"\xef\xbb\xbf" + json.dumps(export).encode()
    assert [*infer([data]).schema] == ["site"]


def test_numbers_that_lose_digits() -> None:
    """What is doubtful to the check, but no error, is used."""
    data = b'{"images": [{"clientMetadata": {"a": 9007199254740993, "b": 0.1234567890123456789}}]}'
    assert [*infer([data]).schema.values()] == [NUMBER, NUMBER]


def test_files(tmp_path: Path) -> None:
    """Files are read, compressed ones too; those that cannot be are told by path."""
    good = tmp_path / "a.json.gz"
    good.write_bytes(gzip.compress(json.dumps(_images({"shift": 1})).encode()))
    wide = tmp_path / "wide.json"
    wide.write_text("{}", encoding="utf-16")
    broken = tmp_path / "broken.json.gz"
    broken.write_bytes(good.read_bytes()[:30])
    inference = infer([wide, str(good), tmp_path / "none.json", tmp_path, broken])
    assert [*inference.schema] == ["shift"]
    assert [(each.path, each.reason, each.unreadable) for each in inference.unusable] == [
        (str(tmp_path), "is a folder", True),
        (str(broken), "is a gzip file that ends too early", True),
        (str(tmp_path / "none.json"), "no such file", True),
        (str(wide), "is UTF-16; Manifestry and the platforms read UTF-8 only", True),
    ]


def test_an_item_that_is_too_large() -> None:
    """A limit stops the reading, and nothing counts that was read before."""
    document = _images({"a": 1}, {"b": "x" * 20_000})
    assert infer([document]).ok
    words = _refused(document, max_item_bytes=10_000)
    assert words.startswith("<object>: a single value is larger than 10,000 bytes")
    assert infer([document], max_item_bytes=0).ok


def test_calls_that_make_no_sense() -> None:
    """One document is no list of documents, and what JSON cannot say is no document."""
    alone: tuple[Any, ...] = ("a.json", b"{}", Path("a.json"), {})
    for document in alone:
        with pytest.raises(UsageError, match="infer takes a list of documents"):
            infer(document)
    with pytest.raises(UsageError, match="cannot be written as JSON"):
        infer([{"images": [{"clientMetadata": {"a": {1, 2}}}]}])
    with pytest.raises(UsageError, match="max_item_bytes must be 0 or more"):
        infer([], max_item_bytes=-1)


def test_no_documents_at_all() -> None:
    """Nothing comes of nothing."""
    assert infer([]) == Inference(schema=infer([{"images": []}]).schema)


# --- the fixtures -------------------------------------------------------------------------


def test_the_fixtures_give_the_schema_beside_them() -> None:
    """The example that people read is what the program proposes."""
    inputs = [path for path in sorted(FIXTURES.iterdir()) if path.name != "proposed.json"]
    assert len(inputs) == 3
    inference = infer(inputs)
    assert inference.schema.to_json() == json.loads((FIXTURES / "proposed.json").read_bytes())
    assert infer(reversed(inputs)) == inference
