"""Proposing a metadata schema from the client metadata that manifests have."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, NamedTuple

from manifestry.document import contents
from manifestry.document.source import Read, is_archive, opened, peeked, spooled
from manifestry.engine.api import written
from manifestry.errors import UnreadableError, UsageError
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import MAX_SDK_ENUM, KeyType
from manifestry.metadata.deciding import ENUM_MAX, counts, decide, examples
from manifestry.metadata.documents import Unusable, collect
from manifestry.metadata.evidence import Evidence, Observations
from manifestry.settings import Settings
from manifestry.spelling import fold
from manifestry.text import quote

Document = str | os.PathLike[str] | bytes | Mapping[str, Any] | Sequence[Any]
"""A path, the bytes of a file, or an object or list as `json.load` gives it."""

_MAX_ITEM_BYTES: Final = Settings().max_item_bytes
_LEAST_ENUM: Final = 2


class Count(NamedTuple):
    """How many there are of something."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEvidence:
    """One key of client metadata: what it is proposed as, and what was seen of it.

    type: the proposed type, None if the key is left out, for which `reason` is given.
    notes: what spoke against a narrower type, and what else is worth knowing.
    values, nulls: how often it has a value, and how often none.
    types: how many values there are of each JSON type, by name.
    where: how many stand in items of each section ("images"), in "frames" of videos and in
        "assets" of Ango Hub, nulls included.
    distinct: how many different texts there are; None if they are too many or too long to tell.
    examples: the smallest and largest number and the shortest texts, quoted.
    """

    name: str
    type: KeyType | None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    values: int = 0
    nulls: int = 0
    types: tuple[Count, ...] = ()
    where: tuple[Count, ...] = ()
    distinct: int | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """A proposed schema and what it is based on. Compares by value.

    schema: the keys that could be typed, by name. keys: all that were seen, by name.
    documents: how many were used. items: how many items and assets they have. misshapen: how
    many of these have metadata that is no object, of which nothing was taken.
    unusable: documents that nothing was taken from, by path.
    """

    schema: MetadataSchema
    keys: tuple[KeyEvidence, ...] = ()
    documents: int = 0
    items: int = 0
    misshapen: int = 0
    unusable: tuple[Unusable, ...] = ()

    @property
    def ok(self) -> bool:
        """True when every document could be used."""
        return not self.unusable

    @property
    def left_out(self) -> tuple[KeyEvidence, ...]:
        """The keys that no type was found for."""
        return tuple(key for key in self.keys if key.type is None)


def infer(
    documents: Iterable[Document],
    *,
    enum_max: int = ENUM_MAX,
    enums: bool = True,
    max_item_bytes: int = _MAX_ITEM_BYTES,
) -> Inference:
    """Proposes a metadata schema from manifests, and exports and asset imports of Ango Hub.

    Each key gets the narrowest type that all its values fit, so that a check of the same
    manifests against the schema finds no misfit. It may still warn of keys that had to be
    left out: lists of numbers that can be no embedding, names that look like another key's.

    Texts make an enum if there are 2 to `enum_max` different ones (50, 255 at most), none
    longer than 255 characters, and each occurs twice on average; with `enums=False` none do.
    Scalars are variants, as the SDK writes them. The order of documents, items and keys makes
    no difference.

    A document that cannot be used is told in `unusable`, not raised. One item may have
    `max_item_bytes`; 0 means no limit.

    Raises:
        UsageError: a setting or a document makes no sense.
        LimitError: there are more than 10,000 different keys.

    >>> manifest = {"images": [{"objectUrl": "s3://acme-media/a.png", "clientMetadata": {"shift": 2}}]}
    >>> infer([manifest]).schema.to_json()
    {'shift': {'ty': 'variant', 'hint': 'number'}}
    """
    if isinstance(documents, (str, bytes, os.PathLike, Mapping)):
        raise UsageError("infer takes a list of documents, this is one document")
    inferring = Inferring(enum_max=enum_max if enums else 0, max_item_bytes=max_item_bytes)
    for document in documents:
        if isinstance(document, (str, os.PathLike)):
            inferring.take_file(document)
        else:
            data = document if isinstance(document, bytes) else written(document)
            name = "<bytes>" if isinstance(document, bytes) else "<object>"
            inferring.take(io.BytesIO(data).read, name)
    return inferring.result()


