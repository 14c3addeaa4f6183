"""Documents taken apart and put together again: nothing is lost, no number spelt anew."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from manifestry.document.writing import LIST, Spool
from manifestry.shaping import Limits, Source, merge, split
from manifestry.shaping.frame import Frame
from manifestry.shaping.raw import compact
from manifestry.shaping.reading import source_of
from manifestry.shaping.tallies import MAX_BINS, Histogram

_blank = st.sampled_from(["", "", " ", "\n", "\r\n    ", "\t", "  \n  "])
_numbers = st.sampled_from(
    ["0", "-0", "-0.0", "1.0", "25.00", "1e5", "1E+2", "12345678901234567890", "0.1000", "7"]
)
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_strings = st.one_of(
    _texts.map(json.dumps),
    _texts.map(lambda text: json.dumps(text, ensure_ascii=False)).filter(
        lambda text: "\x7f" not in text
    ),
    st.sampled_from([r'"a\/b"', r'"\u0041"', '"  ,  "', r'"\\"', r'"\""', '"[1,\\n 2]"']),
)
_scalars = st.one_of(_numbers, _strings, st.sampled_from(["true", "false", "null"]))
_keys = st.text("abcxyzåø ,[{", min_size=1, max_size=4)


@st.composite
def _lists(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    parts = draw(st.lists(inner, max_size=3))
    blank = draw(_blank)
    return f"[{blank}" + f"{blank},{draw(_blank)}".join(parts) + f"{draw(_blank)}]"


@st.composite
def _objects(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    keys = draw(st.lists(_keys, max_size=3, unique=True))
    blank = draw(_blank)
    parts = [f"{json.dumps(key)}{blank}:{draw(_blank)}{draw(inner)}" for key in keys]
    return "{" + blank + f",{blank}".join(parts) + draw(_blank) + "}"


_values = st.recursive(_scalars, lambda inner: _lists(inner) | _objects(inner), max_leaves=6)


@st.composite
def _items(draw: st.DrawFn) -> str:
    """An item: mostly an object with an URL, which may well be that of another one."""
    if draw(st.integers(0, 5)) == 0:
        return draw(_values)
    url = draw(st.sampled_from(["s3://acme-media/a.mp4", "s3://acme-media/b.mp4", ""]))
    key = draw(st.sampled_from(["objectUrl", "objectUrl_0", "title"]))
    return f'{{"{key}":{draw(_blank)}{json.dumps(url)}, "clientMetadata":{draw(_values)}}}'


_SECTIONS = ["videos", "images", "image_groups", "text", "text_files", "imageGroups"]
_FLAGS = ["skip_duplicate_urls", "upsert_metadata", "$schema", "note", "x y", "data_groups"]


@st.composite
def _manifests(draw: st.DrawFn) -> str:
    """A manifest, its members and sections in any order."""
    members = [
        f"{json.dumps(key)}:{draw(_blank)}{draw(_values)}"
        for key in draw(st.lists(st.sampled_from(_FLAGS), max_size=3, unique=True))
    ]
    for key in draw(st.lists(st.sampled_from(_SECTIONS), max_size=3, unique=True)):
        parts = draw(st.lists(_items(), max_size=6))
        blank = draw(_blank)
        members.append(f'"{key}":[{blank}' + f",{blank}".join(parts) + "]")
    return "{" + ",\n".join(draw(st.permutations(members))) + "}" + draw(_blank)


_limits = st.builds(Limits, items=st.integers(1, 4), bytes=st.none() | st.integers(2000, 9000))


def _exactly(document: bytes | str) -> Any:
    """What a document says, each number as it is spelt."""
    return json.loads(
        document, parse_int=lambda text: ("number", text), parse_float=lambda text: ("number", text)
    )


def _there_and_back(document: bytes, limits: Limits, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = split(document, folder, limits=limits, kind=kind)
        assert made.ok, made.refused
        assert sum(part.items for part in made.parts) == 0 or all(p.items for p in made.parts)
        for part in made.parts:
            assert part.size == Path(part.path).stat().st_size
            assert part.items <= (limits.items or 0)
            assert limits.bytes is None or part.size <= limits.bytes
        pieces: list[bytes] = []
        paths = [part.path for part in made.parts]
        assert merge(paths, pieces.append, dedupe="keep", kind=kind).ok
    return b"".join(pieces)


@given(_manifests(), _limits)
def test_a_manifest_split_and_merged_is_the_same(text: str, limits: Limits) -> None:
    """What a manifest says comes back, to the spelling of its numbers."""
    again = _there_and_back(text.encode(), limits, "encord-manifest")
    assert _exactly(again) == _exactly(text)


@given(_manifests(), _limits)
def test_one_item_a_line_comes_back_to_the_byte(text: str, limits: Limits) -> None:
    """A manifest in the form that parts have is what merging its parts gives."""
    own: list[bytes] = []
    assert merge([text.encode()], own.append, dedupe="keep", kind="encord-manifest").ok
    document = b"".join(own)
    assert _there_and_back(document, limits, "encord-manifest") == document


@given(st.lists(_values.filter(lambda text: text[0] == "{"), min_size=1, max_size=6), _limits)
def test_lists_and_lines_of_assets_come_back(parts: list[str], limits: Limits) -> None:
    """A list of assets stays a list, one asset a line stays that."""
    listed = ("[" + ",\n".join(parts) + "]").encode()
    again = _there_and_back(listed, limits, "ango-export")
    assert _exactly(again) == _exactly(listed)
    lines = b"".join(compact(part.encode()) + b"\n" for part in parts)
    assert _there_and_back(lines, limits, "ango-export") == lines.replace(b"\r", b"")


@given(_manifests())
def test_the_frame_of_a_part_is_that_of_the_writer(text: str) -> None:
    """Parts have the form in which every document is written."""
    pieces: list[bytes] = []
    merge([text.encode()], pieces.append, dedupe="keep", kind="encord-manifest")
    value = json.loads(b"".join(pieces))
    sections = {key: value[key] for key in _SECTIONS if isinstance(value.get(key), list)}
    sections = {key: items for key, items in sections.items() if items}
    with Spool() as spool:
        frame = Frame("object", {})
        framed, before = frame.opening, None
        for key, items in sections.items():
            for item in items:
                data = json.dumps(item).encode()
                spool.add(key, data)
                framed += frame.lead(key, before) + data
                before = key
        assert framed + frame.close(before) == b"".join(spool.document(sections))
    with Spool() as spool:
        frame = Frame("list", {})
        framed, before = frame.opening, None
        for number in range(len(sections)):
            spool.add(LIST, b"%d" % number)
            framed += frame.lead(LIST, before) + b"%d" % number
            before = LIST
        assert framed + frame.close(before) == b"".join(spool.document([LIST]))


@given(_values)
def test_an_item_on_one_line_is_the_same(text: str) -> None:
    """Nothing but white space goes with the line ends."""
    data = compact(text.encode())
    assert b"\n" not in data
    assert b"\r" not in data
    assert _exactly(data) == _exactly(text)


_any_numbers = st.lists(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20), min_size=1
)


@given(_any_numbers, st.randoms())
def test_a_histogram_is_the_same_in_any_order(numbers: list[float], random: Any) -> None:
    """Every number is in one bin, whichever comes first, and there are no more bins than 20."""
    one, other = Histogram(), Histogram()
    for number in numbers:
        one.add(number)
    bins = one.bins()
    random.shuffle(numbers)
    for number in numbers:
        other.add(number)
    assert other.bins() == bins
    assert len(bins) <= MAX_BINS
    assert sum(each.number for each in bins) == len(numbers)
    assert bins[0].low <= min(map(float, numbers)) <= bins[0].high
    assert bins[-1].low <= max(map(float, numbers)) <= bins[-1].high
    for each in bins:
        inside = [
            n for n in map(float, numbers) if each.low <= n < each.high or each.low == each.high
        ]
        assert each.high >= 1.7e308 or len(inside) == each.number


def test_a_source_is_itself() -> None:
    """What is a source already is taken as it is."""
    source = Source("a", lambda: source_of(b"").opened())
    assert source_of(source) is source
