"""The words that options and configuration may hold, and what to say of any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from manifestry.errors import UsageError
from manifestry.formats.encord.sections import KINDS
from manifestry.spelling import did_you_mean
from manifestry.text import quote

DOCUMENT_KINDS: tuple[str, ...] = (
    "encord-manifest", "encord-metadata-schema", "encord-csv", "ango-export", "ango-import",
)  # fmt: skip
"""The kinds of document that can be checked."""

ITEM_KINDS: tuple[str, ...] = tuple(sorted({*KINDS, "image-sequence"}))
"""The kinds of item that `only` knows."""

FORMATS: tuple[str, ...] = (
    "text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html",
)  # fmt: skip
"""The forms a report may have."""

SEVERITIES: tuple[str, ...] = ("error", "warning", "info")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")


def choose(word: str, choices: Sequence[str], what: str) -> str:
    """The word, if it is one of the choices. Raises `UsageError` with the one that was meant.

    >>> choose("jsn", FORMATS, "format")
    Traceback (most recent call last):
    manifestry.errors.UsageError: unknown format "jsn" (did you mean "json"?)
    """
    if word in choices:
        return word
    raise UsageError(f"unknown {what} {quote(word)}{_hint(word, choices)}")


def rule_selector(word: str) -> str:
    """Rules as `Settings` names them: a code or the beginning of some, the code for a name.

    "ALL" stands for all rules. Raises `UsageError` when no rule is meant.
    """
    from manifestry.rules.catalogue import matching

    selector = word.strip().upper()
    if selector == "ALL":
        return selector
    rules = matching(word)
    return selector if rules[0].code.startswith(selector) else rules[0].code


def url_scheme(word: str) -> str:
    """A URL scheme in lower case, without what follows it. Raises `UsageError`."""
    scheme = word.lower().removesuffix("://").removesuffix(":")
    if not _SCHEME.fullmatch(scheme):
        raise UsageError(f'a URL scheme is a word such as "https", got {quote(word)}')
    return scheme


def did_you_mean_hint(word: str, choices: Iterable[str]) -> str:
    """' (did you mean "..."?)' or nothing."""
    meant = did_you_mean(word, choices)
    return f' (did you mean "{meant}"?)' if meant else ""


def _hint(word: str, choices: Sequence[str]) -> str:
    return did_you_mean_hint(word, choices) or f" (there are {', '.join(choices)})"
