"""A metadata key that counts as `keyframes`."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.names import KEYFRAMES
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    if key.verdict == "keyframes":
        as_it_is = key.name == KEYFRAMES
        counts = "is" if as_it_is else f"counts as {quote(KEYFRAMES)}, which is"
        yield Hit((key.name,), f"{quote(key.name)} {counts} reserved")


RULE = Rule[object, Key](
    code="M403",
    name="keyframes-in-metadata-key",
    severity=Severity.ERROR,
    summary="Metadata key counts as the reserved word keyframes",
    why=(
        "keyframes is the old form of choosing key frames, and stays reserved. The SDK takes "
        "the separators out of a name before it compares: key.frames, key-frames and key frames "
        "are refused as well, though every character in them is allowed."
    ),
    help="Choose another name; one more letter or digit is enough.",
    bad=(
        Bad('{"key.frames": {"ty": "variant", "hint": "number"}}', at="/key.frames"),
        Bad('{"keyframes": {"ty": "variant", "hint": "text"}}', at="/keyframes"),
        Bad('{"_key frames-": {"ty": "variant", "hint": "text"}}', at="/_key frames-"),
    ),
    good=(
        Good('{"key.frames.2": {"ty": "variant", "hint": "number"}}'),
        Good('{"KeyFrames": {"ty": "variant", "hint": "text"}}'),
    ),
    source="SDK (names of metadata keys)",
    member=member,
)
