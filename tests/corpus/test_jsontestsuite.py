"""The JSON Parsing Test Suite: https://github.com/nst/JSONTestSuite (test_parsing).

Its names say what a parser has to do: `y_` accept, `n_` refuse, `i_` as it likes. What we
like is written in docs/json-policy.md and pinned here.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import orjson
import pytest

from manifestry.document.reader import (
    Batch,
    Done,
    Event,
    MemberRead,
    Noted,
    TopLevel,
    read_document,
)
from manifestry.document.source import decoded
from manifestry.errors import UnreadableError
from manifestry.findings import Severity
from manifestry.rules.catalogue import folder

SUITE = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "samples" / "jsontestsuite" / "test_parsing"
)  # fmt: skip

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not on this machine")

YES = sorted(SUITE.glob("y_*.json"))
NO = sorted(SUITE.glob("n_*.json"))
DUPLICATE_KEYS = {"y_object_duplicated_key", "y_object_duplicated_key_and_value"}

# What becomes of the files that a parser may accept or refuse: "clean", the rule, or
# "unreadable" for what is never looked at as JSON.
POLICY = {
    "i_number_double_huge_neg_exp": "imprecise-number",
    "i_number_huge_exp": "number-out-of-range",
    "i_number_neg_int_huge_exp": "number-out-of-range",
    "i_number_pos_double_huge_exp": "number-out-of-range",
    "i_number_real_neg_overflow": "number-out-of-range",
    "i_number_real_pos_overflow": "number-out-of-range",
    "i_number_real_underflow": "imprecise-number",
    "i_number_too_big_neg_int": "imprecise-integer",
    "i_number_too_big_pos_int": "clean",
    "i_number_very_big_negative_int": "imprecise-integer",
    "i_object_key_lone_2nd_surrogate": "lone-surrogate",
    "i_string_1st_surrogate_but_2nd_missing": "lone-surrogate",
    "i_string_1st_valid_surrogate_2nd_invalid": "lone-surrogate",
    "i_string_UTF-16LE_with_BOM": "unreadable",
    "i_string_UTF-8_invalid_sequence": "invalid-utf8",
    "i_string_UTF8_surrogate_U+D800": "invalid-utf8",
    "i_string_incomplete_surrogate_and_escape_valid": "lone-surrogate",
    "i_string_incomplete_surrogate_pair": "lone-surrogate",
    "i_string_incomplete_surrogates_escape_valid": "lone-surrogate",
    "i_string_invalid_lonely_surrogate": "lone-surrogate",
    "i_string_invalid_surrogate": "lone-surrogate",
    "i_string_invalid_utf-8": "invalid-utf8",
    "i_string_inverted_surrogates_U+1D11E": "lone-surrogate",
    "i_string_iso_latin_1": "invalid-utf8",
    "i_string_lone_second_surrogate": "lone-surrogate",
    "i_string_lone_utf8_continuation_byte": "invalid-utf8",
    "i_string_not_in_unicode_range": "invalid-utf8",
    "i_string_overlong_sequence_2_bytes": "invalid-utf8",
    "i_string_overlong_sequence_6_bytes": "invalid-utf8",
    "i_string_overlong_sequence_6_bytes_null": "invalid-utf8",
    "i_string_truncated-utf-8": "invalid-utf8",
    "i_string_utf16BE_no_BOM": "unreadable",
    "i_string_utf16LE_no_BOM": "unreadable",
    "i_structure_500_nested_arrays": "clean",
    "i_structure_UTF-8_BOM_empty_object": "byte-order-mark",
}

_SEVERITY = {rule.name: rule.severity for rule in folder("document")}


def events(data: bytes) -> list[Event]:
    """What a document is read as, from its very bytes on."""
    head, rest = decoded(io.BytesIO(data).read, 64 * 1024)
    return list(read_document(rest, head, 64 * 2**20))


def rules(found: list[Event]) -> list[str]:
    """What was remarked."""
    return [event.remark.rule for event in found if isinstance(event, Noted)]


def is_refused(found: list[Event]) -> bool:
    """Whether any of it is an error."""
    return any(_SEVERITY[rule] is Severity.ERROR for rule in rules(found))


def shape_and_values(found: list[Event]) -> tuple[str, object]:
    """The document put together again (a scalar's value is no event)."""
    shape = next(event.shape for event in found if isinstance(event, TopLevel))
    lists: dict[object, list[object]] = {}
    for event in found:
        if isinstance(event, Batch):
            lists.setdefault(event.path, []).extend(event.values)
    if shape == "list":
        return shape, lists.get((), [])
    if shape == "scalar":
        return shape, None
    members = [event for event in found if isinstance(event, MemberRead)]
    return shape, {
        member.key: member.value if member.count is None else lists.get((member.key,), [])
        for member in members
    }


def test_the_suite_is_complete() -> None:
    """Nothing is passed over."""
    assert (len(YES), len(NO), len(list(SUITE.glob("i_*.json")))) == (95, 188, 35)
    assert {path.stem for path in SUITE.glob("i_*.json")} == set(POLICY)


@pytest.mark.parametrize("path", YES, ids=lambda path: path.stem)
def test_good_json_is_accepted(path: Path) -> None:
    """As JSON: that a key stands twice is said all the same."""
    data = path.read_bytes()
    found = events(data)
    assert rules(found) == (["duplicate-key"] if path.stem in DUPLICATE_KEYS else [])
    assert found[-1] == Done(whole=True)
    shape, value = shape_and_values(found)
    expected = json.loads(data)
    if shape == "scalar":
        assert not isinstance(expected, dict | list)
    elif path.stem not in DUPLICATE_KEYS:
        assert value == expected


@pytest.mark.parametrize("path", NO, ids=lambda path: path.stem)
def test_bad_json_is_refused_with_a_place(path: Path) -> None:
    """There is an error, and it stands within the file."""
    data = path.read_bytes()
    found = events(data)
    assert is_refused(found)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for event in found:
        if isinstance(event, Noted):
            place = event.chunk.place(event.remark.start)
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@pytest.mark.parametrize(("name", "verdict"), POLICY.items())
def test_what_is_left_open_follows_the_policy(name: str, verdict: str) -> None:
    """See docs/json-policy.md."""
    data = (SUITE / f"{name}.json").read_bytes()
    try:
        found = events(data)
    except UnreadableError:
        assert verdict == "unreadable"
    else:
        assert set(rules(found)) == ({verdict} - {"clean"})


@pytest.mark.parametrize("path", YES, ids=lambda path: path.stem)
def test_a_document_cut_anywhere_is_judged_as_a_strict_parser_does(path: Path) -> None:
    """What is left of it is refused, or good JSON of its own."""
    data = path.read_bytes()
    for size in range(len(data)):
        cut = data[:size]
        try:
            orjson.loads(cut)
        except orjson.JSONDecodeError:
            assert is_refused(events(cut)), cut
        else:
            assert path.stem in DUPLICATE_KEYS or not is_refused(events(cut)), cut
