"""War drums: low drums that carry the accents, answer each other and fill into the next phrase."""

from __future__ import annotations

from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.drums import tuned
from musflow_studio.planning.patterns.figure import EIGHTH, SIXTEENTH, on_pulse
from musflow_studio.planning.patterns.ostinato import GROUPS
from musflow_studio.planning.patterns.steps import Step, steps
from musflow_studio.planning.piece import draw
from musflow_studio.planning.stroke import Stroke

FASTEST_US = 80_000
FILL_ENERGY = 0.5
SWELL_CYMBAL, CRASH = 59, 57
ROLL_BEATS = 2


def taiko(desk: Desk) -> list[Stroke]:
    """The accents of the groups, ghosts between them, and a fill at the end of a phrase.

    A heartbeat (two soft strokes a bar) in still panels.
    """
    low, middle, high = _drums(desk)
    rng = desk.draw("taiko")
    groups = rng.choice(GROUPS[desk.cue.meter.name])
    ghosts = rng.random() < 0.6
    strokes: list[Stroke] = []
    for step in _steps(desk):
        if desk.piece.energy < 0.25:
            strokes += _heartbeat(step, low)
        elif _fills(desk, step):
            strokes += _fill(desk, step, (high, middle, low))
        elif step.place in groups:
            pitch = low if step.place == 0 else (middle if step.bar % 2 else low)
            strokes.append(Stroke(step.tick, EIGHTH, pitch, 0.7 if step.place == 0 else 0.3))
        elif ghosts and desk.piece.energy >= 0.4 and (step.place + step.bar) % 3 == 1:
            strokes.append(Stroke(step.tick, EIGHTH, high, -0.9))
    return strokes + _last(desk, low)


def toms(desk: Desk) -> list[Stroke]:
    """Answers to the taiko: a run down the drums in the second half of odd bars."""
    order = _drums(desk)
    strokes: list[Stroke] = []
    for step in _steps(desk):
        late = step.inside * 2 >= desk.cue.meter.bar_ticks
        if step.bar % 2 and late and (step.place + step.bar // 2) % 3 != 2:
            left = (desk.cue.meter.bar_ticks - step.inside) // EIGHTH
            pitch = order[min(2, left // 2)]
            strokes.append(Stroke(step.tick, EIGHTH, pitch, 0.1 if left % 2 else -0.3))
    return strokes


def snare(desk: Desk) -> list[Stroke]:
    """A march: the beats, a drag before some of them, a roll into every fourth bar."""
    key = desk.low
    drag = draw(desk.cue, desk.piece, "drag", "snare").choice((1, 2))
    beat = desk.cue.meter.pulse_ticks
    fast = desk.piece.microseconds(SIXTEENTH) >= FASTEST_US
    strokes: list[Stroke] = []
    for step in _steps(desk):
        on_beat = step.inside % beat == 0
        before_beat = (step.inside + EIGHTH) % beat == 0
        if on_beat and step.inside:
            strokes.append(Stroke(step.tick, EIGHTH, key, 0.3 if step.inside == beat else -0.2))
        elif before_beat and fast and (step.bar % 4 == 3 or (step.place + drag) % 4 == 0):
            strokes.append(Stroke(step.tick, SIXTEENTH, key, -0.9))
            strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, key, -0.6))
    return strokes


def cymbal(desk: Desk) -> list[Stroke]:
    """A crash where a phrase begins, in loud panels; else a soft one every fourth bar."""
    every = 2 if desk.piece.energy >= 0.9 else 4
    return [
        Stroke(step.tick, 4 * EIGHTH, CRASH, 0.2)
        for step in _steps(desk)
        if step.inside == 0 and step.bar % every == 0 and step.bar
    ]


def _steps(desk: Desk) -> list[Step]:
    return list(steps(desk.piece, EIGHTH, 0, desk.moving[-1].end if desk.moving else 0))


def _drums(desk: Desk) -> tuple[int, int, int]:
    """Three drums of one player, low to high, a fifth or so apart."""
    step = max(1, (desk.high - desk.low) // 2)
    return desk.low, desk.low + step, desk.low + 2 * step


def _heartbeat(step: Step, pitch: int) -> list[Stroke]:
    if step.place == 0:
        return [Stroke(step.tick, EIGHTH, pitch, 0.2)]
    return [Stroke(step.tick, EIGHTH, pitch, -0.6)] if step.place == 1 and step.bar % 2 else []


def _fills(desk: Desk, step: Step) -> bool:
    """True in the last beats of every fourth bar, from middle energy on."""
    if desk.piece.energy < FILL_ENERGY or step.bar % 4 != 3:
        return False
    return desk.cue.meter.bar_ticks - step.inside <= 4 * EIGHTH


def _fill(desk: Desk, step: Step, order: tuple[int, int, int]) -> list[Stroke]:
    left = (desk.cue.meter.bar_ticks - step.inside) // EIGHTH
    pitch = order[min(2, max(0, 4 - left) * 3 // 4)]
    rising = 0.2 * (4 - left)
    fast = desk.piece.energy >= 0.75 and desk.piece.microseconds(SIXTEENTH) >= FASTEST_US
    strokes = [Stroke(step.tick, SIXTEENTH if fast else EIGHTH, pitch, rising)]
    if fast:
        strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, pitch, rising - 0.4))
    return strokes


def _last(desk: Desk, pitch: int) -> list[Stroke]:
    if not desk.closing:
        return []
    span = desk.spans[-1]
    return [Stroke(span.start, min(2 * EIGHTH, span.length), pitch, 0.6)]


def timpani_roll(desk: Desk) -> list[Stroke]:
    """Downbeats, and a roll that grows through the last two beats of every fourth bar."""
    fast = desk.piece.microseconds(SIXTEENTH) >= FASTEST_US
    strokes: list[Stroke] = []
    for span in desk.moving:
        for step in steps(desk.piece, EIGHTH, on_pulse(span.start, EIGHTH), span.end):
            left = desk.cue.meter.bar_ticks - step.inside
            pitch = tuned(desk, step.tick, span.chord.root)
            if step.bar % 4 == 3 and left <= ROLL_BEATS * 2 * EIGHTH and fast:
                grown = 0.6 - left / (2 * EIGHTH * ROLL_BEATS)
                strokes.append(Stroke(step.tick, SIXTEENTH, pitch, grown - 0.2))
                strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, pitch, grown - 0.1))
            elif step.inside in desk.cue.meter.accents:
                loud = step.inside == 0
                if loud or step.bar % 2:
                    strokes.append(Stroke(step.tick, 2 * EIGHTH, pitch, 0.4 if loud else -0.4))
    if desk.closing:
        span = desk.spans[-1]
        pitch = tuned(desk, span.start, span.chord.root)
        strokes.append(Stroke(span.start, min(4 * EIGHTH, span.length), pitch, 0.3))
    return strokes
