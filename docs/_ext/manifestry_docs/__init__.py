"""Pages that are made while the site is built, so that none of them can go stale.

A page asks for what is made by a line of its own: `<!-- made: rules E2 -->` stands for the rules
whose codes begin with E2. `_MAKERS` has all the words there are. On GitHub, which shows the pages
as they are, such a line is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from manifestry.schemas_index import names
from manifestry_docs import facts, library, reasons, rules, schemas, subjects

_LINE: Final = re.compile(r"^<!-- made: ([a-z-]+)(?: (\S+))? -->$", re.MULTILINE)
_MAKERS: Final[Mapping[str, Callable[[str], str]]] = {
    "rule-index": rules.index,
    "rules": rules.family,
    "reasons": reasons.page,
    "schema-index": schemas.index,
    "schema": schemas.page,
    "facts": facts.page,
    "limits": facts.limits,
    "subjects": subjects.contents,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _all_there)
    app.connect("autodoc-process-docstring", library.tidy_docstring)
    app.connect("doctree-read", library.unlink_namesakes)
    app.connect("autodoc-process-signature", library.short_signature)
    app.connect("autodoc-skip-member", library.skip_member)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fill(_app: Sphinx, page: str, source: list[str]) -> None:
    """Puts what is made into the text of a page."""

    def made(found: re.Match[str]) -> str:
        maker = _MAKERS.get(found[1])
        if maker is None:
            raise ExtensionError(f'{page}: nothing makes "{found[1]}"')
        return maker(found[2] or "")

    source[0] = _LINE.sub(made, source[0])


def _outdated(_app: Sphinx, env: BuildEnvironment, *_: set[str]) -> Iterable[str]:
    """Pages with something made depend on the program, so they are read again every time."""
    return [
        page
        for page in env.found_docs
        if _LINE.search(env.doc2path(page).read_text(encoding="utf-8"))
    ]


def _all_there(_app: Sphinx, env: BuildEnvironment) -> None:
    """Refuses a site that lacks the page of a family of rules, or of a schema."""
    wanted = {
        **{f"rules/{name.lower()}": f"rules {name}" for name in rules.families()},
        **{schemas.home(name): f"schema {name}" for name in names()},
    }
    for page, words in wanted.items():
        if page not in env.found_docs:
            raise ExtensionError(f"docs/{page}.md is missing; it needs <!-- made: {words} -->")
