"""What of the findings a command shows: its options for counts, and for findings that are alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import click

from manifestry.cli.params import gathering
from manifestry.report import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What the options say."""

    statistics: bool = False
    group: bool = True

    def on(self, look: Look) -> Look:
        """A look that is like that."""
        return replace(look, statistics=self.statistics, group=self.group)


_OPTIONS: Final = (
    click.option(
        "--statistics",
        is_flag=True,
        help="Show how many findings each rule has, not the findings (as text or json).",
    ),
    click.option(
        "--group/--no-group",
        default=True,
        help="Show three of many findings that are alike, or each (text; default: three).",
    ),
)


takes_showing = gathering("showing", Showing, _OPTIONS)
"""Adds the options, which the command gets as one argument, `showing`."""
