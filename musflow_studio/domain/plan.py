"""CuePlan: the music bridge. What music will be made, and why, before a sound exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from musflow_studio.domain.description import Description, Mood
from musflow_studio.domain.grid import Grid
from musflow_studio.domain.reference import Reference, Trait
from musflow_studio.domain.score import Role, Score
from musflow_studio.domain.storyboard import HitWeight, Storyboard


class Fit(StrEnum):
    """How the tempo follows the cuts (see planning)."""

    STEADY = "steady"
    EXACT = "exact"
    FREE = "free"


class LengthMode(StrEnum):
    """Who decides the length: the picture, or the bars."""

    PICTURE = "picture"
    LOOP = "loop"


class Dialogue(StrEnum):
    """What music does in panels where somebody speaks."""

    UNDER = "under"
    IGNORE = "ignore"


class Transition(StrEnum):
    """How the music gets over a cut where energy or mode change.

    All but the last are played before the cut, by the stretch that ends there.
    """

    NONE = ""
    PICKUP = "pickup"
    SWELL = "swell"
    FILL = "fill"
    BREATH = "breath"
    COLOUR = "colour"


class Ending(StrEnum):
    """How a cue closes (see planning/form/ending.py)."""

    BUTTON = "button"
    RING = "ring"
    FADE = "fade"
    HOLD = "hold"
    CUT = "cut"


@dataclass(frozen=True)
class Passage:
    """What was decided across panels for one stretch of a panel; edits of other panels keep it.

    Attributes:
        leads_out: how it leads over the cut at its end.
        comes_in: how it begins, where the stretch before prepares nothing ("colour").
        target: pitch class 0..11 of the bass a pickup leads to; None without one.
        thin: two roles or fewer play, for air.
        hush_ticks: silence at its end, before the biggest hit; 0 for none.
        wind_down_ticks: at its end (or from before it), where no phrase of the melody begins.
    """

    leads_out: Transition = Transition.NONE
    comes_in: Transition = Transition.NONE
    target: int | None = None
    thin: bool = False
    hush_ticks: int = 0
    wind_down_ticks: int = 0


@dataclass(frozen=True)
class Motif:
    """The cue's germ: scale-degree steps from its first note, and a rhythm.

    Attributes:
        degrees: scale steps relative to the first note, 3 to 7 values, first 0.
        rhythm_ticks: length of each note in ticks, as many as `degrees`.
    """

    degrees: tuple[int, ...]
    rhythm_ticks: tuple[int, ...]


@dataclass(frozen=True)
class Pins:
    """What the user fixed; None means "the planner decides".

    Attributes:
        bpm: quarters per minute, 40 to 240.
        key: "D minor", "F# major", "Bb dorian".
        chords: symbols separated by spaces, one bar each, repeated ("Dm Bb F C").
        meter: "4/4", "3/4", "6/8" or "5/4".
        bars: loop mode only, 1 to 512.
        ending: how the cue closes; not for loops.
        motif: the theme, one bar of any metre; fitted to the cue's metre.
        into_bar: where the cue starts in a bar of the workstation: quarters after its bar line,
            0 to under the bar. Needs bpm and meter; the cue's bar lines are then the
            workstation's. Not for loops, which start on a bar line.
    """

    bpm: float | None = None
    key: str | None = None
    chords: str | None = None
    meter: str | None = None
    bars: int | None = None
    ending: Ending | None = None
    motif: Motif | None = None
    into_bar: float | None = None

    def over(self, kept: Pins) -> Pins:
        """These pins, and what they leave free from `kept`.

        Chords go with their key, the place in the bar with tempo and metre.
        """
        harmony = self if self.key or self.chords else kept
        place = self if self.bpm or self.meter or self.into_bar is not None else kept
        return Pins(
            kept.bpm if self.bpm is None else self.bpm,
            harmony.key,
            harmony.chords,
            self.meter or kept.meter,
            kept.bars if self.bars is None else self.bars,
            self.ending or kept.ending,
            self.motif or kept.motif,
            place.into_bar,
        )


@dataclass(frozen=True)
class Key:
    """A tonal centre and its mode.

    Attributes:
        tonic: pitch class 0..11, C = 0.
        mode: "major", "minor", "dorian", "mixolydian", "lydian" or "phrygian".
        name: as people write it, with the right accidental ("Bb major").
    """

    tonic: int
    mode: str
    name: str


@dataclass(frozen=True)
class Arrival:
    """From where a stretch of a panel is reached; the first plan decides, edits keep it.

    Attributes:
        bar: number of the bar it begins with, from which pinned chords are counted.
        bass: MIDI note of the bass before it; None at the cue's start and after silence.
        held: MIDI notes of the voices held before it, ascending.
        home: the key it stands in, where that is not the cue's (a climax lifted to another key).
    """

    bar: int
    bass: int | None = None
    held: tuple[int, ...] = ()
    home: Key | None = None


@dataclass(frozen=True)
class ChordSpan:
    """A chord sounding from start to end tick, for one panel.

    Attributes:
        symbol: "Dm", "Bbmaj7", "F/A".
        pitch_classes: 0..11, root first.
        bass: pitch class of the bass note.
    """

    start_tick: int
    end_tick: int
    symbol: str
    pitch_classes: tuple[int, ...]
    bass: int
    panel_uid: str


@dataclass(frozen=True)
class Hit:
    """A moment of the picture and the musical position that answers it.

    Attributes:
        panel_uid: the panel it starts, or lies in; "" for the picture's end.
        panel: that panel's number; "end" for the picture's end.
        frame: frames from the cue's in point.
        weight: must, should, ignore or avoid.
        tick: the nearest position of the grid (beat, else eighth, else sixteenth).
        beat: that position as people write it ("5.1").
        error_frames: grid time minus picture time, in frames (positive: music late).
        kind: "beat", "eighth", "sixteenth" or "off".
        reached: True when the error is inside the fit mode's tolerance.
    """

    panel_uid: str
    panel: str
    frame: int
    weight: HitWeight
    tick: int
    beat: str
    error_frames: float
    kind: str
    reached: bool


@dataclass(frozen=True)
class PanelPlan:
    """What the music does for one panel.

    Attributes:
        panel_uid: the panel.
        start_frame, end_frame: from the cue's in point.
        start_tick, end_tick: where its music starts and ends on the grid.
        mood, energy: taken from the description (0..1 energy).
        roles: who plays.
        key: name of the key it is felt in; "" in plans of earlier versions.
        why: sentences ("energy 0.7 from the cut rate: four roles").
    """

    panel_uid: str
    start_frame: int
    end_frame: int
    start_tick: int
    end_tick: int
    mood: Mood
    energy: float
    roles: tuple[Role, ...]
    why: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class CuePlan:
    """Everything an engine needs, and everything a re-plan must keep.

    Attributes:
        cue_uid: identity of the cue; draws are keyed by it.
        storyboard, description: what it was planned for (the whole recipe travels).
        in_frame, out_frame: the cue's part of the board, board frames.
        seed: of every draw.
        style: name of the style.
        fit, length_mode, pins, tail_s: as requested.
        key, meter, motif, grid, chords, panels, hits, score: the music.
        turns: for each stretch of a panel ("uid/0"), the roman numerals it plays, one a bar; an
            edit keeps those of the other panels.
        passages: for each stretch, what was decided across panels; kept likewise.
        arrivals: for each stretch, from where it is reached; kept likewise.
        dialogue: what music does in panels where somebody speaks.
        tacet: uids of panels without music.
        under_words: uids of panels whose music stays under words: composed so, and dipped where
            words are understood (1 to 4 kHz) when it is played.
        ending: how it closes; None for a loop.
        ends_open: True where the last chord is not the tonic, on purpose.
        energy_curve: (tick, energy 0..1) points, linear between.
        reference: the piece it was to be like, and `liked`, what was taken of it.
        caption: the plan in one sentence, for text-guided engines and the user.
        why: sentences that explain tempo, key and form.
    """

    cue_uid: str
    storyboard: Storyboard
    description: Description
    in_frame: int
    out_frame: int
    seed: int
    style: str
    fit: Fit
    length_mode: LengthMode
    pins: Pins
    tail_s: float
    key: Key
    meter: str
    motif: Motif
    grid: Grid
    chords: tuple[ChordSpan, ...]
    panels: tuple[PanelPlan, ...]
    hits: tuple[Hit, ...]
    energy_curve: tuple[tuple[int, float], ...]
    score: Score
    caption: str
    why: tuple[str, ...]
    turns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    dialogue: Dialogue = Dialogue.UNDER
    tacet: tuple[str, ...] = ()
    under_words: tuple[str, ...] = ()
    ending: Ending | None = None
    ends_open: bool = False
    reference: Reference | None = None
    liked: tuple[Trait, ...] = ()

    @property
    def bpm(self) -> float:
        """The cue's tempo, quarters per minute: the grid's base tempo."""
        return self.grid.base_bpm

    def length_samples(self, sample_rate_hz: int) -> int:
        """Exact length without tail: the picture's in picture mode, the bars' in loop mode."""
        if self.length_mode is LengthMode.LOOP:
            return self.grid.sample_at(self.grid.end_tick, sample_rate_hz)
        return self.storyboard.rate.samples(self.out_frame - self.in_frame, sample_rate_hz)
