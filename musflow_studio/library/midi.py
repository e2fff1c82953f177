"""The cue as a Standard MIDI File (type 1, 960 ticks a quarter), for the DAW's tempo track.

Track 0 is the conductor: tempo map and metres exactly as `plan.grid` has them, key signatures, a
marker at each hit's picture time, a cue point where each panel starts, chord symbols as text. Then
one named track per part. Notes stand on the grid: `Note.shift_us`, the performance offset of slow
attacks, is left out, because in a DAW another instrument with another attack will play them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import mido

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.key_areas import key_areas
from musflow_studio.domain.plan import CuePlan, Hit, Key, LengthMode
from musflow_studio.domain.score import ControlPoint, Note, Part

PERCUSSION_BANK = 128
PERCUSSION_CHANNEL = 9
EXPRESSION_CC = 11
EXPRESSION_STEP_TICKS = TICKS_PER_QUARTER // 16
_MELODIC_CHANNELS = tuple(c for c in range(16) if c != PERCUSSION_CHANNEL)
_STEPS_ABOVE_MAJOR = {"major": 0, "dorian": 2, "phrygian": 4, "lydian": 5, "mixolydian": 7}
_FLAT_SPELLING = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_SHARP_SPELLING = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_SIGNATURES = frozenset(
    "C G D A E B F# C# F Bb Eb Ab Db Gb Cb".split()
    + "Am Em Bm F#m C#m G#m D#m A#m Dm Gm Cm Fm Bbm Ebm Abm".split()
)
"""The thirty key signatures of the circle of fifths that a MIDI file can name."""


Timed = tuple[int, int, mido.Message]
"""Absolute tick, order among messages of one tick (offs before ons), message."""


def write_midi(plan: CuePlan, path: Path) -> None:
    """Write the plan's tempo map, markers and notes to `path`. Raises StudioError."""
    with says_disk_errors(path):
        midi_file(plan).save(path)


def midi_file(plan: CuePlan) -> mido.MidiFile:
    """The plan as a MIDI file in memory; every track ends at the cue's end (tail included)."""
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_QUARTER, charset="utf-8")
    end_tick = cue_end_tick(plan)
    file.tracks.append(_track(_conductor(plan, end_tick), end_tick))
    places = _channels(plan.score.parts)
    for part, (port, channel) in zip(plan.score.parts, places, strict=True):
        file.tracks.append(_track(_part_messages(part, port, channel, end_tick), end_tick))
    return file


def cue_end_tick(plan: CuePlan) -> int:
    """The tick nearest to the end of the clip: picture's or loop's end plus the tail."""
    if plan.length_mode is LengthMode.LOOP:
        seconds = plan.grid.seconds_at(plan.grid.end_tick)
    else:
        seconds = plan.storyboard.rate.seconds(plan.out_frame - plan.in_frame)
    return round(plan.grid.tick_at(seconds + Fraction(plan.tail_s)))


def _track(messages: Iterable[Timed], end_tick: int) -> mido.MidiTrack:
    track = mido.MidiTrack()
    now = 0
    for tick, _, message in sorted(messages, key=lambda timed: timed[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end_tick - now)))
    return track


def _conductor(plan: CuePlan, end_tick: int) -> Iterator[Timed]:
    yield 0, 0, mido.MetaMessage("track_name", name=plan.storyboard.title or "Cue")
    for tempo in plan.grid.tempi:
        message = mido.MetaMessage("set_tempo", tempo=tempo.microseconds_per_quarter)
        yield tempo.start_tick, 1, message
    for meter in plan.grid.meters:
        yield (
            meter.start_tick,
            1,
            mido.MetaMessage(
                "time_signature", numerator=meter.numerator, denominator=meter.denominator
            ),
        )
    for tick, key in key_areas(plan):
        yield tick, 1, mido.MetaMessage("key_signature", key=key_signature(key))
    for tick, kind, text in _signs(plan):
        yield min(max(tick, 0), end_tick), 2, mido.MetaMessage(kind, text=text)


