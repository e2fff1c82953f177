"""Ostinato: a hard little figure on the root that drives a chase, grouped against the beat.

The figure is drawn once per piece. Its accents fall in threes and twos; odd bars change its tail,
every fourth climbs, and where the music is loudest eighths break into galloping sixteenths.
"""

from __future__ import annotations

from musflow_studio.planning.harmony.key import scale_pitch_classes
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, SIXTEENTH, places
from musflow_studio.planning.patterns.steps import Step
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.stroke import Stroke, nearest

GROUPS: dict[str, tuple[tuple[int, ...], ...]] = {
    "4/4": ((0, 3, 6), (0, 3, 5), (0, 2, 5)),
    "3/4": ((0, 3), (0, 2, 4), (0, 4)),
    "6/8": ((0, 3), (0, 3, 5), (0, 2, 3)),
    "5/4": ((0, 3, 6, 8), (0, 3, 5, 8), (0, 2, 5, 8)),
}
"""Where the accents of a bar may fall, in eighths."""

GALLOP_ENERGY, SPARSE_ENERGY = 0.8, 0.25
FASTEST_US = 85_000
# What an accent plays, and what fills the places between: 0 root, 1 the scale tone above it,
# 2 the third, 3 the fifth, 4 the octave.
ACCENT_TONES = ((0, 0, 0, 0), (0, 2, 0, 3), (0, 3, 2, 3), (0, 0, 1, 2))
TAILS = ((0, 1), (2, 1), (3, 2), (1, 0))


def ostinato(desk: Desk) -> list[Stroke]:
    """The figure, to the last chord; there, one stroke."""
    rng = desk.draw("ostinato")
    groups = rng.choice(GROUPS[desk.cue.meter.name])
    accents, tail = rng.choice(ACCENT_TONES), rng.choice(TAILS)
    gallops = rng.choice((0, 1))
    strokes: list[Stroke] = []
    for span in desk.moving:
        tones = _tones(desk, span)
        for step in places(desk, span, EIGHTH):
            if _rests(desk, step, groups):
                continue
            tone = tones[_choice(desk, step, groups, accents, tail)]
            accented = step.place in groups or step.tick == span.start
            length = min(EIGHTH, span.end - step.tick)
            split = _splits(desk, step, groups, gallops) and length == EIGHTH
            stress = 0.5 if accented else -0.5
            strokes.append(Stroke(step.tick, SIXTEENTH if split else length, tone, stress))
            if split:
                strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, tone, -0.8))
    if desk.closing or not strokes:
        span = desk.spans[-1]
        strokes.append(Stroke(span.start, min(2 * EIGHTH, span.length), _tones(desk, span)[0], 0.5))
    return strokes


def _tones(desk: Desk, span: Span) -> tuple[int, ...]:
    """Root, the key's tone above it, third, fifth and octave, upwards from the bass."""
    low = desk.low
    root = nearest(span.chord.bass, low, min(desk.high, low + 13), low + 5)
    scale = set(scale_pitch_classes(desk.key))
    above = next(p for p in (root + 1, root + 2, root + 3) if p % 12 in scale)
    classes = span.chord.pitch_classes
    upper = [nearest(pc, root + 3, root + 14, root + 5) for pc in classes[1:3]]
    octave = root + 12 if root + 12 <= desk.high else root
    return (root, above, *sorted(upper), octave)


def _rests(desk: Desk, step: Step, groups: tuple[int, ...]) -> bool:
    """Still panels keep the accents alone; the others breathe once in every second bar.

    Nobody rests in the last beats before a hit.
    """
    if step.place in groups or step.tick >= approach(desk.piece).swell_from:
        return False
    if desk.piece.energy < SPARSE_ENERGY:
        return True
    return desk.piece.energy < 0.5 and step.bar % 2 == 1 and step.place + 1 in groups


def _choice(
    desk: Desk, step: Step, groups: tuple[int, ...], accents: tuple[int, ...], tail: tuple[int, int]
) -> int:
    """Which tone a step plays, as an index into `_tones`."""
    from_end = desk.cue.meter.bar_ticks - step.inside
    if step.bar % 2 and from_end <= 2 * EIGHTH:
        return tail[0] if from_end == 2 * EIGHTH else tail[1]
    if step.bar % 4 == 3 and step.inside * 2 >= desk.cue.meter.bar_ticks:
        return (0, 2, 3, 4)[step.place % 4]
    return accents[groups.index(step.place) % 4] if step.place in groups else 0


def _splits(desk: Desk, step: Step, groups: tuple[int, ...], gallops: int) -> bool:
    """True where an eighth breaks into two sixteenths: after an accent, in loud panels."""
    if desk.piece.energy < GALLOP_ENERGY or desk.piece.microseconds(SIXTEENTH) < FASTEST_US:
        return False
    return step.place - 1 in groups and (step.bar + gallops) % 2 == 0
