"""Small repairs to what autodoc finds."""

from __future__ import annotations

import builtins
import dataclasses
import re
from typing import Any, Final

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

_MACHINERY: Final = frozenset({"model_config", "model_post_init", "SCHEMA"})
"""Members of models that are of no use to who makes or reads one."""
_MEMBERS: Final = re.compile(r"^(\w+(?:, \w+)*): ", re.MULTILINE)


_NOBODYS: Final = ("Alias for field number", "Represent a PEP 604 union")
"""How docstrings begin that nobody wrote: Python's own, of a field or a type."""


def unlink_namesakes(_app: Sphinx, document: Any) -> None:
    """Takes links that Sphinx would lead to whatever has that name somewhere.

    Those are `bytes` and its like, and `Part`, which is a type of the models' own and a class
    of another package.
    """
    for link in list(document.findall(pending_xref)):
        target = link.get("reftarget", "")
        of_models = str(link.get("py:module")).startswith("manifestry.models")
        if link.get("refdomain") == "py" and (
            hasattr(builtins, target) or (target == "Part" and of_models)
        ):
            link.replace_self(link.children)


def short_signature(
    _app: Sphinx, what: str, _name: str, obj: Any, *_: object
) -> tuple[str, None] | None:
    """The names of a model's members; their types stand with each of them."""
    fields = getattr(obj, "model_fields", None) if what == "class" else None
    if not fields:
        return None
    names = [name if field.is_required() else f"{name}=None" for name, field in fields.items()]
    return f"(*, {', '.join(names)})", None


def skip_member(_app: Sphinx, _what: str, name: str, *_: object) -> bool | None:
    """Leaves out machinery."""
    return True if name.rpartition(".")[2] in _MACHINERY else None


def tidy_docstring(
    _app: Sphinx, what: str, _name: str, obj: Any, _options: object, lines: list[str]
) -> None:
    """Makes a list of the members that a docstring tells of, one a line: "kind: what it is"."""
    if lines and lines[0].startswith(_NOBODYS):
        lines.clear()
    if what == "class" and (dataclasses.is_dataclass(obj) or issubclass(obj, tuple)):
        text = "\n".join(lines)
        if len(_MEMBERS.findall(text)) > 1:
            lines[:] = _listed(lines)


def _listed(lines: list[str]) -> list[str]:
    done = []
    inside = False
    for line in lines:
        found = _MEMBERS.match(line)
        if found:
            if not inside:
                done.append("")
            inside = True
            done.append(f"- **{found[1]}**: {line[found.end() :]}")
        elif inside and line.strip():
            done.append(f"  {line.strip()}")
        else:
            if inside:
                done.append("")
            inside = False
            done.append(line)
    return done
