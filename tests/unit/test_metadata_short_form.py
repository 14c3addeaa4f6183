"""The short form of metadata schemas: TOML in, the wire form out, and back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry.errors import ConfigError, UsageError
from manifestry.formats.encord.metadata.short_form import expand, write
from manifestry.formats.encord.metadata.short_form.reading import MAX_FAULTS, WORDS
from manifestry.metadata import (
    Embedding,
    Enum,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
    read_schema,
)
from manifestry.text import printable
from tests.metadata_types import API, WORLD, names, schemas, texts

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"


_PIECES = [
    "a", "b", ".", '"c.d"', " = ", "[", "]", "{ ", " }", ", ", '"text"', "'number'", "'embedding(5)'",
    "1", "1e5", "nan", "true", "2024-01-02", "07:30:00", "\n", "[x]\n", "[[y]]\n", "# note\n",
    'ty = "varchar"', "size = 8", '"""', "'{\"ty\": 1}'", "\\u0000",
]  # fmt: skip
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)


def _faults(text: str | bytes) -> list[str]:
    """What is said of a faulty file, without its name."""
    with pytest.raises(ConfigError) as caught:
        expand(text if isinstance(text, bytes) else text.encode(), "a.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("a.toml:") for line in lines)
    assert [printable(line) for line in lines] == lines
    return [line.removeprefix("a.toml:").lstrip() for line in lines]


class TestReading:
    """What each form of a value stands for."""

    @pytest.mark.parametrize(
        ("value", "wire"),
        [
            ('["north", "south"]', {"ty": "enum", "values": ["north", "south"]}),
            ("[]", {"ty": "enum", "values": []}),
            ('"number"', {"ty": "variant", "hint": "number"}),
            ('"boolean"', {"ty": "variant", "hint": "boolean"}),
            ('"varchar"', {"ty": "variant", "hint": "varchar"}),
            ('"text"', {"ty": "variant", "hint": "text"}),
            ('"datetime"', {"ty": "variant", "hint": "datetime"}),
            ('"uuid"', {"ty": "variant", "hint": "uuid"}),
            ('"string"', {"ty": "variant", "hint": "varchar"}),
            ('"long_string"', {"ty": "variant", "hint": "text"}),
            ('"geospatial"', {"ty": "geospatial"}),
            ('"user"', {"ty": "user"}),
            ('"embedding(512)"', {"ty": "embedding", "size": 512}),
            ('" embedding ( 512 ) "', {"ty": "embedding", "size": 512}),
            ('{ ty = "varchar", max_length = 100 }', {"ty": "varchar", "max_length": 100}),
            (
                '{ ty = "tombstone", deleted_ty = { ty = "enum", values = ["a"] } }',
                {"ty": "tombstone", "deleted_ty": {"ty": "enum", "values": ["a"]}},
            ),
            ('{ ty = "embedding", size = 1.5 }', {"ty": "embedding", "size": 1.5}),
            (
                """'{"ty": "tombstone", "deleted_ty": null}'""",
                {"ty": "tombstone", "deleted_ty": None},
            ),
        ],
    )
    def test_a_value(self, value: str, wire: object) -> None:
        """It is the type that it says; whether that is a good one is looked at elsewhere."""
        assert expand(f"site = {value}".encode(), "a.toml") == {"site": wire}

    def test_every_word_is_tried(self) -> None:
        """All words of the grammar are types."""
        for word in WORDS:
            assert read_schema({"a": expand(f'a = "{word}"'.encode(), "a.toml")["a"]})

    def test_the_schema_of_the_file_is_no_key(self) -> None:
        """Editors are told what the file is."""
        data = b'"$schema" = "https://acme.example/s.json"\na = "text"'
        assert MetadataSchema.from_json(expand(data, "a.toml")) == {"a": Scalar("text")}

    def test_the_example(self) -> None:
        """The fixtures are one schema in two forms."""
        assert read_schema(FIXTURES / "schema.toml") == read_schema(FIXTURES / "schema.json")


class TestFaults:
    """What is wrong is told in a line, with a hint where there is one."""

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ('a = "numbr"', '"a" is of unknown type "numbr" (did you mean "number"?)'),
            ('a = "Number"', '"a" is of unknown type "Number" (did you mean "number"?)'),
            ('a = "int"', '"a" is of unknown type "int" (did you mean "number"?)'),
            ('a = "Bool"', '"a" is of unknown type "Bool" (did you mean "boolean"?)'),
            (
                'a = "enum"',
                '"a" is of unknown type "enum" (for an enum, list its values: ["north", "south"])',
            ),
            (
                'a = "embedding"',
                '"a" is of unknown type "embedding" (give its size: "embedding(512)")',
            ),
            (
                'a = "varchar(100)"',
                '"a" is of unknown type "varchar(100)" (write { ty = "varchar", max_length = 100 })',
            ),
            (
                'a = "colour"',
                (
                    '"a" is of unknown type "colour" (there are number, varchar, text, boolean, datetime, '
                    "uuid, string, long_string, geospatial, user, embedding(SIZE))"
                ),
            ),
            (
                f'a = "embedding({"9" * 5000})"',
                (
                    f'"a" is of unknown type "embedding({"9" * 19}...{"9" * 27})" (there are number, '
                    "varchar, text, boolean, datetime, uuid, string, long_string, geospatial, user, "
                    "embedding(SIZE))"
                ),
            ),
            (
                'a = ["x", 5]',
                '"a" lists the values of an enum: [1] must be a text, got 5',
            ),
            (
                "a = [2024-01-02]",
                '"a" lists the values of an enum: [0] must be a text, got the date or time 2024-01-02',
            ),
            ("a = 512", '"a" must be a type, a list of values or a table, got 512'),
            ("a = 1.5", '"a" must be a type, a list of values or a table, got 1.5'),
            ("a = true", '"a" must be a type, a list of values or a table, got true'),
            ("a = -inf", '"a" must be a type, a list of values or a table, got -inf'),
            (
                "a = 2024-01-02T03:04:05Z",
                (
                    '"a" must be a type, a list of values or a table, got the date or time '
                    "2024-01-02 03:04:05+00:00"
                ),
            ),
            (
                'video.site = "text"',
                (
                    '"video" is a table, not a type; a key with dots stands in quotes: '
                    '"video.site" = "text"'
                ),
            ),
            (
                '[video.site]\nname = ["x"]',
                (
                    '"video" is a table, not a type; a key with dots stands in quotes: '
                    '"video.site.name" = ...'
                ),
            ),
            (
                'video.site = { ty = "number" }',
                (
                    '"video" is a table, not a type; a key with dots stands in quotes: '
                    '"video.site" = ...'
                ),
            ),
            ("[video]", '"video" is a table without "ty", which names the type'),
            (
                'a = { type = "varchar", max_length = 5 }',
                '"a" is a table without "ty", which names the type',
            ),
            (
                'a = { ty = "embedding", size = nan }',
                '"a" holds nan, which JSON does not have',
            ),
            (
                'a = { ty = "embedding", api = { since = 07:30:00 } }',
                '"a" holds the date or time 07:30:00, which JSON does not have',
            ),
            (
                f'a = {{ ty = "embedding", api = {"[" * 20}{"]" * 20} }}',
                '"a" is nested too deep',
            ),
            (
                """a = '{"ty": "embedding", "size": 1, "size": 2}'""",
                '"a" is not good JSON: Detected duplicate key "size" at line 1 column 39',
            ),
            ("a = '{'", '"a" is not good JSON: EOF while parsing an object at line 1 column 1'),
        ],
    )
    def test_a_value(self, text: str, fault: str) -> None:
        """It names the key and what is wrong."""
        assert _faults(text) == [fault]

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            (b"a = \nb = 1", "1:5: is not good TOML: invalid value"),
            (b'a = "text"\nb = \'x', 'is not good TOML: expected "\'" (at end of document)'),
            (b'a = "text"\n\na = "text"\n', "3:11: is not good TOML: cannot overwrite a value"),
            (
                b"\xef\xbb\xbfa = 'text'",
                "begins with a byte order mark: save it as UTF-8 without one",
            ),
            (b"a = '\xff'", "is not UTF-8 text (at byte 6)"),
            (b"\xff\xfea\x00", "is not UTF-8 text (at byte 1)"),
            (b"a = " + b"[" * 100_000, "is not good TOML: nested too deep"),
            (b"a = " + b"9" * 10_000, "is not good TOML: an integer has too many digits"),
        ],
    )
    def test_a_file(self, text: bytes, fault: str) -> None:
        """What is no TOML is told with its place, as far as the parser knows it."""
        (found,) = _faults(text)
        assert found.startswith(fault)

    def test_all_are_told(self) -> None:
        """One line a key, in the order of the file; of very many the first."""
        assert _faults('a = 1\nb = "text"\nc = 2') == [
            '"a" must be a type, a list of values or a table, got 1',
            '"c" must be a type, a list of values or a table, got 2',
        ]
        lines = _faults("".join(f"k{number} = 1\n" for number in range(1000)))
        assert len(lines) == MAX_FAULTS + 1
        assert lines[-1] == f"{1000 - MAX_FAULTS} more keys are wrong"

    def test_a_deep_dotted_key(self) -> None:
        """A table two thousand levels deep needs no stack."""
        (found,) = _faults(f"{'.'.join('a' * 2_000)} = 'text'")
        assert found.startswith('"a" is a table, not a type')

    def test_the_schema_of_the_file_is_a_text(self) -> None:
        """A date in its place is a fault like any other."""
        assert _faults('"$schema" = 2024-01-02') == [
            '"$schema" must be a type, a list of values or a table, got the date or time 2024-01-02'
        ]

    @given(st.binary() | st.text().map(str.encode))
    def test_bytes_of_any_kind_never_raise_anything_else(self, data: bytes) -> None:
        """Either they are a short form, or there is a line for each fault."""
        _tried(data)

    @given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
    def test_pieces_of_toml_never_raise_anything_else(self, text: str) -> None:
        """The same for what looks more like it."""
        _tried(text.encode())


