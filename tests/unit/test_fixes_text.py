"""Fixes of faults of the text itself: what they change, and where none is given."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.fixing import applied

HEAD = '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": '
TAIL = "}]}"


def findings(data: bytes, code: str) -> list[Finding]:
    """The findings of one rule."""
    return [each for each in manifestry.check(data).findings if each.code == code]


def mended(data: str | bytes, code: str) -> str | None:
    """A document with the first fix of a rule carried out, None where there is no fix."""
    raw = data.encode() if isinstance(data, str) else data
    fix = findings(raw, code)[0].fix
    return None if fix is None else applied(raw, fix.edits).decode()


def within(metadata: str) -> str:
    """A manifest with this metadata."""
    return HEAD + metadata + TAIL


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        # a comma behind the value, whatever stands between
        ("J102", '{"a": 1\n "b": 2}', '{"a": 1,\n "b": 2}'),
        ("J102", '{"a": {}"b": 2}', None),
        ("J102", '{"a": [1] /* one */ "b": 2}', '{"a": [1], /* one */ "b": 2}'),
        ("J102", '{"a": ["x" "y"]}', '{"a": ["x", "y"]}'),
        ("J102", '{"a": [{} {}]}', '{"a": [{}, {}]}'),
        ("J102", '{"a": ["x""y"]}', None),
        ("J102", '{"a": ["the " true " one"]}', None),
        ("J102", '{"a": "x" "y", "b": 1}', None),
        ("J102", '{"a": "the "front" one"}', None),
        ("J101", '{"a" "x"}', '{"a": "x"}'),
        ("J101", '{"a" {"b": 1}}', '{"a": {"b": 1}}'),
        ("J101", '{"a" "b": 1}', None),
        ("J101", '{"a": 1,, "b": 2}', '{"a": 1, "b": 2}'),
        ("J101", '{"a": [1,, 2]}', '{"a": [1, 2]}'),
        ("J101", '{"a": , "b": 2}', None),
        # quotes
        ("J105", "{'a': 'it\\'s'}", '{"a": "it\'s"}'),
        ("J105", "{'a': 'say \"x\"'}", '{"a": "say \\"x\\""}'),
        ("J105", "{'a': '\\x41\\u00e9\\n'}", '{"a": "\\u0041\\u00e9\\n"}'),
        ("J105", "{'a': None, 'b': [1, 'x']}", '{"a": None, "b": [1, "x"]}'),
        ("J105", "{'a': 'driver's side'}", '{"a": \'driver\'s side\'}'),
        ("J105", "{\"a\": 'driver's side'}", None),
        ("J105", "{\"a\": '\\a'}", None),
        ("J105", "{\"a\": 'x\n'}", None),
        ("J106", "{a: 1, b-c: {$d: 2}}", '{"a": 1, "b-c": {"$d": 2}}'),
        ("J106", "{gr\u00f6\u00dfe: 1}", '{"gr\u00f6\u00dfe": 1}'),
        ("J106", "{\u201ca\u201d: 1}", '{"a": 1}'),
        ("J106", "{\u201ca: 1}", None),
        ("J106", "{a b: 1}", None),
        ("J107", '{"a": True, "b": [None, FALSE], "c": "None"}',
         '{"a": true, "b": [null, false], "c": "None"}'),
        ("J107", '{"a": sunny, "b": None}', None),
        ("J107", '{"a": nil}', None),
        ("J107", '{"a": yes}', None),
        ("J107", '{"a": UNDEFINED, "b": tRue, "c": nil}', '{"a": null, "b": true, "c": nil}'),
        ("J107", '{"a": N/A}', None),
        ("J107", '{"a": light rain}', None),
        # numbers
        ("J108", '{"a": +.5e3}', '{"a": 0.5e3}'),
        ("J108", '{"a": -5.}', '{"a": -5}'),
        ("J108", '{"a": 007}', None),
        ("J108", '{"a": 1_000}', None),
        ("J108", '{"a": -}', None),
        ("J108", '{"a": +12345678901234567890}', None),
        ("J109", '{"a": -Infinity}', '{"a": null}'),
        ("J204", '{"a": -12345678901234567890}', '{"a": "-12345678901234567890"}'),
        ("J205", '{"a": 1.00000000000000000001e22}', '{"a": 1e+22}'),
        ("J205", '{"a": 1e-400}', None),
        # strings
        ("J110", '{"a": "x\ty\r\nz\x07"}', '{"a": "x\\ty\\r\\nz\\u0007"}'),
        ("J110", '{"a\tb": 1}', '{"a\\tb": 1}'),
        ("J111", r'{"a": "D:\Media\new\table"}', r'{"a": "D:\\Media\\new\\table"}'),
        ("J111", r'{"a": "^\d+\\\s"}', r'{"a": "^\\d+\\\\s"}'),
        ("J111", r'{"a": "one\n\d"}', None),
        ("J111", r'{"a": "D:\\Media\new\x"}', None),
        ("J111", r'{"a": "D:\users"}', r'{"a": "D:\\users"}'),
        ("J111", r'{"a": "\u00b"}', None),
        ("J111", r'{"a": "it\'s"}', None),
        ("J111", r'{"a": "\x1b"}', None),
        ("J111", r'{"a": "D:\x86"}', r'{"a": "D:\\x86"}'),
        ("J111", '{"a": "x\\\ty"}', None),
        ("J112", r'{"a": "x\ud83dy\ud83d\ude00\ude00"}', r'{"a": "xy\ud83d\ude00"}'),
        ("J112", r'{"a": "\ud83d\ud83d"}', None),
        ("J112", r'{"a\ud83d": 1, "a": 2}', None),
        # repeated keys
        ("J201", '{"a": [1], "b": 2, "a": [1]}', '{"a": [1], "b": 2}'),
        ("J201", '{"a": 1,\n "\\u0061": 1, "b": 2}', '{"a": 1, "b": 2}'),
        ("J201", '{"a": 1, "a": 1.0}', None),
        ("J201", '{"a": 1, "a": 2}', None),
        # brackets
        ("J113", '{"a": "x,\n"b": 1}', '{"a": "x",\n"b": 1}'),
        ("J113", '{"a": "x}\n}', None),
        ("J113", '{"a": ["\n]}', None),
    ],
)  # fmt: skip
def test_mended_text(code: str, before: str, after: str | None) -> None:
    """What a fix makes of the metadata, None for no fix."""
    assert mended(within(before), code) == (None if after is None else within(after))


def test_three_times_the_same_key() -> None:
    """What is not removed is the first; two that differ stay, for the last of them counts."""
    data = within('{"a": 1, "a": 1, "a": 1}').encode()
    edits = [edit for each in findings(data, "J201") if each.fix for edit in each.fix.edits]
    assert applied(data, edits).decode() == within('{"a": 1}')
    data = within('{"a": 1, "a": 2, "a": 2, "a": 1}').encode()
    assert [each.fix is None for each in findings(data, "J201")] == [True, False, True]


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b'"caf\xe9 \x93x\x94"', '"caf\u00e9 \u201cx\u201d"'),
        (b'"\xc3\xa9 and \xe9"', None),
        (b'"\x81"', None),
    ],
)
def test_other_encodings(data: bytes, after: str | None) -> None:
    """Bytes of Windows-1252 alone are read as such."""
    whole = HEAD.encode() + b'{"a": ' + data + b"}" + TAIL.encode()
    assert mended(whole, "J004") == (None if after is None else within(f'{{"a": {after}}}'))


@pytest.mark.parametrize(("rest", "is_mended"), [("}", True), ("\n]}\n", True), ("} x", False)])
def test_brackets_behind_the_end(rest: str, is_mended: bool) -> None:
    """They are taken away if there is nothing else."""
    found = mended(within("{}") + rest, "J006")
    assert (found is not None) == is_mended
    assert found is None or found.strip() == within("{}")


def test_comma_at_the_top_level() -> None:
    """The value in front is out of sight by then; so many blanks that all is."""
    before, after = within("{}")[:-1], '"images": []}'
    assert mended(f"{before}\n\n  {after}", "J102") == f"{before},\n\n  {after}"
    far = " " * 5000
    assert mended(before + far + after, "J102") == f"{before}{far},{after}"


@pytest.mark.parametrize("size", [*range(3900, 4200, 17), 9000])
def test_whatever_is_in_memory(size: int) -> None:
    """A fix does not depend on where the portions in which a document is read end."""
    pad = " " * size
    for code, before, after in (
        ("J105", "{'a': 'x'}", '{"a": "x"}'),
        ("J102", '{"a": 1 "b": 2}', '{"a": 1, "b": 2}'),
        ("J110", '{"a": "x\ty"}', '{"a": "x\\ty"}'),
        ("J201", '{"a": "x", "a": "x"}', '{"a": "x"}'),
    ):
        assert mended(within(pad + before), code) == within(pad + after)


def test_many_are_one_edit() -> None:
    """Of one string, from the first to the last."""
    text = within('{"a": "' + "\t" * 1000 + '"}')
    [finding] = findings(text.encode(), "J110")
    assert finding.fix is not None
    assert len(finding.fix.edits) == 1
    assert mended(text, "J110") == within('{"a": "' + r"\t" * 1000 + '"}')


def test_records() -> None:
    """Lines are mended each for itself."""
    good = [
        f'{{"asset": "https://acme-media.example/{number}.jpg", "externalId": "{number}", '
        '"metadata": {"width": 640, "height": 480}, "batches": [], "task": {"taskId": '
        f'"65a00000000000000000000{number}", "stage": "Complete", "stageId": "Complete"}}}}'
        for number in range(5)
    ]
    odd = (good[1].replace(", ", " ", 1), good[2].replace("640", "+640"), good[3] + "}")
    data = "\n".join([good[0], *odd, good[4]]).encode()
    found = manifestry.check(data, manifestry.Settings(kind="ango-export")).findings
    edits = [edit for each in found if each.fix for edit in each.fix.edits]
    assert [each.code for each in found] == ["J102", "J108", "J006"]
    assert applied(data, edits).decode().split("\n") == good


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_what_python_prints(value: dict[str, Any]) -> None:
    """A printed dictionary is mended to what it was, or not to the end; never to another one."""
    text = f"{{'videos': [{{'objectUrl': 's3://acme-media/a.mp4', 'clientMetadata': {value!r}}}]}}"
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(20):
        found = [each.fix for each in manifestry.check(data).findings if each.code[1] == "1"]
        if not found or found[0] is None or not found[0].edits:
            break
        data = applied(data, found[0].edits)
    try:
        read = json.loads(data)
    except ValueError:
        return
    assert read["videos"][0]["clientMetadata"] == value


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_escaped_characters_keep_the_value(text: str) -> None:
    """A reader that lets raw ones pass reads the same before and after."""
    raw = json.dumps(text, ensure_ascii=False)[1:-1]
    raw = raw.replace("\\t", "\t").replace("\\u0007", "\x07")
    data = within(f'{{"a": "{raw}\t"}}')
    after = mended(data, "J110")
    if after is not None:  # none where a backslash stands in front
        kept = json.loads(data, strict=False), json.loads(after)
        assert kept[0] == kept[1]


@settings(max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=25, min_value=-99, max_value=99))
def test_shorter_decimals_are_the_same_double(number: Any) -> None:
    """None is shorter than it may be."""
    data = within(f'{{"a": {number:f}}}')
    if findings(data.encode(), "J205"):
        after = mended(data, "J205")
        value = json.loads(after)["videos"][0]["clientMetadata"]["a"] if after else 0.0
        assert math.isclose(value, float(number), rel_tol=0)


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("{}[],:\"'\\ntru01+-.eNA/*# \n\t\r\u201c\u00e9\ud83d"), max_size=30),
)
def test_broken_text_breaks_nothing(text: str) -> None:
    """Edits are in order, within the document, and lead to another one."""
    data = within(text).encode("utf-8", "replace")
    for finding in manifestry.check(data).findings:
        if finding.fix is not None:
            edits = finding.fix.edits
            bounds = [at for edit in edits for at in (edit.start, edit.end)]
            assert bounds == sorted(bounds)
            assert bounds[-1] <= len(data)
            assert applied(data, edits) != data
