"""The exceptions Manifestry raises. A fault in the data is never one: that is a finding.

ManifestryError
├── UsageError          2  the call makes no sense (unknown code, no such schema, no input)
├── ConfigError         2  a configuration file is wrong
├── UnreadableError     3  an input cannot be read as text
│   └── LimitError      3  a limit stopped the work
├── OutputError         3  an output cannot be written
└── InternalError       4  Manifestry itself failed
"""

from __future__ import annotations


class ManifestryError(Exception):
    """Anything Manifestry raises on purpose. Its text is one line, fit for a person."""

    exit_code = 4


class UsageError(ManifestryError):
    """The call makes no sense: an unknown rule code, an unknown schema, no input."""

    exit_code = 2


class ConfigError(ManifestryError):
    """A configuration file is wrong; the text names the file and the key."""

    exit_code = 2


class UnreadableError(ManifestryError):
    """An input cannot be read as text: missing, no permission, UTF-16, broken archive."""

    exit_code = 3


class LimitError(UnreadableError):
    """A limit on size stopped the work."""


class OutputError(ManifestryError):
    """An output cannot be written; the text says which one and why."""

    exit_code = 3


class InternalError(ManifestryError):
    """Manifestry itself failed."""
