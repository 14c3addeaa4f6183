"""The client metadata of one item held against the metadata schema of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from manifestry.formats.encord.client_metadata import KEY, MAX_KEYS, holders
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata import names
from manifestry.formats.encord.metadata.fitting import Fits
from manifestry.formats.encord.metadata.judging import Misfit, judge
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Embedding
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.formats.encord.run import Run
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Hit, Tracker
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

PLATFORM_KEYS: Final = frozenset({"encord-layout-group", "encord-editor-grid-position"})
"""Keys that the platform's editor layouts read; no schema needs to have them."""


_FLAG: Final = "keyframe"


class Verdict(NamedTuple):
    """Something to say of a key of an item's metadata, and the rule whose business it is."""

    rule: str
    key: str
    hit: Hit


def has_misfits(item: Item) -> bool:
    """Whether there is anything to say. Nothing is without a metadata schema."""
    return item.settings.metadata_schema is not None and bool(verdicts(item))


def reporting(rule: str) -> Callable[[Item], Iterator[Hit]]:
    """The `check` of the rule with that name: its part of what there is to say."""

    def check(item: Item) -> Iterator[Hit]:
        return (verdict.hit for verdict in verdicts(item) if verdict.rule == rule)

    return check


def once_a_key(rule: str) -> Callable[[Settings], Tracker[Item, Member]]:
    """The `track` of a rule that speaks of each key only where it first stands."""
    return lambda settings: _OnceAKey(rule, settings)


class _OnceAKey(NoTracking[Item, Member]):
    def __init__(self, rule: str, settings: Settings) -> None:
        self._rule = rule
        self._is_on = settings.metadata_schema is not None
        self._told: set[str] = set()

    @property
    def sees(self) -> bool:
        return self._is_on

    def pass_over(self, run: Run) -> Iterable[tuple[int, Hit]]:
        """Nothing: a gate clears only values that fit."""
        return ()

    def see(self, item: Item) -> Iterator[Hit]:
        for verdict in verdicts(item):
            if verdict.rule == self._rule and verdict.key not in self._told:
                if len(self._told) < MAX_KEYS:
                    self._told.add(verdict.key)
                yield verdict.hit


@remember_last
def verdicts(item: Item) -> Sequence[Verdict]:
    """All there is to say of an item's metadata, of a video's frames as well."""
    schema = item.settings.metadata_schema
    metadata = item.value.get(KEY)
    if schema is None or not isinstance(metadata, dict):
        return ()
    is_video = item.section.kind == "video"
    if _is_plain(schema.fits_whole_video if is_video else schema.fits, metadata):
        return ()
    from manifestry.formats.encord.metadata.patching import Stand, patch_of  # seldom needed

    found = []
    for path, holder in holders(item):
        is_frame = len(path) > 1
        for key, misfit in _misfits(schema, holder, whole_video=is_video and not is_frame):
            if is_frame and key == _FLAG and holder[key] is False and key not in schema:
                continue  # the rule misplaced-keyframe-flag speaks of it
            message = f"{quote(key)} {misfit.message}"
            patch = patch_of(misfit.rule, Stand(item, path, holder, key))
            hit = Hit((*path, key, *misfit.path), message, misfit.help, patch=patch)
            found.append(Verdict(misfit.rule, key, hit))
    return found


def _is_plain(fits: Mapping[str, Fits], metadata: dict[str, Any]) -> bool:
    """Whether all keys are in the schema and all values fit; false where frames may be."""
    try:
        for key, value in metadata.items():
            if not fits[key](value):
                return False
    except KeyError:
        return False
    return True


def _misfits(
    schema: MetadataSchema, metadata: Mapping[str, Any], *, whole_video: bool
) -> Iterator[tuple[str, Misfit]]:
    fits = schema.fits_whole_video if whole_video else schema.fits
    for key, value in metadata.items():
        test = fits.get(key)
        if test is not None and test(value):
            continue
        if test is None:
            found = _undeclared(schema, key, value)
        elif whole_video and isinstance(schema[key], Embedding):
            found = iter((_WHOLE_VIDEO,))
        else:
            found = judge(schema[key], value)
        for misfit in found:
            yield key, misfit


_WHOLE_VIDEO: Final = Misfit(
    "whole-video-embedding", "is an embedding, which a video has for single frames only"
)


def _undeclared(schema: MetadataSchema, key: str, value: Any) -> Iterator[Misfit]:
    """What there is to say of a key that the schema lacks.

    Of a value that no type of a schema could hold there is nothing to say, nor of a key that
    has a meaning of its own.
    """
    if key[:1] == "$" or key == names.KEYFRAMES or key in PLATFORM_KEYS:
        return
    meant = schema.twin(key)
    if meant is not None:
        message = f"is not in the metadata schema, which has {quote(meant)}"
        yield Misfit("misspelt-metadata-key", message, (), f"Write {quote(meant)}.")
    elif isinstance(value, list):
        if value and NUMBERS.issuperset(map(type, value)):
            message = f"is a list of {len(value):,} numbers that no embedding of the schema names"
            yield Misfit("undeclared-embedding", message)
    elif isinstance(value, dict):
        inner = schema.below(key)
        if inner is not None:
            message = f"is an object; the metadata schema has {quote(inner)}, a key of its own"
            help_ = f"Write the key {quote(inner)}: a dot in a key may not lead into an object."
            yield Misfit("undeclared-metadata-key", message, (), help_)
    elif value is not None:
        yield _absent(schema, key)


def _absent(schema: MetadataSchema, key: str) -> Misfit:
    if not names.is_accepted(key):
        message = "is not in the metadata schema, and its name could not be"
        advice = "Choose a name of letters, digits, spaces, hyphens, underscores and dots."
        return Misfit("undeclared-metadata-key", message, (), advice)
    message = "is not in the metadata schema"
    return Misfit("undeclared-metadata-key", message, (), partial(_near_advice, schema, key))


def _near_advice(schema: MetadataSchema, key: str) -> str | None:
    near = schema.near(key)
    return f"Write {quote(near)} if that is meant, or add the key to the schema." if near else None
