"""What is counted in documents, and how it is shown."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from manifestry.engine.schema import validator
from manifestry.errors import UsageError
from manifestry.report import Look
from manifestry.report.cells import width
from manifestry.report.data import dumps
from manifestry.report.stats import render
from manifestry.report.stats_data import stats_data
from manifestry.shaping.counting import stats
from manifestry.shaping.keys import MAX_KEYS
from manifestry.shaping.reading import Source
from manifestry.shaping.stats import DocumentStats, KeyStats, SectionStats, Stats
from manifestry.shaping.tallies import MAX_DISTINCT, MAX_TOP, Bin, Budget, Histogram, Ranking, Tally

ROOT = Path(__file__).resolve().parents[2]
VALID = ROOT / "fixtures" / "valid"
SAMPLES = ROOT.parent / "shared" / "samples"
SHAPING = ROOT / "fixtures" / "shaping"


def _images(*metadata: Any) -> bytes:
    items = [
        {"objectUrl": f"s3://acme-media/{number}.png", "clientMetadata": each}
        for number, each in enumerate(metadata)
    ]
    return json.dumps({"images": items}).encode()


def _key(*values: Any) -> KeyStats:
    (found,) = stats([_images(*({"k": value} for value in values))]).keys
    return found


def _lines(found: Stats, columns: int) -> list[str]:
    return list(render(found, Look(width=columns)))


class TestCounting:
    """Numbers of documents."""

    def test_sections_and_documents(self) -> None:
        """Items, URLs and bytes are those of the sections; media sizes are added up."""
        data = json.dumps(
            {
                "videos": [
                    {"objectUrl": "s3://a/b.mp4", "videoMetadata": {"file_size": 10}},
                    {"objectUrl": "s3://a/c.mp4", "videoMetadata": {"file_size": 2.5}},
                    {"objectUrl": 5, "videoMetadata": {"file_size": True}},
                    "no item",
                ],
                "images": [{"objectUrl": "s3://a/d.png", "imageMetadata": {"fileSize": 7}}],
                "image_groups": [{"objectUrl_0": "s3://a/e", "objectUrl_1": "s3://a/f"}],
                "skip_duplicate_urls": True,
            }
        ).encode()
        found = stats([data])
        assert found.documents == (
            DocumentStats(path="<bytes>", kind="encord-manifest", size=len(data), items=6, urls=5),
        )
        assert [(each.name, each.items, each.urls) for each in found.sections] == [
            ("image_groups", 1, 2),
            ("images", 1, 1),
            ("videos", 4, 2),
        ]
        assert [(each.files, each.files_size) for each in found.sections] == [
            (0, 0),
            (1, 7),
            (1, 10),
        ]
        group = b'{"objectUrl_0": "s3://a/e", "objectUrl_1": "s3://a/f"}'
        assert found.sections[0].size == len(group)
        assert found.items == 6
        assert found.assets is None

    def test_misspelt_sections_count_as_what_they_are(self) -> None:
        """Two spellings of one section are one."""
        found = stats(
            [b'{"imageGroups": [{"objectUrl_0": "s3://a/b"}]}', b'{"image_groups": [{}]}']
        )
        assert found.sections == (
            SectionStats(name="image_groups", items=2, urls=1, size=29, files=0, files_size=0),
        )

    def test_urls(self) -> None:
        """Schemes, hosts, buckets and extensions, whatever the URLs are like."""
        urls = [
            "s3://acme-media/a.PNG", "https://acme-media.s3.eu-west-1.amazonaws.com/b.png",
            "https://me:pw@CDN.acme.example/c.nii.gz?sig=abc", "gs://acme/d", "ftp://acme.example/e",
            "plain", "https://acme.blob.core.windows.net/box/f.jpg",
        ]  # fmt: skip
        data = json.dumps({"images": [{"objectUrl": url} for url in urls]}).encode()
        found = stats([data]).urls
        assert dict(found.schemes.top) == {"https": 3, "s3": 1, "gs": 1, "ftp": 1, "none": 1}
        assert {each.name for each in found.hosts.top} == {
            "acme-media.s3.eu-west-1.amazonaws.com",
            "cdn.acme.example",
            "acme.blob.core.windows.net",
        }
        assert dict(found.buckets.top) == {"s3://acme-media": 2, "gs://acme": 1, "box": 1}
        assert dict(found.extensions.top) == {".png": 2, ".nii.gz": 1, "none": 1, ".jpg": 1}

    def test_frames(self) -> None:
        """Frames have keys of their own; what they are filled of are frames."""
        frames = {"0": {"weather": "fog"}, "5": {}, "7": "x"}
        metadata = {"site": "north", "$encord": {"frames": frames}}
        listed = {"$encord": {"frames": [1, 2, 3]}}
        videos = [{"clientMetadata": each} for each in (metadata, listed, None, 5)]
        found = stats([json.dumps({"videos": videos, "upsert_metadata": True}).encode()])
        assert (found.frames.videos, found.frames.described, found.frames.listed) == (2, 3, 3)
        filled = {key.name: (key.values, key.holders, dict(key.where)) for key in found.keys}
        assert filled == {"site": (1, 4, {"videos": 1}), "weather": (1, 2, {"frames": 1})}

    def test_assets(self) -> None:
        """Kinds, stages, batches and classes of Ango Hub, of both generations."""
        found = stats([VALID / "ango-export" / "archive of both generations.json"])
        assert found.assets is not None
        assert (found.assets.tasks, found.assets.kinds.total) == (2, 2)
        asset = {
            "asset": "https://acme.example/a.png",
            "externalId": "a",
            "batches": ["b1", None, "b2"],
            "contextData": {"city": "Zürich"},
            "task": {
                "stage": "Review",
                "tools": [{"title": "car", "point": [1, 2]}, {"title": "car"}, {"ner": {}}, 5],
                "classifications": [{"title": "Weather"}, {"title": 5}, 7],
            },
        }
        text = {**asset, "asset": "<p>some\ntext</p>", "task": {"stage": 5, "classifications": 5}}
        pages = {**asset, "dataset": ["https://acme.example/0.jpg", "https://acme.example/1.jpg"]}
        found = stats([json.dumps([asset, text, pages]).encode()])
        labels = found.assets
        assert labels is not None
        assert dict(labels.kinds.top) == {"image": 1, "inline": 1, "multi-image": 1}
        assert dict(labels.batches.top) == {"b1": 3, "b2": 3}
        assert (labels.tasks, labels.tools) == (3, 6)
        assert dict(labels.stages.top) == {"Review": 2}
        assert dict(labels.classes.top) == {"car": 4}
        assert dict(labels.geometries.top) == {"point": 2, "ner": 2}
        assert dict(labels.classifications.top) == {"Weather": 2}
        assert dict(found.urls.extensions.top) == {".jpg": 2, ".png": 1}
        (key,) = found.keys
        assert (key.name, key.fill, dict(key.where)) == ("city", 1.0, {"assets": 3})

    def test_documents_that_cannot_be_used(self, tmp_path: Path) -> None:
        """They are told; no numbers of the rest pass for those of all."""
        bad = tmp_path / "bad.json"
        bad.write_bytes(b'{"images": [{"a": 1,}]}')
        found = stats([_images({}), bad, tmp_path / "none.json"])
        assert not found.ok
        assert (found.documents, found.sections) == ((), ())
        assert [(each.status, each.error) for each in found.refused] == [
            ("findings", None),
            ("unreadable", "no such file"),
        ]
        with pytest.raises(UsageError, match="this is one document"):
            stats("a.json")
        with pytest.raises(UsageError, match="metadata schema"):
            stats([VALID.parent / "metadata" / "schema.json"])

    def test_archives_and_sources(self, tmp_path: Path) -> None:
        """Every document of an archive counts; what is read may come from anywhere."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.json", _images({}, {}))
            archive.writestr("b.json", _images({}))
        file = tmp_path / "both.zip"
        file.write_bytes(packed.getvalue())
        for document in (file, packed.getvalue()):
            found = stats([document])
            assert [each.items for each in found.documents] == [2, 1]
            assert found.documents[0].size == len(_images({}, {}))
        source = Source("here", lambda: nullcontext(io.BytesIO(_images({})).read))
        assert stats([source]).documents[0].path == "here"

    def test_samples_can_be_counted(self) -> None:
        """Nothing genuine raises."""
        paths = sorted(SAMPLES.glob("*/*.json"))
        if not paths:
            pytest.skip("there are no samples beside this checkout")
        counted = 0
        for path in paths:
            try:
                counted += stats([path]).items
            except UsageError:
                assert "schema" in path.name
        assert counted > 20


