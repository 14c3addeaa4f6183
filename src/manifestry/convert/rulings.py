"""What a mapping does with client metadata: applied, taken back, and judged beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final, NamedTuple

from manifestry.choices import did_you_mean_hint
from manifestry.convert.kept import PREFIX, RAW, TYPE, is_name, names
from manifestry.convert.model import Json, Remark
from manifestry.convert.options import KeyRules
from manifestry.formats.encord.metadata.names import judge
from manifestry.text import quote

FRAMES: Final = "$encord"
"""Where a video's metadata holds its key frames: no key, and out of reach of all rules."""

_NEEDED: Final = frozenset({TYPE, RAW})
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_WILD: Final = re.compile(r"[*?\[]")
_WHY: Final = {
    "beyond-ascii": "has letters beyond a to z, which a metadata schema does not allow",
    "reserved": 'begins with "$", which the platform keeps for itself',
    "keyframes": 'is "keyframes" but for its separators, which is reserved',
    "bad": "is no name of a metadata schema: letters and digits, with blanks, -, _ and . between",
}


class Ruled(NamedTuple):
    """Client metadata by the rules, what they drop of it, and what else is to be said."""

    metadata: Json
    dropped: Json
    remarks: list[Remark]


def apply(rules: KeyRules, metadata: Json) -> Ruled:
    """Client metadata by the rules of a mapping.

    A new name that a key has already is not given: the other keeps its own.
    """
    if rules == KeyRules():
        return Ruled(metadata, {}, [])
    kept = {key: value for key, value in metadata.items() if _is_kept(rules, key)}
    remarks: list[Remark] = []
    out: Json = {}
    for key, value in kept.items():
        name = rules.rename.get(key, key)
        if name != key and name in kept:
            message = f"{quote(key)} keeps its name: there is a key {quote(name)} already"
            remarks.append(Remark(reason="name-taken", message=message))
            name = key
        out[name] = value
    for name, text in rules.set.items():
        made = _filled(text, metadata)
        if made is None:
            continue
        if name in out:
            message = f"{quote(name)} is not set: there is a key of that name already"
            remarks.append(Remark(reason="name-taken", message=message))
        else:
            out[name] = made
    dropped = {key: value for key, value in metadata.items() if key not in kept}
    if TYPE in dropped:
        message = f"without {quote(TYPE)} there is no way back to Ango Hub"
        remarks.append(Remark(reason="no-way-back", message=message))
    return Ruled(out, dropped, remarks)


def _is_kept(rules: KeyRules, key: str) -> bool:
    if key == FRAMES:
        return True
    if any(fnmatchcase(key, pattern) for pattern in rules.drop):
        return False
    if not rules.keep or not key.startswith(PREFIX) or key in _NEEDED:
        return True
    return any(fnmatchcase(key, pattern) for pattern in rules.keep)


def undone(rules: KeyRules, metadata: Json) -> Json:
    """Client metadata of an item of Ango Hub without the names and keys that a mapping gave."""
    back = {new: old for old, new in rules.rename.items() if old not in metadata}
    return {
        back.get(key, key): value
        for key, value in metadata.items()
        if key not in rules.set or not _is_made(rules.set[key], value)
    }


def _filled(text: str, metadata: Mapping[str, Any]) -> str | None:
    """A text with the values of keys in it; None if one of them is not there."""
    used = _PLACEHOLDER.findall(text)
    if any(not isinstance(metadata.get(name), str | int | float) for name in used):
        return None
    return _PLACEHOLDER.sub(lambda match: _shown(metadata[match[1]]), text)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_made(text: str, value: object) -> bool:
    """Whether a value may be a text filled in: what stood in it may have been edited since."""
    if not isinstance(value, str):
        return False
    first, *rest = _PLACEHOLDER.split(text)[::2]
    if not rest:
        return value == first
    at, end = len(first), len(value) - len(rest[-1])
    if at > end or not value.startswith(first) or not value.endswith(rest[-1]):
        return False
    for piece in rest[:-1]:
        found = value.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


