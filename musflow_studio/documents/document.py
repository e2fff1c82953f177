"""Documents by kind: dump, load and save; versions and the migrations between them."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.documents.codec import decode, encode, field_path
from musflow_studio.documents.invariants import (
    check_described,
    check_plan,
    check_project,
    check_storyboard,
)
from musflow_studio.documents.layout import json_text
from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import Storyboard

LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class DescribedBoard:
    """A board and what its panels say: the value of a `musflow.description` document."""

    storyboard: Storyboard
    description: Description


@dataclass(frozen=True)
class Document:
    """A value and the kind it was stored as; see `KINDS`."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    Attributes:
        value_type: what its value decodes to.
        version: written today.
        check: raises StudioError for values out of range.
        steps: steps[n] turns the plain value of version n into that of version n + 1.
    """

    value_type: type
    version: int
    check: Callable[[Any], None]
    steps: dict[int, Callable[[Any], Any]]


KINDS: dict[str, Kind] = {
    "musflow.storyboard": Kind(Storyboard, 1, check_storyboard, {}),
    "musflow.description": Kind(
        DescribedBoard, 1, lambda told: check_described(told.storyboard, told.description), {}
    ),
    "musflow.plan": Kind(CuePlan, 1, check_plan, {}),
    "musflow.project": Kind(Project, 1, check_project, {}),
}


def dump_document(kind: str, value: object) -> str:
    """A value as the JSON text of a document; `kind` is one of `KINDS`."""
    version = KINDS[kind].version
    return json_text({"kind": kind, "schema_version": version, "value": encode(value)})


def save_document(kind: str, value: object, path: Path) -> None:
    """Write a document, replacing an older one in one step. Raises StudioError."""
    replace_file(path, dump_document(kind, value).encode("utf-8", "backslashreplace"))


def load_document(source: Path | str) -> Document:
    """Read a document from a file (Path) or from JSON text (str).

    Older versions are migrated. Relative picture paths are taken from the file's folder (for text,
    from the working folder), so every path in the value is absolute.
    Raises StudioError naming the file, the field and the legal range.
    """
    name = f"the file {source.name}" if isinstance(source, Path) else "the document"
    folder = source.absolute().parent if isinstance(source, Path) else Path.cwd()
    try:
        text = read_text(source) if isinstance(source, Path) else source
        return _document(parse_json(text), folder)
    except StudioError as error:
        raise _named(error, name, is_file=isinstance(source, Path)) from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most 64 MB. Raises StudioError."""
    with says_disk_errors(path):
        if path.stat().st_size > LARGEST_BYTES:
            raise StudioError(ErrorCode.BAD_FILE, "too large for a document", legal="up to 64 MB")
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudioError(ErrorCode.BAD_FILE, f"not UTF-8 text (byte {error.start})") from error


def parse_json(text: str) -> Any:
    """JSON text as plain values. Raises StudioError for bad JSON, NaN and infinite numbers."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise StudioError(
            ErrorCode.BAD_INPUT, f"not JSON (line {error.lineno}: {error.msg})"
        ) from error
    except (RecursionError, ValueError) as error:
        raise StudioError(ErrorCode.BAD_INPUT, f"not usable JSON ({error})") from error
    _refuse_infinite(data, ())
    return data


def _refuse_infinite(data: object, steps: tuple[str | int, ...]) -> None:
    if isinstance(data, float) and not math.isfinite(data):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, f"{field_path(steps) or 'a number'} is not finite", value=data
        )
    if isinstance(data, dict):
        for name, inner in data.items():
            _refuse_infinite(inner, (*steps, name))
    elif isinstance(data, list):
        for position, inner in enumerate(data):
            _refuse_infinite(inner, (*steps, position))


def _document(data: Any, folder: Path) -> Document:  # noqa: ANN401 - plain JSON
    kind_name, version = _envelope(data)
    kind = KINDS[kind_name]
    value = data["value"]
    for step in range(version, kind.version):
        value = kind.steps[step](value)
    decoded = map_paths(
        decode(kind.value_type, value), lambda path: Path(os.path.normpath(folder / path))
    )
    kind.check(decoded)
    return Document(kind_name, decoded)


def _envelope(data: Any) -> tuple[str, int]:  # noqa: ANN401 - plain JSON
    if not (isinstance(data, dict) and isinstance(data.get("kind"), str)):
        raise StudioError(
            ErrorCode.BAD_INPUT, "not a MusFlow document", hint='the field "kind" is missing'
        )
    if data["kind"] not in KINDS:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "unknown kind of document",
            value=data["kind"],
            legal=", ".join(KINDS),
        )
    check_version(data.get("schema_version"), KINDS[data["kind"]].version)
    if "value" not in data:
        raise StudioError(ErrorCode.BAD_INPUT, 'the field "value" is missing')
    return data["kind"], data["schema_version"]


def check_version(version: object, newest: int) -> None:
    """Raise StudioError unless `version` is a whole number from 1 to `newest`."""
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise StudioError(
            ErrorCode.BAD_INPUT, "schema_version is not a version", value=version, legal="1 and up"
        )
    if version > newest:
        raise StudioError(
            ErrorCode.NEWER_VERSION,
            f"written by a newer MusFlow Studio (version {version}, this one knows {newest})",
            hint="update MusFlow Studio to open it",
        )


def map_paths(value: Any, change: Callable[[Path], Path]) -> Any:  # noqa: ANN401 - any domain value
    """The same value with every Path of its storyboard changed."""
    if isinstance(value, Path):
        return change(value)
    if isinstance(value, tuple):
        return tuple(map_paths(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type) and _holds_paths(value):
        changed = {f.name: map_paths(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **changed)
    return value


def _holds_paths(value: object) -> bool:
    """Only boards and what contains them hold paths; scores are long and hold none."""
    return any(f.name in ("storyboard", "panels", "picture") for f in fields(value))  # type: ignore[arg-type]


def _named(error: StudioError, name: str, *, is_file: bool) -> StudioError:
    code = error.code
    if is_file and code is ErrorCode.BAD_INPUT:
        code = ErrorCode.BAD_FILE
    if error.code in (ErrorCode.FILE_NOT_FOUND, ErrorCode.NOT_ALLOWED):
        return error  # names the file already
    return StudioError(
        code, f"{name}: {error.message}", value=error.value, legal=error.legal, hint=error.hint
    )
