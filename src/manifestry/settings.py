"""The settings of a check: everything that changes which findings a document has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from manifestry.errors import UsageError
from manifestry.findings import Severity
from manifestry.text import listing

if TYPE_CHECKING:
    from manifestry.formats.encord.metadata.schema import MetadataSchema

Profile = Literal["default", "strict-client-only"]

ITEM_KINDS: frozenset[str] = frozenset(
    [
        "video",
        "audio",
        "image",
        "image-group",
        "image-sequence",
        "dicom",
        "text",
        "pdf",
        "nifti",
        "time-series",
        "scene",
    ]
)
"""The kinds of item that `only` knows."""

PROFILES: tuple[Profile, ...] = ("default", "strict-client-only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to check.

    kind: the kind of document ("encord-manifest"); None finds it from the content.
    only: the item kinds a manifest may hold ("video", "image", ...); empty allows all.
    select, ignore: rule codes, prefixes of codes ("E2") or rule names; an empty `select`
        means all rules that are on by default. The longer prefix wins.
    severity: another severity for a code or name.
    strict: what is doubtful becomes an error where the rule says so.
    profile: "strict-client-only" makes media metadata mandatory, as that kind of
        integration does.
    url_schemes: schemes an object URL may have, in lower case.
    max_findings, max_findings_per_rule: how many findings of one document are listed; the
        rest are counted. 0 means no limit.
    least: the least severity of a finding that is wanted; lesser ones are not looked for.
    max_items, max_urls: how much one manifest may hold; None is what the platform states.
    max_metadata_bytes: how large the client metadata of one item may be, likewise.
    metadata_schema: the typed keys that client metadata is held against; None checks no types.
    max_item_bytes: the largest single item or top-level value that is read, in bytes; 0 means
        no limit.
    now: the moment by which it is judged what has expired, with its time zone; None judges
        nothing, so that a report does not depend on the day it is made.
    """

    kind: str | None = None
    only: frozenset[str] = frozenset()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    strict: bool = False
    profile: Profile = "default"
    url_schemes: tuple[str, ...] = ("https", "http", "s3", "gs")
    max_findings: int = 1000
    max_findings_per_rule: int = 100
    least: Severity = Severity.INFO
    max_items: int | None = None
    max_urls: int | None = None
    max_metadata_bytes: int | None = None
    max_item_bytes: int = 64 * 2**20
    metadata_schema: MetadataSchema | None = None
    now: datetime | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for what is no setting, so that no check runs under it."""
        if self.profile not in PROFILES:
            raise UsageError(f'there is no profile "{self.profile}"')
        unknown = set(self.only) - ITEM_KINDS
        if unknown:
            raise UsageError(f"there is no kind of item {listing(sorted(map(str, unknown)))}")
        for code, level in self.severity.items():
            if level not in tuple(Severity):
                raise UsageError(f'there is no severity "{level}" (for {code})')
        for name in ("max_findings", "max_findings_per_rule", "max_item_bytes"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} must be 0 or more")
        _refuse_other_than_schema(self.metadata_schema)
        if self.now is not None:
            if self.now.utcoffset() is None:
                raise UsageError("now must have a time zone")
            try:
                object.__setattr__(self, "now", self.now.astimezone(UTC))
            except OverflowError as error:  # at either end of the calendar
                raise UsageError("now is no moment in UTC") from error
        # A list would do as well, but what is asked of it needs a tuple in lower case.
        schemes = tuple(scheme.lower() for scheme in self.url_schemes)
        object.__setattr__(self, "url_schemes", schemes)


def _refuse_other_than_schema(given: object) -> None:
    """Raises UsageError for the name of a file, say, with which no rule could work."""
    if given is None:
        return
    from manifestry.formats.encord.metadata.schema import MetadataSchema

    if not isinstance(given, MetadataSchema):
        raise UsageError(
            "metadata_schema must be a MetadataSchema; "
            "manifestry.metadata.read_schema makes one of a file or an object"
        )
