"""A key that has to be there and is not."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import misses
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.wording import subject
from manifestry.text import listing, quote

_REQUEST = ("assets",)
_ADVICE = {
    "task": 'Add "task", an object with "taskId", "stage" and "stageId".',
    "data": 'Add "data" with the address of the file, or "dataset" with those of several images.',
}


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "required" or not isinstance(error.value, dict):
        return None
    missing, misspelt = misses(error)
    if missing == ["task"] and not misspelt:
        return Hit((), "The asset has no task", help=_ADVICE["task"])
    owner = "the asset"
    if error.path:
        owner = subject(error)
    wanted = missing + [meant for _, meant in misspelt]
    message = f"{owner} lacks {listing(wanted)}"
    if misspelt:
        message += f": {quote(misspelt[0][0])} is not {quote(misspelt[0][1])}"
    advice = _ADVICE.get("".join(wanted)) if not error.path else None
    return Hit(error.path, message, help=advice or f"Add {listing(wanted)}.")


def claims(error: SchemaError) -> bool:
    """Whether this is about a request's members, which come one by one: all but one lack the rest.

    What has no assets at all is not taken for a request.
    """
    return error.keyword == "required" and error.detail == _REQUEST and not error.path


RULE = Rule[Asset, Member](
    code="A102",
    name="missing-asset-key",
    severity=Severity.ERROR,
    summary="Required key is missing",
    why=(
        "Every asset has the key, or every object of that kind. Without it the asset cannot be "
        "imported, or what reads the export does not find what it needs."
    ),
    help="Add the key.",
    bad=(
        Bad(exported({"task": ABSENT}), at="/0"),
        Bad(exported({"externalId": ABSENT}), at="/0"),
        Bad(exported({"task": {"taskId": ABSENT, "stage": ABSENT}}), at="/0/task"),
        Bad(
            imported({"data": ABSENT, "batches": ["week 12"]}),
            at="/0",
            settings={"kind": "ango-import"},
        ),
        Bad(imported({"attachments": [{"type": "TEXT"}]}), at="/0/attachments/0"),
    ),
    good=(
        Good(exported({})),
        Good(imported({"data": ABSENT, "dataset": ["https://cdn.acme.example/p0.png"]})),
        Good(imported({"attachments": [{"type": "TEXT", "value": "Seen from the gate."}]})),
    ),
    source="Documentation of exports and of asset imports",
    translate=translate,
    claims=claims,
)
