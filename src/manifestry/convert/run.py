"""One conversion: the source is checked, each item converted and judged, and all of it written."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import BinaryIO, Final, NamedTuple

from manifestry.convert import flat, to_csv
from manifestry.convert import labels as side_file
from manifestry.convert.directions import Direction, direction, left_out
from manifestry.convert.labels import Labels
from manifestry.convert.losses import Ledger, Loss
from manifestry.convert.model import Json, Outcome, Remark, leaves, same
from manifestry.convert.options import Options, Target
from manifestry.convert.source import Entry, Items, MisplacedErrorsError, Source, Top
from manifestry.document.source import naming, opened
from manifestry.document.writing import LIST, Spool, dumps, reading_pieces
from manifestry.engine.api import check_stream, written
from manifestry.errors import LimitError
from manifestry.findings import FileReport, Severity
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.sections import FLAGS
from manifestry.output import replacing
from manifestry.rules.base import Path
from manifestry.settings import Settings
from manifestry.text import quote

Document = str | os.PathLike[str] | bytes | dict[str, object] | list[object]
"""A path, the bytes of a file, or an object as `json.load` gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where a conversion writes; each file whole or not at all, the result last.

    result: a path, or a function that takes the pieces of the document. losses: the ledger, a
    line each. labels: the side file. schema: a metadata schema of the client metadata written.
    """

    result: str | Callable[[Iterator[bytes]], None]
    losses: str | None = None
    labels: str | None = None
    schema: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What a conversion gave.

    sources: the verdict on each document of the source; with errors in them nothing was
    written, unless they were skipped. result: the verdict on what was written, None if nothing
    was. kind: what the source is. assets: how many it has. sections: how many of them went to
    each section of the result, "" for a list. ledger: what became of its leaves.
    """

    sources: tuple[FileReport, ...]
    result: FileReport | None
    kind: str
    assets: int
    sections: Mapping[str, int]
    ledger: Ledger

    @property
    def written(self) -> int:
        """How many assets are in the result."""
        return sum(self.sections.values())

    @property
    def is_written(self) -> bool:
        """Whether there is a result: not if it has errors, nor if every asset is left out."""
        good = self.result is not None and not self.result.errors and self.result.error is None
        return good and (self.written > 0 or self.assets == 0)

    @property
    def ok(self) -> bool:
        """True when a result was written that holds every asset."""
        return self.is_written and not self.ledger.left_out


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
        UsageError: the source cannot be converted to the target.
        UnreadableError: the source cannot be read.
        OutputError: a file cannot be written.
    """
    opening, name = _opening(source)
    outputs = Outputs(result=os.fspath(output), losses=losses, labels=labels_out, schema=schema_out)
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
    settings = settings or Settings()
    with naming(name), ExitStack() as stack:
        source = Source(stack.enter_context(opening), name, settings)
        source.check(all_errors=skip_invalid)
        reports = tuple(each.report for each in source.checked)
        if any(_stops(report, skip_invalid=skip_invalid) for report in reports):
            return _stopped(reports)
        lookup = stack.enter_context(side_file.reading(labels)) if labels else _no_labels
        options = replace(options, labels_kept=outputs.labels is not None)
        way = direction(source.kind, to, options, lookup, normalize=normalize)
        run_ = _Run(way, to, outputs, options, reports, schemes=settings.url_schemes)
        return run_.convert(source)


def _stops(report: FileReport, *, skip_invalid: bool) -> bool:
    """Whether nothing can be converted with such a document among the sources."""
    unusable = report.kind is None or report.error is not None or bool(report.failures)
    return unusable or (report.errors > 0 and not skip_invalid)


def _no_labels(_: str) -> Json | None:
    return None


def _stopped(reports: tuple[FileReport, ...], ledger: Ledger | None = None) -> Conversion:
    return Conversion(
        sources=reports,
        result=None,
        kind=str(reports[0].kind) if reports else "",
        assets=0,
        sections=MappingProxyType({}),
        ledger=ledger or Ledger(_ignored),
    )


def _ignored(_: Loss) -> None:
    """Takes a loss that nobody asked for."""


_LOSSES: Final = "losses"
_LABELS: Final = "labels"
_RESULT: Final = "the result"

_HASHES: Final = 2**60
"""How many different ids of tasks are told apart: as many as fit into the smallest integers."""

_JUDGING: Final = Settings(
    least=Severity.ERROR, max_findings=0, max_findings_per_rule=0, max_item_bytes=0
)


@contextmanager
def _shallow() -> Iterator[None]:
    """Turns a value nested so deep that Python gives up into a LimitError."""
    try:
        yield
    except RecursionError as error:
        raise LimitError("a value is nested too deep to be converted") from error


class _Made(NamedTuple):
    """What became of an item, and the labels it had."""

    entry: Entry
    value: Json
    outcome: Outcome
    labels: list[Labels]


class _Run:
    """The second half of a conversion: the source is known to be good, or is sifted."""

    def __init__(
        self,
        way: Direction,
        to: Target,
        outputs: Outputs,
        options: Options,
        reports: tuple[FileReport, ...],
        *,
        schemes: tuple[str, ...],
    ) -> None:
        self._way = way
        self._to = to
        self._outputs = outputs
        self._options = options
        self._reports = reports
        self._schemes = schemes
        self._members: Json = dict.fromkeys(FLAGS, True) if options.upsert else {}
        self._assets = 0
        self._tasks: set[int] = set()
        self._order = list(way.order)
        self._given: dict[str, str | None] = {}

    def convert(self, source: Source) -> Conversion:
        """Converts all items; writes the files if the result passes its check."""
        with Spool() as spool, Spool() as beside, _shallow():
            ledger = Ledger(
                _ignored
                if self._outputs.losses is None
                else lambda loss: beside.add(_LOSSES, loss.line())
            )
            try:
                for part in source.parts():
                    if isinstance(part, Top):
                        self._top(part, ledger)
                    else:
                        self._items(part, spool, beside, ledger)
            except MisplacedErrorsError:
                return _stopped(self._reports)
            document = (
                partial(to_csv.document, spool)
                if self._way.as_csv
                else partial(spool.document, self._order, self._members)
            )
            report = self._judge(document(), "encord-csv" if self._way.as_csv else self._way.kind)
            conversion = Conversion(
                sources=self._reports,
                result=report,
                kind=source.kind,
                assets=self._assets,
                sections=MappingProxyType(
                    {name: spool.counts[name] for name in self._way.order if name in spool.counts}
                ),
                ledger=ledger,
            )
            if not conversion.is_written:
                for key, where in self._given.items():
                    value = self._members[key]
                    self._lost_at_top(key, (key,), value, where, ledger)
            if not report.errors and report.error is None:
                self._write(document if conversion.is_written else None, beside)
        return conversion

    # --- the source -----------------------------------------------------------------------

    def _top(self, top: Top, ledger: Ledger) -> None:
        """A member at the top; of a list only its being empty is left to be counted."""
        if top.length is not None:
            ledger.values += top.length == 0
            return
        ledger.values += leaves(top.value)
        has_place = self._way.flags and top.key not in self._order
        if has_place and same(self._members.setdefault(top.key, top.value), top.value):
            self._given.setdefault(top.key, top.document)
        else:
            self._lost_at_top(top.key, (top.key,), top.value, top.document, ledger)

    def _lost_at_top(
        self, key: str, path: Path, value: object, document: str | None, ledger: Ledger
    ) -> None:
        what = "another value in" if self._way.flags else "no place in"
        message = f"{quote(key)} has {what} the result"
        remark = Remark(reason="no-place-at-top", message=message, values=leaves(value))
        ledger.tell(remark, path, document)

    def _others(self, items: Items, spool: Spool, ledger: Ledger) -> None:
        """A list at the top that is no section."""
        key = items.section
        is_new = key not in self._order and key not in self._members
        if self._way.flags and is_new:
            self._order.append(key)
        for entry in items.entries:
            ledger.values += leaves(entry.value)
            if self._way.flags and key in self._order:
                spool.add(key, dumps(entry.value))
            else:
                self._lost_at_top(key, entry.path, entry.value, items.document, ledger)

    def _items(self, items: Items, spool: Spool, beside: Spool, ledger: Ledger) -> None:
        section = MANIFEST.section_for(items.section) or items.section
        if section not in self._way.sections:
            self._others(items, spool, ledger)
            return
        made: list[_Made] = []
        for entry in items.entries:
            self._assets += 1
            size = leaves(entry.value)
            ledger.values += size
            if entry.is_bad or not isinstance(entry.value, dict):
                remark = Remark(reason="skipped-invalid", message="it has errors", values=size)
                ledger.tell(remark, entry.path, items.document)
                continue
            outcome, labels = self._way.convert(section, entry.value)
            made.append(_Made(entry, entry.value, outcome, labels))
        self._sift([each.outcome for each in made if each.outcome.value is not None])
        for entry, value, outcome, labels in made:
            if outcome.value is None:
                ledger.tell(left_out(outcome, value), entry.path, items.document)
                continue
            for remark in outcome.remarks:
                ledger.tell(remark, entry.path, items.document)
            ledger.carried += outcome.carried
            spool.add(outcome.section, dumps(outcome.value))
            if self._outputs.labels is None:
                continue
            for remark in self._beside(entry.path, value, labels, beside, ledger):
                ledger.tell(remark, entry.path, items.document)

    def _beside(
        self, path: Path, value: Json, labels: list[Labels], beside: Spool, ledger: Ledger
    ) -> Iterator[Remark]:
        """Keeps the labels of an asset; what cannot be kept is to be told."""
        for each in labels:
            if each.task_id is not None and self._is_new(each.task_id):
                beside.add(_LABELS, side_file.line(path, value, each))
            elif each.task_id is not None:
                ledger.carried -= each.values
                yield from each.lost("; another task has this id")

    def _is_new(self, task_id: str) -> bool:
        """Whether no task before had this id: a side file has one line of each."""
        before = len(self._tasks)
        self._tasks.add(hash(task_id) % _HASHES)
        return len(self._tasks) > before

    # --- the result -----------------------------------------------------------------------

    def _sift(self, good: list[Outcome]) -> None:
        """Leaves out, of a batch, what would not pass the check of the target."""
        places: dict[Path, Outcome] = {}
        with Spool() as batch:
            for outcome in good:
                number = batch.counts.get(outcome.section, 0)
                place = (outcome.section, number) if outcome.section != LIST else (number,)
                places[place] = outcome
                batch.add(outcome.section, dumps(outcome.value))
            report = self._judge(batch.document(self._way.order), self._way.kind)
        for finding in report.findings:
            steps = finding.pointer.split("/")[1:]
            where: Path = tuple(int(step) if step.isdigit() else step for step in steps[:2])
            found = places.get(where) or places.get(where[:1])
            if found is not None and found.value is not None:
                found.value = None
                message = f"{finding.code} {finding.message}"
                found.remarks[:0] = [Remark(reason="would-be-invalid", message=message)]

    def _judge(self, document: Iterator[bytes], kind: str) -> FileReport:
        settings = replace(_JUDGING, kind=kind, url_schemes=self._schemes)
        report = check_stream(reading_pieces(document), _RESULT, settings)
        assert report is not None  # noqa: S101 - it is None only for what is passed over
        return report

    def _write(self, document: Callable[[], Iterator[bytes]] | None, beside: Spool) -> None:
        """The files: those beside the result first, so that a result is never without them.

        Of a conversion without a result only the ledger is written.
        """
        outputs = self._outputs
        with ExitStack() as stack:
            if document is not None and isinstance(outputs.result, str):
                write = stack.enter_context(replacing(outputs.result))
                for piece in document():
                    write(piece)
            _write_lines(outputs.losses, beside.items(_LOSSES))
            if document is not None:
                _write_lines(outputs.labels, beside.items(_LABELS))
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
    inferring.take(reading_pieces(document), _RESULT)
    schema = inferring.result().schema.to_json()
    if flat.RAW in schema:  # it may be longer than a short text, if not in this document
        schema[flat.RAW] = {"ty": "variant", "hint": "text"}
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()
