"""The table of effects: which a finishing preset may use, their parameters, units and ranges.

Kinds and parameters are those of pedalboard's classes, but for those with defaults of their own,
which `musflow_studio/effects` builds. The ranges are ours: what is useful on a finished cue, inside
what the effect accepts. Read by the presets door, by finishing and by any editor that draws knobs.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect


class Range(NamedTuple):
    """Legal values of one number, both ends included, and their unit ("" for a plain ratio)."""

    low: float
    high: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class EffectKind:
    """What is known about one kind of effect.

    Attributes:
        parameters: name -> range.
        live: True if it sounds the same block by block, so that knobs may move while it plays.
        linear: True if the effect of a sum is the sum of the effects (stems still sum to the mix).
        defaults: of the effects that are ours, what a parameter is when it is left out.
    """

    parameters: Mapping[str, Range]
    live: bool = True
    linear: bool = True
    defaults: Mapping[str, float] = field(default_factory=dict)


_MIX = Range(0, 1)
_HZ = Range(20, 20000, "Hz")
_SHELF = MappingProxyType(
    {"cutoff_frequency_hz": _HZ, "gain_db": Range(-20, 20, "dB"), "q": Range(0.1, 6)}
)
_CUT = MappingProxyType({"cutoff_frequency_hz": _HZ})
_ATTACK = Range(0.1, 500, "ms")
_RELEASE = Range(1, 5000, "ms")

EFFECTS: Mapping[str, EffectKind] = MappingProxyType(
    {
        "Bitcrush": EffectKind({"bit_depth": Range(1, 24, "bits")}, linear=False),
        "Chorus": EffectKind(
            {
                "rate_hz": Range(0.01, 20, "Hz"),
                "depth": Range(0, 1),
                "centre_delay_ms": Range(1, 50, "ms"),
                "feedback": Range(-0.95, 0.95),
                "mix": _MIX,
            }
        ),
        "Clipping": EffectKind({"threshold_db": Range(-60, 0, "dBFS")}, linear=False),
        "Compressor": EffectKind(
            {
                "threshold_db": Range(-60, 0, "dBFS"),
                "ratio": Range(1, 20),
                "attack_ms": _ATTACK,
                "release_ms": _RELEASE,
            },
            linear=False,
        ),
        "Delay": EffectKind(
            {"delay_seconds": Range(0.001, 5, "s"), "feedback": Range(0, 0.95), "mix": _MIX}
        ),
        "Distortion": EffectKind({"drive_db": Range(0, 60, "dB")}, linear=False),
        "GSMFullRateCompressor": EffectKind({}, live=False, linear=False),
        "Gain": EffectKind({"gain_db": Range(-60, 24, "dB")}),
        "HighShelfFilter": EffectKind(_SHELF),
        "HighpassFilter": EffectKind(_CUT),
        "Invert": EffectKind({}),
        "LadderFilter": EffectKind(
            {"cutoff_hz": _HZ, "resonance": Range(0, 1), "drive": Range(1, 10)}, linear=False
        ),
        "Limiter": EffectKind(
            {"threshold_db": Range(-60, 0, "dBFS"), "release_ms": _RELEASE}, linear=False
        ),
        "LowShelfFilter": EffectKind(_SHELF),
        "LowpassFilter": EffectKind(_CUT),
        "MP3Compressor": EffectKind({"vbr_quality": Range(0, 9.5)}, live=False, linear=False),
        "NoiseGate": EffectKind(
            {
                "threshold_db": Range(-120, 0, "dBFS"),
                "ratio": Range(1, 100),
                "attack_ms": _ATTACK,
                "release_ms": _RELEASE,
            },
            linear=False,
        ),
        "PeakFilter": EffectKind(_SHELF),
        "Phaser": EffectKind(
            {
                "rate_hz": Range(0.01, 20, "Hz"),
                "depth": Range(0, 1),
                "centre_frequency_hz": Range(50, 10000, "Hz"),
                "feedback": Range(-0.95, 0.95),
                "mix": _MIX,
            }
        ),
        "PitchShift": EffectKind(
            {"semitones": Range(-24, 24, "semitones")}, live=False, linear=False
        ),
        "Resample": EffectKind({"target_sample_rate": Range(2000, 96000, "Hz")}, live=False),
        "Reverb": EffectKind(
            {
                "room_size": Range(0, 1),
                "damping": Range(0, 1),
                "wet_level": Range(0, 1),
                "dry_level": Range(0, 1),
                "width": Range(0, 1),
            }
        ),
        "Saturation": EffectKind(
            {"drive_db": Range(0, 36, "dB"), "mix": _MIX},
            linear=False,
            defaults=MappingProxyType({"drive_db": 6.0, "mix": 1.0}),
        ),
        "Space": EffectKind(
            {
                "decay_s": Range(0.6, 9, "s"),
                "pre_delay_ms": Range(0, 250, "ms"),
                "room_db": Range(-60, 12, "dB"),
                "direct_db": Range(-60, 0, "dB"),
                "damping": Range(0, 1),
                "low_cut_hz": Range(20, 2000, "Hz"),
                "high_cut_hz": Range(500, 20000, "Hz"),
                "width": Range(0, 1),
            },
            defaults=MappingProxyType(
                {
                    "decay_s": 1.5,
                    "pre_delay_ms": 10.0,
                    "room_db": -18.0,
                    "direct_db": 0.0,
                    "damping": 0.4,
                    "low_cut_hz": 100.0,
                    "high_cut_hz": 16000.0,
                    "width": 1.0,
                }
            ),
        ),
        "Width": EffectKind({"width": Range(0, 2)}, defaults=MappingProxyType({"width": 1.0})),
    }
)


PEDALBOARD_DEFAULTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "Bitcrush": {"bit_depth": 8.0},
        "Chorus": {
            "rate_hz": 1.0, "depth": 0.25, "centre_delay_ms": 7.0, "feedback": 0.0, "mix": 0.5,
        },
        "Clipping": {"threshold_db": -6.0},
        "Compressor": {"threshold_db": 0.0, "ratio": 1.0, "attack_ms": 1.0, "release_ms": 100.0},
        "Delay": {"delay_seconds": 0.5, "feedback": 0.0, "mix": 0.5},
        "Distortion": {"drive_db": 25.0},
        "Gain": {"gain_db": 1.0},
        "HighShelfFilter": {"cutoff_frequency_hz": 440.0, "gain_db": 0.0, "q": 0.7071},
        "HighpassFilter": {"cutoff_frequency_hz": 50.0},
        "LadderFilter": {"cutoff_hz": 200.0, "resonance": 0.0, "drive": 1.0},
        "Limiter": {"threshold_db": -10.0, "release_ms": 100.0},
        "LowShelfFilter": {"cutoff_frequency_hz": 440.0, "gain_db": 0.0, "q": 0.7071},
        "LowpassFilter": {"cutoff_frequency_hz": 50.0},
        "MP3Compressor": {"vbr_quality": 2.0},
        "NoiseGate": {
            "threshold_db": -100.0, "ratio": 10.0, "attack_ms": 1.0, "release_ms": 100.0,
        },
        "PeakFilter": {"cutoff_frequency_hz": 440.0, "gain_db": 0.0, "q": 0.7071},
        "Phaser": {
            "rate_hz": 1.0, "depth": 0.5, "centre_frequency_hz": 1300.0, "feedback": 0.0,
            "mix": 0.5,
        },
        "PitchShift": {"semitones": 0.0},
        "Resample": {"target_sample_rate": 8000.0},
        "Reverb": {
            "room_size": 0.5, "damping": 0.5, "wet_level": 0.33, "dry_level": 0.4, "width": 1.0,
        },
    }
)  # fmt: skip
"""What pedalboard takes for a parameter that is left out (its version 0.9.26)."""


def numbers_of(effect: Effect) -> dict[str, float]:
    """Every parameter of a checked effect, in the table's order: as written, or left out."""
    known = EFFECTS[effect.kind]
    left_out = {**PEDALBOARD_DEFAULTS.get(effect.kind, {}), **known.defaults}
    return {name: effect.parameters.get(name, left_out[name]) for name in known.parameters}


