"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import manifestry
from manifestry.errors import OutputError
from manifestry.output import replacing, same_file


def write(path: Path, data: bytes) -> None:
    """Replaces a file."""
    with replacing(str(path)) as put:
        put(data)


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(entry.name for entry in folder.iterdir())


class TestWhatIsWritten:
    """The good case, in all the shapes a target may have."""

    def test_a_new_file_is_made(self, tmp_path: Path) -> None:
        """A file that was not there holds what was written, and nothing else is left."""
        write(tmp_path / "out.json", b"new")
        assert (tmp_path / "out.json").read_bytes() == b"new"
        assert names(tmp_path) == ["out.json"]

    def test_a_new_file_has_the_usual_mode(self, tmp_path: Path) -> None:
        """A new file has the mode that any program would give it."""
        (tmp_path / "usual").touch()
        write(tmp_path / "out", b"")
        assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode

    def test_an_old_file_is_replaced(self, tmp_path: Path) -> None:
        """A longer file that was there is gone as a whole."""
        out = tmp_path / "out.json"
        out.write_bytes(b"a longer old text")
        write(out, b"new")
        assert out.read_bytes() == b"new"

    def test_the_mode_is_kept(self, tmp_path: Path) -> None:
        """A file that was private stays private."""
        out = tmp_path / "out.json"
        out.touch()
        out.chmod(0o600)
        write(out, b"new")
        assert stat.S_IMODE(out.stat().st_mode) == 0o600

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        """The file that a link leads to is replaced, in its own folder."""
        (tmp_path / "real").mkdir()
        target = tmp_path / "real" / "target.json"
        target.write_bytes(b"old")
        link = tmp_path / "link.json"
        link.symlink_to(target)
        write(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"

    def test_a_dangling_link_gets_its_file(self, tmp_path: Path) -> None:
        """A link to a file that is not there yet leads to the new file."""
        link = tmp_path / "link.json"
        link.symlink_to(tmp_path / "later.json")
        write(link, b"new")
        assert (tmp_path / "later.json").read_bytes() == b"new"

    def test_a_name_of_full_length(self, tmp_path: Path) -> None:
        """A name of 255 bytes leaves no room for a suffix, and needs none."""
        out = tmp_path / ("n" * 255)
        write(out, b"new")
        assert out.read_bytes() == b"new"

    def test_a_device_is_written_to(self) -> None:
        """A device cannot be replaced, and is still there afterwards."""
        with replacing(os.devnull) as put:
            put(b"gone")
        assert stat.S_ISCHR(os.stat(os.devnull).st_mode)

    def test_a_relative_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A bare name is a file in the current folder."""
        monkeypatch.chdir(tmp_path)
        with replacing("out.json") as put:
            put(b"new")
        assert names(tmp_path) == ["out.json"]


class TestWhatIsNot:
    """Whatever fails, the old file is whole and nothing else is left."""

    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        """A file that is to be replaced."""
        path = tmp_path / "out.json"
        path.write_bytes(b"old")
        return path

    @pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt, SystemExit])
    def test_a_block_that_raises(self, out: Path, problem: type[BaseException]) -> None:
        """An exception in the block goes through, and the file is as it was."""

        def write_half() -> None:
            with replacing(str(out)) as put:
                put(b"half")
                raise problem

        with pytest.raises(problem):
            write_half()
        assert out.read_bytes() == b"old"
        assert names(out.parent) == ["out.json"]

    @pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
    def test_a_system_call_that_fails(
        self, out: Path, call: str, number: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A refusal of the system is one error that names the file and says why."""

        def fail(*args: object) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail)
            with pytest.raises(OutputError, match=os.strerror(number)):
                write(out, b"new")
        assert out.read_bytes() == b"old"
        assert names(out.parent) == ["out.json"]

    def test_a_killed_process(self, out: Path) -> None:
        """A process that dies while it writes leaves the old file whole."""
        code = (
            "import os, signal, sys\n"
            "from manifestry.output import replacing\n"
            "with replacing(sys.argv[1]) as put:\n"
            "    put(b'half' * 100_000)\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(out)],
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(manifestry.__file__).parents[1])},
        )
        assert done.returncode == -signal.SIGKILL
        assert out.read_bytes() == b"old"

    def test_a_folder(self, tmp_path: Path) -> None:
        """A folder cannot be written to."""
        with pytest.raises(OutputError, match=r"[Dd]irectory"):
            write(tmp_path, b"new")

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """No folders are made."""
        with pytest.raises(OutputError, match="No such file"):
            write(tmp_path / "none" / "out.json", b"new")

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anything")
    def test_a_read_only_file(self, out: Path) -> None:
        """A read-only file is not replaced, although the folder would allow it."""
        out.chmod(0o400)
        with pytest.raises(OutputError, match="read-only"):
            write(out, b"new")

    def test_a_read_only_file_for_anybody(self, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the system says of write permission is heeded."""
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        with pytest.raises(OutputError, match="read-only"):
            write(out, b"new")
        assert out.read_bytes() == b"old"

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    def test_a_full_device(self) -> None:
        """A device that takes no more is an error with its name."""
        with pytest.raises(OutputError, match="cannot write /dev/full: No space left"):
            write(Path("/dev/full"), b"x" * 100_000)

    def test_the_name_is_printed_harmlessly(self, tmp_path: Path) -> None:
        """A name with an escape sequence does not reach the screen as one."""
        with pytest.raises(OutputError) as caught:
            write(tmp_path / "\x1b[31m" / "out", b"")
        assert "\x1b" not in str(caught.value)


class TestSameFile:
    """Whether two paths lead to one file."""

    def test_two_spellings(self, tmp_path: Path) -> None:
        """A detour and a link lead to the file."""
        file = tmp_path / "a"
        file.touch()
        (tmp_path / "link").symlink_to(file)
        assert same_file(str(file), str(tmp_path / "." / "a"))
        assert same_file(str(file), str(tmp_path / "link"))

    def test_two_files(self, tmp_path: Path) -> None:
        """Equal content makes no difference."""
        (tmp_path / "a").touch()
        (tmp_path / "b").touch()
        assert not same_file(str(tmp_path / "a"), str(tmp_path / "b"))

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        """Two paths that lead nowhere are the same if they would lead to the same place."""
        none = str(tmp_path / "none")
        assert same_file(none, str(tmp_path / "." / "none"))
        assert not same_file(none, str(tmp_path / "other"))
