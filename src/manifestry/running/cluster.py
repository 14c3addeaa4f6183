"""Executors by name: `dask=ADDRESS`, a Dask cluster that is running already."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Final, cast

from manifestry.errors import UsageError
from manifestry.text import cut, mask_secrets, printable, quote

KINDS: Final = ("dask",)

_PATIENCE: Final = 10  # seconds until a scheduler must have answered


def parsed(name: str) -> tuple[str, str]:
    """The kind and the address of an executor. Raises UsageError."""
    kind, equals, address = name.partition("=")
    if not equals or kind not in KINDS or not address:
        raise UsageError(
            f"must be dask=ADDRESS, such as dask=tcp://127.0.0.1:8786, got {quote(name)}"
        )
    return kind, address


@contextmanager
def executor(name: str) -> Iterator[tuple[Executor, int]]:
    """An executor and how many files it checks at a time.

    Raises UsageError when the extra is not installed or nobody answers at the address.
    """
    address = parsed(name)[1]
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--executor dask=... needs the extra \"dask\": pip install 'manifestry[dask]'"
        ) from error
    # What goes wrong is said by us, in one line; its own remarks would stand in between.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Any = cast("Any", Client)(address, timeout=_PATIENCE, set_as_default=False)
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise UsageError(
            f'no Dask scheduler answers at "{printable(mask_secrets(address))}": '
            f"{printable(cut(why, 200))}"
        ) from error
    with client:
        workers = sum(client.ncores().values())
        if not workers:
            raise UsageError(f'the Dask cluster at "{printable(address)}" has no workers')
        with client.get_executor() as found:
            yield found, workers
