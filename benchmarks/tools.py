"""What is measured side by side: how each tool is started, and whether it is here."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PEERS: Final = Path(__file__).with_name("peers.py")

BASELINE: Final = "orjson.loads"
OURS: Final = "manifestry check"
BARE: Final = "bare interpreter"

SLOW: Final = 20_000
"""The most items for tools that take a minute for the largest manifest."""

_AJV: Final = ("ajv-cli@5.0.0", "ajv-formats@2.1.1")

Command = Callable[[Path], list[str]]
"""The command for a document."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One way of reading or judging a manifest."""

    name: str
    does: str
    command: Command
    version: str = ""
    up_to: int = sys.maxsize
    """The most items it is given."""
    judges: bool = True
    """Whether it refuses a wrong manifest."""
    cheap: bool = True
    tree: bool = False
    """Whether it starts processes of its own."""
    start: bool = False
    """Whether it is a program whose start is measured too."""
    missing: str = ""


@dataclass(slots=True)
class Toolbox:
    """The tools of this machine. `schema` is the bundled one of manifests, in a file."""

    folder: Path
    schema: Path
    jobs: int
    missing: dict[str, str] = field(default_factory=dict)

    def ours(self, document: Path, *options: str) -> list[str]:
        """The command that checks a document, with nothing remembered and nothing configured."""
        fixed = ["check", "--no-config", "--no-cache", "--no-progress", "--color", "never"]
        if "--jobs" not in options:
            options = ("--jobs", "1", *options)
        return [script("manifestry"), *fixed, *options, str(document)]

    def tools(self, *, quick: bool, skip: frozenset[str]) -> list[Tool]:
        """All tools, or the cheap ones; what is not installed says so."""
        made = [
            Tool(
                OURS, "all that Manifestry checks; one process", self.ours, version("manifestry"),
                start=True,
            ),
            Tool(
                f"{OURS} --jobs {self.jobs}", f"the same; up to {self.jobs} processes",
                lambda document: self.ours(document, "--jobs", str(self.jobs)),
                version("manifestry"), tree=True,
            ),
            self._peer(BASELINE, "orjson", "parses, judges nothing", judges=False),
            self._peer(
                f"{BASELINE}, collector on", "orjson", "the same as programs usually run it",
                peer="orjson, collector on", judges=False,
            ),
            self._peer("jsonschema-rs", "jsonschema-rs", "orjson, then the schema: yes or no"),
            self._peer("pydantic", "pydantic", "parses into our strict models"),
            self._peer(
                "fastjsonschema", "fastjsonschema", "orjson, then code made of the schema",
                up_to=100_000, cheap=False,
            ),
            self._ajv(wanted=not quick and "ajv-cli" not in skip),
            self._peer(
                "python-jsonschema", "jsonschema", "orjson, then the schema: yes or no",
                peer="jsonschema", up_to=SLOW, cheap=False,
            ),
            Tool(
                "check-jsonschema", "the schema, with pointers", self._check_jsonschema,
                _version("check-jsonschema"), SLOW, cheap=False, start=True,
                missing="" if _version("check-jsonschema") else "not installed",
            ),
        ]  # fmt: skip
        return [tool for tool in made if (tool.cheap or not quick) and tool.name not in skip]

    def _check_jsonschema(self, document: Path) -> list[str]:
        return [script("check-jsonschema"), "--schemafile", str(self.schema), str(document)]

    def _peer(
        self,
        name: str,
        package: str,
        does: str,
        *,
        peer: str = "",
        up_to: int = sys.maxsize,
        judges: bool = True,
        cheap: bool = True,
    ) -> Tool:
        """A library, run by `peers.py`."""
        peer = peer or package
        return Tool(
            name,
            does,
            lambda document: self.library(peer, document),
            _version(package),
            up_to,
            judges,
            cheap,
            missing="" if _version(package) else "not installed",
        )

    def library(self, peer: str, document: Path) -> list[str]:
        """The command that runs a library over a document."""
        return [sys.executable, "-P", str(PEERS), peer, str(document), str(self.schema)]

    def _ajv(self, *, wanted: bool) -> Tool:
        """ajv-cli, installed into a folder that goes away."""
        node, npm = shutil.which("node"), shutil.which("npm")
        program = self.folder / "node_modules" / "ajv-cli" / "dist" / "index.js"
        missing = ""
        if node is None or npm is None:
            missing = "no node and npm here"
        elif wanted:
            missing = _installed([npm, "install", "--no-audit", "--no-fund", *_AJV], self.folder)
        options = [
            "--spec=draft2020",
            "--strict=false",
            "-c",
            "ajv-formats",
            "-s",
            str(self.schema),
        ]
        return Tool(
            "ajv-cli",
            "the schema, in JavaScript",
            lambda document: [str(node), str(program), "validate", *options, "-d", str(document)],
            _AJV[0].rpartition("@")[2],
            cheap=False,
            start=True,
            missing=missing,
        )


def script(name: str) -> str:
    """A program that was installed beside this interpreter."""
    folder = sysconfig.get_path("scripts")
    return shutil.which(name, path=folder) or str(Path(folder, name))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _installed(command: list[str], folder: Path) -> str:
    """Installs, and says why it could not."""
    try:
        done = subprocess.run(
            command, cwd=folder, check=False, capture_output=True, text=True, timeout=120
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"npm: {type(error).__name__}"
    return "" if done.returncode == 0 else "npm could not install it"
