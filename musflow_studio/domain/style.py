"""Style: how to compose, as data read from presets/styles/*.json."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musflow_studio.domain.score import Role


class MelodyCharacter(StrEnum):
    """How a style sings; decides motifs, rhythms and how much of the time is sung."""

    LYRICAL = "lyrical"
    HEROIC = "heroic"
    SPARSE = "sparse"
    PLAYFUL = "playful"
    JAZZ = "jazz"
    OSTINATO = "ostinato"


class Articulation(StrEnum):
    """How the notes of a player meet."""

    LEGATO = "legato"  # a line: each note reaches 20 to 50 ms into the next
    SUSTAINED = "sustained"  # held chords that change hands the same way
    STACCATO = "staccato"  # sounds 40 to 55 % of the written length
    PLUCKED = "plucked"  # dies away by itself; sounds as written
    STRUCK = "struck"  # the same, with hammers or sticks


@dataclass(frozen=True)
class RoleStyle:
    """One instrument in one role of a style.

    Attributes:
        role: what it does.
        instrument: name shown to people and in the MIDI track.
        program, bank: General MIDI program 0..127; bank 0, a variation 1..127 (fonts without it
            play bank 0), or 128 for kits.
        low, high: playable MIDI range used, inclusive.
        enters_at_energy: 0..1, plays in panels with at least this energy.
        leaves_at_energy: 0..1, silent above this energy (1 = never leaves).
        velocity_low, velocity_high: velocity at energy 0 and at energy 1.
        gain_db: level in the mix; pan -1..1; reverb_send 0..1; high_pass_hz 0 = none.
        attack_ms: measured note-on to -6 dB of peak; slow parts start early by it.
        pattern: name of the figure the composer knows for this role (planning/patterns).
        tension_low, tension_high: plays where tension is at least low and under high; the
            defaults never exclude.
        articulation: None for what suits role and instrument (legato lines, sustained chords,
            plucked or struck).
    """

    role: Role
    instrument: str
    program: int
    bank: int
    low: int
    high: int
    enters_at_energy: float
    leaves_at_energy: float
    velocity_low: int
    velocity_high: int
    gain_db: float
    pan: float
    reverb_send: float
    high_pass_hz: float
    attack_ms: float
    pattern: str
    tension_low: float = 0.0
    tension_high: float = 1.01
    articulation: Articulation | None = None


@dataclass(frozen=True)
class Style:
    """A way to compose.

    Attributes:
        name: file name without ending; title, description: for people.
        tempo_low_bpm, tempo_high_bpm: range searched.
        meters: allowed, first preferred.
        keys_major, keys_minor: tonic pitch classes preferred.
        major_modes, minor_modes: modes used for positive and negative valence.
        progressions_major, progressions_minor: lists of roman-numeral loops ("I V vi IV").
        progressions_tense: roman-numeral loops in minor for tense panels; empty: the minor ones.
        cadences_major, cadences_minor: two bars that close a cue, the second on the tonic
            ("V7b9 im69"); open ends take the first; empty: plain ones.
        melody: how the melody sings, where a role has the pattern "melody".
        roles: who plays.
        room: reverb of the one shared room: {"room_size","damping","wet_level","pre_delay_ms"}.
        swing: 0 (straight eighths) to 1 (triplets); fast tempi straighten it.
        moods: mood words this style serves best, for the automatic choice.
        tonal: outer voices avoid parallel fifths and octaves; False where they are the idiom.
        centres: the places in mood space it serves best, for the same: (valence, arousal, tension).
    """

    name: str
    title: str
    description: str
    tempo_low_bpm: float
    tempo_high_bpm: float
    meters: tuple[str, ...]
    keys_major: tuple[int, ...]
    keys_minor: tuple[int, ...]
    major_modes: tuple[str, ...]
    minor_modes: tuple[str, ...]
    progressions_major: tuple[str, ...]
    progressions_minor: tuple[str, ...]
    roles: tuple[RoleStyle, ...]
    room: dict[str, float]
    moods: tuple[str, ...] = ()
    centres: tuple[tuple[float, float, float], ...] = ()
    progressions_tense: tuple[str, ...] = ()
    cadences_major: tuple[str, ...] = ()
    cadences_minor: tuple[str, ...] = ()
    swing: float = 0.0
    melody: MelodyCharacter = MelodyCharacter.LYRICAL
    tonal: bool = True


@dataclass(frozen=True)
class StyleEntry:
    """A style on the shelf.

    Attributes:
        style: itself.
        factory: came with the studio.
        favourite: the user likes it.
    """

    style: Style
    factory: bool
    favourite: bool


@dataclass(frozen=True)
class StyleList:
    """What is on the shelf, in order of names.

    Attributes:
        entries: styles that can be used.
        troubles: one sentence for each file that cannot.
    """

    entries: tuple[StyleEntry, ...]
    troubles: tuple[str, ...] = ()
