"""Is this a CSV manifest? If not, is it some other CSV file?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from manifestry.document.outline import Glimpse
from manifestry.formats.base import Evidence, Foreign
from manifestry.formats.encord.csv.columns import URL, delimiter_of, known_in

_CSV_HEADER: Final = re.compile(r"[A-Za-z_][\w .()-]*(?:[,;\t]\"?[\w .()-]*\"?)+\Z")
_URL_FIRST: Final = re.compile(r"[a-z][a-z0-9+.-]{1,15}://[^\"]*\Z")


def recognise(glimpses: Iterable[Glimpse]) -> Evidence | Foreign | None:
    """Evidence for a CSV manifest, the other CSV file it is, or None for anything else."""
    first = next(iter(glimpses), None)
    if first is None or first.key or first.shape != "scalar" or not isinstance(first.value, str):
        return None
    line = first.value
    delimiter, known = delimiter_of(line)
    if known:
        return Evidence(certain=URL in known_in(line, delimiter))
    if _URL_FIRST.match(line):
        return Foreign(
            "a list of URLs without a header row",
            f'begin it with a row that names the columns, such as "{URL},Video title"',
        )
    if _CSV_HEADER.match(line):
        return Foreign(
            f'a CSV file without a column "{URL}"',
            f'name the column of URLs "{URL}"; a file of measurements is itself registered by '
            'its URL, in the section "time_series" of a JSON manifest',
        )
    return None
