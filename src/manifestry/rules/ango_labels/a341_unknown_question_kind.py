"""A question of a kind that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.answers import KINDS, answers, fits, is_tree
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_labelled import answer, box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, each in answers(asset):
        kind = each.get("tool")
        if isinstance(kind, str) and kind not in KINDS and not is_tree(kind):
            near = _near(kind, each.get("answer"))
            help_ = f"Write {' or '.join(map(quote, near))}." if near else None
            there, patch = (*path, "tool"), None
            if len(near) == 1 and fits(near[0], each.get("answer")):
                patch = replace(there, near[0], safe=fold(near[0]) == fold(kind))
            yield Hit(there, f"{quote(kind)} is no kind of question", help_, patch=patch)


def _near(kind: str, given: object) -> list[str]:
    """The kinds that may be meant; of those that a word is a part of, those the answer fits."""
    meant = did_you_mean(kind, sorted(KINDS))
    if meant is None or fold(meant) == fold(kind):
        return [meant] if meant else []
    wider = [each for each in sorted(KINDS) if fold(kind) in fold(each) and fits(each, given)]
    return wider or [meant]


RULE = Rule[Asset, Member](
    code="A341",
    name="unknown-question-kind",
    severity=Severity.WARNING,
    summary="Kind of question that is not known",
    why=(
        '"tool" tells what kind of question a classification answers, and with it whether the '
        "answer is a text or a list. Under a word that it does not know a program has to guess, "
        "or passes the answer over."
    ),
    help="Write the kind as the platform does, such as radio, checkbox or single-dropdown.",
    bad=(
        Bad(
            export(classifications=[answer("Radio", "Rain")]),
            at="/0/task/classifications/0/tool",
        ),
        Bad(
            legacy({**box(), "classifications": [answer("slider", "7")]}),
            at="/0/tasks/0/objects/0/classifications/0/tool",
        ),
    ),
    good=(
        Good(export(classifications=[answer("radio", "Rain")])),
        Good(legacy({**box(), "classifications": [answer("text", "7")]})),
    ),
    source="Documentation and SDK (the kinds of question)",
    fix="safe",
    check=check,
)
