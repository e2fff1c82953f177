"""Checks: what a style or a finishing preset may say, with every range.

presets/README.md has the same numbers in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musflow_studio.domain.effect_table import Range, check_effect, check_range
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, Leveling
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle, Style

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
SHARED = ("program", "bank", "gain_db", "pan", "reverb_send", "high_pass_hz")
"""What voices of one role and instrument have in common."""
ROOM_RANGES: Mapping[str, Range] = {
    "room_size": Range(0, 1),
    "damping": Range(0, 1),
    "wet_level": Range(0, 1),
    "pre_delay_ms": Range(0, 500, "ms"),
}
WET = Range(0, 1)
MOST_EFFECTS = 32
MOST_TAGS = 16
LONGEST_TAG = 40


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
    check_range("wet", preset.wet, WET)
    _check_many("effects", len(preset.effects), MOST_EFFECTS)
    for effect in preset.effects:
        check_effect(effect)
    _check_many("tags", len(preset.tags), MOST_TAGS)
    for tag in preset.tags:
        if not tag.strip() or len(tag) > LONGEST_TAG:
            raise StudioError(
                ErrorCode.BAD_INPUT, "a tag is a few words", value=tag,
                legal=f"1 to {LONGEST_TAG} letters",
            )  # fmt: skip


def _check_many(field: str, count: int, most: int) -> None:
    if count > most:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, f"too many {field}", value=count, legal=f"up to {most}"
        )


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
    _check_shared(style.roles)


def _check_shared(roles: Sequence[RoleStyle]) -> None:
    """Voices of one role and instrument are one part of the score: one sound, one fader."""
    first: dict[tuple[Role, str], RoleStyle] = {}
    for role in roles:
        part = first.setdefault((role.role, role.instrument), role)
        for field in SHARED:
            if getattr(part, field) != getattr(role, field):
                raise StudioError(
                    ErrorCode.CONTRADICTION,
                    f"two voices of {role.role.value} ({role.instrument}) differ in {field}",
                    value=f"{getattr(part, field):g} and {getattr(role, field):g}",
                    hint="make them equal, or give one another instrument name; "
                    "velocity_low and velocity_high give each its own level",
                )


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
