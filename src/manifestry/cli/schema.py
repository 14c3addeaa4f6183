"""`manifestry schema`: prints a JSON Schema as one file that any validator can use."""

from __future__ import annotations

import click

from manifestry.cli import console
from manifestry.cli.params import completing


def _names() -> tuple[str, ...]:
    from manifestry.schemas_index import names

    return names()


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("name", required=False, shell_complete=completing(_names))
@click.option("--list", "listed", is_flag=True, help="List the names of all schemas.")
def command(name: str | None, *, listed: bool) -> None:
    """Print the JSON Schema NAME as one self-contained file.

    An editor or another validator can use it as it is. NAME is one that --list shows, such
    as encord/video; the last part alone will do.
    """
    if listed == (name is not None):
        raise click.UsageError("give the name of a schema, or --list")
    if name is None:
        console.write("".join(f"{each}\n" for each in _names()))
        return
    from manifestry.report.data import dumps
    from manifestry.schemas_index import bundled

    console.write(dumps(bundled(name), indent=2) + "\n")
