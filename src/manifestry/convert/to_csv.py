"""Items on their way into a CSV manifest, which has columns for files, titles and groups only."""

from __future__ import annotations

import json
from collections.abc import Iterator

from manifestry.convert.model import Outcome, Remark, leaves
from manifestry.document.writing import Spool
from manifestry.formats.encord.csv.writing import CSV_SECTIONS, Writer, left_out, write_csv


class Columns:
    """Looks at items one after the other: what each loses in rows, and whether it can be one."""

    def __init__(self) -> None:
        self._writer = Writer()

    def fit(self, outcome: Outcome) -> None:
        """Tells what has no column; leaves out an item that has no form in rows."""
        item, section = outcome.value, outcome.section
        if item is None:
            return
        why = self._writer.refusal(section, item)
        if why is not None:
            outcome.value = None
            outcome.remarks = [Remark(reason="no-target", message=f"an item of {section} {why}")]
            return
        self._writer.rows(section, item)  # so that it knows the titles of groups
        outcome.remarks += [
            Remark(
                reason="no-column",
                message=f'a CSV has no column for "{key}"',
                path=(key,),
                values=leaves(item[key]),
            )
            for key in left_out(section, item)
        ]


def document(spool: Spool) -> Iterator[bytes]:
    """The CSV manifest of the items in a spool."""
    return write_csv(
        (section, json.loads(line)) for section in CSV_SECTIONS for line in spool.items(section)
    )
