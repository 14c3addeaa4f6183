"""CSV manifests: rows to items and back, and the places of it all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.document import rows
from manifestry.document.rows import parsed, spans
from manifestry.errors import LimitError, UnreadableError, UsageError
from manifestry.findings import FileReport
from manifestry.formats.encord.csv.columns import TITLE_OF, is_header, read_header
from manifestry.formats.encord.csv.reading import CsvItem, read_csv
from manifestry.formats.encord.csv.writing import CSV_SECTIONS, Writer, left_out, write_csv
from manifestry.settings import Settings
from tests.work import lines_of

Json = dict[str, object]

GROUPS = "ObjectURL,Image group title,Create video\n"
MIXED = """ObjectURL,Video title
s3://acme-media/a.mp4,"cam 1, ""front\"""
s3://acme-media/b.mp4,

objecturl,IMAGE GROUP TITLE,create video
s3://acme-media/car7/0.jpg,car 7,false
s3://acme-media/walk/0.jpg,walk,
s3://acme-media/car7/1.jpg,car 7,FALSE
ObjectURL,Image title
s3://acme-media/front.jpg,front
ObjectURL,Dicom title
s3://acme-med/12/0.dcm,CT 12
ObjectURL,Image group title,Create video
s3://acme-media/car7/2.jpg,car 7,false
"""


def read(text: str | bytes, limit: int = 2**20) -> list[tuple[str, Json]]:
    """Section and item, in the order in which they come."""
    return [(found.section, found.item) for found in located(text, limit)]


def located(text: str | bytes, limit: int = 2**20) -> list[CsvItem]:
    """The items of a text."""
    return [*read_csv(BytesIO(text.encode() if isinstance(text, str) else text).read, b"", limit)]


def check(text: str | bytes, **settings: Any) -> FileReport:
    """What a check says of a text that is held to be a CSV manifest."""
    data = text.encode() if isinstance(text, str) else text
    report = manifestry.check(data, Settings(**{"kind": "encord-csv", **settings})).files[0]
    assert report.failures == ()
    return report


def found(text: str | bytes, **settings: Any) -> list[tuple[str, str, int, int]]:
    """The findings of a text: code, pointer, line and column."""
    findings = check(text, **settings).findings
    return [(each.code, each.pointer, each.line, each.column) for each in findings]


def written(items: Sequence[tuple[str, Json]]) -> bytes:
    """A CSV manifest as a whole."""
    return b"".join(write_csv(items))


class TestRead:
    """Rows to items."""

    def test_several_types(self) -> None:
        """Each header begins another type; groups come at the end, by their first rows."""
        assert read(MIXED) == [
            ("videos", {"objectUrl": "s3://acme-media/a.mp4", "title": 'cam 1, "front"'}),
            ("videos", {"objectUrl": "s3://acme-media/b.mp4"}),
            ("images", {"objectUrl": "s3://acme-media/front.jpg", "title": "front"}),
            (
                "image_groups",
                {
                    "title": "car 7",
                    "createVideo": False,
                    "objectUrl_0": "s3://acme-media/car7/0.jpg",
                    "objectUrl_1": "s3://acme-media/car7/1.jpg",
                    "objectUrl_2": "s3://acme-media/car7/2.jpg",
                },
            ),
            (
                "image_groups",
                {
                    "title": "walk",
                    "createVideo": True,
                    "objectUrl_0": "s3://acme-media/walk/0.jpg",
                },
            ),
            ("dicom_series", {"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm"}),
        ]

    def test_keys_of_a_group_in_order(self) -> None:
        """The rules on groups see numbers in a row."""
        (_, group), _ = read(GROUPS + "s3://a/0.jpg,a,\ns3://a/1.jpg,a,\ns3://b/0.jpg,b,\n")
        assert [*group] == ["title", "createVideo", "objectUrl_0", "objectUrl_1"]

    def test_places(self) -> None:
        """Every key has the place of its cell, and the item that of its first row."""
        items = located(MIXED)
        assert [(item.section, item.row) for item in items] == [
            ("videos", 0),
            ("videos", 1),
            ("images", 5),
            ("image_groups", 2),
            ("image_groups", 3),
            ("dicom_series", 6),
        ]
        assert items[0].places() == {"": (2, 1), "objectUrl": (2, 1), "title": (2, 23)}
        assert items[3].places() == {
            "": (6, 1),
            "title": (6, 28),
            "createVideo": (6, 34),
            "objectUrl_0": (6, 1),
            "objectUrl_1": (8, 1),
            "objectUrl_2": (14, 1),
        }

    @pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_line_ends(self, ending: str, mark: str) -> None:
        """Any line end, and a byte order mark: the items and their places are the same."""
        text = mark + MIXED.replace("\n", ending)
        assert read(text) == read(MIXED)
        assert [item.places() for item in located(text)] == [
            item.places() for item in located(MIXED)
        ]

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_other_delimiters(self, delimiter: str) -> None:
        """Semicolons and tabs are understood, and commas are then text."""
        text = f"ObjectURL{delimiter}Video title\ns3://acme-media/a,b.mp4{delimiter}a, b\n"
        assert read(text) == [("videos", {"objectUrl": "s3://acme-media/a,b.mp4", "title": "a, b"})]
        assert found(text) == [("E716", "", 1, 10)]

    def test_columns_in_any_order(self) -> None:
        """The header says which is which."""
        text = "Create video,Image group title,ObjectURL\nfalse,a,s3://acme-media/0.jpg\n"
        ((_, item),) = read(text)
        assert item == {"title": "a", "createVideo": False, "objectUrl_0": "s3://acme-media/0.jpg"}
        assert found(text) == []

    def test_urls_alone_are_videos(self) -> None:
        """A single column is a list of videos."""
        assert read("ObjectURL\ns3://a/b.mp4") == [("videos", {"objectUrl": "s3://a/b.mp4"})]

    def test_a_title_may_be_the_name_of_a_column(self) -> None:
        """A row with a URL in it is no header."""
        assert read("ObjectURL,Video title\ns3://a/b.mp4,ObjectURL\n") == [
            ("videos", {"objectUrl": "s3://a/b.mp4", "title": "ObjectURL"})
        ]

    @pytest.mark.parametrize(
        ("word", "flag"),
        [
            ("", True),
            ("true", True),
            ("TRUE", True),
            ("False", False),
            (" false ", False),
            ("no", False),
            ("0", False),
            ("yes", True),
            ("?", True),
        ],
    )
    def test_create_video(self, word: str, flag: bool) -> None:
        """True unless it says false; what is not understood is told."""
        text = f"{GROUPS}s3://acme-media/0.jpg,a,{word}\n"
        ((_, item),) = read(text)
        assert item["createVideo"] is flag
        clear = word.strip().lower() in ("", "true", "false")
        assert bool(found(text)) is not clear

    @pytest.mark.parametrize("size", [1, 7, 100])
    def test_pieces_of_any_size(self, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the pieces of a file end changes nothing."""
        text = MIXED.replace("\n", "\r\n").encode() * 3
        whole = located(text)
        monkeypatch.setattr(rows, "BATCH", size)
        source = BytesIO(text)
        pieces = [*read_csv(lambda _: source.read(size))]
        assert [(each.section, each.item, each.places()) for each in pieces] == [
            (each.section, each.item, each.places()) for each in whole
        ]

    def test_work_is_linear(self) -> None:
        """Twice the rows are twice the work, also where the rows of groups are mixed."""

        def work(count: int) -> int:
            rows = (f"s3://acme-media/{i}.jpg,{i % (count // 4)},\n" for i in range(count))
            data = (GROUPS + "".join(rows)).encode()
            return lines_of(lambda: [*read_csv(BytesIO(data).read)])

        assert work(800) < 2.2 * work(400)


