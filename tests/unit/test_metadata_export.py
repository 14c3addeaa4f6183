"""Metadata schemas for others: scripts that the real SDK runs, and the flat form."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from manifestry.errors import UsageError
from manifestry.metadata import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
    to_legacy,
    to_sdk,
)
from manifestry.metadata.export import flat_losses, sdk_remarks
from manifestry.text import printable
from tests.metadata_types import API, all_in_order, made_schemas, schemas, texts
from tests.sdk import ApiClient, Platform, answering, set_flat

SCHEMA = MetadataSchema(
    {
        "site": Enum(("north", "south")),
        "shift": Scalar("number"),
        "look": Embedding(512),
        "place": Geospatial(),
        "weather": Tombstone(Scalar("varchar")),
        "old": Tombstone(),
    }
)
SCRIPT = '''\
"""Makes a metadata schema with the SDK of Encord.

The private key is read from the variable ENCORD_SSH_KEY, or from the file that
ENCORD_SSH_KEY_FILE names. Made by `manifestry metadata export`.
"""

from encord import EncordUserClient

client = EncordUserClient.create_with_ssh_private_key()
schema = client.metadata_schema()

schema.add_enum("site", values=["north", "south"])
schema.add_scalar("shift", data_type="number")
schema.add_embedding("look", size=512)
schema.add_geospatial("place")

# Deleted keys: only a key that is there can be deleted.
schema.add_scalar("weather", data_type="varchar")
schema.delete_key("weather")
schema.add_scalar("old", data_type="text")
schema.delete_key("old", hard=True)

schema.save()
'''


def _saved(script: str, before: MetadataSchema | None = None) -> Any:
    """What the SDK sends when a script is run."""
    platform = Platform(None if before is None else before.to_json())
    platform.run(script)
    assert platform.saves == 1
    return platform.stored


def _nearest(type_: KeyType) -> KeyType:
    """What the SDK makes instead of a type it has no call for."""
    match type_:
        case Scalar(hint=hint):
            return Scalar(hint)
        case Embedding(size=size):
            return Embedding(size)
        case Tombstone(deleted=was) if was is not None:
            near = _nearest(was)
            assert not isinstance(near, Tombstone)
            return Tombstone(near)
    return type_


def _is_impossible(type_: KeyType) -> bool:
    """Whether the SDK has no call for a type, nor for any like it."""
    live = type_.deleted if isinstance(type_, Tombstone) else type_
    return isinstance(live, User) or (isinstance(live, Enum) and len(live.values or ()) > 255)


def _is_flat(type_: KeyType) -> bool:
    """Whether the flat form says all there is to a type."""
    match type_:
        case Scalar(hint=hint):
            usual = Scalar(hint, type_.ty)
            return hint != "uuid" and type_.to_wire() == usual.to_wire()
    return isinstance(type_, Geospatial)


def _outline(script: str) -> str:
    """A program without the texts in it: no text gets out of its quotes."""
    tree = ast.parse(script)
    for node in ast.walk(tree):
        if isinstance(node, ast.List):
            node.elts = []
    return ast.dump(tree)


def _ruff(*arguments: str, script: str) -> None:
    """Has a program judged by ruff with its own defaults."""
    ruff = [sys.executable, "-m", "ruff", *arguments[:1], "--isolated", "--no-cache"]
    done = subprocess.run(
        [*ruff, *arguments[1:]], input=script, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


class TestScript:
    """A script from nothing."""

    def test_it_reads_like_this(self) -> None:
        """A line a key, what is deleted at the end, one save."""
        assert to_sdk(SCHEMA) == SCRIPT

    def test_what_it_sends_is_the_schema(self) -> None:
        """Byte for byte as the schema is written; an embedding has no settings, which is said."""
        sent = _saved(SCRIPT)
        assert sent["look"].pop("api", "absent") is None
        assert sent == SCHEMA.to_json()

    @pytest.mark.parametrize("variable", ["ENCORD_SSH_KEY", "ENCORD_SSH_KEY_FILE"])
    def test_the_key_comes_from_the_environment(
        self, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The client of the SDK itself finds the key where the script says it looks."""
        key = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
        )
        (tmp_path / "key").write_bytes(key)
        for name in ("ENCORD_SSH_KEY", "ENCORD_SSH_KEY_FILE"):
            monkeypatch.delenv(name, raising=False)
        from_file = variable.endswith("FILE")
        monkeypatch.setenv(variable, str(tmp_path / "key") if from_file else key.decode())
        platform = Platform()
        monkeypatch.setattr(ApiClient, "_request", answering(platform))
        exec(SCRIPT, {"__name__": "__main__"})
        assert platform.schema == SCHEMA

    @given(made_schemas)
    def test_any_schema_of_the_sdk_comes_out_exactly(self, schema: MetadataSchema) -> None:
        """Whatever stands in keys and values: the script compiles, and makes the schema."""
        script = to_sdk(schema)
        platform = Platform()
        platform.run(script)
        assert platform.schema == all_in_order(schema)
        assert platform.saves == bool(schema)
        assert sdk_remarks(schema) == []

    @given(st.lists(texts, min_size=1, max_size=6, unique=True))
    def test_no_text_gets_out_of_its_quotes(self, values: list[str]) -> None:
        """There are the calls of any other schema, and only characters that show."""
        script = to_sdk(MetadataSchema({"site": Enum(tuple(values))}))
        usual = to_sdk(MetadataSchema({"site": Enum(("a",))}))
        assert _outline(script) == _outline(usual)
        assert [printable(line) for line in script.split("\n")] == script.split("\n")

    @given(schemas)
    def test_what_the_sdk_cannot_make_is_said(self, schema: MetadataSchema) -> None:
        """Each key is made, is made otherwise with a remark, or stands in the error."""
        faulty = [key for key, type_ in schema.items() if _is_impossible(type_)]
        if faulty:
            with pytest.raises(UsageError) as caught:
                to_sdk(schema)
            lines = str(caught.value).splitlines()
            assert [line.split('"')[1] for line in lines] == faulty
            return
        platform = Platform()
        script = to_sdk(schema)
        platform.run(script)
        made = MetadataSchema({key: _nearest(type_) for key, type_ in schema.items()})
        assert platform.schema == all_in_order(made)
        remarks = sdk_remarks(schema)
        assert [remark.split('"')[1] for remark in remarks] == [
            key for key in schema if made[key] != schema[key]
        ]
        comments = [line[2:] for line in script.splitlines() if line.startswith('# "')]
        assert sorted(comments) == sorted(remarks)

    def test_errors_are_all_told(self) -> None:
        """Every key that cannot be made, with the reason."""
        schema = MetadataSchema(
            {
                "owner": User(),
                "site": Enum(tuple(map(str, range(256)))),
                "flat": Enum(None),
                "look": Embedding(None),
                "large": Embedding(4097),
                "small": Embedding(0),
                "a/b": Scalar("number"),
                "a/c": Tombstone(),
                "odd": Enum(("\ud800",)),
                "fine": Scalar("number"),
            }
        )
        with pytest.raises(UsageError) as caught:
            to_sdk(schema)
        assert str(caught.value).splitlines() == [
            '"owner": the SDK has no call that adds a key of type user',
            '"site": the SDK takes no more than 255 values of an enum, not 256',
            '"flat": an enum needs at least one value',
            '"look": the SDK adds embeddings of 1 to 4,096 numbers',
            '"large": the SDK adds embeddings of 1 to 4,096 numbers',
            '"small": the SDK adds embeddings of 1 to 4,096 numbers',
            '"a/b": the SDK refuses the key\'s name',
            '"a/c": the SDK refuses the key\'s name',
            '"odd": the value "\\ud800" is not Unicode',
        ]

    def test_remarks(self) -> None:
        """What comes out otherwise is told in the script, where it happens."""
        schema = MetadataSchema(
            {
                "code": Scalar("varchar", "varchar", 100),
                "speed": Tombstone(Scalar("number", "number", format="F32")),
                "look": Embedding(8, API),
            }
        )
        remarks = [
            '"code": plain varchar of 100 characters, but the SDK makes variants only',
            '"speed": deleted plain number (F32), but the SDK makes variants only',
            '"look": embedding(8), but no call sets or takes away its settings of the server ("api")',
        ]
        assert sdk_remarks(schema) == remarks
        script = to_sdk(schema)
        assert f'# {remarks[0]}\nschema.add_scalar("code", data_type="varchar")\n' in script
        assert f'# {remarks[1]}\nschema.add_scalar("speed", data_type="number")\n' in script
        assert f'# {remarks[2]}\nschema.add_embedding("look", size=8)\n' in script


