"""The documents that are measured, made by `generate.py` in a folder that goes away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_GENERATE: Final = Path(__file__).with_name("generate.py")

PARTS: Final = 8
"""So many files are checked together, in one process and in several."""

GOOD: Final = b"""{"videos": [{
  "objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com/cam1/a.mp4",
  "title": "cam1 a",
  "clientMetadata": {"site": "north"}
}], "skip_duplicate_urls": true}
"""
"""A small manifest: what takes long about it is the start of the program."""

WRONG: Final = b'{"videos": [{"title": "an item without its objectUrl"}]}\n'
"""What every tool that judges has to refuse."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of document, beside the plain manifest."""

    name: str
    kind: str = "manifest"
    make: tuple[str, ...] = ()
    """Arguments for generate.py."""
    share: int = 1
    """It has one item for so many of the plain one: its items are larger."""
    options: tuple[str, ...] = ()
    """Arguments for `manifestry check`."""
    stdin: bool = False
    parts: bool = False
    """In `PARTS` files instead of one."""
    exit: int = 0

    @property
    def plain(self) -> bool:
        """Whether its bytes, once unpacked and put together, are those of the plain manifest."""
        return self.kind == "manifest" and self.make in ((), ("--gz",))


def forms(jobs: int) -> tuple[Form, ...]:
    """All forms; some are checked in `jobs` processes."""
    return (
        Form("one line"),
        Form("indented", make=("--indent",)),
        Form("standard input", stdin=True),
        Form("gzip", make=("--gz",)),
        Form("with a metadata schema", options=("--metadata-schema", "SCHEMA")),
        Form("1 % of the items faulty", make=("--faulty", "0.01"), exit=1),
        Form("embeddings", make=("--embeddings",), share=5),
        Form(f"in {PARTS} files, one process", parts=True),
        Form(f"in {PARTS} files, {jobs} processes", parts=True, options=("--jobs", str(jobs))),
        Form("Ango export", kind="export", share=10),
        Form("Ango export, NDJSON", kind="export", make=("--ndjson",), share=10),
    )


class Documents:
    """Makes documents in a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.good = folder / "good.json"
        self.good.write_bytes(GOOD)
        self.wrong = folder / "wrong.json"
        self.wrong.write_bytes(WRONG)
        self.metadata_schema = folder / "metadata-schema.json"
        self._made: dict[tuple[str, int, tuple[str, ...]], Path] = {}

    def of(self, kind: str, items: int, make: tuple[str, ...] = ()) -> Path:
        """A document of so many items."""
        key = (kind, items, make)
        if key not in self._made:
            ending = "ndjson" if "--ndjson" in make else "json"
            name = f"{len(self._made)}.{ending}{'.gz' if '--gz' in make else ''}"
            path = self.folder / name
            arguments = [kind, "--items", str(items), *make, "-o", str(path)]
            if not make:
                arguments += ["--metadata-schema", str(self.metadata_schema)]
            subprocess.run([sys.executable, str(_GENERATE), *arguments], check=True)
            self._made[key] = path
        return self._made[key]

    def parts(self, items: int) -> Path:
        """A folder with `PARTS` manifests that have so many items together."""
        folder = self.folder / f"{items}-items"
        if not folder.exists():
            folder.mkdir()
            part = self.of("manifest", items // PARTS)
            for number in range(PARTS):
                shutil.copyfile(part, folder / f"{number}.json")
        return folder
