"""One document in pieces that others check: who they are, what they are given, what goes wrong."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.document.ahead import Ahead, Cut, cut_items, cut_lines
from manifestry.document.watch import StoppedError
from manifestry.engine.parts import Piece, Said
from manifestry.engine.pieces import check_piece
from manifestry.errors import InternalError, UnreadableError, UsageError
from manifestry.formats.encord.item import Item
from manifestry.rules.base import Hit
from manifestry.rules.catalogue import folder
from manifestry.running import files, hands
from manifestry.running.files import Means, Same, check_tasks, task_of
from manifestry.running.hands import Hands, OwnHands
from manifestry.running.task import Checker
from manifestry.settings import Settings
from tests.ranges import Elsewhere, export, manifest, reports, shared, small
from tests.work import lines_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"

DOCUMENT = manifest(3, items=300, rate=0.1)


def _documents() -> list[Path]:
    found = [
        path
        for folder_ in (ROOT / "fixtures", SAMPLES / "ango", SAMPLES / "encord")
        for path in sorted(folder_.rglob("*"))
        if path.is_file() and 1000 < path.stat().st_size < 200_000
    ]
    return found[:: max(1, len(found) // 60)]


class TestSameReport:
    """Who checks makes no difference."""

    @pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
    def test_fixtures_and_samples(self, path: Path) -> None:
        """Documents of every kind, also those that are none."""
        document = path.read_bytes()
        assert shared(document, None, 400)[0] == reports(document)

    @pytest.mark.parametrize("workers", [1, 2, 3])
    @pytest.mark.parametrize("piece_bytes", [200, 3000, 100_000])
    def test_threads(self, workers: int, piece_bytes: int) -> None:
        """A pool of threads, which share what they are given."""
        with ThreadPoolExecutor(workers) as executor, small(150):
            found = reports(
                DOCUMENT, None, Hands(executor, workers, piece_bytes=piece_bytes, worth=0)
            )
        assert found == reports(DOCUMENT)

    def test_processes(self, tmp_path: Path) -> None:
        """Processes of its own, which are gone afterwards."""
        path = tmp_path / "large.json"
        path.write_bytes(manifest(3, items=3000, rate=0.01))
        given = Settings(max_findings=50)
        [alone] = manifestry.check(path, given).files
        with OwnHands(2, piece_bytes=20_000, worth=0) as own:
            own.expect(path.stat().st_size)
            own._warm.result()  # type: ignore[union-attr]
            tasks = [task_of(str(path))]
            checker = Checker(Same(given))
            [found] = checker.verdicts(tasks[0], hands=own)
            assert own._executor is not None
        assert found is not None
        assert asdict(found) == asdict(alone)
        assert not multiprocessing.active_children()

    def test_the_library(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """`check` takes an executor, and a number of processes."""
        monkeypatch.setattr(hands, "WORTH", 0)
        monkeypatch.setattr(
            Hands.__init__, "__kwdefaults__", {"piece_bytes": 3000, "worth": 0, "watch": None}
        )
        path = tmp_path / "a.json"
        path.write_bytes(DOCUMENT)
        executor = Elsewhere()
        with small(1000):
            found = manifestry.check(path, executor=executor)
        assert executor.sizes
        assert found == manifestry.check(path)
        assert manifestry.check(DOCUMENT, jobs=2) == manifestry.check(DOCUMENT)
        with pytest.raises(UsageError, match="jobs must be 0 or more"):
            manifestry.check(path, jobs=-1)

    def test_members_of_an_archive(self) -> None:
        """Each document of a zip archive."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.json", DOCUMENT)
            archive.writestr("b.json", export(1, rate=0.2))
        found, done = shared(packed.getvalue(), None, 1000)
        assert done
        assert found == reports(packed.getvalue())

    def test_rules_that_raise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """They are told of with the same places."""

        def raising(item: Item) -> list[Hit]:
            if str(item.value.get("title", ""))[-1:] == "7":
                raise ValueError("boom")
            return []

        rule = next(rule for rule in folder("encord") if rule.check is not None)
        monkeypatch.setitem(rule.__dict__, "check", raising)
        monkeypatch.setitem(rule.__dict__, "when", None)
        document = manifest(8, items=200)
        expected = reports(document)
        assert expected[0]["failures"]
        assert shared(document, None, 500)[0] == expected


