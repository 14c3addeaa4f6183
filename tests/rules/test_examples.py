"""The examples that every rule carries, executed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import manifestry
from manifestry.findings import Finding
from manifestry.rules.base import Bad, Good, Rule
from manifestry.rules.catalogue import catalogue
from manifestry.settings import Settings

RULES = list(catalogue().values())
BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def _id(value: object) -> str:
    return value.code if isinstance(value, Rule) else ""


def _check(example: Bad | Good, **settings: Any) -> tuple[Finding, ...]:
    text = example.text if isinstance(example.text, bytes) else example.text.encode()
    known: dict[str, Any] = {**example.settings, **settings}
    report = manifestry.check(text, replace(Settings(), **known))
    assert not report.files[0].failures
    assert report.files[0].error is None
    return report.findings


@pytest.mark.parametrize(("rule", "example"), BAD, ids=_id)
def test_bad_example_has_exactly_this_finding(rule: Rule[Any, Any], example: Bad) -> None:
    """A bad example gives its rule's finding, at its place, and no other."""
    findings = _check(example)
    assert [(f.code, f.pointer) for f in findings] == [(rule.code, example.at)]
    finding = findings[0]
    assert finding.name == rule.name
    assert "\n" not in finding.message + finding.help
    assert not finding.message[0].islower()
    assert not finding.message.endswith(".")
    assert not finding.help[0].islower()
    assert finding.help.endswith((".", ")"))
    if example.place is not None:
        assert f"{finding.line}:{finding.column}" == example.place


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=_id)
def test_good_example_is_clean(rule: Rule[Any, Any], example: Good) -> None:
    """A good example has no finding of any rule."""
    assert _check(example) == ()


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_rule_that_is_ignored_stays_silent(rule: Rule[Any, Any]) -> None:
    """Ignoring a rule's code takes away its finding, and brings no other in its place.

    Where the document could not be read, the finding stays: nothing else would tell.
    """
    for example in rule.bad:
        left = [finding.code for finding in _check(example, ignore=(rule.code,))]
        assert left == ([rule.code] if rule.always else [])
