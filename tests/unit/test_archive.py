"""Zip archives: what is read out of them, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

import manifestry
from manifestry.document import archive, source
from manifestry.document.contents import documents_in
from manifestry.engine.api import check_file, check_input
from manifestry.errors import LimitError, UnreadableError
from manifestry.findings import FileReport
from manifestry.settings import Settings

GOOD = b'{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n'
BAD = b'{"videos": [{"title": "cam 1"}]}\n'
UNRELATED = b'{"name": "web", "version": "1.0.0"}'

Member = tuple[str | zipfile.ZipInfo, bytes]


def zipped(*members: Member, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in members:
            made.writestr(name, data, method)
    return file.getvalue()


def verdicts(data: bytes, *, skip_unrelated: bool = False) -> list[FileReport | None]:
    """What a check says of the bytes of a file called x.zip."""
    settings = Settings()
    read = io.BytesIO(data).read
    return [*check_input(read, "x.zip", lambda _: settings, skip_unrelated=skip_unrelated)]


def errors(data: bytes) -> list[tuple[str, str | None]]:
    """The paths and errors of the reports on an archive; none of them is clean of both."""
    reports = [each for each in verdicts(data) if each is not None]
    assert all((each.status == "unreadable") is (each.error is not None) for each in reports)
    return [(each.path, each.error) for each in reports]


class TestMembers:
    """What is taken from an archive."""

    def test_each_document_by_name(self) -> None:
        """Each document is a file of its own, and they come in the order of their names."""
        data = zipped(
            ("sub/c.ndjson", b'{"externalId": "a"}\n'), ("b.json", BAD), ("notes.txt", b"x"),
            ("a.json", GOOD), ("d.JSON.GZ", gzip.compress(BAD)), ("e.jsonl", GOOD),
        )  # fmt: skip
        report = manifestry.check(data)
        assert [(file.path, file.status) for file in report.files] == [
            ("<bytes>/a.json", "clean"),
            ("<bytes>/b.json", "findings"),
            ("<bytes>/d.JSON.GZ", "findings"),
            ("<bytes>/e.jsonl", "clean"),
            ("<bytes>/sub/c.ndjson", "findings"),
        ]

    def test_the_same_as_the_file_itself(self, tmp_path: Path) -> None:
        """A document in an archive is judged as the same document beside it."""
        (tmp_path / "b.json").write_bytes(BAD)
        (tmp_path / "x.zip").write_bytes(zipped(("b.json", BAD)))
        alone, packed = (manifestry.check(tmp_path / name) for name in ("b.json", "x.zip"))
        assert packed.findings == alone.findings
        assert packed.files[0].path == os.fspath(tmp_path / "x.zip") + "/b.json"

    @pytest.mark.parametrize("name", ["__MACOSX/._a.json", ".a.json", ".git/a.json", "a.json/"])
    def test_hidden_members(self, name: str) -> None:
        """What would be passed over in a folder is passed over in an archive."""
        data = zipped(("good.json", GOOD), (name, b""))
        assert errors(data) == [("x.zip/good.json", None)]

    def test_no_json(self) -> None:
        """An archive without JSON says so, and is passed over where it was only found."""
        for data in (zipped(), zipped(("a.txt", b"x"), ("../b.txt", b"y"))):
            assert errors(data) == [("x.zip", "is a zip archive that holds no JSON")]
            assert verdicts(data, skip_unrelated=True) == [None]

    def test_unrelated_members(self) -> None:
        """Each document is passed over or not by itself."""
        data = zipped(("a.json", UNRELATED), ("b.json", GOOD), ("c.zip", zipped()))
        found = verdicts(data, skip_unrelated=True)
        assert [each and each.path for each in found] == [None, "x.zip/b.json", None]

    def test_settings_by_path(self) -> None:
        """The settings are asked for by the path that is shown."""
        asked = []

        def settings_for(path: str) -> Settings:
            asked.append(path)
            return Settings(ignore=("E2",) if path.endswith("b.json") else ())

        read = io.BytesIO(zipped(("a.json", BAD), ("b.json", BAD))).read
        found = [each.status for each in check_input(read, "x.zip", settings_for) if each]
        assert (found, asked) == (["findings", "clean"], ["x.zip/a.json", "x.zip/b.json"])


class TestRefusedMembers:
    """A member that cannot be read; the others are checked all the same."""

    def check(self, name: str, member: bytes | zipfile.ZipInfo, data: bytes = GOOD) -> str | None:
        """What is said of a member that stands beside a good one."""
        info: Member = (name, member) if isinstance(member, bytes) else (member, data)
        found = errors(zipped(info, ("z.json", GOOD)))
        assert [path for path, _ in found] == [f"x.zip/{name}", "x.zip/z.json"]
        assert found[1][1] is None
        return found[0][1]

    @pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.TGZ", "a.7z"])
    def test_an_archive(self, name: str) -> None:
        """An archive in an archive is named."""
        assert self.check(name, b"x") == "is an archive in an archive; unpack the outer one"

    def test_an_archive_under_another_name(self) -> None:
        """It is told by its content as well."""
        words = "a zip archive where a document is wanted; unpack it first"
        assert self.check("a.json", zipped(("a.json", GOOD))) == f"is {words}"
        packed = gzip.compress(zipped(("a.json", GOOD)))
        assert self.check("a.json.gz", packed) == f"is a gzip file with {words}"

    def test_a_symbolic_link(self) -> None:
        """A link leads nowhere in an archive."""
        info = zipfile.ZipInfo("a.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        message = "is a symbolic link in a zip archive, not a file"
        assert self.check("a.json", info, b"/etc/passwd") == message
        info.external_attr = (stat.S_IFIFO | 0o777) << 16
        assert self.check("a.json", info) == "is no regular file"

    @pytest.mark.parametrize(
        ("method", "name"), [(zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma")]
    )
    def test_other_compression(self, method: int, name: str) -> None:
        """Only what can be unpacked a piece at a time is."""
        [(_, message)] = errors(zipped(("a.json", GOOD), method=method))
        assert message == f"is compressed by {name}; only deflate is read, or none"

    def test_encrypted(self) -> None:
        """A password is never asked for."""
        data = bytearray(zipped(("a.json", GOOD)))
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + at] |= 1
        [(path, message)] = errors(bytes(data))
        assert (path, message) == (
            "x.zip/a.json", "is encrypted; unpack the archive with its password",
        )  # fmt: skip

    def test_a_wrong_checksum(self) -> None:
        """What was found before is not lost, but the file counts as unreadable."""
        for content, found in ((BAD, False), (b"{} !" + b" " * 900_000 + b"!", True)):
            data = zipped(("a.json", content), method=zipfile.ZIP_STORED)
            broken = data.replace(content, content[:-1] + b" ")
            [report] = verdicts(broken)
            assert report is not None
            assert (report.status, report.errors > 0) == ("unreadable", found)
            assert report.error == ("is broken in its zip archive (Bad CRC-32 for file 'a.json')")

    def test_expansion(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What expands out of all proportion is no text."""
        monkeypatch.setattr(archive, "FREE_EXPANSION", 100_000)
        assert self.check("a.json", b" " * 99_999) is None
        monkeypatch.setattr(archive, "MAX_RATIO", 100)
        assert self.check("a.json", b" " * 100_001) == "expands to more than 100 times its size"


