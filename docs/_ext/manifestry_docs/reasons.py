"""The reasons of the loss ledger, from their catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from manifestry.cli.explain import EFFECTS
from manifestry.convert.reasons import BY_CODE, Reason
from manifestry_docs.markup import code, prose, sentence


def page(_: str) -> str:
    """All reasons, in order of code, under what becomes of the values."""
    lines: list[str] = []
    for effect, found in groupby(BY_CODE.values(), key=lambda reason: reason.effect):
        text = EFFECTS[effect]
        lines.append(f"## {effect}: {text}\n")
        lines += [line for reason in found for line in _reason(reason)]
    return "\n".join(lines)


def _reason(reason: Reason) -> Iterator[str]:
    yield f"({reason.code.lower()})="
    yield f"### {reason.code} {reason.name}\n"
    yield f"{prose(sentence(reason.summary))}\n"
    yield f"{prose(reason.why)}\n"
    yield f"**What to do:** {prose(reason.help)} {code(f'manifestry explain {reason.code}')}\n"
