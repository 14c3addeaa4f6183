"""Inferred schemas: the same in any order, and such that a check has nothing to say."""

from __future__ import annotations

import copy
import io
import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.formats.encord.client_metadata import holders
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata import names
from manifestry.formats.encord.sections import SECTIONS
from manifestry.metadata import Inference, Scalar, infer, read_schema
from manifestry.metadata.documents import collect
from manifestry.metadata.evidence import Observations
from manifestry.metadata.inference import Inferring
from manifestry.settings import Settings
from manifestry.spelling import fold

Metadata = dict[str, Any]
Items = list[tuple[str, Metadata]]

# --- metadata that nobody wrote -----------------------------------------------------------

_numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
_plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
_words = st.sampled_from(["north", "south", "n/a", "", "true", "false", "ß", "\x7f", "a" * 300])
_dates = st.sampled_from(
    ["2024-02-24", "2024-02-30", "2024-07-18T16:04:26+00:00", "2024-07-18T16:04", "20240224",
     "2024W051", "2024-W05-1", "20240718T1604Z", "2024-055", "2024055", "2024-02", "24/02/2024"]
)  # fmt: skip
_uuids = (
    st.uuids(version=4).map(str) | st.uuids(version=1).map(str) | st.uuids().map(lambda u: u.hex)
)
_numerals = st.integers(0, 30).map(str) | st.sampled_from(["1.5", "-2e3", " 7 ", "0x1", "1_0"])
_secrets = st.sampled_from(["https://me:pw@acme.example/a", "s3://acme-media/a?sig=abc"])
_vectors = st.lists(_numbers, min_size=1, max_size=3)
_kinds: list[st.SearchStrategy[Any]] = [
    _numbers, st.booleans(), _plain, _words, _dates, _uuids, _numerals, _secrets, _vectors,
    st.sampled_from(["north", "south"]), st.sampled_from(["true", "false"]),
    st.sampled_from(["2024-02-24", "2024-02-25T10:00Z"]), st.uuids(version=4).map(str),
    st.lists(_plain, max_size=2), st.lists(st.integers(), max_size=0),
    st.dictionaries(_plain, st.integers(), max_size=1), st.lists(_numbers, min_size=3, max_size=3),
]  # fmt: skip
_names = st.sampled_from(
    ["site", "Site", "car_no", "car no", "key.frames", "keyframes", "größe", "$x", "a/b", "", "clip",
     "my.clip", "run", "taken_at", "encord-layout-group"]
)  # fmt: skip


@st.composite
def _items(draw: st.DrawFn) -> Items:
    """Items with metadata, of images, groups and videos with frames; most keys of one kind."""
    chosen = draw(st.lists(_names, min_size=1, max_size=5, unique=True))
    kinds = {
        name: st.one_of(draw(st.lists(st.sampled_from(_kinds), min_size=1, max_size=2)))
        | (st.none() if draw(st.booleans()) else st.nothing())
        for name in chosen
    }
    metadata = st.fixed_dictionaries({}, optional=kinds)
    found: Items = []
    for section in draw(
        st.lists(st.sampled_from(["images", "image_groups", "videos"]), max_size=12)
    ):
        value = draw(metadata)
        if section == "videos" and draw(st.booleans()):
            frames = draw(st.dictionaries(st.sampled_from("01239"), metadata, max_size=4))
            value["$encord"] = {"frames": frames}
        found.append((section, value))
    return found


def _manifest(items: Items) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for number, (section, metadata) in enumerate(items):
        url = f"s3://acme-media/{number}.{'mp4' if section == 'videos' else 'png'}"
        item = {"objectUrl": url, "clientMetadata": metadata}
        if section == "image_groups":
            item = {"title": "g", "objectUrl_0": url, "clientMetadata": metadata}
        document.setdefault(section, []).append(item)
    return document


def _shuffled(value: Any, chance: random.Random) -> Any:
    """The same with the keys of all objects in another order."""
    if isinstance(value, dict):
        members = [(key, _shuffled(inner, chance)) for key, inner in value.items()]
        return dict(chance.sample(members, len(members)))
    return value


