"""Tacet panels are silent; their neighbours know it, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_boards import HOPE, STYLE, board_of, planned

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import CuePlan, Dialogue
from musflow_studio.domain.score import Role
from musflow_studio.planning import plan


def panels_with_notes(cue: CuePlan, *roles: Role) -> set[str]:
    return {
        n.panel_uid
        for part in cue.score.parts
        for n in part.notes
        if not roles or part.role in roles
    }


def test_nothing_sounds_in_a_tacet_panel() -> None:
    cue = planned(HOPE, tacet=("p2", "p5"))
    assert panels_with_notes(cue) == {"p1", "p3", "p4", "p6"}
    assert cue.tacet == ("p2", "p5")


def test_nothing_starts_early_out_of_a_silence() -> None:
    cue = planned(HOPE, tacet=("p2", "p5"))
    starts = {p.panel_uid: cue.grid.seconds_at(p.start_tick) for p in cue.panels}
    for part in cue.score.parts:
        for n in part.notes:
            if n.panel_uid in ("p3", "p6"):
                sounds = cue.grid.seconds_at(n.start_tick) * 1_000_000 + n.shift_us
                assert sounds >= starts[n.panel_uid] * 1_000_000 - 21_000  # half a frame of a hit


def test_a_cue_may_end_tacet_and_closes_before() -> None:
    cue = planned(HOPE, tacet=("p6",))
    last = [c for c in cue.chords if c.panel_uid == "p5"][-1]
    assert last.pitch_classes[0] == cue.key.tonic
    assert "p6" not in panels_with_notes(cue)


def test_a_wholly_tacet_cue_is_refused() -> None:
    with pytest.raises(StudioError, match="nothing is left to play"):
        planned(HOPE, tacet=("p1", "p2", "p3", "p4", "p5", "p6"))


def test_no_melody_where_somebody_speaks_unless_ignored() -> None:
    board, seen = board_of(HOPE)
    panels = [replace(p, dialogue="We must go." if p.uid == "p3" else "") for p in board.panels]
    spoken = replace(board, panels=tuple(panels))
    under = plan(spoken, seen, STYLE, cue_uid="1M1", seed=1)
    ignored = plan(spoken, seen, STYLE, cue_uid="1M1", seed=1, dialogue=Dialogue.IGNORE)
    assert "p3" not in panels_with_notes(under, Role.MELODY)
    assert "p3" in panels_with_notes(ignored, Role.MELODY)
    assert ignored.score == planned(HOPE).score


def test_music_lets_go_before_a_silence_and_does_not_grow_into_it() -> None:
    """p4 opens with a must-hit; silent, it is not swelled into and nothing is held over its cut."""
    cue, whole = planned(HOPE, tacet=("p4",)), planned(HOPE)
    cut = cue.panels[3].start_tick
    quarter = cue.grid.seconds_at(cut) - cue.grid.seconds_at(cut - 960)
    for part in cue.score.parts:
        for n in part.notes:
            if n.panel_uid == "p3":
                left = cue.grid.seconds_at(cut) - cue.grid.seconds_at(
                    n.start_tick + n.duration_ticks
                )
                assert left >= 0.2 * min(1, quarter)
    last = [mean_velocity(one, "p3", cut - 960) for one in (cue, whole)]
    assert last[0] < last[1]


def mean_velocity(cue: CuePlan, uid: str, since: int) -> float:
    late = [
        n.velocity
        for part in cue.score.parts
        for n in part.notes
        if n.panel_uid == uid and n.start_tick >= since
    ]
    return sum(late) / max(1, len(late))