def check_effect(effect: Effect) -> None:
    """Refuse an effect that the table does not know.

    Raises StudioError naming the effect, the parameter, its value and the legal range.
    """
    kind = EFFECTS.get(effect.kind)
    if kind is None:
        raise _unknown("effect", effect.kind, EFFECTS)
    for name, value in effect.parameters.items():
        if name not in kind.parameters:
            raise _unknown(f"parameter of {effect.kind}", name, kind.parameters)
        check_range(f"{name} of {effect.kind}", value, kind.parameters[name])
    if effect.live and not kind.live:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f'{effect.kind} cannot run block by block; write "live": false beside it',
        )


def check_range(what: str, value: float, legal: Range) -> None:
    """Refuse a number outside its range, and NaN. Raises StudioError (OUT_OF_RANGE)."""
    if not (math.isfinite(value) and legal.low <= value <= legal.high):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, f"{what} is out of range", value=value, legal=str(legal)
        )


def _unknown(what: str, name: str, known: Mapping[str, object]) -> StudioError:
    close = difflib.get_close_matches(name, known, n=1)
    return StudioError(
        ErrorCode.UNKNOWN_NAME,
        f"unknown {what}",
        value=name,
        legal=", ".join(sorted(known)) or "none: it has no parameters",
        hint=f"did you mean {close[0]}" if close else "",
    )
