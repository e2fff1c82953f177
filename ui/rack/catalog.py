"""Catalog: the effects as people call them, in groups, with a line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


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
