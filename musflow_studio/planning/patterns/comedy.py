"""Comedy: oom-pah, clip-clop, and a player who cannot stop commenting.

The wit is in the rests: the last "pah" of a phrase is left out, the patter speaks only while the
melody is silent, and the clip-clop loses its way in every fourth bar.
"""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.key import scale_pitch_classes
from musflow_studio.planning.harmony.progression import Span, span_at
from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, SIXTEENTH, places
from musflow_studio.planning.patterns.steps import Step, steps
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.stroke import Stroke, nearest

# Eighths of a bar where the bass and where the chords fall; with more energy, more chords.
OOMS = {"4/4": (0, 4), "3/4": (0,), "6/8": (0, 3), "5/4": (0, 6)}
PAHS = {"4/4": (2, 6), "3/4": (2, 4), "6/8": (2, 5), "5/4": (2, 4, 8)}
BUSY_PAHS = {"4/4": (1, 3, 5, 7), "3/4": (2, 4), "6/8": (1, 2, 4, 5), "5/4": (2, 4, 8)}
BUSY_ENERGY = 0.7
FASTEST_US = 85_000


def oom(desk: Desk) -> list[Stroke]:
    """Root and fifth in turn; a run of steps to the next chord ends every fourth bar."""
    strokes: list[Stroke] = []
    falls = OOMS[desk.cue.meter.name]
    for i, span in enumerate(desk.moving):
        root = nearest(span.chord.bass, desk.low, desk.high, desk.low + 8)
        fifth = _other(desk, span, root)
        following = desk.spans[i + 1] if i + 1 < len(desk.spans) else None
        for step in places(desk, span, EIGHTH):
            run = _run(desk, step, root, following)
            if run is not None:
                strokes.append(Stroke(step.tick, EIGHTH, run, -0.1))
            elif step.tick == span.start or step.place in falls:
                turned = step.place != 0 or (len(falls) == 1 and step.bar % 2 == 1)
                pitch = fifth if turned and step.tick != span.start else root
                length = min(TICKS_PER_QUARTER, span.end - step.tick)
                strokes.append(Stroke(step.tick, length, pitch, 0.2 if pitch == root else -0.1))
    return strokes + _bass_button(desk)


def pah(desk: Desk) -> list[Stroke]:
    """Short chords after the bass; more of them in lively panels, the last of a phrase left out."""
    busy = desk.piece.energy >= BUSY_ENERGY
    falls = (BUSY_PAHS if busy else PAHS)[desk.cue.meter.name]
    strokes: list[Stroke] = []
    for span, voicing in zip(desk.spans, _line(desk), strict=True):
        if desk.closing and span is desk.spans[-1]:
            strokes += [Stroke(span.start, min(EIGHTH, span.length), p, 0.3) for p in voicing]
            continue
        for step in places(desk, span, EIGHTH):
            if step.place in falls and not _left_out(step, falls):
                length = min(EIGHTH, span.end - step.tick)
                strokes += [Stroke(step.tick, length, pitch, -0.1) for pitch in voicing]
    first = min(EIGHTH, desk.spans[0].length)
    return strokes or [Stroke(0, first, pitch) for pitch in _line(desk)[0]]


def _left_out(step: Step, falls: tuple[int, ...]) -> bool:
    """True for the last chord of every fourth bar: the joke is that it does not come."""
    return step.bar % 4 == 3 and step.place == falls[-1]


def oom_pah(desk: Desk) -> list[Stroke]:
    """Both hands of one player: a bass note, then two tones above it; eighths towards a hit."""
    ooms, pahs = OOMS[desk.cue.meter.name], PAHS[desk.cue.meter.name]
    strokes: list[Stroke] = []
    for span, voicing in zip(desk.spans, _line(desk), strict=True):
        root = nearest(span.chord.bass, desk.low, desk.low + 14, desk.low + 7)
        fifth = _other(desk, span, root)
        for step in places(desk, span, EIGHTH):
            if desk.closing and span is desk.spans[-1] and step.tick > span.start:
                break
            length = min(EIGHTH, span.end - step.tick)
            building = step.tick >= approach(desk.piece).swell_from
            if step.tick == span.start or step.place in ooms:
                pitch = root if step.tick == span.start else fifth
                strokes.append(Stroke(step.tick, length, pitch, 0.1))
            elif building or (step.place in pahs and not _left_out(step, pahs)):
                strokes += [Stroke(step.tick, length, p, -0.3) for p in voicing[-2:]]
    return strokes


