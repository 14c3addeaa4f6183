"""Metadata schemas for others: the flat form of old, and a script of the vendor's SDK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from manifestry.errors import UsageError
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.short_form import literal
from manifestry.formats.encord.metadata.types import (
    MAX_VARCHAR,
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    LiveType,
    Scalar,
    Tombstone,
)
from manifestry.metadata.calls import Call, Plan, label, living, plan, same
from manifestry.text import quote

_WIDE: Final = 88
"""The longest line of a script, if it can be helped; what formatters use."""

_FLAT: Final[Mapping[str, str]] = {
    "number": "number",
    "varchar": "string",
    "text": "long_string",
    "boolean": "boolean",
    "datetime": "datetime",
}


# --- the flat form -------------------------------------------------------------------------


def to_legacy(schema: MetadataSchema, *, lossy: bool = False) -> dict[str, str]:
    """The schema in the flat form, `{key: "number"}`, of the SDK before 0.1.132.

    The flat form has no UUIDs, no users and no deleted keys; a schema with such keys is
    refused. It does not say the values of an enum, the size of an embedding, the length of
    a varchar or the precision of a number either: a schema with such keys is refused, too,
    unless `lossy` allows to leave that out (`flat_losses` tells what it would be).

    Raises:
        UsageError: the flat form cannot say it all; a line for each key.
    """
    flat = {key: _flat(type_) for key, type_ in schema.items()}
    lines = [
        f"{quote(key)}: the flat form has no key that is {label(schema[key])}"
        for key, word in flat.items()
        if word is None
    ]
    if not lossy:
        lines += [f"{loss} (lossy leaves it out)" for loss in flat_losses(schema)]
    if lines:
        raise UsageError("\n".join(lines))
    return {key: word for key, word in flat.items() if word is not None}


def flat_losses(schema: MetadataSchema) -> list[str]:
    """What `to_legacy` leaves out if it is allowed to: a line for each such key."""
    return [
        f"{quote(key)}: the flat form does not say the {what}"
        for key, type_ in schema.items()
        if (what := _flat_loss(type_))
    ]


def _flat(type_: KeyType) -> str | None:
    match type_:
        case Scalar(hint=hint):
            return _FLAT.get(hint)
        case Enum() | Embedding() | Geospatial():
            return type_.ty
    return None


def _flat_loss(type_: KeyType) -> str:
    match type_:
        case Enum(values=tuple()):
            return "values of the enum"
        case Embedding(size=int()):
            return "size of the embedding"
        case Scalar(ty="varchar", max_length=most) if most != MAX_VARCHAR:
            return "length of the varchar"
        case Scalar(ty="number", format="F32"):
            return "precision of the number"
    return ""


# --- a script -----------------------------------------------------------------------------

_HEAD: Final = '''\
"""{title} with the SDK of Encord.

