"""The MIDI file, read back by another library, says what the plan says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import mido
import numpy as np
import pretty_midi
import pytest
import tiny_cue
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.plan import Arrival, CuePlan, Key, LengthMode
from musflow_studio.domain.score import ControlPoint, Note, Part, Role, Score
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.library.midi import (
    cue_end_tick,
    expression_steps,
    key_signature,
    midi_file,
    sounding,
    write_midi,
)

if TYPE_CHECKING:
    from gates import Gate

RATE_HZ = 44100


def _meta(file: mido.MidiFile, kind: str) -> list[tuple[int, mido.MetaMessage]]:
    ticks = accumulate(message.time for message in file.tracks[0])
    pairs = zip(ticks, file.tracks[0], strict=True)
    return [(tick, message) for tick, message in pairs if message.type == kind]


def _random_plan(seed: int) -> CuePlan:
    """A grid of up to 30 tempo sections and 6 metres over up to 10 minutes; 64 notes on it."""
    rng = np.random.default_rng(seed)
    sections = int(rng.integers(1, 31))
    starts = [0, *sorted({int(t) for t in rng.integers(1, 500, sections - 1) * 240})]
    tempi = tuple(TempoSection(t, int(rng.integers(250_000, 1_500_000))) for t in starts)
    meters, tick = [], 0
    for _ in range(int(rng.integers(1, 7))):
        meters.append(MeterSection(tick, int(rng.integers(2, 8)), int(rng.choice([4, 8]))))
        tick += int(rng.integers(1, 20)) * meters[-1].bar_ticks
    end = max(tick, starts[-1] + 960)
    grid = Grid(tempi, tuple(meters), end)
    ticks = sorted({int(t) for t in rng.integers(0, end, 64)})
    notes = tuple(Note(t, 1, 60, 1 + i % 127, "a") for i, t in enumerate(ticks))
    parts = (Part(Role.MELODY, "piano", 0, 0, notes),)
    return replace(
        tiny_cue.plan(),
        grid=grid,
        score=Score(parts),
        length_mode=LengthMode.LOOP,
        hits=(),
        chords=(),
    )


def _read_back_error_samples(plan: CuePlan, path: Path) -> float:
    """Most samples at 44.1 kHz by which notes or metres read back from the file differ."""
    write_midi(plan, path)
    read = pretty_midi.PrettyMIDI(str(path))
    notes = read.instruments[0].notes
    wanted = plan.score.parts[0].notes
    assert len(notes) == len(wanted)
    assert read.resolution == 960
    found = [note.start for note in notes]
    exact = [plan.grid.seconds_at(note.start_tick) for note in wanted]
    times, bpms = read.get_tempo_changes()
    assert [round(60e6 / bpm) for bpm in bpms] == _tempo_changes(plan.grid)
    meters = [(m.numerator, m.denominator) for m in read.time_signature_changes]
    assert meters == [(m.numerator, m.denominator) for m in plan.grid.meters]
    found += [m.time for m in read.time_signature_changes]
    exact += [plan.grid.seconds_at(m.start_tick) for m in plan.grid.meters]
    return max(abs(a - float(b)) * RATE_HZ for a, b in zip(found, exact, strict=True))


def _tempo_changes(grid: Grid) -> list[int]:
    """Microseconds per quarter where they change: the reader drops a tempo equal to the last."""
    tempi = [section.microseconds_per_quarter for section in grid.tempi]
    return [t for i, t in enumerate(tempi) if i == 0 or t != tempi[i - 1]]


@pytest.mark.gate
def test_gate_4_tempo_map_read_back_to_the_sample(gate: Gate, tmp_path: Path) -> None:
    plans = gate.size(500)
    worst = max(_read_back_error_samples(_random_plan(i), tmp_path / "m.mid") for i in range(plans))
    gate.record(
        "4. MIDI tempo map against the grid, read back by pretty_midi",
        f"worst {worst:.1e} samples at 44.1 kHz over {plans} random grids",
        "under half a sample",
        "tests/library/test_midi.py",
        met=worst < 0.5,
    )
    assert worst < 0.01  # floats of the reader; the file itself is exact


def test_tempi_and_metres_stand_in_the_file_exactly() -> None:
    plan = _random_plan(3)
    file = midi_file(plan)
    assert (file.type, file.ticks_per_beat) == (1, 960)
    tempi = [(tick, message.tempo) for tick, message in _meta(file, "set_tempo")]
    assert tempi == [(s.start_tick, s.microseconds_per_quarter) for s in plan.grid.tempi]
    meters = [(t, m.numerator, m.denominator) for t, m in _meta(file, "time_signature")]
    assert meters == [(s.start_tick, s.numerator, s.denominator) for s in plan.grid.meters]


def test_markers_chords_panels_and_names(tmp_path: Path) -> None:
    write_midi(tiny_cue.plan(), tmp_path / "m.mid")
    file = mido.MidiFile(tmp_path / "m.mid", charset="utf-8")
    texts = {
        kind: [(tick, message.text) for tick, message in _meta(file, kind)]
        for kind in ("marker", "cue_marker", "text")
    }
    assert texts["marker"] == [(960, "2B should"), (1920, "end must")]
    assert texts["cue_marker"] == [(0, "Panel 1"), (960, "Panel 2B")]
    assert texts["text"] == [(0, "F#m")]
    names = [track.name for track in file.tracks]
    assert names == ["Sturm über Köln", "melody: felt piano", "percussion: soft drums"]
    assert _meta(file, "key_signature")[0][1].key == "F#m"


def test_notes_stand_on_the_grid_without_their_performance_shift(tmp_path: Path) -> None:
    write_midi(tiny_cue.plan(), tmp_path / "m.mid")
    read = pretty_midi.PrettyMIDI(str(tmp_path / "m.mid"))
    piano, drums = read.instruments
    assert [(n.start, n.end, n.pitch, n.velocity) for n in piano.notes] == [
        (0.0, 0.25, 60, 80),
        (0.5, 0.75, 67, 90),
    ]
    assert (piano.program, piano.is_drum, drums.is_drum) == (0, False, True)
    assert [change.number for change in piano.control_changes if change.number != 11] == []


def test_every_track_ends_where_the_clip_does() -> None:
    plan = replace(tiny_cue.plan(), tail_s=0.5)
    file = midi_file(plan)
    assert cue_end_tick(plan) == 2880
    assert {sum(message.time for message in track) for track in file.tracks} == {2880}
    assert plan.grid.seconds_at(2880) == Fraction(3, 2)


def test_a_picture_off_the_grid_puts_its_markers_at_picture_time() -> None:
    board = Storyboard("b", tiny_cue.board().rate, (Panel("a", "1", 13), Panel("b", "2", 11)))
    plan = tiny_cue.plan()
    hits = (replace(plan.hits[0], frame=13),)
    file = midi_file(replace(plan, storyboard=board, hits=hits))
    ((tick, _),) = _meta(file, "marker")
    assert abs(plan.grid.seconds_at(tick) - Fraction(13, 24)) <= Fraction(1, 2 * 1920)


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 900), st.integers(60, 63)), max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_no_pitch_sounds_twice_and_none_beyond_the_end(raw: list[tuple[int, int, int]]) -> None:
    notes = tuple(Note(t, d, p, 64, "a") for t, d, p in sorted(raw, key=lambda n: (n[0], n[2])))
    kept = list(sounding(notes, 1500))
    assert {n.start_tick for n, _ in kept} == {n.start_tick for n in notes if n.start_tick < 1500}
    for pitch in range(60, 64):
        spans = [(n.start_tick, off) for n, off in kept if n.pitch == pitch]
        assert all(start < off <= 1500 for start, off in spans)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_expression_is_joined_in_small_steps() -> None:
    steps = list(
        expression_steps((ControlPoint(0, 10), ControlPoint(960, 70), ControlPoint(960, 5)))
    )
    assert steps[0] == (0, 10)
    assert steps[-1] == (960, 5)
    assert all(b[0] - a[0] <= 60 for a, b in zip(steps, steps[1:-1], strict=False))
    assert all(abs(v - (10 + t / 16)) <= 1 for t, v in steps[:-1])
    assert list(expression_steps(())) == []


def test_forty_parts_have_their_own_channels() -> None:
    part = Part(Role.PAD, "pad", 1, 0, (Note(0, 10, 60, 64, "a"),))
    kit = Part(Role.PERCUSSION, "kit", 0, 128, (Note(0, 10, 36, 64, "a"),))
    file = midi_file(replace(tiny_cue.plan(), score=Score((part,) * 38 + (kit,) * 2)))
    places = set()
    for track in file.tracks[1:]:
        ports = [message.port for message in track if message.type == "midi_port"]
        ((channel),) = {message.channel for message in track if message.type == "note_on"}
        places.add((ports[0] if ports else 0, channel))
    assert len(places) == 40


@pytest.mark.parametrize(
    ("tonic", "mode", "name", "signature"),
    [
        (0, "major", "C major", "C"),
        (2, "minor", "D minor", "Dm"),
        (6, "minor", "F# minor", "F#m"),
        (10, "major", "Bb major", "Bb"),
        (10, "minor", "Bb minor", "Bbm"),
        (2, "dorian", "D dorian", "C"),
        (4, "phrygian", "E phrygian", "C"),
        (5, "lydian", "F lydian", "C"),
        (10, "dorian", "Bb dorian", "Ab"),
        (7, "mixolydian", "G mixolydian", "C"),
        (6, "major", "Gb major", "Gb"),
        (6, "major", "F# major", "F#"),
        (3, "minor", "Eb minor", "Ebm"),
        (8, "minor", "G# minor", "G#m"),
    ],
)
def test_key_signatures(tonic: int, mode: str, name: str, signature: str) -> None:
    assert key_signature(Key(tonic, mode, name)) == signature


def test_every_key_has_a_signature_that_midi_knows() -> None:
    for tonic in range(12):
        for mode in ("major", "minor", "dorian", "mixolydian", "lydian", "phrygian"):
            for name in ("C#", "Db", "F"):
                key = key_signature(Key(tonic, mode, f"{name} {mode}"))
                assert mido.MetaMessage("key_signature", key=key).bytes()


def test_a_climax_in_another_key_has_its_own_signature() -> None:
    plan = tiny_cue.plan()
    second = plan.panels[1]
    lifted = Arrival(2, home=Key(8, "minor", "G# minor"))
    file = midi_file(replace(plan, arrivals={f"{second.panel_uid}/0": lifted}))
    found = [(tick, message.key) for tick, message in _meta(file, "key_signature")]
    assert found == [(0, "F#m"), (second.start_tick, "G#m")]
