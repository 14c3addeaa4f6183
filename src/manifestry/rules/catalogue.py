"""The one list of rules. What explains, documents, selects or reports rules reads it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from manifestry.errors import UsageError
from manifestry.findings import Severity
from manifestry.rules.base import Rule
from manifestry.settings import Settings
from manifestry.spelling import did_you_mean

AnyRule = Rule[Any, Any]


@cache
def folder(name: str) -> tuple[AnyRule, ...]:
    """The rules of one folder under `rules/`, in order of code. A module is a rule."""
    package = import_module(f"manifestry.rules.{name}")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(import_module(f"{package.__name__}.{module}").RULE for module in modules)


@cache
def catalogue() -> Mapping[str, AnyRule]:
    """All rules by code, in order of code."""
    import manifestry.rules

    names = [
        module.name for module in pkgutil.iter_modules(manifestry.rules.__path__) if module.ispkg
    ]
    rules = [rule for name in names for rule in folder(name)]
    return MappingProxyType({rule.code: rule for rule in sorted(rules, key=lambda r: r.code)})


def find(code_or_name: str) -> AnyRule:
    """The rule with a code (in any case) or a name. Raises UsageError with the nearest one."""
    wanted = code_or_name.strip()
    rules = catalogue()
    if wanted.upper() in rules:
        return rules[wanted.upper()]
    by_name = {rule.name: rule for rule in rules.values()}
    if wanted.lower() in by_name:
        return by_name[wanted.lower()]
    near = did_you_mean(wanted, by_name) or did_you_mean(wanted, rules)
    hint = f' (did you mean "{near}"?)' if near else "; `manifestry rules` lists them"
    raise UsageError(f'there is no rule "{code_or_name}"{hint}')


def matching(selector: str) -> tuple[AnyRule, ...]:
    """The rules a code, a prefix of codes ("E2") or a name stands for.

    Raises UsageError when there is none.
    """
    prefix = selector.strip().upper()
    found = tuple(rule for code, rule in catalogue().items() if prefix and code.startswith(prefix))
    return found or (find(selector),)


@cache
def _weight(selector: str, code: str) -> int:
    """How exactly a selector means a code: the length of the prefix, 0 for not at all."""
    if selector.upper() == "ALL":
        return 1
    if code not in {rule.code for rule in matching(selector)}:
        return 0
    return 1 + (len(selector) if code.startswith(selector.strip().upper()) else len(code))


class Selection:
    """Which rules are on, and how severe their findings are, under some settings.

    Raises UsageError for a selector that means no rule.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._severity = {
            rule.code: severity
            for selector, severity in sorted(settings.severity.items(), key=lambda s: len(s[0]))
            for rule in matching(selector)
        }
        for selector in (*settings.select, *settings.ignore):
            if selector.upper() != "ALL":
                matching(selector)

    def is_on(self, rule: AnyRule) -> bool:
        """Whether a rule's findings are wanted. Of two selectors the more exact one wins."""
        if rule.always:
            return True
        if self.severity(rule, rule.worst).rank < self._settings.least.rank:
            return False
        return self.is_wanted(rule)

    def is_wanted(self, rule: AnyRule) -> bool:
        """Whether the selectors want a rule, which may be on all the same."""
        selected = self._best(self._settings.select, rule)
        ignored = self._best(self._settings.ignore, rule)
        if not selected:
            selected = int(rule.default and not self._settings.select)
        return selected > ignored

    def severity(self, rule: AnyRule, given: Severity | None = None) -> Severity:
        """What a finding of `rule` is, `given` being what the hit itself says."""
        if rule.always:
            return rule.severity
        chosen = self._severity.get(rule.code)
        if chosen is not None:
            return chosen
        if self._settings.strict and rule.strict is not None:
            return rule.strict
        return given or rule.severity

    @staticmethod
    def _best(selectors: Iterable[str], rule: AnyRule) -> int:
        return max((_weight(selector, rule.code) for selector in selectors), default=0)
