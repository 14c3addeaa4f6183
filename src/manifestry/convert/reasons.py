"""Why something of the source is not in the result as it was: the catalogue of losses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Effect = Literal["left-out", "lost", "note"]
"""What becomes of it: the whole asset is left out, some values are lost, or nothing is lost."""


class Reason(NamedTuple):
    """One reason.

    name: states what happened. summary: the same in a sentence. why: what it comes from. help:
    what to do about it.
    """

    code: str
    name: str
    effect: Effect
    summary: str
    why: str
    help: str


_ALL: Final = (
    # --- assets that are left out ---------------------------------------------------------
    Reason(
        "C101", "no-target", "left-out",
        "The other platform has no place for an asset of this kind",
        "Encord's manifest has no section for NRRD volumes, chats and inline HTML, and its scenes "
        "say more of their sensors than Ango Hub knows; scenes and time series of Encord are no "
        "assets of Ango Hub.",
        "Move these assets by hand; the rest is converted without them.",
    ),
    Reason(
        "C102", "unknown-type", "left-out",
        "Nothing tells what kind of asset it is",
        "The kind is told by the ending of the address, by its pages and by its editor. It is "
        "never guessed: an asset of the wrong kind fails hours later.",
        "Say what the ending stands for: --type .bin=video, or [types] in a mapping file.",
    ),
    Reason(
        "C103", "mixed-pages", "left-out",
        "Its pages are files of different kinds",
        "The pages of one asset become an image group, or a DICOM series if all are DICOM files; "
        "there is nothing that holds both.",
        "Correct the pages, or say with --type what all of them are.",
    ),
    Reason(
        "C104", "would-be-invalid", "left-out",
        "The converted asset would not pass the check of its new platform",
        "What a converter writes must be accepted. An address with blanks or without a scheme, "
        "for one, is taken by one platform and refused by the other.",
        "Mend what the finding says in the source, or use --url-map for addresses.",
    ),
    Reason(
        "C105", "no-original", "left-out",
        "The asset's original did not come along, so that no export can be made of it",
        "An export has a task with ids that only Ango Hub gives. They are restored, never made "
        "up.",
        "Convert the export with --carry full first, or write an import: --to ango-import.",
    ),
    Reason(
        "C106", "skipped-invalid", "left-out",
        "The source has an error here, and was skipped as asked",
        "With --skip-invalid what is wrong is left out instead of stopping the work.",
        "`manifestry check` shows the errors; mend them and convert again.",
    ),
    # --- values that are lost -------------------------------------------------------------
    Reason(
        "C201", "labels-not-kept", "lost",
        "The labels of a task are not carried",
        "Labels are no part of an import manifest.",
        "Keep them with --labels-out FILE, or their numbers with --label-summary.",
    ),
    Reason(
        "C202", "no-place-in-import", "lost",
        "An asset import has no place for it",
        "An asset import says what to register; a task, its stage and its dates are made by the "
        "platform.",
        "Nothing is to be done, unless an export is wanted: --to ango-export.",
    ),
    Reason(
        "C203", "no-place-at-top", "lost",
        "The result has no place for this member at the top of the document",
        "Settings such as skip_duplicate_urls belong to one platform's import, not to the assets.",
        "Set it in the other platform when you import.",
    ),
    Reason(
        "C204", "odd-page", "lost",
        "Of a page that is an object, only its URL is carried",
        "The pages of an asset are URLs; no documentation tells of more.",
        "--carry full keeps it as part of the original.",
    ),
    Reason(
        "C205", "no-column", "lost",
        "A CSV has no column for it",
        "A CSV manifest names files, titles and groups; client metadata and media metadata need "
        "JSON.",
        "Stay with JSON, or write the metadata with --upsert later.",
    ),
    Reason(
        "C206", "dropped", "lost",
        "The mapping drops it",
        "The mapping file says so.",
        "Take it out of `drop`, or name it in `keep`, if it is wanted.",
    ),
    Reason(
        "C207", "name-taken", "lost",
        "Another key has its name already",
        "Two keys of client metadata would have one name; the user's own, or the first, keeps it.",
        "Give one of them another name: [rename] in a mapping file.",
    ),
    Reason(
        "C208", "no-place-in-export", "lost",
        "An export has no place for it",
        "What Encord knows of an item beyond what came from Ango Hub, such as media metadata that "
        "was added since, is no part of an export.",
        "Nothing is to be done; the manifest still has it.",
    ),
    # --- remarks: nothing is lost ---------------------------------------------------------
    Reason(
        "C301", "signed-url", "note",
        "A signed URL was kept as it is",
        "It expires, in Ango Hub's exports after some 33 hours, and then the file cannot be read.",
        "Point at permanent storage: --url-map OLD=NEW.",
    ),
    Reason(
        "C302", "incomplete-media", "note",
        "What is known of the media does not make a complete block",
        "Encord believes a block of media metadata without looking at the file, so all of it has "
        "to be known; Ango Hub does not tell the size of a file.",
        "Nothing is to be done: Encord reads the file itself, and what is known is kept as client "
        "metadata.",
    ),
    Reason(
        "C303", "made-up-title", "note",
        "It had no title; its file name was taken",
        "Ango Hub finds an asset by its external id, which an asset import is expected to have.",
        "Give the item a title if another external id is wanted.",
    ),
    Reason(
        "C304", "labels-missing", "note",
        "The labels of a restored task are empty",
        "They were not kept with --labels-out, or not given back with --labels.",
        "Give the side file: --labels FILE.",
    ),
    Reason(
        "C305", "unreadable-original", "note",
        "The original that was carried along cannot be read; the flat keys were used",
        "Somebody edited or cut the text.",
        "Nothing is to be done, unless keys without a flat form are missed.",
    ),
    Reason(
        "C306", "no-way-back", "note",
        "Without ango.type nobody can tell that the item came from Ango Hub",
        "The mapping drops it. On the way back all of its keys would be the user's own.",
        "Nothing is to be done, unless there is to be a way back: drop less than ango.type.",
    ),
)  # fmt: skip

REASONS: Final[Mapping[str, Reason]] = MappingProxyType({each.name: each for each in _ALL})
"""Name -> reason, in order of code."""

BY_CODE: Final[Mapping[str, Reason]] = MappingProxyType({each.code: each for each in _ALL})


def find_reason(word: str) -> Reason | None:
    """The reason with this code or name, if there is one."""
    return BY_CODE.get(word.strip().upper()) or REASONS.get(word.strip().lower())
