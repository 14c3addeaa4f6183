"""A rule as plain data, for `rules --format json` and `explain --format json`."""

from __future__ import annotations

from typing import Any

from manifestry.report.data import Data
from manifestry.rules.base import Bad, Good, Rule

AnyRule = Rule[Any, Any]


def rule_data(rule: AnyRule) -> Data:
    """All that a rule says of itself."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "severity_strict": (rule.strict or rule.severity).value,
        "default": rule.default,
        "summary": rule.summary,
        "why": rule.why,
        "help": rule.help,
        "fix": rule.fix,
        "source": rule.source,
        "since": rule.since,
        "bad": [{**_example(bad), "at": bad.at} for bad in rule.bad],
        "good": [_example(good) for good in rule.good],
    }


def example_text(example: Bad | Good) -> str:
    """The document of an example; bytes that are no text are spelt out."""
    text = example.text
    return text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")


def example_settings(example: Bad | Good) -> Data:
    """The settings under which an example is as it says, as JSON can hold them."""
    return {key: _plain(value) for key, value in example.settings.items()}


def _example(example: Bad | Good) -> Data:
    return {"text": example_text(example), "settings": example_settings(example)}


def _plain(value: object) -> object:
    """A setting as JSON can hold it."""
    if hasattr(value, "to_json"):  # a metadata schema, which is imported only where one is used
        return value.to_json()
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset | tuple | list):
        return sorted(str(each) for each in value)
    return value if isinstance(value, str | int | float | None) else str(value)
