"""Complete assets for the examples of Ango Hub's rules: only what a rule is about differs."""

from __future__ import annotations

import json
from typing import Any, Final

_SITE: Final = "https://acme-media.example/"
_MEDIA: Final[dict[str, dict[str, Any]]] = {
    "a.jpg": {"width": 640, "height": 480},
    "v.mp4": {"width": 640, "height": 480, "frameTotal": 300, "frameRate": 25},
    "t.txt": {"language": "en"},
}


def object_id(number: int) -> str:
    """The id of an annotation, in the platform's own form."""
    return f"{number:a>23}"


def tool(number: int = 1, **more: Any) -> dict[str, Any]:
    """A tool without its geometry; `more` has underscores where the keys have hyphens."""
    named = {key.replace("_", "-"): value for key, value in more.items()}
    common = {"objectId": object_id(number), "schemaId": f"{1:b>23}", "title": "Car"}
    return {**named, **common, "classifications": []}


def box(number: int = 1, **more: Any) -> dict[str, Any]:
    """A tool with a box."""
    return {**tool(number, bounding_box={"x": 10, "y": 20, "width": 30, "height": 40}), **more}


def answer(tool_: str, answer_: Any, **more: Any) -> dict[str, Any]:
    """A classification: the answer to a question of some kind."""
    common = {"objectId": object_id(7), "schemaId": f"{7:b>23}", "title": "Weather"}
    return {**common, "tool": tool_, "answer": answer_, "classifications": [], **more}


def relation(**more: Any) -> dict[str, Any]:
    """A relation; `from_` stands for `from`."""
    common = {"objectId": object_id(8), "schemaId": f"{9:b>23}", "title": "pulls"}
    return {**common, **{key.rstrip("_"): value for key, value in more.items()}}


def export(
    *tools: dict[str, Any],
    file: str = "a.jpg",
    asset: dict[str, Any] | None = None,
    **task: Any,
) -> str:
    """An export with one asset; `asset` and the keywords replace parts of it and of its task."""
    labels = {"tools": list(tools), "classifications": [], "relations": []}
    known = {"taskId": "65a000000000000000000001", "stage": "Complete", "stageId": "Complete"}
    whole = {
        "asset": _SITE + file,
        "externalId": file,
        "metadata": _MEDIA[file],
        "batches": ["week 12"],
        "task": {**known, **labels, **task},
        **(asset or {}),
    }
    return json.dumps([whole])


def pages(*tools: dict[str, Any]) -> str:
    """An export with one asset of two images."""
    dataset = [f"{_SITE}p{page}.png" for page in range(2)]
    asset = {"asset": dataset[0], "assetId": "65a000000000000000000010", "dataset": dataset}
    return export(*tools, asset=asset)


def legacy(*objects: dict[str, Any], labeled_at: str | None = None, **task: Any) -> str:
    """An export of the first generation with one asset and one task."""
    labels = {"objects": list(objects), "classifications": [], "relations": []}
    whole = {
        "asset": _SITE + "a.jpg",
        "externalId": "a.jpg",
        "metadata": _MEDIA["a.jpg"],
        "tasks": [{"taskId": "65a000000000000000000001", **labels, **task}],
        "labeledAt": labeled_at,
    }
    return json.dumps([whole])


def stage(number: int, **more: Any) -> dict[str, Any]:
    """An entry of a stage history; a higher number was completed later."""
    completed = f"2024-05-01T1{number}:00:00.000Z"
    return {"stage": "Label", "stageId": "Label", "completedAt": completed, **more}
