"""Checks of which others do a part, without other processes; and documents worth it."""

from __future__ import annotations

import io
import json
import pickle
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict
from typing import Any
from unittest import mock

from manifestry.document import reader, records
from manifestry.engine import api, pieces, ranges, sharing
from manifestry.findings import FileReport
from manifestry.running.hands import Hands
from manifestry.settings import Settings

Json = dict[str, Any]


class Elsewhere(Executor):
    """Does what it is given at once, of copies, as another process would have them.

    `sizes` are those of the pieces and of what came of them, in bytes.
    """

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """The future of a call that is over."""
        future: Future[Any] = Future()
        sent = pickle.dumps(args)
        try:
            answer = pickle.dumps(call(*pickle.loads(sent), **more))
            self.sizes.append((len(sent), len(answer)))
            future.set_result(pickle.loads(answer))
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)
        return future


@contextmanager
def small(size: int) -> Iterator[None]:
    """Lets everything be read in portions of so many bytes, so that small documents have many."""
    names = [(module, name) for module in (reader, records, pieces, sharing)
             for name in ("BATCH", "PIECE") if hasattr(module, name)]  # fmt: skip
    with ExitStack() as stack:
        for module, name in names:
            stack.enter_context(mock.patch.object(module, name, size))
        yield


def reports(
    document: bytes, settings: Settings | None = None, hands: Hands | None = None
) -> list[Json]:
    """The reports on a document, with everything in them."""
    given = settings or Settings()
    opening = nullcontext(io.BytesIO(document))
    found = api._check_opened(opening, "<bytes>", lambda _: given, hands=hands)
    return [asdict(each) for each in found if isinstance(each, FileReport)]


