"""What is in documents, as numbers: frozen values for reports of any form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from manifestry.findings import FileReport
from manifestry.shaping.tallies import NOTHING, Bin, Count, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStats:
    """One document. `size` is that of its text in bytes, unpacked."""

    path: str
    kind: str
    size: int
    items: int
    urls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStats:
    """The items of one section, or the assets of Ango Hub.

    size: the bytes they take in the documents. files, files_size: how many of them tell the size
    of their file in their media metadata, and what that adds up to.
    """

    name: str
    items: int = 0
    urls: int = 0
    size: int = 0
    files: int = 0
    files_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlStats:
    """Where URLs lead. `hosts` are those of http and https, `buckets` those that a URL tells.

    Of what is no URL, or none that can be used, only the scheme counts.
    """

    schemes: Ranking = NOTHING
    hosts: Ranking = NOTHING
    buckets: Ranking = NOTHING
    extensions: Ranking = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStats:
    """The numbers under a key; `distinct` and `exact` as in a Ranking."""

    number: int
    least: float
    most: float
    distinct: int
    exact: bool
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorStats:
    """The lists of numbers under a key, which embeddings are, and their lengths."""

    number: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStats:
    """A key of client metadata, of the metadata of frames, or of Ango Hub's context data.

    values, nulls: how often it has a value, and how often none. holders: how many items and
    frames there are where it occurs, so that values / holders is how far it is filled.
    types: the values of each JSON type. where: those in each section, in "frames" and in
    "assets", nulls included. words: the texts and truth values. longest: the characters of the
    longest text. months: the dates of each month ("2024-02").
    """

    name: str
    values: int
    nulls: int
    holders: int
    types: tuple[Count, ...]
    where: tuple[Count, ...]
    words: Ranking
    longest: int = 0
    numbers: NumberStats | None = None
    vectors: VectorStats | None = None
    months: tuple[Count, ...] = ()

    @property
    def fill(self) -> float:
        """The part of the items and frames that have a value, from 0 to 1."""
        return self.values / self.holders if self.holders else 0.0

    @property
    def distinct(self) -> tuple[int, bool]:
        """How many different texts, truth values and numbers there are, and whether exactly."""
        numbers = (0, True) if self.numbers is None else (self.numbers.distinct, self.numbers.exact)
        return self.words.distinct + numbers[0], self.words.exact and numbers[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameStats:
    """`$encord` of videos: how many have it, and the frames that it describes or lists."""

    videos: int = 0
    described: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetStats:
    """What is in the assets of Ango Hub.

    kinds: what they are, "unknown" where nothing tells it. stages, batches: those of tasks and
    assets. tools: how many annotations there are; classes: their titles; geometries: what they
    are. classifications: the titles of what was asked of whole assets.
    """

    kinds: Ranking = NOTHING
    tasks: int = 0
    stages: Ranking = NOTHING
    batches: Ranking = NOTHING
    tools: int = 0
    classes: Ranking = NOTHING
    geometries: Ranking = NOTHING
    classifications: Ranking = NOTHING


_NO_URLS: Final = UrlStats()
_NO_FRAMES: Final = FrameStats()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What is in some documents. Compares by value.

    keys: by name, as many as are told apart; `other_values` counts the values of the rest.
    refused: the documents that could not be used, and why. If there are any there are no numbers,
    because those of the rest would pass for those of all.
    """

    documents: tuple[DocumentStats, ...] = ()
    sections: tuple[SectionStats, ...] = ()
    urls: UrlStats = _NO_URLS
    keys: tuple[KeyStats, ...] = ()
    other_values: int = 0
    frames: FrameStats = _NO_FRAMES
    assets: AssetStats | None = None
    refused: tuple[FileReport, ...] = ()

    @property
    def ok(self) -> bool:
        """True when every document could be used."""
        return not self.refused

    @property
    def items(self) -> int:
        """How many items and assets there are."""
        return sum(each.items for each in self.documents)
