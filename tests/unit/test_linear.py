"""Work grows as the document does: counted in lines of Python, so it is the same everywhere.

A rule that compares each with each is caught here, on its own examples made larger.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

import manifestry
from manifestry.engine.opening import recognised
from manifestry.formats.base import Format
from manifestry.rules.base import Bad, Good, Path
from manifestry.rules.catalogue import AnyRule, catalogue
from manifestry.settings import Settings
from tests.work import lines_of

_SIZE = 40
_SLACK = 150  # what is done once more at the larger size: a cache that grows, a message
_RULES = [*catalogue().values()]
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def _assert_linear(call: Callable[[int], object], what: object) -> None:
    """Twice as much takes at most twice the work."""
    call(_SIZE)  # what is only done once is done now
    call(2 * _SIZE)
    once, twice = lines_of(lambda: call(_SIZE)), lines_of(lambda: call(2 * _SIZE))
    assert twice <= 2.1 * once + _SLACK, f"{what}: {once} lines become {twice}"


def _drain(hits: Iterable[object]) -> None:
    for _ in hits:
        pass


def _containers(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where there are objects and lists that are not empty."""
    if isinstance(value, dict | list) and value:
        yield path
        pairs = value.items() if isinstance(value, dict) else enumerate(value[:1])
        for key, part in pairs:
            yield from _containers(part, (*path, key))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _enlarged(value: Any, path: Path, size: int) -> Any:
    """A copy in which what is at the path has so many more parts, like those it has."""
    value = copy.deepcopy(value)
    holder = _at(value, path)
    if isinstance(holder, list):
        holder += [copy.deepcopy(part) for part in holder] * (size // len(holder))
        return value
    for key, part in [*holder.items()]:
        match = _NUMBERED.fullmatch(key)
        start, number = (match[1], int(match[2][:9])) if match else (f"{key} ", 0)
        for more in range(1, size // len(holder) + 2):
            holder.setdefault(f"{start}{number + more}", copy.deepcopy(part))
    return value


class _Example:
    """A document of a rule's, if a format knows it and it is good JSON."""

    def __init__(self, format_: Format[Any, Any], document: Any, settings: Settings) -> None:
        self.format = format_
        self.settings = settings
        self.document = document
        self.items: list[tuple[str, Any]] = []
        lists = document.items() if isinstance(document, dict) else [("", document)]
        for key, values in lists:
            section = format_.section_for(key)
            if section is not None and isinstance(values, list):
                self.items += [(section, value) for value in values if isinstance(value, dict)]
        self.members = [*document.items()] if isinstance(document, dict) else []


def _examples(rule: AnyRule) -> Iterator[_Example]:
    examples: list[Bad | Good] = [*rule.bad, *rule.good]
    for example in examples:
        text = example.text.encode() if isinstance(example.text, str) else example.text
        try:
            document = json.loads(text)
            format_ = recognised(text).format
        except ValueError:  # it is about the syntax
            continue
        if format_ is not None and format_.read is None:
            yield _Example(format_, document, Settings(**example.settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", [it for it in _RULES if it.check], ids=lambda rule: rule.code)
def test_a_rule_looks_at_a_large_item_in_linear_time(rule: AnyRule) -> None:
    """Whatever in it is large: its keys, a list, an object."""
    check = rule.check
    assert check is not None
    for example in _examples(rule):
        for section, value in example.items[:2]:
            for path in _containers(value):
                lines = []
                for size in (_SIZE, 2 * _SIZE):
                    large = _enlarged(value, path, size)
                    first, item = (
                        example.format.make_item(section, 0, each, example.settings)
                        for each in (large, copy.deepcopy(large))
                    )
                    _drain(check(first))  # what is only done once is done now
                    lines.append(lines_of(lambda item=item: _drain(check(item))))  # type: ignore[misc]
                assert lines[1] <= 2.1 * lines[0] + _SLACK, (rule.code, path, lines)


@pytest.mark.parametrize("rule", [it for it in _RULES if it.track], ids=lambda rule: rule.code)
def test_a_rule_follows_many_items_in_linear_time(rule: AnyRule) -> None:
    """From the first item to the verdicts at the end."""
    track = rule.track
    assert track is not None
    for example in _examples(rule):

        def follow(size: int, example: _Example = example) -> None:
            tracker = track(example.settings)
            pending = []
            for number in range(size):
                for section, value in example.items:
                    item = example.format.make_item(section, number, value, example.settings)
                    pending += [hit.pending for hit in tracker.see(item)]
            for key, value in example.members:
                count = len(value) if isinstance(value, list) else None
                given = None if count is not None else value
                member = example.format.make_member(key, given, count, example.settings)
                pending += [hit.pending for hit in tracker.meet(member)]
            for label in {*pending} - {None}:
                tracker.verdict(str(label))
            pending += [hit.pending for hit in tracker.finish()]

        _assert_linear(follow, rule.code)


@pytest.mark.parametrize("rule", [it for it in _RULES if it.member], ids=lambda rule: rule.code)
def test_a_rule_looks_at_a_large_member_in_linear_time(rule: AnyRule) -> None:
    """Such as one that is no section, with anything in it."""
    ask = rule.member
    assert ask is not None
    for example in _examples(rule):
        for key, value in example.members:
            for path in _containers(value):
                lines = []
                for size in (_SIZE, 2 * _SIZE):
                    large = _enlarged(value, path, size)
                    first, member = (
                        example.format.make_member(key, each, None, example.settings)
                        for each in (large, copy.deepcopy(large))
                    )
                    _drain(ask(first))  # what is only done once is done now
                    lines.append(lines_of(lambda member=member: _drain(ask(member))))  # type: ignore[misc]
                assert lines[1] <= 2.1 * lines[0] + _SLACK, (rule.code, path, lines)


@pytest.mark.parametrize("rule", _RULES[::8], ids=lambda rule: rule.code)
def test_the_engine_takes_many_such_items_in_linear_time(rule: AnyRule) -> None:
    """The fault of a rule's example again and again, all rules being on."""
    for example in [*_examples(rule)][:1]:
        document = example.document
        lists = [path for path in _containers(document) if isinstance(_at(document, path), list)]
        for path in [path for path in lists if len(path) < 2]:

            def check(size: int, path: Path = path, example: _Example = example) -> None:
                large = _enlarged(example.document, path, size)
                manifestry.check(json.dumps(large).encode(), example.settings)

            _assert_linear(check, rule.code)


def test_what_compares_each_with_each_is_noticed() -> None:
    """The measure itself tells the two apart."""

    def compare(size: int) -> None:
        for one in range(size):
            for other in range(size):
                assert one + other >= 0

    with pytest.raises(AssertionError, match="lines become"):
        _assert_linear(compare, "each with each")
