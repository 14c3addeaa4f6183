"""The rule reference, from the catalogue of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sphinx.errors import ExtensionError

from manifestry.cli.explain import fix_words, laid_out, tried
from manifestry.cli.rule_data import AnyRule, example_settings, example_text
from manifestry.report import Look, reporter
from manifestry.rules.catalogue import catalogue
from manifestry.text import capitalised
from manifestry_docs.markup import block, code, prose, sentence, table

_LOOK = Look(width=76)
_MOST_LINES = 40


def families() -> tuple[str, ...]:
    """What codes begin with, "E2": each has a page."""
    return tuple(sorted({rule[:2] for rule in catalogue()}))


def index(_: str) -> str:
    """All rules in one table."""
    rows = [
        [
            f"[{each.code}](#{each.code.lower()})",
            each.name,
            _severity(each),
            prose(each.summary),
            "" if each.fix == "none" else each.fix,
        ]
        for each in catalogue().values()
    ]
    return table(["code", "name", "severity", "finds", "fix"], rows)


def family(prefix: str) -> str:
    """The rules whose codes begin with `prefix`, one after another."""
    found = [rule for rule in catalogue().values() if rule.code.startswith(prefix)]
    if not found:
        raise ExtensionError(f"there is no rule {prefix}")
    return "\n".join(line for rule in found for line in _rule(rule))


def _severity(rule: AnyRule) -> str:
    strict = f", {rule.strict} under `--strict`" if rule.strict else ""
    return f"{rule.severity}{strict}{'' if rule.default else ', off by default'}"


def _rule(rule: AnyRule) -> Iterator[str]:
    yield f"({rule.code.lower()})="
    yield f"## {rule.code} {rule.name}\n"
    yield f"{{.facts .{rule.severity}}}"
    more = _severity(rule).removeprefix(str(rule.severity))
    fix = "" if rule.fix == "none" else f" · {rule.fix} fix"
    yield f"**{rule.severity}**{more}{fix} · since {rule.since}\n"
    yield f"{prose(sentence(rule.summary))}\n"
    yield f"{prose(rule.why)}\n"
    text, report = tried(rule, rule.bad[0])
    yield "{.label}\nWrong\n"
    yield block(_shortened(text))
    if rule.bad[0].settings:
        settings = example_settings(rule.bad[0])
        yield "{.label}\nUnder these settings\n"
        yield block(json.dumps(settings, indent=2, ensure_ascii=False))
    yield "{.label}\nWhat Manifestry says\n"
    yield block("".join(reporter("text", _LOOK).file(report)).rstrip("\n"), "text")
    yield "{.label}\nRight\n"
    yield block(_shortened(laid_out(example_text(rule.good[0]))))
    fix = prose(sentence(capitalised(fix_words(rule, report))))
    yield f"**How to mend it:** {prose(rule.help)} {fix}\n"
    yield f"**Source:** {prose(sentence(rule.source))} {code(f'manifestry explain {rule.code}')}\n"


def _shortened(text: str) -> str:
    """As many lines as are worth a look, none of them endless."""
    lines = [
        line if len(line) <= 400 else f"{line[:400]} ..."
        for line in text.splitlines() or ["(an empty file)"]
    ]
    left = len(lines) - _MOST_LINES
    return "\n".join(
        [*lines[:_MOST_LINES], *([f"... and {left:,} more lines"] if left > 0 else [])]
    )
