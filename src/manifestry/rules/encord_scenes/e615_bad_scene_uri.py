"""An address in a scene that cannot be fetched, or had better be another."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scene_uris import (
    addresses,
    doubts_of,
    fault_of,
    is_address,
    mending,
    names_its_format,
)
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.formats.encord.urls import diagnose, shown
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    for path, url in () if scene is None else addresses(scene):
        found = diagnose(url, item.settings.url_schemes)
        about = quote(path[-1]) if path[-1] in ("uri", "url") else "the address"
        if found.fatal is not None:
            message = f"{about} {fault_of(found)}: {quote(shown(url))}"
            yield Hit(path, message, patch=mending(path, url, item.settings.url_schemes))
        elif found.doubts and (path[-1] in ("uri", "url") or names_its_format(url)):
            message = f"{about} {' and '.join(doubts_of(found))}: {quote(shown(url))}"
            patch = mending(path, url, item.settings.url_schemes)
            yield Hit(path, message, severity=Severity.WARNING, patch=patch)


def claims(error: SchemaError) -> bool:
    known = error.keyword in ("pattern", "not", "minLength", "maxLength")
    return known and is_address(error.path)


_SCENE = '{"scenes": [{"title": "s", "scene": %s}]}'
_LIDAR = _SCENE % '{"lidar": {"type": "point_cloud", "events": [{"uri": "%s"}]}}'

RULE = Rule[Item, Member](
    code="E615",
    name="bad-scene-uri",
    severity=Severity.ERROR,
    summary="Address in a scene cannot be fetched",
    why=(
        "Every file of a scene is fetched from where its address says. One file that cannot be "
        "fetched makes the whole scene fail. What is only doubtful is a warning here."
    ),
    help="Write the full address: scheme, bucket and key, percent-encoded, and not signed.",
    bad=(
        Bad(_LIDAR % "gs://<bucket>/0.pcd", at="/scenes/0/scene/lidar/events/0/uri"),
        Bad(_LIDAR % "gs://acme-scenes/scan 0.pcd", at="/scenes/0/scene/lidar/events/0/uri"),
        Bad(_LIDAR % "scans/0.pcd", at="/scenes/0/scene/lidar/events/0/uri"),
        Bad(_SCENE % '"gs://<bucket>/<title>.ply"', at="/scenes/0/scene"),
        Bad(_SCENE % '{"url": "", "format": "mcap"}', at="/scenes/0/scene/url"),
        Bad(_SCENE % '"http://acme.example/a.ply"', at="/scenes/0/scene"),
    ),
    good=(
        Good(_LIDAR % "gs://acme-scenes/0.pcd"),
        Good(_SCENE % '"gs://acme-scenes/a%200.ply"'),
        Good(_SCENE % '{"url": "https://acme.example/a", "format": "mcap"}'),
    ),
    source="As for object URLs; the SDK takes any string for the files of a stream",
    fix="safe",
    when=is_scene,
    check=check,
    claims=claims,
)
