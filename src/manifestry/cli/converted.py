"""What `manifestry convert` says of a conversion, and its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from manifestry.cli import console
from manifestry.convert.conversion import Conversion
from manifestry.findings import FileReport, Severity
from manifestry.report import reporter
from manifestry.report.conversion import table
from manifestry.report.summary import count
from manifestry.text import printable

_FAULTS, _UNREADABLE, _INTERNAL = 1, 3, 4


def tell(
    conversion: Conversion,
    output: str | None,
    *,
    fail_on_loss: bool,
    skip_invalid: bool,
    quiet: bool,
) -> int:
    """Says what was converted, or why nothing was; gives the exit code.

    output: the path of the result, None for standard output.
    """
    result = conversion.result
    if result is None:
        return _stopped(conversion.sources, skip_invalid=skip_invalid)
    if result.errors or result.error is not None:  # too many items, say
        _list([replace(result, path="the result")])
        console.say("error: nothing was written: the result as a whole would not pass the check")
        return _FAULTS
    if not quiet:
        look = console.look("never")
        shown = printable(output) if output is not None else "standard output"
        for line in table(conversion, look, shown):
            console.say(line)
    lost = fail_on_loss and conversion.ledger.lost > 0
    return _FAULTS if conversion.ledger.left_out or lost else 0


def _stopped(sources: tuple[FileReport, ...], *, skip_invalid: bool) -> int:
    _list(sources)
    for file in sources:
        for failure in file.failures:
            console.say(f"internal error: {file.path}: rule {failure.code}: {failure.error}")
        if file.error is not None:
            console.say(f"error: {file.path}: {file.error}")
    errors = sum(file.errors for file in sources)
    if errors:
        hint = (
            "what is wrong beyond single items cannot be skipped"
            if skip_invalid
            else "--skip-invalid leaves out the items that have errors"
        )
        console.say(f"error: nothing was converted: {count(errors, 'error')} in the source; {hint}")
    if any(file.failures for file in sources):
        return _INTERNAL
    return _UNREADABLE if any(file.error is not None for file in sources) else _FAULTS


def _list(files: Iterable[FileReport]) -> None:
    """The errors in files, on standard error."""
    form = reporter("text", replace(console.look("never"), quiet=True))
    for file in files:
        errors = tuple(each for each in file.findings if each.severity is Severity.ERROR)
        for piece in form.file(replace(file, findings=errors)):
            for line in piece.splitlines():
                console.say(line)
