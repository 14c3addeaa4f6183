"""The documents that examples of rules on assets are made of: complete but for a change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

ABSENT: Final = object()
"""Stands for a key that is left out."""

Changes = Mapping[str, object]


def exported(*assets: Changes) -> str:
    """An export of images, complete but for what is changed in each; `task` is changed within.

    >>> exported({"metadata": ABSENT, "batches": ABSENT, "task": ABSENT})
    '[{"asset": "https://cdn.acme.example/0.jpg", "externalId": "0.jpg"}]'
    """
    return json.dumps([_asset(number, changes) for number, changes in enumerate(assets)])


def imported(*assets: Changes) -> str:
    """An import of images, complete but for what is changed in each.

    >>> imported({"externalId": ABSENT})
    '[{"data": "https://cdn.acme.example/0.jpg"}]'
    """
    bases = (
        {"data": f"https://cdn.acme.example/{number}.jpg", "externalId": f"{number}.jpg"}
        for number in range(len(assets))
    )
    return json.dumps([_changed(*pair) for pair in zip(bases, assets, strict=True)])


def legacy(changes: Changes) -> str:
    """A legacy export of one image."""
    tasks = [{"taskId": f"{1:024}", "objects": [], "classifications": [], "relations": []}]
    return exported({"task": ABSENT, "batches": ABSENT, "tasks": tasks, **changes})


def _asset(number: int, changes: Changes) -> dict[str, object]:
    task = changes.get("task", {})
    base = {
        "asset": f"https://cdn.acme.example/{number}.jpg",
        "externalId": f"{number}.jpg",
        "metadata": {"width": 640, "height": 480},
        "batches": ["week 12"],
    }
    changed: object = _changed(_task(number), task) if isinstance(task, dict) else task
    return _changed(base, {**changes, "task": changed})


def _task(number: int) -> dict[str, object]:
    return {
        "taskId": f"65a{number:021}",
        "stage": "Complete",
        "stageId": "Complete",
        "tools": [],
        "classifications": [],
        "relations": [],
    }


def _changed(base: Mapping[str, object], changes: Changes) -> dict[str, object]:
    return {key: value for key, value in {**base, **changes}.items() if value is not ABSENT}
