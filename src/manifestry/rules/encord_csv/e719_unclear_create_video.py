"""A group whose rows do not say clearly whether it becomes a video."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="E719",
    name="unclear-create-video",
    severity=Severity.WARNING,
    summary="Column Create video that is neither true nor false, or both in one group",
    why=(
        "The images of a group become one video unless the column says false, so a word that "
        "is not understood, or an image group of which one row says true, may well become a "
        "video. The first row of a group counts here."
    ),
    help='Write "true" or "false" in the column "Create video", the same in all rows of a group.',
    bad=(
        Bad(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,no\n",
            at="/0/Create video",
            place="2:31",
        ),
        Bad(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,false\ns3://acme-media/a/1.jpg,car 7,true\n",
            at="/1/Create video",
            place="3:31",
        ),
    ),
    good=(
        Good(
            "ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,false\ns3://acme-media/a/1.jpg,car 7,FALSE\n"
        ),
        Good("ObjectURL,Image group title,Create video\ns3://acme-media/a/0.jpg,car 7,\n"),
    ),
    source="Recalled from the documentation of CSV manifests; not confirmed",
)