class TestRefusedArchives:
    """An archive that is refused as a whole."""

    @pytest.mark.parametrize(
        ("name", "fault"),
        [
            ("../a.json", 'has ".." in its path'),
            ("a/../../b.json", 'has ".." in its path'),
            ("/etc/a.json", "has an absolute path"),
            ("C:a.json", "has an absolute path"),
            ("a\\b.json", "has a backslash in its name"),
        ],
    )
    def test_names(self, name: str, fault: str) -> None:
        """A name that leads out of the archive, or is read in two ways."""
        [(path, message)] = errors(zipped(("a.json", GOOD), (name, GOOD)))
        assert path == "x.zip"
        assert message == f"is a zip archive whose member {json.dumps(name)} {fault}"

    def test_a_nul(self) -> None:
        """What stands behind a NUL is seen by some readers only."""
        data = zipped(("a.json", GOOD), ("b.json_.exe", GOOD)).replace(b"son_.exe", b"son\0.exe")
        [(path, message)] = errors(data)
        assert (path, "has a NUL in its name" in str(message)) == ("x.zip", True)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", ["a.json", "./a.json", "sub/.//../a.json"])
    def test_twice(self, name: str) -> None:
        """Two members of one name: every reader takes another."""
        [(path, message)] = errors(zipped(("a.json", GOOD), (name, BAD)))
        assert path == "x.zip"
        fault = 'has ".." in its path' if ".." in name else "is there twice"
        assert message == f'is a zip archive whose member "{name}" {fault}'

    def test_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The number of members has a limit, and the list of them."""
        data = zipped(*((f"{number}.json", GOOD) for number in range(5)))
        monkeypatch.setattr(archive, "MAX_MEMBERS", 4)
        assert errors(data) == [("x.zip", "is a zip archive with more than 4 members")]
        monkeypatch.setattr(archive, "MAX_DIRECTORY", 100)
        [(_, message)] = errors(data)
        assert message == "is a zip archive whose list of members has more than 100 bytes"

    def test_overlap(self) -> None:
        """Two members that share their bytes, as in bombs."""
        data = bytearray(zipped(("a.json", GOOD), ("b.json", GOOD)))
        first = data.index(b"PK\x01\x02")
        second = data.index(b"PK\x01\x02", first + 4)
        struct.pack_into("<L", data, second + 42, 0)  # b is where a is
        [(path, message)] = errors(bytes(data))
        assert (path, "overlaps what follows it" in str(message)) == ("x.zip", True)

    def test_expansion_of_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """All documents together have a limit as well."""
        monkeypatch.setattr(archive, "MAX_EXPANDED", 2 * len(GOOD) - 1)
        assert errors(zipped(("a.json", GOOD), ("a.txt", GOOD))) == [("x.zip/a.json", None)]
        [(path, message)] = errors(zipped(("a.json", GOOD), ("b.json", GOOD)))
        assert path == "x.zip"
        assert str(message).startswith("is a zip archive that expands to more than ")

    def test_other_archives(self) -> None:
        """A gzip file is no archive: what is in it has to be a document."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as made:
            made.addfile(tarfile.TarInfo("a.json"))
        words = "where a document is wanted; unpack it first"
        for data, what in (
            (packed.getvalue(), "a gzip file with a tar archive"),
            (gzip.decompress(packed.getvalue()), "a tar archive"),
            (gzip.compress(zipped(("a.json", GOOD))), "a gzip file with a zip archive"),
        ):
            assert errors(data) == [("x.zip", f"is {what} {words}")]

    def test_too_large_for_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A temporary file does not fill the disk."""
        monkeypatch.setattr(source, "MAX_SPOOLED", 100)
        message = "is an archive of more than 100 bytes that comes as a stream; give it as a file"
        assert errors(zipped(("a.json", GOOD))) == [("x.zip", message)]


class TestHostileBytes:
    """No bytes make it raise, and no broken archive is clean."""

    def test_truncated_anywhere(self) -> None:
        """An archive that ends early is unreadable, wherever it ends."""
        data = zipped(("a.json", GOOD), ("b.json", GOOD))
        for size in range(4, len(data)):
            [(path, message)] = errors(data[:size])
            assert path == "x.zip"
            assert str(message).startswith("is a broken zip archive")

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_any_byte_changed(self, method: int) -> None:
        """Whatever byte is another, the answer is a report."""
        data = zipped(("a.json", GOOD), ("b.json", BAD), method=method)
        content = data.index(GOOD[:9]) if method == zipfile.ZIP_STORED else None
        for at in range(4, len(data)):
            for flip in (0x01, 0x80, 0xFF):
                changed = bytearray(data)
                changed[at] ^= flip
                found = verdicts(bytes(changed))
                assert found
                if content is not None and content <= at < content + len(GOOD):
                    assert found[0] is not None
                    assert found[0].status == "unreadable"

    def test_noise(self) -> None:
        """Neither does noise behind the first bytes, or many bytes changed."""
        random_ = random.Random(7)
        data = zipped(("a.json", GOOD), ("b/c.ndjson", BAD), ("d.zip", b"x"))
        for _ in range(1500):
            changed = bytearray(data)
            for _ in range(random_.randint(1, 12)):
                changed[random_.randrange(4, len(data))] = random_.randrange(256)
            assert verdicts(bytes(changed))
            noise = b"PK\x05\x06" + random_.randbytes(random_.randint(0, 60))
            assert errors(noise)[0][0] == "x.zip"


class TestFiles:
    """Archives as files."""

    @pytest.mark.parametrize("packed", [True, False])
    def test_changed_while_it_was_read(self, tmp_path: Path, *, packed: bool) -> None:
        """A file that changes under the reading is no basis for a verdict."""
        path = tmp_path / "x"
        path.write_bytes(zipped(("a.json", GOOD), ("b.json", BAD)) if packed else GOOD)

        def settings_for(_: str) -> Settings:
            with path.open("ab") as file:
                file.write(b" ")
            return Settings()

        found = [(each.path, each.error) for each in check_file(path, settings_for) if each]
        last = (str(path), "changed while it was read")
        members = [(f"{path}/{name}.json", None) for name in "ab"] if packed else []
        assert found == [*members, last]

    def test_memory(self, tmp_path: Path) -> None:
        """A member is never wholly in memory."""
        item = b'{"objectUrl": "s3://acme-media/%d.mp4", "title": "' + b"long " * 2000 + b'"},\n'
        path = tmp_path / "x.zip"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
            made.open("a.json", "w", force_zip64=True) as member,
        ):
            member.write(b'{"videos": [\n')
            for number in range(2000):
                member.write(item % number)
            member.write(b'{"objectUrl": "s3://acme-media/last.mp4"}]}')
        manifestry.check(zipped(("a.json", GOOD)))  # all is imported
        tracemalloc.start()
        try:
            report = manifestry.check(path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert (report.ok, report.files[0].items) == (True, 2001)
        assert peak < 8 * 2**20

    def test_members_by_hand(self) -> None:
        """A document is opened when it is asked for, and a limit is a LimitError."""
        large = b" " * (archive.FREE_EXPANSION + 1)
        file = io.BytesIO(zipped(("a.json", GOOD), ("b.json", large), ("c.zip", b"x")))
        found = documents_in(file, "x.zip")
        with next(found).opened() as read:
            assert (read(5), read(100), read(1)) == (GOOD[:5], GOOD[5:], b"")
        with pytest.raises(LimitError), next(found).opened():
            pass
        with pytest.raises(UnreadableError), next(found).opened():
            pass
