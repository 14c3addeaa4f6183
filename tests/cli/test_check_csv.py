"""CSV manifests on the command line: which files are taken for one, and what is said of others."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from .conftest import Cli

ROWS = (
    "ObjectURL,Video title\ns3://acme-media/cam1/a.mp4,cam 1\ns3://acme-media/cam1/b c.mp4,cam 1\n"
)
SPACE = (
    'rows.csv:3:1: E203 error "objectUrl" contains a space: "s3://acme-media/cam1/b c.mp4" '
    "[whitespace-in-url]\n"
)
SAMPLES = [
    "time_ms,acc_x\n0,0.12\n",
    "name,age\nann,7\n",
    "ObjectURLs of today\n",
    "1,2\n3,4\n",
    "",
]


@pytest.fixture
def folder(here: Path) -> Path:
    """A folder with a CSV manifest, beside CSV files of other kinds."""
    path = here / "rows"
    path.mkdir()
    (path / "rows.csv").write_text(ROWS)
    for number, text in enumerate(SAMPLES):
        (path / f"{number}.csv").write_text(text)
    return path


class TestFound:
    """What is taken for a CSV manifest."""

    def test_by_name(self, cli: Cli, here: Path) -> None:
        """The finding stands at its line and column."""
        (here / "rows.csv").write_text(ROWS)
        result = cli("check", "--format", "concise", "--quiet", "rows.csv")
        assert (result.code, result.out) == (1, SPACE)

    def test_report(self, cli: Cli, here: Path) -> None:
        """The report names the kind; the pointer is made of a row and a column."""
        (here / "rows.csv").write_text(ROWS)
        report = json.loads(cli("check", "--format", "json", "rows.csv").out)
        (file,) = report["files"]
        assert (file["kind"], file["items"], file["urls"]) == ("encord-csv", 2, 2)
        (finding,) = file["findings"]
        assert finding["pointer"] == "/1/ObjectURL"
        assert (finding["line"], finding["column"], finding["end_column"]) == (3, 1, 29)

    def test_in_a_folder(self, cli: Cli, folder: Path) -> None:
        """Only a file whose first line has the column of URLs; the others are passed over."""
        result = cli("check", "--format", "json", "rows")
        files = json.loads(result.out)["files"]
        assert [Path(file["path"]).name for file in files] == ["rows.csv"]
        assert result.err == f"note: {len(SAMPLES)} files skipped: not a manifest\n"

    def test_in_the_hook(self, cli: Cli, folder: Path) -> None:
        """Other CSV files do not stop a commit, though they are given by name."""
        others = [str(folder / f"{number}.csv") for number in range(len(SAMPLES))]
        assert cli("check", "--skip-unrelated", *others).code == 0
        assert cli("check", "--skip-unrelated", str(folder / "rows.csv")).code == 1

    def test_compressed_and_piped(self, cli: Cli, here: Path) -> None:
        """In .gz and on standard input it is found out as well."""
        (here / "rows.csv.gz").write_bytes(gzip.compress(ROWS.encode()))
        assert "rows.csv.gz:3:1: E203" in cli("check", "--format", "concise", ".").out
        assert "<stdin>:3:1: E203" in cli("check", "--format=concise", "-", stdin=ROWS.encode()).out

    def test_without_the_column_by_kind(self, cli: Cli, here: Path) -> None:
        """Whoever says that it is a CSV manifest is told what is missing."""
        (here / "urls.csv").write_text("s3://acme-media/cam1/a.mp4\n")
        result = cli("check", "--format", "concise", "--kind", "encord-csv", "urls.csv")
        assert result.code == 1
        assert result.out.startswith("urls.csv:1:1: E713 error ")

    def test_as_another_kind(self, cli: Cli, here: Path) -> None:
        """As JSON it is no JSON."""
        (here / "rows.csv").write_text(ROWS)
        result = cli("check", "--format", "concise", "--kind", "encord-manifest", "rows.csv")
        assert "rows.csv:1:1: J107" in result.out


class TestSomethingElse:
    """A CSV file that somebody names and that is no manifest."""

    def test_measurements(self, cli: Cli, here: Path) -> None:
        """What it is, and where it belongs."""
        (here / "imu.csv").write_text(SAMPLES[0])
        result = cli("check", "imu.csv")
        assert result.code == 1
        assert 'E002 not-a-manifest\nThis is a CSV file without a column "ObjectURL"' in result.out
        assert '"time_series"' in result.out

    def test_urls_without_header(self, cli: Cli, here: Path) -> None:
        """A list of URLs needs no more than a header."""
        (here / "urls.csv").write_text("s3://acme-media/cam1/a.mp4\ns3://acme-media/cam1/b.mp4\n")
        result = cli("check", "urls.csv")
        assert result.code == 1
        assert "This is a list of URLs without a header row" in result.out

    def test_nothing(self, cli: Cli, here: Path) -> None:
        """An empty file is empty, whatever it is called."""
        (here / "empty.csv").write_text("")
        assert "J001" in cli("check", "--format", "concise", "empty.csv").out

    def test_nothing_but_others(self, cli: Cli, folder: Path) -> None:
        """A folder without a manifest is no input, and the files in it are counted."""
        (folder / "rows.csv").unlink()
        result = cli("check", "rows")
        assert result.code == 2
        assert f"({len(SAMPLES)} files are something else)" in result.err


class TestExplained:
    """Rules on rows explain themselves with a CSV file."""

    def test_example(self, cli: Cli) -> None:
        """The example is called what it is."""
        result = cli("explain", "split-csv-group")
        assert result.code == 0
        assert "example.csv:4:25: warning E720 split-csv-group" in result.out
