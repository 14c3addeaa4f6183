"""Parts of options: checked words, lists separated by commas, what the shell may complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click
from click.shell_completion import CompletionItem

from manifestry.choices import choose
from manifestry.errors import UsageError

T = TypeVar("T")
Check = Callable[[str], T]
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def one_of(
    choices: Sequence[str], what: str
) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback that takes one of the choices."""

    def callback(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is None or ctx.resilient_parsing:
            return value
        return _checked(lambda word: choose(word, choices, what), value, ctx, param)

    return callback


def many(
    check: Check[T],
) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[T, ...]]:
    """A callback that takes words, repeated or separated by commas, each checked."""

    def callback(
        ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
    ) -> tuple[T, ...]:
        if ctx.resilient_parsing:
            return ()
        words = (word.strip() for part in value for word in part.split(","))
        return tuple(_checked(check, word, ctx, param) for word in words if word)

    return callback


def not_negative(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
    """A callback that takes 0 and more."""
    if value is not None and value < 0:
        raise click.BadParameter(f"must be 0 or more, got {value}", ctx=ctx, param=param)
    return value


def completing(words: Callable[[], Iterable[str]], ending: str = "") -> Completer:
    """A completion of the last of several words; they are made when the shell asks."""

    def complete(
        ctx: click.Context,  # noqa: ARG001
        param: click.Parameter,  # noqa: ARG001
        incomplete: str,
    ) -> list[CompletionItem]:
        done, comma, last = incomplete.rpartition(",")
        start = last.casefold()
        return [
            CompletionItem(done + comma + word + ending)
            for word in words()
            if word.casefold().startswith(start)
        ]

    return complete


def rule_words() -> list[str]:
    """Every rule's code and name."""
    from manifestry.rules.catalogue import catalogue

    return [*catalogue(), *(rule.name for rule in catalogue().values())]


def _checked(check: Check[T], word: str, ctx: click.Context, param: click.Parameter) -> T:
    try:
        return check(word)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error