class TestKeys:
    """What is told of one key."""

    def test_words(self) -> None:
        """Texts and truth values are ranked, by name where they are equally many."""
        key = _key("north", "south", "south", True, None, "east", ["x"], {"y": 1})
        assert [*key.words.top] == [("south", 2), ("east", 1), ("north", 1), ("true", 1)]
        assert (key.values, key.nulls, key.holders, key.fill) == (7, 1, 8, 0.875)
        assert dict(key.types) == {
            "string": 4, "boolean": 1, "null": 1, "array": 1, "object": 1,
        }  # fmt: skip
        assert (key.distinct, key.longest) == ((4, True), 5)

    def test_numbers(self) -> None:
        """Numbers have a span, bins, and how many are different."""
        numbers = _key(1, 2, 2.0, 10, "3").numbers
        assert numbers is not None
        assert (numbers.number, numbers.least, numbers.most, numbers.distinct) == (4, 1, 10, 3)
        assert sum(each.number for each in numbers.bins) == 4

    def test_vectors_and_dates(self) -> None:
        """Embeddings have sizes, dates months."""
        vectors = _key([1, 2], [1, 2, 3.5], ["a"]).vectors
        assert vectors is not None
        assert (vectors.number, vectors.least, vectors.most) == (2, 2, 3)
        months = _key(
            "2024-05-01", "2024-02-03T10:00:00Z", "2024-05-31 10:00", "2024-02-30", "2024-05x"
        ).months
        assert [*months] == [("2024-02", 1), ("2024-05", 2)]

    def test_caps(self) -> None:
        """What is beyond a cap is counted, not told apart."""
        key = _key(*(f"value {number}" for number in range(MAX_DISTINCT + 5)), "value 0")
        assert (key.distinct, len(key.words.top)) == ((MAX_DISTINCT, False), MAX_TOP)
        assert key.words.top[0] == ("value 0", 2)
        assert key.words.total == MAX_DISTINCT + 6
        key = _key(*range(MAX_DISTINCT + 5))
        assert key.distinct == (MAX_DISTINCT, False)
        long = _key("x" * 256, "y", "x" * 256)
        assert (long.words.top, long.words.total, long.distinct) == ((("y", 1),), 3, (1, False))
        many = {str(number): 1 for number in range(MAX_KEYS + 7)}
        found = stats([_images(many, {"k" * 1001: 1})])
        assert (len(found.keys), found.other_values) == (MAX_KEYS, 8)
        assert "8 values of further keys" in _lines(found, 80)

    def test_secrets_are_struck_out(self) -> None:
        """No signature is shown, in whichever form."""
        found = stats([_images({"link": "https://acme.example/a?X-Amz-Signature=abcdef"})])
        assert "abcdef" not in dumps(stats_data(found))
        assert "abcdef" not in "".join(_lines(found, 80))


