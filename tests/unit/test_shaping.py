"""Splitting and merging: what is in the files, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from manifestry.errors import LimitError, OutputError, UnreadableError, UsageError
from manifestry.shaping import Limits, Merge, Repeat, Source, merge, split
from manifestry.shaping.parts import Parts
from manifestry.shaping.reading import MAX_MEMBERS
from manifestry.shaping.splitting import part_names

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = ROOT / "fixtures/valid/multi-type/everything.json"
EXPORTS = ROOT / "fixtures/valid/ango-export"
REQUEST = ROOT / "fixtures/valid/ango-import/body of a request (Zürich, März).json"
ONE = Limits(items=1)


def _videos(*names: str, **more: Any) -> bytes:
    items = [{"objectUrl": f"s3://acme-media/{name}.mp4"} for name in names]
    return json.dumps({**more, "videos": items}).encode()


def _group(*names: str) -> dict[str, str]:
    return {f"objectUrl_{number}": f"gs://acme/{name}.jpg" for number, name in enumerate(names)}


def _source(name: str, data: bytes) -> Source:
    return Source(f"{name}.json", lambda: nullcontext(io.BytesIO(data).read))


def _merged(*documents: bytes, **options: Any) -> tuple[Merge, Any]:
    pieces: list[bytes] = []
    sources = [_source(name, data) for name, data in zip("abcd", documents, strict=False)]
    merged = merge(sources, pieces.append, **options)
    text = b"".join(pieces)
    return merged, json.loads(text) if text else None


def _left(folder: Path) -> set[str]:
    return set(os.listdir(folder))


class TestSplit:
    """What goes into which part."""

    def test_items_urls_and_bytes(self, tmp_path: Path) -> None:
        """A part ends before the item that would be too much of anything."""
        data = json.dumps(
            {
                "images": [{"objectUrl": "s3://acme/a.png"}] * 3,
                "image_groups": [_group("a", "b")] * 2,
            }
        ).encode()

        def sizes(**limits: int) -> list[tuple[int, int]]:
            made = split(data, tmp_path, limits=Limits(**limits), force=True)
            return [(part.items, part.urls) for part in made.parts]

        assert sizes() == [(5, 7)]
        assert sizes(items=2) == [(2, 2), (2, 3), (1, 2)]
        assert sizes(urls=4) == [(3, 3), (2, 4)]
        whole = split(data, tmp_path, force=True).parts[0].size
        assert sizes(bytes=whole) == [(5, 7)]
        assert len(sizes(bytes=whole - 1)) == 2

    def test_all_else_is_in_every_part(self, tmp_path: Path) -> None:
        """Flags, unknown members and lists that are no sections come along; so do empty ones."""
        more = {"$schema": "x", "tags": ["a", {"b": [1]}], "data_groups": []}
        data = _videos("a", "b", **more)[:-1] + b', "audio": [], "skip_duplicate_urls": true}'
        made = split(data, tmp_path, limits=ONE)
        for part, name in zip(made.parts, "ab", strict=True):
            assert json.loads(Path(part.path).read_bytes()) == {
                **more,
                "audio": [],
                "skip_duplicate_urls": True,
                "videos": [{"objectUrl": f"s3://acme-media/{name}.mp4"}],
            }

    def test_names(self, tmp_path: Path) -> None:
        """The names are those of the document, in the order of the parts."""
        packed = tmp_path / "cams.v2.json.gz"
        packed.write_bytes(gzip.compress(_videos("a", "b")))
        folder = tmp_path / "new" / "parts"
        split(packed, folder, limits=ONE)
        assert _left(folder) == {"cams.v2-0001.json", "cams.v2-0002.json"}
        split(packed, folder, limits=ONE, stem="x")
        assert _left(folder) >= {"x-0001.json", "x-0002.json"}
        names = part_names("w", ".json", 10_000)
        assert (names[0], names[-1], len(names)) == ("w-00001.json", "w-10000.json", 10_000)
        assert names == sorted(names)

    @pytest.mark.parametrize("stem", ["", "a/b", "..", "a\0b"])
    def test_a_stem_is_no_path(self, tmp_path: Path, stem: str) -> None:
        """A stem leads into no other folder."""
        with pytest.raises(UsageError, match="beginning of a file name"):
            split(_videos("a"), tmp_path, stem=stem)

    def test_nothing_in_it(self, tmp_path: Path) -> None:
        """A manifest of no items has one part of none."""
        made = split(b'{"videos": []}', tmp_path)
        assert [part.items for part in made.parts] == [0]
        assert Path(made.parts[0].path).read_bytes() == b'{\n  "videos": []\n}\n'

    def test_assets_of_ango(self, tmp_path: Path) -> None:
        """Lists stay lists, lines lines, a request a request; they have no limits of their own."""
        lines = split(EXPORTS / "one asset a line.ndjson", tmp_path, limits=ONE)
        assert [os.path.basename(part.path) for part in lines.parts] == [
            f"one asset a line-000{number}.ndjson" for number in (1, 2, 3)
        ]
        for part in lines.parts:
            assert Path(part.path).read_bytes().count(b"\n") == 1
        listed = split(EXPORTS / "archive of both generations.json", tmp_path, limits=ONE)
        assert [len(json.loads(Path(part.path).read_bytes())) for part in listed.parts] == [1, 1]
        request = split(REQUEST, tmp_path, limits=ONE, stem="r")
        original = json.loads(REQUEST.read_bytes())
        for part, asset in zip(request.parts, original["assets"], strict=True):
            assert json.loads(Path(part.path).read_bytes()) == {**original, "assets": [asset]}
        with pytest.raises(UsageError, match="no limit of its own"):
            split(REQUEST, tmp_path)

    def test_an_item_that_is_too_large(self, tmp_path: Path) -> None:
        """It is named, and no part is left behind."""
        data = json.dumps({"images": [], "image_groups": [_group("a"), _group(*"abc")]}).encode()
        folder = tmp_path / "parts"
        with pytest.raises(LimitError, match=r"/image_groups/1 alone has 3 URLs.*2 \(--max-urls\)"):
            split(data, folder, limits=Limits(urls=2))
        with pytest.raises(LimitError, match=r"/image_groups/1 alone makes a part of .*150 "):
            split(data, folder, limits=Limits(bytes=150))
        assert not folder.exists()
        with pytest.raises(LimitError, match=r"<bytes>: /1 alone makes"):
            split(b'[{"asset": "a", "task": {}}, {"asset": "' + b"b" * 99 + b'"}]', folder,
                  limits=Limits(bytes=100))  # fmt: skip

    def test_limits_make_sense(self) -> None:
        """A part has room for something."""
        with pytest.raises(UsageError, match="1 or more urls, not 0"):
            Limits(urls=0)

    def test_faults_of_the_text(self, tmp_path: Path) -> None:
        """What is wrong with the text is told as a check tells it; no part is made."""
        folder = tmp_path / "parts"
        data = b'{"videos": [{"objectUrl": "s3://acme/a.mp4"},\n {"title": 1,}, {"a": 1, "a": 2}]}'
        made = split(data, folder)
        assert not made.ok
        assert made.refused is not None
        places = [(each.code, each.line, each.column) for each in made.refused.findings]
        assert places == [("J103", 2, 13), ("J201", 2, 26)]
        assert not folder.exists()
        codes = {}
        for text in (
            b"",
            b"[1]",
            b'{"name": "x"}',
            b'[{"objectUrl": "s3://a/b"}]',
            b'{"videos": [',
        ):
            refused = split(text, folder).refused
            assert refused is not None
            codes[text] = [each.code for each in refused.findings]
        assert codes == {
            b"": ["J001"],
            b"[1]": ["J002"],
            b'{"name": "x"}': ["E001"],
            b'[{"objectUrl": "s3://a/b"}]': ["E002"],
            b'{"videos": [': ["J005"],
        }
        wrong = split(b'[{"objectUrl": "s3://a/b"}]', folder, kind="encord-manifest").refused
        assert wrong is not None
        assert [each.code for each in wrong.findings] == ["J002"]

    def test_sections_far_behind(self, tmp_path: Path) -> None:
        """What shows nothing for a megabyte may be a manifest; if not, that is told at its end."""
        start = b'{"note": "' + b"x" * 2**21 + b'"'
        (part,) = split(start + b', "videos": [{"title": "a"}]}', tmp_path).parts
        assert part.items == 1
        refused = split(start + b', "video": {"title": "a"}}', tmp_path).refused
        assert refused is not None
        assert [(each.code, refused.kind) for each in refused.findings] == [("E001", None)]

    def test_doubtful_numbers_are_no_fault(self, tmp_path: Path) -> None:
        """What a double cannot hold goes through as it is."""
        text = b'{"n": 0.12345678901234567890123, "videos": [{"n": 12345678901234567890123, "x": 1E5}]}'
        made = split(text, tmp_path)
        part = Path(made.parts[0].path).read_bytes()
        assert b'"n": 0.12345678901234567890123' in part
        assert b'{"n": 12345678901234567890123, "x": 1E5}' in part

    def test_other_kinds_and_files(self, tmp_path: Path) -> None:
        """A metadata schema has no items; what cannot be read names the file."""
        with pytest.raises(UsageError, match="metadata schema"):
            split(b'{"shift": {"ty": "variant", "hint": "number"}}', tmp_path)
        with pytest.raises(UnreadableError, match=r"none\.json: no such file"):
            split(tmp_path / "none.json", tmp_path)
        with pytest.raises(LimitError, match="<bytes>: a single value is larger"):
            split(_videos("a" * 9000), tmp_path, max_item_bytes=5000)

    def test_memory_has_a_bound(self, tmp_path: Path) -> None:
        """What goes into every part may not be anything, nor may there be any number of sections."""
        big = json.dumps("x" * (MAX_MEMBERS // 2)).encode()
        with pytest.raises(LimitError, match="beside the sections"):
            split(b'{"a": %b, "b": [1, %b], "videos": []}' % (big, big), tmp_path)
        names = [f"{start}_{'_' * n}" for start in ("videos", "images") for n in range(60)]
        text = ", ".join(f'"{name}": [{{}}]' for name in names)
        with pytest.raises(LimitError, match="more than 100 sections"):
            split(f"{{{text}}}".encode(), tmp_path, kind="encord-manifest")


class TestParts:
    """All files or none."""

    def _split(self, folder: Path, **options: Any) -> None:
        split(_videos(*"abc"), folder, limits=ONE, stem="p", **options)

    def test_what_is_there_stays(self, tmp_path: Path) -> None:
        """A name that is taken stops the work, unless it may be replaced."""
        taken = tmp_path / "p-0002.json"
        taken.write_text("mine")
        with pytest.raises(OutputError, match=r"p-0002\.json is there already; --force"):
            self._split(tmp_path)
        assert _left(tmp_path) == {"p-0002.json"}
        assert taken.read_text() == "mine"
        self._split(tmp_path, force=True)
        assert _left(tmp_path) == {"p-0001.json", "p-0002.json", "p-0003.json"}
        assert taken.read_text() != "mine"

    def test_a_folder_is_never_replaced(self, tmp_path: Path) -> None:
        """Not even by force."""
        (tmp_path / "p-0002.json").mkdir()
        with pytest.raises(OutputError, match=r"is there already$"):
            self._split(tmp_path, force=True)
        assert _left(tmp_path) == {"p-0002.json"}

    def test_parts_of_an_earlier_split(self, tmp_path: Path) -> None:
        """What would pass for a part of this split is refused, or told."""
        (tmp_path / "p-0004.json").write_text("{}")
        (tmp_path / "p-0004.txt").write_text("{}")
        with pytest.raises(OutputError, match=r'"p-0004\.json" in .* named like a part'):
            self._split(tmp_path)
        made = split(_videos("a"), tmp_path, stem="p", force=True)
        assert made.older == ("p-0004.json",)
        assert (tmp_path / "p-0004.json").read_text() == "{}"

    def test_the_input_is_not_replaced(self, tmp_path: Path) -> None:
        """Not even by force."""
        source = tmp_path / "p-0001.json"
        source.write_bytes(_videos("a"))
        with pytest.raises(UsageError, match="is the input"):
            split(source, tmp_path, stem="p", force=True)
        assert source.read_bytes() == _videos("a")

    @pytest.mark.parametrize("call", range(1, 6))
    @pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_a_failure_while_names_are_given(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, fault: BaseException
    ) -> None:
        """Whenever it comes, the folder is as it was."""
        for name in ("p-0001.json", "p-0003.json"):
            (tmp_path / name).write_text(name)
        rename = os.rename
        calls = 0

        def failing(source: str, target: str) -> None:
            nonlocal calls
            calls += 1
            if calls == call:
                raise fault
            rename(source, target)

        monkeypatch.setattr(os, "rename", failing)
        expected = KeyboardInterrupt if isinstance(fault, KeyboardInterrupt) else OutputError
        with pytest.raises(expected):
            self._split(tmp_path, force=True)
        assert calls >= call
        assert {name: (tmp_path / name).read_text() for name in _left(tmp_path)} == {
            name: name for name in ("p-0001.json", "p-0003.json")
        }

    def test_a_failure_while_parts_are_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is left, not even the folder that was made."""
        calls = 0

        def failing(handle: int) -> None:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(OutputError, match=r"cannot write .*parts: Input/output error"):
            self._split(tmp_path / "parts")
        assert _left(tmp_path) == set()

    def test_a_folder_that_is_none(self, tmp_path: Path) -> None:
        """A file is no folder."""
        (tmp_path / "file").write_text("mine")
        with pytest.raises(OutputError, match=r"cannot write .*file"):
            self._split(tmp_path / "file")
        assert (tmp_path / "file").read_text() == "mine"

    def test_nothing_is_published_by_itself(self, tmp_path: Path) -> None:
        """A block that ends without publishing leaves nothing."""
        with Parts(str(tmp_path)) as parts:
            parts.begin()
            parts.write(b"x")
        assert _left(tmp_path) == set()


