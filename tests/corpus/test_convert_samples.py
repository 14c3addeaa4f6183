"""What becomes of each genuine document: converted, its losses told, or refused with a reason.

They are no part of the repository: without them beside it there is nothing to test. Each
expectation was read in the document and in what was made of it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from manifestry.convert.options import Options, Target
from manifestry.errors import UsageError
from tests.conversion import assert_clean, assert_conserved, read, run

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not there")


class Became(NamedTuple):
    """How many assets are in each section, how often each reason is told, and the leaves.

    leaves: mapped, carried, lost.
    """

    sections: dict[str, int]
    reasons: dict[str, int]
    leaves: tuple[int, int, int]


CONVERTED: dict[tuple[str, Target], Became] = {
    # --- exports ---
    ("ango-image-export-legacy-aaf-asset.json", "encord"): Became(
        {"images": 1}, {"incomplete-media": 1, "labels-not-kept": 3}, (3, 21, 22)
    ),
    ("ango-image-export-legacy-aaf-asset.json", "ango-import"): Became(
        {"": 1}, {"no-place-in-import": 6, "labels-not-kept": 3}, (5, 0, 41)
    ),
    # Its address is signed, and it does not say how large the file is.
    ("ango-video-export-v3-webm.json", "encord"): Became(
        {"videos": 1}, {"incomplete-media": 1, "signed-url": 1, "labels-not-kept": 1}, (2, 9, 12)
    ),
    ("ango-video-export-v3-webm.json", "ango-import"): Became(
        {"": 1}, {"signed-url": 1, "no-place-in-import": 1, "labels-not-kept": 1}, (5, 0, 18)
    ),
    # --- asset imports ---
    ("ango-api-cloud-import-request.json", "encord"): Became(
        {"images": 2}, {"incomplete-media": 1, "no-place-at-top": 2}, (4, 2, 2)
    ),
    ("ango-image-asset-import-aws-width-height.json", "encord"): Became({"images": 2}, {}, (4, 4, 0)),
    ("ango-image-asset-import-cloud.json", "encord"): Became({"images": 2}, {}, (4, 0, 0)),
    ("ango-image-asset-import-contextdata.json", "encord"): Became({"images": 2}, {}, (4, 4, 0)),
    ("ango-multiimage-asset-import-dataset.json", "encord"): Became(
        {"image_groups": 2}, {}, (10, 0, 0)
    ),
    ("ango-video-asset-import-attachments.json", "encord"): Became({"videos": 1}, {}, (2, 4, 0)),
    ("ango-video-asset-import-cloud-framerate.json", "encord"): Became(
        {"videos": 1}, {"incomplete-media": 1}, (2, 1, 0)
    ),
    # The path of a local file, a folder of point clouds, and two pieces of HTML.
    ("ango-image-sdk-upload-files.json", "encord"): Became({}, {"would-be-invalid": 1}, (0, 0, 4)),
    ("ango-pct-asset-import-alpha.json", "encord"): Became({}, {"no-target": 1}, (0, 0, 3)),
    ("ango-text-asset-import-markdown.json", "encord"): Became({}, {"no-target": 2}, (0, 0, 4)),
    # --- manifests ---
    ("encord-images-minimal-sdk-docs.json", "ango-import"): Became(
        {"": 1}, {"made-up-title": 1}, (1, 0, 0)
    ),
}  # fmt: skip

SKIPPED: dict[str, Became] = {
    "encord-audio-audiometadata.json": Became({}, {"skipped-invalid": 1}, (0, 0, 8)),
    "encord-image_groups-sdk-e2e-constructed.json": Became({}, {"skipped-invalid": 2}, (0, 0, 4)),
    "encord-image_groups-traktor-constructed.json": Became(
        {}, {"skipped-invalid": 1, "no-place-at-top": 1}, (0, 0, 5)
    ),
    "encord-images-imagemetadata-camelcase.json": Became({}, {"skipped-invalid": 1}, (0, 0, 5)),
    "encord-mixed-npa-constructed.json": Became(
        {}, {"no-place-at-top": 1, "skipped-invalid": 2}, (0, 0, 7)
    ),
    "encord-scenes-av-3stream-constructed.json": Became(
        {}, {"skipped-invalid": 1, "no-place-at-top": 1}, (0, 0, 16)
    ),
    "encord-scenes-mcap-constructed.json": Became({}, {"skipped-invalid": 1}, (0, 0, 8)),
    "encord-videos-upsert-metadata.json": Became(
        {}, {"skipped-invalid": 2, "no-place-at-top": 2}, (0, 0, 6)
    ),
    "encord-videos-videometadata.json": Became({}, {"skipped-invalid": 1}, (0, 0, 7)),
}
"""Manifests all of whose items have errors: placeholders where URLs belong."""

SCHEMAS = {"encord-schema-legacy-dict.json"}


def _became(name: str, to: Target, options: Options, *, skip_invalid: bool = False) -> Became:
    (path,) = SAMPLES.glob(f"*/{name}")
    result = run(path, to, options, skip_invalid=skip_invalid)
    assert_conserved(read(path), result)
    if result.document is not None:
        assert_clean(result)
    ledger = result.conversion.ledger
    return Became(
        dict(result.conversion.sections),
        dict(Counter(line["name"] for line in result.losses)),
        (ledger.mapped, ledger.carried, ledger.lost),
    )


@pytest.mark.parametrize(("name", "to"), CONVERTED, ids=str)
@pytest.mark.parametrize("carry", ["flat", "full"])
def test_what_becomes_of_it(name: str, to: Target, carry: str) -> None:
    """The same whether its original is carried along or not."""
    options = Options(carry="full" if carry == "full" else "flat")
    assert _became(name, to, options) == CONVERTED[name, to]


@pytest.mark.parametrize("name", SKIPPED)
def test_what_becomes_of_it_without_its_errors(name: str) -> None:
    """It is refused, unless what has errors is skipped; then all of it is told."""
    (path,) = SAMPLES.glob(f"*/{name}")
    stopped = run(path, "ango-import").conversion
    assert (stopped.result, stopped.is_written) == (None, False)
    assert any(report.errors for report in stopped.sources)
    assert _became(name, "ango-import", Options(), skip_invalid=True) == SKIPPED[name]


def test_everything_else_is_refused_with_a_reason() -> None:
    """It has errors that no skipping helps with, or is no manifest, export or import."""
    known = {name for name, _ in CONVERTED} | set(SKIPPED)
    refused = 0
    for path in sorted(SAMPLES.glob("*/*.*")):
        if path.parent.name == "jsontestsuite" or path.name in known:
            continue
        refused += 1
        if path.name in SCHEMAS:
            with pytest.raises(UsageError, match="cannot be converted"):
                run(path, "encord")
            continue
        conversion = run(path, "ango-export", skip_invalid=True).conversion
        assert conversion.result is None, path.name
        assert any(report.errors for report in conversion.sources), path.name
    assert refused > 50
