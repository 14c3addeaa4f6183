"""An answer of another shape than its question has."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.answers import ONE, SEVERAL, answers
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.texts import as_text
from manifestry.rules.ango_labelled import answer, box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, each in answers(asset):
        kind, given = each.get("tool"), each.get("answer")
        if given is None or not isinstance(kind, str):
            continue
        there = (*path, "answer")
        if kind in ONE and not isinstance(given, str):
            only = given[0] if isinstance(given, list) and len(given) == 1 else given
            message = f"The answer to a {quote(kind)} is a text, got {quote(given)}"
            yield Hit(there, message, patch=_written(there, _text(only)))
        elif kind in SEVERAL and not isinstance(given, list):
            message = f"The answer to a {quote(kind)} is a list, got {quote(given)}"
            text = _text(given)
            yield Hit(there, message, patch=_written(there, [text] if text else None))
        elif kind in SEVERAL and isinstance(given, list):
            for number, one in enumerate(given):
                if one is not None and not isinstance(one, str):
                    patch = _written((*there, number), _text(one))
                    message = f"One answer is a text, got {quote(one)}"
                    yield Hit((*there, number), message, patch=patch)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else as_text(value)


def _written(path: Path, value: object) -> Patch | None:
    return None if value is None else replace(path, value)


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
    fix="unsafe",
    check=check,
)