class TestRefused:
    """What cannot be read."""

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ('ObjectURL\n"s3://a', ("E717", "", 2, 1)),
            ('ObjectURL\n"s3://a"b\n', ("E717", "", 2, 9)),
            ('ObjectURL,x\ns3://a,"b""\n\n', ("E717", "", 2, 8)),
            (b"ObjectURL\ns3://a/caf\xe9.mp4\n", ("J004", "", 2, 11)),
            (b'ObjectURL\ns3://a,"\n\xff', ("J004", "", 3, 1)),
            ("", ("J001", "", 1, 1)),
            ("\n \n", ("J001", "", 3, 1)),
            ("URL\ns3://a/b.mp4\n", ("E713", "", 1, 1)),
            ('{"videos": []}', ("E713", "", 1, 1)),
        ],
    )
    def test_faults(self, text: str | bytes, place: tuple[str, str, int, int]) -> None:
        """One finding says what and where, and the items do not end as if all were well."""
        ours = [each for each in found(text) if each[0] not in ("E711", "E005")]
        assert ours == [place]
        with pytest.raises(UnreadableError):
            read(text)

    def test_rows_before_a_fault_are_judged(self) -> None:
        """What stands above it is certain."""
        text = 'ObjectURL\ns3://acme media/a.mp4\n"s3://acme-media/b.mp4\n'
        assert found(text) == [("E203", "/0/ObjectURL", 2, 1), ("E717", "", 3, 1)]

    def test_a_quote_that_swallows_the_file(self) -> None:
        """It is found at the quote, not where the reader gave up."""
        rows = "s3://acme-media/b.mp4,b\n" * 20_000
        text = f'ObjectURL,Video title\ns3://acme-media/a.mp4,"a\n{rows}'
        assert ("E717", "", 2, 23) in found(text)

    def test_a_long_cell(self) -> None:
        """A cell has its limit, which is told where it stands."""
        for cell in ("a" * 200_000, f'"{"a" * 200_000}"'):
            report = check(f"ObjectURL,Video title\ns3://acme-media/a.mp4,{cell}\n")
            (finding,) = [each for each in report.findings if each.code == "E717"]
            assert "131,072" in finding.message
            assert (finding.line, finding.column) == (2, 23)

    def test_limits(self) -> None:
        """A row or a group that is too large stops the work."""
        with pytest.raises(LimitError):
            read(f'ObjectURL\n"{"a" * 3000}"\n', 1000)
        group = GROUPS + "".join(f"s3://acme-media/{i}.jpg,a,\n" for i in range(100))
        with pytest.raises(LimitError):
            read(group, 1000)
        assert check(group, max_item_bytes=1000).status == "unreadable"

    def test_a_full_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """That groups cannot be put aside is an error of one line."""

        class Full(BytesIO):
            def write(self, _: object) -> int:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda max_size: Full())
        report = check(GROUPS + "s3://acme-media/0.jpg,a,\n")
        assert report.error is not None
        assert "No space left" in report.error


