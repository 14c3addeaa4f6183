"""Encord import manifests as typed, frozen values.

>>> video = Video(
...     object_url="s3://acme-media/cam1/a.mp4",
...     video_metadata=VideoMetadata(
...         fps=25, duration=12.4, width=1280, height=720, file_size=904512, mime_type="video/mp4"
...     ),
...     client_metadata={"site": "north"},
... )
>>> manifest = Manifest(videos=[video], skip_duplicate_urls=True)
>>> manifest.check().ok
True
>>> Manifest.from_json(manifest.to_json()) == manifest
True

What a model accepts is what its JSON Schema accepts: the certain errors are refused here.
What is only doubtful, such as an unknown key, is what `Manifest.check` finds.
"""

from __future__ import annotations

from typing import Any, ClassVar

import manifestry
from manifestry.models.base import ListOf, Model
from manifestry.models.encord_items import (
    Audio,
    Channel,
    DicomSeries,
    Image,
    ImageGroup,
    Nifti,
    Pdf,
    Scene,
    Text,
    TimeSeries,
    TimeSeriesSettings,
    Video,
)
from manifestry.models.encord_metadata import (
    AudioMetadata,
    ImageMetadata,
    PdfMetadata,
    TextMetadata,
    VideoMetadata,
)

__all__ = [
    "Audio",
    "AudioMetadata",
    "Channel",
    "DicomSeries",
    "Image",
    "ImageGroup",
    "ImageMetadata",
    "Manifest",
    "Nifti",
    "Pdf",
    "PdfMetadata",
    "Scene",
    "Text",
    "TextMetadata",
    "TimeSeries",
    "TimeSeriesSettings",
    "Video",
    "VideoMetadata",
]


class Manifest(Model, frozen=True):
    """An import manifest: items of any kinds, each kind in its own section.

    The sections "text" and "pdf" are read as `text_files` and `pdfs`, and written so.
    """

    SCHEMA: ClassVar[str] = "encord/multi-type.schema.json"

    videos: ListOf[Video] = ()
    """The videos, one item each."""
    audio: ListOf[Audio] = ()
    """The audio files, one item each."""
    images: ListOf[Image] = ()
    """The single images, one item each."""
    image_groups: ListOf[ImageGroup] = ()
    """The image groups and image sequences, one item each."""
    dicom_series: ListOf[DicomSeries] = ()
    """The DICOM series, one item each."""
    text_files: ListOf[Text] = ()
    """The text files, one item each."""
    pdfs: ListOf[Pdf] = ()
    """The PDF documents, one item each."""
    nifti: ListOf[Nifti] = ()
    """The NIfTI volumes, one item each."""
    time_series: ListOf[TimeSeries] = ()
    """The time series, one item (one CSV file) each."""
    scenes: ListOf[Scene] = ()
    """The scenes, one item each."""
    skip_duplicate_urls: bool = False
    """True passes over items whose object URLs are registered already; false if left out."""
    upsert_metadata: bool = False
    """True overwrites the client metadata of items that are registered already; needs "skip_duplicate_urls" true; false if left out."""

    def check(self, settings: manifestry.Settings | None = None) -> manifestry.Report:
        """Checks the manifest like a file that holds it: `manifestry.check(self.to_dict())`."""
        return manifestry.check(self.to_dict(), settings)

    @classmethod
    def _canonical(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name, other in (("text_files", "text"), ("pdfs", "pdf")):
            if other in value:
                value[name] = [*value.get(name, ()), *value.pop(other)]
        return value
