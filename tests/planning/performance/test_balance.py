"""A tune that dies away is given room; one that is held needs none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_boards import STYLE

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.balance import SAME_COLOUR, STEP_BACK, balanced
from musflow_studio.planning.stroke import Stroke

PIANO, CELESTA, VIOLINS, STRINGS = 0, 8, 40, 48


def voice(role: Role, program: int, pattern: str = "") -> RoleStyle:
    return replace(STYLE.roles[0], role=role, program=program, bank=0, pattern=pattern)


TUNE = [Stroke(0, 960, 76), Stroke(1920, 480, 79)]
CHORDS = [Stroke(0, 480, 60), Stroke(960, 480, 60), Stroke(1440, 720, 64)]


@pytest.mark.parametrize("role", [Role.HARMONY, Role.PAD, Role.COUNTER])
def test_what_sounds_with_the_tune_is_softer_and_nothing_else(role: Role) -> None:
    lead = (voice(Role.MELODY, CELESTA, "melody"), TUNE)
    bass = (voice(Role.BASS, STRINGS), [Stroke(0, 1920, 36)])
    chords, sung, deep = balanced([(voice(role, STRINGS), CHORDS), lead, bass], 0.4)
    assert [s.stress for s in chords[1]] == [-STEP_BACK, 0.0, -STEP_BACK]
    assert (sung, deep) == (lead, bass)


def test_the_tunes_own_instrument_steps_back_further() -> None:
    lead = (voice(Role.MELODY, PIANO, "melody"), TUNE)
    chords, _ = balanced([(voice(Role.HARMONY, PIANO), CHORDS), lead], 0.4)
    assert chords[1][0].stress == -STEP_BACK - SAME_COLOUR


def test_a_held_tune_and_one_that_bows_double_leave_the_chords_alone() -> None:
    chords = (voice(Role.HARMONY, PIANO), CHORDS)
    held = (voice(Role.MELODY, VIOLINS, "melody"), TUNE)
    doubled = (voice(Role.MELODY, STRINGS, "octave-double"), TUNE)
    struck = (voice(Role.MELODY, PIANO, "melody"), TUNE)
    assert balanced([chords, held], 0.4)[0] == chords
    assert balanced([chords, struck, doubled], 0.4)[0] == chords
    assert balanced([chords], 0.4)[0] == chords


def test_in_loud_panels_everybody_plays_out() -> None:
    lead = (voice(Role.MELODY, CELESTA, "melody"), TUNE)
    written = [(voice(Role.PAD, STRINGS), CHORDS), lead]
    by_energy = [balanced(written, energy)[0][1][0].stress for energy in (0.2, 0.5, 0.75, 1.0)]
    assert by_energy == [-STEP_BACK, -STEP_BACK, -STEP_BACK / 2, 0.0]
