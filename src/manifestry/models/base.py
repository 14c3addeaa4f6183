"""What all models share: the JSON Schema judges, pydantic carries the types.

A model is made in two ways. Its constructor takes attribute names; `from_json`, and every
way pydantic has of its own, takes JSON. Both end in one place, where the value is judged in
its JSON form by the published schema. So the fields below ask for nothing on their own:
what gets as far as to them is right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Annotated, Any, ClassVar, Self, TypeVar

import jiter
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    SkipValidation,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails, PydanticCustomError

from manifestry.engine.schema import validator
from manifestry.formats.encord.urls import shown
from manifestry.rules.base import SchemaError
from manifestry.rules.catalogue import folder

T = TypeVar("T")

Number = Annotated[float, SkipValidation]
"""A number as it stands in the JSON: 25 stays 25 and a long integer keeps its digits."""

Integer = Annotated[int, PlainValidator(int)]
"""A whole number; 64.0 is one in JSON Schema, and becomes 64."""

JsonObject = Annotated[Mapping[str, Any], SkipValidation]
"""An object with whatever keys and values JSON allows."""


class _Judged(dict[str, Any]):
    """A JSON object that has been judged as part of a larger one."""


def _judged_part(value: object) -> object:
    return _Judged(value) if isinstance(value, dict) else value


# Fields are looked at when the whole has passed: no need to judge their models again.
Part = Annotated[T, BeforeValidator(_judged_part)]
"""A model inside another."""

ListOf = Annotated[Sequence[Part[T]], AfterValidator(tuple)]
"""A list of models or values: takes any list or tuple, holds a tuple."""


class Model(BaseModel, frozen=True):
    """A JSON object with typed members.

    It is frozen, compares by value and keeps unknown keys, in `model_extra`. A member that
    is absent from the JSON reads as its default and stays absent; so does one that the
    constructor is given as None.

    A fault is a pydantic ValidationError, its type the keyword of the schema that is broken.
    """

    # What was given is in the message, without the signature that a URL may have.
    model_config = ConfigDict(
        extra="allow", use_attribute_docstrings=True, hide_input_in_errors=True
    )

    SCHEMA: ClassVar[str]
    """The schema this model is equal to, by what follows the common base in its `$id`."""

    def __init__(self, /, **members: Any) -> None:
        """Makes a model from members by attribute name.

        Raises:
            ValidationError: the JSON Schema has something against it; the locations and
                names in it are those of the JSON.
        """
        given = {name: value for name, value in members.items() if value is not None}
        super().__init__(**self._json_form(given))

    # Says that this is no other way of validating, only of naming: so `model_validate` and
    # the fields of other models do not come by here, and know JSON names only.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def from_json(cls, document: bytes | str | Mapping[str, object]) -> Self:
        """Reads JSON: the text of it, or an object as `json.loads` gives it.

        The text is held to RFC 8259, and no key may stand twice in an object.

        Raises:
            ValidationError: the text is not good JSON, or the JSON Schema has something
                against what it says.
        """
        return cls.model_validate(
            cls._parsed(document) if isinstance(document, bytes | str) else document
        )

    @classmethod
    def _parsed(cls, text: bytes | str) -> object:
        try:
            data = text if isinstance(text, bytes) else text.encode()
            value: object = jiter.from_json(data, allow_inf_nan=False, catch_duplicate_keys=True)
        except ValueError as error:
            detail = InitErrorDetails(type="json_invalid", input=text, ctx={"error": str(error)})
            raise _invalid(cls, [detail]) from None
        return value

    def to_json(self, *, indent: int | None = None) -> bytes:
        """The JSON text in UTF-8, on one line unless `indent` says by how many spaces."""
        separators = None if indent is not None else (",", ":")
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, separators=separators)
        return text.encode()

    @model_serializer(mode="plain")
    def to_dict(self) -> dict[str, Any]:
        """The JSON object, as a copy of its own; `model_dump` gives the same."""
        given = self.model_fields_set
        members = {name: getattr(self, name) for name in type(self).model_fields if name in given}
        form: dict[str, Any] = plain({**self._json_form(members), **(self.model_extra or {})})
        return form

    @classmethod
    def _json_form(cls, members: Mapping[str, Any]) -> dict[str, Any]:
        """Members by attribute name -> the same by JSON name."""
        form: dict[str, Any] = {}
        for name, value in members.items():
            field = cls.model_fields.get(name)
            json_name = (field and field.serialization_alias) or name
            if json_name in form:
                raise TypeError(f"{cls.__name__} got {json_name!r} twice")
            form[json_name] = value
        return form

    @classmethod
    def _canonical(cls, value: dict[str, Any]) -> dict[str, Any]:
        """A JSON object that is right -> the same under the names the fields go by."""
        return value

    @model_validator(mode="wrap")
    @classmethod
    def _judged(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(value, cls):
            return value
        form = cls._canonical(value if isinstance(value, _Judged) else cls._form_of(value))
        model = handler(form)
        # An unknown key that is called like an attribute does not mean that it was given.
        for name in cls.model_fields.keys() & (model.model_extra or {}).keys():
            if form.keys().isdisjoint(_json_names(name, cls.model_fields[name])):
                model.model_fields_set.discard(name)
        return model

    @classmethod
    def _form_of(cls, value: object) -> dict[str, Any]:
        """The JSON form of a value that the schema has nothing against."""
        try:
            form: dict[str, Any] = plain(value)
        except RecursionError:
            raise ValueError("the value is nested too deeply") from None
        schema = validator(cls.SCHEMA)
        if not schema.all_valid([form]):
            raise _invalid(cls, [_fault(error) for error in schema.errors(form)])
        return form


def _json_names(attribute: str, field: FieldInfo) -> list[object]:
    """Every name an attribute may have in JSON."""
    choices = field.validation_alias
    return [*choices.choices] if isinstance(choices, AliasChoices) else [attribute]


def plain(value: object) -> Any:
    """A copy of a value as parsed JSON has it: models become objects, tuples lists.

    Raises ValueError for what JSON cannot express.
    """
    copy: object
    if isinstance(value, str):
        copy = _text(value)
    elif value is None or isinstance(value, bool):
        copy = value
    elif isinstance(value, int):
        copy = int(value)
    elif isinstance(value, float) and isfinite(value):
        copy = float(value)
    elif isinstance(value, Model):
        copy = value.to_dict()
    elif isinstance(value, dict | Mapping):
        copy = {_key(key): plain(inner) for key, inner in value.items()}
    elif isinstance(value, list | tuple):
        copy = [plain(inner) for inner in value]
    else:
        shown = value if isinstance(value, float) else f"a value of type {type(value).__name__}"
        raise ValueError(f"JSON has no way to write {shown}")
    return copy


def _text(value: str) -> str:
    value.encode()  # raises for half of a surrogate pair
    return str.__str__(value)  # of a subclass, such as an enum's member, only the text


def _key(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a key of a JSON object is a string, not {value!r}")  # noqa: TRY004
    return _text(value)


def _invalid(model: type[Model], faults: list[InitErrorDetails]) -> ValidationError:
    return ValidationError.from_exception_data(model.__name__, faults, hide_input=True)


def _fault(error: SchemaError) -> InitErrorDetails:
    """An error of the schema in pydantic's form, in the words that a check has for it."""
    if isinstance(error.value, str) and "://" in error.value:
        error = error._replace(value=shown(error.value))
    hits = (rule.translate(error) for rule in reversed(folder("encord")) if rule.translate)
    hit = next(hit for hit in hits if hit is not None)
    fault = PydanticCustomError(error.keyword, hit.message)
    return InitErrorDetails(type=fault, loc=hit.path, input=error.value)