class TestTallies:
    """Counting in bounded memory."""

    def test_a_budget_is_shared(self) -> None:
        """What one tally remembers another one cannot."""
        budget = Budget(3)
        one, other = Tally(budget), Tally(budget)
        one.add("a")
        one.add("b", 2)
        for name in "abca":
            other.add(name)
        assert one.ranking() == Ranking((("b", 2), ("a", 1)), 3, 2, exact=True)  # type: ignore[arg-type]
        assert other.ranking() == Ranking((("a", 2),), 4, 1, exact=False)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("numbers", "bins"),
        [
            ([], []),
            ([7, 7.0], [(7, 7, 2)]),
            ([1, 2, 2, 4], [(1, 2, 1), (2, 3, 2), (3, 4, 0), (4, 5, 1)]),
            ([-1, 0], [(-1, 0, 1), (0, 1, 1)]),
            ([0, 100], [(low, low + 8, int(low in (0, 96))) for low in range(0, 104, 8)]),
        ],
    )
    def test_bins(self, numbers: list[float], bins: list[tuple[float, float, int]]) -> None:
        """Whole numbers have whole bins, twenty at most, and empty ones between."""
        histogram = Histogram()
        for number in numbers:
            histogram.add(number)
        assert [*histogram.bins()] == bins

    @pytest.mark.parametrize(
        "numbers",
        [
            (-1.7e308, 1.7e308), (5e-324, 0.0), (1.7e308, 1.6999999999999998e308), (0.1, 0.2),
            (5e-324, 1.7e308), (-0.0, 0.0), (1e16, 1e16 + 2), (-5e-324, 5e-324),
        ],
    )  # fmt: skip
    def test_the_edges_of_numbers(self, numbers: tuple[float, float]) -> None:
        """Nothing overflows, and every number is in a bin."""
        for order in itertools.permutations(numbers):
            histogram = Histogram()
            for number in order:
                histogram.add(number)
            bins = histogram.bins()
            assert len(bins) <= 20
            assert sum(each.number for each in bins) == 2
            assert bins[0].low <= min(numbers)
            assert bins[-1].high >= max(numbers)
            assert isinstance(bins[0], Bin)


