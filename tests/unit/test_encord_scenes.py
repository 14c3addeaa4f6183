"""Scenes and time series: their schemas, what takes them apart, and their rules together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.engine.schema import EngineName, validator
from manifestry.formats.encord.axes import is_flat, is_right_handed
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.layouts import channels, layout_of, panes, places, tile_types
from manifestry.formats.encord.rotations import fault_of_matrix4, fault_of_rotation
from manifestry.formats.encord.scene_uris import addresses, names_its_format
from manifestry.formats.encord.scenes import (
    CAMERA_KEYS,
    FRAME_KEYS,
    PARENT_KEYS,
    POSE_KEYS,
    TIME_KEYS,
    WORLD_KEYS,
    frames,
    guesser,
    hint,
    meant,
    poses,
    scene_of,
)
from manifestry.formats.encord.sections import SECTIONS
from manifestry.rules.catalogue import folder
from manifestry.settings import Settings

SCENE = "encord/scene-item.schema.json"
SERIES = "encord/time-series-item.schema.json"
ENGINES: tuple[EngineName, EngineName] = ("jsonschema", "jsonschema-rs")

Json = Any

CLOUD: Json = {"type": "point_cloud", "events": [{"uri": "gs://acme-scenes/0.pcd"}]}
LENS: Json = {"fx": 1000, "fy": 1000, "ox": 960, "oy": 640}
SHOT: Json = {"widthPx": 1920, "heightPx": 1280, "intrinsics": LENS}
CAMERA: Json = {"type": "camera_parameters", "events": [SHOT]}
IMAGES: Json = {"type": "image", "camera": "lens", "events": [{"uri": "gs://acme-scenes/0.jpg"}]}
CAR: Json = {"type": "frame_of_reference", "id": "car", "parent_FoR_id": None, "events": []}
SPEED: Json = {"type": "time_series", "uri": "gs://acme-scenes/speed.csv"}
TURN: Json = {"x": 0, "y": 0, "z": 0, "w": 1}
HERE: Json = {"x": 1.5, "y": 0, "z": -2}
POSE: Json = {"rotation": TURN, "position": HERE}
AFFINE: Json = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 4, 5, 6, 1]
VIEW: Json = {"type": "3d", "hasSideView": True, "showCameraSwitcher": False}


def but(value: Json, **changes: Json) -> Json:
    """The object with some keys changed, or taken out where the change is `...`."""
    changed = {**value, **changes}
    return {key: part for key, part in changed.items() if part is not ...}


def manifest(scene: Json) -> bytes:
    """A manifest with one scene."""
    return json.dumps({"scenes": [{"title": "s", "scene": scene}]}).encode()


def found(scene: Json) -> list[tuple[str, str]]:
    """The findings of a manifest with one scene: code, pointer from `scene`."""
    report = manifestry.check(manifest(scene))
    assert not report.files[0].failures
    return [(f.code, f.pointer.removeprefix("/scenes/0/scene")) for f in report]


def item(scene: Json, section: str = "scenes") -> Item:
    """An item as rules see it."""
    value = {"title": "s", "scene": scene} if section == "scenes" else scene
    return Item(SECTIONS[section], 0, value, Settings())


ACCEPTED: dict[str, Json] = {
    "a file's address": "gs://acme-scenes/town.PLY",
    "a file with its format": {"url": "https://s3.example.net/acme/run", "format": "mcap"},
    "a file with settings": {
        "content": {"url": "https://s3.example.net/acme/run", "format": "db3"},
        "default_ground_height": None,
    },
    "a lone point cloud": CLOUD,
    "a lone point cloud in a frame that is nowhere defined": but(CLOUD, frameOfReference="car"),
    "no events": {"lidar": but(CLOUD, events=[])},
    "all streams": {
        "lidar": but(CLOUD, referenceFrame="car", transform=AFFINE),
        "lens": but(CAMERA, frame_of_reference="root", pose=POSE),
        "front": IMAGES,
        "motion": but(CAR, events=[{"timestamp": 0, "pose": POSE}]),
        "speed": SPEED,
    },
    "what the SDK writes: null for what is not given": {
        "lidar": but(CLOUD, frame_of_reference=None, pose=None),
        "lens": but(
            CAMERA,
            frame_of_reference=None,
            pose=None,
            events=[
                {
                    "timestamp": 1,
                    "width_px": 2,
                    "height_px": 2,
                    "extrinsics": None,
                    "intrinsics": {"type": "advanced", "model": None, "k": None, "skew": None},
                }
            ],
        ),
    },
    "angles in radians": {
        "lidar": but(CLOUD, pose={"rotation": {"x": 0, "y": -6.5, "z": 3.14}, "position": HERE})
    },
    "every model of distortion": {
        "lidar": CLOUD,
        **{
            kind: but(
                CAMERA,
                events=[
                    but(
                        SHOT,
                        intrinsics={
                            **LENS,
                            "model": {"type": kind, **dict.fromkeys(names.split(), 0.1)},
                        },
                    )
                ],
            )
            for kind, names in {
                "radial": "k1 k2 k3",
                "plumb_bob": "k1 k2 k3 t1 t2",
                "fisheye": "k1 k2 k3 k4",
                "rational_polynomial": "k1 k2 k3 k4 k5 k6 t1 t2",
                "pinhole": "",
                "division": "k",
                "ucm": "xi k1 k2 k3",
                "cylindrical": "",
            }.items()
        },
    },
    "view settings in both spellings": {
        "content": {"lidar": CLOUD, "motion": CAR},
        "view_settings": {
            "point_cloud_colouring": {"colorMode": "provided", "srgb_colors": True},
            "pointRadius": 2,
            "radius_indicators": [{"frameOfReferenceId": "car", "radius": 5, "color": "#0f0"}],
        },
    },
    "a tile in a split and in the timeline": {
        "content": {"lidar": CLOUD, "speed": SPEED},
        "layout": {
            "tiles": {
                "main": VIEW,
                "speed": {
                    "type": "timeseries",
                    "stream_name": "speed",
                    "timeseriesSettings": {"channels": {"v": {"style": "points"}}},
                },
            },
            "layout": {"direction": "row", "first": "main", "second": "speed"},
            "timeline": ["speed"],
        },
    },
    "streams named like settings": {"layout": CLOUD, "camera": CAMERA, "world": CAR},
    "a stream named content": {"content": {"content": CLOUD}},
}


@pytest.mark.parametrize("scene", ACCEPTED.values(), ids=ACCEPTED)
def test_a_good_scene_is_clean(scene: Json) -> None:
    """What documentation and SDK allow gives no finding of any severity."""
    assert found(scene) == []


TILES: Json = {"a": VIEW, "b": {"type": "image", "streamName": "front"}}
STREAMS: Json = {"lidar": CLOUD, "lens": CAMERA, "front": IMAGES}


def with_layout(**layout: Json) -> Json:
    """A scene with a layout of a 3D view and an image."""
    return {"content": STREAMS, "layout": {"tiles": TILES, **layout}}


FAULTY: list[tuple[str, Json, str, str]] = [
    # --- what a scene is
    ("no scene", None, "E101", ""),
    ("a number", 5, "E101", ""),
    ("a list", ["gs://acme-scenes/a.ply"], "E101", ""),
    ("a placeholder", "gs://<bucket>/<title>.ply", "E615", ""),
    ("a placeholder without a format", "<endpoint>/<bucket>/<key>", "E615", ""),
    ("no address", "", "E615", ""),
    ("an address with a blank", "gs://acme-scenes/a b.ply\n", "E615", ""),
    ("another format", "gs://acme-scenes/a.zip", "E608", ""),
    ("no format", "gs://acme-scenes/ply", "E608", ""),
    ("a signed address", "https://acme.example/a.pcd?X-Amz-Signature=0", "E608", ""),
    ("a format in capitals", {"url": "gs://acme-scenes/a", "format": "PCD"}, "E608", "/format"),
    ("a format that is a number", {"url": "gs://acme-scenes/a", "format": 1}, "E608", "/format"),
    ("no url", {"format": "pcd"}, "E104", ""),
    ("uri for url", {"uri": "gs://acme-scenes/a", "format": "pcd"}, "E617", "/uri"),
    ("a file without format", {"url": "gs://acme-scenes/a.pcd"}, "E104", ""),
    ("a lone image stream", IMAGES, "E103", "/type"),
    ("a lone stream without a type", but(CLOUD, type=...), "E104", ""),
    ("a lone stream with a misspelt type", but(CLOUD, type=..., Type="point_cloud"), "E621", "/Type"),
    ("no streams", {}, "E604", ""),
    ("no content", {"content": None, "layout": None}, "E101", "/content"),
    ("settings without content", {"defaultGroundHeight": 0}, "E104", ""),
    ("streams beside settings", {"lidar": CLOUD, "defaultGroundHeight": 0}, "E104", ""),
    ("misspelt content", {"Content": {"lidar": CLOUD}, "defaultGround": 0}, "E601", "/Content"),
    ("misspelt content, one stream", {"contents": CLOUD, "defaultGround": 0}, "E601", "/contents"),
    ("content that is no content", {"content": False}, "E101", "/content"),
    ("a stream called 007", {"007": 7, "7": CLOUD}, "E101", "/007"),
    ("a stream without a name", {"": 7, "7": CLOUD}, "E101", "/"),
    ("a stream that is a list", {"lidar": [CLOUD]}, "E101", "/lidar"),
    # --- streams
    ("an unknown type", {"lidar": but(CLOUD, type="lidar")}, "E103", "/lidar/type"),
    ("no type", {"lidar": but(CLOUD, type=..., events=...)}, "E104", "/lidar"),
    ("a misspelt type", {"lidar": but(CLOUD, type=..., TYPE="x")}, "E621", "/lidar/TYPE"),
    ("no events", {"lidar": {"type": "point_cloud"}}, "E104", "/lidar"),
    ("a misspelt key", {"lidar": but(CLOUD, events=..., Events=[])}, "E601", "/lidar/Events"),
    ("url for uri", {"l": but(CLOUD, events=[{"url": "gs://a-b-c/0.pcd"}])}, "E617", "/l/events/0/url"),
    ("a negative time", {"l": but(CLOUD, events=[{"time": -1, "uri": "gs://acme/0.pcd"}])}, "E102", "/l/events/0/time"),
    ("a time of day", {"l": but(CLOUD, events=[{"time": "0:00", "uri": "gs://acme/0.pcd"}])}, "E101", "/l/events/0/time"),
    ("no camera", {"front": but(IMAGES, camera=...), "lidar": CLOUD}, "E104", "/front"),
    ("no such camera", {"front": IMAGES}, "E603", "/front/camera"),
    ("no parent", {"lidar": CLOUD, "car": but(CAR, parent_FoR_id=...)}, "E104", "/car"),
    ("a wrong parent", {"lidar": CLOUD, "car": but(CAR, parent_FoR_id="bus")}, "E602", "/car/parent_FoR_id"),
    ("a wrong frame", {"lidar": but(CLOUD, referenceFrame="car")}, "E602", "/lidar/referenceFrame"),
    ("a model", {"hand": but(CLOUD, type="model")}, "E606", "/hand/type"),
    # --- cameras
    ("no height", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, heightPx=...)])}, "E104", "/lens/events/0"),
    ("no focal length", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics=but(LENS, fx=..., dfx=1))])}, "E104", "/lens/events/0/intrinsics"),
    ("matrices without a type", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics={"k": [0] * 9})])}, "E104", "/lens/events/0/intrinsics"),
    ("matrices with a misspelt type", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics={"Type": "advanced", "k": [0] * 9})])}, "E621", "/lens/events/0/intrinsics/Type"),
    ("a matrix cut short", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics={"type": "advanced", "p": [0] * 9})])}, "E105", "/lens/events/0/intrinsics/p"),
    ("a width of 0", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, widthPx=0)])}, "E102", "/lens/events/0/widthPx"),
    ("a width twice", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, width=1)])}, "E616", "/lens/events/0/width"),
    ("a model without its type", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics=but(LENS, model={"Type": "pinhole"}))])}, "E621", "/lens/events/0/intrinsics/model/Type"),
    ("a coefficient too many", {"lidar": CLOUD, "lens": but(CAMERA, events=[but(SHOT, intrinsics=but(LENS, model={"type": "division", "k": 0, "k9": 0}))])}, "E601", "/lens/events/0/intrinsics/model/k9"),
    # --- poses
    ("a quaternion too long", {"l": but(CLOUD, pose=but(POSE, rotation=but(TURN, w=2)))}, "E609", "/l/pose/rotation"),
    ("a bent quaternion", {"l": but(CLOUD, pose=but(POSE, rotation=but(TURN, x=0.5)))}, "E609", "/l/pose/rotation"),
    ("a quaternion of words", {"l": but(CLOUD, pose=but(POSE, rotation=but(TURN, x="0")))}, "E101", "/l/pose/rotation/x"),
    ("degrees", {"l": but(CLOUD, pose=but(POSE, rotation={"x": 90, "y": 180, "z": 0}))}, "E609", "/l/pose/rotation"),
    ("a matrix of 4", {"l": but(CLOUD, pose=but(POSE, rotation=[1, 0, 0, 1]))}, "E105", "/l/pose/rotation"),
    ("a mirror", {"l": but(CLOUD, pose=but(POSE, rotation=[1, 0, 0, 0, 1, 0, 0, 0, -1]))}, "E609", "/l/pose/rotation"),
    ("rows for columns", {"l": but(CLOUD, pose=[1, 0, 0, 4, 0, 1, 0, 5, 0, 0, 1, 6, 0, 0, 0, 1])}, "E609", "/l/pose"),
    ("a pose without position", {"l": but(CLOUD, pose={"rotation": TURN})}, "E104", "/l/pose"),
    ("a position in capitals", {"l": but(CLOUD, pose=but(POSE, position=but(HERE, x=..., X=1)))}, "E617", "/l/pose/position/X"),
    # --- settings
    ("flat axes", {"content": STREAMS, "world": {"x": "up", "y": "down", "z": "left"}}, "E610", "/world"),
    ("no such axis", {"content": STREAMS, "world": {"x": "north", "y": "up", "z": "left"}}, "E103", "/world/x"),
    ("a mirrored world", {"content": STREAMS, "world": {"x": "right", "y": "up", "z": "forward"}}, "E610", "/world"),
    ("viewSettings", {"content": STREAMS, "viewSettings": {}}, "E607", "/viewSettings"),
    ("viewSettings that are none", {"content": STREAMS, "viewSettings": 1}, "E101", "/viewSettings"),
    ("a colouring without a mode", {"content": STREAMS, "view_settings": {"pointCloudColouring": {"colormode": "height"}}}, "E621", "/view_settings/pointCloudColouring/colormode"),
    ("a colour", {"content": STREAMS, "view_settings": {"radiusIndicators": [{"frameOfReferenceId": "root", "radius": 1, "color": "red"}]}}, "E106", "/view_settings/radiusIndicators/0/color"),
    ("a wrong centre", {"content": "gs://acme-scenes/a.ply", "view_settings": {"radiusIndicators": [{"frameOfReferenceId": "car", "radius": 1, "color": "#fff"}]}}, "E602", "/view_settings/radiusIndicators/0/frameOfReferenceId"),
    # --- layout
    ("a layout without tiles", {"content": STREAMS, "layout": {"layout": "a"}}, "E104", "/layout"),
    ("a tile too many", with_layout(layout="a"), "E622", "/layout/tiles/b"),
    ("a misspelt tile", with_layout(layout={"direction": "row", "first": "a", "second": "bb"}), "E611", "/layout/layout/second"),
    ("a tile twice", with_layout(layout={"direction": "row", "first": "a", "second": "a"}), "E611", "/layout/layout/second"),
    ("an image in the timeline", with_layout(layout="a", timeline=["b"]), "E611", "/layout/timeline/0"),
    ("a timeline of numbers", with_layout(layout="a", timeline=[1]), "E101", "/layout/timeline/0"),
    ("a misspelt layout", with_layout(Layout="a"), "E601", "/layout/Layout"),
    ("a split without a half", with_layout(layout={"direction": "row", "first": "a"}), "E104", "/layout/layout"),
    ("a split of 3 to 97", with_layout(layout={"direction": "row", "first": "a", "second": "b", "splitPercentage": 3}), "E102", "/layout/layout/splitPercentage"),
    ("an inner split without a half", with_layout(layout={"direction": "row", "first": "a", "second": {"direction": "row", "first": "b"}}), "E620", "/layout/layout/second"),
    ("an inner split of a number", with_layout(layout={"direction": "row", "first": "a", "second": {"direction": "row", "first": "b", "second": 1}}), "E620", "/layout/layout/second/second"),
    ("an inner split misspelt", with_layout(tiles=but(TILES, c=TILES["b"]), layout={"direction": "row", "first": "a", "second": {"Direction": "row", "first": "b", "second": "c"}}), "E620", "/layout/layout/second/Direction"),
    ("a tile of a wrong stream", {"content": STREAMS, "layout": {"tiles": {"b": {"type": "image", "streamName": "lens"}}, "layout": "b"}}, "E619", "/layout/tiles/b/streamName"),
    ("a tile of a file", {"content": "gs://acme-scenes/a.ply", "layout": {"tiles": {"b": {"type": "image", "streamName": "b"}}, "layout": "b"}}, "E619", "/layout/tiles/b/streamName"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "code", "pointer"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY]
)
def test_one_fault_gives_one_finding(scene: Json, code: str, pointer: str) -> None:
    """A fault is reported once, under its own code, where it is."""
    assert found(scene) == [(code, pointer)]


@pytest.mark.parametrize(
    "scene", [*ACCEPTED.values(), *(case[1] for case in FAULTY)], ids=lambda _: ""
)
def test_both_engines_say_the_same_of_a_scene(scene: Json) -> None:
    """The reference engine and the fast one report the same errors at the same places."""
    value = {"title": "s", "scene": scene}
    reference, fast = (
        sorted((str(e.path), e.keyword) for e in validator(SCENE, name).errors(value))
        for name in ENGINES
    )
    assert reference == fast


SETTINGS: list[tuple[Json, bool]] = [
    (None, True),
    ({"channels": {}}, True),
    ({"channels": {"a": {"label": None, "color": None, "hidden": True}}}, True),
    ({"channels": {"a": {"color": "#a1B2c3d4", "lineWidth": 0.5}}}, True),
    ({"channels": {"a": {"style": "points", "point_radius": 8}}}, True),
    ({"channels": {"a": {"label": "x" * 1024}}}, True),
    ({"channels": {f"c{n}": {} for n in range(100)}}, True),
    ({}, False),
    ({"channels": {f"c{n}": {} for n in range(101)}}, False),
    ({"channels": {"a": {"label": "x" * 1025}}}, False),
    ({"channels": {"a": {"label": ""}}}, False),
    ({"channels": {"a": {"color": "#abc\n"}}}, False),
    ({"channels": {"a": {"color": "#abcd"}}}, False),
    ({"channels": {"a": {"color": "#ABCDEF0"}}}, False),
    ({"channels": {"a": {"lineWidth": 6.1}}}, False),
    ({"channels": {"a": {"style": "points", "pointRadius": 0.9}}}, False),
    ({"channels": {"a": {"style": "bars"}}}, False),
    ({"channels": {"a": {"hidden": None}}}, False),
    ({"channels": []}, False),
]


@pytest.mark.parametrize(("settings", "good"), SETTINGS, ids=lambda _: "")
@pytest.mark.parametrize("engine", ENGINES)
def test_settings_of_a_time_series(settings: Json, good: bool, engine: EngineName) -> None:
    """Ranges and lengths hold at their very ends, and each fault is one error."""
    value = {"objectUrl": "s3://acme-ts/imu.csv", "settings": settings}
    assert len(list(validator(SERIES, engine).errors(value))) == (0 if good else 1)


def test_a_misspelt_channels_key_is_an_error() -> None:
    """Without "channels" there are no settings, so this is no mere doubt."""
    text = '{"time_series": [{"objectUrl": "s3://acme-ts/a.csv", "settings": {"chanels": {}}}]}'
    report = manifestry.check(text.encode())
    assert [(f.code, f.severity.value) for f in report] == [("E701", "error")]


def test_every_placeholder_of_a_template_is_one_finding() -> None:
    """A template that nobody filled in says so for each address, and nothing else of it."""
    scene = {
        "lidar": but(CLOUD, events=[{"uri": "gs://<bucket>/<title>.ply"}]),
        "lens": CAMERA,
        "front": but(IMAGES, events=[{"uri": "gs://<bucket>/<title>.jpg"}]),
    }
    assert found(scene) == [("E615", "/lidar/events/0/uri"), ("E615", "/front/events/0/uri")]


def test_a_doubtful_address_is_a_warning() -> None:
    """What object URLs are only warned of is a warning here too, one for each address."""
    scene = {"lidar": but(CLOUD, events=[{"uri": "http://acme.example/a.pcd?X-Amz-Signature=0"}])}
    report = manifestry.check(manifest(scene))
    assert [(f.code, f.severity.value) for f in report] == [("E615", "warning")]
    assert "X-Amz" not in report.findings[0].message
    assert "http URL and is signed" in report.findings[0].message


def test_a_fault_of_all_events_of_a_stream_is_said_once() -> None:
    """A program wrote them all, so it is one fault."""
    events = [{"uri": f"gs://acme-scenes/{n}.pcd", "frame": n} for n in range(20)]
    assert found({"lidar": but(CLOUD, events=events)}) == [("E617", "/lidar/events/0/frame")]
    mixed: list[Json] = [{"uri": "gs://acme-scenes/0.pcd"} for _ in range(20)]
    mixed[3] = {"timestamp": 0, **mixed[3]}
    assert found({"lidar": but(CLOUD, events=mixed)}) == [("E605", "/lidar/events/0")]


def test_help_for_a_quaternion_is_its_normal_form() -> None:
    """The help can be copied."""
    fault = fault_of_rotation({"x": 0, "y": 0, "z": 0.5, "w": 0.5})
    assert fault is not None
    assert fault.help == "Divide its parts by its length: x 0, y 0, z 0.707107, w 0.707107."
    zero = fault_of_rotation(dict.fromkeys("xyzw", 0))
    assert zero is not None
    assert zero.help == "The quaternion of no turn is x 0, y 0, z 0, w 1."


NO_ROTATION: list[tuple[Json, str | None]] = [
    ([1, 0, 0, 0, 1, 0, 0, 0, 1], None),
    ([1.009, 0, 0, 0, 1, 0, 0, 0, 1], None),
    ([1.011, 0, 0, 0, 1, 0, 0, 0, 1], "first column"),
    ([1, 0, 0, 0.1, 0.995, 0, 0, 0, 1], "right angles"),
    ([0, 1, 0, 1, 0, 0, 0, 0, 1], "mirrors"),
    ([10**400, 0, 0, 0, 1, 0, 0, 0, 1], "first column"),
    ([1e200, 0, 0, 0, 1e300, 0, 0, 0, 1], "first column"),
    ([1, 0, 0, 0, True, 0, 0, 0, 1], None),
    ([1, 0, 0], None),
    ({"x": 6.6, "y": 0, "z": 0}, '"x"'),
    ({"x": 0, "y": -(10**400), "z": 0}, '"y"'),
    ({"x": 0, "y": 0}, None),
    ({"x": 1.005, "y": 0, "z": 0, "w": 0}, '"x"'),
    ("up", None),
    (None, None),
]


@pytest.mark.parametrize(("rotation", "word"), NO_ROTATION, ids=lambda _: "")
def test_what_is_no_rotation(rotation: Json, word: str | None) -> None:
    """Numbers are judged, whatever their size; what is no numbers is left to the schema."""
    fault = fault_of_rotation(rotation)
    assert fault is None if word is None else fault is not None and word in fault.message


def test_the_last_row_of_a_pose() -> None:
    """It is 0, 0, 0, 1, and a matrix by rows is recognised."""
    assert fault_of_matrix4(AFFINE) is None
    assert fault_of_matrix4(AFFINE[:15]) is None
    scaled = fault_of_matrix4([*AFFINE[:15], 2])
    assert scaled is not None
    assert scaled.message.endswith("got 0, 0, 0, 2")
    by_rows = fault_of_matrix4([1, 0, 0, 4, 0, 1, 0, 5, 0, 0, 1, 6, 0, 0, 0, 1])
    assert by_rows is not None
    assert "row by row" in by_rows.message
    bent = fault_of_matrix4([2, *AFFINE[1:]])
    assert bent is not None
    assert "first column" in bent.message


def test_handedness_of_well_known_conventions() -> None:
    """Robots, cameras and OpenGL are right-handed, Unity is not."""
    for names in ("forward left up", "right down forward", "right up backward"):
        assert is_right_handed(dict(zip("xyz", names.split(), strict=True))) is True
    assert is_right_handed({"x": "right", "y": "up", "z": "forward"}) is False
    assert is_right_handed({"x": "right", "y": "up", "z": "left"}) is None
    assert is_right_handed({"x": "right", "y": ["up"], "z": "left"}) is None
    assert not is_flat({"x": "right"})
    assert not is_flat(None)


def test_a_scene_is_taken_apart() -> None:
    """Streams, addresses, poses, frames: each with its path."""
    scene = scene_of(item(ACCEPTED["all streams"]))
    assert scene is not None
    assert scene.is_named
    assert [stream.name for stream in scene.streams] == [
        "lidar",
        "lens",
        "front",
        "motion",
        "speed",
    ]
    assert [path for path, _ in addresses(scene)] == [
        ("scene", "lidar", "events", 0, "uri"),
        ("scene", "front", "events", 0, "uri"),
        ("scene", "speed", "uri"),
    ]
    assert [path for path, _ in poses(scene)] == [
        ("scene", "lidar", "transform"),
        ("scene", "lens", "pose"),
        ("scene", "motion", "events", 0, "pose"),
    ]
    known, complete = frames(scene)
    assert [frame.id for frame in known] == ["car"]
    assert complete


def test_what_is_no_scene() -> None:
    """Other items have no scene, nor have values that could not be one."""
    assert scene_of(Item(SECTIONS["videos"], 0, {"scene": {}}, Settings())) is None
    assert scene_of(item(5)) is None
    assert scene_of(item({"content": 5})) is None
    assert scene_of(item({"layout": None})) is None
    broken = scene_of(item({"lidar": CLOUD, "x": 1}))
    assert broken is not None
    assert not broken.sound


def test_a_layout_is_walked_in_order() -> None:
    """First halves before second ones, splits before what is in them."""
    scene = scene_of(
        item(
            with_layout(
                layout={
                    "direction": "row",
                    "second": "d",
                    "first": {"direction": "row", "first": "b", "second": 7},
                },
                timeline=["e"],
            )
        )
    )
    layout = None if scene is None else layout_of(scene)
    assert layout is not None
    assert [pane.path[3:] for pane in panes(layout)] == [
        (),
        ("first",),
        ("first", "first"),
        ("first", "second"),
        ("second",),
    ]
    assert [name for _, name in places(layout)[0]] == ["b", "d", "e"]
    assert not places(layout)[1]
    assert tile_types({"tiles": {"a": VIEW, "b": 1}}) == {"a": "3d", "b": None}


def test_channels_of_both_homes() -> None:
    """An item's own settings and those of a scene's tiles are one thing."""
    own = {"objectUrl": "s3://acme-ts/a.csv", "settings": {"channels": {"v": {}, "w": 1}}}
    assert [path for path, _ in channels(item(own, "time_series"))] == [
        ("settings", "channels", "v")
    ]
    paths = [path for path, _ in channels(item(ACCEPTED["a tile in a split and in the timeline"]))]
    assert [path[-3:] for path in paths] == [("timeseriesSettings", "channels", "v")]


def test_names_of_keys_are_those_of_the_schema() -> None:
    """Every name that code knows is a property in the schema, so that none is misspelt here."""
    text = json.dumps(manifestry.schemas_index.load(manifestry.schemas_index.BASE + SCENE))
    for names in (FRAME_KEYS, POSE_KEYS, TIME_KEYS, PARENT_KEYS, WORLD_KEYS, CAMERA_KEYS):
        assert all(f'"{name}": {{"description"' in text for name in names)


def test_slips_and_hints() -> None:
    """A slip is recognised where the words are far apart; hints run out."""
    assert meant("url", ["uri"]) == "uri"
    assert meant("Timestamp", ["timestamp"]) == "timestamp"
    assert meant("colour", ["uri"]) is None
    guess = guesser(["lidar"])
    assert [guess("lider") for _ in range(11)] == ["lidar"] * 10 + [None]
    assert guesser(map(str, range(1000)))("1001") is None
    assert (hint("lidar"), hint(None)) == (' (did you mean "lidar"?)', "")
    assert names_its_format("gs://acme/a.LAZ")
    assert not names_its_format("gs://acme/.laz")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "content",
                    "type",
                    "events",
                    "uri",
                    "url",
                    "format",
                    "camera",
                    "pose",
                    "transform",
                    "rotation",
                    "position",
                    "x",
                    "y",
                    "z",
                    "w",
                    "timestamp",
                    "time",
                    "id",
                    "parent",
                    "frame_of_reference",
                    "intrinsics",
                    "model",
                    "k",
                    "layout",
                    "tiles",
                    "first",
                    "second",
                    "timeline",
                    "world",
                    "viewSettings",
                    "view_settings",
                    "radiusIndicators",
                    "streamName",
                    "channels",
                    "timeseriesSettings",
                    "pointCloudColouring",
                    "direction",
                ]
            )
            | st.text(max_size=3),
            inner
            | st.sampled_from(
                [
                    "point_cloud",
                    "image",
                    "camera_parameters",
                    "frame_of_reference",
                    "time_series",
                    "model",
                    "3d",
                    "timeseries",
                    "up",
                    "left",
                    "root",
                ]
            ),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(value=JSON, section=st.sampled_from(["scenes", "time_series"]))
def test_no_rule_raises_on_any_value(value: Json, section: str) -> None:
    """Whatever stands in a scene or in settings, rules look and do not fall over."""
    full = {"title": "s", "scene": value, "settings": value}
    for rule in folder("encord"):
        if rule.check is not None and rule.code[:2] in ("E6", "E7"):
            list(rule.check(Item(SECTIONS[section], 0, full, Settings())))


@given(value=JSON)
def test_both_engines_agree_on_any_scene(value: Json) -> None:
    """Neither engine sees a fault that the other does not."""
    whole = {"title": "s", "scene": value}
    reference, fast = (
        {(error.path, error.keyword) for error in validator(SCENE, engine).errors(whole)}
        for engine in ENGINES
    )
    assert reference == fast


def test_a_deep_layout_is_no_trouble() -> None:
    """A thousand splits in each other are walked like two, by either engine."""
    pane: Json = "a"
    for _ in range(900):
        pane = {"direction": "row", "first": "a", "second": pane}
    scene = with_layout(layout=pane)
    assert found(scene)[0] == ("E611", "/layout/layout/second/first")
    for engine in ENGINES:
        assert not list(validator(SCENE, engine).errors({"title": "s", "scene": scene}))


def test_a_long_scene_stays_cheap() -> None:
    """Thousands of wrong references and events are looked at once each."""
    count = 3000
    scene: Json = {
        f"lidar {n}": but(CLOUD, frame_of_reference=f"frame {n}") for n in range(count)
    } | {f"f{n}": but(CAR, id=f"frams {n}", parent_FoR_id=f"frams {n + 1}") for n in range(count)}
    report = manifestry.check(manifest(scene), Settings(kind="encord-manifest"))
    assert report.errors == count + 1
