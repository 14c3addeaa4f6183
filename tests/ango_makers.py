"""Exports and asset imports of Ango Hub that nobody wrote, all of them valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

JSON = dict[str, Any]

STAMP = "2024-05-01T10:00:00.000Z"

_words = st.text("abc XYZ09é日-_/.", min_size=1, max_size=8).filter(str.strip)
_points = st.tuples(st.integers(0, 600), st.integers(0, 400)).map(list)
_answers = st.text("abc yes no", min_size=1, max_size=6)


def hexadecimal(number: int, digits: int) -> str:
    """A number as an id of so many digits."""
    return f"{number:0{digits}x}"


class Maker:
    """Makes the assets of one document: no id, address or name twice."""

    def __init__(self, draw: st.DrawFn, first: int = 0) -> None:
        self._draw = draw
        self._number = first

    def number(self) -> int:
        """The next number."""
        self._number += 1
        return self._number

    def address(self, ending: str) -> str:
        """The next address."""
        return f"https://cdn.acme.example/d/{self.number()}{ending}"

    def classification(self, depth: int = 0) -> JSON:
        """A classification, perhaps with others inside."""
        draw = self._draw
        listed = draw(st.booleans())
        inner = depth < 2 and draw(st.booleans())
        return {
            "objectId": hexadecimal(self.number(), 23),
            "schemaId": hexadecimal(0xC0 + listed, 23),
            "title": "Doors" if listed else "Colour",
            "tool": "checkbox" if listed else "radio",
            "answer": draw(st.lists(_answers, max_size=3)) if listed else draw(_answers),
            "classifications": [self.classification(depth + 1)] if inner else [],
        }

    def tool(self, **keys: Any) -> JSON:
        """A tool with one geometry."""
        return {
            **keys,
            "objectId": hexadecimal(self.number(), 23),
            "schemaId": hexadecimal(0xB0, 23),
            "title": "Car",
            "classifications": [self.classification()] if self._draw(st.booleans()) else [],
        }

    def shape(self) -> JSON:
        """A geometry that lies in a picture of 640 by 480."""
        x, y = self._draw(_points)
        shapes: list[JSON] = [
            {"bounding-box": {"x": x, "y": y, "width": 30, "height": 40.5}},
            {"point": [x, y]},
            {"polyline": [[x, y], [x + 9, y + 9]]},
            {"polygon": [[x, y], [x + 30, y], [x, y + 30.25]]},
            {
                "segmentation": {
                    "zones": [{"region": [[x, y], [x + 9, y], [x, y + 9]], "holes": []}]
                }
            },
        ]
        return self._draw(st.sampled_from(shapes))

    def task(self, tools: list[JSON]) -> JSON:
        """A task at its end, with a stage behind it."""
        ids = [tool["objectId"] for tool in tools]
        relations = (
            []
            if len(ids) < 2
            else [
                {
                    "objectId": hexadecimal(self.number(), 23),
                    "schemaId": hexadecimal(0xA0, 23),
                    "title": "next to",
                    "from": ids[0],
                    "to": ids[1],
                    "direction": "straight",
                }
            ]
        )
        return {
            "taskId": hexadecimal(self.number(), 24),
            "stage": "Complete",
            "stageId": "Complete",
            "updatedAt": STAMP,
            "updatedBy": "ann@acme.example",
            "totalDuration": self._draw(st.integers(0, 10**6)),
            "tools": tools,
            "classifications": [self.classification()] if self._draw(st.booleans()) else [],
            "relations": relations,
            "stageHistory": [
                {"stage": "Start", "stageId": "Start", "duration": 0, "completedAt": STAMP}
            ],
        }

    def image(self) -> JSON:
        """An image, its size known."""
        tools = [self.tool(**self.shape()) for _ in range(self._draw(st.integers(0, 3)))]
        return {
            "asset": self.address(".jpg"),
            "metadata": {"width": 640, "height": 480},
            "task": self.task(tools),
        }

    def pages(self) -> JSON:
        """Several images as one asset."""
        pages = [self.address(".png") for _ in range(self._draw(st.integers(1, 4)))]
        tools = [self.tool(point=[1, 2], page=number) for number in range(len(pages))]
        return {
            "asset": pages[0],
            "assetId": hexadecimal(self.number(), 24),
            "dataset": pages,
            "metadata": {"width": 640, "height": 480},
            "task": self.task(tools),
        }

    def video(self) -> JSON:
        """A video of 300 frames."""
        tools = [
            self.tool(page=page, **{"bounding-box": {"x": 1, "y": 2, "width": 3, "height": 4}})
            for page in sorted(self._draw(st.sets(st.integers(0, 299), max_size=3)))
        ]
        return {
            "asset": self.address(".mp4"),
            "metadata": {"width": 640, "height": 480, "frameTotal": 300, "frameRate": 29.97},
            "task": self.task(tools),
        }

    def audio(self) -> JSON:
        """A recording."""
        tools = [self.tool(ner={"start": 2.05, "end": 6.5})]
        return {"asset": self.address(".mp3"), "metadata": {}, "task": self.task(tools)}

    def text(self) -> JSON:
        """A text."""
        tools = [self.tool(ner={"start": 3, "end": 7, "selection": "Ango"})]
        return {"asset": self.address(".txt"), "metadata": {}, "task": self.task(tools)}

    def asset(self) -> JSON:
        """Any asset, its keys in any order."""
        kinds: list[Callable[[Maker], JSON]] = [
            Maker.image, Maker.pages, Maker.video, Maker.audio, Maker.text,
        ]  # fmt: skip
        made = self._draw(st.sampled_from(kinds))(self)
        made["externalId"] = f"{self._draw(_words)} {self.number()}"
        made["batches"] = self._draw(st.lists(st.sampled_from(["week 1", "week 2"]), unique=True))
        if self._draw(st.booleans()):
            made["contextData"] = self._draw(st.dictionaries(_words, _words, max_size=3))
        return dict(self._draw(st.permutations(list(made.items()))))

    def import_asset(self) -> JSON:
        """What an import of such an asset looks like."""
        made = self.asset()
        del made["task"]
        made.pop("assetId", None)
        address = made.pop("asset")
        if "dataset" not in made:
            made["data"] = address
        return made


@st.composite
def exports(draw: st.DrawFn) -> list[JSON]:
    """A valid export."""
    maker = Maker(draw)
    return [maker.asset() for _ in range(draw(st.integers(1, 4)))]


@st.composite
def imports(draw: st.DrawFn) -> list[JSON]:
    """A valid asset import."""
    maker = Maker(draw)
    return [maker.import_asset() for _ in range(draw(st.integers(1, 4)))]
