"""What `split`, `merge` and `stats` share: inputs, sizes, what is said of a document."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext

import click

from manifestry.cli import console
from manifestry.cli.run import standard_input
from manifestry.discovery import STDIN
from manifestry.errors import UsageError
from manifestry.findings import FileReport
from manifestry.report import Look, reporter
from manifestry.shaping.reading import Source, source_of
from manifestry.text import quote

STDIN_NAME = "<stdin>"
STDOUT = ("-", "/dev/stdout")
EXIT_FAULTS = 1

_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([KMG]?)(?:i?B)?", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def source(path: str) -> Source:
    """The source that an argument names; `-` is standard input."""
    if path == STDIN:
        return Source(STDIN_NAME, lambda: nullcontext(standard_input()))
    return source_of(path)


def tell_refused(reports: Sequence[FileReport]) -> int:
    """Says what is wrong with documents, as a check does; the exit code."""
    concise = reporter("concise", Look())
    for report in reports:
        for line in concise.file(report):
            console.say(line.rstrip("\n"))
    return EXIT_FAULTS


def noun_of(kind: str | None) -> str:
    """What one item of a kind of document is called."""
    from manifestry.formats import FORMATS

    return next((format_.noun for format_ in FORMATS if format_.kind == kind), "item")


def size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A callback that takes a number of bytes, or one with K, M or G behind it."""
    if value is None or ctx.resilient_parsing:
        return None
    try:
        return bytes_of(value)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error


def bytes_of(text: str) -> int:
    """A size in bytes; the letters count in 1,024s. Raises UsageError for what is no size.

    >>> bytes_of("500K"), bytes_of("1.5 MB"), bytes_of("300")
    (512000, 1572864, 300)
    """
    match = _SIZE.fullmatch(text.strip())
    found = 0
    if match is not None:
        found = int(float(match[1]) * 1024 ** " KMG".index(match[2].upper() or " "))
    if not 0 < found <= sys.maxsize:
        raise UsageError(f"must be a size such as 500K, 20M or 1G, got {quote(text)}")
    return found


def positive(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
    """A callback that takes 1 and more."""
    if value is not None and value < 1:
        raise click.BadParameter(f"must be 1 or more, got {value}", ctx=ctx, param=param)
    return value


def write_json(data: bytes) -> None:
    """JSON to standard output; where that is not in UTF-8, strings are spelt in ASCII."""
    text = data.decode()
    if not text.isascii() and console.look("never").encoding != "utf-8":
        text = _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)
    console.write(text)