# --- what is wrong with rules ---------------------------------------------------------------


class Fault(NamedTuple):
    """What is wrong with a rule: its table (keep, drop, rename, set), what stands there, why."""

    table: str
    key: str
    message: str


def faults(rules: KeyRules) -> Iterator[Fault]:
    """All that is wrong with rules; such rules would do nothing, or could not be taken back."""
    for table, patterns in (("keep", rules.keep), ("drop", rules.drop)):
        for pattern in patterns:
            yield from _told(table, pattern, _of_pattern(pattern, keep=table == "keep"))
    taken: dict[str, str] = {}
    for old, new in rules.rename.items():
        yield from _told("rename", old, _of_old(old))
        yield from _told("rename", old, _of_new(new))
        if new in rules.rename and new != old:
            yield Fault("rename", old, f"becomes {quote(new)}, which is renamed itself")
        elif new in taken:
            yield Fault("rename", old, f"becomes {quote(new)}, like {quote(taken[new])}")
        taken.setdefault(new, old)
    for name, text in rules.set.items():
        yield from _told("set", name, _of_new(name, "the name"))
        if name in rules.rename or name in taken:
            yield Fault("set", name, "is renamed, or the new name of a key, in rename")
        yield from _told("set", name, _of_text(text, rules, taken))


def _told(table: str, key: str, messages: Iterable[str]) -> Iterator[Fault]:
    return (Fault(table, key, message) for message in messages)


def _of_pattern(pattern: str, *, keep: bool) -> Iterator[str]:
    if not pattern:
        yield "a pattern must not be empty"
    elif pattern.startswith("$"):
        yield f"no rule reaches {FRAMES}, which holds the frames of a video"
    else:
        start, *wild = _WILD.split(pattern, maxsplit=1)
        if not wild:
            yield from _unknown(pattern)
        if keep and not (start.startswith(PREFIX) or (wild and PREFIX.startswith(start))):
            yield f"keep chooses among the keys under {PREFIX}; the user's own stay unless dropped"


def _of_old(old: str) -> Iterator[str]:
    if not old:
        yield "a name must not be empty"
    elif old == FRAMES:
        yield "holds the frames of a video and cannot be renamed"
    elif old in _NEEDED:
        yield "cannot be renamed: the way back is found by it"
    else:
        yield from _unknown(old)


def _of_new(name: str, what: str = "") -> Iterator[str]:
    """What is wrong with a name that is given; `what` stands for it where it is the key."""
    shown = what or quote(name)
    verdict = judge(name)
    if name in _NEEDED:
        yield f"{shown} cannot be given: the way back is found by {name}"
    elif name.startswith(PREFIX):
        yield f"{shown} is under {PREFIX}, where the conversion itself writes"
    elif verdict != "good":
        yield f"{shown} {_WHY[verdict]}"


def _of_text(text: str, rules: KeyRules, renamed: Mapping[str, str]) -> Iterator[str]:
    if not text or "\0" in text:
        yield "must be a text that is not empty" if not text else "has a NUL, which is refused"
    bare = _PLACEHOLDER.sub("", text)
    if "{" in bare or "}" in bare:
        yield "has a brace without its other: {name} stands for the value of a key"
    for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
        if not name.strip():
            yield "has {}: the name of a key stands between the braces"
        elif name == FRAMES:
            yield f"{{{FRAMES}}} has no value to be shown"
        elif name in rules.set:
            yield f"has {quote(name)}, which is set itself"
        elif name in renamed:
            yield f"has the new name {quote(name)}; write the old one, {quote(renamed[name])}"
        else:
            yield from _unknown(name)


def _unknown(name: str) -> Iterator[str]:
    if name.startswith(PREFIX) and not is_name(name):
        known = [known for known, _ in names() if not known.endswith("*")]
        hint = did_you_mean_hint(name, known)
        yield f"a conversion writes no key {quote(name)}{hint}"
