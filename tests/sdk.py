"""The vendor's SDK as the judge of its own rules: the real package, with nothing behind it."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from manifestry.metadata import MetadataSchema

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    from encord import EncordUserClient
    from encord.client_metadata_schema import set_client_metadata_schema_from_dict
    from encord.http.v2.api_client import ApiClient
    from encord.metadata_schema import MetadataSchema as SdkSchema
    from encord.metadata_schema import MetadataSchemaError

__all__ = ["ApiClient", "MetadataSchemaError", "Platform", "answering", "set_flat"]

_ADDRESS = "https://acme.example/v2/public/organisation/client-metadata-schema"


class Platform(ApiClient):
    """A platform that keeps a metadata schema and knows nothing else.

    Requests are built, and answers read, by the SDK; only the sending is replaced. `stored`
    is the schema as JSON, None before there is one; `saves` counts how often it was sent.
    """

    def __init__(self, stored: Mapping[str, Any] | None = None) -> None:
        super().__init__(SimpleNamespace(domain="https://acme.example/"))  # type: ignore[arg-type]
        self.stored = None if stored is None else dict(stored)
        self.saves = 0

    @property
    def schema(self) -> MetadataSchema:
        """The schema that is kept."""
        return MetadataSchema.from_json(self.stored or {})

    def open(self) -> SdkSchema:
        """The schema as the SDK gives it to a program."""
        return SdkSchema(self)

    def run(self, script: str) -> None:
        """Runs a program that gets this platform from the SDK."""

        def client(cls: type, /) -> SimpleNamespace:
            return SimpleNamespace(metadata_schema=self.open)

        with patch.object(EncordUserClient, "create_with_ssh_private_key", classmethod(client)):
            exec(compile(script, "script.py", "exec"), {"__name__": "__main__"})

    def answer(self, request: Any, result_type: Any) -> Any:
        """What the platform answers to a request."""
        if request.method == "POST":
            self.stored = json.loads(request.body)
            self.saves += 1
            return None
        stored = copy.deepcopy(self.stored)
        return None if stored is None else result_type.model_validate(stored)

    def _request(self, req: Any, *, result_type: Any, **_: object) -> Any:
        assert req.url in (_ADDRESS, f"{_ADDRESS}-v2")
        return self.answer(req, result_type)


def answering(platform: Platform) -> Callable[..., Any]:
    """What takes the place of the sending in the SDK's own client, so that a platform answers."""

    def request(self: ApiClient, req: Any, *, result_type: Any, **_: object) -> Any:
        assert req.url.endswith("/v2/public/organisation/client-metadata-schema-v2")
        return platform.answer(req, result_type)

    return request


def set_flat(platform: Platform, schema: Mapping[str, str]) -> None:
    """Has the SDK save a schema in the flat form, for which it has a function of old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is deprecated
        set_client_metadata_schema_from_dict(platform, dict(schema))