class TestPieces:
    """What others are given, and what they answer."""

    def test_no_rule_asks_for_the_index(self) -> None:
        """In a piece nobody knows it."""

        def said(before: int) -> list[Any]:
            items = [{"objectUrl": f"s3://acme-media/{n}.mp4", "titel": n} for n in range(before)]
            odd = [{"title": 1}, {"objectUrl": "a b"}, {"objectUrl": 5, "x": {}}]
            data = json.dumps([*items, *odd]).encode()[1:-1]
            piece = Piece(
                str(before), 0, "encord-manifest", "videos", Settings(), False, True, data
            )
            steps = [
                step for part in check_piece(piece) or () for step in getattr(part, "steps", ())
            ]
            return [step.hits for step in steps if isinstance(step, Said)][-len(odd) :]

        assert said(0) == said(7)

    def test_not_a_million_hits(self) -> None:
        """Of what will not be listed only the number is told."""
        text = b",".join([b'{"titel": 1}'] * 5000)
        piece = Piece("many", 0, "encord-manifest", "videos", Settings(), False, True, text)
        answer = check_piece(piece)
        assert answer is not None
        parts = [part for part in answer if not isinstance(part, tuple)]
        listed = sum(
            len(step.hits) for part in parts for step in part.steps if isinstance(step, Said)
        )
        counted = sum(count for part in parts for _, _, count in part.counted)
        assert listed < 1000
        assert listed + counted >= 10_000

    def test_the_wrong_section(self) -> None:
        """A piece from behind the end of the list is not worth the trouble."""
        text = b",".join([b'{"title": "a"}'] * 50)
        piece = Piece("wrong", 0, "encord-manifest", "videos", Settings(), False, False, text)
        assert check_piece(piece) is None
        assert check_piece(piece._replace(stretch="right", is_sure=True))

    def test_answers_are_small(self) -> None:
        """Of clean items not much more comes back than their URLs."""
        executor = Elsewhere()
        document = manifest(11, items=3000, rate=0)
        shared(document, None, 20_000, executor)
        pieces, answers = (sum(sizes) for sizes in zip(*executor.sizes, strict=True))
        assert answers < pieces / 2

    def test_where_pieces_end(self) -> None:
        """Between items that open alike, and lines that are whole."""
        assert cut_items(b'{"a": {"b": 1}} , {"a": 2') == Cut(15, 18)
        assert cut_items(b'{"a": {"b": 1}}') is None
        assert cut_items(b'{"a": 1}, {"b": 1}, {"a": "}, {"') == Cut(18, 20)
        assert cut_items(b"1, 2") is None
        assert cut_lines(b'{"a": 1}\n{"a": 2}\n{"a') == Cut(18, 18)
        assert cut_lines(b'{"a": 1}\n') is None


class TestAhead:
    """Bytes before it is their turn."""

    def test_both_see_the_same(self) -> None:
        """Whoever looks first."""
        data = bytes(range(256)) * 5000
        rest = io.BytesIO(data[100:])
        ahead = Ahead(rest.read, data[:100])
        assert ahead.span(90, 400_000) == data[90:400_090]
        read = b""
        while piece := ahead.read(70_000):
            read += piece
            ahead.forget(len(read))
        assert read == data[100:]
        assert ahead.span(len(data) - 5, 100) == data[-5:]

    def test_an_error_comes_in_its_turn(self) -> None:
        """Behind what could be read."""
        pieces = [b"ab", b"cd"]

        def read(_: int) -> bytes:
            if not pieces:
                raise UnreadableError("broken")
            return pieces.pop(0)

        ahead = Ahead(read, b"")
        assert ahead.span(0, 10) == b"abcd"
        assert ahead.read(10) == b"abcd"
        for _ in range(2):
            with pytest.raises(UnreadableError, match="broken"):
                ahead.read(10)


