"""An item without media metadata where that is mandatory."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MEMBERS
from manifestry.formats.encord.quick import lacks_media
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.spelling import did_you_mean

_STRICT: dict[str, object] = {"profile": "strict-client-only"}


def _check(item: Item) -> Iterable[Hit]:
    media = item.section.media
    if item.settings.profile != "strict-client-only" or media is None or media in item.value:
        return ()
    # a misspelt block, or that of another kind of file, is a fault of its own
    if any(did_you_mean(key, MEMBERS) for key in item.value if key != "clientMetadata"):
        return ()
    return [Hit((), f'This {item.section.noun} has no "{media}"', help=_help(media))]


def _help(media: str) -> str:
    members = ", ".join(f'"{member[0]}"' for member in MEMBERS[media])
    return f'Add "{media}" with {members}.'


RULE = Rule[Item, Member](
    code="E401",
    name="missing-media-metadata",
    severity=Severity.ERROR,
    summary="Item without the media metadata that a strict client-only integration needs",
    why=(
        "With strict client-only access the platform never opens a file, so all it knows of a "
        "video, an image, a sound, a text or a PDF is what the manifest says. The rule works "
        "only in the profile strict-client-only. NIfTI volumes have no such block. Groups and "
        "DICOM series need metadata file by file too, but how a manifest spells that is not "
        "known, so nothing is demanded of them."
    ),
    help="Add the media metadata, with all of its members.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}', "/videos/0", None, _STRICT
        ),
        Bad('{"pdfs": [{"objectUrl": "s3://acme-docs/r.pdf"}]}', "/pdfs/0", None, _STRICT),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            _STRICT,
        ),
        Good('{"nifti": [{"objectUrl": "s3://acme-med/vol.nii.gz"}]}', _STRICT),
    ),
    source="Documentation (strict client-only access)",
    check=_check,
    when=lacks_media,
)
