"""Writes large manifests and exports for measurements: the same arguments give the same bytes.

    .venv/bin/python benchmarks/generate.py manifest --items 500000 -o manifest.json
    .venv/bin/python benchmarks/generate.py export --items 50000 --ndjson --gz -o export.ndjson.gz

Without faults a document has no finding; with them, every so many items have one each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

Json = dict[str, Any]

SEED: Final = 20240718
_BUCKET: Final = "https://acme-media.s3.eu-west-1.amazonaws.com"
_EMBEDDING: Final = 256

METADATA_SCHEMA: Final[Json] = {
    "site": {"ty": "enum", "values": ["north", "south", "east", "harbour"]},
    "shift": {"ty": "number"},
    "recorded at": {"ty": "datetime"},
    "operator": {"ty": "text"},
    "run": {"ty": "uuid"},
    "reviewed": {"ty": "boolean"},
    "weather": {"ty": "enum", "values": ["clear", "rain", "fog"]},
    "temperature": {"ty": "number"},
    "lens": {"ty": "varchar", "max_length": 64},
    "note": {"ty": "text"},
}
"""The keys of client metadata; items have the first so many of them."""


# --- manifests ------------------------------------------------------------------------------


def _metadata(rng: random.Random, number: int, keys: int, *, embeddings: bool) -> Json:
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    values = {
        "site": METADATA_SCHEMA["site"]["values"][number % 4],
        "shift": number % 3 + 1,
        "recorded at": f"{day}T{number % 24:02}:{number % 60:02}:{number % 59:02}+00:00",
        "operator": f"crew {number % 977}",
        "run": f"{rng.getrandbits(32):08x}-9d3b-4c5e-8f70-{rng.getrandbits(48):012x}",
        "reviewed": number % 5 == 0,
        "weather": METADATA_SCHEMA["weather"]["values"][number % 3],
        "temperature": round(rng.uniform(-10, 35), 1),
        "lens": f"f/{number % 44 / 10 + 1:.1f}",
        "note": f"gate {number % 9973}, lane {number % 4}",
    }
    kept = dict(list(values.items())[:keys])
    if embeddings:
        kept["look"] = [round(rng.uniform(-1, 1), 6) for _ in range(_EMBEDDING)]
    return kept


def _url(number: int, ending: str) -> str:
    return f"{_BUCKET}/cam{number % 24:02}/2024-{number % 12 + 1:02}/{number:07}{ending}"


def _video(rng: random.Random, number: int) -> Json:
    duration = round(rng.uniform(4, 600), 2)
    media = {
        "fps": rng.choice((25, 29.97, 30, 60.0)),
        "duration": duration,
        "width": 1920,
        "height": 1080,
        "file_size": int(duration * rng.randrange(200_000, 900_000)),
        "mime_type": "video/mp4",
    }
    return {
        "objectUrl": _url(number, ".mp4"),
        "title": f"camera {number % 24} clip {number}",
        "videoMetadata": media,
    }


def _image(rng: random.Random, number: int) -> Json:
    item: Json = {"objectUrl": _url(number, ".jpg"), "title": f"camera {number % 24} {number}.jpg"}
    if number % 4:
        size = rng.randrange(80_000, 4_000_000)
        item["imageMetadata"] = {
            "mimeType": "image/jpeg", "fileSize": size, "width": 1920, "height": 1080,
        }  # fmt: skip
    return item


def _group(rng: random.Random, number: int) -> Json:
    urls = {f"objectUrl_{n}": _url(number, f"/{n}.jpg") for n in range(rng.randrange(2, 9))}
    return {"title": f"car {number}", "createVideo": number % 2 == 0, **urls}


def _audio(rng: random.Random, number: int) -> Json:
    duration = round(rng.uniform(4, 600), 2)
    media = {
        "duration": duration,
        "file_size": int(duration * 88_200),
        "mime_type": "audio/wav",
        "sample_rate": 44_100,
        "bit_depth": 16,
        "codec": "pcm_s16le",
        "num_channels": 2,
    }
    return {
        "objectUrl": _url(number, ".wav"),
        "title": f"microphone {number}",
        "audioMetadata": media,
    }


def _pdf(rng: random.Random, number: int) -> Json:
    media = {"file_size": rng.randrange(10_000, 900_000), "num_pages": number % 40 + 1}
    return {"objectUrl": _url(number, ".pdf"), "title": f"report {number}", "pdfMetadata": media}


def _text(rng: random.Random, number: int) -> Json:
    media = {"file_size": rng.randrange(100, 90_000), "mime_type": "text/plain"}
    return {"objectUrl": _url(number, ".txt"), "title": f"log {number}", "textMetadata": media}


def _series(_: random.Random, number: int) -> Json:
    urls = {f"objectUrl_{n}": _url(number, f"/{n}.dcm") for n in range(6)}
    return {"title": f"CT {number}", **urls}


def _volume(_: random.Random, number: int) -> Json:
    return {"objectUrl": _url(number, ".nii.gz"), "title": f"volume {number}"}


Maker = Callable[[random.Random, int], Json]

_SECTIONS: Final[tuple[tuple[str, int, Maker], ...]] = (
    # key, items in a hundred, how one is made
    ("videos", 35, _video),
    ("images", 40, _image),
    ("image_groups", 10, _group),
    ("audio", 5, _audio),
    ("pdfs", 4, _pdf),
    ("text_files", 3, _text),
    ("dicom_series", 2, _series),
    ("nifti", 1, _volume),
)


def _spoil_item(item: Json, number: int) -> None:
    """Gives an item one of ten faults in turn."""
    url = next(key for key in item if key.startswith("objectUrl"))
    faults: tuple[Callable[[], object], ...] = (
        lambda: item.update({url: item[url].replace("/cam", "/cam ")}),
        lambda: item.update({"titel": item.pop("title")}),
        lambda: item.update({url: item[url].replace("https:", "http:")}),
        lambda: item.update({"location": "gate 4"}),
        lambda: item.update({url: item[url].partition("://")[2]}),
        lambda: item["clientMetadata"].update({"shift": f"{number % 3}"}),
        lambda: item.update({"title": 7}),
        lambda: item["clientMetadata"].update({"$look": 1}),
        lambda: item.update({url: item[url] + "?versionId=<version>"}),
        lambda: item.update({"clientMetadata": None}),
    )
    faults[number % len(faults)]()


def manifest(args: argparse.Namespace) -> Iterator[str]:
    """The text of a manifest, piece by piece."""
    rng = random.Random(SEED)
    indent = 2 if args.indent else None
    sections = [
        (key, share * args.items // 100 if place else 0, make)
        for place, (key, share, make) in enumerate(_SECTIONS)
    ]
    rest = args.items - sum(count for _, count, _ in sections)
    number = 0
    for place, (key, count, make) in enumerate(sections):
        yield f'{", " if place else "{"}"{key}": [' + ("\n" if indent else "")
        for index in range(count if place else rest):
            item = make(rng, number)
            item["clientMetadata"] = _metadata(
                rng, number, args.metadata_keys, embeddings=args.embeddings and key == "images"
            )
            if args.faulty and number % round(1 / args.faulty) == 7:
                _spoil_item(item, number // round(1 / args.faulty))
            yield (", " if index else "") + _written(item, indent)
            number += 1
        yield "]"
    yield ', "skip_duplicate_urls": true}\n'


# --- exports --------------------------------------------------------------------------------


def _tool(rng: random.Random, number: int, *, embeddings: bool) -> Json:
    shape: Json = {
        "bounding-box": {
            "x": round(rng.uniform(0, 900), 2), "y": round(rng.uniform(0, 500), 2),
            "width": rng.randrange(8, 300), "height": rng.randrange(8, 300),
        },
    }  # fmt: skip
    if number % 5 == 0:
        shape = {"polygon": [[number % 900 + 9 * n, 40.5 + 7 * n * n] for n in range(6)]}
    tool = {
        **shape,
        "objectId": f"{number:0>23x}",
        "schemaId": f"{'b' * 22}{number % 5}",
        "title": ("Car", "Person", "Cyclist", "Lorry", "Sign")[number % 5],
        "classifications": [],
        "metadata": {
            "createdAt": "2024-05-01T10:00:00.000Z",
            "createdBy": "labeller@acme.example",
            "createdIn": "Label",
        },
    }
    if embeddings:
        tool["embedding"] = [round(rng.uniform(-1, 1), 6) for _ in range(_EMBEDDING)]
    return tool


def _asset(rng: random.Random, number: int, *, embeddings: bool) -> Json:
    tools = [_tool(rng, 16 * number + n, embeddings=embeddings) for n in range(10)]
    task = {
        "taskId": f"{number:0>24x}",
        "stage": "Complete",
        "stageId": "Complete",
        "updatedAt": "2024-05-02T10:00:00.000Z",
        "updatedBy": "labeller@acme.example",
        "totalDuration": 5200 + number % 900,
        "tools": tools,
        "classifications": [],
        "relations": [],
        "stageHistory": [
            {
                "stage": "Start",
                "stageId": "Start",
                "duration": 0,
                "completedAt": "2024-04-30T08:00:00.000Z",
            }
        ],
    }
    name = f"cam{number % 24:02}/{number:07}.jpg"
    return {
        "asset": f"https://media.acme.example/{name}",
        "externalId": name,
        "metadata": {"width": 1920, "height": 1080},
        "batches": [f"week {number % 52 + 1}"],
        "task": task,
    }


def _spoil_asset(asset: Json, number: int) -> None:
    """Gives an asset one of five faults in turn."""
    tool = asset["task"]["tools"][3]
    faults: tuple[Callable[[], object], ...] = (
        lambda: tool.pop("title"),
        lambda: asset.pop("externalId"),
        lambda: tool.update({"rotated-bounding-box": tool.get("bounding-box")}),
        lambda: asset["metadata"].update({"width": "1920"}),
        lambda: asset["task"].update({"totalDuration": -1}),
    )
    faults[number % len(faults)]()


def export(args: argparse.Namespace) -> Iterator[str]:
    """The text of an export, piece by piece."""
    rng = random.Random(SEED)
    indent = 2 if args.indent else None
    for number in range(args.items):
        asset = _asset(rng, number, embeddings=args.embeddings)
        if args.faulty and number % round(1 / args.faulty) == 7:
            _spoil_asset(asset, number // round(1 / args.faulty))
        text = _written(asset, None if args.ndjson else indent)
        if args.ndjson:
            yield f"{text}\n"
        else:
            yield f"{', ' if number else '['}{text}"
    if not args.ndjson:
        yield "]\n"


# --- writing --------------------------------------------------------------------------------


def _written(value: Json, indent: int | None) -> str:
    return json.dumps(value, indent=indent, separators=None if indent else (", ", ": "))


def main() -> None:
    """Writes one document as the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("kind", choices=("manifest", "export"))
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--faulty", type=float, default=0, help="share of items with a fault")
    parser.add_argument("--metadata-keys", type=int, default=6, help="of an item, at most 10")
    parser.add_argument("--embeddings", action="store_true", help=f"lists of {_EMBEDDING} numbers")
    parser.add_argument("--indent", action="store_true", help="one value a line")
    parser.add_argument("--ndjson", action="store_true", help="an export as one asset a line")
    parser.add_argument("--gz", action="store_true", help="compressed")
    parser.add_argument("--metadata-schema", type=Path, help="where to write the metadata schema")
    args = parser.parse_args()
    with ExitStack() as stack:
        file: BinaryIO = stack.enter_context(args.output.open("wb"))
        if args.gz:  # without a name and a time, which would be other bytes each time
            file = stack.enter_context(gzip.GzipFile("", "wb", 6, file, mtime=0))  # type: ignore[assignment]
        for piece in manifest(args) if args.kind == "manifest" else export(args):
            file.write(piece.encode())
    if args.metadata_schema is not None:
        schema = dict(METADATA_SCHEMA)
        if args.embeddings:
            schema["look"] = {"ty": "embedding", "size": _EMBEDDING}
        args.metadata_schema.write_text(json.dumps(schema, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
