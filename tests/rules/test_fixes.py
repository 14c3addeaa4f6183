"""The fixes of rules, carried out on the bad examples."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

import manifestry
from manifestry.findings import Finding
from manifestry.fixing import applied
from manifestry.rules.base import Bad, Rule
from manifestry.rules.catalogue import catalogue
from manifestry.settings import Settings

RULES = list(catalogue().values())
BAD = [(rule, example) for rule in RULES for example in rule.bad]
FIXABLE = [rule for rule in RULES if rule.fix != "none"]


def _id(value: object) -> str:
    return value.code if isinstance(value, Rule) else ""


def _check(data: bytes, example: Bad) -> tuple[Finding, ...]:
    known: dict[str, Any] = dict(example.settings)
    return manifestry.check(data, replace(Settings(), **known)).findings


def _data(example: Bad) -> bytes:
    return example.text if isinstance(example.text, bytes) else example.text.encode()


@pytest.mark.parametrize(("rule", "example"), BAD, ids=_id)
def test_fix_mends_the_bad_example(rule: Rule[Any, Any], example: Bad) -> None:
    """The finding of a bad example is gone once its fix is carried out, and none has come."""
    data = _data(example)
    for finding in _check(data, example):
        fix = finding.fix
        if fix is None:
            continue
        assert rule.fix == "safe" or not fix.safe
        assert "\n" not in fix.title
        assert not fix.title[0].islower()
        assert not fix.title.endswith(".")
        mended = applied(data, fix.edits)
        assert mended != data
        assert Counter(each.code for each in _check(mended, example)) == {}, mended


@pytest.mark.parametrize("rule", FIXABLE, ids=_id)
def test_rule_with_a_fix_gives_one(rule: Rule[Any, Any]) -> None:
    """A rule that says it can be mended mends one of its bad examples, as safely as it says."""
    fixes = [finding.fix for each in rule.bad for finding in _check(_data(each), each)]
    grades = {fix.safe for fix in fixes if fix is not None}
    assert (rule.fix == "safe") in grades


@pytest.mark.parametrize(("rule", "example"), BAD, ids=_id)
def test_edits_are_small(rule: Rule[Any, Any], example: Bad) -> None:
    """No edit begins or ends with what it leaves as it is, and they stand in order."""
    data = _data(example)
    for finding in _check(data, example):
        last = -1
        for edit in finding.fix.edits if finding.fix else ():
            old, new = data[edit.start : edit.end], edit.text.encode()
            assert old != new
            assert edit.start > last
            last = edit.end
            if old and new:
                matches = difflib.SequenceMatcher(None, old, new).get_matching_blocks()
                assert matches[0][:2] != (0, 0) or not matches[0].size


def test_enough_rules_can_be_mended() -> None:
    """Two rules in five have a fix."""
    assert len(FIXABLE) >= 0.4 * len(RULES)
