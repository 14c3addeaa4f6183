"""Metadata schemas are judged as the platform's own SDK judges them, on what nobody wrote."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.formats.encord.metadata.names import is_accepted, judge
from manifestry.formats.encord.metadata.words import ALIASES, HINTS, LEGACY, TYPES
from manifestry.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what the SDK imports
    sdk: Any = pytest.importorskip("encord.metadata_schema")

JSON = dict[str, Any]

FORCED = Settings(kind="encord-metadata-schema", max_findings=0, max_findings_per_rule=0)
REFUSED_NAMES = {"M401", "M403", "M404"}


def examples(most: int) -> settings:
    """Settings for a test of so many examples, however long one takes."""
    return settings(max_examples=most, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _findings(document: JSON) -> set[tuple[str, str]]:
    """The severities and codes of what we find."""
    report = manifestry.check(json.dumps(document).encode(), FORCED)
    assert report.files[0].failures == ()
    return {(str(finding.severity), finding.code) for finding in report}


def _has_error(document: JSON) -> bool:
    return any(severity == "error" for severity, _ in _findings(document))


class _Organisation:
    """Stands for the platform: it has no schema yet and keeps what is saved."""

    saved: JSON | None = None

    def get(self, *_: object, **__: object) -> None:
        """The schema there is: none."""

    def post(self, *_: object, payload: Any, **__: object) -> None:
        """Keeps the schema as it would go over the wire."""
        self.saved = json.loads(payload.model_dump_json())


def _add(method: str, name: str, **how: Any) -> JSON | None:
    """The schema that the SDK saves after adding a key; None if it refuses the key."""
    organisation = _Organisation()
    schema = sdk.MetadataSchema(organisation)
    try:
        getattr(schema, method)(name, **how)
    except sdk.MetadataSchemaError:
        return None
    schema.save()
    return organisation.saved


# --- names --------------------------------------------------------------------------------


def _disguised(word: str) -> st.SearchStrategy[str]:
    """A word with separators strewn in."""
    gaps = st.lists(st.text("-_ .", max_size=2), min_size=len(word) + 1, max_size=len(word) + 1)
    return gaps.map(
        lambda gaps: "".join(
            gap + letter for gap, letter in zip(gaps, [*word, ""], strict=True)
        )
    )  # fmt: skip


unicode = st.characters(exclude_categories=["Cs"])
names = st.one_of(
    st.text(st.characters(max_codepoint=127), max_size=6),
    st.text(unicode, max_size=6),
    st.text("aZ9é日²½٣ⅷ-_ .", max_size=6),
    st.text("ab1-_ .$/:\t\n\x00", max_size=5),
    _disguised("keyframes"),
    st.sampled_from(["keyframe", "Keyframes", "keyframes1", "keyfrаmes"]).flatmap(_disguised),
    st.builds(lambda text, odd: text + odd, _disguised("keyframes"), unicode),
    st.builds(lambda text: "$" + text, st.text(unicode, max_size=6)),
).filter(lambda name: name != "$schema")  # which is no key


@examples(1500)
@given(names)
@example("")
@example("$")
@example("keyframes\n")
@example("\u0301")
def test_a_name_is_an_error_if_the_sdk_refuses_it(name: str) -> None:
    """The test of names alone: for every name, and with the reason that ours gives."""
    assert is_accepted(name) is sdk._is_valid_metadata_key(name)
    assert (judge(name) == "good") <= name.isascii()


@examples(400)
@given(names)
@example("key.frames")
def test_a_document_with_a_name_is_judged_as_the_sdk_does(name: str) -> None:
    """What the SDK adds and saves has no error; what it refuses has one, of a rule on names."""
    saved = _add("add_scalar", name, data_type="number")
    found = _findings(saved or {name: {"ty": "variant", "hint": "number"}})
    codes = {code for _, code in found}
    if saved is None:
        assert len(codes & REFUSED_NAMES) == 1
    else:
        assert codes <= {"M402"}
        assert ("M402" in codes) is not name.isascii()


@pytest.mark.parametrize("code", range(256))
def test_every_character_of_latin_1(code: int) -> None:
    """Alone, among letters, and at either end."""
    char = chr(code)
    for name in (char, f"a{char}b", f"a{char}", f"{char}a", f"keyframes{char}"):
        refused = _add("add_geospatial", name) is None
        codes = {code for _, code in _findings({name: {"ty": "geospatial"}})}
        assert bool(codes & REFUSED_NAMES) is refused, repr(name)


# --- sizes --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2, 254, 255, 256, 257, 1000])
def test_sizes_of_enums(count: int) -> None:
    """An error is what no model reads; a warning what only the SDK's functions refuse."""
    values = [f"v{number}" for number in range(count)]
    wire = {"a": {"ty": "enum", "values": values}}
    saved = _add("add_enum", "a", values=values)
    if saved is not None:
        assert saved["a"]["values"] == sorted(values)
        assert _findings(saved) == set()
    elif _read(wire):
        assert _findings(wire) == {("warning", "M409")}
    else:
        assert _findings(wire) == {("error", "M405")}


