"""A metadata schema in the old flat form."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings


class _Forms(NoTracking[object, Key]):
    def __init__(self, _: Settings) -> None:
        self._seen: set[str | None] = set()

    def meet(self, member: Key) -> tuple[Hit, ...]:
        self._seen.add(member.form)
        return ()

    def finish(self) -> Iterator[Hit]:
        # Both forms together are another fault, and an error.
        if "flat" in self._seen and "current" not in self._seen:
            yield Hit((), "the metadata schema is in the old flat form, which is deprecated")


RULE = Rule[object, Key](
    code="M414",
    name="legacy-metadata-schema",
    severity=Severity.INFO,
    summary="Metadata schema is in the old flat form",
    why=(
        "The flat form is what the SDK's older functions read and write, which are deprecated "
        "since version 0.1.132. It cannot say which values an enum has, or what size an "
        "embedding, and it knows no UUIDs."
    ),
    help=(
        'Write {"ty": "variant", "hint": "number"} for "number", and likewise for other single '
        "values."
    ),
    bad=(
        Bad('{"shift": "number", "note": "long_string"}', at=""),
        Bad('{"look": "embedding"}', at=""),
    ),
    good=(
        Good(
            '{"shift": {"ty": "variant", "hint": "number"}, '
            '"note": {"ty": "variant", "hint": "text"}}'
        ),
        Good('{"look": {"ty": "embedding", "size": 512}}'),
    ),
    source="SDK (set_client_metadata_schema_from_dict is deprecated since 0.1.132)",
    track=_Forms,
)
