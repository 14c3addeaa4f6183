"""The group of commands. A command's module is imported when the command is used."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import click

from manifestry.choices import did_you_mean_hint
from manifestry.text import quote
from manifestry.version import VERSION

_EPILOG = """\
\b
Exit codes:
  0    nothing at or above the failing level
  1    findings
  2    usage or configuration, or no input
  3    an input could not be read, or the output not written
  4    internal error
  130  interrupted
"""


class Lazy(click.Group):
    """A group of commands, each the `command` of a module that is imported when it is used.

    `names` are they, in the order in which the help lists them; the module of one is
    called like it, behind `package`.
    """

    def __init__(self, name: str, *, package: str, names: Sequence[str], **attrs: Any) -> None:
        super().__init__(name, **attrs)
        self._package = package
        self.names = tuple(names)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self.names:
            return None
        return cast("click.Command", import_module(f"{self._package}{cmd_name}").command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, or an error that names the one that was meant."""
        name = args[0]
        if name in self.names or ctx.resilient_parsing or name.startswith("-"):
            return super().resolve_command(ctx, args)
        hint = did_you_mean_hint(name, self.names)
        if not hint and os.path.exists(name):
            hint = f" (did you mean `manifestry check {name}`?)"
        hint = hint or f" (there are {', '.join(self.names)})"
        raise click.UsageError(f"unknown command {quote(name)}{hint}")


app = Lazy(
    "manifestry",
    package="manifestry.cli.",
    names=(
        "check",
        "fix",
        "baseline",
        "convert",
        "metadata",
        "split",
        "merge",
        "stats",
        "explain",
        "rules",
        "schema",
        "completion",
    ),
    help="Check data-import manifests before upload.",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
click.version_option(VERSION, "-V", "--version", message="manifestry %(version)s")(app)
