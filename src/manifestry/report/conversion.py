"""A conversion for people: what went where, and what did not come along."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.convert.conversion import Conversion
from manifestry.convert.losses import Count
from manifestry.convert.reasons import REASONS, Reason
from manifestry.report import Look
from manifestry.report.cells import shown, wrapped
from manifestry.report.summary import count


def table(conversion: Conversion, look: Look, output: str) -> Iterator[str]:
    """The lines: a sentence, the leaves of the source, and two or more for each reason of a loss."""
    ledger = conversion.ledger
    yield f"{summary(conversion)} -> {output}" if conversion.is_written else summary(conversion)
    yield (
        f"  {count(ledger.values, 'value')}: {ledger.mapped:,} mapped, "
        f"{ledger.carried:,} carried along, {ledger.lost:,} lost"
    )
    names = max((len(name) for name in ledger.by_name), default=0)
    for name, reason in REASONS.items():
        counted = ledger.by_name.get(name)
        if counted is not None:
            yield f"  {reason.code} {name:{names}}  {_amount(reason, counted)}"
            first = counted.examples[0]
            where = f"{first.document}: " if first.document else ""
            example = shown(f"{where}{first.pointer or '/'}: {first.message}", look.encoding)
            for line in wrapped(example, look.width - 7):
                yield f"       {line}"


def summary(conversion: Conversion) -> str:
    """How many assets went where, in one sentence."""
    places = [f"{number:,} in {name}" for name, number in conversion.sections.items() if name]
    into = f" ({', '.join(places)})" if places else ""
    whole = count(conversion.assets, "asset")
    if not conversion.is_written:
        return f"Converted none of {whole}; nothing was written"
    if conversion.written == conversion.assets:
        return f"Converted {whole}{into}"
    return f"Converted {conversion.written:,} of {whole}{into}"


def _amount(reason: Reason, counted: Count) -> str:
    if reason.effect == "note":
        return f"{counted.times:,} x"
    if reason.effect == "left-out":
        return f"{count(counted.times, 'asset')} left out"
    return f"{count(counted.values, 'value')} lost"
