"""Fixes of Ango Hub's rules: what they change, and where none is given."""

from __future__ import annotations

import json
import pickle
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.fixing import applied
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.geometry import turned_back
from manifestry.formats.ango.numbers import is_number_text, plain_number
from manifestry.formats.ango.times import corrected, moment
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.ango_labelled import answer, box, export, object_id, relation, stage, tool
from manifestry.rules.catalogue import catalogue
from manifestry.rules.patch import Operation
from manifestry.settings import Settings

CDN = "https://cdn.acme.example/"


def findings(text: str, kind: str) -> tuple[Finding, ...]:
    """What is found in a document of Ango Hub."""
    return manifestry.check(text.encode(), Settings(kind=kind)).findings


def mended(text: str, code: str) -> str | None:
    """A document with the first fix of a rule carried out, None where there is no fix."""
    kind: str = "ango-import" if '"data"' in text or '"dataset"' in text else "ango-export"
    if '"task' in text:
        kind = "ango-export"
    fix = next(each.fix for each in findings(text, kind) if each.code == code)
    return None if fix is None else applied(text.encode(), fix.edits).decode()


def is_safe(text: str, code: str) -> bool | None:
    """How safe the first fix of a rule is."""
    kind: str = "ango-export" if '"task' in text else "ango-import"
    fix = next(each.fix for each in findings(text, kind) if each.code == code)
    return None if fix is None else fix.safe


VIDEO = {"data": CDN + "a.mp4"}
MP3 = {"asset": CDN + "a.mp3"}
CAR, CART = object_id(1), object_id(2)


def video(metadata: dict[str, Any]) -> str:
    """An import of a video."""
    return imported({**VIDEO, "metadata": metadata})


def asked(kind: str, given_: Any) -> str:
    """An export with one answer."""
    return export(classifications=[answer(kind, given_)])


def related(**more: Any) -> str:
    """An export with a tool and a relation."""
    return export(box(), relations=[relation(**more)])


