"""Jazz: a walking bass, a comping piano, and fills where the melody rests.

Rhythms are written in straight eighths; the style's swing bends them (performance/swing.py).
"""

from __future__ import annotations

import random
from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.key import scale_pitch_classes
from musflow_studio.planning.harmony.progression import Span, span_at
from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, Step, steps
from musflow_studio.planning.stroke import Stroke, nearest

WALKING_ENERGY = 0.3
Comp = tuple[tuple[int, int], ...]
"""(eighth of the bar, length in eighths) of each chord."""
COMPS: dict[int, tuple[Comp, ...]] = {
    8: (((0, 3), (3, 1)), ((3, 1), (6, 2)), ((1, 1), (4, 3)), ((3, 3),), ((0, 2), (5, 1)),
        ((2, 1), (7, 1))),
    6: (((0, 3), (3, 1)), ((2, 1), (5, 1)), ((3, 2),), ((1, 1), (4, 2))),
    10: (((0, 3), (3, 2), (6, 3)), ((3, 1), (6, 2)), ((0, 2), (5, 1), (8, 2)), ((3, 3), (8, 1))),
}  # fmt: skip


def walking(desk: Desk) -> list[Stroke]:
    """A tone a beat: the root where a chord begins, a neighbour of the next root before it.

    Calm panels and dialogue get half notes; in driven ones a skipped eighth falls in now and then.
    """
    slow = desk.piece.energy < WALKING_ENERGY or desk.piece.dialogue
    beats = _beats(desk, slow=slow)
    pitches = _line(desk, beats)
    ends = [*beats[1:], desk.moving[-1].end] if beats else []
    strokes = [
        Stroke(a, b - a, pitch, 0.0 if span_at(desk.spans, a).start == a else -0.2)
        for a, b, pitch in zip(beats, ends, pitches, strict=True)
    ]
    if desk.piece.energy >= 0.6 and not slow:
        strokes = _skipping(strokes, desk.draw("skips"))
    if desk.closing:
        strokes.append(_last_root(desk, strokes))
    return strokes


def _beats(desk: Desk, *, slow: bool) -> list[int]:
    """Where the bass plays: every quarter, or the accents; and wherever a chord begins."""
    end = desk.until
    accents = desk.cue.meter.accents
    walked = [
        step.tick
        for step in steps(desk.piece, TICKS_PER_QUARTER, 0, end)
        if not slow or step.inside in accents
    ]
    return sorted({*walked, *(span.start for span in desk.moving)})


def _line(desk: Desk, beats: list[int]) -> list[int]:
    rng = desk.draw("walk")
    pitch, pitches = desk.low + 9, list[int]()
    for at, tick in enumerate(beats):
        span = span_at(desk.spans, tick)
        after = span_at(desk.spans, beats[at + 1]) if at + 1 < len(beats) else None
        if tick == span.start:
            pitch = _root_near(desk, span.chord, pitch)
        elif after is not None and after is not span:
            pitch = _approach(desk, _root_near(desk, after.chord, pitch), pitch, rng)
        else:
            pitch = _inner(desk, span.chord, pitch, rng)
        pitches.append(pitch)
    return pitches


def _root_near(desk: Desk, chord: Chord, pitch: int) -> int:
    return nearest(chord.bass, desk.low, desk.high, 0.7 * pitch + 0.3 * (desk.low + 9))


def _approach(desk: Desk, root: int, before: int, rng: random.Random) -> int:
    """The tone before a root: a semitone or a tone beside it, or its fifth."""
    options = [p for p in (root - 1, root + 1, root - 2, root + 2, root + 7, root - 5)
               if desk.low <= p <= desk.high and p != before]  # fmt: skip
    return min(options, key=lambda p: 0.25 * abs(p - before) + 2.5 * rng.random())


def _inner(desk: Desk, chord: Chord, before: int, rng: random.Random) -> int:
    """A chord tone (its bass rather seldom) a third or a fourth away, not the same again."""
    options = [
        p
        for p in range(desk.low, desk.high + 1)
        if p % 12 in chord.pitch_classes and p != before and abs(p - before) <= 9
    ]
    centre = desk.low + 10

    def cost(pitch: int) -> float:
        again = 1.0 if pitch % 12 == chord.bass else 0.0
        reach = 0.3 * abs(abs(pitch - before) - 4) + 0.08 * abs(pitch - centre)
        return reach + again + 1.5 * rng.random()

    return min(options, key=cost) if options else before


def _skipping(strokes: list[Stroke], rng: random.Random) -> list[Stroke]:
    """Some quarters split: the tone once more, light, on the eighth after it."""
    found: list[Stroke] = []
    for stroke in strokes:
        if stroke.length != TICKS_PER_QUARTER or rng.random() >= 0.14:
            found.append(stroke)
            continue
        found.append(replace(stroke, length=EIGHTH))
        found.append(Stroke(stroke.start + EIGHTH, EIGHTH, stroke.pitch, -0.7))
    return found


