"""Sound outside the range that is known to be supported."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import BIT_DEPTHS, SAMPLE_RATES, is_doubtful, number
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

_RANGES = (("sample_rate", *SAMPLE_RATES, "Hz"), ("bit_depth", *BIT_DEPTHS, "bits"))


def _check(item: Item) -> Iterable[Hit]:
    block = item.media if item.section.kind == "audio" else None
    if block is None:
        return ()
    hits = []
    for key, least, most, unit in _RANGES:
        value = number(block.get(key))
        if value is None or least <= value <= most or not value > 0 or value % 1:
            continue  # the schema speaks of what is no whole number
        text = f'"{key}" is {quote(value)}, outside of {least:,} to {most:,} {unit}'
        hits.append(Hit(("audioMetadata", key), text))
    return hits


RULE = Rule[Item, Member](
    code="E412",
    name="audio-outside-index-range",
    severity=Severity.WARNING,
    summary="Sample rate or bit depth outside the supported range",
    why=(
        "Sample rates from 8,000 to 96,000 Hz and depths from 16 to 32 bits are supported. "
        "Outside of that the file may be refused; more often the value has the wrong unit, "
        "such as kHz or bytes."
    ),
    help="Give the sample rate in Hz and the bit depth in bits, and convert other sound.",
    bad=(
        Bad(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 44, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}',
            at="/audio/0/audioMetadata/sample_rate",
        ),
        Bad(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 44100, "bit_depth": 8, "codec": "pcm", "num_channels": 2}}]}',
            at="/audio/0/audioMetadata/bit_depth",
        ),
    ),
    good=(
        Good(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 8000, "bit_depth": 32, "codec": "pcm", "num_channels": 1}}]}'
        ),
        Good(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 96000, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}'
        ),
    ),
    source="Documentation (audio files in Index)",
    check=_check,
    when=is_doubtful,
)
