"""What libraries take for a whole document: one process each, started by `benchmarks.suite`.

    python benchmarks/peers.py jsonschema-rs manifest.json multi-type.schema.json

Exit code 0 when the library accepts the document, 1 when it does not. Standard output tells how
long it took to get ready (imports, compiling the schema), and how long for the document alone.
Each library has its fastest setting, and the collector off unless its name says otherwise.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

Judge = Callable[[bytes], bool]
"""Reads a document and says whether it is good."""


def _orjson(_: str) -> Judge:
    loads = import_module("orjson").loads
    return lambda data: (loads(data), True)[1]


def _with_collector(schema: str) -> Judge:
    gc.enable()
    return _orjson(schema)


def _lines(_: str) -> Judge:
    loads = import_module("orjson").loads
    return lambda data: bool([loads(line) for line in data.splitlines()])


def _jsonschema_rs(schema: str) -> Judge:
    loads = import_module("orjson").loads
    judge = import_module("jsonschema_rs").validator_for(_loaded(schema))
    return lambda data: bool(judge.is_valid(loads(data)))


def _fastjsonschema(schema: str) -> Judge:
    loads = import_module("orjson").loads
    library = import_module("fastjsonschema")
    judge = library.compile(_loaded(schema))

    def good(data: bytes) -> bool:
        try:
            judge(loads(data))
        except library.JsonSchemaValueException:
            return False
        return True

    return good


def _jsonschema(schema: str) -> Judge:
    loads = import_module("orjson").loads
    judge = import_module("jsonschema").Draft202012Validator(_loaded(schema))
    return lambda data: bool(judge.is_valid(loads(data)))


def _pydantic(_: str) -> Judge:
    refused = import_module("pydantic").ValidationError
    model = import_module("manifestry.models.encord").Manifest

    def good(data: bytes) -> bool:
        try:
            model.model_validate_json(data)
        except refused:
            return False
        return True

    return good


PEERS: Final[dict[str, Callable[[str], Judge]]] = {
    "orjson": _orjson,
    "orjson, collector on": _with_collector,
    "orjson, lines": _lines,
    "jsonschema-rs": _jsonschema_rs,
    "fastjsonschema": _fastjsonschema,
    "jsonschema": _jsonschema,
    "pydantic": _pydantic,
}


def _loaded(path: str) -> Any:
    return json.loads(Path(path).read_bytes())


def main() -> None:
    """Runs one library over one document."""
    name, document, schema = sys.argv[1:]
    start = time.perf_counter()
    gc.disable()
    judge = PEERS[name](schema)
    data = Path(document).read_bytes()
    ready = time.perf_counter()
    good = judge(data)
    done = time.perf_counter()
    print(json.dumps({"prepare": ready - start, "work": done - ready}), flush=True)
    # Nobody waits for a million objects to be taken down one by one.
    os._exit(0 if good else 1)


if __name__ == "__main__":
    main()
