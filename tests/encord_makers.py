"""Encord import manifests that nobody wrote, all of them valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

JSON = dict[str, Any]

PLACES = {
    "s3": ("s3://acme-media", "https://acme-media.s3.eu-west-1.amazonaws.com", "https://s3.amazonaws.com/acme"),
    "gcs": ("gs://acme_media", "https://storage.googleapis.com/acme-media"),
    "azure": ("https://acmemedia.blob.core.windows.net/files",),
    "https": ("https://files.acme.example", "https://minio.acme.example:9000/acme"),
}  # fmt: skip

# Of each kind: endings of its files, and what media metadata may say of them.
VIDEO = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime", "": "video/mp4"}
AUDIO = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".flac": "audio/x-flac"}
IMAGE = {".jpg": "image/jpeg", ".PNG": "image/png", ".webp": "image/webp"}
TEXT = {".txt": "text/plain", ".json": "application/json", ".jsonl": "application/x-ndjson"}

_letters = st.text("abcXYZ 0189_-.,!()~é日🚗+%#?&=@\"'\\<>{}|^`", min_size=1, max_size=8)
_keys = st.text('abcXYZ 0189_-./$~é日🚗"\\', max_size=6)
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_titles = _texts.filter(str.strip)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)
_KINDS = {int: "number", float: "number"}
# All values of a key are of one kind: the key tells which.
_metadata = st.dictionaries(_keys, values, max_size=3).map(
    lambda made: {
        f"{_KINDS.get(type(value), type(value).__name__)} {key}": value
        for key, value in made.items()
    }
) | st.builds(lambda: {"my-embedding": [0.5, -1, 2e-7]})
_pixels = st.integers(1, 65_536)
_sizes = st.integers(1_000_000, 2**53)


class Maker:
    """Makes items for one manifest: all URLs in one cloud, and none of them twice."""

    def __init__(self, draw: st.DrawFn, *, always_metadata: bool) -> None:
        self._draw = draw
        self._base = PLACES[draw(st.sampled_from(sorted(PLACES)))]
        self._always_metadata = always_metadata
        self._number = 0

    def url(self, ending: str) -> str:
        """The next URL."""
        self._number += 1
        folder = self._draw(_letters.filter(lambda text: text.strip(".")))
        base = self._draw(st.sampled_from(self._base))
        return f"{base}/d-{quote(folder, safe='')}/{self._number}{ending}"

    def item(self, **keys: Any) -> JSON:
        """An item with these keys, and perhaps a title and metadata, in any order."""
        if self._draw(st.booleans()):
            keys.setdefault("title", self._draw(_titles))
        if self._always_metadata or self._draw(st.booleans()):
            keys.setdefault("clientMetadata", self._draw(_metadata))
        return dict(self._draw(st.permutations(list(keys.items()))))

    def single(self, key: str, kinds: dict[str, str], **members: st.SearchStrategy[Any]) -> JSON:
        """An item of one file, perhaps with its block of media metadata."""
        ending = self._draw(st.sampled_from(sorted(kinds)))
        item: JSON = {"objectUrl": self.url(ending)}
        if self._draw(st.booleans()):
            block = {name: self._draw(member) for name, member in members.items()}
            for name in ("mime_type", "mimeType"):
                if name in block:
                    block[name] = kinds[ending]
            item[key] = block
        return self.item(**item)

    def video(self) -> JSON:
        """A video, perhaps with key frames."""
        rates = st.floats(0.1, 1000) | st.integers(1, 120)
        item = self.single(
            "videoMetadata", VIDEO, fps=rates, duration=st.floats(0.1, 1000), width=_pixels,
            height=_pixels, file_size=_sizes, mime_type=st.none(),
        )  # fmt: skip
        if "clientMetadata" in item and self._draw(st.booleans()):
            frames = {"0": {}, "1": {"site": "north"}} if self._draw(st.booleans()) else [0, 1]
            item["clientMetadata"]["$encord"] = {"frames": frames}
        return item

    def audio(self) -> JSON:
        """An audio file."""
        return self.single(
            "audioMetadata", AUDIO, duration=st.floats(0.1, 1000), file_size=_sizes,
            mime_type=st.none(), sample_rate=st.integers(8000, 96_000),
            bit_depth=st.integers(16, 32), codec=st.just("pcm"), num_channels=st.integers(1, 8),
        )  # fmt: skip

    def image(self) -> JSON:
        """An image, its metadata in one of the two spellings."""
        if self._draw(st.booleans()):
            return self.single(
                "imageMetadata", IMAGE, mimeType=st.none(), fileSize=_sizes, width=_pixels,
                height=_pixels,
            )  # fmt: skip
        return self.single(
            "imageMetadata", IMAGE, mime_type=st.none(), file_size=_sizes, width=_pixels,
            height=_pixels,
        )  # fmt: skip

    def group(self) -> JSON:
        """An image group or sequence of up to twelve images."""
        keys = {} if self._draw(st.booleans()) else {"createVideo": self._draw(st.booleans())}
        return self._numbered(".jpg", **keys)

    def series(self) -> JSON:
        """A DICOM series."""
        return self._numbered(self._draw(st.sampled_from([".dcm", ""])))

    def _numbered(self, ending: str, **keys: Any) -> JSON:
        count = self._draw(st.integers(1, 12))
        urls = {f"objectUrl_{number}": self.url(ending) for number in range(count)}
        return {**self.item(title=self._draw(_titles), **keys), **urls}

    def text(self) -> JSON:
        """A text file."""
        return self.single("textMetadata", TEXT, file_size=_sizes, mime_type=st.none())

    def pdf(self) -> JSON:
        """A PDF."""
        return self.single("pdfMetadata", {".pdf": ""}, file_size=_sizes, num_pages=_pixels)

    def nifti(self) -> JSON:
        """A NIfTI volume."""
        return self.item(objectUrl=self.url(self._draw(st.sampled_from([".nii", ".nii.gz"]))))

    def time_series(self) -> JSON:
        """A time series, perhaps with settings."""
        item: JSON = {"objectUrl": self.url(".csv")}
        if self._draw(st.booleans()):
            channel = {"label": "x", "color": "#0f0", "hidden": False, "lineWidth": 0.5}
            item["settings"] = {"channels": {self._draw(_keys): channel}}
        return self.item(**item)

    def scene(self) -> JSON:
        """A scene in one of the forms it can have."""
        events = [{"timestamp": n / 10, "uri": self.url(".pcd")} for n in range(3)]
        lidar = {"type": "point_cloud", "events": events, "frame_of_reference": "root"}
        lens = {
            "type": "camera_parameters",
            "events": [
                {"widthPx": 9, "heightPx": 9, "intrinsics": {"fx": 1, "fy": 1, "ox": 4, "oy": 4}}
            ],
        }
        view = {"type": "image", "camera": "lens", "events": [{"uri": self.url(".jpg")}]}
        forms: list[Any] = [
            self.url(".ply"),
            {"url": self.url(""), "format": "mcap"},
            {"type": "point_cloud", "events": [{"uri": self.url(".pcd")}]},
            {"lidar": lidar},
            {"lidar": lidar, "lens": lens, "view": view},
            {"content": {"lidar": lidar}, "defaultGroundHeight": -1.8},
        ]
        return self.item(title=self._draw(_titles), scene=self._draw(st.sampled_from(forms)))


MAKERS: dict[str, Callable[[Maker], JSON]] = {
    "videos": Maker.video,
    "audio": Maker.audio,
    "images": Maker.image,
    "image_groups": Maker.group,
    "dicom_series": Maker.series,
    "text_files": Maker.text,
    "text": Maker.text,
    "pdfs": Maker.pdf,
    "nifti": Maker.nifti,
    "time_series": Maker.time_series,
    "scenes": Maker.scene,
}


@st.composite
def manifests(draw: st.DrawFn, having: str | None = None) -> tuple[JSON, Maker]:
    """A valid manifest with any sections in any order (`having` among them), and its maker."""
    upsert = draw(st.booleans())
    maker = Maker(draw, always_metadata=upsert)
    names = draw(st.lists(st.sampled_from(sorted(MAKERS)), min_size=1, max_size=4, unique=True))
    if having is not None and having not in names:
        names.insert(draw(st.integers(0, len(names))), having)
    members: JSON = {
        name: [MAKERS[name](maker) for _ in range(draw(st.integers(1, 3)))] for name in names
    }
    if upsert:
        members |= {"skip_duplicate_urls": True, "upsert_metadata": True}
    elif draw(st.booleans()):
        members["skip_duplicate_urls"] = draw(st.booleans())
    return dict(draw(st.permutations(list(members.items())))), maker
