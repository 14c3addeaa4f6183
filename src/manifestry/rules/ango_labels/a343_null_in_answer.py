"""Nothing among the answers."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.answers import answers
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_labelled import answer, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove


def check(asset: Asset) -> Iterator[Hit]:
    for path, each in answers(asset):
        given = each.get("answer")
        if isinstance(given, list) and None in given:
            for number, one in enumerate(given):
                if one is None:
                    there = (*path, "answer", number)
                    patch = remove(there)._replace(title="Remove the null")
                    yield Hit(there, "An answer is null", patch=patch)


RULE = Rule[Asset, Member](
    code="A343",
    name="null-in-answer",
    severity=Severity.WARNING,
    summary="List of answers has null in it",
    why=(
        "Null among the answers stands for an option that was deleted from the question since. "
        "What was chosen is lost, and programs that join the answers stop at it."
    ),
    help="Remove the null; look up in the editor what was chosen.",
    bad=(
        Bad(
            export(classifications=[answer("checkbox", ["Rain", None])]),
            at="/0/task/classifications/0/answer/1",
        ),
        Bad(
            legacy(classifications=[answer("tree-dropdown", [None])]),
            at="/0/tasks/0/classifications/0/answer/0",
        ),
    ),
    good=(
        Good(export(classifications=[answer("checkbox", ["Rain"])])),
        Good(legacy(classifications=[answer("tree-dropdown", [])])),
    ),
    source="Seen in use (scripts leave out null)",
    fix="unsafe",
    check=check,
)