def _tried(data: bytes) -> None:
    try:
        wire = expand(data, "a.toml")
    except ConfigError:
        assert _faults(data)
        return
    assert {*tomllib.loads(data.decode())} == {*wire}


class TestWriting:
    """What a schema looks like."""

    def test_it_reads_like_this(self) -> None:
        """A line a key, in the order of the schema; a long list takes a line a value."""
        values = tuple(f"gate {number}" for number in range(12))
        schema = MetadataSchema(
            {
                "site": Enum(("north", "south")),
                "gate": Enum(values),
                "video.notes": Scalar("text"),
                "größe": Scalar("number", "number", format="F32"),
                "look": Embedding(8, {"client_only": True, "path": "a"}),
                "sound": Embedding(8, API),
                "owner": User(),
                "code": Tombstone(Scalar("varchar", "varchar", 12)),
                "gone": Tombstone(),
            }
        )
        gates = "".join(f'  "{value}",\n' for value in values)
        assert write(schema) == (
            'site = ["north", "south"]\n'
            f"gate = [\n{gates}]\n"
            '"video.notes" = "text"\n'
            '"größe" = { ty = "number", format = "F32" }\n'
            'look = { ty = "embedding", size = 8, api = { client_only = true, path = "a" } }\n'
            """sound = '{"ty": "embedding", "size": 8, "api": {"url": "https://acme.example/look", """
            """"path": null, "service_integration": "7c9e6679-7425-40de-944b-e07fc1f90ae7", """
            """"client_only": true, "embed_b64_image": null, "embed_text": false}}'\n"""
            'owner = "user"\n'
            'code = { ty = "tombstone", deleted_ty = { ty = "varchar", max_length = 12 } }\n'
            'gone = { ty = "tombstone" }\n'
        )

    def test_integers_that_other_parsers_may_not_take(self) -> None:
        """Beyond 64 bits TOML promises nothing, so that such settings are written as JSON."""
        for number, quotes in (
            (2**63 - 1, "{"),
            (-(2**63), "{"),
            (2**63, "'"),
            (-(2**63) - 1, "'"),
        ):
            text = write(MetadataSchema({"look": Embedding(8, {"x": number})}))
            assert text.startswith(f"look = {quotes}")

    def test_nothing(self) -> None:
        """A schema without keys is an empty file."""
        assert write(MetadataSchema({})) == ""
        assert expand(b"", "a.toml") == {}

    @pytest.mark.parametrize("type_", WORLD, ids=str)
    def test_every_type_comes_back(self, type_: KeyType) -> None:
        """Exactly, down to the settings of an embedding."""
        schema = MetadataSchema({"site": type_})
        wire = expand(write(schema).encode(), "a.toml")
        assert MetadataSchema.from_json(wire) == schema

    @given(schemas)
    def test_every_schema_comes_back(self, schema: MetadataSchema) -> None:
        """Whatever stands in names and values, the order of keys included."""
        again = MetadataSchema.from_json(expand(write(schema).encode(), "a.toml"))
        assert again == schema
        assert [*again] == [*schema]
        assert write(again) == write(schema)

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | names, texts)
    def test_no_text_gets_out_of_its_quotes(self, key: str, value: str) -> None:
        """Names and values of any kind come back, and only what can be seen is written."""
        schema = MetadataSchema({key: Enum((value,))})
        text = write(schema)
        assert [printable(line) for line in text.split("\n")] == text.split("\n")
        if not key.startswith("$"):
            assert MetadataSchema.from_json(expand(text.encode(), "a.toml")) == schema

    @given(st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)))
    def test_settings_of_any_form_come_back(self, api: Any) -> None:
        """What the server keeps with an embedding is JSON of any kind."""
        schema = MetadataSchema({"look": Embedding(8, api)})
        again = MetadataSchema.from_json(expand(write(schema).encode(), "a.toml"))
        assert again == schema
        assert repr(again) == repr(schema)  # 1 is not True, nor 1.0

    @pytest.mark.parametrize(
        ("type_", "fault"),
        [
            (Enum(None), '"a" is an enum without its values: add them first'),
            (Tombstone(Embedding(None)), '"a" is an embedding without its size: add it first'),
            (Enum(("\ud800",)), '"a" has a text that is not Unicode: "\\ud800"'),
            (Embedding(8, {"x": "\ud800"}), '"a" has a text that is not Unicode: "\\ud800"'),
        ],
    )
    def test_what_cannot_be_written_is_refused(self, type_: KeyType, fault: str) -> None:
        """Rather than written as something else."""
        with pytest.raises(UsageError) as caught:
            write(MetadataSchema({"a": type_}))
        assert str(caught.value) == fault

    @pytest.mark.parametrize("api", [{"x": float("nan")}, {"x": {1, 2}}])
    def test_settings_that_are_no_json(self, api: object) -> None:
        """A program may put anything there."""
        with pytest.raises(UsageError, match=r'^"a" has settings that JSON does not have: '):
            write(MetadataSchema({"a": Embedding(8, api)}))
