"""Score: the notes of a cue, a part per role."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a part does in the music; also the name of its stem."""

    MELODY = "melody"
    COUNTER = "counter"
    HARMONY = "harmony"
    PAD = "pad"
    ARPEGGIO = "arpeggio"
    BASS = "bass"
    PERCUSSION = "percussion"
    ACCENT = "accent"


@dataclass(frozen=True)
class Note:
    """One note.

    Attributes:
        start_tick: on the grid.
        duration_ticks: written length, at least 1.
        pitch: MIDI note number 0..127 (60 = middle C); in percussion, the drum key.
        velocity: 1..127.
        panel_uid: the panel it was composed for.
        shift_us: performance offset in microseconds added to the grid time in sound (not in the
            MIDI file): negative for slow attacks that must start early, jitter, exact hits.
        end_shift_us: the same for its end: legato notes reach into the next, staccato ones stop
            half-way.
    """

    start_tick: int
    duration_ticks: int
    pitch: int
    velocity: int
    panel_uid: str
    shift_us: int = 0
    end_shift_us: int = 0


@dataclass(frozen=True)
class ControlPoint:
    """Expression (MIDI CC 11) at a tick, 0..127; linear between points."""

    tick: int
    value: int


@dataclass(frozen=True)
class Part:
    """The notes of one role on one instrument.

    Attributes:
        role: what it does; a role may have several parts (they share its stem).
        instrument: the instrument's name in the style ("felt piano").
        program: General MIDI program 0..127 (for percussion: the kit).
        bank: 0, or 128 for percussion kits.
        notes: ordered by (start_tick, pitch).
        expression: ordered by tick; empty means constant 127.
        gain_db: level in the mix, -60 to 24.
        pan: -1 (left) to 1 (right).
        reverb_send: 0 (dry) to 1, how much goes to the one shared room.
        high_pass_hz: cut below this before everything else; 0 for none.
    """

    role: Role
    instrument: str
    program: int
    bank: int
    notes: tuple[Note, ...]
    expression: tuple[ControlPoint, ...] = ()
    gain_db: float = 0.0
    pan: float = 0.0
    reverb_send: float = 0.3
    high_pass_hz: float = 0.0


@dataclass(frozen=True)
class Score:
    """All parts of a cue, and the room they play in.

    Attributes:
        parts: in the order of the MIDI tracks.
        room: the style's room ("room_size", "damping", "wet_level" 0..1, "pre_delay_ms");
            what is missing takes the engine's default.
    """

    parts: tuple[Part, ...]
    room: dict[str, float] = field(default_factory=dict)