@pytest.mark.parametrize("size", [-1, 0, 1, 512, 2000, 2001, 4096, 4097])
def test_sizes_of_embeddings(size: int) -> None:
    """An error is what the SDK's model refuses."""
    wire = {"a": {"ty": "embedding", "size": size}}
    assert _has_error(wire) is not _read(wire)
    assert (("info", "M413") in _findings(wire)) is (2000 < size <= 4096)


# --- types --------------------------------------------------------------------------------


def _read(document: JSON) -> bool:
    """Whether the SDK can read a schema that it is sent."""
    try:
        sdk._ClientMetadataSchema.model_validate_json(json.dumps(document))
    except ValueError:
        return False
    return True


words = st.sampled_from(
    [*HINTS, *ALIASES, *LEGACY, *TYPES, "Number", "", "UTC", "F32", "F64", "f32"]
)
numbers = st.sampled_from([-1, 0, 1, 2, 512, 512.0, 512.5, 2500, 4096, 4097, 8192, 8193, 2**70])
texts = st.lists(words, max_size=4) | st.integers(254, 258).map(
    lambda n: [str(i) for i in range(n)]
)
members = {
    "hint": words,
    "format": words,
    "timezone": words,
    "max_length": numbers,
    "size": numbers,
    "values": texts,
    "api": st.none() | st.fixed_dictionaries({}, optional={"url": words, "embed_text": st.booleans()}),
    "x": words,
}  # fmt: skip
# Of the right JSON type: the SDK's models turn "5" into 5 and the like, which we do not.


@st.composite
def types(draw: st.DrawFn, *, deep: bool = True) -> JSON:
    """A type object, right or wrong, with members of any type."""
    ty = draw(st.sampled_from(TYPES) | words)
    made: JSON = {"ty": ty}
    wanted = [*members, *{"enum": ["values"], "embedding": ["size"]}.get(ty, []) * 8]
    for name in draw(st.lists(st.sampled_from(wanted), max_size=3, unique=True)):
        made[name] = draw(members[name])
    if deep and draw(st.booleans()):
        made["deleted_ty"] = draw(st.none() | words | types(deep=False))
    return made


@examples(1000)
@given(types())
@example({"ty": "tombstone", "deleted_ty": {"ty": "tombstone"}})
@example({"ty": "variant"})
@example({})
def test_a_type_is_an_error_if_the_sdk_cannot_read_it(type_: JSON) -> None:
    """But for an enum without values, which its model reads and makes invalid."""
    inner = type_.get("deleted_ty") if type_.get("ty") == "tombstone" else type_
    document = {"a": type_}
    if isinstance(inner, dict) and inner.get("ty") == "enum" and "values" not in inner:
        assert _has_error(document)
        return
    assert _has_error(document) is not _read(document)
