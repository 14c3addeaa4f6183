"""`manifestry metadata infer`, from the arguments to the exit code."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from manifestry.formats.encord.client_metadata import KEY
from manifestry.metadata import infer, read_schema
from manifestry.report import Look
from manifestry.report.cells import width
from manifestry.report.inference import table

from .conftest import Cli, Spawn

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "metadata" / "infer"
INFER = ("metadata", "infer")
SHIFT = '{\n  "shift": {\n    "ty": "variant",\n    "hint": "number"\n  }\n}\n'


def _images(*metadata: object) -> str:
    return json.dumps(
        {
            "images": [
                {"objectUrl": f"s3://acme-media/{number}.jpg", KEY: each}
                for number, each in enumerate(metadata)
            ]
        }
    )


@pytest.fixture
def made(here: Path) -> Path:
    """A folder with a manifest of one key."""
    folder = here / "made"
    folder.mkdir()
    (folder / "a.json").write_text(_images({"shift": 1}))
    return folder


class TestSchema:
    """What is written, and where."""

    def test_to_standard_output(self, cli: Cli, made: Path) -> None:
        """The schema goes to standard output, the numbers to standard error."""
        result = cli(*INFER, "made")
        assert (result.code, result.out) == (0, SHIFT)
        assert result.err == "1 key in 1 document (1 item): 1 typed, 0 left out.\n"
        for dash in ("-", "/dev/stdout"):
            assert cli(*INFER, "made", "-o", dash) == result
        assert cli(*INFER, "made", "--quiet") == type(result)(0, SHIFT, "")

    def test_into_a_file(self, cli: Cli, made: Path, here: Path) -> None:
        """The schema goes into the file, nothing to standard output."""
        result = cli(*INFER, "made", "-o", "schema.json")
        assert (result.code, result.out) == (0, "")
        assert (here / "schema.json").read_text() == SHIFT
        assert [*here.glob(".manifestry-*")] == []

    def test_as_toml(self, cli: Cli, made: Path, here: Path) -> None:
        """The short form says the same."""
        (made / "b.json").write_text(_images(*({"site": site} for site in "abab")))
        assert cli(*INFER, "made", "--to", "toml", "-o", "schema.toml", "-q").code == 0
        assert cli(*INFER, "made", "-o", "schema.json", "-q").code == 0
        schema = read_schema(here / "schema.toml")
        assert schema == read_schema(here / "schema.json")
        assert [*schema] == ["shift", "site"]

    def test_it_is_ascii(self, cli: Cli, here: Path) -> None:
        """Whatever the locale, the bytes are the same."""
        (here / "a.json").write_text(_images({"größe": "ä"}, {"größe": "ö"}) * 1, encoding="utf-8")
        result = cli(*INFER, "a.json", "-q", encoding="ascii")
        assert result.out.isascii()
        assert [*json.loads(result.out)] == ["größe"]

    def test_then_check(self, cli: Cli, here: Path) -> None:
        """A check of the same manifests against the schema finds no error and no misfit."""
        for path in FIXTURES.iterdir():
            shutil.copy(path, here)
        assert cli(*INFER, "cameras.json", "drives.json", "-o", "schema.json").code == 0
        arguments = ("--metadata-schema", "schema.json", "--select", "M2", "--format", "json")
        result = cli("check", "cameras.json", "drives.json", *arguments)
        assert result.code == 0
        found = [each for file in json.loads(result.out)["files"] for each in file["findings"]]
        assert [(each["name"], each["severity"]) for each in found] == [
            ("datetime-without-zone", "info"),
            ("undeclared-metadata-key", "info"),
            ("undeclared-embedding", "warning"),
        ]
        pointer = found[2]["pointer"]
        assert pointer == "/videos/0/clientMetadata/video-embedding"  # which nothing can mend

    def test_the_output_of_an_earlier_run(self, cli: Cli, made: Path) -> None:
        """In the folder that is searched the schema may lie as well."""
        for _ in range(2):
            result = cli(*INFER, "made", "-o", "made/schema.json", "-q")
            assert (result.code, result.out, result.err) == (0, "", "")
        assert (made / "schema.json").read_text() == SHIFT

    def test_the_output_is_no_input(self, cli: Cli, made: Path) -> None:
        """A manifest is never replaced by its schema."""
        before = (made / "a.json").read_text()
        for paths in (("made",), ("made/a.json",)):
            result = cli(*INFER, *paths, "-o", "made/../made/a.json")
            assert (result.code, result.out) == (2, "")
            assert result.err == 'error: the output "made/../made/a.json" is one of the inputs\n'
        assert (made / "a.json").read_text() == before

    def test_an_output_that_cannot_be_written(self, cli: Cli, made: Path) -> None:
        """It is one line, and 3."""
        result = cli(*INFER, "made", "-o", "none/schema.json", "--explain")
        assert (result.code, result.out) == (3, "")
        assert result.err == "error: cannot write none/schema.json: No such file or directory\n"

    def test_enums(self, cli: Cli, here: Path) -> None:
        """--enum-max and --no-enums say which texts make an enum."""
        (here / "a.json").write_text(_images(*({"site": site} for site in "abcabc")))

        def type_(*options: str) -> Any:
            return json.loads(cli(*INFER, "a.json", *options).out)["site"]["ty"]

        assert type_() == type_("--enum-max", "3") == "enum"
        assert type_("--enum-max", "2") == type_("--no-enums") == "variant"

    def test_keys_left_out_are_counted(self, cli: Cli, here: Path) -> None:
        """That something is missing is said, and how to learn what."""
        (here / "a.json").write_text(_images({"tags": ["x"], "shift": 1}, [1], "x", {"shift": 2}))
        result = cli(*INFER, "a.json")
        assert (result.code, result.out) == (0, SHIFT)
        assert result.err == (
            "2 keys in 1 document (4 items): 1 typed, 1 left out. --explain says why.\n"
            "note: 2 items have metadata that is no object; nothing was taken from there\n"
        )

    def test_no_metadata_at_all(self, cli: Cli) -> None:
        """Manifests without client metadata make an empty schema."""
        result = cli(*INFER, "good.json")
        assert (result.code, result.out) == (0, "{}\n")
        assert result.err == "No client metadata in 1 document (1 item).\n"
        explained = cli(*INFER, "good.json", "--explain")
        assert explained.out == "No client metadata in 1 document (1 item).\n"


class TestInputs:
    """Files, folders, standard input."""

    def test_standard_input(self, cli: Cli) -> None:
        """`-` is standard input, which may be compressed."""
        data = _images({"shift": 1}).encode()
        assert cli(*INFER, "-", stdin=data).out == SHIFT
        assert cli(*INFER, "-", stdin=gzip.compress(data)).out == SHIFT
        broken = cli(*INFER, "-", stdin=data[:-1])
        assert (broken.code, broken.out) == (1, "")
        assert broken.err.startswith("error: <stdin>:1:84: J005 ")

    def test_standard_input_that_is_closed(self, spawn: Spawn) -> None:
        """It is one line, and 3."""
        result = spawn(*INFER, "-", stdin=None, preexec_fn=lambda: __import__("os").close(0))
        assert (result.returncode, result.stdout) == (3, b"")
        assert result.stderr.startswith(b"error: <stdin>: ")

    def test_the_current_folder(self, cli: Cli, made: Path) -> None:
        """Without a path the current folder is searched; what is something else is counted."""
        result = cli(*INFER)
        assert (result.code, result.out) == (0, SHIFT)
        assert result.err.endswith("note: 1 file skipped: not a manifest, nor of Ango Hub\n")
        (made / "tsconfig.json").write_text('{"extends": "x"}')
        assert "note: 2 files skipped:" in cli(*INFER).err

    def test_nothing_to_infer_from(self, cli: Cli, here: Path) -> None:
        """A folder without manifests is no input, and 2."""
        (here / "empty").mkdir()
        assert cli(*INFER, "empty").code == 2
        shutil.copy(here / "package.json", here / "empty")
        result = cli(*INFER, "empty")
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            'error: no input: there is no manifest in "empty" (1 file is something else)\n'
        )

    def test_configuration(self, cli: Cli, made: Path, here: Path) -> None:
        """What a configuration excludes is not looked at, and its limit on items holds."""
        (made / "b.json").write_text(_images({"shift": "x"}))
        (here / "manifestry.toml").write_text('exclude = ["b.json"]\n')
        assert cli(*INFER, "made").out == SHIFT
        assert json.loads(cli(*INFER, "made", "--no-config").out) == {}
        (here / "other.toml").write_text("max-item-bytes = 10\n")
        result = cli(*INFER, "made/a.json", "--config", "other.toml")
        assert result.code == 3
        assert "is larger than 10 bytes" in result.err

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (("--no-config", "--config", "x"), "--config and --no-config contradict each other"),
            (("--enum-max", "3", "--no-enums"), "--enum-max and --no-enums contradict each other"),
            (("--enum-max", "1"), "--enum-max must be from 2 to 255, got 1"),
            (("--enum-max", "256"), "--enum-max must be from 2 to 255, got 256"),
            (("--explain", "-o", "-"), "--explain prints on standard output; give -o a file"),
            (("--to", "tml"), 'Invalid value for \'--to\': unknown form "tml" (did you mean "toml"?)'),
        ],
    )  # fmt: skip
    def test_options_that_make_no_sense(
        self, cli: Cli, options: tuple[str, ...], words: str
    ) -> None:
        """They are one line, and 2."""
        assert cli(*INFER, "good.json", *options) == type(cli("rules"))(2, "", f"error: {words}\n")


class TestRefusals:
    """Documents that cannot be used."""

    def test_faulty_text(self, cli: Cli, made: Path, here: Path) -> None:
        """The place and the fault are told, of every file, and nothing is written."""
        (made / "b.json").write_text('{"images": [\n  {"clientMetadata": {"a": 1, "a": 2}}]}')
        (made / "c.json").write_text('{"images": [{"objectUrl": ')
        result = cli(*INFER, "made", "-o", "schema.json", "--explain")
        assert (result.code, result.out) == (1, "")
        assert result.err == (
            'error: made/b.json:2:31: J201 the key "a" stands here a second time; '
            "only one of them counts\n"
            'error: made/c.json:1:27: J005 the file ends before the document does: "}", "]" and '
            '"}" are missing\n'
        )
        assert not (here / "schema.json").exists()

    def test_unreadable_wins(self, cli: Cli, made: Path) -> None:
        """A file that cannot be read makes the exit code 3."""
        (made / "c.json").write_text('{"images": [{"objectUrl": ')
        result = cli(*INFER, "made", "none.json")
        assert (result.code, result.out) == (3, "")
        assert result.err.splitlines()[-1] == "error: none.json: no such file"
        assert len(result.err.splitlines()) == 2

    def test_a_file_of_another_kind(self, cli: Cli, made: Path, here: Path) -> None:
        """One that is given by name is refused, a metadata schema too."""
        result = cli(*INFER, "made", "package.json")
        assert (result.code, result.out) == (1, "")
        assert result.err == (
            "error: package.json: nothing in this document shows what it is; a schema is "
            "inferred from manifests, and from exports and imports of Ango Hub\n"
        )
        (here / "schema.json").write_text(SHIFT)
        result = cli(*INFER, "made", "schema.json")
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith("error: schema.json: this is an Encord metadata schema; ")

    def test_a_folder_that_cannot_be_listed(
        self, cli: Cli, made: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is unreadable: what is in it might have counted."""

        def scandir(path: str) -> Any:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr("os.scandir", scandir)
        result = cli(*INFER, "made")
        assert (result.code, result.out) == (3, "")
        assert result.err == "error: made: the folder cannot be read: Permission denied\n"

    def test_hostile_names(self, cli: Cli, here: Path) -> None:
        """What a file is called cannot reach the terminal as it is."""
        (here / "a\x1b[31m.json").write_text("{")
        result = cli(*INFER, "a\x1b[31m.json")
        assert result.err.startswith("error: a\\u001b[31m.json:1:2: J005 ")

    def test_what_nobody_expected(
        self, cli: Cli, made: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is one line that names the file, and 4."""

        def boom(*_: object, **__: object) -> None:
            raise RecursionError("too deep")

        monkeypatch.setattr("manifestry.metadata.inference.collect", boom)
        result = cli(*INFER, "made")
        assert (result.code, result.out) == (4, "")
        assert result.err.startswith("internal error: made/a.json: RecursionError: too deep")

    def test_too_many_keys(self, cli: Cli, here: Path) -> None:
        """That is a limit, and 3."""
        for number in range(2):
            metadata = {f"{number}k{key}": 1 for key in range(6000)}
            (here / f"{number}.json").write_text(_images(metadata))
        result = cli(*INFER, "0.json", "1.json")
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith("error: there are more than 10,000 different metadata keys")


EXPLAINED = """\
KEY              TYPE          VALUES  WHERE
Größe            number             1  videos
    the documentation allows no letters beyond ASCII in names; the SDK does
    such as 3
Site             varchar            1  videos
    no enum: there is one value only
    "site" differs in nothing but case, hyphens, underscores or blanks
    such as "North"
car.no           varchar            2  image_groups 1, videos 1
    all are numbers in strings
    no enum: 2 different values in 2 hardly repeat
    such as "7", "12"
keyframes        left out           1  image_groups
    "keyframes" is reserved, in any spelling with - _ . or blanks
lot              varchar            3  images
    all could be dates, but without a separator they may as well be numbers or
    ids
    such as "20240224", "20240225", "20240226"
my-embedding     embedding(3)       3  frames 1, images 2
night            boolean            3  images
    1 of 3 values is written as text
    such as "true"
reviewer         varchar            1  assets 1, images 1
    no enum: there is one value only
    1 null beside the values
    such as "r2"
run              uuid               2  images
    such as "1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f",
    "7b0c9d3e-2f4a-4b6c-9d8e-1f2a3b4c5d6e"
score            left out           2  image_groups 1, images 1
    the values are of several kinds: 1 number and 1 text
    such as 0.75, "n/a"
shift            number             3  images
    such as 1, 2
site             enum of 2          6  assets 1, image_groups 1, images 3,
                                       videos 1
    "Site" differs in nothing but case, hyphens, underscores or blanks
    such as "north", "south"
source           varchar            1  assets
    no enum: there is one value only
    such as "scan"
tagged on        varchar            3  images
    1 of 3 values is no date: "n/a"
    such as "n/a", "2024-02-25", "2024-02-25T09:12:00Z"
tags             left out           1  images
    no type of a schema holds lists of anything but numbers
    1 null beside the values
taken_at         datetime           3  images
    1 of 3 values is without a zone: "2024-02-24T18:30:00"
    such as "2024-02-24", "2024-02-24T18:30:00", "2024-02-24T06:00:00+00:00"
video-embedding  left out           1  videos
    all are of a whole video; embeddings belong to single frames
weather          left out           1  images
    no type of a schema holds objects
weather note     varchar            3  frames
    no enum: 2 different values in 3 hardly repeat
    such as "dry", "rain"

19 keys in 3 documents (9 items): 14 typed, 5 left out.
"""


class TestExplain:
    """The table."""

    def test_the_fixtures(self, cli: Cli, here: Path) -> None:
        """The table says of every key what it is and why, and lists no schema."""
        result = cli(*INFER, str(FIXTURES), "--explain", "-q")
        assert (result.code, result.out, result.err) == (0, EXPLAINED, "")
        assert not (here / "schema.json").exists()

    def test_with_a_file(self, cli: Cli, made: Path, here: Path) -> None:
        """With -o the schema goes into the file, and the table to standard output."""
        result = cli(*INFER, "made", "--explain", "-o", "schema.json")
        assert (result.code, result.err) == (0, "")
        assert result.out == (
            "KEY    TYPE    VALUES  WHERE\nshift  number       1  images\n    such as 1\n\n"
            "1 key in 1 document (1 item): 1 typed, 0 left out.\n"
        )
        assert (here / "schema.json").read_text() == SHIFT

    AWKWARD = (
        {
            "a" * 200: "b" * 500, "日本語" * 9: "日本語" * 9, " blank ": 1, "\x1b[31mred": "\x1b[0m",
            "e\u0301" * 40: [0] * 4096, "\u202e": None, "t": "x\ty\nz", "u": "🚗" * 60,
        },
        {"": {"a": 1}, "zones": "2024-01-01T00:00"},
    )  # fmt: skip

    @pytest.mark.parametrize("columns", [40, 60, 80, 100])
    @pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
    def test_no_line_is_wider_than_the_screen(self, columns: int, encoding: str) -> None:
        """Whatever is in the keys and values, in every width and encoding."""
        places: dict[str, list[Any]] = {
            section: [{KEY: {**metadata}} for metadata in self.AWKWARD]
            for section in ("images", "audio", "nifti", "image_groups", "dicom_series")
        }
        inference = infer([places])
        assert inference.ok
        lines = [*table(inference, Look(width=columns, encoding=encoding))]
        for line in lines:
            line.encode(encoding)
            assert line.isprintable()
            assert width(line) <= columns
        rest = " ".join(lines[-2:]).rpartition(" (")[2]
        assert rest == "10 items): 6 typed, 4 left out."

    def test_colour(self) -> None:
        """The head of the table stands out; below it there is no colour."""
        first, *rest = table(infer([{"images": [{KEY: {"a": 1}}]}]), Look(color=True))
        assert first == "\x1b[1mKEY  TYPE    VALUES  WHERE\x1b[0m"
        assert "\x1b" not in "".join(rest)
