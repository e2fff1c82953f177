"""The score as a notation program reads it: verovio, which nobody here wrote, is the reader."""

from __future__ import annotations

import base64
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import mido
import pytest
import verovio
from filmed_clips import filmed_clip

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import Bar, Grid, MeterSection, TempoSection
from musflow_studio.domain.key_areas import key_areas
from musflow_studio.domain.plan import CuePlan, Key
from musflow_studio.domain.score import Note, Part, Role, Score
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.export.musicxml import score_as_musicxml
from musflow_studio.export.notation import bar_voices, swing_ticks
from musflow_studio.export.spelling import key_fifths, spelled
from musflow_studio.presets import load_styles


def scored(clip: Clip, plan: CuePlan) -> Clip:
    return replace(clip, recipe=replace(clip.recipe, plan=plan))


def read(document: str) -> verovio.toolkit:
    toolkit = verovio.toolkit()
    assert toolkit.loadData(document)
    assert not toolkit.getLog()
    return toolkit


def heard(toolkit: verovio.toolkit) -> Counter[tuple[int, int]]:
    """(quarter x 4, pitch) of every note-on of the reader's own MIDI file."""
    file = mido.MidiFile(file=io.BytesIO(base64.b64decode(toolkit.renderToMIDI())))
    found: Counter[tuple[int, int]] = Counter()
    for track in file.tracks:
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity and message.channel != 9:
                found[round(4 * tick / file.ticks_per_beat), message.note] += 1
    return found


@pytest.mark.parametrize("style", sorted(load_styles()))
def test_a_reader_hears_every_pitched_note_at_its_sixteenth(tmp_path: Path, style: str) -> None:
    clip = filmed_clip(tmp_path)
    for plan in sample_cues(load_styles()[style], 4, first_seed=50):
        straight = replace(plan, score=replace(plan.score, parts=unswung(plan.score.parts)))
        toolkit = read(score_as_musicxml(scored(clip, straight)))
        wanted = {
            (sixteenth(n.start_tick), n.pitch)
            for part in straight.score.parts
            if part.bank != 128
            for n in part.notes
            if sixteenth(n.start_tick) < sixteenth(plan.grid.end_tick)
        }
        got = set(heard(toolkit))
        assert len(wanted & got) >= 0.99 * len(wanted)  # a staff has four voices, not five
        assert len(got - wanted) <= 0.005 * len(wanted)


def sixteenth(tick: int) -> int:
    """The nearest sixteenth, halves up."""
    return (tick + 120) // 240


def unswung(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with late off-beats moved back to the half beat."""
    late = swing_ticks(parts)

    def back(note: Note) -> Note:
        off = note.start_tick % 960 == 480 + late
        return replace(note, start_tick=note.start_tick - late) if off else note

    return tuple(replace(part, notes=tuple(map(back, part.notes))) for part in parts)


def test_measures_are_full_in_every_voice(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path)
    for plan in sample_cues(load_styles()["tender-piano"], 4):
        root = ElementTree.fromstring(score_as_musicxml(scored(clip, plan)).split("\n", 2)[2])
        bars = [b for b in plan.grid.bars if round(b.end_tick / 240) > round(b.start_tick / 240)]
        for part in root.iter("part"):
            for measure, bar in zip(part.iter("measure"), bars, strict=True):
                assert set(voice_lengths(measure).values()) == {
                    round(bar.end_tick / 240) - round(bar.start_tick / 240)
                }


def voice_lengths(measure: ElementTree.Element) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for note in measure.iter("note"):
        if note.find("chord") is None:
            voice = str(note.findtext("voice"))
            lengths[voice] = lengths.get(voice, 0) + int(str(note.findtext("duration")))
    return lengths


def one_bar(*notes: Note) -> list[list[tuple[int, int, tuple[int, ...], bool]]]:
    grid = Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), 3840)
    bar = Bar(1, 0, 3840, MeterSection(0, 4, 4))
    (voices,) = bar_voices(notes, grid, [bar], 0, struck=False)
    return [[(v.start, v.length, v.pitches, v.staccato) for v in voice] for voice in voices]


def test_short_notes_are_written_out_with_a_dot() -> None:
    (voice,) = one_bar(Note(0, 200, 60, 80, "p"), Note(960, 900, 62, 80, "p"))
    assert voice[:2] == [(0, 4, (60,), True), (4, 4, (62,), False)]


def test_chords_share_a_value_and_overlaps_another_voice() -> None:
    first, second = one_bar(
        Note(0, 1920, 60, 80, "p"), Note(0, 1920, 64, 80, "p"), Note(960, 1920, 67, 80, "p")
    )
    assert first[0] == (0, 8, (60, 64), False)
    assert (4, 8, (67,), False) in second


def test_swung_offbeats_are_written_straight() -> None:
    notes = tuple(Note(beat * 960 + off, 300, 60, 80, "p") for beat in range(8) for off in (0, 640))
    part = Part(Role.MELODY, "Sax", 66, 0, notes)
    assert swing_ticks([part]) == 160
    grid = Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), 3840)
    ((voice,),) = bar_voices(
        notes, grid, [Bar(1, 0, 3840, MeterSection(0, 4, 4))], 160, struck=False
    )
    assert [v.start for v in voice if v.pitches] == [0, 2, 4, 6, 8, 10, 12, 14]


@pytest.mark.parametrize(
    ("pitch", "fifths", "name"),
    [(68, -4, ("A", -1, 4)), (68, 4, ("G", 1, 4)), (60, 0, ("C", 0, 4)), (59, -6, ("C", -1, 4)),
     (66, 0, ("F", 1, 4)), (70, 0, ("B", -1, 4)), (71, 7 - 12, ("C", -1, 5))],
)  # fmt: skip
def test_spelling(pitch: int, fifths: int, name: tuple[str, int, int]) -> None:
    assert spelled(pitch, fifths) == name


def test_signatures() -> None:
    assert key_fifths(Key(9, "minor", "A minor")) == 0
    assert key_fifths(Key(8, "major", "Ab major")) == -4
    assert key_fifths(Key(2, "dorian", "D dorian")) == 0
    assert key_fifths(Key(6, "major", "Gb major")) == -6
    assert key_fifths(Key(4, "lydian", "E lydian")) == 5


def test_the_same_plan_gives_the_same_document_and_names_panels(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path)
    first = score_as_musicxml(clip)
    assert first == score_as_musicxml(clip)
    assert "<rehearsal>2B</rehearsal>" in first
    assert json.dumps(first)


def test_no_notes_is_still_a_document(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path)
    silent = scored(clip, replace(clip.recipe.plan, score=Score(())))
    assert "part-list" in score_as_musicxml(silent)


def test_a_climax_in_another_key_has_its_own_signature(tmp_path: Path) -> None:
    plan = next(sample_cues(load_styles()["orchestral-hope"], 1, first_seed=3))
    (_, home), (up, lifted), (back, _) = key_areas(plan)
    starts = {str(bar.number): bar.start_tick for bar in plan.grid.bars}
    document = score_as_musicxml(scored(filmed_clip(tmp_path), plan))
    pitched = ElementTree.fromstring(document).findall("part")[0]
    found = [
        (starts[measure.get("number", "")], int(fifths.text or ""))
        for measure in pitched.findall("measure")
        for fifths in measure.findall("attributes/key/fifths")
    ]
    assert [fifths for _, fifths in found] == [key_fifths(k) for k in (home, lifted, home)]
    assert [tick for tick, _ in found[1:]] == [
        min(start for start in starts.values() if start >= tick) for tick in (up, back)
    ]
    read(document)
