"""`manifestry metadata`: the group of commands on metadata schemas."""

from __future__ import annotations

from manifestry.cli.app import Lazy

command = Lazy(
    "metadata",
    package="manifestry.cli.metadata_",
    names=("infer", "check", "export"),
    short_help="Infer, compare and export metadata schemas.",
    help="Work with metadata schemas: the typed keys that client metadata is filtered by.",
)
