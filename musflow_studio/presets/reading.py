"""Reading presets: files of the factory and of the user, migrated, decoded and checked."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from musflow_studio import paths
from musflow_studio.documents.codec import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.style import Style
from musflow_studio.presets.checks import check_finishing, check_style
from musflow_studio.presets.migration import FINISHING_STEPS, STYLE_STEPS, Step, migrated

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 64
_LARGEST_FILE_BYTES = 1_000_000
P = TypeVar("P", Style, FinishingPreset)


def load_styles() -> dict[str, Style]:
    """Every composition style by name, in order of names.

    Raises StudioError naming the file and the field of the first preset that is wrong.
    """
    return _load_all(STYLES)


def load_finishing() -> dict[str, FinishingPreset]:
    """Every finishing preset by name, in order of names.

    Raises StudioError naming the file and the field of the first preset that is wrong.
    """
    return _load_all(FINISHING)


def readable_styles() -> dict[str, Style]:
    """Every composition style by name whose file is whole: a broken one hides only itself."""
    return load_readable(STYLES)[0]


def readable_finishing() -> dict[str, FinishingPreset]:
    """Every finishing preset by name whose file is whole: a broken one hides only itself."""
    return load_readable(FINISHING)[0]


def style(name: str) -> Style:
    """One style. Raises StudioError with the names there are (and the nearest) if it is unknown."""
    return _load_one(STYLES, name)


def finishing_preset(name: str) -> FinishingPreset:
    """One finishing preset. Raises StudioError with the names there are if it is unknown."""
    return _load_one(FINISHING, name)


@dataclass(frozen=True)
class Family(Generic[P]):
    """One kind of preset: where it lies, what its documents say they are, how it is checked.

    Attributes:
        folder: of its files, in the package `presets` and in the user's data folder.
        document_kind: what `kind` in a file says.
        noun: for people.
        value, check, steps: what a file becomes, how that is checked, migrations in order.
    """

    folder: str
    document_kind: str
    noun: str
    value: type[P]
    check: Callable[[P], None]
    steps: Sequence[Step]

    @property
    def version(self) -> int:
        """The schema that is written today."""
        return len(self.steps) + 1

    @property
    def users_folder(self) -> Path:
        """Where the user's files lie. Not created."""
        return paths.data_folder() / "presets" / self.folder


def load_readable(family: Family[P]) -> tuple[dict[str, P], tuple[StudioError, ...]]:
    """Every preset that can be read, by name, and what is wrong with the others."""
    found: dict[str, P] = {}
    wrong = []
    for name, file in _files(family).items():
        try:
            found[name] = _parse(family, name, file)
        except StudioError as error:
            wrong.append(error)
    return found, tuple(wrong)


def factory_names(family: Family[P]) -> frozenset[str]:
    """The names that came with the studio."""
    factory = resources.files("presets") / family.folder
    return frozenset(file.name.removesuffix(".json") for file in _json(factory))


def read_preset(family: Family[P], file: Path) -> P:
    """A preset from a file anywhere on disk. Raises StudioError naming it."""
    if not file.is_file():
        raise StudioError(ErrorCode.FILE_NOT_FOUND, "no such preset file", value=file)
    return _parse(family, file.name.removesuffix(".json"), file)


def preset_bytes(family: Family[P], preset: P) -> bytes:
    """The file of a preset: JSON in UTF-8, a field a line, an effect a line.

    The name is left to the file's name, so that a file can be renamed.
    """
    head = {"kind": family.document_kind, "schema_version": family.version}
    fields = head | encode(preset)
    del fields["name"]
    for effect in fields.get("effects", ()):
        for usual in ("live", "on"):
            if effect[usual]:
                del effect[usual]
    lines = [f" {json.dumps(key)}: {_laid_out(value)}" for key, value in fields.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _laid_out(value: object) -> str:
    """A value as JSON; a list of objects with one object a line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in value)
        return f"[\n{rows}\n ]"
    return json.dumps(value, ensure_ascii=False)


def check_name(name: str) -> None:
    """Refuse a name that cannot be a preset's. Raises StudioError."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "a preset's name has lower-case letters, digits and hyphens only",
            value=name,
            legal=f"1 to {LONGEST_NAME} letters",
        )


def _load_all(family: Family[P]) -> dict[str, P]:
    return {name: _parse(family, name, file) for name, file in _files(family).items()}


def _load_one(family: Family[P], name: str) -> P:
    files = _files(family)
    if name not in files:
        close = difflib.get_close_matches(name.lower(), files, n=1)
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            f"unknown {family.noun}",
            value=name,
            legal=", ".join(files),
            hint=f"did you mean {close[0]}" if close else "",
        )
    return _parse(family, name, files[name])


def _files(family: Family[P]) -> dict[str, Traversable]:
    """Name -> file, the user's over the factory's, sorted by name."""
    factory = resources.files("presets") / family.folder
    every = chain(_json(factory), _json(family.users_folder))
    found = {file.name.removesuffix(".json"): file for file in every}
    return dict(sorted(found.items()))


def _json(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        for file in folder.iterdir():
            if file.name.endswith(".json") and not file.name.startswith(".") and file.is_file():
                yield file


def _parse(family: Family[P], name: str, file: Traversable) -> P:
    try:
        if not _NAME.fullmatch(name):
            raise StudioError(
                ErrorCode.BAD_FILE,
                "a preset's file name has lower-case letters, digits and hyphens only",
                hint="rename it",
            )
        value = decode(family.value, _fields(family, name, _read(file)))
        family.check(value)
    except StudioError as error:
        raise StudioError(
            error.code,
            f"{family.noun} file {file}: {error.message}",
            value=error.value,
            legal=error.legal,
            hint=error.hint,
        ) from None
    return value


def _read(file: Traversable) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise StudioError(ErrorCode.BAD_FILE, f"cannot be read ({error.strerror})") from None
    if len(raw) > _LARGEST_FILE_BYTES:
        raise StudioError(ErrorCode.BAD_FILE, "is larger than a preset can be", legal="1 MB")
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise StudioError(ErrorCode.BAD_FILE, "is not UTF-8 text") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise StudioError(ErrorCode.BAD_FILE, f"is not JSON ({error})") from None
    if not isinstance(document, dict):
        raise StudioError(ErrorCode.BAD_FILE, "holds no JSON object")
    return document


def _fields(family: Family[P], name: str, document: dict[str, Any]) -> dict[str, Any]:
    """The document without its head, which is checked, and with its name."""
    fields = dict(document)
    kind, version = fields.pop("kind", None), fields.pop("schema_version", None)
    if kind != family.document_kind:
        raise StudioError(ErrorCode.BAD_FILE, "is of another kind", value=kind,
                          legal=f'"kind": "{family.document_kind}"')  # fmt: skip
    if type(version) is not int or version < 1:
        raise StudioError(
            ErrorCode.BAD_FILE,
            "has no schema_version",
            value=version,
            legal=f"1 to {family.version}",
        )
    if version > family.version:
        raise StudioError(
            ErrorCode.NEWER_VERSION,
            f"was written for a newer version (schema {version}, known up to {family.version})",
            hint="update MusFlow Studio",
        )
    fields = migrated(fields, version, family.steps)
    if fields.setdefault("name", name) != name:
        raise StudioError(
            ErrorCode.CONTRADICTION, "name differs from the file's name", value=fields["name"]
        )
    return fields


STYLES = Family("styles", "musflow.style", "style", Style, check_style, STYLE_STEPS)
FINISHING = Family(
    "finishing",
    "musflow.finishing",
    "finishing preset",
    FinishingPreset,
    check_finishing,
    FINISHING_STEPS,
)
