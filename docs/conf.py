"""How the site is built: `python3 -m sphinx -E -W --keep-going docs build/docs`.

Nothing is fetched: Furo brings its own styles and uses the fonts of the reader's machine.
"""  # noqa: INP001

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE / "_ext"), str(_HERE.parent / "src")]

from manifestry.version import VERSION  # noqa: E402

project = "Manifestry"
author = "The Manifestry authors"
project_copyright = author  # no year, so that the same source gives the same site
release = version = VERSION

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "manifestry_docs",
]
exclude_patterns = ["_ext", "_static", "**/__pycache__"]

# Colours are no content: a console block shows whatever a file holds.
suppress_warnings = ["misc.highlighting_failure"]

myst_enable_extensions = ["attrs_block", "attrs_inline", "deflist"]
myst_heading_anchors = 3
smartquotes = False  # the quotes are those of the JSON

# Docstrings are written as Markdown has it: `this` is code.
default_role = "literal"
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# The pages are the same without the vendor's SDK.
autodoc_mock_imports = [] if find_spec("encord") else ["encord"]
napoleon_numpy_docstring = False
napoleon_use_rtype = False
maximum_signature_line_length = 80
python_display_short_literal_types = True
add_module_names = False

# A site without a clock: the same source gives the same bytes.
html_last_updated_fmt = None
html_theme = "furo"
html_title = f"Manifestry {VERSION}"
html_static_path = ["_static"]
html_css_files = ["manifestry.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "default"
pygments_dark_style = "github-dark"
