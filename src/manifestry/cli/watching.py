"""`check --watch`: checks once more whenever something changes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, Final

import click

from manifestry.cli import console
from manifestry.config import find_config
from manifestry.discovery import STDIN
from manifestry.document.source import is_remote
from manifestry.errors import ManifestryError, UsageError
from manifestry.text import printable

_LOOKED_AT: Final = (".json", ".ndjson", ".jsonl", ".csv", ".gz", ".zip", ".toml")
_WILD: Final = re.compile(r"[*?\[]")
_MORE: Final = ("config_file", "metadata_schema", "baseline")
"""Options that name a file on which the verdict depends."""


def takes_watching(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the option, with which the command is run again and again."""

    @click.option("--watch", is_flag=True, help="Check again when a file changes (extra `watch`).")
    @wraps(command)
    def with_watching(*args: Any, watch: bool, **options: Any) -> int:
        once = partial(command, *args, **options)
        if not watch:
            return once()
        formats = [wish.path for wish in options["formats"]]
        ours = {os.path.realpath(path) for path in (options["output"], *formats) if path}
        watched = [options[name] for name in _MORE if options[name]]
        if not options["config_file"] and not options["no_config"]:
            watched += filter(None, (find_config().path,))
        return _watch(once, [*(options["paths"] or (".",)), *watched], ours)

    return with_watching


def _watch(once: Callable[[], int], paths: Iterable[str], ours: set[str]) -> int:
    """Runs until Ctrl-C. What is written by the runs themselves starts none."""
    try:
        from watchfiles import watch
    except ImportError as error:
        raise UsageError(
            "--watch needs the extra `watch`: pip install 'manifestry[watch]'"
        ) from error
    roots = {_root(path) for path in paths}
    once()
    console.flush()
    console.say("watching for changes; Ctrl-C ends")
    named = {os.path.realpath(root) for root in roots if os.path.isfile(root)}
    wanted = partial(_is_wanted, ours, named)
    for changes in watch(*sorted(roots), watch_filter=wanted, raise_interrupt=True):
        names = sorted({os.path.relpath(path) for _, path in changes})
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        console.say(f"--- {printable(names[0])}{more} changed")
        try:
            once()
        except ManifestryError as error:  # the next change may mend that, too
            console.say(f"error: {error}")
        console.flush()
    return 0


def _root(path: str) -> str:
    """The file or folder to be watched for a path or pattern."""
    if path == STDIN or is_remote(path):
        raise UsageError("--watch looks at files and folders, not at standard input or URLs")
    while not os.path.exists(path) and _WILD.search(path):
        path = os.path.dirname(path) or "."
    if not os.path.exists(path):
        raise UsageError(f'cannot watch "{printable(path)}": there is no such file')
    return path


def _is_wanted(ours: set[str], named: set[str], _change: object, path: str) -> bool:
    name, place = os.path.basename(path), os.path.realpath(path)
    looked_at = name.lower().endswith(_LOOKED_AT) and not name.startswith(".")
    return (looked_at or place in named) and place not in ours
