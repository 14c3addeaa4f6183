"""From what was seen under a key to the type it is proposed as, and what speaks against others.

The narrowest type is chosen that every value fits, as the check of a manifest against the
schema will judge it. Where no type does, or the key cannot stand in a schema, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from manifestry.formats.encord.metadata import names
from manifestry.formats.encord.metadata.types import (
    MAX_ACTIVE_EMBEDDING,
    MAX_EMBEDDING,
    MAX_VARCHAR,
    Embedding,
    Enum,
    KeyType,
    Scalar,
)
from manifestry.formats.encord.metadata.verdicts import PLATFORM_KEYS
from manifestry.metadata.evidence import (
    MAX_LISTED,
    MAX_LISTED_LENGTH,
    TEXTS,
    Evidence,
    Form,
)
from manifestry.text import mask_secrets, quote

ENUM_MAX: Final = 50
"""How many values an enum is proposed with at most, unless told otherwise."""

_REPEATS: Final = 2
"""How often each value of an enum has to occur on average."""

_EXAMPLE_LENGTH: Final = 40

_NAMES: Final = {
    "reserved": "names with a dollar sign in front are reserved",
    "keyframes": f"{quote(names.KEYFRAMES)} is reserved, in any spelling with - _ . or blanks",
    "bad": "a name takes letters, digits, blanks and - _ . only",
}
_KINDS: Final[dict[str, tuple[Form, ...]]] = {
    "number": ("number",),
    "boolean": ("boolean",),
    "text": TEXTS,
    "list of numbers": ("vector",),
    "other list": ("list",),
    "object": ("object",),
}
_NARROW: Final[tuple[tuple[tuple[Form, ...], str, str], ...]] = (
    (("truth",), "neither true nor false", "neither true nor false"),
    (("uuid",), "no UUID of version 4", "no UUIDs of version 4"),
    (("date", "unzoned", "digits"), "no date", "no dates"),
    (("numeral", "digits"), "no number", "no numbers"),
)
"""Forms of texts that would make a narrower type, and what another text is, and others are."""


class Decision(NamedTuple):
    """The proposed type, or None and the `reason`; `notes` say what else is worth knowing."""

    type: KeyType | None
    reason: str | None = None
    notes: tuple[str, ...] = ()


def decide(name: str, evidence: Evidence, enum_max: int) -> Decision:
    """What to do with a key. Enums have at most `enum_max` values; 0 makes none."""
    verdict = names.judge(name)
    if verdict in _NAMES:
        return Decision(None, _NAMES[verdict])
    kinds = {kind: _count(evidence, forms) for kind, forms in _KINDS.items()}
    seen = {kind: count for kind, count in kinds.items() if count}
    if not seen:
        return Decision(None, "every value is null")
    texts = evidence.forms["truth"]
    if "boolean" in seen and seen.keys() <= {"boolean", "text"} and kinds["text"] == texts:
        note = f"{_are(texts, sum(seen.values()))} written as text"
        decision = Decision(Scalar("boolean"), None, (note,) if texts else ())
    elif len(seen) > 1:
        decision = Decision(None, f"the values are of several kinds: {_listing(seen.items())}")
    elif "number" in seen:
        decision = Decision(Scalar("number"))
    elif "text" in seen:
        decision = _of_texts(name, evidence, kinds["text"], enum_max)
    elif "list of numbers" in seen:
        decision = _of_vectors(name, evidence)
    elif "object" in seen:
        decision = Decision(None, "no type of a schema holds objects")
    else:
        decision = Decision(None, "no type of a schema holds lists of anything but numbers")
    if verdict == "beyond-ascii" and decision.type is not None:
        note = "the documentation allows no letters beyond ASCII in names; the SDK does"
        decision = decision._replace(notes=(*decision.notes, note))
    return decision


def counts(evidence: Evidence) -> Iterator[tuple[str, int]]:
    """How many values there are of each JSON type, those that occur, by name."""
    types: dict[str, tuple[Form, ...]] = {
        "array": ("vector", "list"),
        "boolean": ("boolean",),
        "null": ("null",),
        "number": ("number",),
        "object": ("object",),
        "string": TEXTS,
    }
    for name, forms in types.items():
        count = _count(evidence, forms)
        if count:
            yield name, count


def examples(evidence: Evidence) -> Iterator[str]:
    """A few values as they may be shown: short, the same in any order, without secrets."""
    if evidence.numbers is not None:
        shown = [_number(number) for number in evidence.numbers]
        yield from dict.fromkeys(shown)
    samples = sorted(sample for kept in evidence.samples.values() for sample in kept)
    for _, text in samples[:3]:
        yield quote(text, _EXAMPLE_LENGTH)


# --- texts --------------------------------------------------------------------------------


def _of_texts(name: str, evidence: Evidence, total: int, enum_max: int) -> Decision:
    forms = evidence.forms
    dates = forms["date"] + forms["unzoned"]
    if forms["truth"] == total:
        return Decision(Scalar("boolean"), None, ("all are written as text",))
    if forms["uuid"] == total:
        return Decision(Scalar("uuid"))
    if dates == total:
        return Decision(Scalar("datetime"), None, tuple(_zones(evidence, total)))
    notes = [*_against(evidence, total)]
    wide = Scalar("text" if evidence.longest > MAX_VARCHAR else "varchar")
    if wide.hint == "text":
        notes.append(f"the longest has {evidence.longest:,} characters")
    elif 2 * max(dates + forms["digits"], forms["uuid"]) < total and name not in PLATFORM_KEYS:
        objection = _no_enum(evidence, total, enum_max)
        if objection is None:
            return Decision(Enum(tuple(sorted(evidence.texts or ()))), None, tuple(notes))
        notes.append(objection)
    return Decision(wide, None, tuple(notes))


def _zones(evidence: Evidence, total: int) -> Iterator[str]:
    count = evidence.forms["unzoned"]
    if count:
        yield f"{_are(count, total)} without a zone: {_sample(evidence, ['unzoned'])}"


def _against(evidence: Evidence, total: int) -> Iterator[str]:
    """What spoke against a narrower type that most of the texts would fit."""
    forms = evidence.forms
    if forms["digits"] == total:
        yield "all could be dates, but without a separator they may as well be numbers or ids"
        return
    if forms["numeral"] + forms["digits"] == total:
        yield "all are numbers in strings"
        return
    for narrow, one, several in _NARROW:
        count = _count(evidence, narrow)
        if 2 * count < total:
            continue
        others = [form for form in TEXTS if form not in narrow]
        if count < total:
            words = one if total - count == 1 else several
            yield f"{_are(total - count, total)} {words}: {_sample(evidence, others)}"
        else:  # nothing but dates, some of them without a separator
            few = _are(forms["digits"], total)
            yield f"{few} without a separator: {_sample(evidence, ['digits'])}"
        return


def _no_enum(evidence: Evidence, total: int, enum_max: int) -> str | None:
    """Why the texts make no enum, None if they do."""
    texts = evidence.texts
    different = f"more than {MAX_LISTED:,}" if texts is None else f"{len(texts):,}"
    objections = (
        (not enum_max, "enums are not asked for"),
        (
            texts is None and evidence.longest > MAX_LISTED_LENGTH,
            f"no enum: the longest has {evidence.longest:,} characters",
        ),
        (
            texts is None or len(texts) > enum_max,
            f"no enum: {different} different values, of {enum_max:,} at most",
        ),
        (texts is not None and len(texts) == 1, "no enum: there is one value only"),
        (
            texts is not None and total < _REPEATS * len(texts),
            f"no enum: {different} different values in {total:,} hardly repeat",
        ),
        (
            texts is not None and any(map(_is_unfit, texts)),
            "no enum: some hold a signature, a password or a NUL",
        ),
    )
    return next((words for applies, words in objections if applies), None)


def _is_unfit(text: str) -> bool:
    """Whether a text should not be copied into a schema."""
    return "\0" in text or mask_secrets(text) != text


# --- lists of numbers ---------------------------------------------------------------------


def _of_vectors(name: str, evidence: Evidence) -> Decision:
    least, most = evidence.sizes or (0, 0)
    if evidence.whole:
        count = _are(evidence.whole, evidence.forms["vector"])
        return Decision(None, f"{count} of a whole video; embeddings belong to single frames")
    if least != most:
        sizes = f"the lists have {least:,} to {most:,} numbers"
        return Decision(None, f"{sizes}; all embeddings of a key have the same")
    if most > MAX_EMBEDDING:
        sizes = f"the lists have {most:,} numbers"
        return Decision(None, f"{sizes}; embeddings have up to {MAX_EMBEDDING:,}")
    notes = []
    if most > MAX_ACTIVE_EMBEDDING:
        notes.append(f"Encord Active takes embeddings of up to {MAX_ACTIVE_EMBEDDING:,} numbers")
    if not names.suits_embedding(name):
        notes.append("the names of embeddings should have letters, digits, - and _ only")
    return Decision(Embedding(most), None, tuple(notes))


# --- words --------------------------------------------------------------------------------


def _count(evidence: Evidence, forms: Iterable[Form]) -> int:
    return sum(evidence.forms[form] for form in forms)


def _are(part: int, total: int) -> str:
    """The share of the values as the beginning of a sentence: "3 of 100 values are"."""
    if part == total:
        return "all are"
    return f"{part:,} of {total:,} values {'is' if part == 1 else 'are'}"


def _listing(counted: Iterable[tuple[str, int]]) -> str:
    """The parts and how many there are of each: "97 numbers and 1 text"."""
    parts = []
    for noun, count in counted:
        head, space, rest = noun.partition(" of ")
        parts.append(f"{count:,} {head}{'' if count == 1 else 's'}{space}{rest}")
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _sample(evidence: Evidence, forms: Iterable[Form]) -> str:
    """The smallest text of these forms."""
    smallest = min(evidence.samples[form][0] for form in forms if form in evidence.samples)
    return quote(smallest[1], _EXAMPLE_LENGTH)


def _number(value: float) -> str:
    """A number as it may be shown; equal ones look the same, whichever way they were written."""
    number = float(value)  # what is too large for that is a fault of the document's text
    if number != value:
        return quote(value, _EXAMPLE_LENGTH)
    return quote(int(number) if abs(number) < 1e16 and number.is_integer() else number)
