"""Notation: a part's notes as voices of written values in bars.

Performance is taken out: notes start and end on sixteenths, swung off-beats are written straight,
and a short note with a rest after it is written out to the next one, with a staccato dot.
Notes that start and end together are chords; what overlaps goes to another voice. Values are split
at bar lines and, off the beat, at beats, so that the beats can be seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Bar, Grid
from musflow_studio.domain.score import Note, Part

UNIT = TICKS_PER_QUARTER // 4
"""Ticks of a sixteenth, the shortest value that is written."""
HELD = 8
"""Sixteenths from which a bass note of a struck instrument is written as held."""
VOICES = 4
_VALUES = (16, 12, 8, 6, 4, 3, 2, 1)
"""Written values in sixteenths: whole, dotted half … sixteenth."""
_MOST_SWING = 180


@dataclass(frozen=True)
class Written:
    """A written note, chord or rest.

    Attributes:
        start, length: sixteenths from the bar's start.
        pitches: MIDI pitches, ascending; none for a rest.
        tied_from, tied_to: joined to the value before, to the one after.
        velocity: of the loudest note; 0 for a rest.
        staccato: sounds at most 60 % of its value.
    """

    start: int
    length: int
    pitches: tuple[int, ...]
    tied_from: bool = False
    tied_to: bool = False
    velocity: int = 0
    staccato: bool = False


@dataclass(frozen=True)
class _Sound:
    """A chord in sixteenths from the cue's start."""

    start: int
    end: int
    pitches: tuple[int, ...]
    velocity: int
    staccato: bool = False


def swing_ticks(parts: Sequence[Part]) -> int:
    """How late off-beat eighths stand, ticks; 0 where the music is straight."""
    places = Counter(note.start_tick % TICKS_PER_QUARTER for part in parts for note in part.notes)
    half = TICKS_PER_QUARTER // 2
    late = [(count, tick) for tick, count in places.items() if half < tick < half + _MOST_SWING]
    count, tick = max(late, default=(0, half))
    return tick - half if count > max(4, places[half]) else 0


def bar_voices(
    notes: Sequence[Note], grid: Grid, bars: Sequence[Bar], swing: int, *, struck: bool
) -> list[list[list[Written]]]:
    """For every bar its voices (one at least), each a gapless row of written values.

    `struck`: the instrument rings by itself (piano, harp, drums); what rings into the next onset
    is the pedal's business, unless it is a bass note of a half note or more.
    """
    sounds = _sounds(notes, grid, swing)
    sounds = _written_out(_undamped(sounds) if struck else sounds)
    voices = _voices(sounds)
    written = [[_in_bar(voice, bar) for voice in voices] for bar in bars]
    return [_without_silent(row, bar) for row, bar in zip(written, bars, strict=True)]


def _sounds(notes: Iterable[Note], grid: Grid, swing: int) -> list[_Sound]:
    last = _unit(grid.end_tick, 0)
    together: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for note in notes:
        start = _unit(note.start_tick, swing)
        end = max(start + 1, _unit(note.start_tick + note.duration_ticks, swing))
        if start < last:
            chord = together[start, min(end, last)]
            chord[note.pitch] = max(note.velocity, chord.get(note.pitch, 0))
    return [
        _Sound(start, end, tuple(sorted(chord)), max(chord.values()))
        for (start, end), chord in sorted(together.items())
    ]


def _undamped(sounds: Sequence[_Sound]) -> list[_Sound]:
    """Sounds that end where the next one begins; held bass notes stay."""
    onsets = sorted({sound.start for sound in sounds})
    following = dict(zip(onsets, onsets[1:], strict=False))
    lowest: dict[int, int] = {}
    for sound in sounds:
        lowest[sound.start] = min(sound.pitches[0], lowest.get(sound.start, 127))
    found = []
    for sound in sounds:
        held = sound.end - sound.start >= HELD and sound.pitches[0] == lowest[sound.start]
        end = sound.end if held else min(sound.end, following.get(sound.start, sound.end))
        found.append(replace(sound, end=end))
    return _joined(found)


