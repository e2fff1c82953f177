"""Places on the board that keys go to: beats, cuts, bars, hits. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from ui.timeline.contents import HitMark
from ui.timeline.music import MusicContents
from ui.timeline.scene import Scene

_NEAR_S = 1e-4


def frame_s(scene: Scene, seconds: float, by: int) -> float:
    """The time of the nearest frame, and `by` frames on."""
    frame = scene.rate.nearest_frame(max(0.0, seconds)) + by
    last = scene.rate.nearest_frame(scene.board.length_s)
    return float(scene.rate.seconds(min(max(0, frame), last)))


def beats_s(music: MusicContents | None) -> list[float]:
    """Every beat of the music, in order."""
    return [beat for bar in music.bars for beat in bar.beats_s] if music else []


def cuts_s(scene: Scene) -> list[float]:
    """Every cut, and the end of the board."""
    return [*(panel.start_s for panel in scene.board.panels), scene.board.length_s]


def beside(places: Iterable[float], seconds: float, step: int) -> float | None:
    """The next place (`step` 1) or the one before (-1); None where there is none."""
    if step > 0:
        return min((place for place in places if place > seconds + _NEAR_S), default=None)
    return max((place for place in places if place < seconds - _NEAR_S), default=None)


def hit_beside(scene: Scene, seconds: float, step: int) -> HitMark | None:
    """The next or the former hit from the chosen one, else from a time on."""
    marks = list(scene.board.hits)
    frames = [mark.frame for mark in marks]
    if scene.hit in frames:
        at = frames.index(scene.hit) + step
        return marks[min(max(0, at), len(marks) - 1)]
    place = beside((mark.seconds for mark in marks), seconds - step * 2 * _NEAR_S, step)
    return next((mark for mark in marks if mark.seconds == place), None)


def one_more_bar(
    music: MusicContents | None, seconds: float, chosen: tuple[float, float] | None
) -> tuple[float, float] | None:
    """The bar at a time; if it is chosen already, it and the one after the chosen ones."""
    if music is None:
        return None
    bars = music.bars
    if chosen and chosen[0] - _NEAR_S <= seconds < chosen[1] + _NEAR_S:
        after = next((bar for bar in bars if bar.start_s >= chosen[1] - _NEAR_S), None)
        return (chosen[0], after.end_s) if after else chosen
    here = next((bar for bar in bars if bar.start_s - _NEAR_S <= seconds < bar.end_s), None)
    return (here.start_s, here.end_s) if here else None


def inside(range_s: tuple[float, float] | None, length_s: float) -> tuple[float, float] | None:
    """The part of a range that has sound: a last bar may reach beyond."""
    return range_s and (max(0.0, range_s[0]), min(range_s[1], length_s))
