"""What SARIF says of the program and of its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from manifestry.findings import Severity
from manifestry.report.data import Data
from manifestry.report.tool import FACTS, HOME, rule_set
from manifestry.rules.base import Bad, Good, Rule
from manifestry.text import printable
from manifestry.version import VERSION

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_FAMILIES = {"J": "json", "E": "encord", "M": "metadata", "A": "ango-hub", "C": "conversion"}
_MOST_LINES = 40  # of an example
_NOTIFICATIONS = (
    ("unreadable-file", "A file could not be read, or a limit stopped the work on it."),
    ("rule-failure", "A rule failed, which is a fault of Manifestry; the other rules ran."),
    ("findings-not-listed", "There are more findings than are listed."),
)


def driver(codes: Iterable[str]) -> Data:
    """The program with the rules of these codes, in their order."""
    from manifestry.rules.catalogue import catalogue

    rules = catalogue()
    return {
        "name": "Manifestry",
        "organization": "Manifestry",
        "version": VERSION,
        "semanticVersion": VERSION,
        "informationUri": HOME,
        "rules": [_descriptor(rules[code]) if code in rules else {"id": code} for code in codes],
        "notifications": [
            {"id": name, "name": _pascal(name), "shortDescription": {"text": text}}
            for name, text in _NOTIFICATIONS
        ],
        "properties": {"ruleSet": rule_set(), "facts": FACTS},
    }


def _descriptor(rule: Rule[Any, Any]) -> Data:
    """A rule. GitHub shows the descriptions as the title of an alert and the help below it."""
    return {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": _text(f"{rule.summary}."),
        "fullDescription": _text(rule.why),
        "help": {**_text(f"{rule.why}\n\n{rule.help}"), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {
            "tags": ["manifest", _FAMILIES[rule.code[0]]],
            # A rule that --strict is harder on looks for what may be meant.
            "precision": "very-high" if rule.strict is None else "high",
            "problem.severity": _PROBLEMS[rule.severity],
            "name": rule.name,
            "since": rule.since,
            "source": rule.source,
        },
    }


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _markdown(rule: Rule[Any, Any]) -> str:
    parts = [f"**{rule.code} {rule.name}**", rule.why, f"**How to mend it:** {rule.help}"]
    parts += [f"Wrong:\n\n{_code(example)}" for example in rule.bad[:1]]
    parts += [f"Right:\n\n{_code(example)}" for example in rule.good[:1]]
    return "\n\n".join([*parts, f"Source: {rule.source}"])


def _code(example: Bad | Good) -> str:
    """An example as a block of code whose fence is longer than any run of backticks in it."""
    text = example.text
    whole = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
    lines = [printable(line[:200]) for line in whole.split("\n")]
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], "..."]
    longest = max((len(run) for run in re.findall("`+", whole)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}json", *lines, fence])


def _text(text: str) -> Data:
    return {"text": text.replace("{", "{{").replace("}", "}}")}
