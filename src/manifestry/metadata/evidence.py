"""What values were seen under each metadata key: kept small, and the same in any order.

Everything kept is a count, a smallest or largest, or a set that is dropped for good once it
grows too large. So the evidence of two halves merges into that of the whole, whichever way
files, items and keys are shuffled.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from manifestry.errors import LimitError
from manifestry.formats.encord.client_metadata import RESERVED
from manifestry.formats.encord.metadata import datetimes
from manifestry.formats.encord.metadata.fitting import TRUTH, UUID4
from manifestry.formats.encord.metadata.judging import NUMERAL
from manifestry.formats.encord.metadata.types import MAX_SDK_ENUM
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.text import mask_secrets

Form = Literal[
    "null", "boolean", "number", "truth", "uuid", "date", "unzoned", "digits", "numeral", "text",
    "vector", "list", "object",
]  # fmt: skip
"""What a value looks like; each has exactly one form.

truth: "true" or "false" as text. uuid: a UUID of version 4. date: a date, or a time with its
zone; unzoned: a time without one; digits: a date that is nothing but digits. numeral: any
other number as text. vector: a list of one number or more. list: any other list.
"""

TEXTS: Final[tuple[Form, ...]] = (
    "truth", "uuid", "date", "unzoned", "digits", "numeral", "text",
)  # fmt: skip
"""The forms of strings."""

MAX_KEYS: Final = 10_000
"""The most keys a schema is inferred for; real ones have dozens."""

MAX_LISTED: Final = MAX_SDK_ENUM
"""The most different texts of one key that are remembered."""

MAX_LISTED_LENGTH: Final = 255
"""The most characters of a text that is remembered."""

MAX_SAMPLES: Final = 3
"""The most examples of each form that are kept."""

_SAMPLE_LENGTH: Final = 1000
_DIGITS: Final = frozenset("0123456789")
_SEPARATORS: Final = "-:Tt "

Sample = tuple[int, str]
"""The length of a text and its beginning."""


def form_of(text: str) -> Form:
    """The form of a string.

    >>> [form_of(text) for text in ("2024-02-24", "20240224", "17", "true", "north")]
    ['date', 'digits', 'numeral', 'truth', 'text']
    """
    if text in TRUTH:
        return "truth"
    if UUID4.match(text):
        return "uuid"
    zoned = True if datetimes.is_plain(text) else datetimes.is_zoned(text)
    if zoned is None:
        return "numeral" if NUMERAL.match(text) else "text"
    if _DIGITS.issuperset(text):
        return "digits"
    if not any(mark in text for mark in _SEPARATORS):
        return "text"  # "2024W051" is a date to ISO 8601, but a part number as likely
    return "date" if zoned else "unzoned"


class Evidence:
    """What was seen under one key.

    forms: how many values have each form. places: how many values, nulls included, stand
    where: in items of a section ("images"), in "frames" of videos, in "assets" of Ango Hub.
    texts: the different texts with their forms, None once there are more than MAX_LISTED or
    one is longer than MAX_LISTED_LENGTH. longest: the characters of the longest text.
    numbers: the smallest and largest number. sizes: those of the vectors. whole: how many
    vectors stand in the metadata of a video as a whole. samples: the smallest texts of each
    form, the shorter first.
    """

    __slots__ = ("forms", "longest", "numbers", "places", "samples", "sizes", "texts", "whole")

    def __init__(self) -> None:
        self.forms: Counter[Form] = Counter()
        self.places: Counter[str] = Counter()
        self.texts: dict[str, Form] | None = {}
        self.longest = 0
        self.numbers: tuple[float, float] | None = None
        self.sizes: tuple[int, int] | None = None
        self.whole = 0
        self.samples: dict[Form, list[Sample]] = {}

    def add(self, value: Any, place: str, *, whole_video: bool = False) -> None:
        """Takes one value as the JSON parser gives it."""
        self.places[place] += 1
        kind = type(value)
        if kind is str:
            self._add_text(value)
        elif kind in NUMBERS:
            self.forms["number"] += 1
            self._span(value, value)
        elif kind is bool:
            self.forms["boolean"] += 1
        elif kind is list:
            self._add_list(value, whole_video=whole_video)
        else:
            self.forms["null" if value is None else "object"] += 1

    def _add_text(self, text: str) -> None:
        texts = self.texts
        form = None if texts is None else texts.get(text)
        if form is None:
            form = form_of(text)
            self.longest = max(self.longest, len(text))
            self._sample(form, text)
            if texts is not None:
                self._list(text, form)
        self.forms[form] += 1

    def _list(self, text: str, form: Form) -> None:
        if self.texts is None or len(self.texts) == MAX_LISTED or len(text) > MAX_LISTED_LENGTH:
            self.texts = None
        else:
            self.texts[text] = form

    def _sample(self, form: Form, text: str) -> None:
        kept = self.samples.setdefault(form, [])
        if len(kept) == MAX_SAMPLES and len(text) > kept[-1][0]:
            return
        if len(text) > _SAMPLE_LENGTH:
            # A password is told by what stands behind it, so it goes before the rest does.
            self._keep(form, (len(text), mask_secrets(text)[:_SAMPLE_LENGTH]))
        else:
            self._keep(form, (len(text), text))

    def _keep(self, form: Form, sample: Sample) -> None:
        kept = self.samples.setdefault(form, [])
        if sample not in kept:
            insort(kept, sample)
            del kept[MAX_SAMPLES:]

    def _add_list(self, value: list[Any], *, whole_video: bool) -> None:
        if not value or not NUMBERS.issuperset(map(type, value)):
            self.forms["list"] += 1
            return
        self.forms["vector"] += 1
        self.whole += whole_video
        self._stretch(len(value), len(value))

    def _span(self, low: float, high: float) -> None:
        # Which of two equal numbers stays, 1 or 1.0, makes no difference to whoever shows it.
        if self.numbers is not None:
            low, high = min(low, self.numbers[0]), max(high, self.numbers[1])
        self.numbers = low, high

    def _stretch(self, least: int, most: int) -> None:
        if self.sizes is not None:
            least, most = min(least, self.sizes[0]), max(most, self.sizes[1])
        self.sizes = least, most

    def merge(self, other: Evidence) -> None:
        """Takes all that another one has seen."""
        self.forms.update(other.forms)
        self.places.update(other.places)
        self.longest = max(self.longest, other.longest)
        self.whole += other.whole
        if other.numbers is not None:
            self._span(*other.numbers)
        if other.sizes is not None:
            self._stretch(*other.sizes)
        for form, samples in other.samples.items():
            for sample in samples:
                self._keep(form, sample)
        if other.texts is None:
            self.texts = None
        elif self.texts is not None:
            union = {**self.texts, **other.texts}
            self.texts = union if len(union) <= MAX_LISTED else None


class Observations:
    """The evidence of all keys, and how many items it comes from.

    items: how many items were looked at. misshapen: how many of them have client metadata
    that is no object.
    """

    __slots__ = ("_keys", "items", "misshapen")

    def __init__(self) -> None:
        self._keys: dict[str, Evidence] = {}
        self.items = 0
        self.misshapen = 0

    def add(self, metadata: Mapping[str, Any], place: str, *, whole_video: bool = False) -> None:
        """Takes the metadata of one item or frame. What `$encord` holds is no metadata.

        Raises LimitError for more than MAX_KEYS different keys.
        """
        keys = self._keys
        for name, value in metadata.items():
            evidence = keys.get(name)
            if evidence is None:
                if name == RESERVED:
                    continue
                evidence = self._new(name)
            evidence.add(value, place, whole_video=whole_video)

    def merge(self, other: Observations) -> None:
        """Takes all that another one has seen. Raises LimitError as `add` does."""
        for name, evidence in other.by_name():
            (self._keys.get(name) or self._new(name)).merge(evidence)
        self.items += other.items
        self.misshapen += other.misshapen

    def by_name(self) -> Iterator[tuple[str, Evidence]]:
        """Each key with its evidence, by name."""
        return iter(sorted(self._keys.items()))

    def _new(self, name: str) -> Evidence:
        if len(self._keys) == MAX_KEYS:
            raise LimitError(
                f"there are more than {MAX_KEYS:,} different metadata keys, too many for a schema"
            )
        evidence = self._keys[name] = Evidence()
        return evidence
