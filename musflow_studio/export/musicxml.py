"""MusicXML 4.0 (score-partwise): the cue as a score that notation programs open.

A part per instrument, at concert pitch; keyboards and harp on two staves; kits as unpitched
percussion. Odd bars get their honest signature. Panels are rehearsal marks, must-hits and tempo
changes directions, chords symbols above the first part, velocities dynamics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import TICKS_PER_QUARTER, Bar, bpm_text
from musflow_studio.domain.key_areas import key_areas
from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.domain.score import Note, Part
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.export.beaming import Beams, beam_group, beams_of
from musflow_studio.export.notation import UNIT, Written, bar_units, bar_voices, swing_ticks
from musflow_studio.export.spelling import chord_kind, key_fifths, spelled

Element = ElementTree.Element
PERCUSSION_BANK = 128
GRAND_STAFF_PROGRAMS = frozenset({*range(8), 8, 46})
STRUCK_PROGRAMS = frozenset({*range(16), *range(24, 40), 45, 46, 47, *range(104, 120)})
"""General MIDI: keyboards, mallets, guitars, basses, pizzicato, harp, timpani, percussion."""
MIDDLE_C = 60
_TYPES = {
    16: ("whole", 0), 12: ("half", 1), 8: ("half", 0), 6: ("quarter", 1), 4: ("quarter", 0),
    3: ("eighth", 1), 2: ("eighth", 0), 1: ("16th", 0),
}  # fmt: skip
_DYNAMICS = ((40, "pp"), (56, "p"), (72, "mp"), (88, "mf"), (104, "f"), (128, "ff"))
_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
Voices = list[list[list[Written]]]


@dataclass(frozen=True)
class _Place:
    """The voice a value belongs to, and its staff (0: there is one)."""

    voice: str
    staff: int


def score_as_musicxml(clip: Clip) -> str:
    """The score of a kept clip as a MusicXML document."""
    plan = clip.recipe.plan
    root = Element("score-partwise", version="4.0")
    _add(_add(root, "work"), "work-title", clip.marks.name or plan.storyboard.title)
    _add(root, "movement-title", f"{plan.cue_uid} {clip.marks.name or plan.storyboard.title}")
    _add(_add(_add(root, "identification"), "encoding"), "software", "MusFlow Studio")
    parts = [part for part in plan.score.parts if part.notes]
    bars = [bar for bar in plan.grid.bars if bar_units(bar)[0] < bar_units(bar)[1]]
    _part_list(root, parts)
    swing = swing_ticks(parts)
    for number, part in enumerate(parts, start=1):
        element = _add(root, "part", id=f"P{number}")
        _PartWriter(plan, part, bars, swing, leads=number == 1).write(element)
    ElementTree.indent(root)
    return _DOCTYPE + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: Element, name: str, text: object = None, /, **attributes: str) -> Element:
    child = ElementTree.SubElement(
        parent, name, {k.replace("_", "-"): v for k, v in attributes.items()}
    )
    if text is not None:
        child.text = str(text)
    return child


def _part_list(root: Element, parts: Sequence[Part]) -> None:
    listed = _add(root, "part-list")
    for number, part in enumerate(parts, start=1):
        entry = _add(listed, "score-part", id=f"P{number}")
        _add(entry, "part-name", part.instrument)
        for key in _kit_keys(part) or (0,):
            name = f"{part.instrument} {key}" if key else part.instrument
            _add(
                _add(entry, "score-instrument", id=_instrument(number, key)),
                "instrument-name",
                name,
            )
        for key in _kit_keys(part) or (0,):
            midi = _add(entry, "midi-instrument", id=_instrument(number, key))
            _add(midi, "midi-channel", 10 if key else _channel(number))
            _add(midi, "midi-program", part.program + 1)
            if key:
                _add(midi, "midi-unpitched", key + 1)


def _kit_keys(part: Part) -> tuple[int, ...]:
    """The drum keys a kit plays; none for a pitched part."""
    return tuple(sorted({n.pitch for n in part.notes})) if part.bank == PERCUSSION_BANK else ()


def _instrument(number: int, key: int) -> str:
    return f"P{number}-I{key or 1}"


def _channel(number: int) -> int:
    """A MIDI channel 1 to 16, never the percussion's."""
    place = (number - 1) % 15 + 1
    return place + (place >= 10)