def turned(degrees: float) -> str:
    """An export with a box that is turned."""
    flat = {"x": 100, "y": 100, "width": 10, "height": 20, "rotation": degrees}
    return export(tool(rotated_bounding_box=flat))


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        # keys
        ("A103", exported({"task": {"stageId": ABSENT, "stage_id": "QC"}}),
         exported({"task": {"stageId": "QC"}})),
        ("A106", exported({"context_data": {}, "ContextData": {}}), None),
        ("A107", imported({"camera": 7}), None),
        ("A107", imported({"camera": "left", "contextData": {"camera": "x"}}), None),
        ("A107", imported({"camera": "left", "context_data": {"n": "x"}}), None),
        ("A107", imported({"camera": "left", "contextData": {"n": "x"}}),
         imported({"contextData": {"n": "x", "camera": "left"}})),
        ("A104", exported({"tasks": [{}]}), None),
        # values
        ("A101", exported({"externalId": 7.5}), None),
        ("A101", exported({"externalId": True}), None),
        ("A101", exported({"externalId": 10**30}), None),
        ("A101", exported({"batches": ["x", 12]}), exported({"batches": ["x", "12"]})),
        ("A111", exported({**MP3, "metadata": None}), exported({**MP3, "metadata": {}})),
        ("A114", video({"frameRate": "025.50"}), video({"frameRate": 25.5})),
        ("A114", video({"frameRate": "9" * 400}), None),
        ("A116", imported({"metadata": {"width": 1e300, "height": 1}}), None),
        ("A122", imported({"batches": [None, None]}), imported({"batches": [None]})),
        ("A127", imported({"data": "acme.s3.amazonaws.com/a.jpg"}),
         imported({"data": "https://acme.s3.amazonaws.com/a.jpg"})),
        ("A143", imported({"data": CDN, "externalId": ""}), None),
        ("A143", imported({"data": "<p>x</p>", "externalId": ""}), None),
        ("A143", imported({"data": CDN + "%ff.jpg", "externalId": ""}), None),
        ("A145", imported({"contextData": {"n": True}}), imported({"contextData": {"n": "true"}})),
        ("A145", imported({"contextData": {"n": None}}), None),
        ("A145", imported({"contextData": {"n": 1.5}}), None),
        # labels
        ("A302", export(tool(Polygon=[[1, 1], [9, 1], [9, 9]])),
         export(tool(polygon=[[1, 1], [9, 1], [9, 9]]))),
        ("A305", turned(270.1), turned(-89.9)),
        ("A305", turned(1e9), None),
        ("A308", export(tool(ner={"start": 7, "end": 3}), file="t.txt"),
         export(tool(ner={"start": 3, "end": 7}), file="t.txt")),
        ("A314", export(box(), box(), box(2)), export(box(), box(2))),
        ("A314", export(box(), tool(bounding_box={"x": 1, "y": 2, "width": 3, "height": 4})), None),
        ("A322", export(box(), box(2, title="")), export(box(), box(2))),
        ("A322", export(box(title="a"), box(2, title="b"), box(3, title=None)), None),
        ("A331", related(from_=CAR, to=[CART, CAR]), related(from_=CAR, to=[CAR])),
        ("A331", related(from_=CAR, to=CART), export(box())),
        ("A331", related(group=[CAR, CART]), export(box())),
        ("A331", export(box(), box(2), relations=[relation(group=[CAR, "x", CART])]),
         export(box(), box(2), relations=[relation(group=[CAR, CART])])),
        ("A331", export(box(), relations=[relation(from_=CAR, to=CART),
                                          relation(from_=CAR, to=object_id(8))]), None),
        ("A332", related(from_=CAR, to=CAR, direction="Bi-directional"),
         related(from_=CAR, to=CAR, direction="bidirectional")),
        ("A341", asked("Radio", ["Rain"]), None),
        ("A341", asked("check_box", ["Rain"]), asked("checkbox", ["Rain"])),
        ("A341", asked("Dropdown", ["Rain"]), None),
        ("A341", asked("Dropdown", None), None),
        ("A341", asked("Dropdown", "Rain"), asked("single-dropdown", "Rain")),
        ("A342", asked("radio", ["a", "b"]), None),
        ("A342", asked("radio", []), None),
        ("A342", asked("text", 7), asked("text", "7")),
        ("A342", asked("checkbox", {"a": 1}), None),
        ("A342", asked("checkbox", ""), None),
        ("A343", asked("checkbox", [None, "x", None]), asked("checkbox", ["x", None])),
        ("A362", export(updatedAt="2024/5/1 9:05:00Z"), export(updatedAt="2024-05-01T09:05:00Z")),
        ("A362", export(updatedAt="2024-02-30"), None),
        # imports
        ("A601", imported({"externalId": ABSENT, "data": CDN + "a%20b.jpg?X-Amz-Signature=00"}),
         imported({"externalId": "a b.jpg"}).replace(
             "https://cdn.acme.example/0.jpg", CDN + "a%20b.jpg?X-Amz-Signature=00")),
        ("A601", imported({"externalId": ABSENT, "data": CDN}), None),
        ("A602", imported({"dataset": [CDN + "0.jpg", CDN + "1.jpg"]}),
         imported({"data": ABSENT, "dataset": [CDN + "0.jpg", CDN + "1.jpg"]})),
        ("A603", imported({"width": 640, "metadata": {"height": 480}}),
         imported({"metadata": {"height": 480, "width": 640}})),
        ("A603", imported({"width": 640, "height": 480, "metadata": {"width": 1, "height": 1}}),
         None),
        ("A603", imported({"width": "640", "height": 480}), None),
        ("A603", imported({"width": 640, "height": 480, "metadata": None}), None),
        ("A606", imported({"data": "https://z\u00fcrich.example/a b.jpg"}), None),
        ("A606", imported({"data": CDN + "a\\b c.jpg"}), None),
        ("A606", imported({"data": CDN + "a%20b c%.jpg"}),
         imported({"data": CDN + "a%20b%20c%25.jpg"})),
        ("A607", imported({"data": CDN + "run/17?v=a", "editorType": "image"}), None),
        ("A609", imported({"data": "<pre>a\nb</pre>"}), None),
        ("A609", imported({"data": "# Title\ntext"}), None),
        ("A609", imported({"data": "<p class=\"a\">it's</p>"}), None),
        ("A609", imported({"data": '<p class="a">\r\n</p>\n'}),
         imported({"data": "<p class='a'> </p>"})),
    ],
)  # fmt: skip
def test_mended_asset(code: str, before: str, after: str | None) -> None:
    """What a fix makes of a document, None for no fix."""
    found = mended(before, code)
    assert (found and json.loads(found)) == (after and json.loads(after))