def _signs(plan: CuePlan) -> Iterator[tuple[int, str, str]]:
    rate = plan.storyboard.rate
    numbers = {panel.uid: panel.number for panel in plan.storyboard.panels}
    for hit in plan.hits:
        yield round(plan.grid.tick_at(rate.seconds(hit.frame))), "marker", hit_label(hit)
    for panel in plan.panels:
        tick = round(plan.grid.tick_at(rate.seconds(panel.start_frame)))
        yield tick, "cue_marker", f"Panel {numbers.get(panel.panel_uid, '?')}"
    for chord in plan.chords:
        yield chord.start_tick, "text", chord.symbol


def hit_label(hit: Hit) -> str:
    """How a hit's marker reads: "3 must", "end must"."""
    return f"{hit.panel} {hit.weight.value}"


def key_signature(key: Key) -> str:
    """The signature a mode is written with, in MIDI's terms: D dorian -> "C", D minor -> "Dm"."""
    minor = key.mode == "minor"
    tonic = key.tonic if minor else (key.tonic - _STEPS_ABOVE_MAJOR.get(key.mode, 0)) % 12
    sharp_first = key.name[1:2] == "#" or key.tonic == 11
    both = (_SHARP_SPELLING, _FLAT_SPELLING)
    spellings = both if sharp_first else both[::-1]
    names = [spelling[tonic] + ("m" if minor else "") for spelling in spellings]
    return next(name for name in names if name in _SIGNATURES)


def _channels(parts: Iterable[Part]) -> list[tuple[int, int]]:
    """(port, channel) per part: fifteen melodic parts and one kit fit on each port."""
    places: list[tuple[int, int]] = []
    kits = melodic = 0
    for part in parts:
        if part.bank == PERCUSSION_BANK:
            places.append((kits, PERCUSSION_CHANNEL))
            kits += 1
        else:
            port, position = divmod(melodic, len(_MELODIC_CHANNELS))
            places.append((port, _MELODIC_CHANNELS[position]))
            melodic += 1
    return places


def _part_messages(part: Part, port: int, channel: int, end_tick: int) -> Iterator[Timed]:
    yield 0, 0, mido.MetaMessage("track_name", name=f"{part.role.value}: {part.instrument}")
    if port:
        yield 0, 0, mido.MetaMessage("midi_port", port=port)
    if part.bank not in (0, PERCUSSION_BANK):
        yield 0, 1, mido.Message("control_change", channel=channel, control=0, value=part.bank)
    yield 0, 2, mido.Message("program_change", channel=channel, program=part.program)
    for tick, value in expression_steps(part.expression):
        if tick <= end_tick:
            message = mido.Message(
                "control_change", channel=channel, control=EXPRESSION_CC, value=value
            )
            yield tick, 3, message
    for note, off_tick in sounding(part.notes, end_tick):
        pitch = {"channel": channel, "note": note.pitch}
        yield note.start_tick, 5, mido.Message("note_on", velocity=note.velocity, **pitch)
        yield off_tick, 4, mido.Message("note_off", velocity=0, **pitch)


def expression_steps(points: tuple[ControlPoint, ...]) -> Iterator[tuple[int, int]]:
    """Expression as steps a sixty-fourth apart at most, since DAWs do not join CC points."""
    for here, there in zip(points, points[1:], strict=False):
        span, last = there.tick - here.tick, None
        for tick in range(here.tick, there.tick, EXPRESSION_STEP_TICKS):
            value = here.value + (there.value - here.value) * (tick - here.tick) // span
            if value != last:
                yield tick, value
            last = value
    if points:
        yield points[-1].tick, points[-1].value


def sounding(notes: tuple[Note, ...], end_tick: int) -> Iterator[tuple[Note, int]]:
    """Notes that start before the end, with the tick of their note-off.

    A note ends at the latest where the cue does, or where the same pitch starts again in the same
    part: MIDI cannot hold two notes of one pitch on one channel.
    """
    again: dict[int, int] = {}
    found: list[tuple[Note, int]] = []
    for note in reversed(notes):
        if note.start_tick >= end_tick or again.get(note.pitch) == note.start_tick:
            continue
        limit = min(end_tick, again.get(note.pitch, end_tick))
        again[note.pitch] = note.start_tick
        found.append((note, min(note.start_tick + note.duration_ticks, limit)))
    return reversed(found)
