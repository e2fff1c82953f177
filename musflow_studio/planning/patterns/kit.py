"""Drum kit: grooves that work in every metre, a voice of the kit a player.

Beats are the metre's pulses. The groove halves in calmer panels (backbeat on the second accent
only), and its odd bars and its last bar of four turn, so that no stretch repeats for long.
"""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.meter import Meter
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, Step, steps
from musflow_studio.planning.stroke import Stroke

KICK, RIM, SNARE = 36, 37, 38
CLOSED_HAT, PEDAL_HAT, OPEN_HAT, CRASH, RIDE = 42, 44, 46, 49, 51
SHAKER = 70
TAP, SWEEP = 38, 40
"""Keys of a brush kit."""
DRIVING_ENERGY = 0.72
FASTEST_HAT_US = 110_000


def kick(desk: Desk) -> list[Stroke]:
    """The downbeat and a syncopation in calm panels; every beat in driven ones."""
    energy = desk.piece.energy
    extra = desk.draw("kick").choice(((5,), (3,), (5, 7), ()))
    strokes = []
    for step in _eighths(desk):
        strong = step.inside in desk.cue.meter.accents
        beat = step.inside % desk.cue.meter.pulse_ticks == 0
        if step.inside == 0 or (beat and energy >= DRIVING_ENERGY) or (strong and energy >= 0.62):
            strokes.append(Stroke(step.tick, EIGHTH, KICK, 0.4 if strong else 0.1))
        elif step.place in extra and step.bar % 2:
            strokes.append(Stroke(step.tick, EIGHTH, KICK, -0.3))
    return strokes or [Stroke(0, EIGHTH, KICK, 0.2)]


def backbeat(desk: Desk) -> list[Stroke]:
    """The snare: late in the bar in calm panels, every other beat and a turn in driven ones."""
    meter, driven = desk.cue.meter, desk.piece.energy >= DRIVING_ENERGY
    answered = _backbeats(meter, driven=driven)
    strokes = []
    for step in _eighths(desk):
        if step.inside in answered:
            strokes.append(Stroke(step.tick, EIGHTH, SNARE, 0.3))
        elif driven and step.bar % 4 == 3 and step.inside == meter.bar_ticks - EIGHTH:
            strokes.append(Stroke(step.tick, SIXTEENTH, SNARE, -0.7))
            strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, SNARE, -0.3))
    middle = desk.piece.length_ticks // 2 // EIGHTH * EIGHTH
    return strokes or [Stroke(middle, EIGHTH, SNARE, -0.2)]


def _backbeats(meter: Meter, *, driven: bool) -> tuple[int, ...]:
    """Ticks of a bar that the snare answers."""
    beats = {2: (1,), 3: (1, 2) if driven else (2,), 4: (1, 3) if driven else (2,)}
    found = beats.get(meter.bar_ticks // meter.pulse_ticks, (1, 3) if driven else (3,))
    return tuple(beat * meter.pulse_ticks for beat in found)


def hats(desk: Desk) -> list[Stroke]:
    """Eighths, sixteenths from energy 0.8 where they are not too fast; open before the turn."""
    fast = desk.piece.energy >= 0.8 and desk.piece.microseconds(SIXTEENTH) >= FASTEST_HAT_US
    rest = desk.draw("hats").choice((3, 5, 7, None))
    strokes = []
    for step in _eighths(desk):
        if step.place == rest and step.bar % 2:
            continue
        on_beat = step.inside % desk.cue.meter.pulse_ticks == 0
        turns = step.bar % 2 == 1 and step.inside == desk.cue.meter.bar_ticks - EIGHTH
        key = OPEN_HAT if turns else CLOSED_HAT
        strokes.append(Stroke(step.tick, EIGHTH, key, 0.0 if on_beat else -0.5))
        if fast and not turns:
            strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, CLOSED_HAT, -0.8))
    return strokes


def crash(desk: Desk) -> list[Stroke]:
    """A cymbal on the cut."""
    return [Stroke(0, min(desk.piece.length_ticks, 4 * TICKS_PER_QUARTER), CRASH, 0.2)]


def shaker(desk: Desk) -> list[Stroke]:
    """Soft eighths that lean on the off-beat, with a rest before every other bar."""
    bar_ticks = desk.cue.meter.bar_ticks
    return [
        Stroke(step.tick, EIGHTH, SHAKER, -0.5 if step.place % 2 == 0 else 0.1)
        for step in _eighths(desk)
        if not (step.bar % 2 and step.inside >= bar_ticks - 2 * EIGHTH)
    ]


def brushes(desk: Desk) -> list[Stroke]:
    """Brushes on the snare: a sweep a beat, a tap on the beats that answer."""
    meter = desk.cue.meter
    answered = _backbeats(meter, driven=True)
    strokes = []
    for step in steps(desk.piece, meter.pulse_ticks, 0, desk.until):
        tap = step.inside in answered
        strokes.append(Stroke(step.tick, EIGHTH, TAP if tap else SWEEP, 0.2 if tap else -0.4))
        late = step.tick + meter.pulse_ticks - EIGHTH
        if tap and step.bar % 2 and desk.piece.energy >= 0.6 and late < desk.until:
            strokes.append(Stroke(late, EIGHTH, TAP, -0.7))
    return strokes or [Stroke(0, EIGHTH, SWEEP)]


def ride(desk: Desk) -> list[Stroke]:
    """The ride cymbal: ding, ding-a ding; the pedal closes the hats on the beats that answer."""
    meter = desk.cue.meter
    answered = _backbeats(meter, driven=True)
    strokes = []
    for step in _eighths(desk):
        on_beat = step.inside % meter.pulse_ticks == 0
        if on_beat or (step.inside + EIGHTH) % meter.bar_ticks in _after(meter, answered):
            strokes.append(Stroke(step.tick, EIGHTH, RIDE, 0.1 if on_beat else -0.6))
        if step.inside in answered:
            strokes.append(Stroke(step.tick, EIGHTH, PEDAL_HAT, -0.2))
    return strokes


def _after(meter: Meter, answered: tuple[int, ...]) -> set[int]:
    """The beats that follow the answered ones: they get a skip before them."""
    return {(tick + meter.pulse_ticks) % meter.bar_ticks for tick in answered}


def feathered(desk: Desk) -> list[Stroke]:
    """A bass drum that is felt more than heard: the downbeats, and the accents where it drives."""
    found = steps(desk.piece, EIGHTH, 0, desk.until)
    driven = desk.piece.energy >= DRIVING_ENERGY
    return [
        Stroke(step.tick, EIGHTH, KICK, -0.2)
        for step in found
        if step.inside == 0 or (driven and step.inside in desk.cue.meter.accents)
    ] or [Stroke(0, EIGHTH, KICK, -0.2)]


def _eighths(desk: Desk) -> list[Step]:
    """The eighths before the last chord."""
    return list(steps(desk.piece, EIGHTH, 0, desk.until))
