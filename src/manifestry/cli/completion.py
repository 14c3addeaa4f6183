"""`manifestry completion`: the script that teaches a shell to complete our commands."""

from __future__ import annotations

from typing import cast

import click
from click.shell_completion import ShellComplete, get_completion_class

from manifestry.cli import console
from manifestry.cli.main import COMPLETE_VARIABLE
from manifestry.cli.params import completing, one_of

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", short_help="Print the completion script of a shell.")
@click.argument(
    "shell",
    metavar="|".join(SHELLS),
    callback=one_of(SHELLS, "shell"),
    shell_complete=completing(lambda: SHELLS),
)
def command(shell: str) -> None:
    """Print the script that makes a shell complete commands, options, rules and kinds.

    \b
    ~/.bashrc                   eval "$(manifestry completion bash)"
    ~/.zshrc                    eval "$(manifestry completion zsh)"
    ~/.config/fish/config.fish  manifestry completion fish | source
    """  # noqa: D301  click takes the character itself for a mark
    from manifestry.cli.app import app

    made = cast("type[ShellComplete]", get_completion_class(shell))
    # The base class's, because the one for bash starts a bash to ask for its version.
    console.write(ShellComplete.source(made(app, {}, "manifestry", COMPLETE_VARIABLE)) + "\n")