def _written_out(sounds: Sequence[_Sound]) -> list[_Sound]:
    """Short sounds prolonged to the next onset, or to the end of their beat where that is first."""
    onsets = sorted({sound.start for sound in sounds})
    following = dict(zip(onsets, onsets[1:], strict=False))
    per_beat = TICKS_PER_QUARTER // UNIT
    found = []
    for sound in sounds:
        space = per_beat - sound.start % per_beat
        space = min(space, following.get(sound.start, sound.start + space) - sound.start)
        length = sound.end - sound.start
        if length < space:
            dot = length <= 0.6 * space
            sound = replace(sound, end=sound.start + space, staccato=dot)
        found.append(sound)
    return _joined(found)


def _joined(sounds: Sequence[_Sound]) -> list[_Sound]:
    """Sounds that have become alike are one chord."""
    together: dict[tuple[int, int, bool], _Sound] = {}
    for sound in sounds:
        name = (sound.start, sound.end, sound.staccato)
        before = together.get(name)
        pitches = {*sound.pitches, *(before.pitches if before else ())}
        velocity = max(sound.velocity, before.velocity if before else 0)
        together[name] = replace(sound, pitches=tuple(sorted(pitches)), velocity=velocity)
    return sorted(together.values(), key=lambda s: (s.start, s.end))


def _unit(tick: int, swing: int) -> int:
    """The sixteenth nearest to a tick, swing taken out."""
    beat, rest = divmod(tick, TICKS_PER_QUARTER)
    half = TICKS_PER_QUARTER // 2
    if swing:
        first, second = half + swing, half - swing
        rest = rest * half // first if rest <= first else half + (rest - first) * half // second
    return (beat * TICKS_PER_QUARTER + rest + UNIT // 2) // UNIT


def _voices(sounds: Sequence[_Sound]) -> list[list[_Sound]]:
    """Sounds dealt to at most four voices; what would need a fifth ends its neighbour early."""
    voices: list[list[_Sound]] = [[]]
    for sound in sounds:
        free = next((v for v in voices if not v or v[-1].end <= sound.start), None)
        if free is None and len(voices) < VOICES:
            free = []
            voices.append(free)
        if free is None:
            free = min(voices, key=lambda v: v[-1].end)
            _make_room(free, sound.start)
        if not free or free[-1].end <= sound.start:
            free.append(sound)
    return voices


def _make_room(voice: list[_Sound], start: int) -> None:
    before = voice[-1]
    if before.start < start:
        voice[-1] = replace(before, end=start)


def _in_bar(voice: Sequence[_Sound], bar: Bar) -> list[Written]:
    """A voice's values in one bar, rests between."""
    first, stop = bar_units(bar)
    beat = max(1, bar.meter.beat_ticks // UNIT)
    row: list[Written] = []
    at = first
    for sound in voice:
        start, end = max(sound.start, first), min(sound.end, stop)
        if start >= end:
            continue
        row += _values(at - first, start - first, beat, ())
        row += _tied(sound, start, end, first, stop, beat)
        at = end
    return row + _values(at - first, stop - first, beat, ())


def _tied(sound: _Sound, start: int, end: int, first: int, stop: int, beat: int) -> list[Written]:
    pieces = _values(start - first, end - first, beat, sound.pitches, sound.velocity)
    last = len(pieces) - 1
    return [
        Written(
            p.start, p.length, p.pitches,
            tied_from=i > 0 or sound.start < first,
            tied_to=i < last or sound.end > stop,
            velocity=p.velocity,
            staccato=sound.staccato and i == 0 and sound.start >= first,
        )
        for i, p in enumerate(pieces)
    ]  # fmt: skip


def _values(
    start: int, end: int, beat: int, pitches: tuple[int, ...], velocity: int = 0
) -> list[Written]:
    """Written values from `start` to `end`, sixteenths in the bar."""
    found = []
    while start < end:
        room = end - start
        if start % beat:
            room = min(room, beat - start % beat)
        length = next(value for value in _VALUES if value <= room)
        found.append(Written(start, length, pitches, velocity=velocity))
        start += length
    return found


def _without_silent(voices: list[list[Written]], bar: Bar) -> list[list[Written]]:
    """The voices that sound in a bar; a bar of silence is one whole rest."""
    sounding = [row for row in voices if any(value.pitches for value in row)]
    if sounding:
        return sounding
    first, stop = bar_units(bar)
    return [[Written(0, stop - first, ())]]


def bar_units(bar: Bar) -> tuple[int, int]:
    """First sixteenth of a bar, and the one after its last."""
    return _unit(bar.start_tick, 0), _unit(bar.end_tick, 0)
