"""A key that no scene has at this place."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.keys import properties_of
from manifestry.formats.encord.scene_keys import is_given, is_said_elsewhere
from manifestry.formats.encord.scenes import Object, in_scene, meant
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, remove, rename
from manifestry.spelling import did_you_mean
from manifestry.text import listing, quote

_DISLIKED = "viewSettings"  # known, but there is a rule against it
_MANY = 50  # in an object with more keys nobody has merely misspelt one


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "additionalProperties" or not in_scene(error):
        return None
    if not isinstance(error.detail, tuple) or not error.detail or not isinstance(error.value, dict):
        return None
    key = error.detail[0]
    known = sorted(properties_of(error))
    absent = [name for name in known if name not in error.value and name != _DISLIKED]
    near = meant(key, absent) if len(error.value) <= _MANY else None
    hint = "" if near is None else f" (did you mean {quote(near)}?)"
    help_ = f"Correct the key or leave it out; known here: {listing(known, 20)}."
    path = (*error.path, key)
    patch = remove(path, safe=False) if near is None else _renamed(path, near, error.value, known)
    return Hit(path, f"unknown key {quote(key)}{hint}", help_, patch=patch)


def _renamed(path: Path, near: str, value: Object, known: list[str]) -> Patch | None:
    """The key under the name that was meant, if there is no other that may be meant."""
    strange = [key for key in value if key not in known]
    if is_given(near, value) or sum(meant(key, [near]) is not None for key in strange) > 1:
        return None
    return rename(path, near, safe=did_you_mean(str(path[-1]), [near]) is not None)


RULE = Rule[Item, Member](
    code="E601",
    name="unknown-scene-key",
    severity=Severity.ERROR,
    summary="Scene has a key that is not known at its place",
    why=(
        "Streams, poses, cameras and settings of a scene take no keys but their own: one that "
        "is unknown makes the whole scene fail."
    ),
    help="Correct the key or leave it out.",
    bad=(
        Bad(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
            '"evnets": [{"uri": "gs://acme-scenes/0.pcd"}]}}}]}',
            at="/scenes/0/scene/lidar/evnets",
        ),
        Bad(
            '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", '
            '"groundHeight": -1.8}}]}',
            at="/scenes/0/scene/groundHeight",
        ),
    ),
    good=(
        Good(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
            '"events": [{"uri": "gs://acme-scenes/0.pcd"}]}}}]}'
        ),
        Good(
            '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", '
            '"defaultGroundHeight": -1.8}}]}'
        ),
    ),
    source="SDK (its models of a scene forbid unknown keys)",
    fix="safe",
    translate=translate,
    claims=is_said_elsewhere,
)
