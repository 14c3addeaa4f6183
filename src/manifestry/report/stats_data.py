"""Numbers of documents as plain data; its schema is manifestry/stats."""

from __future__ import annotations

from collections.abc import Sequence

from manifestry.report.data import Data
from manifestry.shaping.stats import KeyStats, Stats
from manifestry.shaping.tallies import Count, Ranking
from manifestry.version import VERSION


def stats_data(stats: Stats) -> Data:
    """The keys and values of the JSON form, which are a contract."""
    return {
        "tool": {"name": "manifestry", "version": VERSION},
        "documents": [
            {
                "path": each.path,
                "kind": each.kind,
                "bytes": each.size,
                "items": each.items,
                "urls": each.urls,
            }
            for each in stats.documents
        ],
        "sections": [
            {
                "name": each.name,
                "items": each.items,
                "urls": each.urls,
                "bytes": each.size,
                "media": {"files": each.files, "bytes": each.files_size},
            }
            for each in stats.sections
        ],
        "urls": {
            "schemes": _ranking(stats.urls.schemes),
            "hosts": _ranking(stats.urls.hosts),
            "buckets": _ranking(stats.urls.buckets),
            "extensions": _ranking(stats.urls.extensions),
        },
        "keys": [_key(key) for key in stats.keys],
        "other_values": stats.other_values,
        "frames": {
            "videos": stats.frames.videos,
            "described": stats.frames.described,
            "listed": stats.frames.listed,
        },
        "assets": _assets(stats),
    }


def _assets(stats: Stats) -> Data | None:
    assets = stats.assets
    if assets is None:
        return None
    return {
        "kinds": _ranking(assets.kinds),
        "tasks": assets.tasks,
        "stages": _ranking(assets.stages),
        "batches": _ranking(assets.batches),
        "tools": assets.tools,
        "classes": _ranking(assets.classes),
        "geometries": _ranking(assets.geometries),
        "classifications": _ranking(assets.classifications),
    }


def _key(key: KeyStats) -> Data:
    distinct, exact = key.distinct
    numbers, vectors = key.numbers, key.vectors
    return {
        "name": key.name,
        "values": key.values,
        "nulls": key.nulls,
        "holders": key.holders,
        "fill": round(key.fill, 6),
        "types": _counts(key.types),
        "where": _counts(key.where),
        "distinct": distinct,
        "exact": exact,
        "words": _ranking(key.words),
        "longest": key.longest,
        "numbers": None
        if numbers is None
        else {
            "number": numbers.number,
            "least": numbers.least,
            "most": numbers.most,
            "bins": [
                {"low": each.low, "high": each.high, "number": each.number} for each in numbers.bins
            ],
        },
        "vectors": None
        if vectors is None
        else {"number": vectors.number, "least": vectors.least, "most": vectors.most},
        "months": _counts(key.months),
    }


def _ranking(ranking: Ranking) -> Data:
    return {
        "top": _counts(ranking.top),
        "total": ranking.total,
        "distinct": ranking.distinct,
        "exact": ranking.exact,
    }


def _counts(counts: Sequence[Count]) -> list[Data]:
    return [{"name": each.name, "number": each.number} for each in counts]
