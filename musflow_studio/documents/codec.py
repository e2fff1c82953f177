"""encode and decode: frozen dataclasses as plain values that JSON can carry, and back.

Paths become text, fractions "24000/1001", enums their value, tuples lists. Schemas are built on
first use (a Clip takes 0.17 s). Decoding checks types and refuses fields that do not exist, so
that a misspelt field in a hand-edited file is said and not ignored; ranges are the business of
`invariants`.
"""

from __future__ import annotations

import difflib
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from musflow_studio.domain.errors import ErrorCode, StudioError

T = TypeVar("T")


_adapters: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type form
    """The schema of a type, built on first use (two threads at worst build it twice)."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def encode(value: object) -> Any:
    """A domain value as dicts, lists, text, numbers and None."""
    return _adapter(type(value)).dump_python(value, mode="json")


def decode(kind: type[T], data: object) -> T:
    """Plain values as a value of `kind`; inverse of `encode`.

    Raises StudioError (BAD_INPUT) naming the first field that does not fit.
    """
    try:
        value: T = _adapter(kind).validate_python(data)
    except ValidationError as error:
        raise _first_complaint(error) from None
    _refuse_unknown_fields(data, _adapter(kind).dump_python(value, mode="json"), "")
    return value


def field_path(steps: tuple[str | int, ...]) -> str:
    """A place inside a document as people write it: `panels[2].energy`."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _first_complaint(error: ValidationError) -> StudioError:
    first = error.errors(include_url=False)[0]
    where = field_path(first["loc"]) or "the value"
    if first["type"] == "missing":
        return StudioError(ErrorCode.BAD_INPUT, f"the field {where} is missing")
    said = str(first["msg"]).replace("valid tuple", "list").replace("valid dictionary", "object")
    return StudioError(
        ErrorCode.BAD_INPUT,
        f"the field {where} does not fit: {said[:1].lower()}{said[1:]}",
        value=_shown(first["input"]),
    )


def _shown(value: object) -> str:
    if isinstance(value, dict | list | tuple):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    return repr(value)


def _refuse_unknown_fields(given: object, known: object, where: str) -> None:
    if isinstance(given, dict) and isinstance(known, dict):
        for name, inner in given.items():
            if name not in known:
                raise _unknown_field(f"{where}.{name}".removeprefix("."), str(name), known)
            _refuse_unknown_fields(inner, known[name], f"{where}.{name}")
    elif isinstance(given, list | tuple) and isinstance(known, list):
        for position, (inner, answer) in enumerate(zip(given, known, strict=False)):
            _refuse_unknown_fields(inner, answer, f"{where}[{position}]")


def _unknown_field(where: str, name: str, known: dict[str, object]) -> StudioError:
    near = difflib.get_close_matches(name, known, n=1)
    return StudioError(
        ErrorCode.BAD_INPUT,
        f"there is no field {where}",
        hint=f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}",
    )
