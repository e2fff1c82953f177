"""New effects: an effect as it is put into a chain, with numbers from which one goes on.

Pedalboard's own beginnings would often do nothing (a compressor of 1 to 1) or too much (a high cut
at 50 Hz).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from musflow_studio.domain.effect_table import EFFECTS, check_effect, numbers_of
from musflow_studio.domain.preset import Effect

_STARTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "Compressor": {
            "threshold_db": -20.0, "ratio": 2.5, "attack_ms": 15.0, "release_ms": 180.0,
        },
        "Limiter": {"threshold_db": -6.0},
        "NoiseGate": {"threshold_db": -60.0, "ratio": 4.0},
        "Gain": {"gain_db": 0.0},
        "HighpassFilter": {"cutoff_frequency_hz": 80.0},
        "LowpassFilter": {"cutoff_frequency_hz": 12_000.0},
        "LowShelfFilter": {"cutoff_frequency_hz": 150.0},
        "HighShelfFilter": {"cutoff_frequency_hz": 6000.0},
        "PeakFilter": {"cutoff_frequency_hz": 1000.0},
        "Delay": {"delay_seconds": 0.35, "feedback": 0.3, "mix": 0.2},
        "Reverb": {"wet_level": 0.2, "dry_level": 0.5},
        "Distortion": {"drive_db": 12.0},
        "LadderFilter": {"cutoff_hz": 4000.0},
        "Bitcrush": {"bit_depth": 12.0},
        "Resample": {"target_sample_rate": 11_025.0},
    }
)  # fmt: skip
"""Where an effect begins otherwise than by itself."""


def new_effect(kind: str) -> Effect:
    """An effect with every number it begins with. Raises StudioError for an unknown kind."""
    check_effect(Effect(kind, {}, live=False))
    live = EFFECTS[kind].live
    begins = numbers_of(Effect(kind, {}, live)) | dict(_STARTS.get(kind, {}))
    return Effect(kind, begins, live)


def start_of(kind: str) -> dict[str, float]:
    """The numbers to which the knobs of a kind return."""
    return new_effect(kind).parameters
