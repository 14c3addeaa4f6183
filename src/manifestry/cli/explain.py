"""`manifestry explain`: all there is to say about one rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import click

from manifestry.cli import console
from manifestry.cli.params import completing, one_of, rule_words
from manifestry.cli.rule_data import AnyRule, example_settings, example_text, rule_data
from manifestry.convert.reasons import Reason
from manifestry.findings import FileReport
from manifestry.report import Look, reporter
from manifestry.report.cells import shown, squeezed, wrapped
from manifestry.rules.base import Bad
from manifestry.settings import Settings

_FORMATS = ("text", "json")
_MOST_LINES = 24
EFFECTS = {
    "left-out": "the asset is left out of the result",
    "lost": "values are lost",
    "note": "nothing is lost",
}
_FIXES = {
    "none": "by hand",
    "safe": "`manifestry fix` mends it",
    "unsafe": "`manifestry fix --unsafe` mends it; look at the result",
}


@click.command("explain", short_help="Explain a rule, or a reason of the loss ledger.")
@click.argument("rule", metavar="CODE|NAME", shell_complete=completing(rule_words))
@click.option(
    "--format",
    "form",
    metavar="text|json",
    default="text",
    callback=one_of(_FORMATS, "format"),
    shell_complete=completing(lambda: _FORMATS),
    help="How to print it.",
)
def command(rule: str, form: str) -> None:
    """Explain a rule, given by code or name: what it finds, why it matters, how to mend it.

    Also the reasons that `convert` has for a loss: C201.
    """
    from manifestry.convert.reasons import find_reason
    from manifestry.rules.catalogue import find

    reason = find_reason(rule)
    if reason is not None:
        _explain_reason(reason, form)
        return
    found = find(rule)
    if form == "json":
        from manifestry.report.data import dumps

        console.write(dumps(rule_data(found), indent=2) + "\n")
        return
    for line in _page(found, console.look("auto")):
        console.write(line.rstrip() + "\n")


def _explain_reason(reason: Reason, form: str) -> None:
    if form == "json":
        from manifestry.report.data import dumps

        console.write(dumps(reason._asdict(), indent=2) + "\n")
        return
    look = console.look("auto")
    head = f"{reason.code} {reason.name}"
    console.write(f"\x1b[1m{head}\x1b[0m" if look.color else head)
    console.write(f" ({EFFECTS[reason.effect]})\n")
    parts = ((None, reason.summary), ("Why", reason.why), ("What to do", reason.help))
    for title, text in parts:
        if title is not None:
            console.write(f"\n\x1b[1m{title}\x1b[0m\n" if look.color else f"\n{title}\n")
        for line in wrapped(shown(text.rstrip(".") + ".", look.encoding), look.width - 2):
            console.write(f"  {line}\n")


def _page(rule: AnyRule, look: Look) -> Iterator[str]:
    def title(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if look.color else text

    def prose(text: str) -> Iterator[str]:
        for line in wrapped(shown(text, look.encoding), look.width - 2):
            yield f"  {line}"

    strict = f", {rule.strict} under --strict" if rule.strict else ""
    off = ", off by default" if not rule.default else ""
    yield title(f"{rule.code} {rule.name}") + f" ({rule.severity}{strict}{off})"
    yield from prose(f"{rule.summary}.")
    yield ""
    yield title("Why it matters")
    yield from prose(rule.why)
    text, report = tried(rule, rule.bad[0])
    yield ""
    yield title("Wrong")
    yield from _document(text, look)
    yield ""
    if rule.bad[0].settings:
        yield title("Under these settings")
        settings = json.dumps(example_settings(rule.bad[0]), indent=2, ensure_ascii=False)
        yield from _document(settings, look)
        yield ""
    yield from _verdict(report, look)
    yield title("Right")
    yield from _document(laid_out(example_text(rule.good[0])), look)
    yield ""
    yield title("How to mend it")
    yield from prose(rule.help)
    yield from prose(f"Fix: {fix_words(rule, report)}.")
    yield ""
    yield title("Source")
    yield from prose(f"{rule.source}. Since version {rule.since}.")


def fix_words(rule: AnyRule, report: FileReport) -> str:
    """Who mends the fault, and what that is in the example that `report` is about."""
    fixes = [finding.fix for finding in report.findings if finding.fix is not None]
    what = f" (here: {fixes[0].title[0].lower()}{fixes[0].title[1:]})" if fixes else ""
    return f"{_FIXES[rule.fix]}{what}"


def _verdict(report: FileReport, look: Look) -> Iterator[str]:
    """What a check says of the example."""
    narrow = replace(look, width=look.width - 2)
    for piece in reporter("text", narrow).file(report):
        for line in piece.splitlines():
            yield f"  {line}"


def _document(text: str, look: Look) -> Iterator[str]:
    """An example's lines, as many as are worth a look."""
    lines = text.splitlines() or ["(an empty file)"]
    for line in lines[:_MOST_LINES]:
        yield f"  {squeezed(shown(line, look.encoding), look.width - 2)}"
    if len(lines) > _MOST_LINES:
        yield f"  ... and {len(lines) - _MOST_LINES:,} more lines"


def tried(rule: AnyRule, bad: Bad) -> tuple[str, FileReport]:
    """An example as text with what a check says of it; laid out if that changes nothing."""
    data = bad.text.encode() if isinstance(bad.text, str) else bad.text
    text = example_text(bad)
    report = _check(data, bad)
    tidy = laid_out(text)
    if tidy != text:
        again = _check(tidy.encode(), bad)
        if [(each.code, each.pointer) for each in again.findings] == [(rule.code, bad.at)]:
            return tidy, again
    return text, report


def _check(data: bytes, bad: Bad) -> FileReport:
    from manifestry.engine.api import check_stream

    settings: dict[str, Any] = dict(bad.settings)
    report = check_stream(BytesIO(data).read, "example.json", Settings(**settings))
    found = cast("FileReport", report)  # only a check that may skip gives None
    return replace(found, path="example.csv") if found.kind == "encord-csv" else found


def laid_out(text: str) -> str:
    """JSON in short lines; as it is where the lines are short already."""
    if all(len(line) <= _WIDE for line in text.splitlines()):
        return text
    try:
        tidy = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        tidy.encode()  # half a surrogate pair cannot stand in a file as it is
    except (ValueError, RecursionError):
        return text
    return tidy


_WIDE = 76
