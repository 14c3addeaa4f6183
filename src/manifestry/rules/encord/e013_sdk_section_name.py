"""PDFs under the SDK's name for them."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renames import Renames
from manifestry.rules.base import Bad, Good, Rule
from manifestry.settings import Settings

_WORDS = '"pdf" is the SDK\'s name for this section; manifests in use say "pdfs"'


def _track(_: Settings) -> Renames:
    return Renames(_meant, lambda _: _WORDS, lambda _: None)


def _meant(member: Member) -> str | None:
    return "pdfs" if member.key == "pdf" and member.count is not None else None


RULE = Rule[Item, Member](
    code="E013",
    name="sdk-section-name",
    severity=Severity.INFO,
    summary="PDF section has the SDK's name",
    why=(
        "Manifests that are known to work list PDFs under pdfs; pdf is the name in the SDK and "
        "on the wire. It is accepted here, but whether the platform does is not documented."
    ),
    help='Write "pdfs".',
    bad=(
        Bad('{"pdf": [{"objectUrl": "s3://acme-media/a.pdf"}]}', at="/pdf"),
        Bad(
            '{"skip_duplicate_urls": true, "pdf": [{"objectUrl": "s3://acme-media/a.pdf"}]}',
            at="/pdf",
        ),
    ),
    good=(
        Good('{"pdfs": [{"objectUrl": "s3://acme-media/a.pdf"}]}'),
        Good('{"text": [{"objectUrl": "s3://acme-media/a.txt"}]}'),
    ),
    source="SDK and manifests in use",
    fix="safe",
    track=_track,
)