def shared(
    document: bytes, settings: Settings | None, piece_bytes: int, executor: Executor | None = None
) -> tuple[list[Json], int]:
    """The same by several, in pieces of so many bytes; and how many bytes others did."""
    done = 0
    part_at = ranges.Session.part_at

    def counting(self: ranges.Session, *args: Any) -> Any:
        nonlocal done
        part = part_at(self, *args)
        done += part.size if part else 0
        return part

    hands = Hands(executor or Elsewhere(), 2, piece_bytes=piece_bytes, worth=0)
    with (
        small(max(100, piece_bytes * 3 // 4)),
        mock.patch.object(ranges.Session, "part_at", counting),
    ):
        return reports(document, settings, hands), done


# --- documents ----------------------------------------------------------------------------

_FAULTS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace(":", ": /* why */", 1),
    lambda text: text[:-1] + ",}",
    lambda text: text.replace(",", "", 1),
    lambda text: text[:-1] + ', "title": "twice"}',
    lambda text: text[:-1] + ', "title\\u0041": 1, "titleA": 2}',
    lambda text: text[:-1] + ', "n": 12345678901234567890123}',
    lambda text: text[:-1] + ', "n": NaN}',
    lambda text: text.replace('"', "'", 2),
    lambda text: text + ",",
    lambda text: text + "}",
    lambda text: text[: len(text) // 2],
    lambda text: text[: len(text) // 2] + "\n" + text[len(text) // 2 :],
    lambda text: text[:-1] + ', "deep": ' + "[" * 300 + "]" * 300 + "}",
    lambda text: text[:-1] + ', "é": 1, "e\u0301": 2}',
    lambda text: text[:-1] + ', "\udcff": 1}',
    lambda _: "null",
    lambda _: '"text"',
    lambda _: "[{}]",
    lambda _: "{}",
)  # fmt: skip
"""What is done to the text of an item: the syntax is wrong, or only the scanner tells all."""


def faulty(rng: random.Random, text: str, rate: float) -> str:
    """The text of an item, spoilt now and then."""
    return rng.choice(_FAULTS)(text) if rng.random() < rate else text


def _video(rng: random.Random, number: int, rate: float) -> Json:
    url = rng.randrange(number + 1) if rng.random() < rate else number
    item: Json = {
        "objectUrl": f"{'s3' if rng.random() < rate else 'gs'}://acme-media/cam1/{url:05}.mp4",
        "title": f"clip {number}",
    }
    metadata: Json = {"site": ("north", "south")[number % 2], "shift": number % 3, "run": number}
    if rng.random() < rate:
        metadata[rng.choice(("site", "shift", "more"))] = rng.choice((None, 1, "x", [0.5] * 8))
    if rng.random() < rate:
        del metadata["shift"]
    item["clientMetadata"] = metadata
    if rng.random() < rate:
        item[rng.choice(("objectURL", "titel", "videoMetadata", "clientMetadata", "objectUrl"))] = (
            rng.choice((None, 1, "x", {"fps": "25"}, {}, "s3://acme-media/a b.mp4"))
        )
    if rng.random() < rate:
        del item[rng.choice([*item])]
    return item


def _group(rng: random.Random, number: int, rate: float) -> Json:
    first = int(rng.random() < rate)
    urls = {
        f"objectUrl_{n}": f"gs://acme-media/cars/{number if rng.random() >= rate else 0}/{n}.jpg"
        for n in range(first, first + 1 + number % 4)
    }
    return {"title": f"car {number}", **urls}


def manifest(seed: int, *, items: int = 60, rate: float = 0.05, faults: float = 0.0) -> bytes:
    """A manifest with so many items; of all that may be wrong a share is."""
    rng = random.Random(seed)
    spaces = rng.choice(("", " ", "\n", "\r\n    "))
    keys = ["videos", "images", "image_groups", "video", "image_group", "videos", "note", "Videos"]
    members = []
    for key in rng.sample(keys, rng.randrange(1, 4)):
        texts = []
        for number in range(rng.randrange(items) + 2):
            make = _group if "group" in key else _video
            text = json.dumps(make(rng, number, rate), ensure_ascii=rng.random() < 0.5)
            texts.append(faulty(rng, text, faults))
        members.append(f'"{key}":{spaces}[{spaces}{f",{spaces}".join(texts)}{spaces}]')
    if rng.random() < 0.5:
        members.append('"upsert_metadata": true')
    text = f"{spaces}{{{f',{spaces}'.join(members)}}}{spaces}"
    mark = "\ufeff" if rng.random() < 0.1 else ""
    return (mark + text).encode("utf-8", "surrogateescape")


def export(
    seed: int, *, assets: int = 40, rate: float = 0.1, faults: float = 0.0, lines: bool = False
) -> bytes:
    """An export, or of `lines` the records of one."""
    rng = random.Random(seed)
    texts = []
    for number in range(assets):
        name = rng.randrange(number + 1) if rng.random() < rate else number
        points = (
            [[0, 0], [9, 9], [9, 0], [0, 9]] if rng.random() < rate else [[0, 0], [9, 9], [9, 0]]
        )
        tool = {
            "objectId": "x" if rng.random() < rate else f"{number:023x}",
            "schemaId": f"{number % 3:024x}",
            "title": f"class {number % (4 if rng.random() < rate else 3)}",
            "polygon": [points],
        }
        asset: Json = {
            "externalId": f"{name:05}.jpg",
            "asset": f"https://acme.example/{number}.jpg",
            "task": {"taskId": f"{name:024x}", "tools": [tool], "stage": "Complete",
                     "stageHistory": []},
            "metadata": {"width": 64, "height": 48},
        }  # fmt: skip
        if rng.random() < rate:
            asset["contextData"] = {rng.choice("abc"): rng.choice((1, "x", None))}
        if rng.random() < rate:
            del asset[rng.choice([*asset])]
        texts.append(faulty(rng, json.dumps(asset), faults))
    text = "\n".join(texts) if lines else "[" + ",\n ".join(texts) + "]"
    return text.encode("utf-8", "surrogateescape")
