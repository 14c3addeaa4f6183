"""Encord's SDK: a manifest as the SDK's own objects, `DataUploadItems`, and back.

>>> items = to_data_upload_items(
...     {"text_files": [{"objectUrl": "s3://acme-docs/n.txt"}], "skip_duplicate_urls": True}
... )
>>> items.text[0].object_url, items.skip_duplicate_urls
('s3://acme-docs/n.txt', True)
>>> from_data_upload_items(items)
{'text_files': [{'objectUrl': 's3://acme-docs/n.txt'}], 'skip_duplicate_urls': True}

The two forms differ in more than the case of their keys, and the SDK passes over keys that it
does not know: so a manifest is translated here, key by key. What one form says and the other
cannot is a `Loss`, and an error unless `on_loss` takes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from manifestry.engine.api import check
from manifestry.errors import UsageError
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.sections import FLAGS, SECTIONS
from manifestry.integrations.checked import Checked, Source, checked, refuse_faulty
from manifestry.integrations.encord_items import ATTRIBUTES, WRITTEN, from_sdk, to_sdk
from manifestry.integrations.encord_sdk import storage
from manifestry.integrations.losses import Losses, OnLoss
from manifestry.models.encord import Manifest
from manifestry.settings import Settings
from manifestry.text import quote

__all__ = ["data_upload_batches", "from_data_upload_items", "to_data_upload_items"]

_IGNORED: Final = frozenset({"$schema"})
"""Keys of the top level that say nothing of the import."""


def to_data_upload_items(
    source: Source | Manifest, *, settings: Settings | None = None, on_loss: OnLoss | None = None
) -> storage.DataUploadItems:
    """A manifest (a path, the bytes of a file, an object or a `Manifest`) as the SDK's objects.

    It is checked first, with `settings`. With `on_loss`, an item that the SDK refuses is left
    out, and a key it has no place for passed over.

    Raises:
        InvalidDocumentError: the check found errors; its `report` has them.
        LossError: the SDK has no place for something, and there is no `on_loss`.
        UnreadableError: the manifest cannot be read.
        UsageError: it is no manifest, but another kind of document.
    """
    losses = Losses(on_loss)
    members: dict[str, Any] = defaultdict(list)
    with checked(_plain(source), MANIFEST, settings) as document:
        for name, value in _translated(document, losses):
            if name in FLAGS:
                members[name] = value
            else:
                members[name].append(value)
    losses.settle()
    return storage.DataUploadItems(**members)


def data_upload_batches(
    source: Source | Manifest,
    size: int = 1000,
    *,
    settings: Settings | None = None,
    on_loss: OnLoss | None = None,
) -> Iterator[storage.DataUploadItems]:
    """The same in portions of at most `size` items, each with the flags of the manifest.

    No more than a portion is held in memory. The first comes only when all of the manifest has
    been checked and translated once, so that an error never stops an upload half way.
    """
    if size < 1:
        raise UsageError("size must be 1 or more")
    return _batches(source, size, settings, on_loss)


def _batches(
    source: Source | Manifest, size: int, settings: Settings | None, on_loss: OnLoss | None
) -> Iterator[storage.DataUploadItems]:
    losses = Losses(on_loss)
    with checked(_plain(source), MANIFEST, settings) as document:
        flags = {name: value for name, value in _translated(document, losses) if name in FLAGS}
        losses.settle()
        members: dict[str, Any] = defaultdict(list)
        count = 0
        for name, value in _translated(document, Losses(lambda _: None)):  # they are told
            if name in FLAGS:
                continue
            members[name].append(value)
            count += 1
            if count == size:
                yield storage.DataUploadItems(**members, **flags)
                members.clear()
                count = 0
        if count:
            yield storage.DataUploadItems(**members, **flags)


def _plain(source: Source | Manifest) -> Source:
    return source.to_dict() if isinstance(source, Manifest) else source


def _translated(document: Checked, losses: Losses) -> Iterator[tuple[str, Any]]:
    """The items and flags of a manifest, each with the SDK's name of what it goes into."""
    for part in document.parts():
        key = str(part.path[0]) if part.path else ""
        section = SECTIONS.get(key)
        if part.is_item:
            if section is not None:
                item = to_sdk(section, part.path, part.value, losses)
                if item is not None:
                    yield ATTRIBUTES[key], item
        elif key in FLAGS and isinstance(part.value, bool):
            yield key, part.value
        elif (section is None and key not in _IGNORED and part.length != 0) or (
            section is not None and part.length is None
        ):
            losses.add(part.path, f"the SDK's objects have no place for {quote(key)}")


def from_data_upload_items(
    items: storage.DataUploadItems,
    *,
    settings: Settings | None = None,
    on_loss: OnLoss | None = None,
) -> dict[str, Any]:
    """The SDK's objects as a manifest, which has passed the check.

    The pointers of losses lead into the SDK's objects, by attributes: titles and metadata of
    single files of a group or series, items made of items that are registered already.

    Raises:
        InvalidDocumentError: the check finds errors in the manifest.
        LossError: a manifest has no place for something, and there is no `on_loss`.
        UsageError: JSON cannot express a value in the objects.
    """
    losses = Losses(on_loss)
    manifest: dict[str, Any] = {}
    # The sections in the usual order, which is that of the table they come from.
    for attribute in dict.fromkeys(ATTRIBUTES.values()):
        entries = [
            from_sdk(WRITTEN[attribute], (attribute, index), item, losses)
            for index, item in enumerate(getattr(items, attribute))
        ]
        if entries:
            manifest[WRITTEN[attribute].key] = entries
    for flag in FLAGS:
        if getattr(items, flag) or flag in items.model_fields_set:
            manifest[flag] = getattr(items, flag)
    for name in sorted(type(items).model_fields.keys() - WRITTEN.keys() - {*FLAGS}):
        for index, _ in enumerate(getattr(items, name)):
            losses.add((name, index), "a manifest has no such items")
    losses.settle()
    of_kind = replace(settings or Settings(), kind=MANIFEST.kind)
    refuse_faulty(check(manifest, of_kind).files[0])
    return manifest