@pytest.mark.parametrize(
    ("code", "text", "safe"),
    [
        ("A124", imported({"data": ABSENT, "dataset": [{"url": CDN + "p.png", "n": 1}]}), False),
        ("A124", imported({"data": ABSENT, "dataset": [{"url": CDN, "data": CDN + "p"}]}), None),
        ("A305", turned(-270), True),
        ("A305", turned(900), False),
        ("A332", related(from_=CAR, to=CAR, direction="straigth"), False),
        ("A341", asked("chekbox", ["Rain"]), False),
        ("A362", export(updatedAt=1714557600), False),
        ("A362", export(updatedAt=1714557600123), True),
        ("A362", export(updatedAt="5/31/2024"), False),
        ("A606", imported({"data": CDN + "cam 1/a.jpg"}), True),
        ("A606", imported({"data": CDN + "cam 1/Z\u00fcrich.jpg"}), False),
        ("A606", imported({"data": CDN + "cam%201/a b.jpg"}), False),
        ("A606", imported({"data": CDN + "cam 1/a.jpg?v=2"}), False),
        ("A607", imported({"editorType": " Pct "}), True),
    ],
)
def test_how_safe(code: str, text: str, safe: bool | None) -> None:
    """A single fix may be less safe than others of its rule."""
    assert is_safe(text, code) is safe


def test_all_keys_that_are_misspelt() -> None:
    """Those of one object are renamed at once."""
    text = exported(
        {"task": {"taskId": ABSENT, "stage": ABSENT, "Stage": "QC", "task_id": "6" * 24}}
    )
    found = mended(text, "A103")
    assert found is not None
    assert found == text.replace('"Stage":', '"stage":').replace('"task_id"', '"taskId"')


def test_several_unknown_keys() -> None:
    """The object they move to is made once: in a second round they find it there."""
    text = imported({"camera": "left", "lens": "wide"})
    fixes = [each.fix for each in findings(text, "ango-import") if each.code == "A107"]
    assert [fix is not None for fix in fixes] == [True, False]
    for _ in range(2):
        text = mended(text, "A107") or ""
    assert json.loads(text)[0]["contextData"] == {"camera": "left", "lens": "wide"}
    assert not findings(text, "ango-import")


def test_records_and_a_single_asset() -> None:
    """Paths lead from the asset, wherever it stands."""
    assets = json.loads(exported({"batches": ABSENT}, {"batches": None}))
    for lines in (assets[:1], assets):
        text = "\n".join(json.dumps(asset) for asset in lines)
        found = findings(text, "ango-export")
        edits = [edit for each in found if each.fix for edit in each.fix.edits]
        read = [json.loads(line) for line in applied(text.encode(), edits).decode().splitlines()]
        assert [each["batches"] for each in read] == [[]] * len(lines)


def test_stages_gone_by() -> None:
    """Labels of an earlier stage are mended where they stand."""
    old = stage(0, tools=[box()], relations=[relation(from_=CAR, to=CART), relation(group=[CAR])])
    text = export(box(), stageHistory=[old])
    found = json.loads(mended(text, "A331") or "")
    assert found[0]["task"]["stageHistory"][0]["relations"] == old["relations"][1:]


