"""`manifestry metadata infer`: manifests in, the metadata schema they call for out."""

from __future__ import annotations

from collections.abc import Sequence

import click

from manifestry.cli import console
from manifestry.cli.params import completing, configured, one_of, reads_config
from manifestry.cli.run import nothing_left, plan, standard_input
from manifestry.discovery import STDIN, Target
from manifestry.errors import InternalError, ManifestryError, UnreadableError, UsageError
from manifestry.formats.encord.metadata.types import MAX_SDK_ENUM
from manifestry.metadata.deciding import ENUM_MAX
from manifestry.metadata.inference import Inference, Inferring
from manifestry.output import replacing, same_file
from manifestry.settings import Settings
from manifestry.text import printable

_FORMS = ("json", "toml")
_STDOUT = ("-", "/dev/stdout")
_STDIN_NAME = "<stdin>"
_EXIT_FAULTS, _EXIT_UNREADABLE = 1, 3


@click.command("infer", short_help="Propose a metadata schema from manifests.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write the schema to FILE, whole or not at all.",
)
@click.option(
    "--to",
    "form",
    metavar="|".join(_FORMS),
    default="json",
    callback=one_of(_FORMS, "form"),
    shell_complete=completing(lambda: _FORMS),
    help="How to write the schema: json (default), as the platform takes it, or toml for people.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Print a table of the keys with what speaks for their types; the schema only goes to -o.",
)
@click.option(
    "--enum-max",
    metavar="N",
    type=int,
    help=f"The most values an enum is proposed with (default: {ENUM_MAX}; at most 255).",
)
@click.option("--no-enums", is_flag=True, help="Propose no enums.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    output: str | None,
    form: str,
    explain: bool,
    enum_max: int | None,
    no_enums: bool,
    quiet: bool,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Propose a metadata schema from the client metadata that manifests have.

    PATH is a manifest, an export or asset import of Ango Hub, a folder, a pattern, or - for
    standard input; without one the current folder is searched. Each key gets the narrowest
    type that all its values fit; texts that repeat make an enum. Keys that no type fits are
    left out. If one of the files cannot be used, nothing is written.
    """
    if enum_max is not None and no_enums:
        raise click.UsageError("--enum-max and --no-enums contradict each other")
    if explain and output in _STDOUT:
        raise click.UsageError("--explain prints on standard output; give -o a file")
    config = configured(config_file, no_config=no_config)
    limit = config.max_item_bytes
    inferring = Inferring(
        enum_max=_enum_max(enum_max, no_enums=no_enums),
        max_item_bytes=Settings().max_item_bytes if limit is None else limit,
    )
    paths = paths or (".",)
    to_file = None if output in _STDOUT else output
    skipped = _take(inferring, plan(paths, Settings(), config).targets, to_file)
    inference = inferring.result()
    for unusable in inference.unusable:
        console.say(f"error: {unusable}")
    if not inference.ok:
        unreadable = any(each.unreadable for each in inference.unusable)
        return _EXIT_UNREADABLE if unreadable else _EXIT_FAULTS
    if not inference.documents:
        raise nothing_left(paths, skipped)
    _write(inference, form, to_file, explain=explain)
    if not quiet:
        _remark(inference, skipped, explain=explain)
    return 0


def _enum_max(given: int | None, *, no_enums: bool) -> int:
    if given is None:
        return 0 if no_enums else ENUM_MAX
    if not 2 <= given <= MAX_SDK_ENUM:
        raise click.UsageError(f"--enum-max must be from 2 to {MAX_SDK_ENUM}, got {given}")
    return given


def _take(inferring: Inferring, targets: Sequence[Target], output: str | None) -> int:
    """Takes all files; gives the number of those that are something else.

    Raises UsageError if the output would replace one of the files: nobody wants to lose that.
    """
    skipped = 0
    for target in targets:
        try:
            taken = _take_one(inferring, target)
        except ManifestryError:
            raise
        except Exception as error:
            raise InternalError(f"{target.path}: {type(error).__name__}: {error}") from error
        if not taken:
            skipped += 1
        elif output is not None and target.path != STDIN and same_file(target.path, output):
            raise UsageError(f'the output "{printable(output)}" is one of the inputs')
    return skipped


def _take_one(inferring: Inferring, target: Target) -> bool:
    """Takes a file; False for one that was found on the way and is something else."""
    if target.error is not None:
        inferring.refuse(target.path, target.error)
    elif target.path != STDIN:
        return inferring.take_file(target.path, skip_unrelated=not target.named)
    else:
        try:
            inferring.take(standard_input(), _STDIN_NAME)
        except UnreadableError as error:
            inferring.refuse(_STDIN_NAME, str(error))
    return True


def _write(inference: Inference, form: str, to_file: str | None, *, explain: bool) -> None:
    """The schema into its file; to the screen the table, or else the schema."""
    if to_file is not None:
        with replacing(to_file) as write:
            write(_schema(inference, form).encode())
    if explain:
        from manifestry.report.inference import table

        for line in table(inference, console.look("auto")):
            console.write(f"{line}\n")
    elif to_file is None:
        console.write(_schema(inference, form))


def _schema(inference: Inference, form: str) -> str:
    if form == "toml":
        from manifestry.formats.encord.metadata.short_form import write

        return write(inference.schema)
    from manifestry.report.data import dumps

    return dumps(inference.schema.to_json(), indent=2) + "\n"


def _remark(inference: Inference, skipped: int, *, explain: bool) -> None:
    """Says on standard error what the schema does not show."""
    if not explain:
        from manifestry.report.inference import summary

        hint = " --explain says why." if inference.left_out else ""
        console.say(f"{summary(inference)}{hint}")
    if inference.misshapen:
        items = "1 item has" if inference.misshapen == 1 else f"{inference.misshapen:,} items have"
        console.say(f"note: {items} metadata that is no object; nothing was taken from there")
    if skipped:
        files = "1 file" if skipped == 1 else f"{skipped:,} files"
        console.say(f"note: {files} skipped: not a manifest, nor of Ango Hub")