def _last_root(desk: Desk, strokes: list[Stroke]) -> Stroke:
    last = desk.spans[-1]
    pitch = _root_near(desk, last.chord, strokes[-1].pitch if strokes else desk.low + 9)
    return Stroke(last.start, last.length, pitch, 0.1)


def comping(desk: Desk) -> list[Stroke]:
    """Rootless chords: held and spread in calm panels, then short-long figures that vary by bar."""
    line = _rootless_line(desk)
    if desk.piece.energy < WALKING_ENERGY or desk.piece.dialogue:
        return _held(desk.spans, line)
    strokes: list[Stroke] = []
    rng, before = desk.draw("comp"), -1
    options = COMPS[desk.cue.meter.bar_ticks // EIGHTH]
    for bar in _bars(desk):
        picked = rng.choice([i for i in range(len(options)) if i != before])
        before = picked
        for place, length in options[picked]:
            if step := next((s for s in bar if s.place == place), None):
                strokes += _chord_at(desk, line, step.tick, length * EIGHTH)
    if desk.closing or not strokes:
        strokes += _held(desk.spans[-1:], line[-1:])
    return strokes


def _bars(desk: Desk) -> list[list[Step]]:
    end = desk.until
    found: dict[int, list[Step]] = {}
    for step in steps(desk.piece, EIGHTH, 0, end):
        found.setdefault(step.bar, []).append(step)
    return list(found.values())


def _chord_at(desk: Desk, line: list[tuple[int, ...]], tick: int, length: int) -> list[Stroke]:
    index = next(i for i, span in enumerate(desk.spans) if tick < span.end)
    stop = desk.spans[index].end
    stress = 0.1 if tick % TICKS_PER_QUARTER else -0.1
    return [Stroke(tick, min(length, stop - tick), pitch, stress) for pitch in line[index]]


def _held(spans: tuple[Span, ...], line: list[tuple[int, ...]]) -> list[Stroke]:
    return [
        Stroke(span.start, span.length, pitch, -0.1, 11_000 * i)
        for span, voicing in zip(spans, line, strict=True)
        for i, pitch in enumerate(voicing)
    ]


def _rootless_line(desk: Desk) -> list[tuple[int, ...]]:
    chords = [rootless(span.chord, scale_pitch_classes(desk.key)) for span in desk.spans]
    centre = (desk.low + desk.high) / 2
    return lead(chords, low=desk.low, high=desk.high, voices=3, centre=centre)


def rootless(chord: Chord, scale: tuple[int, ...] = ()) -> Chord:
    """A chord as the left hand plays it beside a bass: third, seventh, and a colour.

    The root falls away where four tones or more remain to choose from; a ninth of the scale joins
    a plain seventh chord. Third and seventh stay (they are second and fourth of the tones).
    """
    tones = chord.pitch_classes
    if len(tones) < 4:
        return chord
    ninth = (chord.root + 2) % 12
    colours = list(tones[4:]) or ([ninth] if ninth in scale else [])
    kept = (tones[2], tones[1], colours[0] if colours else chord.root, tones[3])
    return Chord(chord.symbol, kept, chord.bass)


def fills(desk: Desk) -> list[Stroke]:
    """Where the melody rests for two beats or more: three or four tones, up or down.

    Without such a rest, two held tones where a chord begins.
    """
    rng = desk.draw("fills")
    strokes: list[Stroke] = []
    for start, end in _rests(desk):
        first = start + EIGHTH * rng.choice((1, 2))
        tones = _fill_tones(desk, first, rng)[: max(0, (end - first) // EIGHTH - 1)]
        strokes += [
            Stroke(first + i * EIGHTH, EIGHTH * 2, pitch, -0.1 * (i % 2))
            for i, pitch in enumerate(tones)
        ]
    return strokes or _dyads(desk)


def _rests(desk: Desk) -> list[tuple[int, int]]:
    """Stretches of two beats or more without melody, before the last chord, ascending."""
    end = desk.until
    edges, at = list[tuple[int, int]](), 0
    for stroke in [*sorted(desk.melody, key=lambda s: s.start), Stroke(end, 1, 60)]:
        if min(stroke.start, end) - at >= 2 * TICKS_PER_QUARTER:
            on_beat = -(-at // EIGHTH) * EIGHTH
            edges.append((on_beat, min(stroke.start, end, on_beat + 4 * TICKS_PER_QUARTER)))
        at = max(at, stroke.start + stroke.length)
    return edges


def _fill_tones(desk: Desk, tick: int, rng: random.Random) -> list[int]:
    chord = span_at(desk.spans, tick).chord
    tones = [p for p in range(desk.low, desk.high + 1) if p % 12 in chord.pitch_classes]
    count = min(len(tones), rng.choice((3, 4)))
    first = rng.randrange(len(tones) - count + 1)
    picked = tones[first : first + count]
    return picked if rng.random() < 0.5 else picked[::-1]


def _dyads(desk: Desk) -> list[Stroke]:
    strokes = []
    for span in desk.spans:
        tones = [p for p in range(desk.low, desk.high + 1) if p % 12 in span.chord.pitch_classes]
        strokes += [Stroke(span.start, span.length, p, -0.4) for p in tones[:2]]
    return strokes
