"""Tasks and labels of Ango Hub exports: the edges that the examples of the rules do not show."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from typing import Any

import pytest

import manifestry
from manifestry.findings import Finding, Severity
from manifestry.formats.ango import crossings as crossings_module
from manifestry.formats.ango.asset import Asset
from manifestry.formats.ango.crossings import crossings, has_shapely
from manifestry.formats.ango.geometry import GEOMETRIES, box_extent, extent, number
from manifestry.formats.ango.times import milliseconds, moment
from manifestry.rules.ango_labelled import (
    answer,
    box,
    export,
    legacy,
    object_id,
    pages,
    relation,
    stage,
    tool,
)
from manifestry.rules.catalogue import folder
from manifestry.settings import Settings
from tests.work import lines_of

BOW_TIE = [[10, 10], [90, 90], [90, 10], [10, 90]]
HUGE = 10**400

Found = list[tuple[str, str]]


def check(text: str, settings: Settings | None = None) -> list[Finding]:
    """The findings of these rules; none of them may fail."""
    report = manifestry.check(text.encode(), settings or Settings())
    assert not report.files[0].failures
    assert report.files[0].kind == "ango-export"
    return [finding for finding in report if finding.code.startswith("A3")]


def found(text: str) -> Found:
    """Code and pointer of the findings, the pointers from the asset."""
    return [(f.code, f.pointer.removeprefix("/0")) for f in check(text)]


def only(text: str) -> Finding:
    """The one finding there is."""
    (finding,) = check(text)
    return finding


@pytest.fixture
def no_shapely(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if Shapely were not installed."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    has_shapely.cache_clear()
    monkeypatch.setattr(crossings_module, "import_module", missing)
    yield
    monkeypatch.undo()
    has_shapely.cache_clear()


# --- geometries ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([[1, 2], [3, -4.5]], (1, -4.5, 3, 2)),
        ([[1, 2, 9]], (1, 2, 1, 2)),
        ([], None),
        ("ab", None),
        ([[1]], None),
        ([1, 2], None),
        (["ab", "cd"], None),
        ([[1, 2], ["1", 2]], None),
        ([[None, None]], None),
        ([{"x": 1}], None),
        ([[[1], [2]]], None),
    ],
)
def test_extent_takes_only_numbers(points: object, expected: object) -> None:
    """Whatever stands where points should: no error, and no extent."""
    assert extent(points) == expected


def test_extent_of_box() -> None:
    """A size may be negative; a number that no float holds is let go."""
    assert box_extent({"x": 9, "y": 9, "width": -4, "height": 1}) == (5, 9, 9, 10)
    assert box_extent({"x": HUGE, "y": 1, "width": 0.5, "height": 1}) is None
    assert box_extent({"x": "9", "y": 1, "width": 1, "height": 1}) is None


def test_numbers() -> None:
    """Digits in a text count."""
    assert number("640") == 640
    assert number("29.97") == 29.97
    odd: list[object] = ["", "x", "1e3", None, True, []]
    assert list(map(number, odd)) == [None] * 6


def test_size_as_text_and_tolerance() -> None:
    """One pixel over the edge is not worth a word; a size in a text is a size."""
    size = {"metadata": {"width": "640", "height": "480"}}
    assert found(export(tool(point=[641, 481]), asset=size)) == []
    assert found(export(tool(point=[641.5, 1]), asset=size)) == [("A304", "/task/tools/0/point")]


@pytest.mark.parametrize("kind", sorted(GEOMETRIES))
@pytest.mark.parametrize(
    "value",
    [None, True, 7, "", "x", [], {}, [[]], [{}], [[None]], [[HUGE, 1e308]] * 5, {"zones": 1},
     {"zones": [1, {}, {"region": {}}, {"region": [1]}]}, {"start": "a", "end": []},
     {"position": {"boundingRect": {"x1": HUGE, "y1": 1, "x2": 2, "y2": "3", "width": {}}}},
     {"x": HUGE, "y": 0, "width": 0.5, "height": HUGE, "rotation": HUGE, "corners": [[1]]}],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_hostile_geometry(kind: str, value: Any) -> None:
    """Any JSON under any key of a geometry: no rule fails."""
    check(export({**tool(), kind: value}))


@pytest.mark.parametrize("value", [None, True, 7, "x", [], [7], {}, {"a": 1}, [[]], [{}]], ids=str)
@pytest.mark.parametrize(
    "key",
    ["tools", "classifications", "relations", "stageHistory", "review", "brushDataUrl",
     "updatedAt", "totalDuration", "objects"],
)  # fmt: skip
def test_hostile_task(key: str, value: Any) -> None:
    """Any JSON under any key of a task."""
    check(export(box(), **{"relations": [relation(group=[object_id(1)])], key: value}))


@pytest.mark.parametrize("value", [None, True, HUGE, "x", [], [7], {}, {"a": 1}, [[]]], ids=str)
@pytest.mark.parametrize(
    "key",
    ["objectId", "schemaId", "title", "page", "interpolationStopped", "classifications", "masks",
     "metadata", "from", "to", "group", "direction", "answer", "tool", "completedAt"],
)  # fmt: skip
def test_hostile_entry(key: str, value: Any) -> None:
    """Any JSON under any key of an entry."""
    hostile = {key: value}
    nested: dict[str, Any] = {**answer("radio", "Rain"), **hostile}
    text = export(
        {**box(), "classifications": [{**nested, "classifications": [nested]}]},
        {**box(2, page=1), **hostile},
        {**box(2, page=1, interpolationStopped=True), **hostile},
        relations=[{**relation(from_=object_id(1), to=object_id(2)), **hostile}],
        classifications=[nested],
        stageHistory=[{**stage(1), **hostile}, {**stage(0), **hostile}],
        file="v.mp4",
    )
    check(text)


def test_segmentation_says_once_that_it_is_outside() -> None:
    """Each empty region counts, but one region outside is enough."""
    beyond = {"region": [[700, 1], [710, 1], [710, 9]]}
    zones = [{"region": []}, beyond, beyond, {"region": [[1, 1], [2, 2], [1, 1]]}]
    assert found(export(tool(segmentation={"zones": zones}))) == [
        ("A303", "/task/tools/0/segmentation/zones/0/region"),
        ("A304", "/task/tools/0/segmentation/zones/1/region"),
        ("A303", "/task/tools/0/segmentation/zones/3/region"),
    ]


@pytest.mark.parametrize("kind", sorted(GEOMETRIES))
def test_null_for_a_geometry_is_one_finding(kind: str) -> None:
    """Told by its type where the form is described, else as a tool without a geometry."""
    report = manifestry.check(export({**tool(), kind: None}).encode())
    assert [finding.code for finding in report] == ["A302" if kind == "pct" else "A101"]


def test_entries_that_are_no_points_are_not_counted_as_corners() -> None:
    """They are of a wrong type, which is one fault."""
    report = manifestry.check(export(tool(polygon=[{"x": 1, "y": 2}])).encode())
    assert [finding.code for finding in report] == ["A101"]


def test_misspelt_geometry_says_what_is_meant() -> None:
    """Each by itself, in videos as well."""
    tools = [tool(number, boundingBox={"x": 1}, page=number) for number in (1, 2)]
    assert found(export(*tools, file="v.mp4")) == [
        ("A302", "/task/tools/0/boundingBox"),
        ("A302", "/task/tools/1/boundingBox"),
    ]
    assert only(export(tools[0])).message == '"boundingBox" should be "bounding-box"'


def test_three_points_on_one_line_have_no_area() -> None:
    """Closed or not; of numbers that no float can hold nothing is said."""
    assert only(export(tool(polygon=[[1, 1], [2, 2], [3, 3]]))).message == "The polygon has no area"
    assert found(export(tool(polygon=[[1, 1], [2, 2], [3, 3], [1, 1]])))[0][0] in {"A303", "A306"}
    assert found(export(tool(polygon=[[1, 1], [2, 2], [3, 4]]))) == []
    assert {code for code, _ in found(export(tool(polygon=[[1, 1], [HUGE, 2.5], [0.5, 4]])))} <= {
        "A304"
    }


def test_a_point_is_outside_and_does_not_reach_there() -> None:
    """The words fit what has no extent."""
    message = only(export(tool(point=[700, 2]))).message
    assert message == "The point is outside 640 x 480: x 700, y 2"


def test_tool_with_neither_class_nor_title() -> None:
    """Null is not the name of a class."""
    (finding,) = [each for each in check(export({"point": [1, 2]})) if each.code == "A322"]
    assert finding.message == "The tool has no title"


def test_group_that_is_no_list_is_one_finding() -> None:
    """Its type is wrong; it names nobody."""
    report = manifestry.check(export(box(), relations=[relation(group="x")]).encode())
    assert [finding.code for finding in report] == ["A101"]


def test_pdf_is_measured_on_its_own_page() -> None:
    """A rectangle has the size of its page beside it."""
    rect = {"x1": 1, "y1": 2, "x2": 700, "y2": 12, "width": 600, "height": 800}
    pdf = {"position": {"boundingRect": rect, "rects": [], "pageNumber": 1}}
    there = "/task/tools/0/pdf/position/boundingRect"
    assert found(export(tool(pdf=pdf))) == [("A304", there)]
    rect["x2"] = 1
    assert found(export(tool(pdf=pdf))) == [("A303", there)]


def test_tools_of_newer_videos_share_one_finding() -> None:
    """A video may have thousands of tools in a form that is not described."""
    assert "3 tools, of which" in only(export(tool(1), tool(2), tool(3), file="v.mp4")).message
    assert len(check(export(tool(1), tool(2)))) == 2


def test_chat_and_point_clouds_need_no_known_geometry() -> None:
    """What their tools are like is not described."""
    for address in ("https://acme-media.example/chat.json", "acme-media/run 7/"):
        assert found(export(tool(), asset={"asset": address})) == []


# --- crossings ----------------------------------------------------------------------------


def test_crossing_says_where() -> None:
    """The message leads to the place."""
    finding = only(export(tool(polygon=BOW_TIE)))
    assert (finding.code, finding.severity) == ("A306", Severity.WARNING)
    assert "near x 50, y 50" in finding.message


def test_without_shapely_one_information(no_shapely: None) -> None:
    """One information a document, however many polygons and assets there are."""
    asset = json.loads(export(tool(1, polygon=BOW_TIE), tool(2, polygon=BOW_TIE)))
    finding = only(json.dumps(asset * 3))
    assert (finding.code, finding.severity) == ("A306", Severity.INFO)
    assert finding.pointer == "/0/task/tools/0/polygon"
    assert "manifestry[geometry]" in finding.help
    assert found(export(tool(polygon=[[1, 1], [9, 1], [9, 9]]))) == []


def test_shapely_is_not_imported_for_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer to load than most exports take to check."""
    real = builtins.__import__

    def guarded(name: str, *args: Any, **kwargs: Any) -> Any:
        assert name not in ("shapely", "numpy")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", guarded)
    monkeypatch.setattr(crossings_module, "has_shapely", lambda: pytest.fail("looked for"))
    assert found(export(box(), tool(2, polygon=[[1, 1], [9, 1], [9, 9]]))) == []


