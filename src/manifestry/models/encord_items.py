"""The items of a manifest, one class for each kind.

Attributes are snake_case, their JSON names camelCase: `object_url` is "objectUrl".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import AliasChoices, AliasGenerator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from manifestry.formats.encord.item import NUMBERED_URL
from manifestry.models.base import JsonObject, ListOf, Model, Number, Part
from manifestry.models.encord_metadata import (
    ITEMS,
    AudioMetadata,
    ImageMetadata,
    PdfMetadata,
    TextMetadata,
    VideoMetadata,
)


class _CamelCase(Model, frozen=True):
    model_config = ConfigDict(
        alias_generator=AliasGenerator(
            # As "choices", because a plain alias would be the name `help()` shows.
            validation_alias=lambda name: AliasChoices(to_camel(name)),
            serialization_alias=to_camel,
        )
    )


class Video(_CamelCase, frozen=True):
    """One video file.

    >>> Video(object_url="s3://acme-media/cam1/a.mp4", title="cam1 a").to_dict()
    {'objectUrl': 's3://acme-media/cam1/a.mp4', 'title': 'cam1 a'}
    """

    SCHEMA: ClassVar[str] = ITEMS + "video"

    object_url: str
    """The address of the video file."""
    title: str | None = None
    """The name the video is shown under."""
    video_metadata: Part[VideoMetadata] | None = None
    """Frame rate, playing time, picture size, file size and type of the video. Mandatory only with an integration in strict client-only mode."""
    client_metadata: JsonObject | None = None
    """Free key-values of the video, at most 10 MB; "$encord" in it chooses key frames and holds metadata of single frames."""


class Audio(_CamelCase, frozen=True):
    """One audio file."""

    SCHEMA: ClassVar[str] = ITEMS + "audio"

    object_url: str
    """The address of the audio file."""
    title: str | None = None
    """The name the audio file is shown under."""
    audio_metadata: Part[AudioMetadata] | None = None
    """Playing time, sampling, codec, channels, file size and type of the audio file. Mandatory only with an integration in strict client-only mode."""
    client_metadata: JsonObject | None = None
    """Free key-values of the audio file, at most 10 MB."""


class Image(_CamelCase, frozen=True):
    """One image file."""

    SCHEMA: ClassVar[str] = ITEMS + "image"

    object_url: str
    """The address of the image file."""
    title: str | None = None
    """The name the image is shown under."""
    image_metadata: Part[ImageMetadata] | None = None
    """Size in pixels, file size and type of the image. Mandatory only with an integration in strict client-only mode."""
    client_metadata: JsonObject | None = None
    """Free key-values of the image, at most 10 MB; embeddings go here too."""


class Text(_CamelCase, frozen=True):
    """One text file: txt, md, html, xml, json and others."""

    SCHEMA: ClassVar[str] = ITEMS + "text"

    object_url: str
    """The address of the text file."""
    title: str | None = None
    """The name the text file is shown under."""
    text_metadata: Part[TextMetadata] | None = None
    """File size and type of the text file. Mandatory only with an integration in strict client-only mode."""
    client_metadata: JsonObject | None = None
    """Free key-values of the text file, at most 10 MB."""


class Pdf(_CamelCase, frozen=True):
    """One PDF document."""

    SCHEMA: ClassVar[str] = ITEMS + "pdf"

    object_url: str
    """The address of the PDF."""
    title: str | None = None
    """The name the PDF is shown under."""
    pdf_metadata: Part[PdfMetadata] | None = None
    """File size and number of pages of the PDF. Mandatory only with an integration in strict client-only mode."""
    client_metadata: JsonObject | None = None
    """Free key-values of the PDF, at most 10 MB."""


class Nifti(_CamelCase, frozen=True):
    """One NIfTI volume: .nii or .nii.gz."""

    SCHEMA: ClassVar[str] = ITEMS + "nifti"

    object_url: str
    """The address of the NIfTI file."""
    title: str | None = None
    """The name the volume is shown under."""
    client_metadata: JsonObject | None = None
    """Free key-values of the volume, at most 10 MB."""


_URLS = "objectUrl_"
"""Where the URLs of a group are while it is read: no JSON that is right has this key."""


class _Group(_CamelCase, frozen=True):
    """Several files under one title: in JSON, one key for each URL."""

    object_urls: ListOf[str] = Field(
        validation_alias=AliasChoices(_URLS), serialization_alias=_URLS
    )
    """The addresses of the files, in order. Their keys in JSON are objectUrl_0, objectUrl_1 and so on; numbers that leave gaps are read in their order and close up."""

    @classmethod
    def _json_form(cls, members: Mapping[str, Any]) -> dict[str, Any]:
        form = super()._json_form(members)
        if isinstance(form.get(_URLS), list | tuple):
            form |= {f"{_URLS}{number}": url for number, url in enumerate(form.pop(_URLS))}
        return form

    @classmethod
    def _canonical(cls, value: dict[str, Any]) -> dict[str, Any]:
        numbered = sorted(filter(NUMBERED_URL.match, value), key=_number)
        rest = {name: inner for name, inner in value.items() if name not in numbered}
        return {_URLS: [value[name] for name in numbered], **rest}


def _number(key: str) -> tuple[int, str]:
    digits = key.removeprefix(_URLS).lstrip("0")
    return len(digits), digits  # int() refuses thousands of digits


class ImageGroup(_Group, frozen=True):
    """Several images under one title; an image sequence if `create_video` is true.

    >>> group = ImageGroup(title="car 7", object_urls=["gs://acme-media/7/0.jpg"])
    >>> group.to_dict()
    {'title': 'car 7', 'objectUrl_0': 'gs://acme-media/7/0.jpg'}
    """

    SCHEMA: ClassVar[str] = ITEMS + "image-group"

    title: str
    """The name the group is shown under."""
    create_video: bool = False
    """True makes a video of the images (an image sequence); false or left out keeps them apart (an image group)."""
    client_metadata: JsonObject | None = None
    """Free key-values of the whole group, at most 10 MB."""


class DicomSeries(_Group, frozen=True):
    """The DICOM files of one series under one title."""

    SCHEMA: ClassVar[str] = ITEMS + "dicom-series"

    title: str
    """The name the series is shown under."""
    client_metadata: JsonObject | None = None
    """Free key-values of the whole series, at most 10 MB."""


class Channel(_CamelCase, frozen=True):
    """How one channel of a time series is drawn: as a line, unless `style` says points.

    `line_width` of points and `point_radius` of a line have no effect, and are not looked at.
    """

    SCHEMA: ClassVar[str] = "encord/time-series-item.schema.json#/$defs/channel"

    label: str | None = None
    """The name shown instead of the column's, 1 to 1,024 characters."""
    color: str | None = None
    """The colour of the channel; left out or null, the editor chooses."""
    hidden: bool = False
    """True leaves the channel out of the picture at first."""
    style: Literal["line", "points"] = "line"
    """Drawn as a "line" through the values or as single "points"."""
    line_width: Number | None = Field(
        default=None, validation_alias=AliasChoices("lineWidth", "line_width")
    )
    """Width of the line in pixels of the screen, 0.5 to 6."""
    point_radius: Number | None = Field(
        default=None, validation_alias=AliasChoices("pointRadius", "point_radius")
    )
    """Radius of a point in pixels of the screen, 1 to 8."""