class TestChecked:
    """Places and pointers of findings on items."""

    def test_a_row_of_a_group(self) -> None:
        """The pointer leads to the row that the URL stands in, also where others are between."""
        text = (
            GROUPS + "s3://acme-media/0.jpg,a,false\ns3://acme-media/1.jpg,b,false\n"
            "s3://acme media/2.jpg,a,false\n"
        )
        assert found(text, ignore=("E720",)) == [("E203", "/2/ObjectURL", 4, 1)]

    def test_groups_without_title_are_one_finding(self) -> None:
        """So many rows without a title have one thing wrong with them."""
        text = "ObjectURL,Create video\n" + "".join(
            f"s3://acme-media/{i}.jpg,false\n" for i in range(3)
        )
        assert found(text) == [("E301", "/0", 2, 1)]

    def test_an_empty_url(self) -> None:
        """A cell that is blank or missing is a URL that is empty."""
        assert found("Video title,ObjectURL\na,\n") == [("E202", "/0/ObjectURL", 2, 3)]
        assert found("Video title,ObjectURL\na\n") == [("E202", "/0/ObjectURL", 2, 1)]
        text = "Image group title,ObjectURL\na,s3://acme-media/0.jpg\na\n"
        assert found(text) == [("E202", "/1/ObjectURL", 3, 1)]

    def test_a_repeated_url(self) -> None:
        """The message names the row that has it first."""
        text = "ObjectURL\ns3://acme-media/a.mp4\n\ns3://acme-media/a.mp4\n"
        (finding,) = check(text).findings
        assert (finding.code, finding.pointer, finding.line) == ("E215", "/1/ObjectURL", 4)
        assert 'the URL of /0: "s3' in finding.message

    def test_a_kind_that_is_not_allowed(self) -> None:
        """All items of a type have one finding, at their header."""
        text = "ObjectURL\ns3://acme-media/a.mp4\nObjectURL,Image title\ns3://acme-media/a.jpg,\n"
        assert found(text, only=frozenset({"video"})) == [("E010", "/images", 3, 1)]

    def test_no_items(self) -> None:
        """A header alone imports nothing."""
        assert found("ObjectURL,Video title\n") == [("E005", "", 1, 1)]

    def test_counts(self) -> None:
        """A group is one item with the URLs of its rows."""
        report = check(MIXED)
        assert (report.kind, report.items, report.urls) == ("encord-csv", 6, 8)