class TestSince:
    """A script from the schema that is there."""

    def test_only_what_changes_is_called(self) -> None:
        """An addition, an extension, a deletion, a restoration."""
        new = MetadataSchema(
            {
                **SCHEMA,
                "site": Enum(("south", "east", "north")),
                "place": Tombstone(Geospatial()),
                "weather": Scalar("varchar"),
                "operator": Scalar("varchar"),
            }
        )
        script = to_sdk(new, since=SCHEMA)
        assert (
            script.splitlines()[0]
            == '"""Brings a metadata schema up to date with the SDK of Encord.'
        )
        assert [line for line in script.splitlines() if line.startswith("schema.")] == [
            'schema.add_enum_options("site", values=["east"])',
            'schema.delete_key("place")',
            'schema.restore_key("weather")',
            'schema.add_scalar("operator", data_type="varchar")',
            "schema.save()",
        ]
        assert MetadataSchema.from_json(_saved(script, SCHEMA)) == all_in_order(new)

    def test_nothing_to_do(self) -> None:
        """Without a change there is no call, and nothing is sent."""
        script = to_sdk(SCHEMA, since=SCHEMA)
        assert script.endswith("\n\nschema.save()  # nothing has changed\n")
        platform = Platform(SCHEMA.to_json())
        platform.run(script)
        assert platform.saves == 0

    def test_what_no_calls_lead_to_is_refused(self) -> None:
        """A key that is resized, one that is gone, one that was deleted for good."""
        new = MetadataSchema({**SCHEMA, "look": Embedding(9), "old": Scalar("number")})
        without = MetadataSchema({key: new[key] for key in new if key != "place"})
        with pytest.raises(UsageError) as caught:
            to_sdk(without, since=SCHEMA)
        assert str(caught.value).splitlines() == [
            '"look": an embedding of 512 numbers cannot be resized to 9',
            '"place": no call removes a key; declare it as deleted instead',
            '"old": it was deleted for good, and nothing brings it back',
        ]

    def test_the_flat_form_is_no_ground_for_a_script(self) -> None:
        """What values and sizes there are is not known."""
        flat = MetadataSchema({"site": Enum(None), "look": Embedding(None)})
        full = MetadataSchema({"site": Enum(("a",)), "look": Embedding(8)})
        for old, new in ((flat, full), (full, flat)):
            with pytest.raises(UsageError) as caught:
                to_sdk(new, since=old)
            assert str(caught.value).splitlines() == [
                '"site": the flat form does not say enough of an enum',
                '"look": the flat form does not say enough of an embedding',
            ]

    def test_settings_of_the_server_stay(self) -> None:
        """A schema that does not tell them is no reason to touch the key; it is remarked."""
        old = MetadataSchema({"look": Embedding(8, API), "speed": Scalar("number")})
        new = MetadataSchema({"look": Embedding(8), "speed": Scalar("number", "number")})
        script = to_sdk(new, since=old)
        assert len(sdk_remarks(new, since=old)) == script.count('\n# "') == 2
        assert "\nschema.add" not in script

    def test_plain_scalars_are_left_alone_and_deleted(self) -> None:
        """What the server has and the SDK cannot make may stay, or be deleted and restored."""
        plain = Scalar("varchar", "varchar", 100)
        old = MetadataSchema({"a": plain, "b": plain, "c": Tombstone(plain)})
        new = MetadataSchema({"a": plain, "b": Tombstone(plain), "c": plain})
        assert MetadataSchema.from_json(_saved(to_sdk(new, since=old), old)) == new
        assert sdk_remarks(new, since=old) == []


