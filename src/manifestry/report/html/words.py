"""Text of documents as text of a page: nothing in it is markup, and all of it can be seen."""

from __future__ import annotations

from html import escape

from manifestry.report.cells import shown
from manifestry.report.places import relative
from manifestry.text import cut, mask_secrets


def escaped(text: str) -> str:
    r"""Text for between tags and for attributes in double quotes, in ASCII.

    >>> escaped('<b>"é\u202e"')
    '&lt;b&gt;&quot;&#233;\\u202e&quot;'
    """
    return escape(shown(text)).encode("ascii", "xmlcharrefreplace").decode()


def pointer(text: str) -> str:
    """A JSON Pointer, without the secrets that keys may hold."""
    return escaped(cut(mask_secrets(text), 300))


def path(text: str) -> str:
    """The path of a document."""
    return escaped(cut(relative(text), 200))
