"""Conversions in tests: run on a document, and held to the promise that nothing is lost in silence."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import manifestry
from manifestry.convert import flat
from manifestry.convert.conversion import Conversion
from manifestry.convert.labels import KEYS
from manifestry.convert.media import BLOCKS, of_asset
from manifestry.convert.model import leaves
from manifestry.convert.options import Options, Target
from manifestry.convert.run import convert
from manifestry.engine.ledger import to_pointer

JSON = dict[str, Any]
Path_ = tuple[str | int, ...]


class Result(NamedTuple):
    """What a conversion wrote: the document, its bytes, the ledger, the labels."""

    conversion: Conversion
    document: Any
    data: bytes
    losses: list[JSON]
    labels: list[JSON]


def run(
    source: Any,
    to: Target,
    options: Options | None = None,
    *,
    with_labels: bool = False,
    labels: list[JSON] | None = None,
    **more: Any,
) -> Result:
    """Converts into a folder that is gone afterwards.

    with_labels: labels are kept. labels: those that were, to be put back. The document of a CSV
    is a list of its rows.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out, ledger, beside, given = (folder / each for each in ("o.json", "l", "b", "g"))
        if labels is not None:
            given.write_bytes(b"".join(json.dumps(each).encode() + b"\n" for each in labels))
            more["labels"] = str(given)
        if with_labels:
            more["labels_out"] = str(beside)
        conversion = convert(source, to, out, options, losses=str(ledger), **more)
        data = out.read_bytes() if out.exists() else b""
        assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []
        return Result(
            conversion,
            _document(data, to) if data else None,
            data,
            _lines(ledger),
            _lines(beside),
        )


def _document(data: bytes, to: Target) -> Any:
    if to == "encord-csv":
        return list(csv.reader(io.StringIO(data.decode(), newline="")))
    return json.loads(data)


def _lines(path: Path) -> list[JSON]:
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def read(path: Path) -> Any:
    """What a JSON file says; of lines, a list of what they say."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


# --- nothing is lost in silence -----------------------------------------------------------


def leaves_in(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every leaf with the path to it."""
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves_in(inner, (*path, key))
    else:
        yield path, value


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def _marks(value: Any) -> set[str]:
    """All leaves of a value, those in JSON text included, such that they can be told apart."""
    found: set[str] = set()
    for _, leaf in leaves_in(value):
        found.add(_mark(leaf))
        if isinstance(leaf, str):
            try:
                inner = json.loads(leaf)
            except (ValueError, RecursionError):
                continue
            found |= _marks(inner)
    return found


def _mark(leaf: Any) -> str:
    return f"{type(leaf).__name__} {leaf!r}"


def assert_conserved(document: Any, result: Result) -> None:
    """Every leaf of the source is in the result, beside it, or under a pointer of the ledger."""
    ledger = result.conversion.ledger
    assert ledger.values == sum(1 for _ in leaves_in(document)) == leaves(document)
    assert min(ledger.mapped, ledger.carried, ledger.lost) >= 0, ledger
    assert sum(line["values"] for line in result.losses) == ledger.lost
    lost: dict[str, str] = {}
    for line in result.losses:
        if line["values"]:
            assert line["pointer"] not in lost, line
            lost[line["pointer"]] = line["effect"]
            said = at(document, line["pointer"])
            if line["effect"] == "lost":
                said = _without_labels(said, line["pointer"].rpartition("/")[2])
            assert leaves(said) == line["values"], line
    kept = _marks([result.document, [line["labels"] for line in result.labels]])
    for path, leaf in leaves_in(document):
        if any(_covers(lost, path, length) for length in range(len(path) + 1)):
            continue
        told = _mark(leaf) in kept or _is_told_otherwise(document, path, leaf)
        assert told or _is_text_of(leaf, kept), (path, leaf)


def _is_text_of(leaf: Any, kept: set[str]) -> bool:
    """Whether a leaf is the JSON text of an object or list whose leaves were kept."""
    try:
        value = json.loads(leaf)
    except (TypeError, ValueError, RecursionError):
        return False
    return isinstance(value, dict | list) and _marks(value) - {_mark({}), _mark([])} <= kept


def _without_labels(value: Any, key: str) -> Any:
    """A task, or several, without labels, which are told by themselves."""
    if key == "tasks" and isinstance(value, list):
        return [_without_labels(each, "task") for each in value]
    if isinstance(value, dict) and (key == "task" or "taskId" in value):
        return {each: inner for each, inner in value.items() if each not in KEYS}
    return value


def _covers(lost: JSON, path: Path_, length: int) -> bool:
    effect = lost.get(to_pointer(path[:length]))
    is_label = path[length - 1 : length] in (("task",), ("tasks",)) and any(
        step in KEYS for step in path[length : length + 2]
    )
    return effect == "left-out" or (effect == "lost" and not is_label)


def _is_told_otherwise(document: Any, path: Path_, leaf: Any) -> bool:
    """What a result says in another way than by a value."""
    key = path[-1] if path else ""
    last = str(key)
    said_by_kind = last in ("createVideo", flat.TYPE, "encord.type")
    about_the_way = last in ("encord.json", "encord.untitled", "encord.raw", "encord.section")
    nothing = leaf == [] and (len(path) <= 1 or key in KEYS)
    dated = key in flat.DATES and isinstance(leaf, int)
    pages = last == "ango.pages"
    restored = last == flat.RAW
    return (
        said_by_kind or about_the_way or nothing or dated or pages or restored
        or _follows(document, path, leaf)
    )  # fmt: skip


def _follows(document: Any, path: Path_, leaf: Any) -> bool:
    """Whether it is media metadata that follows from what Ango Hub says of the asset."""
    block = next((step for step in path if step in BLOCKS.values()), None)
    if block is None:
        return False
    item = at(document, to_pointer(path[: path.index(block)]))
    said = {
        key: item.get("clientMetadata", {}).get(f"ango.{key}")
        for key in ("width", "height", "frameRate", "frameTotal")
    }
    kind: Any = str(block).removesuffix("Metadata")
    known = {
        **{ours: item[block].get(ours) for ours in ("width", "height")},
        "frameRate": item[block].get("fps"),
    }
    said = {key: value for key, value in {**said, **known}.items() if value is not None}
    return leaf in of_asset(kind, said, item["objectUrl"]).values()


def assert_clean(result: Result) -> None:
    """The result passes the check of its platform."""
    (report,) = manifestry.check(result.data).files
    assert report.errors == 0, report.findings
    assert report.failures == ()