class TestTrouble:
    """Workers that die, and people who do not want to wait."""

    def test_a_worker_dies(self) -> None:
        """That is an internal error, and no hanging."""
        with OwnHands(1, piece_bytes=3000, worth=0) as own:
            own.expect(1)
            own._warm.result()  # type: ignore[union-attr]
            own.name = "large.json"
            assert own._executor is not None
            [process] = own._executor._processes.values()  # type: ignore[attr-defined]
            kill = getattr(signal, "SIGKILL", signal.SIGTERM)
            os.kill(process.pid, kill)
            with (
                pytest.raises(InternalError, match=r"large\.json: a worker process died"),
                small(500),
            ):
                reports(DOCUMENT, None, own)
        assert not multiprocessing.active_children()

    def test_stopped_while_it_waits(self) -> None:
        """What was found until then is in the report."""

        class Never(Executor):
            def submit(self, call: Callable[..., Any], /, *_: Any, **__: Any) -> Future[Any]:
                return Future()

        def watch(_: int) -> None:
            raise StoppedError

        with small(500):
            [found] = reports(
                DOCUMENT, None, Hands(Never(), 1, piece_bytes=900, worth=0, watch=watch)
            )
        assert found["status"] == "unreadable"
        assert found["error"] == "interrupted"
        assert found["items"]

    def test_an_error_elsewhere_is_one_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As if it had happened here."""

        def boom(*_: Any, **__: Any) -> None:
            raise ValueError("boom")

        monkeypatch.setattr("manifestry.engine.pieces.good_lines", boom)
        with pytest.raises(ValueError, match="boom"):
            shared(export(2, lines=True), None, 1000)

    def test_settings_that_make_no_sense(self) -> None:
        """They are refused before anybody is asked."""
        with pytest.raises(UsageError, match="X999"):
            shared(DOCUMENT, Settings(select=("X999",)), 1000)


class TestRuns:
    """When a file is shared."""

    def _files(self, paths: list[Path], means: Means) -> list[dict[str, Any]]:
        tasks = [task_of(str(path)) for path in paths]
        return [asdict(each) for each in check_tasks(tasks, Same(Settings()), means) if each]

    def test_one_large_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """By pieces; two files go as they are."""
        monkeypatch.setattr(files, "WORTH", 1000)
        monkeypatch.setattr(
            Hands.__init__, "__kwdefaults__", {"piece_bytes": 3000, "worth": 0, "watch": None}
        )
        paths = [tmp_path / "a.json", tmp_path / "b.json"]
        for path in paths:
            path.write_bytes(DOCUMENT)
        alone = self._files(paths, Means())
        executor = Elsewhere()
        with small(1000):
            assert self._files(paths[:1], Means(executor=executor, workers=2)) == alone[:1]
        assert len(executor.sizes) > 2
        whole = Elsewhere()
        assert self._files(paths, Means(executor=whole, workers=2)) == alone
        assert len(whole.sizes) == 1  # a batch

    def test_progress_counts_each_byte_once(self, tmp_path: Path) -> None:
        """Reading ahead is reading."""
        path = tmp_path / "a.json"
        path.write_bytes(DOCUMENT)

        def read_by(executor: Executor | None) -> int:
            sizes: list[int] = []
            checker = Checker(Same(Settings()))
            given = None
            if executor is not None:
                given = Hands(executor, 2, piece_bytes=900, worth=0, watch=sizes.append)
            with small(500):
                [_] = checker.verdicts(task_of(str(path)), sizes.append, hands=given)
            return sum(sizes)

        assert read_by(Elsewhere()) == read_by(None) >= len(DOCUMENT)


@pytest.mark.parametrize("make", [manifest, export])
def test_linear(make: Callable[..., bytes]) -> None:
    """Twice the items are about twice the work, good and bad."""
    name = "items" if make is manifest else "assets"

    def work(number: int, **how: float) -> int:
        document = make(21, **{name: number}, **how) if make is export else _list(number, **how)
        return lines_of(lambda: shared(document, None, 2000))

    for how in ({"rate": 0.0}, {"rate": 0.1}, {"rate": 0.1, "faults": 0.02}):
        work(100, **how)  # what is done once
        assert work(800, **how) < 3 * work(400, **how)


def _list(number: int, *, rate: float, faults: float = 0.0) -> bytes:
    """A manifest of one section with about so many items."""
    import random

    from tests.ranges import _video, faulty

    rng = random.Random(7)
    texts = [faulty(rng, json.dumps(_video(rng, n, rate)), faults) for n in range(number)]
    return ('{"videos": [' + ", ".join(texts) + "]}").encode("utf-8", "surrogateescape")
