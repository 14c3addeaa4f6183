"""A passage that begins where it ends."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import export, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A309",
    name="empty-span",
    severity=Severity.INFO,
    summary="Span that begins where it ends",
    why=(
        "Whether the end of a span belongs to it is not documented. If it does not, as is usual, "
        "a span that begins where it ends holds nothing."
    ),
    help="Make sure that the span holds what it is meant to.",
    bad=(
        Bad(
            export(tool(ner={"start": 3, "end": 3}), file="t.txt"),
            at="/0/task/tools/0/ner",
        ),
        Bad(
            export(tool(ner={"start": 2.5, "end": 2.5}), file="t.txt"),
            at="/0/task/tools/0/ner",
        ),
    ),
    good=(
        Good(export(tool(ner={"start": 3, "end": 4}), file="t.txt")),
        Good(export(tool(ner={"start": 2.5, "end": 2.75}), file="t.txt")),
    ),
    source="Our own choice: a span should hold something",
    check=reporting("empty-span"),
    when=has_faults,
)
