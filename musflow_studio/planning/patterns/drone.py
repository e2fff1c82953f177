"""Drone: music that hardly moves. Open fifths, clusters that beat, brass that swells, far bells.

Low down only the root and its octave or fifth sound; whatever rubs lies above middle C, where
it beats slowly instead of turning to mud.
"""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import TENSE, Span, span_at
from musflow_studio.planning.harmony.voicing import C3, C4, E2, lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, steps
from musflow_studio.planning.stroke import Stroke, nearest

NEW_BOW_US = 6_000_000
"""A drone is bowed anew about this often."""
BELL_GAP_US = (5_500_000, 2_600_000)
"""Time between far bells, at energy 0 and at energy 1."""


def drone(desk: Desk) -> list[Stroke]:
    """The cue's tonic, held under whatever happens; from energy 0.3 its octave or fifth too.

    The two bows change in turn, so that the drone never breathes as a whole. The last chord of
    the cue has the tonic anew.
    """
    root = nearest(desk.cue.key.tonic, desk.low, desk.low + 11, desk.low + 5)
    last = desk.spans[-1].start if desk.closing else desk.piece.length_ticks
    strokes = _bows(desk, root, 0, last, first=0)
    if desk.piece.energy >= 0.3:
        other = root + 12 if root + 12 < C3 else root + 7
        strokes += _bows(desk, other, 0, last, first=1) if other >= E2 else []
    if desk.closing:
        strokes.append(Stroke(last, desk.spans[-1].length, root, 0.1))
    return strokes


