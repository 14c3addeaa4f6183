"""Media metadata: what is known of a file, so that the platform need not open it.

All members or none: the platform uses the values as given, without a look at the file.
Where a member goes by two spellings, both are read and the usual one is written; should
both be there, the unusual one is left as an unknown key.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import AliasChoices, Field

from manifestry.models.base import Integer, Model, Number

ITEMS = "encord/items.schema.json#/$defs/"


class VideoMetadata(Model, frozen=True):
    """What is known of a video file. Sizes are in pixels and bytes, times in seconds."""

    SCHEMA: ClassVar[str] = ITEMS + "video-metadata"

    fps: Number
    """Frame rate in frames per second, more than 0; fractions are allowed."""
    duration: Number
    """Playing time in seconds, more than 0."""
    width: Integer
    """Width of the picture in pixels, 1 or more."""
    height: Integer
    """Height of the picture in pixels, 1 or more."""
    file_size: Integer
    """Size of the video file in bytes."""
    mime_type: str
    """MIME type of the video file, such as video/mp4 or video/webm."""


class AudioMetadata(Model, frozen=True):
    """What is known of an audio file. Times are in seconds, rates in Hz, sizes in bytes.

    `duration_seconds`, an older name, is read as `duration`.
    """

    SCHEMA: ClassVar[str] = ITEMS + "audio-metadata"

    duration: Number = Field(validation_alias=AliasChoices("duration", "duration_seconds"))
    """Playing time in seconds, more than 0."""
    file_size: Integer
    """Size of the audio file in bytes."""
    mime_type: str
    """MIME type of the audio file, such as audio/mpeg or audio/wav."""
    sample_rate: Integer
    """Samples per second (Hz) of one channel, 1 or more."""
    bit_depth: Integer
    """Size of one sample in bits, 0 or more; 0 where the codec has none."""
    codec: str
    """Name of the codec the sound is stored with, such as mp3 or pcm."""
    num_channels: Integer
    """Number of channels, 1 or more: 1 is mono, 2 stereo."""


class ImageMetadata(Model, frozen=True):
    """What is known of an image file. Sizes are in pixels and bytes.

    Written as `mimeType` and `fileSize`; `mime_type` and `file_size` are read as well.
    """

    SCHEMA: ClassVar[str] = ITEMS + "image-metadata"

    mime_type: str = Field(
        validation_alias=AliasChoices("mimeType", "mime_type"), serialization_alias="mimeType"
    )
    """MIME type of the image file, such as image/png or image/jpeg."""
    file_size: Integer = Field(
        validation_alias=AliasChoices("fileSize", "file_size"), serialization_alias="fileSize"
    )
    """Size of the image file in bytes."""
    width: Integer
    """Width of the image in pixels, 1 or more."""
    height: Integer
    """Height of the image in pixels, 1 or more."""


class TextMetadata(Model, frozen=True):
    """What is known of a text file.

    Written as `file_size` and `mime_type`; `fileSize` and `mimeType` are read as well.
    """

    SCHEMA: ClassVar[str] = ITEMS + "text-metadata"

    file_size: Integer = Field(validation_alias=AliasChoices("file_size", "fileSize"))
    """Size of the text file in bytes."""
    mime_type: str = Field(validation_alias=AliasChoices("mime_type", "mimeType"))
    """MIME type of the text file, such as text/plain or application/json."""


class PdfMetadata(Model, frozen=True):
    """What is known of a PDF.

    Written as `file_size` and `num_pages`; `fileSize` and `numPages` are read as well.
    """

    SCHEMA: ClassVar[str] = ITEMS + "pdf-metadata"

    file_size: Integer = Field(validation_alias=AliasChoices("file_size", "fileSize"))
    """Size of the PDF in bytes."""
    num_pages: Integer = Field(validation_alias=AliasChoices("num_pages", "numPages"))
    """Number of pages, 1 or more."""
