"""Rows of one group that do not stand together."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E720",
    name="split-csv-group",
    severity=Severity.WARNING,
    summary="Group whose rows do not stand together",
    why=(
        "Rows with one title are one group, in the order of the rows. Where others stand "
        "between them the title was mostly meant for two groups, whose files now become one."
    ),
    help="Put the rows of a group together, or give the second group a title of its own.",
    bad=(
        Bad(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,false\ns3://acme-media/b/0.jpg,car 8,false\ns3://acme-media/a/1.jpg,car 7,false\n",
            at="/2/Image group title",
            place="4:25",
        ),
    ),
    good=(
        Good(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,false\ns3://acme-media/a/1.jpg,car 7,false\ns3://acme-media/b/0.jpg,car 8,false\n"
        ),
    ),
    source="Recalled from the documentation of CSV manifests; not confirmed",
)
