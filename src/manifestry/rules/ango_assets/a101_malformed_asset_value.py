"""A value that is not what the format asks for: the word for all without a rule of its own."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.texts import as_text
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, replace
from manifestry.rules.wording import CHOICE, LENGTH, RANGE, expected, subject
from manifestry.text import quote

_NUMBERS = {"frameRate": "a number greater than 0"}
_WHOLE = "a whole number of at least 1"


def translate(error: SchemaError) -> Hit:
    about = subject(error) if error.path else "an asset"
    return Hit(error.path, f"{about} {_complaint(error)}", patch=_patch(error))


def _patch(error: SchemaError) -> Patch | None:
    """A whole number in quotes where it is a name: of other texts more is asked."""
    is_name = error.path == ("externalId",) or error.path[:-1] == ("batches",)
    if error.keyword != "type" or not is_name or isinstance(error.value, float | bool):
        return None
    text = as_text(error.value)
    return None if text is None else replace(error.path, text)


def _complaint(error: SchemaError) -> str:
    if error.keyword in LENGTH and isinstance(error.value, str | list | dict):
        if not error.value:
            return "must not be empty"
        unit = "characters" if isinstance(error.value, str) else "entries"
        least = f"{LENGTH[error.keyword]} {error.detail} {unit}"
        return f"must have {least}, got {len(error.value):,}"
    got = quote(error.value)
    if error.keyword in {"type", *RANGE, *CHOICE}:
        return f"must be {expected(error.schema)}, got {got}"
    if error.keyword == "not" and isinstance(error.value, str):
        # Of texts only numbers in quotes are let through, where numbers belong.
        return f"must be {_NUMBERS.get(str(error.path[-1]), _WHOLE)}, got {got}"
    return f"has not the form it must have, got {got}"


RULE = Rule[Asset, Member](
    code="A101",
    name="malformed-asset-value",
    severity=Severity.ERROR,
    summary="Value of an asset is not what the format asks for",
    why=(
        "What reads the document counts on the type and the range of a value. Of another one it "
        "makes nothing, or something wrong: a picture without area, a frame before the first."
    ),
    help="Give the value the type and the range that the message names.",
    bad=(
        Bad(exported({"externalId": 7}), at="/0/externalId"),
        Bad(exported({"metadata": {"width": 640, "height": 0}}), at="/0/metadata/height"),
        Bad(exported({"metadata": {"width": "wide", "height": 480}}), at="/0/metadata/width"),
        Bad(exported({"task": {"consensusAverage": 101}}), at="/0/task/consensusAverage"),
        Bad(exported({"batches": [12]}), at="/0/batches/0"),
        Bad(imported({"data": ""}), at="/0/data"),
        Bad(imported({"contextData": "north"}), at="/0/contextData"),
    ),
    good=(
        Good(exported({"externalId": "7"})),
        Good(exported({"metadata": {"width": 640, "height": 1}})),
        Good(exported({"task": {"consensusAverage": 100}})),
        Good(imported({"contextData": {"site": "north"}})),
    ),
    source="Documentation of exports and of asset imports, and samples",
    fix="safe",
    translate=translate,
)