class TestLooks:
    """The script is good Python in good shape."""

    def test_the_formatter_and_the_linter_have_nothing_to_say(self) -> None:
        """Short and long calls, short and long lists, quotes of both kinds, deleted keys."""
        long = "a key as long as no key should be, but for all that it is allowed to be so"
        values = tuple(f"value {number}" for number in range(30))
        schema = MetadataSchema(
            {
                **SCHEMA,
                "long enum": Enum(values),
                "medium enum": Enum(values[:6]),
                "quotes": Enum(('say "a"', "it's", '"it\'s"', "back\\slash", '\\"', "\n\u202e🎥")),
                long.replace(",", ""): Scalar("datetime"),
                long.replace(",", "") + " b": Enum(("one", "two")),
                "code": Scalar("varchar", "varchar", 100),
                "gone": Tombstone(Enum(values)),
            }
        )
        for script in (to_sdk(schema), to_sdk(schema, since=SCHEMA), to_sdk(MetadataSchema({}))):
            assert max(map(len, script.splitlines())) <= 88
            _ruff("format", "--diff", "-", script=script)
            _ruff("check", "--select", "ALL", "--ignore", "INP,D,COM812,CPY", "-", script=script)

    def test_lines_are_broken_where_the_formatter_breaks_them(self) -> None:
        """Keys and lists of every length around the longest line."""
        schema = MetadataSchema(
            {
                **{"g" * length: Geospatial() for length in range(55, 90)},
                **{"s" * length: Scalar("number") for length in range(35, 90)},
                **{"e" * length: Enum(("one", "two")) for length in range(35, 90)},
                **{f"v {length}": Enum(("v" * length, "w")) for length in range(35, 80)},
            }
        )
        _ruff("format", "--diff", "-", script=to_sdk(schema))

    def test_no_secret_stands_in_it(self) -> None:
        """It names two variables of the environment, and no key."""
        assert "PRIVATE KEY" not in to_sdk(SCHEMA)
        assert "ENCORD_SSH_KEY" in to_sdk(SCHEMA)


