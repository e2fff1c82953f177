"""Catalog: the effects as people call them, in groups, one line each; numbers to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.preset import Effect


@dataclass(frozen=True)
class Entry:
    """One kind of effect in the menu.

    Attributes:
        kind: its name in the table of effects.
        name: for people.
        line: what it is for.
    """

    kind: str
    name: str
    line: str


GROUPS: Mapping[str, tuple[Entry, ...]] = MappingProxyType(
    {
        "Equaliser": (
            Entry("HighpassFilter", "Low cut", "takes away rumble below a frequency"),
            Entry("LowShelfFilter", "Low shelf", "lifts or lowers everything below"),
            Entry("PeakFilter", "Bell", "lifts or lowers around a frequency"),
            Entry("HighShelfFilter", "High shelf", "lifts or lowers everything above"),
            Entry("LowpassFilter", "High cut", "takes away what is above a frequency"),
        ),
        "Dynamics": (
            Entry("Compressor", "Compressor", "holds loud moments back, glues the parts"),
            Entry("Limiter", "Limiter", "lets nothing pass a level"),
            Entry("NoiseGate", "Gate", "silences what is quieter than a level"),
            Entry("Gain", "Gain", "louder or quieter from here on"),
        ),
        "Space": (
            Entry("Space", "Space", "a room by its seconds of decay and its level"),
            Entry("Reverb", "Reverb", "a simple room by size and damping"),
            Entry("Delay", "Delay", "echoes"),
            Entry("Width", "Width", "from mono to wider than it was"),
        ),
        "Colour": (
            Entry("Saturation", "Saturation", "rounds peaks as tape and valves do"),
            Entry("Distortion", "Distortion", "harder, with a rough edge"),
            Entry("Clipping", "Clipping", "cuts peaks off flat"),
            Entry("LadderFilter", "Ladder filter", "a synthesiser's filter with resonance"),
            Entry("Bitcrush", "Bitcrush", "fewer bits, grainy"),
        ),
        "Movement": (
            Entry("Chorus", "Chorus", "several of it, slightly apart"),
            Entry("Phaser", "Phaser", "a slow swirl through the overtones"),
        ),
        "Picture": (
            Entry("PitchShift", "Pitch shift", "higher or lower, as long as before"),
            Entry("Resample", "Old sampler", "as if recorded at a low rate"),
            Entry("MP3Compressor", "MP3", "what a low bit rate does"),
            Entry("GSMFullRateCompressor", "Mobile phone", "a voice line of the nineties"),
            Entry("Invert", "Invert", "turns the phase"),
        ),
    }
)

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
"""Where pedalboard's own beginning would do nothing, or too much."""

_PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "cutoff_frequency_hz": "Frequency",
        "cutoff_hz": "Frequency",
        "centre_frequency_hz": "Frequency",
        "gain_db": "Gain",
        "q": "Q",
        "threshold_db": "Threshold",
        "attack_ms": "Attack",
        "release_ms": "Release",
        "rate_hz": "Rate",
        "centre_delay_ms": "Delay",
        "delay_seconds": "Time",
        "drive_db": "Drive",
        "decay_s": "Decay",
        "pre_delay_ms": "Pre-delay",
        "room_db": "Room",
        "direct_db": "Direct",
        "low_cut_hz": "Low cut",
        "high_cut_hz": "High cut",
        "wet_level": "Wet",
        "dry_level": "Dry",
        "room_size": "Size",
        "bit_depth": "Bits",
        "vbr_quality": "Quality",
        "target_sample_rate": "Rate",
    }
)
_ENTRIES = {entry.kind: entry for group in GROUPS.values() for entry in group}


def entry_of(kind: str) -> Entry:
    """What people are told of a kind of effect."""
    return _ENTRIES[kind]


def parameter_name(name: str) -> str:
    """What a knob is called: "decay_s" is "Decay"."""
    return _PARAMETERS.get(name, name.replace("_", " ").capitalize())


def start_of(kind: str) -> dict[str, float]:
    """The numbers with which an effect is put in, and to which its knobs return."""
    return numbers_of(Effect(kind, {}, live=EFFECTS[kind].live)) | dict(_STARTS.get(kind, {}))


def new_effect(kind: str) -> Effect:
    """An effect as the menu puts it in."""
    return Effect(kind, start_of(kind), live=EFFECTS[kind].live)
