"""Notes and players as the network hears them."""

import numpy as np
import pytest
import torch
from tiny_cue import plan

from musflow_studio.domain.score import Role
from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.conditioning import (
    CONTROLS,
    PITCHES,
    Conditions,
    ControlEncoder,
    note_roll,
    player_roll,
    stacked,
    window,
)
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    HOP,
    SAMPLE_RATE_HZ,
    latent_seconds,
    latents_for,
)
from musflow_studio.generation.musflow.sheet import Sheet, sheet_of

FRAME_S = HOP / SAMPLE_RATE_HZ


def notes(*rows):
    return stacked([np.array(rows, np.float32).reshape(-1, of_sheet.NOTE_WIDTH)])


def roll_of(*rows, latents=8):
    roll = note_roll(notes(*rows), latents)
    return roll.view(len(of_sheet.GROUPS), 2, PITCHES, latents * FRAMES_PER_LATENT)


def test_a_note_is_struck_where_it_starts_and_held_until_it_ends():
    struck, held = roll_of((4 * FRAME_S, 10 * FRAME_S, 60, 0.5, 1, 0))[1, :, 60]
    assert struck.nonzero().flatten().tolist() == [4]
    assert float(struck[4]) == pytest.approx(0.5)
    assert held.nonzero().flatten().tolist() == [4, 5, 6, 7, 8, 9]


def test_a_start_between_frames_is_shared_by_both():
    struck, _ = roll_of((4.25 * FRAME_S, 10 * FRAME_S, 60, 1.0, 0, 0))[0, :, 60]
    assert float(struck[4]) == pytest.approx(0.75, abs=1e-3)
    assert float(struck[5]) == pytest.approx(0.25, abs=1e-3)


def test_a_note_from_before_the_window_is_held_and_not_struck():
    struck, held = roll_of((-1.0, 3 * FRAME_S, 60, 1.0, 2, 0))[2, :, 60]
    assert float(struck.sum()) == 0
    assert held.nonzero().flatten().tolist() == [0, 1, 2]


def test_a_note_that_goes_on_after_the_window_is_held_to_its_end():
    _, held = roll_of((30 * FRAME_S, 99.0, 60, 1.0, 3, 128))[3, :, 60]
    assert held.nonzero().flatten().tolist() == [30, 31]


def test_padding_is_silent():
    padded = stacked([np.zeros((0, 6), np.float32), np.ones((3, 6), np.float32)])
    assert float(note_roll(padded, 4)[0].sum()) == 0
    assert float(player_roll(padded, 4)[0].sum()) == 0


def test_players_sound_from_first_to_last_note():
    second = latent_seconds(1)
    rolled = player_roll(notes((2 * second, 4.5 * second, 60, 1, 1, 48)), 8)[0]
    rolled = rolled.view(8, len(of_sheet.GROUPS), of_sheet.PROGRAMS)
    assert rolled[:, 1, 48].tolist() == [0, 0, 1, 1, 1, 0, 0, 0]
    assert float(rolled.sum()) == 3


def test_windows_of_a_sheet_tile_it():
    made = plan()
    samples = made.length_samples(SAMPLE_RATE_HZ)
    sheet = sheet_of(made, samples)
    whole = note_roll(stacked([window(sheet, 0, 24)[0]]), 24)
    halves = [note_roll(stacked([window(sheet, first, 12)[0]]), 12) for first in (0, 12)]
    assert torch.allclose(whole, torch.cat(halves, -1), atol=1e-4)


def test_a_window_before_or_after_the_sheet_is_silence():
    sheet = Sheet(np.zeros((0, 6), np.float32), np.ones((5, of_sheet.ROW_WIDTH), np.float32))
    _, rows = window(sheet, 3, 4)
    assert rows.sum(1).tolist() == [33, 33, 0, 0]


def test_a_plan_says_its_beats_chords_and_energy():
    made = plan()
    samples = made.length_samples(SAMPLE_RATE_HZ)
    sheet = sheet_of(made, samples)
    assert len(sheet.rows) == latents_for(samples)
    turns = np.hypot(sheet.rows[:, 0], sheet.rows[:, 1])
    assert np.allclose(turns, 1, atol=1e-5)
    first = made.chords[0]
    heard = set(np.flatnonzero(sheet.rows[0, of_sheet.CHORD]).tolist())
    assert heard == {pitch % 12 for pitch in first.pitch_classes}
    assert sheet.rows[:, of_sheet.ENERGY].min() >= 0
    assert len(sheet.notes) == sum(len(part.notes) for part in made.score.parts)


def test_a_role_can_be_told_alone():
    made = plan()
    role = next(part.role for part in made.score.parts if part.notes)
    alone = sheet_of(made, 44100, {role})
    assert len(alone.notes) == sum(len(p.notes) for p in made.score.parts if p.role is role)
    assert len(sheet_of(made, 44100, set[Role]()).notes) == 0


def test_a_control_that_is_withheld_is_not_heard():
    encoder = ControlEncoder(16)
    for parameter in encoder.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    rows = torch.rand(1, 8, of_sheet.ROW_WIDTH)
    played = notes((0.0, 0.2, 60, 1, 0, 0))
    for number, name in enumerate(CONTROLS):
        given = torch.zeros(1, len(CONTROLS))
        given[0, number] = 1
        told = encoder(Conditions(played, rows, given, torch.zeros(1, 512)))
        assert told.abs().sum() > 0, name
    silent = encoder(Conditions(played, rows, torch.zeros(1, len(CONTROLS)), torch.zeros(1, 512)))
    assert silent.abs().sum() == 0
