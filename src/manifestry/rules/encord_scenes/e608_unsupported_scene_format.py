"""A scene file of a kind that cannot be shown, or whose name does not tell its kind."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scene_uris import names_its_format
from manifestry.formats.encord.scenes import FORMATS, is_scene, scene_of
from manifestry.formats.encord.urls import diagnose, shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import replace
from manifestry.text import listing, quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None:
        return
    if scene.address is not None and not names_its_format(scene.address):
        found = diagnose(scene.address, item.settings.url_schemes)
        if found.fatal is None:
            yield Hit(scene.path, _about(scene.address, found.extension))
    if scene.file is not None and "format" in scene.file:
        kind = scene.file["format"]
        if not isinstance(kind, str) or kind not in FORMATS:
            message = f'"format" must be one of {listing(FORMATS, 8)}, got {quote(kind)}'
            place, plain = (*scene.path, "format"), str(kind)[:20].strip(" .").lower()
            patch = replace(place, plain) if isinstance(kind, str) and plain in FORMATS else None
            yield Hit(place, message, f"Write one of {listing(FORMATS, 8)}.", patch=patch)


def _about(url: str, extension: str) -> str:
    if extension[1:] in FORMATS:
        return f"what follows {quote(extension)} hides the format of {quote(shown(url))}"
    return f"the name of {quote(shown(url))} does not end in a format for scenes"


def claims(error: SchemaError) -> bool:
    if error.keyword not in ("enum", "pattern"):
        return False
    path = error.path[:-1] if error.path[-1:] == ("format",) else error.path
    return path in (("scene",), ("scene", "content"))


_SCENE = '{"scenes": [{"title": "s", "scene": %s}]}'

RULE = Rule[Item, Member](
    code="E608",
    name="unsupported-scene-format",
    severity=Severity.ERROR,
    summary="Scene file is not of a format for scenes, or does not show which",
    why=(
        "A scene given as an address by itself is recognised by the last characters of that "
        "address: a query after the name hides them, and the scene is turned down."
    ),
    help='Write {"url": ..., "format": ...} with the format of the file, for example "mcap".',
    bad=(
        Bad(_SCENE % '"gs://acme-scenes/a.zip"', at="/scenes/0/scene"),
        Bad(_SCENE % '"https://acme.example/a.ply?v=2"', at="/scenes/0/scene"),
        Bad(
            _SCENE % '{"content": {"url": "gs://acme-scenes/a", "format": "MCAP"}}',
            at="/scenes/0/scene/content/format",
        ),
    ),
    good=(
        Good(_SCENE % '"gs://acme-scenes/a.PLY"'),
        Good(_SCENE % '{"url": "https://acme.example/a.ply", "format": "ply"}'),
        Good(_SCENE % '{"content": {"url": "gs://acme-scenes/a", "format": "mcap"}}'),
    ),
    source="SDK (formats and how they are recognised)",
    fix="safe",
    when=is_scene,
    check=check,
    claims=claims,
)
