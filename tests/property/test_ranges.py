"""One document in pieces, checked by others: whatever is in it, the report is the same."""

from __future__ import annotations

import gzip
import random
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manifestry.findings import Severity
from manifestry.metadata import read_schema
from manifestry.settings import Settings
from tests.ranges import export, manifest, reports, shared

_SCHEMA: Final = read_schema(
    {
        "site": {"ty": "enum", "values": ["north", "south"]},
        "shift": {"ty": "number"},
        "run": {"ty": "number"},
        "note": {"ty": "text"},
    }
)
_SETTINGS: Final = (
    Settings(),
    Settings(max_findings_per_rule=2),
    Settings(max_findings=3, least=Severity.WARNING),
    Settings(max_findings=0, max_findings_per_rule=0),
    Settings(metadata_schema=_SCHEMA, strict=True),
    Settings(metadata_schema=_SCHEMA, select=("M303", "E2", "J")),
    Settings(only=frozenset({"video"}), profile="strict-client-only"),
    Settings(max_item_bytes=400),
    Settings(max_item_bytes=150),
)
_SIZES: Final = (200, 400, 1000, 3000, 20_000)
_RATES: Final = (0.0, 0.01, 0.1, 0.3)
_FAULTS: Final = (0.0, 0.0, 0.02, 0.1)

_seeds = st.integers(0, 2**32)
_examples = settings(max_examples=30)


@_examples
@example(0)
@given(_seeds)
def test_manifests(seed: int) -> None:
    """Sections well and badly spelt, given twice; repeated URLs; faults of every sort."""
    rng = random.Random(seed)
    document = manifest(
        seed, items=rng.choice((30, 150)), rate=rng.choice(_RATES), faults=rng.choice(_FAULTS)
    )
    given_settings = rng.choice(_SETTINGS)
    found, _ = shared(document, given_settings, rng.choice(_SIZES))
    assert found == reports(document, given_settings)


@_examples
@given(_seeds, st.booleans())
def test_exports(seed: int, lines: bool) -> None:
    """Lists, and records a line each."""
    rng = random.Random(seed)
    document = export(seed, rate=rng.choice(_RATES), faults=rng.choice(_FAULTS), lines=lines)
    given_settings = rng.choice(_SETTINGS)
    found, _ = shared(document, given_settings, rng.choice(_SIZES))
    assert found == reports(document, given_settings)


@_examples
@given(_seeds)
def test_what_breaks_off(seed: int) -> None:
    """Of a compressed file that ends too early the same part is checked."""
    rng = random.Random(seed)
    lines = rng.random() < 0.5
    document = manifest(seed, items=200) if rng.random() < 0.5 else export(seed, lines=lines)
    packed = gzip.compress(document)
    packed = packed[: rng.randrange(len(packed) // 2, len(packed))]
    found, _ = shared(packed, None, rng.choice(_SIZES))
    assert found == reports(packed)


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_others_do_most(rate: float, lines: bool) -> None:
    """Otherwise all of the above would hold for nothing."""
    for document in (
        manifest(5, items=400, rate=rate),
        export(5, assets=200, rate=rate, lines=lines),
    ):
        _, done = shared(document, None, 2000)
        assert done > len(document) / 2
