"""An answer of another shape than its question has."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.answers import ONE, SEVERAL, answers
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_labelled import answer, box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, each in answers(asset):
        kind, given = each.get("tool"), each.get("answer")
        if given is None or not isinstance(kind, str):
            continue
        there = (*path, "answer")
        if kind in ONE and not isinstance(given, str):
            yield Hit(there, f"The answer to a {quote(kind)} is a text, got {quote(given)}")
        elif kind in SEVERAL and not isinstance(given, list):
            yield Hit(there, f"The answer to a {quote(kind)} is a list, got {quote(given)}")
        elif kind in SEVERAL and isinstance(given, list):
            for number, one in enumerate(given):
                if one is not None and not isinstance(one, str):
                    yield Hit((*there, number), f"One answer is a text, got {quote(one)}")


RULE = Rule[Asset, Member](
    code="A342",
    name="answer-shape-mismatch",
    severity=Severity.WARNING,
    summary="Answer does not have the shape of its kind of question",
    why=(
        "A question with one answer has a text, one with several a list of texts, even if only "
        "one was chosen. A program that expects the one takes the first letter of a text for the "
        "first answer, or cannot read a list at all."
    ),
    help="Write a text for radio, single-dropdown and text, a list of texts for the others.",
    bad=(
        Bad(
            export(classifications=[answer("radio", ["Rain"])]),
            at="/0/task/classifications/0/answer",
        ),
        Bad(
            export(classifications=[answer("checkbox", "Rain")]),
            at="/0/task/classifications/0/answer",
        ),
        Bad(
            legacy({**box(), "classifications": [answer("multi-dropdown", ["Rain", 2])]}),
            at="/0/tasks/0/objects/0/classifications/0/answer/1",
        ),
    ),
    good=(
        Good(export(classifications=[answer("radio", "Rain"), answer("rank", {"1": "Rain"})])),
        Good(export(classifications=[answer("checkbox", ["Rain"]), answer("radio", None)])),
        Good(legacy({**box(), "classifications": [answer("tree-dropdown", ["Sky / Front"])]})),
    ),
    source="Documentation (one text or a list, by kind); other shapes are seen in use",
    check=check,
)
