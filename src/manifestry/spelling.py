"""Did-you-mean: the known word a misspelt one most likely stands for."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 500
"""Among how many words a near one is looked for; that takes time for each of them."""

_CUTOFF = 0.8  # "objectUrls", "creatVideo", "video" for "videos"; not "data" for "date_of_x"


def fold(word: str) -> str:
    """A word without case, `_`, `-` and spaces, in which `objectURL` and `object_url` agree."""
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, or None when none is near.

    >>> did_you_mean("objectURL", ["objectUrl", "title"])
    'objectUrl'
    >>> did_you_mean("titel", ["objectUrl", "title"])
    'title'
    >>> did_you_mean("colour", ["objectUrl", "title"])
    >>> did_you_mean("titel", ["title", *map(str, range(500))])
    """
    if len(word) > 100:  # nobody misspells at such length, and difflib is quadratic
        return None
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(fold(candidate), candidate)
    exact = folded.get(fold(word))
    if exact is not None:
        return exact
    if len(folded) > _MOST:
        return None
    from difflib import get_close_matches

    close = get_close_matches(fold(word), folded, n=1, cutoff=_CUTOFF)
    return folded[close[0]] if close else None