class TestHeaders:
    """What the names of columns say."""

    @pytest.mark.parametrize(
        ("cells", "section", "columns"),
        [
            (["ObjectURL"], "videos", (0, -1, -1)),
            ([" objecturl ", "VIDEO TITLE"], "videos", (0, 1, -1)),
            (["Image title", "ObjectURL"], "images", (1, 0, -1)),
            (["ObjectURL", "Image group title"], "image_groups", (0, 1, -1)),
            (["ObjectURL", "Create video"], "image_groups", (0, -1, 1)),
            (["ObjectURL", "", "Dicom title", "", ""], "dicom_series", (0, 2, -1)),
        ],
    )
    def test_plain(self, cells: list[str], section: str, columns: tuple[int, ...]) -> None:
        """Section and columns."""
        header = read_header(cells)
        assert (header.section, (header.url, header.title, header.flag)) == (section, columns)
        assert header.doubts == ()

    @pytest.mark.parametrize(
        ("cells", "doubts"),
        [
            (["ObjectURL", "Group title"], [("unknown-csv-column", 1)]),
            (["object_url", "site"], [("unknown-csv-column", 0), ("unknown-csv-column", 1)]),
            (["ObjectURL", "Video title", "Dicom title"], [("conflicting-csv-columns", 2)]),
            (["ObjectURL", "ObjectURL"], [("conflicting-csv-columns", 1)]),
        ],
    )
    def test_doubtful(self, cells: list[str], doubts: list[tuple[str, int]]) -> None:
        """What is odd, and where."""
        assert [(each.rule, each.column) for each in read_header(cells).doubts] == doubts

    def test_a_header_among_rows(self) -> None:
        """It has the column of URLs, and no URL in it."""
        assert is_header(["Image title", "objecturl"], 0)
        assert is_header(["Object URL"], 3)
        assert not is_header(["s3://a/b.mp4", "ObjectURL"], 0)
        assert not is_header(["a", "b"], 0)


class TestWrite:
    """Items to rows."""

    def test_what_it_looks_like(self) -> None:
        """A header at each change of section; text to the letter, formulas too."""
        items: list[tuple[str, Json]] = [
            ("videos", {"objectUrl": "s3://acme-media/a.mp4", "title": "=1+1"}),
            ("videos", {"objectUrl": "s3://acme-media/b.mp4"}),
            (
                "image_groups",
                {"objectUrl_10": "s3://a/b", "title": "a, b", "objectUrl_2": "s3://a/a"},
            ),
            ("dicom_series", {"title": 'the "CT"', "objectUrl_0": "s3://a/0.dcm"}),
        ]
        assert written(items).decode() == (
            "ObjectURL,Video title\r\ns3://acme-media/a.mp4,=1+1\r\ns3://acme-media/b.mp4,\r\n"
            "ObjectURL,Image group title,Create video\r\n"
            's3://a/a,"a, b",false\r\ns3://a/b,"a, b",false\r\n'
            'ObjectURL,Dicom title\r\ns3://a/0.dcm,"the ""CT"""\r\n'
        )

    def test_nothing(self) -> None:
        """Without items there is a header."""
        assert written([]) == b"ObjectURL,Video title\r\n"

    @pytest.mark.parametrize(
        ("section", "item", "keys"),
        [
            ("videos", {"objectUrl": "s3://a/b.mp4", "title": "t"}, ()),
            (
                "videos",
                {"title": " ", "objectUrl": "s3://a/b.mp4", "clientMetadata": {}},
                ("title", "clientMetadata"),
            ),
            ("images", {"objectUrl": "s3://a/b.jpg", "objectUrl_0": "x"}, ("objectUrl_0",)),
            ("image_groups", {"createVideo": "yes", "objectUrl_0": "s3://a"}, ("createVideo",)),
            ("dicom_series", {"createVideo": True, "objectUrl_0": "s3://a"}, ("createVideo",)),
            ("audio", {"objectUrl": "s3://a/b.mp3"}, ("objectUrl",)),
        ],
    )
    def test_left_out(self, section: str, item: Json, keys: tuple[str, ...]) -> None:
        """The keys that have no column."""
        assert left_out(section, item) == keys

    @pytest.mark.parametrize(
        ("section", "item", "words"),
        [
            ("audio", {"objectUrl": "s3://a/b.mp3"}, "no form in CSV"),
            ("videos", {"title": "a"}, "no URL"),
            ("videos", {"objectUrl": " "}, "no URL"),
            ("videos", {"objectUrl": 1}, "no URL"),
            ("videos", {"objectUrl": "Object URL"}, "header"),
            ("videos", {"objectUrl": "a", "title": "objecturl"}, "header"),
            ("videos", {"objectUrl": "s3://a", "title": "\udc80"}, "surrogate"),
            ("videos", {"objectUrl": "s3://" + "a" * 200_000}, "131,072"),
            ("image_groups", {"title": "a"}, "no URL"),
            ("image_groups", {"objectUrl_0": "s3://a"}, "no title"),
        ],
    )
    def test_refused(self, section: str, item: Json, words: str) -> None:
        """An item that has no form in CSV is not written as another."""
        assert words in (Writer().refusal(section, item) or "")
        with pytest.raises(UsageError, match=words):
            written([(section, item)])

    def test_two_groups_of_one_title(self) -> None:
        """They would be one; in different sections they are not."""
        group: Json = {"title": "a", "objectUrl_0": "s3://a/0"}
        writer = Writer()
        assert writer.refusal("image_groups", group) is None
        writer.rows("image_groups", group)
        assert "of both" in (writer.refusal("image_groups", group) or "")
        assert writer.refusal("dicom_series", group) is None