class Inferring:
    """An inference that is given its documents one by one.

    Raises UsageError for an `enum_max` that makes no sense; 0 makes no enums.
    """

    def __init__(self, *, enum_max: int = ENUM_MAX, max_item_bytes: int = _MAX_ITEM_BYTES) -> None:
        if enum_max and not _LEAST_ENUM <= enum_max <= MAX_SDK_ENUM:
            raise UsageError(
                f"an enum may have {_LEAST_ENUM} to {MAX_SDK_ENUM} values, not {enum_max}"
            )
        if max_item_bytes < 0:
            raise UsageError("max_item_bytes must be 0 or more")
        self._enum_max = enum_max
        self._max_item_bytes = max_item_bytes
        self._observations = Observations()
        self._documents = 0
        self._unusable: list[Unusable] = []

    def take_file(self, path: str | os.PathLike[str], *, skip_unrelated: bool = False) -> bool:
        """Takes a file, of an archive all documents. False only with `skip_unrelated`.

        It is the answer for a file of another kind, and for an archive of nothing else.
        """
        return self._take_opened(opened(path), os.fsdecode(path), skip_unrelated=skip_unrelated)

    def take(self, read: Read, name: str, *, skip_unrelated: bool = False) -> bool:
        """Takes what `read` gives; else as `take_file`."""
        try:
            head, again = peeked(read)
        except UnreadableError as error:
            return self._note(Unusable(name, str(error), unreadable=True))
        if is_archive(head):
            return self._take_opened(spooled(again), name, skip_unrelated=skip_unrelated)
        return self._note(self._collect(again, name, skip_unrelated=skip_unrelated))

    def _take_opened(
        self, opening: AbstractContextManager[BinaryIO], name: str, *, skip_unrelated: bool
    ) -> bool:
        found: list[Observations | Unusable | None] = []
        try:
            with opening as file:
                found.extend(
                    self._collect_one(document, skip_unrelated=skip_unrelated)
                    for document in contents.documents_in(file, name)
                )
        except UnreadableError as error:
            passed = skip_unrelated and isinstance(error, contents.UnrelatedError)
            found = [None if passed else Unusable(name, str(error), unreadable=True)]
        taken = [self._note(each) for each in found]
        return any(taken)

    def _collect_one(
        self, document: contents.Document, *, skip_unrelated: bool
    ) -> Observations | Unusable | None:
        try:
            with document.opened() as read:
                return self._collect(read, document.name, skip_unrelated=skip_unrelated)
        except UnreadableError as error:
            if skip_unrelated and isinstance(error, contents.UnrelatedError):
                return None
            return Unusable(document.name, str(error), unreadable=True)

    def refuse(self, path: str, reason: str) -> None:
        """Takes note of a file or folder that cannot be read."""
        self._note(Unusable(path, reason, unreadable=True))

    def result(self) -> Inference:
        """The proposal from all that was taken."""
        keys = _with_twins(
            [_judged(name, each, self._enum_max) for name, each in self._observations.by_name()]
        )
        return Inference(
            schema=MetadataSchema({key.name: key.type for key in keys if key.type is not None}),
            keys=tuple(keys),
            documents=self._documents,
            items=self._observations.items,
            misshapen=self._observations.misshapen,
            unusable=tuple(sorted(self._unusable, key=lambda each: (each.path, str(each)))),
        )

    def _collect(
        self, read: Read, name: str, *, skip_unrelated: bool
    ) -> Observations | Unusable | None:
        limit = self._max_item_bytes
        return collect(read, name, max_item_bytes=limit, skip_unrelated=skip_unrelated)

    def _note(self, found: Observations | Unusable | None) -> bool:
        if isinstance(found, Unusable):
            self._unusable.append(found)
        elif found is not None:
            self._observations.merge(found)
            self._documents += 1
        return found is not None


def _judged(name: str, evidence: Evidence, enum_max: int) -> KeyEvidence:
    decision = decide(name, evidence, enum_max)
    nulls = evidence.forms["null"]
    return KeyEvidence(
        name=name,
        type=decision.type,
        reason=decision.reason,
        notes=decision.notes,
        values=evidence.forms.total() - nulls,
        nulls=nulls,
        types=tuple(Count(*each) for each in counts(evidence)),
        where=tuple(Count(*each) for each in sorted(evidence.places.items())),
        distinct=None if evidence.texts is None else len(evidence.texts),
        examples=tuple(examples(evidence)),
    )


def _with_twins(keys: list[KeyEvidence]) -> list[KeyEvidence]:
    """The keys, those with a note that another one is spelt nearly the same."""
    twins: dict[str, list[str]] = {}
    for key in keys:
        twins.setdefault(fold(key.name), []).append(key.name)
    noted = []
    for key in keys:
        others = [name for name in twins[fold(key.name)] if name != key.name]
        if others:
            note = f"{quote(others[0])} differs in nothing but case, hyphens, underscores or blanks"
            noted.append(replace(key, notes=(*key.notes, note)))
        else:
            noted.append(key)
    return noted