def test_crossings_of_odd_numbers() -> None:
    """What no float holds, or is farther than any picture, is passed over."""
    for far in (HUGE, -HUGE, 1e300):
        twisted = [[far, 1], [2, 2], [3, 1], [1, 9]]
        assert found(export(tool(polygon=twisted), asset={"metadata": {"language": "en"}})) == []
    deep = [[10, 10, 1], [90, 90, 1], [90, 10, 1], [10, 90, 1]]
    assert [path for path, _ in crossings([(("deep",), deep)])] == [("deep",)]


# --- pages and tracks ---------------------------------------------------------------------


def test_series_may_have_more_frames_than_files() -> None:
    """A file of a DICOM series may have several frames: only a warning."""
    dataset = ["https://acme-media.example/0.dcm"]
    asset = {"asset": dataset[0], "dataset": dataset, "assetId": "65a000000000000000000010"}
    finding = only(export(box(page=3), asset=asset))
    assert (finding.code, finding.severity) == ("A311", Severity.WARNING)
    assert only(pages(box(page=3))).severity is Severity.ERROR


def test_nested_and_earlier_pages_count() -> None:
    """Pages of relations, of answers at any depth, and of earlier stages."""
    deep = answer("radio", "Rain", classifications=[answer("text", "x", page=300)])
    text = export(
        {**box(page=0), "classifications": [deep]},
        stageHistory=[stage(0, tools=[box(page=301)])],
        relations=[relation(group=[object_id(1)], page=302)],
        file="v.mp4",
    )
    assert sorted(found(text)) == [
        ("A312", "/task/relations/0/page"),
        ("A312", "/task/stageHistory/0/tools/0/page"),
        ("A312", "/task/tools/0/classifications/0/classifications/0/page"),
    ]


