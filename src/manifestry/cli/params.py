"""Parts of options: checked words, lists separated by commas, what the shell may complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from manifestry.choices import choose
from manifestry.config import Config, find_config, load_config
from manifestry.errors import UsageError
from manifestry.text import quote

if TYPE_CHECKING:
    from datetime import datetime

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])
Command = Callable[..., int]
Check = Callable[[str], T]
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def reads_config(command: F) -> F:
    """Adds the options that say which configuration is read."""
    command = click.option("--no-config", is_flag=True, help="Read no configuration.")(command)
    return click.option(
        "--config",
        "config_file",
        metavar="FILE",
        type=click.Path(),
        help="Read this configuration, not the nearest manifestry.toml or pyproject.toml.",
    )(command)


def configured(config_file: str | None, *, no_config: bool) -> Config:
    """The configuration that these options choose. Raises UsageError, ConfigError."""
    if config_file is not None and no_config:
        raise click.UsageError("--config and --no-config contradict each other")
    if no_config:
        return Config()
    return find_config() if config_file is None else load_config(config_file)


def gathering(
    name: str,
    record: type[T],
    options: Sequence[Callable[[Command], Command]],
    check: Callable[[T, Mapping[str, Any]], None] = lambda *_: None,
) -> Callable[[Command], Command]:
    """A decorator that adds options, which the command gets as one argument called `name`.

    That is a `record`, whose fields are called like the options. `check` is shown it and the
    options beside it, and raises UsageError for what makes no sense.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def made(*args: Any, **rest: Any) -> int:
            mine = record(**{each.name: rest.pop(each.name) for each in fields(record)})  # type: ignore[arg-type]
            check(mine, rest)
            return command(*args, **{name: mine}, **rest)

        wrapped: Command = made
        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped

    return decorate


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


def moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """A callback that takes a moment in ISO 8601; one without a zone is in UTC.

    There is no word for the present: a report has to be the same whenever it is made.
    """
    if value is None or ctx.resilient_parsing:
        return None
    from datetime import UTC

    from dateutil.parser import isoparse

    try:
        found = isoparse(value.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"must be a moment such as 2024-05-01T10:00:00Z, got {quote(value)}"
        raise click.BadParameter(message, ctx=ctx, param=param) from error


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
