"""The short form: a metadata schema in TOML, for people, with room for comments.

The platform has calls for its schema but no file of it. Who keeps one under version control
writes a line a key here:

    site = ["north", "south"]               # an enum
    shift = "number"                        # a scalar: number, boolean, varchar, text, ...
    my-embedding = "embedding(512)"
    "video.site" = "geospatial"             # a key with a dot stands in quotes
    code = { ty = "varchar", max_length = 100 }      # a table is the type as it goes over
                                                     # the wire
    old = '{"ty": "embedding", "size": 8, "api": {"url": null}}'    # and so is JSON in a
                                                     # string, for what TOML has no words for
"""

from __future__ import annotations

from manifestry.formats.encord.metadata.short_form.reading import expand
from manifestry.formats.encord.metadata.short_form.writing import literal, write

__all__ = ["expand", "literal", "write"]