# --- properties ---------------------------------------------------------------------------

AWKWARD = st.sampled_from(['"', ",", "\n", "\r", "\r\n", ";", "\t", "=", "é", "\u2028", "\0", " "])
TEXT = st.lists(AWKWARD | st.characters(codec="utf-8"), min_size=1).map("".join)
TITLE = (TEXT | st.sampled_from(["ObjectURL", "=cmd()", "true"])).filter(lambda text: text.strip())
URL = TEXT.map(lambda text: f"s3://acme-media/{text}")


def _single(section: str) -> st.SearchStrategy[tuple[str, Json]]:
    item = st.fixed_dictionaries({"objectUrl": URL}, optional={"title": TITLE})
    return st.tuples(st.just(section), item)


def _group(section: str) -> st.SearchStrategy[tuple[str, Json]]:
    def made(title: str, flag: bool, urls: list[str]) -> tuple[str, Json]:
        item: Json = {"title": title}
        if section == "image_groups":
            item["createVideo"] = flag
        return section, item | {f"objectUrl_{at}": url for at, url in enumerate(urls)}

    return st.builds(made, TITLE, st.booleans(), st.lists(URL, min_size=1, max_size=4))


def _identity(entry: tuple[str, Json]) -> object:
    section, item = entry
    return (section, item["title"]) if "objectUrl_0" in item else id(item)


ITEMS = st.lists(
    _single("videos") | _single("images") | _group("image_groups") | _group("dicom_series"),
    unique_by=_identity,
)


@given(ITEMS)
def test_what_is_written_is_read_again(items: list[tuple[str, Json]]) -> None:
    """All items come back as they were, in order within their section."""
    again = read(written(items))
    for section in CSV_SECTIONS:
        ours = [item for name, item in items if name == section]
        assert [item for name, item in again if name == section] == ours
    assert len(again) == len(items)


@given(ITEMS)
def test_nothing_is_odd_about_the_rows_that_are_written(items: list[tuple[str, Json]]) -> None:
    """No rule on rows and columns has anything to say of them."""
    report = check(written(items))
    assert not [each for each in report.findings if each.code.startswith(("E71", "E72", "J"))]


@given(st.text(st.sampled_from('ab",\n\ré'), max_size=40))
def test_cells_stand_where_they_were_read(text: str) -> None:
    """For every record the spans hold as many cells, and those without quotes to the letter."""
    data = text.encode()
    for record in parsed(data, ",").records:
        if record.cells:
            cells = [data[start:end].decode() for start, end in spans(data, record.start, ",")]
            assert len(cells) == len(record.cells)
            for shown, cell in zip(cells, record.cells, strict=True):
                bare = shown[1:-1].replace('""', '"') if shown.startswith('"') else shown
                assert bare == cell


LINE = (
    b"ObjectURL,Video title", b"objecturl;Image group title", b"Object URL", b"", b",,", b"true",
    b"s3://acme-media/a.mp4,a", b's3://a,"b', b'"c",d', b"e,f,g,h", b"\xff", b"\r", b"\xef\xbb\xbf",
    b"ObjectURL,Image group title,Create video", b"ObjectURL,,Dicom title,x",
)  # fmt: skip
LINES = st.lists(st.sampled_from(LINE) | st.binary(max_size=12))


@given(LINES, st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_bytes_have_a_report(lines: list[bytes], ending: bytes) -> None:
    """Whatever there is in a file, no rule fails, and findings stand inside it."""
    data = ending.join(lines)
    report = check(data)
    if report.error is not None:
        return  # UTF-16, an archive
    count = len(data.splitlines()) + 1
    assert all(1 <= each.line <= count and each.column >= 1 for each in report.findings)


def test_pieces_are_one_an_item() -> None:
    """Nothing waits in memory for the end."""
    item = {"objectUrl": "s3://a/b", "objectUrl_0": "s3://a", "title": "t"}
    pieces = [*write_csv((section, item) for section in TITLE_OF)]
    assert [piece.count(b"s3://") for piece in pieces] == [1] * len(TITLE_OF)
