"""A passage that ends before it begins."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import export, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A308",
    name="reversed-span",
    severity=Severity.ERROR,
    summary="Span whose end is before its start",
    why=(
        "A passage of a text or a stretch of a recording goes from start to end. One that ends "
        "before it begins is empty to some programs and the whole rest to others."
    ),
    help="Exchange the two, or correct the one that is wrong.",
    bad=(
        Bad(
            export(tool(ner={"start": 7, "end": 3}), file="t.txt"),
            at="/0/task/tools/0/ner/end",
        ),
        Bad(
            export(tool(ner={"start": 6.06, "end": 2.05}), file="t.txt"),
            at="/0/task/tools/0/ner/end",
        ),
    ),
    good=(
        Good(export(tool(ner={"start": 3, "end": 7, "selection": "Acme"}), file="t.txt")),
        Good(export(tool(ner={"start": 2.05, "end": 6.06}), file="t.txt")),
    ),
    source="Documentation (a span has a start and an end)",
    fix="unsafe",
    check=reporting("reversed-span"),
    when=has_faults,
)
