"""Refit: what an edit changed between two plans is told panel by panel and in bars."""

from __future__ import annotations

from dataclasses import replace

from scored_boards import DARK, HOPE, STYLE, board_of, longer

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.planning import plan
from musflow_studio.project.refit import Touch, bar_ranges, refit

BOARD, SEEN = board_of(HOPE + DARK)


def planned(board: Storyboard, base: CuePlan | None = None, seed: int = 3) -> CuePlan:
    return plan(board, SEEN, STYLE, cue_uid="1M1", seed=seed, base=base)


FIRST = planned(BOARD)


def touches(board: Storyboard) -> list[Touch]:
    return [panel.touch for panel in refit(FIRST, planned(board, FIRST)).panels]


def test_a_plan_of_the_same_board_is_untouched() -> None:
    told = refit(FIRST, planned(BOARD, FIRST))
    assert {panel.touch for panel in told.panels} == {Touch.SAME}
    assert told.sentence() == "No bar was touched."


def test_a_moved_cut_is_refitted_and_the_rest_moves_as_it_is() -> None:
    told = refit(FIRST, planned(longer(BOARD, 4, 7), FIRST))
    moved = [Touch.MOVED] * 7
    assert [p.touch for p in told.panels] == [*[Touch.SAME] * 4, Touch.REFITTED, *moved]
    assert told.bars == ((8, 10),)
    assert told.sentence() == (
        "Bars 8\u201310 re-fitted, the rest untouched; what follows comes 7 frames later."
    )
    shorter = refit(FIRST, planned(longer(BOARD, 4, -1), FIRST)).sentence()
    assert shorter.endswith("what follows comes 1 frame earlier.")


def test_panels_composed_anew_are_told_in_their_bars() -> None:
    told = refit(FIRST, planned(BOARD.varied({"p3", "p9"}), FIRST))
    assert [p.number for p in told.changed] == ["3", "9"]
    assert told.sentence() == "Bars 4\u20136 and 17\u201318 made anew, the rest untouched."


def test_another_seed_changes_everything() -> None:
    assert refit(FIRST, planned(BOARD, FIRST, seed=4)).sentence() == "Every bar was made anew."


def test_a_panel_that_went_is_counted() -> None:
    panels = (*BOARD.panels[:-1],)
    told = refit(FIRST, planned(replace(BOARD, panels=panels), FIRST))
    assert told.gone == 1
    assert told.panels[-1].touch is not Touch.NEW


def test_bars_as_people_write_them() -> None:
    assert bar_ranges([(4, 4)]) == "Bar 4"
    assert bar_ranges([(0, 2), (7, 7), (9, 11)]) == "Bars 0\u20132, 7 and 9\u201311"