The private key is read from the variable ENCORD_SSH_KEY, or from the file that
ENCORD_SSH_KEY_FILE names. Made by `manifestry metadata export`.
"""

from encord import EncordUserClient

client = EncordUserClient.create_with_ssh_private_key()
schema = client.metadata_schema()
'''


def to_sdk(schema: MetadataSchema, *, since: MetadataSchema | None = None) -> str:
    """A Python script that makes the schema with the calls of the vendor's SDK.

    since: the schema that the platform has; without one, it is taken to have none of the
    keys. Keys that stay as they are get no call. The script holds no secrets and prints
    nothing. It makes exactly this schema, except where the SDK leaves no choice and a
    comment in the script says so (`sdk_remarks` tells as well): every scalar becomes a
    variant, and no call sets or takes away what the server keeps of an embedding (`api`).
    The values of an enum come out sorted.

    Raises:
        UsageError: the calls of the SDK do not lead there; a line for each key.
    """
    before: Mapping[str, KeyType] = {} if since is None else since
    faults: list[str] = []
    alive: list[str] = []
    deleted: list[str] = []
    for key in {**before, **schema}:
        old, new = before.get(key), schema.get(key)
        if new is None:
            faults.append(f"{quote(key)}: no call removes a key; declare it as deleted instead")
            continue
        calls, remark = _made(key, old, new)
        if isinstance(calls, str):
            faults.append(f"{quote(key)}: {calls}")
            continue
        block = (f"# {remark}\n" if remark else "") + "".join(map(_statement, calls))
        (deleted if old is None and isinstance(new, Tombstone) else alive).append(block)
    if faults:
        raise UsageError("\n".join(faults))
    title = "Makes a metadata schema" if since is None else "Brings a metadata schema up to date"
    return "\n".join(_sections(title, "".join(alive), "".join(deleted)))


def sdk_remarks(schema: MetadataSchema, *, since: MetadataSchema | None = None) -> list[str]:
    """The comments of `to_sdk` on keys that come out other than the schema has them."""
    before: Mapping[str, KeyType] = {} if since is None else since
    made = (_made(key, before.get(key), new) for key, new in schema.items())
    return [remark for _, remark in made if remark]


def _made(key: str, old: KeyType | None, new: KeyType) -> tuple[Plan, str]:
    """The calls that make a key's new type, and what to say where they make another."""
    if same(old, new):
        return (), ""
    calls = plan(key, old, new)
    if isinstance(calls, str):
        nearest = _nearest(new)
        if nearest == new:
            return calls, ""
        calls = plan(key, old, nearest)
    elif calls:
        return calls, ""
    what = f"{quote(key)}: {label(new)}, but"
    if isinstance(living(new), Embedding):
        return calls, f'{what} no call sets or takes away its settings of the server ("api")'
    return calls, f"{what} the SDK makes variants only"


def _nearest(type_: KeyType) -> KeyType:
    """What the SDK can make instead of a type that it has no call for; else the type itself."""
    match type_:
        case Tombstone(deleted=was) if was is not None:
            return Tombstone(_nearest_alive(was))
        case Tombstone():
            return type_
    return _nearest_alive(type_)


def _nearest_alive(type_: LiveType) -> LiveType:
    match type_:
        case Scalar(hint=hint):
            return Scalar(hint)
        case Embedding(size=size):
            return Embedding(size)
    return type_


# --- its text -----------------------------------------------------------------------------


def _sections(title: str, alive: str, deleted: str) -> Iterator[str]:
    """The parts of a script, between which there are empty lines."""
    yield _HEAD.format(title=title)
    if alive:
        yield alive
    if deleted:
        yield f"# Deleted keys: only a key that is there can be deleted.\n{deleted}"
    yield "schema.save()\n" if alive or deleted else "schema.save()  # nothing has changed\n"


def _statement(call: Call) -> str:
    """A call as lines of Python, broken as formatters do it."""
    head = f"schema.{call.method}("
    arguments = [("", call.key), *((f"{name}=", value) for name, value in call.options)]
    whole = ", ".join(f"{name}{_python(value)}" for name, value in arguments)
    if len(head) + len(whole) + 1 <= _WIDE:
        return f"{head}{whole})\n"
    if len(whole) + 4 <= _WIDE:
        return f"{head}\n    {whole}\n)\n"
    lines = "".join(_argument(name, value) for name, value in arguments)
    return f"{head}\n{lines})\n"


def _argument(name: str, value: object) -> str:
    line = f"    {name}{_python(value)},\n"
    if len(line) - 1 <= _WIDE or not isinstance(value, tuple):
        return line
    entries = "".join(f"        {_python(each)},\n" for each in value)
    return f"    {name}[\n{entries}    ],\n"


def _python(value: object) -> str:
    """A text, number, truth value or tuple of texts as Python source; a tuple as a list."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_python, value))}]"
    if not isinstance(value, str):
        return repr(value)
    text = literal(value)
    if value.count('"') > value.count("'"):  # fewer backslashes so
        text = "'" + text[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    return text
