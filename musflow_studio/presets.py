"""Presets: styles and finishing presets, factory-made and the user's own, read from JSON.

Factory files lie in the package `presets`, the user's in `<data folder>/presets/styles` and
`<data folder>/presets/finishing`; a user's file replaces the factory preset of the same name.
A preset's name is its file's name without ending. presets/README.md explains every field.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any, Generic, TypeVar

from musflow_studio import paths
from musflow_studio.documents.codec import decode
from musflow_studio.domain.effect_table import Range, check_effect, check_range
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, Leveling
from musflow_studio.domain.style import RoleStyle, Style

SCHEMA_VERSION = 1
METERS = ("4/4", "3/4", "6/8", "5/4")
MODES = ("major", "minor", "dorian", "mixolydian", "lydian", "phrygian")
TEMPO_BPM = Range(40, 240, "bpm")
SWING = Range(0, 1)
TARGET_LUFS = Range(-60, -5, "LUFS")
CEILING_DBTP = Range(-20, 0, "dBTP")

PITCH_CLASS = Range(0, 11)
VALENCE, TENSION = Range(-1, 1), Range(0, 1)
ROLE_RANGES: Mapping[str, Range] = {
    "program": Range(0, 127),
    "bank": Range(0, 128, "(128 for drum kits)"),
    "low": Range(0, 127, "MIDI notes"),
    "high": Range(0, 127, "MIDI notes"),
    "enters_at_energy": Range(0, 1),
    "leaves_at_energy": Range(0, 1),
    "velocity_low": Range(1, 127),
    "velocity_high": Range(1, 127),
    "gain_db": Range(-60, 24, "dB"),
    "pan": Range(-1, 1),
    "reverb_send": Range(0, 1),
    "high_pass_hz": Range(0, 2000, "Hz"),
    "attack_ms": Range(0, 3000, "ms"),
    "tension_low": Range(0, 1.01),
    "tension_high": Range(0, 1.01),
}
ROOM_RANGES: Mapping[str, Range] = {
    "room_size": Range(0, 1),
    "damping": Range(0, 1),
    "wet_level": Range(0, 1),
    "pre_delay_ms": Range(0, 500, "ms"),
}

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LARGEST_FILE_BYTES = 1_000_000
P = TypeVar("P", Style, FinishingPreset)


def load_styles() -> dict[str, Style]:
    """Every composition style by name, in order of names.

    Raises StudioError naming the file and the field of the first preset that is wrong.
    """
    return _load_all(_STYLES)


def load_finishing() -> dict[str, FinishingPreset]:
    """Every finishing preset by name, in order of names.

    Raises StudioError naming the file and the field of the first preset that is wrong.
    """
    return _load_all(_FINISHING)


def style(name: str) -> Style:
    """One style. Raises StudioError with the names there are (and the nearest) if it is unknown."""
    return _load_one(_STYLES, name)


def finishing_preset(name: str) -> FinishingPreset:
    """One finishing preset. Raises StudioError with the names there are if it is unknown."""
    return _load_one(_FINISHING, name)


@dataclass(frozen=True)
class _Family(Generic[P]):
    """One kind of preset: where it lies, what its documents say they are, how it is checked."""

    folder: str
    document_kind: str
    noun: str
    value: type[P]
    check: Callable[[P], None]


def _load_all(family: _Family[P]) -> dict[str, P]:
    return {name: _parse(family, name, file) for name, file in _files(family).items()}


def _load_one(family: _Family[P], name: str) -> P:
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


def _files(family: _Family[P]) -> dict[str, Traversable]:
    """Name -> file, the user's over the factory's, sorted by name."""
    factory = resources.files("presets") / family.folder
    users = paths.data_folder() / "presets" / family.folder
    found = {file.name.removesuffix(".json"): file for file in chain(_json(factory), _json(users))}
    return dict(sorted(found.items()))


def _json(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        for file in folder.iterdir():
            if file.name.endswith(".json") and not file.name.startswith(".") and file.is_file():
                yield file


def _parse(family: _Family[P], name: str, file: Traversable) -> P:
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


def _fields(family: _Family[P], name: str, document: dict[str, Any]) -> dict[str, Any]:
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
            legal=f"1 to {SCHEMA_VERSION}",
        )
    if version > SCHEMA_VERSION:
        raise StudioError(
            ErrorCode.NEWER_VERSION,
            f"was written for a newer version (schema {version}, known up to {SCHEMA_VERSION})",
            hint="update MusFlow Studio",
        )
    if fields.setdefault("name", name) != name:
        raise StudioError(
            ErrorCode.CONTRADICTION, "name differs from the file's name", value=fields["name"]
        )
    return fields


def check_finishing(preset: FinishingPreset) -> None:
    """Refuse a preset whose numbers, effects or target do not fit.

    Raises StudioError naming the field, the value and the legal range.
    """
    check_range("true_peak_ceiling_dbtp", preset.true_peak_ceiling_dbtp, CEILING_DBTP)
    if (preset.target_lufs is None) is (preset.leveling is Leveling.LUFS):
        raise StudioError(
            ErrorCode.CONTRADICTION,
            'target_lufs is a number with "leveling": "lufs" and null with "composed"',
            value=preset.target_lufs,
        )
    if preset.target_lufs is not None:
        check_range("target_lufs", preset.target_lufs, TARGET_LUFS)
    for effect in preset.effects:
        check_effect(effect)


def check_style(style: Style) -> None:
    """Refuse a style whose numbers or names do not fit.

    Raises StudioError naming the field, the value and the legal range.
    """
    check_range("tempo_low_bpm", style.tempo_low_bpm, TEMPO_BPM)
    check_range("tempo_high_bpm", style.tempo_high_bpm, TEMPO_BPM)
    _check_order("tempo_low_bpm", style.tempo_low_bpm, "tempo_high_bpm", style.tempo_high_bpm)
    _check_names("meters", style.meters, METERS)
    _check_names("major_modes", style.major_modes, MODES)
    _check_names("minor_modes", style.minor_modes, MODES)
    for key in (*style.keys_major, *style.keys_minor):
        check_range("a key of keys_major or keys_minor", key, PITCH_CLASS)
    for field in ("meters", "keys_major", "keys_minor", "major_modes", "minor_modes",
                  "progressions_major", "progressions_minor", "roles"):  # fmt: skip
        if not getattr(style, field):
            raise StudioError(ErrorCode.BAD_INPUT, f"{field} is empty", legal="at least one")
    check_range("swing", style.swing, SWING)
    _check_room(style.room)
    for valence, arousal, tension in style.centres:
        check_range("valence of centres", valence, VALENCE)
        check_range("arousal of centres", arousal, VALENCE)
        check_range("tension of centres", tension, TENSION)
    for role in style.roles:
        _check_role(role)


def _check_room(room: Mapping[str, float]) -> None:
    _check_names("room", tuple(room), tuple(ROOM_RANGES))
    for name, value in room.items():
        check_range(f"{name} of room", value, ROOM_RANGES[name])


def _check_role(role: RoleStyle) -> None:
    where = f"of {role.role.value} ({role.instrument})"
    for field, legal in ROLE_RANGES.items():
        check_range(f"{field} {where}", getattr(role, field), legal)
    _check_order(f"low {where}", role.low, "high", role.high)
    _check_order(f"tension_low {where}", role.tension_low, "tension_high", role.tension_high)
    _check_order(
        f"enters_at_energy {where}",
        role.enters_at_energy,
        "leaves_at_energy",
        role.leaves_at_energy,
    )


def _check_order(low_name: str, low: float, high_name: str, high: float) -> None:
    if low > high:
        raise StudioError(
            ErrorCode.CONTRADICTION, f"{low_name} is above {high_name}", value=f"{low:g} > {high:g}"
        )


def _check_names(field: str, names: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME, f"{field} is unknown", value=name, legal=", ".join(known)
            )


_STYLES = _Family("styles", "musflow.style", "style", Style, check_style)
_FINISHING = _Family(
    "finishing", "musflow.finishing", "finishing preset", FinishingPreset, check_finishing
)
