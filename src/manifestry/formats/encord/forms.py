"""Values of JSON as patterns of their text.

A pattern takes only what every strict parser takes, and may take less: no number of more than
fifteen digits, no escape of a NUL or of half a character. Nothing in it is tried in two ways
for long, so that matching is linear in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

BLANK: Final = r"[ \t\n\r]*+"

_CHAR: Final = r'[^"\\\x00-\x1f]'
_ESCAPE: Final = r'\\(?:["\\/bfnrt]|u(?!0000|[dD][89A-Fa-f])[0-9A-Fa-f]{4})'

TEXT: Final = f'"{_CHAR}*+(?:{_ESCAPE}{_CHAR}*+)*+"'
TRUTH: Final = "(?:true|false)"
NUMBER: Final = (
    r"-?+(?:(?:0|[1-9][0-9]{0,5}+)(?:\.[0-9]{1,9}+)?+|[1-9][0-9]{6,14}+"
    r"|(?:0|[1-9][0-9]{0,2}+)\.[0-9]{10,12}+)"
)
COUNT: Final = "[1-9][0-9]{0,14}+"
"""An integer above zero."""

_MAX_CHOICES: Final = 64


def text_up_to(most: int, start: str = "") -> str:
    """A text of at most so many characters; `start` is a pattern of what may begin it."""
    look = f"(?={start})" if start else ""
    # The second way is slow, for each character, but only taken where there are escapes.
    return f'"{look}(?:{_CHAR}{{0,{most}}}+"|(?:{_CHAR}|{_ESCAPE}){{0,{most}}}+")'


def form_of(schema: Mapping[str, Any]) -> str | None:
    """The pattern of what a schema of a single value takes; None if there is none.

    Known are the keywords `type`, with `maxLength` or a `pattern` from end to end, and `enum`.
    """
    if schema.keys() == {"enum"}:
        choices = [json.dumps(value, ensure_ascii=False) for value in schema["enum"]]
        if len(choices) > _MAX_CHOICES:
            return None
        return f"(?:{'|'.join(re.escape(each) for each in choices)})"
    if not schema.keys() <= {"type", "maxLength", "pattern"}:
        return None
    forms = {"number": NUMBER, "boolean": TRUTH, "null": "null", "string": TEXT}
    if "maxLength" in schema:
        forms["string"] = text_up_to(schema["maxLength"])
    if "pattern" in schema:
        forms["string"] = f'"(?:{schema["pattern"].removeprefix("^").removesuffix("$")})"'
    types = schema["type"]
    if not forms.keys() >= {*types}:
        return None
    return f"(?:{'|'.join(forms[each] for each in types)})" if len(types) > 1 else forms[types[0]]