class TestMerge:
    """One document of several."""

    def test_sections_and_order(self) -> None:
        """Items keep their order, file by file, in each section; so do sections."""
        first = b'{"audio": [{"n": 1}], "videos": [{"n": 2}]}'
        second = b'{"images": [], "videos": [{"n": 3}], "audio": [{"n": 4.0}]}'
        merged, value = _merged(first, second)
        assert json.dumps(value) == json.dumps(
            {"images": [], "audio": [{"n": 1}, {"n": 4.0}], "videos": [{"n": 2}, {"n": 3}]}
        )
        assert (merged.items, merged.urls, merged.ok) == (4, 0, True)

    def test_flags(self) -> None:
        """A flag that is absent is false; documents that disagree need a word."""
        on, off, none = (
            _videos("a", skip_duplicate_urls=True),
            _videos("b", skip_duplicate_urls=False),
            _videos("c"),
        )
        assert _merged(on, on.replace(b"/a", b"/d"))[1]["skip_duplicate_urls"] is True
        assert _merged(off, none)[1]["skip_duplicate_urls"] is False
        assert _merged(none, off)[1]["skip_duplicate_urls"] is False
        for one, other, words in (
            (on, off, "is true in a.json and is false in b.json"),
            (none, on, "is absent in a.json and is true in b.json"),
        ):
            with pytest.raises(UsageError, match=words) as caught:
                _merged(one, other)
            assert "--flag skip_duplicate_urls=true or" in str(caught.value)
            flags = {"skip_duplicate_urls": False}
            assert _merged(one, other, flags=flags)[1]["skip_duplicate_urls"] is False
        assert _merged(none, flags={"upsert_metadata": True})[1]["upsert_metadata"] is True
        with pytest.raises(UsageError, match="no flag"):
            _merged(none, flags={"videos": True})

    def test_other_members(self) -> None:
        """What stands beside the sections is kept if it is equal, white space aside."""
        first = b'{"$schema": "x", "note": {"a b": [1, 2]}, "videos": []}'
        second = b'{"note": {"a b":[1,\n2]}, "more": 1, "videos": []}'
        value = _merged(first, second)[1]
        assert value == {"$schema": "x", "note": {"a b": [1, 2]}, "more": 1, "videos": []}
        with pytest.raises(UsageError, match=r'"note" in b.json is not what it is in a.json'):
            _merged(first, second.replace(b"2", b"2.0"))
        with pytest.raises(UsageError, match=r'"videos" in b.json is no list of items, as it is'):
            _merged(first, b'{"videos": {}, "images": []}')
        with pytest.raises(UsageError, match=r'"videos" in b.json is a list of items, but not'):
            _merged(b'{"videos": {}, "images": []}', first)

    def test_kinds_are_not_mixed(self) -> None:
        """Nor are lists and objects; lists and lines go together, in the form of the first."""
        export = b'[{"asset": "https://acme.example/a.png", "externalId": "a", "task": {}}]'
        with pytest.raises(UsageError, match=r"b.json is an Ango Hub export, a.json is an Encord"):
            _merged(_videos("a"), export)
        with pytest.raises(UsageError, match="one is a list and one an object"):
            _merged(REQUEST.read_bytes(), b'[{"data": "https://acme.example/a.png"}]')
        line = export.strip(b"[]").replace(b"a.png", b"b.png")
        assert len(_merged(export, line)[1]) == 2
        pieces: list[bytes] = []
        merge([line, export], pieces.append)
        assert b"".join(pieces) == line + b"\n" + export.strip(b"[]") + b"\n"

    def test_repeated_urls(self) -> None:
        """Nothing is written, or what is dropped is told with its place."""
        first, second = _videos("a", "b"), _videos("c", "a", "b", "a")
        urls = {
            dedupe: [
                item["objectUrl"][-5]
                for item in (_merged(first, second, dedupe=dedupe)[1])["videos"]
            ]
            for dedupe in ("keep", "first", "last")
        }
        assert urls == {"keep": [*"abcaba"], "first": [*"abc"], "last": [*"cba"]}
        merged, value = _merged(first, second)
        assert (merged.ok, merged.repeated, merged.dropped, value) == (False, 3, 0, None)
        assert set(merged.repeats) == {
            Repeat("b.json", "/videos/1", "a.json", "/videos/0"),
            Repeat("b.json", "/videos/3", "a.json", "/videos/0"),
            Repeat("b.json", "/videos/2", "a.json", "/videos/1"),
        }
        last = _merged(first, second, dedupe="last")[0]
        assert (last.dropped, last.items, last.urls) == (3, 3, 3)
        assert set(last.repeats) == {
            Repeat("a.json", "/videos/0", "b.json", "/videos/3"),
            Repeat("b.json", "/videos/1", "b.json", "/videos/3"),
            Repeat("a.json", "/videos/1", "b.json", "/videos/2"),
        }
        with pytest.raises(UsageError, match=r'dedupe is one of .*, not "none"'):
            _merged(first, dedupe="none")

    def test_groups_repeat_as_a_whole(self) -> None:
        """Two groups are the same if all their URLs are, by number; a single image is no group."""
        turned = {"objectUrl_1": "gs://acme/b.jpg", "title": "x", "objectUrl_0": "gs://acme/a.jpg"}
        groups = [_group(*"ab"), _group("a"), _group(*"ba"), _group(*"abc"), {"title": 1}, 5, {}]
        data = json.dumps({"image_groups": groups}).encode()
        other = json.dumps(
            {
                "images": [{"objectUrl": "gs://acme/a.jpg"}],
                "image_groups": [turned, {"title": 1}, {}],
            }
        ).encode()
        merged = _merged(data, other)[0]
        assert merged.repeats == (Repeat("b.json", "/image_groups/0", "a.json", "/image_groups/0"),)
        dropped = _merged(data, other, dedupe="first")
        assert (dropped[0].urls, len(dropped[1]["image_groups"])) == (9, 9)

    def test_numbers_of_groups_are_of_any_length(self) -> None:
        """A number that is no number to Python orders all the same."""
        key = f"objectUrl_{'9' * 5000}"
        item = {key: "gs://acme/b.jpg", "objectUrl_2": "gs://acme/a.jpg"}
        again = {"objectUrl_0": "gs://acme/a.jpg", "objectUrl_1": "gs://acme/b.jpg"}
        data = json.dumps({"image_groups": [item, again]}).encode()
        assert _merged(data)[0].repeats[0][1] == "/image_groups/1"

    def test_lines_and_pages(self) -> None:
        """Assets are compared by all their addresses; a lone one has no index."""
        one = b'{"asset": "https://acme.example/a.png", "externalId": "a", "task": {}}'
        merged = _merged(one, one + b"\n" + one)[0]
        assert {each[1:] for each in merged.repeats} == {
            ("/0", "a.json", ""),
            ("/1", "a.json", ""),
        }
        pages = b'[{"asset": "https://acme.example/a.png", "dataset": ["%b"], "task": {}}]'
        assert _merged(pages % b"x", pages % b"y")[0].ok

    def test_faults_stop_the_work(self, tmp_path: Path) -> None:
        """All documents are looked at, and nothing is written."""
        bad = b'{"videos": [{"n": 1,}]}'
        target = tmp_path / "all.json"
        target.write_text("mine")
        merged = merge([bad, _videos("a"), bad], target)
        assert not merged.ok
        assert [report.findings[0].code for report in merged.refused] == ["J103", "J103"]
        assert target.read_text() == "mine"

    def test_into_a_file(self, tmp_path: Path) -> None:
        """The file is replaced; an input never is."""
        source, target = tmp_path / "a.json", tmp_path / "all.json"
        source.write_bytes(_videos("a"))
        target.write_text("old")
        assert merge([source], target).ok
        assert json.loads(target.read_bytes()) == json.loads(_videos("a"))
        with pytest.raises(UsageError, match="is one of the inputs"):
            merge([source], source)
        assert source.read_bytes() == _videos("a")

    def test_nothing_to_merge(self) -> None:
        """One document is the least."""
        with pytest.raises(UsageError, match="one document or more"):
            merge([], print)

    def test_sections_have_a_bound(self) -> None:
        """However many documents there are, so many sections may they have."""

        def named(start: str) -> bytes:
            keys = [f"{start}_{'_' * n}" for n in range(60)]
            return json.dumps({key: [{}] for key in keys}).encode()

        with pytest.raises(UsageError, match="more than 100 sections together"):
            _merged(named("videos"), named("images"), kind="encord-manifest")