@pytest.mark.parametrize("degrees", [180.5, 181, 360, 540, 719.25, -181, -360, -540.5, 123456])
def test_whole_turns(degrees: float) -> None:
    """What is left is within range, and whole turns away."""
    rest = turned_back(degrees)
    assert rest is not None
    assert -180 <= rest <= 180
    assert (degrees - rest) % 360 == 0
    assert type(rest) is type(degrees)


@given(st.integers(-(10**14), 10**14) | st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"
       r"([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?Z?)?", fullmatch=True) | st.text(max_size=20))  # fmt: skip
def test_times_are_in_iso_8601(value: object) -> None:
    """What is written in place of another form is a moment, and the year is the same."""
    found = corrected(value)
    if found is not None:
        when = moment(found[0])
        assert when is not None
        assert not isinstance(value, str) or str(when.year) in value


@given(st.sampled_from(["width", "frameRate"]), st.from_regex(r"[0-9]{0,20}\.?[0-9]{0,20}"))
def test_numbers_without_quotes(key: str, text: str) -> None:
    """A number is the same without its quotes, and one that JSON has."""
    if is_number_text(key, text) and (number := plain_number(text)) is not None:
        assert float(number) == float(text)
        assert json.loads(number) == float(text)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6) | st.sampled_from([CAR, CART, CDN + "a b.jpg", "Radio", "2024/1/2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)  # fmt: skip
KEYS = ["externalId", "externalID", "data", "dataset", "metadata", "batches", "contextData",
        "width", "height", "editorType", "attachments", "task", "tasks", "asset", "camera"]  # fmt: skip
INNER = ["width", "height", "frameRate", "url", "relations", "tools", "classifications", "tool",
         "answer", "from", "to", "group", "updatedAt", "rotated-bounding-box", "rotation", "ner",
         "start", "end", "title", "schemaId", "objectId", "direction", "taskId", "type"]  # fmt: skip
DEEP = st.recursive(
    ODD,
    lambda inner: (
        st.dictionaries(st.sampled_from(INNER), inner, max_size=4) | st.lists(inner, max_size=3)
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), DEEP, max_size=8), min_size=1, max_size=3))
@pytest.mark.parametrize("kind", ["ango-export", "ango-import"])
def test_hostile_assets(kind: str, assets: list[dict[str, Any]]) -> None:
    """Whatever stands there, a fix leads to another document that can be read."""
    data = json.dumps(assets).encode()
    for finding in findings(data.decode(), kind):
        if finding.fix is not None and finding.code[0] == "A":
            after = applied(data, finding.fix.edits)
            assert json.loads(after) != assets or after != data
            assert "duplicate-key" not in {each.name for each in findings(after.decode(), kind)}


def test_patches_are_plain_values() -> None:
    """They go to other processes and come back the same."""
    seen = 0
    for rule in catalogue().values():
        judge = rule.check
        if judge is None or rule.code[0] != "A":
            continue
        for example in rule.bad:
            value = json.loads(example.text)
            for asset in value if isinstance(value, list) else value["assets"]:
                for form in ("export", "import"):
                    for hit in judge(Asset(form, 0, asset, Settings())):
                        if hit.patch is not None:
                            seen += 1
                            assert pickle.loads(pickle.dumps(hit)) == hit
                            assert all(isinstance(op, get_args(Operation)) for op in hit.patch[0])
    assert seen > 20


def test_priority_of_a_request() -> None:
    """A top-level member is mended in its place."""
    text = '{"priority": -5000, "assets": ' + imported({}) + "}"
    assert mended(text, "A610") == text.replace("-5000", "-1000")
    member = Member("priority", 5000, None, Settings())
    judge = catalogue()["A610"].member
    assert judge is not None
    assert [hit.patch is not None for hit in judge(member)] == [True]