class TimeSeriesSettings(_CamelCase, frozen=True):
    """How the channels of a time series are drawn at first."""

    SCHEMA: ClassVar[str] = "encord/time-series-item.schema.json#/$defs/settings"

    channels: Mapping[str, Part[Channel]]
    """The channels that differ from the default, by the name their column has in the first row of the CSV file; at most 100."""


class TimeSeries(_CamelCase, frozen=True):
    """One CSV file of measurements over time: one column holds the time, every other is a channel."""

    SCHEMA: ClassVar[str] = "encord/time-series-item.schema.json"

    object_url: str
    """The address of the CSV file."""
    title: str | None = None
    """The name the time series is shown under."""
    client_metadata: JsonObject | None = None
    """Free key-values of the time series, at most 10 MB."""
    settings: Part[TimeSeriesSettings] | None = None
    """How the channels are drawn at first. Left out or null, the editor chooses."""


class Scene(_CamelCase, frozen=True):
    """One 3D scene: one file that holds everything, or named streams of several kinds.

    What `scene` may hold is a format of its own; it is judged by its schema, but not taken
    apart into attributes.
    """

    SCHEMA: ClassVar[str] = "encord/scene-item.schema.json"

    title: str
    """The name the scene is shown under."""
    scene: str | JsonObject
    """What the scene is made of."""
    client_metadata: JsonObject | None = None
    """Free key-values of the scene, at most 10 MB."""
