"""Documents in, their numbers out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Final

from manifestry.document import contents
from manifestry.document.reader import Batch
from manifestry.document.source import Read, is_archive, opened, peeked, spooled
from manifestry.document.writing import LIST
from manifestry.errors import UnreadableError, UsageError
from manifestry.findings import FileReport
from manifestry.formats.ango.asset import Asset
from manifestry.formats.ango.classes import current_tools
from manifestry.formats.ango.geometry import kinds_in
from manifestry.formats.ango.kinds import is_inline
from manifestry.formats.encord.client_metadata import KEY, holders
from manifestry.formats.encord.frames import encord_of
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.urls import diagnose
from manifestry.metadata.documents import ASSETS, FRAMES
from manifestry.settings import Settings
from manifestry.shaping.keys import Keys
from manifestry.shaping.reading import Document, Refused, Source
from manifestry.shaping.stats import (
    AssetStats,
    DocumentStats,
    FrameStats,
    SectionStats,
    Stats,
    UrlStats,
)
from manifestry.shaping.tallies import Budget, Tally

_ALL_DISTINCT: Final = 200_000
"""The most different values that are remembered, of all that is counted together."""

_SCHEMES: Final = Settings().url_schemes
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")
_SIZES: Final = ("file_size", "fileSize")


def stats(
    documents: Iterable[str | os.PathLike[str] | bytes | Source],
    *,
    max_item_bytes: int | None = None,
) -> Stats:
    """Counts what is in manifests, and exports and asset imports of Ango Hub.

    A document is a path (of an archive all documents count), or the bytes of a file. One that
    cannot be used is told in `refused`, not raised. Raises UsageError for a document of another
    kind.

    >>> found = stats([b'{"images": [{"objectUrl": "s3://acme-media/a.png"}]}'])
    >>> found.items, found.urls.extensions.top
    (1, (Count(name='.png', number=1),))
    """
    if isinstance(documents, (str, bytes, os.PathLike)):
        raise UsageError("stats takes a list of documents, this is one document")
    counting = Counting(max_item_bytes=max_item_bytes)
    for document in documents:
        if isinstance(document, Source):
            with document.opened() as read:
                counting.take(read, document.name)
        elif isinstance(document, bytes):
            import io

            counting.take(io.BytesIO(document).read, "<bytes>")
        else:
            counting.take_file(document)
    return counting.result()


class Counting:
    """A count that is given its documents one by one."""

    def __init__(self, *, max_item_bytes: int | None = None) -> None:
        budget = Budget(_ALL_DISTINCT)
        self._max_item_bytes = max_item_bytes
        self._documents: list[DocumentStats] = []
        self._refused: list[FileReport] = []
        self._sections: dict[str, Counter[str]] = {}
        self._keys = Keys(budget)
        self._urls = {name: Tally(budget) for name in ("schemes", "hosts", "buckets", "extensions")}
        self._frames: Counter[str] = Counter()
        self._labels = _Labels(budget)

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
            return self.refuse(name, str(error))
        if is_archive(head):
            return self._take_opened(spooled(again), name, skip_unrelated=skip_unrelated)
        return self._take(again, name, skip_unrelated=skip_unrelated)

    def refuse(self, path: str, reason: str) -> bool:
        """Takes note of a document that cannot be read."""
        report = FileReport(path=path, kind=None, status="unreadable", error=reason)
        self._refused.append(report)
        return True

    def result(self) -> Stats:
        """The numbers of all that was taken, unless something was refused."""
        if self._refused:
            return Stats(refused=tuple(self._refused))
        names = sorted(self._sections, key=lambda name: (name == ASSETS, name))
        return Stats(
            documents=tuple(self._documents),
            sections=tuple(SectionStats(name=name, **self._sections[name]) for name in names),
            urls=UrlStats(**{name: tally.ranking() for name, tally in self._urls.items()}),
            keys=self._keys.results(),
            other_values=self._keys.other_values,
            frames=FrameStats(**self._frames),
            assets=self._labels.result() if ASSETS in self._sections else None,
        )

    def _take_opened(
        self, opening: AbstractContextManager[BinaryIO], name: str, *, skip_unrelated: bool
    ) -> bool:
        taken = False
        try:
            with opening as file:
                for document in contents.documents_in(file, name):
                    taken = self._take_one(document, skip_unrelated=skip_unrelated) or taken
        except UnreadableError as error:
            if skip_unrelated and isinstance(error, contents.UnrelatedError):
                return taken
            return self.refuse(name, str(error))
        return taken

    def _take_one(self, document: contents.Document, *, skip_unrelated: bool) -> bool:
        try:
            with document.opened() as read:
                return self._take(read, document.name, skip_unrelated=skip_unrelated)
        except UnreadableError as error:
            if skip_unrelated and isinstance(error, contents.UnrelatedError):
                return False
            return self.refuse(document.name, str(error))

    def _take(self, read: Read, name: str, *, skip_unrelated: bool) -> bool:
        size = 0

        def counted(most: int) -> bytes:
            nonlocal size
            data = read(most)
            size += len(data)
            return data

        try:
            document = Document(counted, name, None, self._max_item_bytes, strictly=skip_unrelated)
            if skip_unrelated and not document.is_related:
                return False
            items = urls = 0
            for batch in document.batches():
                items += len(batch.values)
                urls += self._count(document, batch)
        except Refused as refused:
            self._refused.append(refused.report)
        except UnreadableError as error:
            self.refuse(name, str(error))
        else:
            kind = document.format.kind
            self._documents.append(
                DocumentStats(path=name, kind=kind, size=size, items=items, urls=urls)
            )
        return True

    # --- items ----------------------------------------------------------------------------

    def _count(self, document: Document, batch: Batch) -> int:
        """Counts a batch; how many URLs it has."""
        key = str(batch.path[0]) if batch.path else LIST
        section = document.format.section_for(key) or key
        counts = self._sections.setdefault(section, Counter())
        counts["items"] += len(batch.values)
        counts["size"] += len(batch.chunk.data)
        self._keys.holders[section] += len(batch.values)
        urls = 0
        for value in batch.values:
            made = document.made(key, value)
            if isinstance(made, Item):
                self._count_item(made, section, counts)
            elif isinstance(made, Asset):
                self._count_asset(made)
            if made is not None:
                urls += document.format.count_urls(made)
        counts["urls"] += urls
        return urls

    def _count_item(self, item: Item, section: str, counts: Counter[str]) -> None:
        for _, url in item.urls():
            self._count_url(url)
        media = item.media
        if media is not None:
            size = next((media[key] for key in _SIZES if key in media), None)
            if isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**63:
                counts["files"] += 1
                counts["files_size"] += size
        for path, metadata in holders(item):
            is_item = path == (KEY,)
            self._keys.holders[FRAMES] += not is_item
            self._keys.add(metadata, section if is_item else FRAMES)
        encord = encord_of(item)
        if encord is not None:
            self._frames["videos"] += 1
            self._frames["described"] += len(encord.keyed)
            self._frames["listed"] += len(encord.listed)

    def _count_asset(self, asset: Asset) -> None:
        pages = bool(asset.rows("dataset"))
        for path, url in asset.urls():
            if not (pages and len(path) == 1) and not is_inline(url):
                self._count_url(url)
        metadata = asset.block("contextData")
        if metadata is not None:
            self._keys.add(metadata, ASSETS)
        self._labels.add(asset)

    def _count_url(self, url: str) -> None:
        tallies = self._urls
        scheme = _SCHEME.match(url)
        tallies["schemes"].add("none" if scheme is None else scheme[0].lower())
        found = diagnose(url, _SCHEMES)
        if found.fatal is None:
            if url[:4].lower() == "http":
                tallies["hosts"].add(found.host.lower())
            if found.bucket is not None:
                start = {"s3": "s3://", "gcs": "gs://"}.get(found.provider or "", "")
                tallies["buckets"].add(start + found.bucket)
            tallies["extensions"].add(found.extension or "none")


class _Labels:
    """What is in assets."""

    def __init__(self, budget: Budget) -> None:
        names = ("kinds", "stages", "batches", "classes", "geometries", "classifications")
        self._tallies = {name: Tally(budget) for name in names}
        self._tasks = self._tools = 0

    def add(self, asset: Asset) -> None:
        """Takes an asset."""
        tallies = self._tallies
        tallies["kinds"].add(asset.kind or "unknown")
        for batch in asset.rows("batches"):
            if isinstance(batch, str):
                tallies["batches"].add(batch)
        for _, task in asset.tasks():
            self._tasks += 1
            if isinstance(task.get("stage"), str):
                tallies["stages"].add(task["stage"])
            answers = task.get("classifications")
            self._titles(answers if isinstance(answers, list) else (), "classifications")
        tools = [tool for _, tool in current_tools(asset)]
        self._tools += len(tools)
        self._titles(tools, "classes")
        for tool in tools:
            for kind in kinds_in(tool):
                tallies["geometries"].add(kind)

    def _titles(self, holders_: Iterable[Any], name: str) -> None:
        for holder in holders_:
            title = holder.get("title") if isinstance(holder, dict) else None
            if isinstance(title, str):
                self._tallies[name].add(title)

    def result(self) -> AssetStats:
        """The numbers."""
        rankings = {name: tally.ranking() for name, tally in self._tallies.items()}
        return AssetStats(tasks=self._tasks, tools=self._tools, **rankings)