def _dealt(items: Items, chance: random.Random) -> list[dict[str, Any]]:
    """The items in another order, dealt to one to four documents."""
    hands: list[Items] = [[] for _ in range(chance.randint(1, 4))]
    for section, metadata in chance.sample(items, len(items)):
        chance.choice(hands).append((section, _shuffled(copy.deepcopy(metadata), chance)))
    return [_manifest(hand) for hand in hands if hand] or [{"images": []}]


# --- order --------------------------------------------------------------------------------


@settings(max_examples=100)
@given(_items(), st.randoms(use_true_random=False))
def test_the_order_of_everything_makes_no_difference(items: Items, chance: random.Random) -> None:
    """However items are shuffled and dealt to documents, all that is inferred is the same."""
    one = infer([_manifest(items) or {"images": []}])
    other = infer(_dealt(items, chance))
    assert one.ok
    assert other.ok
    assert (one.schema, [*one.schema]) == (other.schema, [*other.schema])
    assert one.keys == other.keys
    assert one.items == other.items == len(items)


@settings(max_examples=50)
@given(st.lists(_items(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_evidence_merges_in_any_order(parts: list[Items], chance: random.Random) -> None:
    """Merging is commutative and associative, and merging with nothing changes nothing."""

    def seen(items: Items) -> Observations:
        data = json.dumps(_manifest(items) or {"images": []}).encode()
        found = collect(io.BytesIO(data).read, "", max_item_bytes=0)
        assert isinstance(found, Observations)
        return found

    def state(observations: Observations) -> object:
        kept = [
            (name, each.forms, each.places, each.texts, each.longest, each.numbers, each.sizes,
             each.whole, {form: samples for form, samples in each.samples.items() if samples})
            for name, each in observations.by_name()
        ]  # fmt: skip
        return kept, observations.items, observations.misshapen

    whole = state(seen([item for part in parts for item in part]))
    left = Observations()
    for part in chance.sample(parts, len(parts)):
        left.merge(seen(part))
    assert state(left) == whole
    right = Observations()
    for part in parts:
        step = seen(part)
        step.merge(right)
        right = step
    right.merge(Observations())
    assert state(right) == whole


# --- infer, then check --------------------------------------------------------------------

_TELLS_OF_A_FAULT = {"misspelt-metadata-key", "undeclared-embedding"}
"""Warnings that are right of keys that are left out, whatever the schema."""


def _checked(document: object, inference: Inference) -> list[Finding]:
    """What a check against the schema has to say of types and keys."""
    known = Settings(
        metadata_schema=inference.schema, max_findings=0, max_findings_per_rule=0, select=("M2",)
    )
    report = manifestry.check(document, known)  # type: ignore[arg-type]
    assert report.files[0].failures == ()
    return [*report]


@settings(max_examples=150)
@given(_items(), st.integers(0, 6))
def test_a_check_against_the_inferred_schema_finds_no_misfit(items: Items, most: int) -> None:
    """Of keys in the schema there is nothing to say but that a time lacks its zone.

    Of those left out there is at most a warning, where they look like another key or are
    lists of numbers.
    """
    document = _manifest(items) or {"images": []}
    inference = infer([document], enum_max=max(most, 2), enums=most >= 2)
    left_out = {key.name for key in inference.left_out}
    for finding in _checked(document, inference):
        key = finding.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        if key in left_out:
            allowed = {"undeclared-metadata-key"} | _TELLS_OF_A_FAULT
        else:
            allowed = {"datetime-without-zone"}
        assert finding.name in allowed, finding


@st.composite
def _tidy(draw: st.DrawFn) -> Items:
    """Items whose keys have good names and one kind of values, embeddings not on videos."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "shift": _numbers, "night": st.booleans() | st.sampled_from(["true", "false"]),
        "note": _plain, "site": _words, "taken at": st.dates().map(str), "größe": _numerals,
        "seen-at": st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
        "run.id": st.uuids(version=4).map(str), "lot": _dates, "part": _secrets,
    }  # fmt: skip
    vectors = {"clip": st.lists(_numbers, min_size=3, max_size=3)}
    sometimes = {name: kind | st.none() for name, kind in kinds.items()}
    found: Items = []
    for section in draw(
        st.lists(st.sampled_from(["images", "image_groups", "videos"]), max_size=9)
    ):
        everywhere = {} if section == "videos" else vectors
        value = draw(st.fixed_dictionaries({}, optional=sometimes | everywhere))
        if section == "videos":
            frame = st.fixed_dictionaries({}, optional=sometimes | vectors)
            value["$encord"] = {"frames": draw(st.dictionaries(st.sampled_from("0123"), frame))}
        found.append((section, value))
    return found


@settings(max_examples=60)
@given(_tidy())
def test_of_tidy_metadata_a_check_says_nothing(items: Items) -> None:
    """Where every key has values of one kind, the schema has all keys with a value, and fits."""
    document = _manifest(items) or {"images": []}
    inference = infer([document])
    assert all(not key.values for key in inference.left_out)
    findings = [
        each for each in _checked(document, inference) if each.name != "datetime-without-zone"
    ]
    assert findings == []


@settings(max_examples=100)
@given(_items())
def test_each_value_fits_by_the_quick_test(items: Items) -> None:
    """The tests that the check runs for every value all pass, times without zone apart."""
    schema = infer([_manifest(items) or {"images": []}]).schema
    for section, metadata in items:
        item = Item(SECTIONS[section], 0, {"clientMetadata": metadata}, Settings())
        for path, held in holders(item):
            whole = len(path) == 1 and section == "videos"
            fits = schema.fits_whole_video if whole else schema.fits
            for key, value in held.items():
                if key in schema and schema[key] != Scalar("datetime"):  # zones may be lacking
                    assert fits[key](value)


@settings(max_examples=80)
@given(_items(), st.booleans())
def test_the_schema_is_a_good_one(items: Items, toml: bool) -> None:
    """It reads back as it is from either form, and of it a check says no error."""
    from manifestry.formats.encord.metadata.short_form import expand, write

    schema = infer([_manifest(items) or {"images": []}]).schema
    assert all(names.is_accepted(name) for name in schema)
    if toml:
        again = read_schema(expand(write(schema).encode(), "schema.toml"))
    else:
        again = read_schema(json.dumps(schema.to_json()).encode())
    assert again == schema
    report = manifestry.check(schema.to_json(), Settings(kind="encord-metadata-schema"))
    assert report.errors == 0
    distinct = len({fold(name) for name in schema}) == len(schema)
    expected = {"non-ascii-metadata-key", "embedding-key-characters", "look-alike-metadata-keys"}
    named = {finding.name for finding in report}
    assert named <= expected - (set() if not distinct else {"look-alike-metadata-keys"})


# --- anything at all ----------------------------------------------------------------------


@settings(max_examples=200)
@given(
    st.binary(max_size=80)
    | st.text('{}[]",:0123456789.eE-+truefalsn \\u', max_size=60).map(str.encode)
)
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever the bytes, they are used or refused with one line."""
    inference = infer([data])
    assert len(inference.unusable) + inference.documents == 1
    assert all("\n" not in str(each) for each in inference.unusable)


@settings(max_examples=80)
@given(_items(), st.data())
def test_a_broken_document_counts_for_nothing(items: Items, data: st.DataObject) -> None:
    """A manifest that breaks off anywhere is refused, and leaves no trace in what is inferred."""
    text = json.dumps(_manifest(items) or {"images": []}).encode()
    end = data.draw(st.integers(0, len(text) - 1))
    alone = infer([{"images": [{"clientMetadata": {"shift": 1}}]}])
    inferring = Inferring()
    inferring.take(io.BytesIO(b'{"images": [{"clientMetadata": {"shift": 1}}]}').read, "a")
    inferring.take(io.BytesIO(text[:end]).read, "b")
    inference = inferring.result()
    assert (inference.schema, inference.keys) == (alone.schema, alone.keys)
    assert [each.path for each in inference.unusable] == ["b"]
    assert inference.unusable[0].code is not None


@settings(max_examples=80)
@given(_items(), st.data())
def test_a_spoilt_byte_never_raises(items: Items, data: st.DataObject) -> None:
    """One byte changed into any other is a document that is used or refused."""
    text = bytearray(json.dumps(_manifest(items) or {"images": []}).encode())
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    inference = infer([bytes(text)])
    assert len(inference.unusable) + inference.documents == 1
