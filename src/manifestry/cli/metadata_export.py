"""`manifestry metadata export`: a metadata schema in another form, or as a script of the SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from manifestry.cli import console
from manifestry.cli.params import completing, one_of
from manifestry.errors import UsageError
from manifestry.output import replacing, same_file
from manifestry.text import printable

if TYPE_CHECKING:
    from manifestry.metadata import MetadataSchema

_FORMS = ("sdk", "json", "toml", "legacy")
_STDOUT = ("-", "/dev/stdout")


@click.command("export", short_help="Write a metadata schema in another form.")
@click.argument("schema", type=click.Path())
@click.option(
    "--to",
    "form",
    metavar="|".join(_FORMS),
    required=True,
    callback=one_of(_FORMS, "form"),
    shell_complete=completing(lambda: _FORMS),
    help="sdk: a Python script. json: the current form. toml: the short form. legacy: the flat form.",
)
@click.option(
    "--since",
    metavar="FILE",
    type=click.Path(),
    help="With --to sdk: the schema the platform has, so that only changes are made.",
)
@click.option(
    "--lossy",
    is_flag=True,
    help="With --to legacy: leave out what the flat form cannot say of an enum or an embedding.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write to FILE, whole or not at all.",
)
def command(schema: str, *, form: str, since: str | None, lossy: bool, output: str | None) -> int:
    """Write the metadata schema SCHEMA in another form.

    SCHEMA is JSON, in the current or the flat form, or the short form in *.toml. The script
    makes the schema with the calls of the Encord SDK; it holds no secrets.
    """
    if since is not None and form != "sdk":
        raise click.UsageError("--since goes with --to sdk")
    if lossy and form != "legacy":
        raise click.UsageError("--lossy goes with --to legacy")
    to_file = None if output in _STDOUT else output
    for source in (schema, since):
        if to_file is not None and source is not None and same_file(source, to_file):
            raise UsageError(f'the output "{printable(to_file)}" is one of the inputs')
    from manifestry.metadata import read_schema

    before = None if since is None else read_schema(since)
    text, notes = _written(read_schema(schema), form, before, lossy=lossy)
    if to_file is None:
        console.write(text)
    else:
        with replacing(to_file) as write:
            write(text.encode())
    for note in notes:
        console.say(f"note: {note}")
    return 0


def _written(
    schema: MetadataSchema, form: str, since: MetadataSchema | None, *, lossy: bool
) -> tuple[str, list[str]]:
    """The schema in a form, and what to say of it beside."""
    from manifestry.metadata import export
    from manifestry.report.data import dumps

    if form == "sdk":
        return export.to_sdk(schema, since=since), export.sdk_remarks(schema, since=since)
    if form == "legacy":
        flat = export.to_legacy(schema, lossy=lossy)
        return dumps(flat, indent=2) + "\n", export.flat_losses(schema)
    if form == "json":
        return dumps(schema.to_json(), indent=2) + "\n", []
    from manifestry.formats.encord.metadata.short_form import write

    return write(schema), []
