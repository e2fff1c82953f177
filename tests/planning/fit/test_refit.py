"""Refit: an edit changes the panels it touches and moves the rest by exactly its frames."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from gates import Gate
from hypothesis import given
from hypothesis import strategies as st
from random_boards import PanelFrames, panels_of, random_request, request_of, with_panels

from musflow_studio.domain.plan import Fit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.grid_piece import GridPiece, pieces_of, tempi_lasting
from musflow_studio.planning.fit.moments import FitRequest, FittedGrid, Moment
from musflow_studio.planning.fit.refit import refit_grid
from musflow_studio.planning.fit.tempo_fit import fit_grid

QUARTER_SAMPLE_48K_US = Fraction(1_000_000, 4 * 48_000)


def _same_music(one: GridPiece, other: GridPiece) -> bool:
    return one.ticks == other.ticks and one.tempi == other.tempi


def _untouched(before: list[PanelFrames], after: list[PanelFrames]) -> list[str]:
    return [uid for uid, length in after if (uid, length) in before]


def _kept_exactly(
    request: FitRequest, base: FittedGrid, edited: FitRequest, fitted: FittedGrid
) -> bool:
    """True if untouched panels keep ticks and tempi and start as far off the picture as before."""
    old, new = pieces_of(base, request), pieces_of(fitted, edited)
    return all(
        _same_music(old[uid], new[uid]) and abs(old[uid].lag - new[uid].lag) < QUARTER_SAMPLE_48K_US
        for uid in _untouched(panels_of(request), panels_of(edited))
    )


def _is_sound(edited: FitRequest, fitted: FittedGrid) -> bool:
    grid = fitted.grid
    bars_honest = all(b.end_tick - b.start_tick == b.meter.bar_ticks for b in grid.bars[:-1])
    ascending = list(fitted.moment_ticks) == sorted(set(fitted.moment_ticks))
    ends = fitted.moment_ticks[-1] == grid.end_tick
    return bars_honest and ascending and ends and len(fitted.hits) == len(edited.moments)


@pytest.mark.parametrize("fit", Fit)
def test_no_edit_changes_nothing(fit: Fit) -> None:
    rng = random.Random(2)
    for _ in range(12):
        request = random_request(rng, fit)
        base = fit_grid(request)
        again = refit_grid(request, base, request)
        assert again.moment_ticks == base.moment_ticks
        assert again.hits == base.hits
        assert again.grid.bars == base.grid.bars
        assert (again.grid.tempi, again.grid.base_bpm) == (base.grid.tempi, base.grid.base_bpm)


@pytest.mark.parametrize("fit", Fit)
def test_a_longer_panel_moves_the_rest_by_its_frames(fit: Fit) -> None:
    panels = [("a", 96), ("b", 132), ("c", 75), ("d", 150), ("e", 110)]
    request = request_of(panels, ["d"], fit=fit)
    base = fit_grid(request)
    edited = with_panels(request, [("a", 96), ("b", 139), *panels[2:]])
    fitted = refit_grid(edited, base, request)
    for index in (2, 3, 4):
        moved = fitted.grid.seconds_at(fitted.moment_ticks[index]) - base.grid.seconds_at(
            base.moment_ticks[index]
        )
        assert abs(moved - Fraction(7, 24)) * 1_000_000 < QUARTER_SAMPLE_48K_US
    assert fitted.grid.base_bpm == base.grid.base_bpm
    assert fitted.meter == base.meter


def test_bar_lines_after_the_edit_stay_with_their_panel() -> None:
    panels = [("a", 60), ("b", 120), ("c", 60), ("d", 120)]  # 96 bpm: 4, 8, 4, 8 beats
    request = request_of(panels, "abcd", fit=Fit.EXACT, bpm=96, meters=("4/4",))
    base = fit_grid(request)
    edited = with_panels(request, [("a", 60), ("b", 135), ("c", 60), ("d", 120)])
    fitted = refit_grid(edited, base, request)
    assert fitted.moment_ticks == (0, 3840, 3840 + 9 * 960, 17 * 960, 25 * 960)
    assert [hit.beat for hit in fitted.hits] == ["1.1", "2.1", "4.1", "5.1", "7.1"]
    assert [(m.numerator, m.denominator) for m in fitted.grid.meters] == [(4, 4), (5, 4), (4, 4)]


def test_no_bar_under_two_beats_is_left_before_the_next_line() -> None:
    panels = [("a", 60), ("b", 105), ("c", 60), ("d", 120)]  # 96 bpm: 4, 7, 4, 8 beats
    request = request_of(panels, "a", fit=Fit.EXACT, bpm=96, meters=("4/4",))
    base = fit_grid(request)
    edited = with_panels(request, [("a", 60), ("b", 68), ("c", 60), ("d", 120)])  # 4.5 beats
    bars = refit_grid(edited, base, request).grid.bars
    assert [(b.meter.numerator, b.meter.denominator) for b in bars[1:3]] == [(11, 8), (4, 4)]


def test_a_new_panel_gets_its_own_piece() -> None:
    request = request_of([("a", 96), ("b", 132), ("c", 75)])
    base = fit_grid(request)
    edited = with_panels(request, [("a", 96), ("new", 61), ("b", 132), ("c", 75)])
    fitted = refit_grid(edited, base, request)
    assert _kept_exactly(request, base, edited, fitted)
    assert _is_sound(edited, fitted)


def test_inner_moments_move_with_their_panel() -> None:
    request = request_of([("a", 96), ("b", 132), ("c", 75)])
    inner = Moment(96 + 40, HitWeight.SHOULD, "b", "2", inner=True)
    request = replace(request, moments=(*request.moments[:2], inner, *request.moments[2:]))
    base = fit_grid(request)
    edited = with_panels(request, [("a", 103), ("b", 132), ("c", 75)])
    moved = replace(inner, frame=inner.frame + 7)
    edited = replace(edited, moments=(*edited.moments[:2], moved, *edited.moments[2:]))
    fitted = refit_grid(edited, base, request)
    steps = [ticks[2] - ticks[1] for ticks in (base.moment_ticks, fitted.moment_ticks)]
    assert steps[0] == steps[1]
    assert fitted.hits[2].error_frames == pytest.approx(base.hits[2].error_frames, abs=1e-3)


@pytest.mark.parametrize("fit", Fit)
def test_removed_and_moved_panels_leave_the_others_their_ticks(fit: Fit) -> None:
    rng = random.Random(4)
    for _ in range(30):
        request = random_request(rng, fit)
        base = fit_grid(request)
        panels = panels_of(request)
        taken = panels.pop(rng.randrange(len(panels)))
        for place in (None, rng.randrange(len(panels) + 1)):
            order = list(panels)
            if place is not None:
                order.insert(place, taken)
            edited = with_panels(request, order)
            fitted = refit_grid(edited, base, request)
            old, new = pieces_of(base, request), pieces_of(fitted, edited)
            assert all(old[uid].ticks == new[uid].ticks for uid, _ in order)
            assert _is_sound(edited, fitted)
            whole = fitted.grid.bars[base.grid.pickup : -1]
            assert all(bar.meter.bar_ticks >= 960 for bar in whole)
            # no drift: at most half a frame worse than the worst before, or inside tolerance
            worst = max(2.0, *(abs(hit.error_frames) for hit in base.hits))
            assert max(abs(hit.error_frames) for hit in fitted.hits) <= worst + 0.51


@pytest.mark.parametrize("fit", Fit)
def test_many_edits_do_not_drift(fit: Fit) -> None:
    rng = random.Random(6)
    request = random_request(rng, fit)
    base = fit_grid(request)
    worst = max(abs(hit.error_frames) for hit in base.hits)
    for _ in range(40):
        panels = panels_of(request)
        i = rng.randrange(len(panels))
        panels[i] = (panels[i][0], max(24, panels[i][1] + rng.randint(-9, 9)))
        edited = with_panels(request, panels)
        base, request = refit_grid(edited, base, request), edited
    assert max(abs(hit.error_frames) for hit in base.hits) <= worst + 0.01


def test_tiny_panels_are_refitted_without_breaking_bars() -> None:
    panels = [("a", 70), ("b", 1), ("c", 2), ("d", 90), ("e", 1), ("f", 80)]
    for fit in Fit:
        request = request_of(panels, fit=fit)
        base = fit_grid(request)
        for order in (panels[:1] + panels[2:], panels[::-1], [*panels[:4], ("e", 9), panels[5]]):
            edited = with_panels(request, order)
            assert _is_sound(edited, refit_grid(edited, base, request))


def test_a_board_without_known_panels_keeps_tempo_and_metre() -> None:
    request = request_of([("a", 61), ("b", 77)], meters=("3/4", "4/4"))
    base = fit_grid(request)
    edited = with_panels(request, [("x", 100), ("y", 90)])
    fitted = refit_grid(edited, base, request)
    assert fitted.grid.base_bpm == base.grid.base_bpm
    assert fitted.meter == base.meter


@given(
    ticks=st.integers(1, 60_000), beat_us=st.integers(250_000, 1_500_000), part=st.fractions(0, 1)
)
def test_pieces_last_as_long_as_wanted(ticks: int, beat_us: int, part: Fraction) -> None:
    wanted = Fraction(ticks * beat_us, 960) + part
    placed = tempi_lasting(ticks, wanted)
    stops = [*(tick for tick, _ in placed[1:]), ticks]
    lasting = sum(
        Fraction((stop - tick) * micros, 960)
        for (tick, micros), stop in zip(placed, stops, strict=True)
    )
    assert abs(lasting - wanted) <= Fraction(1, 2) + Fraction(1, 960)


def _edits(rng: random.Random, panels: list[PanelFrames]) -> list[PanelFrames]:
    """One cut moved by 7 frames: rippling the rest, or rolled between two panels."""
    i = rng.randrange(len(panels) - 1)
    step = rng.choice([-7, 7])
    edited = list(panels)
    edited[i] = (panels[i][0], panels[i][1] + step)
    if rng.random() < 0.5:
        edited[i + 1] = (panels[i + 1][0], panels[i + 1][1] - step)
    return edited


@pytest.mark.gate
def test_moving_a_cut_keeps_every_other_panel(gate: Gate) -> None:
    rng = random.Random(502)
    count = gate.size(500)
    kept = sound = 0
    for index in range(count):
        request = random_request(rng, list(Fit)[index % 3])
        base = fit_grid(request)
        edited = with_panels(request, _edits(rng, panels_of(request)))
        fitted = refit_grid(edited, base, request)
        kept += _kept_exactly(request, base, edited, fitted)
        sound += _is_sound(edited, fitted)
    figure = f"{kept} of {count} boards: all other panels keep their grid, moved exactly"
    target = "all; later music moves by exactly 7 frames (to a quarter sample at 48 kHz)"
    how = f"{count} random boards in steady, exact and free, one cut rippled or rolled by 7 frames"
    gate.record("5. grid after an edit", figure, target, how, met=kept == sound == count)
    assert kept == sound == count