class _PartWriter:
    """Writes the bars of one part."""

    def __init__(
        self, plan: CuePlan, part: Part, bars: Sequence[Bar], swing: int, *, leads: bool
    ) -> None:
        self._plan, self._part, self._bars = plan, part, bars
        self._leads = leads
        self._swing = swing
        self._keys = [(tick, key_fifths(key)) for tick, key in key_areas(plan)]
        self._fifths = self._keys[0][1]
        self._kit = part.bank == PERCUSSION_BANK
        self._number = [p for p in plan.score.parts if p.notes].index(part) + 1
        self._staves = [self._written(notes) for notes in self._hands()]
        self._said_dynamics = ""

    def _hands(self) -> list[tuple[Note, ...]]:
        """The notes of each staff."""
        notes = self._part.notes
        if self._kit or self._part.program not in GRAND_STAFF_PROGRAMS:
            return [notes]
        upper = tuple(n for n in notes if n.pitch >= MIDDLE_C)
        lower = tuple(n for n in notes if n.pitch < MIDDLE_C)
        return [upper, lower] if upper and lower else [notes]

    def _written(self, notes: Sequence[Note]) -> Voices:
        struck = self._kit or self._part.program in STRUCK_PROGRAMS
        return bar_voices(notes, self._plan.grid, self._bars, self._swing, struck=struck)

    def write(self, element: Element) -> None:
        """Add every measure."""
        before: Bar | None = None
        for place, bar in enumerate(self._bars):
            implicit = {"implicit": "yes"} if bar.number == 0 else {}
            measure = _add(element, "measure", number=str(bar.number), **implicit)
            modulates = self._modulates(bar)
            self._attributes(measure, bar, before, modulates=modulates)
            if self._leads:
                self._directions(measure, bar)
            self._dynamics(measure, place)
            self._voices(measure, place, bar)
            before = bar
        _add(_add(measure, "barline", location="right"), "bar-style", "light-heavy")

    def _modulates(self, bar: Bar) -> bool:
        """Take on the key that a bar begins in; True where that is another signature.

        A key that begins inside a bar is written from the next bar line on, as copyists do.
        """
        fifths = [f for tick, f in self._keys if tick <= max(0, bar.start_tick)][-1]
        changed = fifths != self._fifths
        self._fifths = fifths
        return changed

    def _attributes(
        self, measure: Element, bar: Bar, before: Bar | None, *, modulates: bool
    ) -> None:
        beats = _signature(bar)
        another_time = before is None or beats != _signature(before)
        another_key = before is None or (modulates and not self._kit)
        if not another_time and not another_key:
            return
        attributes = _add(measure, "attributes")
        if before is None:
            _add(attributes, "divisions", TICKS_PER_QUARTER // UNIT)
        if another_key:
            _add(_add(attributes, "key"), "fifths", 0 if self._kit else self._fifths)
        if another_time:
            time = _add(attributes, "time")
            _add(time, "beats", beats[0])
            _add(time, "beat-type", beats[1])
        if before is None:
            self._clefs(attributes)

    def _clefs(self, attributes: Element) -> None:
        hands = self._hands()
        if len(hands) > 1:
            _add(attributes, "staves", len(hands))
        for number, notes in enumerate(hands, start=1):
            named = {"number": str(number)} if len(hands) > 1 else {}
            clef = _add(attributes, "clef", **named)
            mean = sum(n.pitch for n in notes) / max(1, len(notes))
            sign, line = ("percussion", 2) if self._kit else ("G", 2) if mean >= 57 else ("F", 4)
            _add(clef, "sign", sign)
            if not self._kit:
                _add(clef, "line", line)

    def _directions(self, measure: Element, bar: Bar) -> None:
        first, stop = bar_units(bar)
        for section in self._plan.grid.tempi:
            if bar.start_tick <= section.start_tick < bar.end_tick:
                self._tempo(measure, section.bpm, round(section.start_tick / UNIT) - first)
        for hit in self._plan.hits:
            place = round(hit.tick / UNIT)
            if first <= place < stop and hit.panel_uid:
                self._mark(measure, hit.panel, hit.weight is HitWeight.MUST, place - first)
        for chord in self._plan.chords:
            place = round(chord.start_tick / UNIT)
            if first <= place < stop:
                self._harmony(measure, chord, place - first)

    def _tempo(self, measure: Element, bpm: float, offset: int) -> None:
        direction = _add(measure, "direction", placement="above")
        metronome = _add(_add(direction, "direction-type"), "metronome")
        _add(metronome, "beat-unit", "quarter")
        _add(metronome, "per-minute", bpm_text(bpm))
        _offset(direction, offset)
        _add(direction, "sound", tempo=bpm_text(bpm))

    def _mark(self, measure: Element, panel: str, must: bool, offset: int) -> None:
        direction = _add(measure, "direction", placement="above")
        _add(_add(direction, "direction-type"), "rehearsal", panel)
        if must:
            _add(_add(direction, "direction-type"), "words", "hit")
        _offset(direction, offset)

    def _harmony(self, measure: Element, chord: ChordSpan, offset: int) -> None:
        harmony = _add(measure, "harmony")
        name, _, _ = chord.symbol.partition("/") if chord.bass != chord.pitch_classes[0] else (
            chord.symbol, "", ""
        )  # fmt: skip
        _pitch_class(harmony, "root", name[:1], name[1:2])
        suffix = name[1:].lstrip("#b") if name[1:2] in ("#", "b") else name[1:]
        _add(harmony, "kind", chord_kind(suffix), text=suffix)
        if chord.bass != chord.pitch_classes[0]:
            step, alter, _ = spelled(60 + chord.bass, self._fifths)
            bass = _add(harmony, "bass")
            _add(bass, "bass-step", step)
            if alter:
                _add(bass, "bass-alter", alter)
        _offset(harmony, offset)

    def _dynamics(self, measure: Element, place: int) -> None:
        loud = [
            v.velocity for staff in self._staves for row in staff[place] for v in row if v.pitches
        ]
        if not loud:
            return
        mean = sum(loud) / len(loud)
        word = next(name for limit, name in _DYNAMICS if mean < limit)
        if word == self._said_dynamics:
            return
        self._said_dynamics = word
        direction = _add(measure, "direction", placement="below")
        _add(_add(_add(direction, "direction-type"), "dynamics"), word)
        if len(self._staves) > 1:
            _add(direction, "staff", 1)

    def _voices(self, measure: Element, place: int, bar: Bar) -> None:
        first, stop = bar_units(bar)
        several = len(self._staves) > 1
        begun = False
        for number, staff in enumerate(self._staves, start=1):
            for voice, row in enumerate(staff[place], start=1):
                if begun:
                    _add(_add(measure, "backup"), "duration", stop - first)
                begun = True
                place_of = _Place(str(voice + 4 * (number - 1)), number if several else 0)
                for value, beams in zip(row, beams_of(row, beam_group(bar)), strict=True):
                    whole = value.length == stop - first
                    self._value(measure, value, place_of, beams, whole=whole)

    def _value(
        self, measure: Element, value: Written, place: _Place, beams: Beams, *, whole: bool
    ) -> None:
        if not value.pitches:
            note = _add(measure, "note")
            _add(note, "rest", **({"measure": "yes"} if whole else {}))
            _add(note, "duration", value.length)
            _placed(note, value, place, typed=not whole)
            return
        for i, pitch in enumerate(value.pitches):
            note = _add(measure, "note")
            if i:
                _add(note, "chord")
            self._pitch(note, pitch)
            _add(note, "duration", value.length)
            _ties(note, value, "tie")
            if self._kit:
                _add(note, "instrument", id=_instrument(self._number, pitch))
            _placed(note, value, place, typed=True)
            for level, kind in enumerate(() if i else beams, start=1):
                _add(note, "beam", kind, number=str(level))
            self._notations(note, value)

    def _notations(self, note: Element, value: Written) -> None:
        if value.tied_from or value.tied_to or value.staccato:
            notations = _add(note, "notations")
            _ties(notations, value, "tied")
            if value.staccato:
                _add(_add(notations, "articulations"), "staccato")

    def _pitch(self, note: Element, pitch: int) -> None:
        step, alter, octave = spelled(pitch, 0 if self._kit else self._fifths)
        if self._kit:
            unpitched = _add(note, "unpitched")
            _add(unpitched, "display-step", step)
            _add(unpitched, "display-octave", octave + 1)
            return
        element = _add(note, "pitch")
        _add(element, "step", step)
        if alter:
            _add(element, "alter", alter)
        _add(element, "octave", octave)


def _placed(note: Element, value: Written, place: _Place, *, typed: bool) -> None:
    """Voice, written value and staff of a note or rest."""
    _add(note, "voice", place.voice)
    if typed:
        name, dots = _TYPES[value.length]
        _add(note, "type", name)
        for _ in range(dots):
            _add(note, "dot")
    if place.staff:
        _add(note, "staff", place.staff)


def _signature(bar: Bar) -> tuple[int, int]:
    """The bar's own time signature: of its metre, or of what a short bar holds."""
    first, stop = bar_units(bar)
    length, full = stop - first, bar.meter.bar_ticks // UNIT
    if length == full:
        return bar.meter.numerator, bar.meter.denominator
    for denominator, unit in ((4, 4), (8, 2)):
        if length % unit == 0:
            return length // unit, denominator
    return length, 16


def _ties(parent: Element, value: Written, name: str) -> None:
    if value.tied_from:
        _add(parent, name, type="stop")
    if value.tied_to:
        _add(parent, name, type="start")


def _offset(parent: Element, offset: int) -> None:
    if offset:
        _add(parent, "offset", offset)


def _pitch_class(parent: Element, name: str, step: str, accidental: str) -> None:
    element = _add(parent, name)
    _add(element, f"{name}-step", step)
    if accidental in ("#", "b"):
        _add(element, f"{name}-alter", 1 if accidental == "#" else -1)
