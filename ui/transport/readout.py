"""Readout: seconds as timecode and as bar and beat, places to go to, volume as a position."""

from __future__ import annotations

import math
from fractions import Fraction

from musflow_studio.domain.plan import CuePlan

SAME_PLACE_S = 0.05
JUST_PASSED_S = 0.35
QUIETEST_DB = -60.0


def timecode(plan: CuePlan, seconds: float) -> str:
    """The timecode of a place in the cue, from the board's first one on.

    The frame that is shown at that moment: a frame lasts until the next begins.
    """
    board = plan.storyboard
    frames = math.floor(Fraction(seconds) * board.rate.fps + Fraction(1, 10_000))
    return board.rate.timecode(board.start_timecode_frames + plan.in_frame + frames)


def bar_and_beat(plan: CuePlan, seconds: float) -> str:
    """The bar and beat that sound, as people write them: "3.2"."""
    tick = math.floor(plan.grid.tick_at(Fraction(seconds)) + Fraction(1, 2))
    tick = max(0, min(tick, plan.grid.end_tick - 1))
    return plan.grid.position(tick).partition("+")[0]


def landmarks(plan: CuePlan) -> tuple[float, ...]:
    """Seconds of the start, every cut and every hit inside the cue, ascending, each once."""
    rate = plan.storyboard.rate
    frames = {0, *(p.start_frame for p in plan.panels), *(h.frame for h in plan.hits if h.panel)}
    last = plan.out_frame - plan.in_frame
    return tuple(float(rate.seconds(frame)) for frame in sorted(frames) if frame < last)


def next_place(places: tuple[float, ...], seconds: float) -> float | None:
    """The first place after a moment; None behind the last."""
    return next((place for place in places if place > seconds + SAME_PLACE_S), None)


def previous_place(places: tuple[float, ...], seconds: float, *, playing: bool) -> float:
    """The last place before a moment; while it plays, the one just passed does not count."""
    back = JUST_PASSED_S if playing else SAME_PLACE_S
    return max((place for place in places if place < seconds - back), default=0.0)


def volume_at(position: float) -> float:
    """The level in dB of a fader position 0 to 1: fine steps above, quickly down below."""
    return QUIETEST_DB * (1.0 - min(1.0, max(0.0, position))) ** 2


def position_of(volume_db: float) -> float:
    """Where the fader stands for a level in dB; inverse of `volume_at`."""
    share = min(1.0, max(0.0, volume_db / QUIETEST_DB))
    return 1.0 - math.sqrt(share)
