"""Fixes of faults in Encord manifests: what they make of odd cases, and where there is none."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.fixing import applied
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.url_mends import MENDS, Mend, mended, mended_doubts
from manifestry.formats.encord.urls import FATAL, diagnose
from manifestry.formats.sameness import is_same
from manifestry.metadata import read_schema
from manifestry.rules.catalogue import find
from manifestry.settings import Settings

Json = Any

SCHEMES = Settings().url_schemes
MP4 = "s3://acme-media/a.mp4"
STRICT = Settings(profile="strict-client-only")


def group(**keys: str) -> Json:
    """A manifest with one image group; a URL is given by its name, its key by what follows u."""
    urls = {
        key.replace("u", "objectUrl", 1): f"gs://acme-media/a/{name}.jpg"
        for key, name in keys.items()
    }
    return {"image_groups": [{"title": "car 7", **urls}]}


def video(**keys: Json) -> Json:
    """A manifest with one video."""
    return {"videos": [{"objectUrl": MP4, **keys}]}


def block(**keys: Json) -> Json:
    """A manifest with a video and its media metadata; what is None is left out."""
    good: dict[str, Json] = {"fps": 25, "duration": 12.4, "width": 1280, "height": 720}
    good |= {"file_size": 904512, "mime_type": "video/mp4"}
    return video(videoMetadata={key: it for key, it in {**good, **keys}.items() if it is not None})


def image(**keys: Json) -> Json:
    """A manifest with an image and these media metadata beside its size."""
    media = {"width": 64, "height": 48, **keys}
    return {"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": media}]}


def scene(content: Json, **config: Json) -> Json:
    """A manifest with one scene."""
    return {"scenes": [{"title": "run", "scene": {"content": content, **config}}]}


def lidar(*events: Json, **keys: Json) -> Json:
    """The content of a scene with one stream."""
    return {"lidar": {"type": "point_cloud", "events": list(events), **keys}}


def checked(data: bytes, settings: Settings | None = None) -> tuple[Finding, ...]:
    """What is found in a document."""
    report = manifestry.check(data, settings)
    assert not report.files[0].failures
    return report.findings


def strictly(data: bytes) -> Json:
    """The value of a document in which no key stands twice."""

    def unique(pairs: list[tuple[str, Json]]) -> Json:
        assert len(dict(pairs)) == len(pairs), pairs
        return dict(pairs)

    return json.loads(data, object_pairs_hook=unique)


def found(document: Json, code: str, settings: Settings | None = None) -> tuple[bytes, Finding]:
    """The bytes of a document, and the first finding of a rule in it."""
    data = json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return data, next(each for each in checked(data, settings) if each.code == code)


PI = 3.141592654
FRAME = {"type": "frame_of_reference", "id": "car", "events": []}
LENS = {"type": "camera_parameters", "events": []}
RAW = Settings(select=("E501", "E503"))


def tagged(**tags: Json) -> Json:
    """A manifest with a DICOM series and tags of a file."""
    url = "s3://acme-med/12/0.dcm"
    return {
        "dicom_series": [{"title": "CT", "objectUrl_0": url, "dicomMetadata": [{"tags": tags}]}]
    }


MENDED: list[tuple[str, Json, Json, bool]] = [
    # top level
    ("E004", {"videoz": [{"objectUrl": MP4}]}, video(), True),
    ("E004", {**video(), "upsertMetadata": False}, {**video(), "upsert_metadata": False}, False),
    ("E006", {"upsert_metadata": True, "videos": []}, {"upsert_metadata": True, "skip_duplicate_urls": True, "videos": []}, False),
    ("E006", {"skip_duplicate_urls": False, "upsert_metadata": True, "videos": []}, {"skip_duplicate_urls": False, "videos": []}, False),
    ("E101", {**video(), "skip_duplicate_urls": "TRUE"}, {**video(), "skip_duplicate_urls": True}, True),
    ("E101", {**video(), "skip_duplicate_urls": 1}, {**video(), "skip_duplicate_urls": True}, False),
    # types and values
    ("E101", block(width=" 1280.0 "), block(), True),
    ("E101", block(fps="2.5e1"), block(fps=25.0), True),
    ("E101", video(title=7), video(title="7"), True),
    # keys
    ("E107", video(camera="left", lens=2), video(clientMetadata={"camera": "left"}, lens=2), False),
    ("E107", video(clientMetadata={}, n=2.5), video(clientMetadata={"n": 2.5}), False),
    ("E107", block(lens="wide"), {"videos": [{**block()["videos"][0], "clientMetadata": {"lens": "wide"}}]}, False),
    ("E108", video(Title="a"), video(title="a"), True),
    ("E109", {"videos": [{"src": MP4}]}, video(), True),
    ("E109", group(u_0="a") | {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectURL_01": "gs://acme-media/1.jpg"}]}, {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectUrl_1": "gs://acme-media/1.jpg"}]}, True),
    ("E109", image(mime_type="image/jpeg", FileSize=9), image(mime_type="image/jpeg", file_size=9), True),
    ("E110", video(createVideo=True), video(), False),
    ("E110", video(imageMetadata={}), video(), False),
    ("E111", video(external_file_type="VIDEO"), video(), True),
    # URLs
    ("E203", video(objectUrl=f"\ufeff{MP4}\u3000\n"), video(), True),
    ("E203", video(objectUrl="s3://acme-media/a\tb.mp4"), video(objectUrl="s3://acme-media/ab.mp4"), False),
    ("E215", {"videos": [{"objectUrl": MP4}, {"objectUrl": MP4, "title": "again"}]}, video(), False),
    ("E218", video(title="x" * 299 + "  y"), video(title="x" * 299), False),
    # groups
    ("E301", {"image_groups": [{"objectUrl_0": "gs://acme-media/a%20b/0.jpg", "objectUrl_1": "gs://acme-media/a%20b/c/1.jpg"}]}, {"image_groups": [{"objectUrl_0": "gs://acme-media/a%20b/0.jpg", "objectUrl_1": "gs://acme-media/a%20b/c/1.jpg", "title": "a b"}]}, False),
    ("E301", {"scenes": [{"scene": "gs://acme-scenes/a/run.mcap", "title": ""}]}, {"scenes": [{"scene": "gs://acme-scenes/a/run.mcap", "title": "run.mcap"}]}, False),
    ("E301", {"image_groups": [{"Name": "Truck 7", "objectUrl_0": "gs://acme-media/0.jpg"}]}, {"image_groups": [{"title": "Truck 7", "objectUrl_0": "gs://acme-media/0.jpg"}]}, False),
    ("E301", {"image_groups": [{"title": " ", "name": "Truck 7", "objectUrl_0": "gs://acme-media/0.jpg"}]}, {"image_groups": [{"title": "Truck 7", "objectUrl_0": "gs://acme-media/0.jpg"}]}, False),
    ("E301", {"image_groups": [{"name": 7, "objectUrl_0": "gs://acme-media/0.jpg"}]}, {"image_groups": [{"name": 7, "objectUrl_0": "gs://acme-media/0.jpg", "title": "0.jpg"}]}, False),
    ("E301", {"dicom_series": [{"objectUrl_0": "s3://acme-med/CT%2012/1.dcm"}]}, {"dicom_series": [{"objectUrl_0": "s3://acme-med/CT%2012/1.dcm", "title": "CT 12"}]}, False),
    ("E302", group(u_1="a", u_3="b", u_4="c", u_9="d"), group(u_0="a", u_1="b", u_2="c", u_3="d"), False),
    ("E303", group(u_1="a", u_2="b", u_3="c"), group(u_0="a", u_1="b", u_2="c"), True),
    ("E303", group(u_2="a", u_3="b"), group(u_0="a", u_1="b"), False),
    ("E304", group(u_00="a", u_1="b", u_002="c"), group(u_0="a", u_1="b", u_2="c"), True),
    ("E305", {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectUrl[1]": "gs://acme-media/1.jpg"}]}, {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectUrl_1": "gs://acme-media/1.jpg"}]}, True),
    ("E305", group(u0="a", u_1="b"), group(u_0="a", u_1="b"), True),
    ("E305", group(u_0="a", u_x="b"), group(u_0="a", u_1="b"), False),
    ("E306", group(u_00="a", u_0="b", u_1="c"), group(u_0="a", u_1="b", u_2="c"), False),
    ("E308", group(u="a"), group(u_0="a"), True),
    ("E308", group(u_0="a", u="b", u_2="c"), group(u_0="a", u_1="b", u_2="c"), False),
    ("E309", group(u_0="a", u_2="c", u_1="b"), group(u_0="a", u_1="b", u_2="c"), False),
    ("E312", {"videos": [{"title": "a", "objectUrl_7": MP4}]}, {"videos": [{"title": "a", "objectUrl": MP4}]}, True),
    # media metadata
    ("E402", block(mime_type=None), block(), False),
    ("E402", block(fps=None), video(), False),
    ("E404", block(mime_type="image/png"), block(), False),
    ("E405", block(mime_type="video/webm"), block(), False),
    ("E406", block(mime_type=" video/mp4"), block(), True),
    ("E406", block(mime_type="mp4"), block(), False),
    ("E410", block(duration=None, duration_seconds=12.4), block(), True),
    ("E410", block(duration_seconds=12.40), block(), True),
    ("E411", image(mime_type="image/jpeg", fileSize=9), image(mimeType="image/jpeg", fileSize=9), True),
    ("E411", image(mimeType="image/jpeg", mime_type="image/jpeg", file_size=9), image(mimeType="image/jpeg", fileSize=9), True),
    # scenes and time series
    ("E601", scene(lidar(Pose=[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])), scene(lidar(pose=[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])), True),
    ("E601", scene(lidar(), groundHeight=1), scene(lidar()), False),
    ("E602", scene({**lidar(referenceFrame="motion"), "motion": FRAME}), scene({**lidar(referenceFrame="car"), "motion": FRAME}), False),
    ("E603", scene({"front": {"type": "image", "camera": "front", "events": []}, "lens": LENS}), scene({"front": {"type": "image", "camera": "lens", "events": []}, "lens": LENS}), False),
    ("E608", scene({"url": "gs://acme-scenes/a", "format": ".PLY"}), scene({"url": "gs://acme-scenes/a", "format": "ply"}), True),
    ("E609", scene(lidar(pose={"rotation": {"x": 180, "y": 0, "z": -180}, "position": {"x": 0, "y": 0, "z": 0}})), scene(lidar(pose={"rotation": {"x": PI, "y": 0, "z": -PI}, "position": {"x": 0, "y": 0, "z": 0}})), False),
    ("E615", scene("http://acme.example/[a].ply"), scene("https://acme.example/%5Ba%5D.ply"), False),
    ("E615", scene("gs://acme-scenes/a b.ply "), scene("gs://acme-scenes/a%20b.ply"), True),
    ("E616", scene(lidar(), defaultGround=0, defaultGroundHeight=0.0), scene(lidar(), defaultGround=0), True),
    ("E617", scene(lidar({"uri": "gs://acme-scenes/0.pcd", "n": 1}, {"uri": "gs://acme-scenes/1.pcd", "n": 2})), scene(lidar({"uri": "gs://acme-scenes/0.pcd"}, {"uri": "gs://acme-scenes/1.pcd"})), False),
    ("E617", scene(lidar({"url": "gs://acme-scenes/0.pcd"}, {"url": "gs://acme-scenes/1.pcd"})), scene(lidar({"uri": "gs://acme-scenes/0.pcd"}, {"uri": "gs://acme-scenes/1.pcd"})), True),
    ("E617", scene(lidar({"uri": "gs://acme-scenes/0.pcd", "ts": 1})), scene(lidar({"uri": "gs://acme-scenes/0.pcd", "timestamp": 1})), False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "document", "wanted", "safe"), MENDED)
def test_fix_makes_this_of_it(code: str, document: Json, wanted: Json, safe: bool) -> None:
    """What a fix makes of a document, which has no new fault then; key order is kept."""
    data, finding = found(document, code)
    assert finding.fix is not None
    assert finding.fix.safe is safe
    mended_data = applied(data, finding.fix.edits)
    assert strictly(mended_data) == wanted
    assert list(strictly(mended_data)) == list(wanted)
    before, after = (Counter(each.code for each in checked(it)) for it in (data, mended_data))
    assert after[code] < before[code]
    assert after <= before


UNMENDED: list[tuple[str, Json]] = [
    # two keys would have one name
    ("E004", {"videoz": [], **video()}),
    ("E004", {**video(), "videoz": []}),
    ("E004", {"Videos": [{"objectUrl": MP4}], "VIDEOS": []}),
    ("E004", {**video(), "dataGroups": [{"name": "g"}]}),
    ("E006", {**video(clientMetadata={"n": 1}), "upsert_metadata": True, "skipDuplicateUrls": True}),
    ("E013", {"pdf": [{"objectUrl": "s3://acme-docs/a.pdf"}], "pdfs": []}),
    ("E108", video(title="a", Title="b")),
    ("E108", video(Title="a", TITLE="b")),
    ("E109", {"videos": [{"url": MP4, "objectURL": "s3://acme-media/b.mp4"}]}),
    ("E109", {"image_groups": [{"title": "g", "objectUrl_01": "gs://acme-media/0.jpg", "objectURL_1": "gs://acme-media/1.jpg"}]}),
    ("E312", {"videos": [{"objectUrl_0": MP4, "url": "s3://acme-media/b.mp4"}]}),
    ("E312", video(objectUrl_1="s3://acme-media/b.mp4")),
    ("E312", {"videos": [{"objectUrl_0": MP4, "objectUrl_1": "s3://acme-media/b.mp4"}]}),
    ("E411", image(mime_type="image/jpeg", fileSize=9, FileSize=9)),
    ("E411", image(mimeType="image/jpeg", mime_type="image/png", file_size=9)),
    ("E410", block(duration=None, duration_seconds=12.4, durationSeconds=12.4)),
    ("E410", block(duration_seconds=13)),
    ("E601", scene(lidar(Pose=[], POSE=[]))),
    ("E601", scene(lidar(transform=[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], Pose=[]))),
    ("E607", scene("gs://acme-scenes/a.ply", view_settings={}, viewSettings={})),
    ("E616", scene(lidar(), defaultGround=0, defaultGroundHeight=1)),
    ("E616", scene(lidar(), defaultGround=0, defaultGroundHeight=False)),
    ("E617", scene(lidar({"uri": "gs://acme-scenes/0.pcd", "time": 0, "Timestamp": 1}))),
    # nobody can tell what was meant, or it would be no better
    ("E101", block(width="12.5")),
    ("E101", block(width="-3")),
    ("E101", block(fps="0")),
    ("E101", block(fps="1e999")),
    ("E101", block(width="9007199254740993")),
    ("E101", block(width="007")),
    ("E101", video(title=True)),
    ("E101", {**video(), "upsert_metadata": "true"}),
    ("E103", {"time_series": [{"objectUrl": "s3://acme-ts/a.csv", "settings": {"channels": {"x": {"style": 7}}}}]}),
    ("E107", video(camera={"side": "left"})),
    ("E107", video(camera="left", clientmetadata={})),
    ("E107", video(clientMetadata={"camera": "left"}, camera="right")),
    ("E107", video(clientMetadata=None, camera="left")),
    ("E107", video(**{"$camera": "left"})),
    ("E107", video(keyframes=1)),
    ("E109", {"videos": [{"url": "a.mp4"}]}),
    ("E109", {"videos": [{"objectUrl_0": MP4, "objectURL": "s3://acme-media/b.mp4"}]}),
    ("E109", {"videos": [{"objectUrls": MP4, "objectURL": "s3://acme-media/b.mp4"}]}),
    ("E109", {"image_groups": [{"title": "g", "objectUrl0": "gs://acme-media/0.jpg", "objectURL_0": "gs://acme-media/1.jpg"}]}),
    ("E109", {"image_groups": [{"TITLE": 7, "objectUrl_0": "gs://acme-media/0.jpg"}]}),
    ("E107", video(isUrlFederated=True)),
    ("E107", video(skip_duplicate_url=True)),
    ("E107", {"image_groups": [{"name": "Truck 7", "objectUrl_0": "gs://acme-media/0.jpg"}]}),
    ("E110", video(imageMetadata={"width": 64})),
    ("E110", video(scene="gs://acme-scenes/a.ply")),
    ("E203", video(objectUrl="s3://acme-media/a.mp4?sig=a b")),
    ("E205", video(objectUrl="scans.2/a.mp4")),
    ("E206", video(objectUrl="ftp://acme.example/a.mp4")),
    ("E206", video(objectUrl="data:video/mp4;base64,AAAA")),
    ("E212", video(objectUrl="https://acme.example/a.mp4?versionId=3")),
    ("E212", video(objectUrl="https://bücher.example/a.mp4")),
    ("E215", {"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}], **group(u_0="0")}),
    ("E218", {"image_groups": [{"title": " " * 300 + "a", "objectUrl_0": "gs://acme-media/0.jpg"}]}),
    ("E301", {"image_groups": [{"objectUrl_0": "gs://acme-media/0.jpg", "objectUrl_1": "gs://acme-media/1.jpg"}]}),
    ("E301", {"dicom_series": [{"objectUrl_0": "s3://acme-med/1.dcm"}]}),
    ("E302", {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectUrl_3": "gs://acme-media/3.jpg", "objectURL_1": "gs://acme-media/1.jpg"}]}),
    ("E303", {"image_groups": [{"title": "g", "objectUrl_" + "9" * 30: "gs://acme-media/0.jpg"}]}),
    ("E305", {"image_groups": [{"title": "g", "objectUrl_0": "gs://acme-media/0.jpg", "objectUrl5": "gs://acme-media/1.jpg"}]}),
    ("E308", group(u_0="a", u_1="b", u="c", u_2="d")),
    ("E404", {"videos": [{"objectUrl": "s3://acme-media/a", "videoMetadata": block(mime_type="image/png")["videos"][0]["videoMetadata"]}]}),
    ("E602", scene({**lidar(), "motion": {**FRAME, "parent": "motion"}})),
    ("E609", scene(lidar(pose={"rotation": {"x": 0, "y": 0, "z": 0, "w": 0}, "position": {"x": 0, "y": 0, "z": 0}}))),
    ("E609", scene(lidar(pose={"rotation": {"x": 1e308, "y": 1e308, "z": 0, "w": 0}, "position": {"x": 0, "y": 0, "z": 0}}))),
    ("E609", scene(lidar(pose={"rotation": {"x": 10**400, "y": 0, "z": 0}, "position": {"x": 0, "y": 0, "z": 0}}))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "document"), UNMENDED)
def test_no_fix_where_it_is_not_clear(code: str, document: Json) -> None:
    """Nothing is guessed, and no key comes to stand twice."""
    assert found(document, code)[1].fix is None


@pytest.mark.parametrize(
    ("code", "urls"),
    [
        ("E302", {"u_0": "a", "u_2": "b"}),
        ("E303", {"u_1": "a", "u_2": "b"}),
        ("E304", {"u_00": "a", "u_1": "b"}),
        ("E306", {"u_0": "a", "u_00": "b"}),
    ],
)
@pytest.mark.parametrize(
    "more", [{"imageMetadata_1": {}}, {"caption_12": "x"}, {"clientMetadata": {"title_0": "front"}}]
)
def test_urls_keep_the_numbers_that_others_have(
    code: str, urls: dict[str, str], more: dict[str, Json]
) -> None:
    """What is said of a file by its number would else be said of another one."""
    document = group(**urls)
    assert found(document, code)[1].fix is not None
    document["image_groups"][0] |= more
    assert found(document, code)[1].fix is None


def test_only_the_blank_is_mended() -> None:
    """What else is wrong with the URL comes to light, and stays as it was written."""
    data, finding = found(video(objectUrl="s3://acme-media/caf\u00e9/clip 1.jpg"), "E203")
    assert finding.fix is not None
    mended_data = applied(data, finding.fix.edits)
    url = "s3://acme-media/caf\u00e9/clip%201.jpg"
    assert json.loads(mended_data) == video(objectUrl=url)
    assert [each.code for each in checked(mended_data)] == ["E212", "E214"]


@pytest.mark.parametrize(
    ("url", "follows"),
    [
        ("http://acme.example/a.mp4", "E210"),
        ("s3://acme-media/a b.mp4", "E203"),
        ("s3://acme-media/a.jpg", "E214"),
    ],
)
def test_key_of_a_doubtful_url_is_mended(url: str, follows: str) -> None:
    """What is to be said of the URL is said then."""
    for document, code in (
        ({"videos": [{"objectURL": url}]}, "E109"),
        ({"videos": [{"objectUrl_0": url}]}, "E312"),
    ):
        data, finding = found(document, code)
        assert finding.fix is not None
        mended_data = applied(data, finding.fix.edits)
        assert json.loads(mended_data) == video(objectUrl=url)
        assert [each.code for each in checked(mended_data)] == [follows]


def test_strict_profile_keeps_blocks() -> None:
    """Where media metadata is mandatory, what may have been meant for it is not taken away."""
    assert found(block(fps=None), "E402", STRICT)[1].fix is None
    assert found(video(imageMetadata={}), "E110", STRICT)[1].fix is None
    assert found(video(createVideo=True), "E110")[1].fix is not None


def test_no_key_goes_where_a_metadata_schema_rules() -> None:
    """There it may have another name or type."""
    settings = Settings(metadata_schema=read_schema({"camera": {"ty": "number"}}))
    document = video(camera="left")
    assert found(document, "E107", settings)[1].fix is None
    assert found(document, "E107")[1].fix is not None


class TestTags:
    """DICOM tags."""

    def test_missing_ones_are_null(self) -> None:
        """All of the 22 that are missing are added at once."""
        data, finding = found(tagged(**{"00280010": None}), "E501", RAW)
        assert finding.fix is not None
        assert not finding.fix.safe
        mended_data = applied(data, finding.fix.edits)
        assert checked(mended_data, RAW) == ()
        tags = strictly(mended_data)["dicom_series"][0]["dicomMetadata"][0]["tags"]
        assert set(tags.values()) == {None}
        assert len(tags) == 22

    @pytest.mark.parametrize(
        ("tag", "safe"), [("0020000d", True), ("(0020, 000D)", True), ("StudyInstanceUID", False)]
    )
    def test_other_forms_of_a_tag(self, tag: str, safe: bool) -> None:
        """Only a number is certain."""
        data, finding = found(tagged(**{tag: None}), "E503", RAW)
        assert finding.fix is not None
        assert finding.fix.safe is safe
        tags = strictly(applied(data, finding.fix.edits))["dicom_series"][0]["dicomMetadata"][0]
        assert tags == {"tags": {"0020000D": None}}

    @pytest.mark.parametrize(
        "tags",
        [
            {"0020000d": None, "(0020,000D)": None},
            {"0020000d": None, "0020000D": None},
            {"PatientID": None, "00100020": None},
            {"PatientID": None, "(0010,0020)": None},
            {"0020000d": 7},
            {"PatientName": None},
        ],
    )
    def test_no_tag_comes_twice(self, tags: dict[str, Json]) -> None:
        """Neither by renaming nor by adding."""
        for finding in checked(json.dumps(tagged(**tags)).encode(), RAW):
            assert finding.code != "E503" or finding.fix is None
            # What is missing may be there by its name.
            assert finding.code != "E501" or (finding.fix is None) is ("PatientID" in tags)


def test_gap_is_mended_once_for_all() -> None:
    """The first finding on the gaps of a group carries the fix of all of them."""
    data = json.dumps(group(u_0="a", u_2="b", u_5="c", u_9="d")).encode()
    assert [each.fix is not None for each in checked(data)] == [True, False, False]


def test_many_misspelt_sections_are_all_told() -> None:
    """So many are not held back, and have no fix."""
    data = json.dumps(
        {f"{'_' * number}videoz": [] for number in range(90)}
        | {f"{'-' * number}images": [] for number in range(1, 91)}
    ).encode()
    findings = checked(data, Settings(max_findings_per_rule=0, select=("E004",)))
    assert len(findings) == 180
    assert all(each.fix is None for each in findings)


def test_fixes_of_the_parts_of_a_list_do_not_get_lost() -> None:
    """A list that is longer than what is in memory at once; its own key is long gone by then."""
    items = [{"objectUrl": f"s3://acme-media/{number}.mp4"} for number in range(12_000)]
    data, finding = found({"Videos": items, "skip_duplicate_urls": True}, "E004")
    assert finding.fix is not None
    assert checked(applied(data, finding.fix.edits)) == ()


# --- URLs -----------------------------------------------------------------------------------


def mended_now(url: str) -> Mend | None:
    """A URL without its fatal fault, or else without all that is doubtful about it."""
    fatal = diagnose(url, SCHEMES).fatal
    return mended_doubts(url, SCHEMES) if fatal is None else mended(url, fatal, SCHEMES)


MENDED_URLS = [
    ("s3://acme-media/my clip.mp4", "s3://acme-media/my%20clip.mp4", True),
    (" \x00s3://acme-media/a.mp4\x85", "s3://acme-media/a.mp4", True),
    ("https://acme.example/a b?x=y z", None, None),
    ("https://acme.blob.core.windows.net/c/a b.jpg?sv=2020&sig=a b", None, None),
    ("https://acme.example/a b.jpg?sig=abc", "https://acme.example/a%20b.jpg?sig=abc", False),
    ("https://acme.example/a.jpg?sig=abc\n", "https://acme.example/a.jpg?sig=abc", True),
    ("s3://acme-media/a%20b c.mp4", "s3://acme-media/a%20b%20c.mp4", False),
    ("s3://acme-media/caf\u00e9/clip 1.mp4", "s3://acme-media/caf\u00e9/clip%201.mp4", True),
    ("s3:/acme-media/a b.mp4", "s3:/acme-media/a%20b.mp4", True),
    ("s3://acme media/a.mp4", None, None),
    ("cam1/clip 1.mp4", None, None),
    ("www.acme.example/a.mp4", "https://www.acme.example/a.mp4", False),
    ("//cdn.acme.example/a.mp4", "https://cdn.acme.example/a.mp4", False),
    ("acme-media.s3.amazonaws.com/a.mp4", "https://acme-media.s3.amazonaws.com/a.mp4", False),
    ("//acme-media/a.mp4", None, None),
    ("a.mp4", None, None),
    ("C:\\clips\\a.mp4", None, None),
    ("S3A://acme-media/a.mp4", "s3://acme-media/a.mp4", False),
    ("htps://acme.example/a.mp4", "https://acme.example/a.mp4", False),
    ("gcs://acme-media/a.mp4", "gs://acme-media/a.mp4", False),
    ("s3:/acme-media/a.mp4", "s3://acme-media/a.mp4", False),
    ("s3:///acme-media/a.mp4", "s3://acme-media/a.mp4", False),
    ("s3:\\\\acme-media\\b\\a.mp4", "s3://acme-media/b/a.mp4", False),
    ("https:///cam1/a.mp4", None, None),
    ("http://acme.example/a.mp4", "https://acme.example/a.mp4", False),
    ("https://acme.example/é.mp4?sv=1&sig=00", "https://acme.example/%C3%A9.mp4", False),
    ("s3://acme-media/[é].mp4", "s3://acme-media/%5B%C3%A9%5D.mp4", True),
    ("s3://acme-media/a+b.mp4", "s3://acme-media/a%2Bb.mp4", False),
    ("s3://acme-media/what?.mp4", "s3://acme-media/what%3F.mp4", False),
    ("https://acme.example/what?.mp4", "https://acme.example/what%3F.mp4", False),
    ("gs://acme-media/#1.jpg", "gs://acme-media/%231.jpg", False),
    ("s3://acme-media/100%/a%20b.jpg", "s3://acme-media/100%25/a%20b.jpg", False),
    ("https://me:pw@acme.example/a.mp4", "https://acme.example/a.mp4", False),
    ("gs://Acme-Media/a.mp4", "gs://acme-media/a.mp4", False),
    ("s3://acme.example:9000/b/a.mp4", "https://acme.example:9000/b/a.mp4", False),
    ("s3://acme-media/a/./../b/%2e%2E/c.mp4", "s3://acme-media/c.mp4", False),
    ("https://s3.amazonaws.com/acme-media/../other/a.mp4", None, None),
    ("s3://acme-media/\ud800 .mp4", None, None),
    ("<object url>", None, None),
    ("", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("url", "wanted", "safe"), MENDED_URLS)
def test_what_is_made_of_a_url(url: str, wanted: str | None, safe: bool | None) -> None:
    """A fatal fault is mended alone; of what is doubtful everything, or nothing."""
    mend = mended_now(url)
    assert (None if mend is None else mend.url) == wanted
    assert (None if mend is None else mend.safe) == safe


def test_good_url_stays() -> None:
    """There is nothing to mend."""
    assert mended_now(MP4) is None


def test_fix_says_nothing_secret() -> None:
    """What a URL keeps secret stands in no title."""
    url = "http://me:hunter2@acme.example/a b.mp4?X-Amz-Signature=0123abcd"
    for finding in checked(json.dumps(video(objectUrl=url)).encode()):
        assert finding.fix is None or not {"hunter2", "0123abcd"} & set(finding.fix.title.split())
        assert "hunter2" not in str(finding.fix and finding.fix.title)


_pieces = st.sampled_from(
    [
        *"abZ09/.:@?#%+&=\\ \t\n\x00é[]~\u3000\ufeff\ud800",
        *("//", "..", "%2e", "%20", "s3://", "s3a://", "https://", "http:/"),
        *("acme-media", "acme.example", "X-Amz-Signature=0"),
    ]
)


@given(st.lists(_pieces, max_size=12).map("".join))
def test_no_mend_makes_a_url_worse(url: str) -> None:
    """It loses the fault and gets no other; what a fatal one hid can be mended if it is fatal."""
    before = diagnose(url, SCHEMES)
    for fault in {*MENDS, *FATAL} & {before.fatal, *before.doubts}:
        assert fault is not None
        mend = mended(url, fault, SCHEMES)
        if mend is None:
            continue
        after = diagnose(mend.url, SCHEMES)
        assert after.fatal is None or before.fatal not in (None, after.fatal)
        assert after.fatal is None or mended(mend.url, after.fatal, SCHEMES) is not None
        assert before.fatal is not None or after.doubts <= before.doubts - {fault}
        if mend.safe:
            # Nothing is lost but what no URL can have at its ends.
            kept = unquote(mend.url)
            assert kept in unquote(url)
            assert not unquote(url).replace(kept, "").strip("\x00\ufeff \t\n\u3000")
    mend = mended_doubts(url, SCHEMES)
    if mend is not None:
        assert diagnose(mend.url, SCHEMES).doubts == frozenset()


# --- anything -------------------------------------------------------------------------------

_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2000) | st.just(10**25),
    st.sampled_from(["", " ", "7", "25.0", "true", MP4, "gs://acme-media/a b.jpg", "video/mp4"]),
    st.just({}),
    st.just([]),
    st.just({"fps": "25", "mime_type": "mp4", "duration_seconds": 1, "duration": 1}),
    st.just({"fileSize": 1, "file_size": 1, "mime_type": "image/ jpeg", "width": "3"}),
)
_keys = st.sampled_from(
    ["objectUrl", "objectURL", "url", "src", "title", "Title", "TITLE", "clientMetadata"]
    + ["clientmetadata", "videoMetadata", "imageMetadata", "VideoMetadata", "createVideo"]
    + ["create_video", "external_file_type", "camera", "n", "keyframes", "$x", "title_0"]
    + ["clusterByResolution", "objectUrl_", "objectUrl1", "objectUrl_a", "objectURL_1"]
    + [f"objectUrl_{number}" for number in ("0", "00", "1", "01", "2", "3", "9" * 30)]
)
_items = st.dictionaries(_keys, _values, max_size=7)
_sections = st.sampled_from(
    [
        *("videos", "images", "image_groups", "imageGroups", "dicom_series", "text", "pdf"),
        *("pdfs", "Videos", "scenes", "time_series"),
    ]
)
_flags = st.dictionaries(
    st.sampled_from(["skip_duplicate_urls", "skipDuplicateUrls", "upsert_metadata"]),
    st.booleans() | st.just("true") | st.just(1),
)
_documents = st.tuples(
    st.dictionaries(_sections, st.lists(_items, max_size=3), min_size=1, max_size=3), _flags
).map(lambda both: {**both[0], **both[1]})


@given(_documents)
def test_every_fix_makes_a_document_without_doubles(document: Json) -> None:
    """Whatever the items are: what was read before is read afterwards, with one fault less."""
    data = json.dumps(document).encode()
    before = checked(data)
    for finding in before:
        if finding.fix is None:
            continue
        mended_data = applied(data, finding.fix.edits)
        strictly(mended_data)
        same = [each for each in checked(mended_data) if each.code == finding.code]
        assert len(same) < sum(each.code == finding.code for each in before)


@given(_items)
def test_patches_can_be_sent_to_other_processes(item: Json) -> None:
    """They are plain values."""
    for section in ("videos", "image_groups"):
        for code in ("E107", "E109", "E203", "E302", "E303", "E305", "E309", "E410"):
            check = find(code).check
            hits = list(check(Item(SECTIONS[section], 0, item, Settings()))) if check else []
            assert pickle.loads(pickle.dumps(hits)) == hits


def test_sameness() -> None:
    """However deep: true is not 1."""
    deep: Json = []
    other: Json = []
    for _ in range(5000):
        deep, other = [deep], [other]
    assert is_same(deep, other)
    assert not is_same(deep, other[0])
    assert not is_same({"a": 1}, {"b": 1})
    assert not is_same({"a": 1}, [1])
    assert not is_same(1, True)
