"""Each reason of the catalogue comes about, and says what happened where it did."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from manifestry.convert.options import KeyRules, Options, Target
from manifestry.convert.reasons import BY_CODE, REASONS
from tests.conversion import Result, run

JSON = dict[str, Any]

URL = "https://cdn.acme.example/d/1"
TASK = {
    "taskId": "65a000000000000000000001", "stage": "Complete", "stageId": "Complete",
    "tools": [], "classifications": [], "relations": [],
}  # fmt: skip
TOOL = {
    "point": [1, 2], "objectId": "a" * 23, "schemaId": "b" * 23, "title": "Car",
    "classifications": [],
}  # fmt: skip
FULL = Options(carry="full")


def exported(ending: str = ".jpg", **keys: Any) -> list[JSON]:
    """An export of one asset."""
    asset = {
        "asset": URL + ending,
        "externalId": "one",
        "metadata": {},
        "batches": [],
        "task": TASK,
    }
    return [{**asset, **keys}]


def imported(**keys: Any) -> list[JSON]:
    """An asset import of one asset."""
    return [{"data": URL + ".jpg", "externalId": "one", **keys}]


def manifest(section: str = "images", **keys: Any) -> JSON:
    """A manifest of one item."""
    return {section: [{"objectUrl": URL + ".jpg", "title": "one", **keys}]}


class Example(NamedTuple):
    """A document, where it goes, and what is told of it: pointers, numbers of leaves, words."""

    source: Any
    to: Target
    told: list[tuple[str, int, str]]
    options: Options = Options()
    skip_invalid: bool = False
    normalize: bool = False


def _dropping(**rules: Any) -> Options:
    return Options(keys=KeyRules(**rules))


PAGES = [URL + "-0.jpg", {"data": URL + "-1.jpg", "name": "back"}]

EXAMPLES: dict[str, Example] = {
    "no-target": Example(
        exported(".nrrd"), "encord", [("/0", 10, "an NRRD volume has no place in a manifest")]
    ),
    "unknown-type": Example(
        exported(".bin"), "encord", [("/0", 10, 'the ending ".bin" is not known')]
    ),
    "mixed-pages": Example(
        imported(dataset=[URL + ".jpg", URL + ".mp4"], data=URL + ".jpg"),
        "encord",
        [("/0", 4, "its pages are not all images: .jpg, .mp4")],
    ),
    "would-be-invalid": Example(
        exported(asset="acme/d/1.jpg"),
        "encord",
        [("/0", 10, 'E205 "objectUrl" has no scheme: "acme/d/1.jpg"')],
    ),
    "no-original": Example(
        manifest(),
        "ango-export",
        [("/images/0", 2, "its original did not come along, or is no asset of an export")],
    ),
    "skipped-invalid": Example(
        [*exported(), *exported(externalId=5)],
        "encord",
        [("/1", 10, "it has errors")],
        skip_invalid=True,
    ),
    "labels-not-kept": Example(
        exported(task={**TASK, "tools": [TOOL]}),
        "encord",
        [("/0/task/tools", 6, "labels are left out: tools (1)")],
    ),
    "no-place-in-import": Example(
        exported(),
        "ango-import",
        [("/0/task", 3, 'an asset import has no place for "task"')],
    ),
    "no-place-at-top": Example(
        {**manifest(), "skip_duplicate_urls": True},
        "ango-import",
        [("/skip_duplicate_urls", 1, '"skip_duplicate_urls" has no place in the result')],
    ),
    "odd-page": Example(
        imported(dataset=PAGES, data=URL + "-0.jpg"),
        "encord",
        [("/0/dataset/1/name", 1, "only the URL of a page is carried")],
    ),
    "no-column": Example(
        manifest(clientMetadata={"site": "north", "shift": 2}),
        "encord-csv",
        [("/images/0/clientMetadata", 2, 'a CSV has no column for "clientMetadata"')],
    ),
    "dropped": Example(
        imported(contextData={"site": "north"}),
        "encord",
        [("/0/contextData/site", 1, 'the mapping drops "ango.contextData.site"')],
        _dropping(drop=("ango.contextData.*",)),
    ),
    "name-taken": Example(
        imported(storage="s", contextData={"encord.type": "image", "ango.storage": "mine"}),
        "encord",
        [("/0/storage", 1, 'client metadata has a key "ango.storage" of its own')],
    ),
    "no-place-in-export": Example(
        lambda: _edited(lambda item: item.update(audience="all")),
        "ango-export",
        [("/images/0/audience", 1, 'an export has no place for "audience"')],
    ),
    "signed-url": Example(
        imported(data=URL + ".jpg?X-Amz-Signature=00&X-Amz-Date=20240501T100000Z&X-Amz-Expires=60"),
        "encord",
        [("/0", 0, "its URL is signed, until 2024-05-01T10:01:00Z")],
    ),
    "incomplete-media": Example(
        imported(metadata={"width": 640}),
        "encord",
        [("/0/metadata", 0, 'imageMetadata cannot be complete; known is only "width"')],
    ),
    "made-up-title": Example(
        {"images": [{"objectUrl": URL + ".jpg"}]},
        "ango-import",
        [("/images/0", 0, 'it had no title; its external id is "1.jpg"')],
    ),
    "labels-missing": Example(
        lambda: _edited(lambda item: item),
        "ango-export",
        [("/images/0", 0, 'the labels of task "65a000000000000000000001" were not given; it has none')],
    ),
    "unreadable-original": Example(
        imported(contextData={"encord.type": "image", "encord.raw": "{", "encord.section": "images"}),
        "encord",
        [("/0/contextData/encord.raw", 0, "the original item cannot be read; what stands beside it was used")],
    ),
    "no-way-back": Example(
        imported(),
        "encord",
        [("/0", 0, 'without "ango.type" there is no way back to Ango Hub')],
        _dropping(drop=("ango.type",)),
    ),
}  # fmt: skip


def _edited(edit: Callable[[JSON], object]) -> Any:
    """A manifest made of an export, with something changed."""
    document = run(exported(), "encord", FULL).document
    edit(document["images"][0])
    return document


def _run(example: Example) -> Result:
    source = example.source() if callable(example.source) else example.source
    more: JSON = {"skip_invalid": example.skip_invalid, "normalize": example.normalize}
    return run(source, example.to, example.options, **more)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_reason_comes_about(name: str) -> None:
    """At these places, for so many leaves, in these words."""
    example = EXAMPLES[name]
    told = [
        (line["pointer"], line["values"], line["message"])
        for line in _run(example).losses
        if line["name"] == name
    ]
    assert told == example.told


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_line_of_the_ledger_says_what_the_catalogue_says(name: str) -> None:
    """The code, and what becomes of it: nothing but an asset left out makes a conversion no good."""
    result = _run(EXAMPLES[name])
    for line in result.losses:
        reason = REASONS[line["name"]]
        assert (line["code"], line["effect"]) == (reason.code, reason.effect)
        assert (line["values"] == 0) or reason.effect != "note"
    left_out = any(line["effect"] == "left-out" for line in result.losses)
    assert result.conversion.ok is not left_out


def test_every_reason_has_an_example() -> None:
    """And there is none for what is no reason."""
    assert list(EXAMPLES.keys() ^ REASONS.keys()) == []


def test_no_code_is_used_twice() -> None:
    """Codes have their form, stand in order, and tell the effect by their hundred."""
    codes = [reason.code for reason in REASONS.values()]
    assert codes == sorted(set(codes)) == list(BY_CODE)
    hundreds = {"left-out": "C1", "lost": "C2", "note": "C3"}
    for reason in REASONS.values():
        assert re.fullmatch(r"C[123][0-9]{2}", reason.code)
        assert reason.code.startswith(hundreds[reason.effect])
        assert min(map(len, (reason.summary, reason.why, reason.help))) > 10
