"""The directions of conversion: of each pair of kinds, what is done with an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from manifestry.convert import flat, from_ango, from_encord, texts, to_ango, to_encord
from manifestry.convert.labels import Labels, Lookup, summary
from manifestry.convert.model import Asset, Json, Outcome, Remark, leaves
from manifestry.convert.options import Options, Target
from manifestry.convert.to_csv import Columns
from manifestry.document.writing import LIST, dumps
from manifestry.errors import UsageError
from manifestry.formats import FORMATS
from manifestry.formats.encord.sections import SECTIONS

Convert = Callable[[str, Json], tuple[Outcome, list[Labels]]]
"""An item of a section -> what becomes of it, and its labels, which are no part of that."""


class Direction(NamedTuple):
    """From one kind of document to another.

    kind: that of the result, for the check of its items. order: its sections, `LIST` alone for
    a list. sections: where the items of the source stand; other lists at the top hold none.
    flags: whether the settings at the top of a manifest have a place in the result.
    as_csv: the items are written as rows.
    """

    kind: str
    order: tuple[str, ...]
    sections: frozenset[str]
    convert: Convert
    flags: bool = False
    as_csv: bool = False


_KINDS: Final[Mapping[Target, str]] = MappingProxyType(
    {
        "encord": "encord-manifest",
        "encord-csv": "encord-manifest",
        "ango-import": "ango-import",
        "ango-export": "ango-export",
    }
)
_SECTIONS: Final = tuple(dict.fromkeys(to_encord.SECTION.values()))


def direction(
    source: str, to: Target, options: Options, lookup: Lookup, *, normalize: bool
) -> Direction:
    """What leads from documents of a kind to a target.

    Raises UsageError where nothing does: from a metadata schema, or to what it is already.
    """
    is_ango = source in ("ango-export", "ango-import")
    title = next((each.title for each in FORMATS if each.kind == source), source)
    if not is_ango and source not in ("encord-manifest", "encord-csv"):
        raise UsageError(f"{title} cannot be converted; manifests, exports and imports can")
    same = _KINDS[to] == source if to != "encord-csv" else to == source
    if same and not normalize:
        hint = "; --normalize rewrites it in the usual names and order" if to == "encord" else ""
        raise UsageError(f"this is {title} already{hint}")
    if normalize and not (same and to == "encord"):
        raise UsageError("--normalize rewrites a manifest as a manifest: --to encord")
    if is_ango and to == "encord-csv":
        raise UsageError("CSV has no columns for what comes from Ango Hub: --to encord makes JSON")
    if is_ango and to == "ango-export":
        raise UsageError("an export is restored from a manifest that was made of one")
    order = _SECTIONS if _KINDS[to] == "encord-manifest" else (LIST,)
    as_csv = to == "encord-csv"
    convert = (
        _from_ango(to, options)
        if is_ango
        else _from_encord(to, options, lookup, apart=not same and not as_csv)
    )
    flags = not is_ango and to == "encord"
    sections = frozenset((LIST, "assets") if is_ango else SECTIONS)
    return Direction(_KINDS[to], order, sections, convert, flags=flags, as_csv=as_csv)


def _from_ango(to: Target, options: Options) -> Convert:
    def convert(_: str, value: Json) -> tuple[Outcome, list[Labels]]:
        taken = from_ango.read(value, options, apart=to != "ango-import")
        asset = taken.asset
        if asset is None:
            return Outcome(None, remarks=taken.remarks), taken.labels
        if to == "ango-import":
            outcome = to_ango.write_import(asset, options)
        else:
            outcome = _to_item(taken, asset, options)
        outcome.remarks[:0] = taken.remarks
        _account(outcome, taken.labels, kept=options.labels_kept)
        if "task" not in value and "tasks" in value:
            outcome.remarks = list(map(_of_tasks, outcome.remarks))
        return outcome, taken.labels

    return convert


def _to_item(taken: from_ango.Taken, asset: Asset, options: Options) -> Outcome:
    more = summary(taken.labels) if options.label_summary else {}
    if options.carry == "full" and asset.ango:
        more[flat.RAW] = dumps(taken.original).decode()
    outcome = to_encord.write(asset, options, more)
    if flat.RAW in more:  # the original has all of its pages
        outcome.carried += sum(remark.values for remark in taken.remarks)
        taken.remarks.clear()
    context = taken.original.get("contextData")
    if outcome.value is not None and isinstance(context, dict) and texts.RAW in context:
        restored = to_ango.item_from_original(asset, context, outcome.value)
        if restored is None:
            message = "the original item cannot be read; what stands beside it was used"
            path = ("contextData", texts.RAW)
            outcome.remarks.append(Remark(reason="unreadable-original", message=message, path=path))
        else:
            outcome.value = restored
    return outcome


def _of_tasks(remark: Remark) -> Remark:
    """A remark on the only one of an asset's tasks, at its place in the list."""
    if remark.path[:1] != ("task",):
        return remark
    return replace(remark, path=("tasks", 0, *remark.path[1:]))


def _account(outcome: Outcome, labels: list[Labels], *, kept: bool) -> None:
    """Counts the labels: carried beside the result, or lost."""
    for each in labels:
        if kept and each.task_id is not None:
            outcome.carried += each.values
        else:
            why = "; the task has no id by which they could be kept" if kept else ""
            outcome.remarks += each.lost(why)


def _from_encord(to: Target, options: Options, lookup: Lookup, *, apart: bool) -> Convert:
    columns = Columns() if to == "encord-csv" else None

    def convert(section: str, value: Json) -> tuple[Outcome, list[Labels]]:
        taken = from_encord.read(section, value, options, apart=apart)
        if to in ("encord", "encord-csv"):
            outcome = to_encord.write(taken.asset, options)
            if columns is not None:
                columns.fit(outcome)
            return outcome, []
        if to == "ango-export":
            return to_ango.write_export(taken, options, value, lookup), []
        return to_ango.write_import_of(taken, options, value, section), []

    return convert


def left_out(outcome: Outcome, value: object) -> Remark:
    """The remark on an asset that is left out: with it all of its leaves are lost."""
    first = outcome.remarks[0]
    return replace(first, path=(), values=leaves(value))
