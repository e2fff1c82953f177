"""Under dialogue: no melody, no cymbals, nothing busier than the beat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.domain.plan import CuePlan, Pins
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.planning import parse_meter, plan
from musflow_studio.planning.performance.restraint import CYMBALS
from musflow_studio.presets import load_styles


def talking_cue(style: Style, seed: int) -> CuePlan:
    """A sample cue in which somebody speaks in every second panel."""
    board, described = sample_board(seed)
    panels = [replace(p, dialogue="Wait." if i % 2 else "") for i, p in enumerate(board.panels)]
    board = replace(board, panels=tuple(panels))
    meter = style.meters[seed % len(style.meters)]
    return plan(board, described, style, cue_uid="1M1", seed=seed, pins=Pins(meter=meter))


def spoken(cue: CuePlan) -> set[str]:
    return {p.uid for p in cue.storyboard.panels if p.dialogue.strip()}


def off_beat(cue: CuePlan, note: Note) -> bool:
    bar, start = cue.grid.bar_at(note.start_tick), {p.start_tick for p in cue.panels}
    inside = note.start_tick - bar.start_tick
    return note.start_tick not in start and inside % parse_meter(cue.meter).pulse_ticks != 0


def notes_of(part: Part, uids: set[str]) -> list[Note]:
    return [note for note in part.notes if note.panel_uid in uids]


@pytest.mark.parametrize("name", load_styles())
def test_words_are_left_alone(name: str) -> None:
    heard = 0
    for cue in (talking_cue(load_styles()[name], seed) for seed in range(20, 28)):
        uids = spoken(cue)
        for part in cue.score.parts:
            notes = notes_of(part, uids)
            heard += len(notes)
            assert not notes or part.role is not Role.MELODY
            assert not (part.bank == 128 and {n.pitch for n in notes} & CYMBALS)
            if part.role is not Role.ACCENT:
                assert [n for n in notes if off_beat(cue, n)] == []
    assert heard > 0