def test_pdf_pages_and_videos_without_pages_repeat_ids() -> None:
    """One object on two pages of a PDF; newer videos without pages."""
    pdfs = [
        tool(pdf={"position": {"boundingRect": {"x1": 1, "y1": 1, "x2": 2, "y2": 2},
                               "pageNumber": page}})
        for page in (1, 2)
    ]  # fmt: skip
    assert found(export(*pdfs)) == []
    assert found(export(*pdfs, pdfs[1])) == [("A314", "/task/tools/2")]
    assert found(export(box(), box(), file="v.mp4")) == []


# --- relations, classes, times ------------------------------------------------------------


def test_relations_of_relations_and_of_what_was_left_out() -> None:
    """A relation may lead to another. Where the tools are left out nothing can be told."""
    first = relation(group=[object_id(1)])
    second = relation(group=[object_id(8)], objectId=object_id(9))
    assert found(export(box(), relations=[first, second])) == []
    entry = stage(0, relations=[first])
    assert found(export(box(), stageHistory=[entry])) == []


def test_classes_across_assets() -> None:
    """A pair is told once; titles of earlier stages are not held against the present ones."""
    one = json.loads(export(box(title="Car")))
    other = json.loads(export(box(title="Van"), stageHistory=[stage(0, tools=[box(title="Bus")])]))
    text = json.dumps([*one, *other, *other])
    assert [(f.code, f.pointer) for f in check(text)] == [("A351", "/1/task/tools/0/title")]


