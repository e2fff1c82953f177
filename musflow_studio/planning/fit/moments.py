"""Moments of the picture, the request to fit a grid to them, and the fitted grid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.grid import Grid
from musflow_studio.domain.plan import Fit, Hit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.timecode import FrameRate

STEADY_EARLY_FRAMES = 1.0
STEADY_LATE_FRAMES = 2.0
EXACT_FRAMES = 0.5


@dataclass(frozen=True)
class Moment:
    """A moment of the picture that music may answer.

    Attributes:
        frame: frames from the cue's in point.
        weight: how much the music must respect it.
        panel_uid: the panel it starts, or lies in; "" for the picture's end.
        panel: that panel's number; "end" for the picture's end.
        inner: True inside a panel, False at a cut or the end.
    """

    frame: int
    weight: HitWeight
    panel_uid: str
    panel: str
    inner: bool = False


@dataclass(frozen=True)
class FitRequest:
    """What the grid has to meet.

    Attributes:
        rate: frame rate of `length_frames` and the moments.
        length_frames: length of the picture, at least 1.
        moments: ascending; the first at frame 0, the last the picture's end.
        fit: steady, exact or free.
        tempo_low_bpm, tempo_high_bpm: range searched, quarters per minute; a pinned `bpm`
            overrides it.
        preferred_bpm: what the mood would like.
        meters: allowed metres, first preferred ("4/4", "3/4", "6/8", "5/4").
        bpm: pinned base tempo, kept to the nearest whole microsecond per quarter.
        meter: pinned metre.
        loop_bars: loop mode with this many bars; None elsewhere.
        loop: loop mode; without `loop_bars` as many bars as come nearest to the picture.
        into_bar: quarters from the workstation's bar line to the cue's start, with `bpm` and
            `meter`; None where the cue has bars of its own.
    """

    rate: FrameRate
    length_frames: int
    moments: tuple[Moment, ...]
    fit: Fit
    tempo_low_bpm: float
    tempo_high_bpm: float
    preferred_bpm: float
    meters: tuple[str, ...]
    bpm: float | None = None
    meter: str | None = None
    loop_bars: int | None = None
    loop: bool = False
    into_bar: Fraction | None = None

    def __post_init__(self) -> None:
        frames = [moment.frame for moment in self.moments]
        assert self.length_frames >= 1, "a picture has at least one frame"
        assert len(frames) >= 2, "a picture has a start and an end"
        assert frames[0] == 0, "the first moment is the picture's start"
        assert frames[-1] == self.length_frames, "the last moment is the picture's end"
        assert frames == sorted(frames), "moments ascend"
        assert self.moments[-1].panel_uid == "", "the picture's end belongs to no panel"
        fixed = self.bpm is not None and self.meter is not None
        assert self.into_bar is None or fixed, "a place in a bar needs tempo and metre"
        assert 0 < self.tempo_low_bpm <= self.tempo_high_bpm, "tempo range is empty"

    @property
    def allowed_meters(self) -> tuple[str, ...]:
        """The pinned metre alone, else all allowed ones."""
        return (self.meter,) if self.meter else self.meters

    @property
    def is_loop(self) -> bool:
        """True when the bars decide the length."""
        return self.loop or self.loop_bars is not None

    @property
    def tempo_range_bpm(self) -> tuple[float, float]:
        """Lowest and highest base tempo to choose from."""
        if self.bpm is not None:
            return self.bpm, self.bpm
        return self.tempo_low_bpm, self.tempo_high_bpm

    @property
    def wanted_bpm(self) -> float:
        """The pinned tempo, else the mood's, kept inside the range."""
        low, high = self.tempo_range_bpm
        return min(max(self.preferred_bpm, low), high)

    @property
    def tolerance_frames(self) -> tuple[float, float]:
        """How many frames music may be early (positive) and late at a hit."""
        if self.fit is Fit.EXACT:
            return EXACT_FRAMES, EXACT_FRAMES
        return STEADY_EARLY_FRAMES, STEADY_LATE_FRAMES


@dataclass(frozen=True)
class FittedGrid:
    """A grid and how it answers each moment.

    Attributes:
        grid: exact tempo map and metres; `end_tick` is the last moment's tick (picture mode).
        moment_ticks: where the music of each moment begins: on a sixteenth, finer only where two
            moments are closer than a sixteenth. Strictly ascending but for moments on one frame.
        hits: one per moment; none in a loop, which has no picture beside it.
        meter: the cue's metre, as "4/4".
        why: sentences for the composer.
    """

    grid: Grid
    moment_ticks: tuple[int, ...]
    hits: tuple[Hit, ...]
    meter: str
    why: tuple[str, ...]


def microseconds_of(bpm: float) -> int:
    """Whole microseconds per quarter nearest to a tempo in quarters per minute."""
    return round(60e6 / bpm)
