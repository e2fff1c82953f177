"""Phrases: bars grouped in twos and fours, motif first, the longest note last, then a breath."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from desks import desk_at

from musflow_studio.domain.plan import Motif
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import MelodyCharacter
from musflow_studio.planning.melody.phrase import Cell, phrase_cells
from musflow_studio.planning.meter import METERS
from musflow_studio.planning.patterns import Desk
from musflow_studio.planning.performance.dynamics import approach

EIGHTH, BAR = 480, 3840
SEEDS = range(12)


def desk(
    energy: float = 0.6,
    bars: int = 4,
    meter: str = "4/4",
    seed: int = 1,
    character: MelodyCharacter = MelodyCharacter.LYRICAL,
    *,
    last: bool = False,
) -> Desk:
    made = desk_at(
        energy, style_name="tender-piano", pattern="melody", chords=" ".join(["Am"] * bars),
        meter=meter, seed=seed, last=last,
    )  # fmt: skip
    style = replace(made.cue.style, melody=character, swing=0.0)
    return replace(made, cue=replace(made.cue, style=style))


def cells(made: Desk, shortest_ticks: int = 1) -> list[Cell]:
    return phrase_cells(made.cue, made.piece, made.spans, shortest_ticks)


def phrases(found: list[Cell]) -> list[list[Cell]]:
    split: list[list[Cell]] = []
    for cell in found:
        if cell.opens:
            split.append([])
        split[-1].append(cell)
    return split


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("character", list(MelodyCharacter))
def test_phrases_breathe_and_end_on_their_longest_note(
    meter: str, character: MelodyCharacter
) -> None:
    for seed in SEEDS:
        made = desk(0.6, 6, meter, seed, character)
        found = phrases(cells(made))
        assert found
        bar = made.cue.meter.bar_ticks
        for phrase, after in pairwise(found):
            assert after[0].start - phrase[-1].end >= EIGHTH
        for phrase in found:
            assert phrase[-1].end <= made.piece.length_ticks - EIGHTH
            assert phrase[-1].length == max(cell.length for cell in phrase)
            assert phrase[-1].end - phrase[0].start <= 4.5 * bar
            assert all(a.end <= b.start for a, b in pairwise(phrase))


def test_between_two_fifths_and_seven_tenths_of_a_piece_are_sung() -> None:
    for bars in range(2, 9):
        for seed in SEEDS:
            made = desk(0.6, bars, seed=seed)
            sung = sum(cell.length for cell in cells(made))
            assert 0.36 <= sung / made.piece.length_ticks <= 0.7


def test_the_first_piece_tells_the_motif_as_it_is() -> None:
    for seed in SEEDS:
        made = desk(seed=seed)
        made = replace(made, piece=replace(made.piece, first=True, energy=0.25))
        motif = made.cue.motif
        first = next(
            i for i, cell in enumerate(cells(made)) if made.piece.tick_in_bar(cell.start) == 0
        )
        told = cells(made)[first : first + len(motif.degrees)]
        steps = [cell.step for cell in told[1:]]
        assert steps == [b - a for a, b in pairwise(motif.degrees)]


def test_odd_bars_rest() -> None:
    for seed in SEEDS:
        found = cells(desk(0.6, 3, seed=seed))
        assert found[-1].end - found[0].start <= 2.5 * BAR


def test_a_panel_too_short_for_a_bar_gets_the_head_of_the_motif_or_nothing() -> None:
    made = desk(0.5, 1)
    short = replace(made.piece, length_ticks=4 * EIGHTH + 960, bar_lines=(2400,))
    found = phrase_cells(made.cue, short, made.spans)
    assert 2 <= len(found) <= len(made.cue.motif.degrees)
    assert found[-1].end <= short.length_ticks - EIGHTH
    scrap = replace(short, length_ticks=960, bar_lines=())
    assert phrase_cells(made.cue, scrap, made.spans) == []


def test_the_melody_is_over_when_the_breath_before_a_hit_begins() -> None:
    made = desk(0.9, 4)
    piece = replace(made.piece, closes=HitWeight.MUST, hush_ticks=0)
    for seed in SEEDS:
        cue = replace(made.cue, seed=seed)
        found = phrase_cells(cue, piece, made.spans)
        assert found[-1].end <= approach(piece).silent_from
        hushed = phrase_cells(cue, replace(piece, hush_ticks=2 * 960), made.spans)
        assert hushed[-1].end <= piece.length_ticks - 2 * 960


def test_no_phrase_begins_while_the_cue_winds_down() -> None:
    for seed in SEEDS:
        made = desk(0.6, 6, seed=seed, last=True)
        piece = replace(made.piece, wind_down_ticks=2 * BAR)
        found = phrase_cells(made.cue, piece, made.spans)
        latest = max(cell.start for cell in found if cell.opens)
        assert latest <= piece.length_ticks - 2 * BAR
        assert found[-1].start == made.spans[-1].start


def test_notes_are_no_shorter_than_the_player_can_speak() -> None:
    quick = Motif((0, 1, 0, 2), (960, 240, 240, 2400))
    for seed in SEEDS:
        made = desk(0.7, 6, seed=seed)
        slow = replace(made.cue, motif=Motif((0, 2, 1), (960, 960, 1920)))
        assert min(c.length for c in phrase_cells(slow, made.piece, made.spans, 700)) >= 700
        told = phrase_cells(replace(made.cue, motif=quick), made.piece, made.spans, 1)
        assert min(c.length for c in told) == 240


def test_sparse_sings_less_than_heroic() -> None:
    def sung(character: MelodyCharacter) -> int:
        made = [desk(0.6, bars, seed=s, character=character) for s in SEEDS for bars in (2, 4, 7)]
        return sum(cell.length for one in made for cell in cells(one))

    assert sung(MelodyCharacter.SPARSE) < 0.9 * sung(MelodyCharacter.HEROIC)