def test_answers_of_odd_kinds_pass() -> None:
    """Newer names of trees, and answers that are not there."""
    odd = [
        answer("single-tree-dropdown", "Sky / Front"),
        answer("multi-tree-dropdown", ["Sky"]),
        answer("boolean", answer_=False),
        answer("checkbox", None),
    ]
    assert found(export(classifications=odd)) == []


def test_deep_classifications() -> None:
    """Depth costs no recursion."""
    nested = answer("slider", "x")
    for _ in range(60):
        nested = answer("radio", "Rain", classifications=[nested])
    assert [code for code, _ in found(export(classifications=[nested]))] == ["A341"]


def test_moments() -> None:
    """The usual form and the others of ISO 8601."""
    good = ("2024-05-01T10:00:00.000Z", "2024-02-29T10:00:00.000Z", "2024-05-01", "20240501T1000Z")
    bad = ("", "2023-02-29T10:00:00.000Z", "1.5.2024", "2024-05-01T24:30:00.000Z", "now", "5\n")
    assert all(map(moment, good))
    assert not any(map(moment, bad))
    for text in good:
        assert found(export(updatedAt=text)) == []
    assert milliseconds("1970-01-01T00:00:01") == milliseconds(1000) == 1000
    assert milliseconds("0001-01-01T00:00:00+14:00") is not None
    odd: list[object] = [None, True, [], "x"]
    assert list(map(milliseconds, odd)) == [None] * 4


def test_history_in_other_zones_and_forms() -> None:
    """Times are compared, not texts."""
    zones = ["2024-05-01T10:00:00.000Z", "2024-05-01T13:00:00.000+02:00", 1714561300000]
    history = [{"stage": "QC", "stageId": "QC", "completedAt": when} for when in zones]
    assert found(export(stageHistory=history)) == [("A362", "/task/stageHistory/2/completedAt")]


def test_addresses_of_masks_are_masked() -> None:
    """A signature does not reach the message."""
    finding = only(export(brushDataUrl="masks/1.png?Signature=00acme00"))
    assert finding.code == "A371"
    assert "00acme00" not in finding.message


# --- speed --------------------------------------------------------------------------------


def _judge(text: str) -> None:
    """Every rule on the one asset of an export."""
    asset = Asset("export", 0, json.loads(text)[0], Settings())
    for rule in folder("ango_labels"):
        if rule.check is not None and (rule.when is None or rule.when(asset)):
            list(rule.check(asset))
        if rule.track is not None:
            list(rule.track(Settings()).see(asset))


def test_linear_in_the_tools() -> None:
    """A long video: twice the tools are about twice the work."""
    has_shapely()

    def video(count: int) -> str:
        tools = [box(number % 97, page=number // 97) for number in range(count)]
        outlines = [tool(number, polygon=BOW_TIE, page=number) for number in range(count // 10)]
        ends = [box(number % 97, page=1000, interpolationStopped=True) for number in range(97)]
        related = [relation(group=[object_id(number % 97)]) for number in range(count // 10)]
        return export(*tools, *outlines, *ends, relations=related, file="v.mp4")

    small, large = video(2000), video(4000)
    _judge(small)  # what is imported late
    assert lines_of(lambda: _judge(large)) < 2.2 * lines_of(lambda: _judge(small))


def test_legacy_objects_are_looked_at() -> None:
    """The first generation says objects for tools, and has several tasks."""
    assert found(legacy(tool(polygon=[[1, 1]]))) == [("A303", "/tasks/0/objects/0/polygon")]


@pytest.mark.parametrize("size", [HUGE, 1e308, "9" * 400, -1, "0", [], None], ids=str)
@pytest.mark.parametrize("file", ["a.jpg", "v.mp4"])
def test_hostile_metadata(size: Any, file: str) -> None:
    """Any size and any number of frames, beside any page."""
    metadata = {"width": size, "height": size, "frameTotal": size, "frameRate": size}
    tools = [box(page=HUGE), tool(2, point=[-HUGE, 1e308], page=0)]
    check(export(*tools, file=file, asset={"metadata": metadata}))
