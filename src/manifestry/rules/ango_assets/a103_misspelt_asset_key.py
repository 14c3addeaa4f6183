"""A required key that is there under a misspelt name."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import misses
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Move, Patch
from manifestry.text import listing, quote


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "required":
        return None
    missing, misspelt = misses(error)
    if missing or not misspelt:
        return None
    key, meant = misspelt[0]
    moves = tuple(Move((*error.path, old), (*error.path, new)) for old, new in misspelt)
    if len(misspelt) == 1:
        message = f"{quote(key)} should be {quote(meant)}, which is required"
        help_ = f"Write {quote(meant)}; keys are exact."
        return Hit((*error.path, key), message, help_, patch=Patch(moves))
    wanted = listing(pair[1] for pair in misspelt)
    message = f"{listing(pair[0] for pair in misspelt)} should be {wanted}, which are required"
    help_ = f"Write {wanted}; keys are exact."
    return Hit((*error.path, key), message, help_, patch=Patch(moves))


RULE = Rule[Asset, Member](
    code="A103",
    name="misspelt-asset-key",
    severity=Severity.ERROR,
    summary="Required key is misspelt",
    why=(
        "Keys are exact, capitals count. What reads the document looks for the key as it should "
        "be, and finds nothing."
    ),
    help="Write the key as the message shows it.",
    bad=(
        Bad(exported({"externalId": ABSENT, "externalID": "0.jpg"}), at="/0/externalID"),
        Bad(
            exported({"task": {"taskId": ABSENT, "task_id": "65a000000000000000000000"}}),
            at="/0/task/task_id",
        ),
        Bad(
            imported({"data": ABSENT, "Data": "https://cdn.acme.example/a.jpg"}),
            at="/0/Data",
            settings={"kind": "ango-import"},
        ),
        Bad(
            imported({"data": ABSENT, "dataSet": ["https://cdn.acme.example/p0.png"]}),
            at="/0/dataSet",
            settings={"kind": "ango-import"},
        ),
    ),
    good=(
        Good(exported({"externalId": "0.jpg"})),
        Good(imported({"data": "https://cdn.acme.example/a.jpg"})),
    ),
    source="Documentation of exports and of asset imports",
    fix="safe",
    translate=translate,
)
