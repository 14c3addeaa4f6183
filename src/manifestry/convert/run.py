"""The way into a conversion: a source is checked, and if it is good, sent on its way."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from typing import BinaryIO

from manifestry.choices import choose
from manifestry.convert import labels as side_file
from manifestry.convert.conversion import Conversion, Outputs, stopped
from manifestry.convert.directions import direction
from manifestry.convert.judging import Judge
from manifestry.convert.model import Json
from manifestry.convert.options import TARGETS, Options, Target
from manifestry.convert.pipeline import Pipeline
from manifestry.convert.source import MisplacedErrorsError, Source
from manifestry.document.source import naming, opened
from manifestry.engine.api import written
from manifestry.errors import LimitError
from manifestry.findings import FileReport
from manifestry.formats.encord.sections import FLAGS
from manifestry.settings import Settings

Document = str | os.PathLike[str] | bytes | dict[str, object] | list[object]
"""A path, the bytes of a file, or an object as `json.load` gives it."""


def convert(
    source: Document,
    to: Target,
    output: str | os.PathLike[str],
    options: Options | None = None,
    *,
    settings: Settings | None = None,
    skip_invalid: bool = False,
    normalize: bool = False,
    labels: str | None = None,
    labels_out: str | None = None,
    losses: str | None = None,
    schema_out: str | None = None,
) -> Conversion:
    """Converts a document and writes the result to `output`, whole or not at all.

    The source is a manifest of Encord (JSON or CSV) or an export or asset import of Ango Hub, as
    a path, the bytes of a file, or an object as `json.load` gives it. It is checked first; if it
    has errors, nothing is written, unless `skip_invalid` leaves out the items that have them.

    labels: a side file that `labels_out` wrote, from which an export is made whole again.
    losses: where to write the ledger, a line of JSON each. schema_out: where to write a metadata
    schema for the client metadata of the result. normalize: a manifest is rewritten as a manifest
    in the usual names and order.

    Raises:
        UsageError: the source cannot be converted to the target, or an output is an input.
        UnreadableError: the source cannot be read.
        OutputError: a file cannot be written.
    """
    opening, name = _opening(source)
    outputs = Outputs(result=os.fspath(output), losses=losses, labels=labels_out, schema=schema_out)
    path = os.fsdecode(source) if isinstance(source, str | os.PathLike) else None
    outputs.refuse_clashes({"source": path, "file of labels": labels})
    return run(
        opening, name, to, outputs, options or Options(),
        settings=settings, skip_invalid=skip_invalid, normalize=normalize, labels=labels,
    )  # fmt: skip


def _opening(source: Document) -> tuple[AbstractContextManager[BinaryIO], str]:
    if isinstance(source, bytes):
        return nullcontext(io.BytesIO(source)), "<bytes>"
    if isinstance(source, dict | list):
        return nullcontext(io.BytesIO(written(source))), "<object>"
    return opened(source), os.fsdecode(source)


def run(
    opening: AbstractContextManager[BinaryIO],
    name: str,
    to: Target,
    outputs: Outputs,
    options: Options,
    *,
    settings: Settings | None = None,
    skip_invalid: bool = False,
    normalize: bool = False,
    labels: str | None = None,
) -> Conversion:
    """Converts what an open file called `name` holds; else as `convert`."""
    choose(to, TARGETS, "target")
    settings = settings or Settings()
    with ExitStack() as stack:
        lookup = stack.enter_context(side_file.reading(labels)) if labels else _no_labels
        stack.enter_context(naming(name))
        source = Source(stack.enter_context(opening), name, settings)
        source.check(all_errors=skip_invalid)
        reports = tuple(each.report for each in source.checked)
        if any(_stops(report, skip_invalid=skip_invalid) for report in reports):
            return stopped(reports)
        options = replace(options, labels_kept=outputs.labels is not None)
        way = direction(source.kind, to, options, lookup, normalize=normalize)
        members: Json = dict.fromkeys(FLAGS, True) if options.upsert else {}
        stack.enter_context(_shallow())
        try:
            return Pipeline(way, Judge(way, settings), outputs, members).convert(source)
        except MisplacedErrorsError:
            return stopped(reports)


def _stops(report: FileReport, *, skip_invalid: bool) -> bool:
    """Whether nothing can be converted with such a document among the sources."""
    unusable = report.kind is None or report.error is not None or bool(report.failures)
    return unusable or (report.errors > 0 and not skip_invalid)


def _no_labels(_: str) -> Json | None:
    return None


@contextmanager
def _shallow() -> Iterator[None]:
    """Turns a value nested so deep that Python gives up into a LimitError."""
    try:
        yield
    except RecursionError as error:
        raise LimitError("a value is nested too deep to be converted") from error