def _bows(desk: Desk, pitch: int, start: int, end: int, *, first: int) -> list[Stroke]:
    """One held tone, cut at bar lines into bows; `first` of 1 changes half a bow later."""
    every = max(2, round(NEW_BOW_US / desk.piece.microseconds(desk.piece.bar_ticks)))
    lines = [line for line, _ in desk.piece.segments()][1:]
    changes = [line for bar, line in enumerate(lines, 1) if bar % every == first * (every // 2)]
    cuts = [start, *(line for line in changes if start < line < end)]
    return [Stroke(a, b - a, pitch) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if b > a]


def cluster(desk: Desk) -> list[Stroke]:
    """Three slow voices; over them, where there is room, a tone that rubs and beats.

    The voices enter one after the other in calm panels. The rubbing tone comes late in its chord,
    a semitone or a tone over the highest voice, never below middle C.
    """
    chords = [span.chord for span in desk.spans]
    centre = (desk.low + desk.high) / 2
    line = lead(chords, low=desk.low, high=desk.high, voices=3, centre=centre)
    strokes: list[Stroke] = []
    for index, (span, voicing) in enumerate(zip(desk.spans, line, strict=True)):
        held = set(line[index - 1]) if index else set()
        for rank, pitch in enumerate(voicing):
            late = rank * TICKS_PER_QUARTER if index == 0 and desk.piece.energy < 0.5 else 0
            late = late if late * 2 < span.length and not desk.piece.hit_at_start else 0
            if pitch in held:
                strokes = _tied(strokes, pitch, span)
            else:
                strokes.append(Stroke(span.start + late, span.length - late, pitch))
        strokes += _rub(desk, span, voicing[-1])
    return strokes


def _tied(strokes: list[Stroke], pitch: int, span: Span) -> list[Stroke]:
    """The strokes with the sounding one of this pitch held through a span."""
    at = max(i for i, s in enumerate(strokes) if s.pitch == pitch)
    before = strokes[at]
    longer = Stroke(before.start, span.end - before.start, pitch, before.stress)
    return [*strokes[:at], longer, *strokes[at + 1 :]]


def _rub(desk: Desk, span: Span, top: int) -> list[Stroke]:
    """The beating tone of a chord; none in calm or in full panels, nor over the last chord."""
    middle = span.start + span.length // 2 // EIGHTH * EIGHTH
    calm = desk.piece.mood.tension < 0.35 or desk.piece.energy >= 0.75
    if calm or top < C4 or span.length < 4 * EIGHTH or (desk.closing and span is desk.spans[-1]):
        return []
    pitch = top + (1 if desk.piece.mood.tension >= TENSE else 2)
    return [Stroke(middle, span.end - middle, pitch, -0.5)]


def shiver(desk: Desk) -> list[Stroke]:
    """Two high voices of each chord, for tremolo; a semitone apart where the board is tense."""
    tense = desk.piece.mood.tension >= TENSE
    strokes = []
    for span, (under, top) in zip(desk.spans, _pairs(desk, tense=tense), strict=True):
        home = desk.closing and span is desk.spans[-1]
        pitches = {top} if tense and home else {under, top}
        strokes += [Stroke(span.start, span.length, pitch) for pitch in sorted(pitches)]
    return strokes


def _pairs(desk: Desk, *, tense: bool) -> list[tuple[int, int]]:
    """The two voices over each chord; tense ones creep, the upper to the nearest chord tone."""
    centre = (desk.low + desk.high) / 2
    if not tense:
        chords = [span.chord for span in desk.spans]
        line = lead(chords, low=desk.low, high=desk.high, voices=2, centre=centre)
        return [(voicing[0], voicing[-1]) for voicing in line]
    top, pairs = centre, list[tuple[int, int]]()
    for span in desk.spans:
        tones = [
            p for p in range(desk.low + 1, desk.high + 1) if p % 12 in span.chord.pitch_classes
        ]
        top = min(tones, key=lambda p: (abs(p - top) + 0.3 * abs(p - centre), p))
        pairs.append((max(top - 1, C4), top))
    return pairs


def swell(desk: Desk) -> list[Stroke]:
    """Low brass: the chord's root, or its fifth, entering a beat late and growing to the bar."""
    fifths = desk.draw("swell").random() < 0.5
    strokes = []
    pitch = desk.low + 5
    for index, span in enumerate(desk.spans):
        tones = span.chord.pitch_classes
        wanted = tones[2] if fifths and index % 2 and len(tones) > 2 else span.chord.root
        pitch = nearest(wanted, desk.low, desk.high, pitch)
        late = 0 if span.length < 3 * TICKS_PER_QUARTER else TICKS_PER_QUARTER
        strokes.append(Stroke(span.start + late, span.length - late, pitch, 0.1))
    return strokes


def far_bells(desk: Desk) -> list[Stroke]:
    """Single tones of the chord, seconds apart, between the beats of everything else.

    In tense panels a tone may fall by a semitone just after it was struck.
    """
    low_gap, high_gap = BELL_GAP_US
    gap = low_gap + (high_gap - low_gap) * desk.piece.energy
    rng = desk.draw("bells")
    strokes: list[Stroke] = []
    due = gap * 0.3 * rng.random() if not desk.piece.hit_at_start else gap * 0.4
    for step in steps(desk.piece, EIGHTH, 0, desk.until - EIGHTH):
        now = desk.piece.microseconds(step.tick)
        if now < due or step.inside == 0:
            continue
        strokes += _bell(desk, step.tick, rng.random())
        due = now + gap * (0.8 + 0.5 * rng.random())
    return strokes or _bell(desk, 0, 1.0)


def _bell(desk: Desk, tick: int, chance: float) -> list[Stroke]:
    span = span_at(desk.spans, tick)
    tones = span.chord.pitch_classes
    wanted = tones[-1] if chance < 0.5 else tones[0]
    pitch = nearest(wanted, desk.low, _ceiling(desk, tick), desk.low + 9)
    ring = min(4 * TICKS_PER_QUARTER, desk.piece.length_ticks - tick)
    struck = Stroke(tick, ring, pitch, -0.2)
    falls = desk.piece.mood.tension >= TENSE and chance < 0.25 and ring > 2 * TICKS_PER_QUARTER
    if not falls or pitch - 1 < desk.low:
        return [struck]
    fallen = Stroke(tick + EIGHTH, ring - EIGHTH, pitch - 1, -0.6)
    return [Stroke(tick, EIGHTH, pitch, -0.2), fallen]


def _ceiling(desk: Desk, tick: int) -> int:
    sung = [s.pitch for s in desk.melody if s.start <= tick < s.start + s.length]
    return max(desk.low + 12, min([desk.high, *(p - 3 for p in sung)]))


def booms(desk: Desk) -> list[Stroke]:
    """Deep strokes on downbeats, every other bar in calmer panels.

    A heart beats under tense ones, two strokes a bar; the fullest add the metre's other accent
    and a run into the next bar.
    """
    energy, meter = desk.piece.energy, desk.cue.meter
    heart = desk.piece.mood.tension >= TENSE
    pitch = nearest(desk.cue.key.tonic, desk.low, desk.high, (desk.low + desk.high) / 2)
    strokes = []
    for step in steps(desk.piece, SIXTEENTH, 0, desk.until):
        if step.inside == 0 and (step.bar % 2 == 0 or energy >= 0.62 or heart):
            strokes.append(Stroke(step.tick, TICKS_PER_QUARTER, pitch, 0.4))
        elif heart and step.inside == SIXTEENTH * 2 and energy >= 0.5:
            strokes.append(Stroke(step.tick, TICKS_PER_QUARTER, pitch, -0.4))
        elif energy >= 0.75 and step.inside in meter.accents:
            strokes.append(Stroke(step.tick, TICKS_PER_QUARTER, pitch, 0.0))
        elif energy >= 0.75 and step.bar % 2 and step.inside >= meter.bar_ticks - 4 * SIXTEENTH:
            grow = (step.inside - meter.bar_ticks) / (4 * SIXTEENTH)
            strokes.append(Stroke(step.tick, SIXTEENTH, pitch, 0.6 * grow - 0.1))
    return strokes or [Stroke(0, TICKS_PER_QUARTER, pitch)]


def pedal_hit(desk: Desk) -> list[Stroke]:
    """At a must-hit: the drone's own root with its octave, two high tones of the chord over it."""
    root = nearest(desk.cue.key.tonic, desk.low, desk.low + 11, desk.low + 5)
    pitches = [root, root + 12 if root + 12 < C3 else root + 7]
    if desk.piece.energy >= 0.35:
        tones = desk.spans[0].chord.pitch_classes
        pitches += [p for p in range(C4 + 2, desk.high + 1) if p % 12 in tones][:2]
    length = min(desk.piece.length_ticks, 4 * TICKS_PER_QUARTER)
    return [Stroke(0, length, pitch, 0.4) for pitch in pitches]