def patter(desk: Desk) -> list[Stroke]:
    """While the melody rests for a beat or more: a little run, up or down, in sixteenths."""
    upwards = desk.draw("patter").random() < 0.6
    strokes: list[Stroke] = []
    for number, (start, end) in enumerate(_rests(desk)):
        span = span_at(desk.spans, start)
        unit = SIXTEENTH if desk.piece.microseconds(SIXTEENTH) >= FASTEST_US else EIGHTH
        begin = -(-start // EIGHTH) * EIGHTH
        count = min(6, (end - begin) // unit)
        run = _scale_run(desk, span, count, rising=upwards is (number % 2 == 0))
        strokes += [
            Stroke(begin + i * unit, unit, pitch, 0.3 if i == count - 1 else -0.3)
            for i, pitch in enumerate(run)
        ]
    return strokes or _one_note(desk)


def answer(desk: Desk) -> list[Stroke]:
    """The head of the melody's last phrase, an octave or two lower, in its next rest."""
    strokes: list[Stroke] = []
    rests = _rests(desk)
    for start, end in rests:
        heard = [s for s in desk.melody if s.start < start][-3:]
        tick = -(-start // EIGHTH) * EIGHTH
        for said in heard:
            length = EIGHTH
            if tick + length > end:
                break
            pitch = said.pitch
            while pitch > desk.high:
                pitch -= 12
            if pitch >= desk.low:
                strokes.append(Stroke(tick, length, pitch, 0.0))
            tick += length
    return strokes or _one_note(desk)


def clip_clop(desk: Desk) -> list[Stroke]:
    """High and low block in turn; every fourth bar stumbles into triplet-like pairs and a rest."""
    low, high = desk.low, desk.high
    beat = desk.cue.meter.pulse_ticks
    strokes: list[Stroke] = []
    for step in steps(desk.piece, EIGHTH, 0, desk.moving[-1].end if desk.moving else 0):
        on_beat = step.inside % beat == 0
        stumbles = step.bar % 4 == 3 and step.inside + 2 * beat >= desk.cue.meter.bar_ticks
        if stumbles and step.inside + beat < desk.cue.meter.bar_ticks:
            strokes.append(Stroke(step.tick, EIGHTH, high if on_beat else low, 0.1))
        elif not stumbles and on_beat:
            odd = (step.inside // beat) % 2
            strokes.append(Stroke(step.tick, EIGHTH, low if odd else high, -0.2 if odd else 0.2))
        elif not stumbles and desk.piece.energy >= BUSY_ENERGY and (step.bar + step.place) % 4 == 1:
            strokes.append(Stroke(step.tick, EIGHTH, high, -0.7))
    if desk.closing:
        strokes.append(Stroke(desk.spans[-1].start, EIGHTH, high, 0.5))
    return strokes or [Stroke(0, min(EIGHTH, desk.piece.length_ticks), high)]


def triangle(desk: Desk) -> list[Stroke]:
    """One ring at the start of every second bar."""
    return [
        Stroke(step.tick, 2 * EIGHTH, desk.low, 0.0)
        for step in steps(desk.piece, EIGHTH, 0, desk.moving[-1].end if desk.moving else 0)
        if step.inside == 0 and step.bar % 2 == 0
    ]


def _line(desk: Desk) -> list[tuple[int, ...]]:
    chords = [span.chord for span in desk.spans]
    low = max(desk.low, 50)
    return lead(chords, low=low, high=desk.high, voices=3, centre=(low + desk.high) / 2)


def _other(desk: Desk, span: Span, root: int) -> int:
    """The fifth under the root where the range has it, else the one above."""
    classes = span.chord.pitch_classes
    fifth = classes[2] if len(classes) > 2 else span.chord.root
    return nearest(fifth, desk.low, desk.high, root - 5)


def _run(desk: Desk, step: Step, root: int, following: Span | None) -> int | None:
    """A step of the run into the next chord: the last three eighths of every fourth bar."""
    left = (desk.cue.meter.bar_ticks - step.inside) // EIGHTH
    if following is None or step.bar % 4 != 3 or left > 3 or desk.piece.energy < 0.3:
        return None
    target = nearest(following.chord.bass, desk.low, desk.high, root)
    scale = _scale(desk)
    below = [p for p in range(target - 7, target) if p % 12 in scale and p >= desk.low]
    return below[-left] if len(below) >= left else None


def _scale(desk: Desk) -> set[int]:
    return set(scale_pitch_classes(desk.key))


def _scale_run(desk: Desk, span: Span, count: int, *, rising: bool) -> list[int]:
    """Scale tones that end on a chord tone near the middle of the range."""
    if count < 2:
        return []
    goal = nearest(span.chord.root, desk.low, desk.high, (desk.low + desk.high) / 2 + 3)
    scale = _scale(desk) | set(span.chord.pitch_classes)
    found = [p for p in range(desk.low, desk.high + 1) if p % 12 in scale]
    at = found.index(goal)
    run = found[max(0, at - count + 1) : at + 1] if rising else found[at : at + count][::-1]
    return run


def _rests(desk: Desk) -> list[tuple[int, int]]:
    """Where the melody is silent for a beat or more, before the last chord or the next hit."""
    stop = min(desk.moving[-1].end if desk.moving else 0, approach(desk.piece).silent_from)
    sung = sorted((s.start, s.start + s.length) for s in desk.melody)
    rests, tick = [], 0
    for start, end in [*sung, (stop, stop)]:
        if min(start, stop) - tick >= TICKS_PER_QUARTER:
            rests.append((tick, min(start, stop)))
        tick = max(tick, end)
    return rests


def _one_note(desk: Desk) -> list[Stroke]:
    """At least the first chord's root, short: whoever sits there also plays."""
    span = desk.spans[0]
    pitch = nearest(span.chord.root, desk.low, desk.high, (desk.low + desk.high) / 2)
    return [Stroke(span.start, min(EIGHTH, span.length), pitch, -0.2)]


def _bass_button(desk: Desk) -> list[Stroke]:
    if not desk.closing:
        return []
    span = desk.spans[-1]
    pitch = nearest(span.chord.bass, desk.low, desk.high, desk.low + 8)
    return [Stroke(span.start, min(EIGHTH, span.length), pitch, 0.4)]