class TestFlatForm:
    """The form of the SDK of old."""

    def test_all_it_knows(self) -> None:
        """What it can say in full is said without a question."""
        schema = MetadataSchema(
            {
                "a": Scalar("number"),
                "b": Scalar("varchar", "varchar"),
                "c": Scalar("text"),
                "d": Scalar("boolean"),
                "e": Scalar("datetime"),
                "f": Geospatial(),
                "g": Enum(None),
                "h": Embedding(None),
            }
        )
        flat = to_legacy(schema)
        assert flat == {
            "a": "number",
            "b": "string",
            "c": "long_string",
            "d": "boolean",
            "e": "datetime",
            "f": "geospatial",
            "g": "enum",
            "h": "embedding",
        }
        platform = Platform()
        set_flat(platform, flat)
        assert platform.stored == flat

    def test_losses_have_to_be_allowed(self) -> None:
        """Values, sizes, lengths and precisions are left out on demand only."""
        schema = MetadataSchema(
            {
                "site": Enum(("north",)),
                "look": Embedding(8),
                "code": Scalar("varchar", "varchar", 100),
                "speed": Scalar("number", "number", format="F32"),
                "shift": Scalar("number"),
            }
        )
        losses = [
            '"site": the flat form does not say the values of the enum',
            '"look": the flat form does not say the size of the embedding',
            '"code": the flat form does not say the length of the varchar',
            '"speed": the flat form does not say the precision of the number',
        ]
        assert flat_losses(schema) == losses
        with pytest.raises(UsageError) as caught:
            to_legacy(schema)
        assert str(caught.value).splitlines() == [
            f"{line} (lossy leaves it out)" for line in losses
        ]
        assert to_legacy(schema, lossy=True) == {
            "site": "enum",
            "look": "embedding",
            "code": "string",
            "speed": "number",
            "shift": "number",
        }

    @pytest.mark.parametrize("lossy", [False, True])
    def test_what_it_has_no_word_for_is_refused(self, *, lossy: bool) -> None:
        """UUIDs, users and deleted keys, whatever is allowed."""
        schema = MetadataSchema(
            {
                "id": Scalar("uuid"),
                "owner": User(),
                "a": Tombstone(Scalar("text")),
                "b": Tombstone(),
            }
        )
        with pytest.raises(UsageError) as caught:
            to_legacy(schema, lossy=lossy)
        assert str(caught.value).splitlines() == [
            '"id": the flat form has no key that is uuid',
            '"owner": the flat form has no key that is user',
            '"a": the flat form has no key that is deleted text',
            '"b": the flat form has no key that is deleted for good',
        ]

    @given(schemas)
    def test_what_is_written_reads_back(self, schema: MetadataSchema) -> None:
        """Without losses the flat form is the same schema, its scalars variants."""
        sayable = MetadataSchema({key: type_ for key, type_ in schema.items() if _is_flat(type_)})
        read = MetadataSchema.from_json(to_legacy(sayable))
        assert read == {key: _nearest(type_) for key, type_ in sayable.items()}
        if len(sayable) < len(schema):
            with pytest.raises(UsageError) as caught:
                to_legacy(schema)
            assert len(str(caught.value).splitlines()) == len(schema) - len(sayable)


class TestCurrentForm:
    """The form that the platform takes today."""

    @given(schemas)
    def test_everything_can_be_said(self, schema: MetadataSchema) -> None:
        """It is what the schema is made of."""
        assert MetadataSchema.from_json(schema.to_json()) == schema

    def test_what_was_never_told_is_not_made_up(self) -> None:
        """An enum without values would be refused by all who read it."""
        schema = MetadataSchema({"a": Enum(None), "b": Embedding(None), "c": Tombstone(Enum(()))})
        with pytest.raises(UsageError) as caught:
            schema.to_json()
        assert str(caught.value).splitlines() == [
            '"a" is an enum without its values: add them first',
            '"b" is an embedding without its size: add it first',
            '"c" is an enum without its values: add them first',
        ]
