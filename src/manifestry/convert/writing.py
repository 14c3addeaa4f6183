"""The files of a conversion, each written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from manifestry.convert import flat
from manifestry.convert.conversion import Outputs
from manifestry.convert.judging import RESULT
from manifestry.document.writing import reading_pieces
from manifestry.output import replacing


def write_all(
    outputs: Outputs,
    document: Callable[[], Iterator[bytes]] | None,
    *,
    losses: Iterator[bytes],
    labels: Iterator[bytes],
) -> None:
    """Writes the files beside the result first, so that a result is never without them.

    Of a conversion without a result only the ledger is written.
    """
    with ExitStack() as stack:
        if document is not None and isinstance(outputs.result, str):
            write = stack.enter_context(replacing(outputs.result))
            for piece in document():
                write(piece)
        _write_lines(outputs.losses, losses)
        if document is not None:
            _write_lines(outputs.labels, labels)
            if outputs.schema is not None:
                with replacing(outputs.schema) as write_schema:
                    write_schema(_schema(document()))
    if document is not None and not isinstance(outputs.result, str):
        outputs.result(document())


def _write_lines(path: str | None, lines: Iterator[bytes]) -> None:
    if path is not None:
        with replacing(path) as write:
            for line in lines:
                write(line + b"\n")


def _schema(document: Iterator[bytes]) -> bytes:
    """The metadata schema of a document's client metadata.

    It has no enums: nothing can be taken out of one, and who migrates has not seen all values.
    """
    import json

    from manifestry.metadata.inference import Inferring

    inferring = Inferring(enum_max=0, max_item_bytes=0)
    inferring.take(reading_pieces(document), RESULT)
    schema = inferring.result().schema.to_json()
    if flat.RAW in schema:  # it may be longer than a short text, if not in this document
        schema[flat.RAW] = {"ty": "variant", "hint": "text"}
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()