class TestReports:
    """The numbers as text and as JSON."""

    MANY = (
        SHAPING / "north.json",
        VALID / "multi-type" / "everything.json",
        VALID / "ango-export" / "every geometry – Café Übersee (2).json",
        VALID / "ango-export" / "legacy, with all that could be asked for.json",
        VALID / "ango-import" / "images by URL.json",
    )

    @pytest.mark.parametrize("columns", [40, 80, 120])
    def test_no_line_is_wider_than_the_screen(self, columns: int) -> None:
        """However narrow it is, and whatever the names are like."""
        odd = {
            "é" * 90: "語" * 50,
            "a\x1b[31m\tb\n": "\x1b]0;x\x07",
            "": 1,
            "n": 10**200,
            "v": [1] * 9,
        }
        found = stats([*self.MANY, _images(odd, {**odd, "": None, "n": -1.5})])
        lines = _lines(found, columns)
        assert max(map(width, lines)) <= columns
        assert all(line.isprintable() for line in lines)

    def test_the_table(self) -> None:
        """What there is, to the letter."""
        assert _lines(stats([SHAPING / "north.json"]), 80) == [
            "SECTION       ITEMS  URLS  BYTES  MEDIA",
            "image_groups      1     2    107",
            "videos            2     2    335",
            "",
            "URLS        NUMBER  DISTINCT  MOST FREQUENT",
            "schemes          4         2  gs (2), s3 (2)",
            "buckets          4         2  gs://acme-cars (2), s3://acme-media (2)",
            "extensions       4         2  .jpg (2), .mp4 (2)",
            "",
            "KEY     VALUES  FILLED  DISTINCT  TYPE    WHERE",
            "serial       1   50.0%         1  number  videos",
            "    numbers: 12345678901234567890",
            "site         2  100.0%         1  string  videos",
            "    north (2)",
            "speed        2  100.0%         2  number  videos",
            "    numbers from 12.5 to 31",
            "taken        2  100.0%         2  string  videos",
            "    2026-03-14 (1), 2026-04-01 (1)",
            "    dates from 2026-03 to 2026-04",
            "",
            "1 document: 3 items, 4 URLs, 530 bytes.",
        ]

    def test_colours(self) -> None:
        """The heads of tables stand out where there are colours."""
        lines = list(render(stats([SHAPING / "north.json"]), Look(color=True)))
        assert sum(line.startswith("\x1b[1m") for line in lines) == 3

    @pytest.mark.parametrize("number", range(len(MANY)))
    def test_json_fits_its_schema(self, number: int) -> None:
        """What is written is what the schema promises."""
        found = stats([self.MANY[number]])
        data = json.loads(dumps(stats_data(found)))
        schema = validator("manifestry/stats.schema.json")
        assert list(schema.errors(data)) == []
        assert data["documents"][0]["items"] == found.items
        assert (data["assets"] is None) == (found.assets is None)
        assert list(schema.errors({**data, "more": 1})) != []

    def test_json_of_nothing(self) -> None:
        """The numbers of no document are zeros."""
        schema = validator("manifestry/stats.schema.json")
        assert list(schema.errors(json.loads(dumps(stats_data(Stats()))))) == []
