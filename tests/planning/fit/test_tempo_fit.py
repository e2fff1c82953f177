"""Tempo fit: closed-form boards, edges, and rules that hold on every board."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from random_boards import RATES, random_request, request_of

from musflow_studio.domain.plan import Fit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.moments import FitRequest, Moment
from musflow_studio.planning.fit.tempo_fit import FittedGrid, fit_grid


def _every_bar_is_honest(fitted: FittedGrid) -> bool:
    bars = fitted.grid.bars[:-1]
    return all(bar.end_tick - bar.start_tick == bar.meter.bar_ticks for bar in bars)


def test_cuts_on_the_beats_of_a_tempo_find_that_tempo() -> None:
    # 24 fps, 96 bpm: a beat is 15 frames
    fitted = fit_grid(request_of([("a", 60), ("b", 90), ("c", 45), ("d", 105)], ["b", "c"]))
    assert [section.microseconds_per_quarter for section in fitted.grid.tempi] == [625_000]
    assert fitted.moment_ticks == (0, 3840, 9600, 12480, 19200)
    assert all(hit.kind == "beat" and hit.error_frames == 0 for hit in fitted.hits)
    assert fitted.grid.seconds_at(fitted.grid.end_tick) == Fraction(300, 24)


def test_cuts_every_three_beats_choose_three_four_time() -> None:
    fitted = fit_grid(request_of([(uid, 45) for uid in "abcdefgh"], "abcdefgh"))
    assert fitted.meter == "3/4"
    assert [hit.beat for hit in fitted.hits[:4]] == ["1.1", "2.1", "3.1", "4.1"]
    assert fitted.hits[-1].beat == "9.1"


def test_a_pickup_puts_the_must_hits_on_downbeats() -> None:
    panels = [("a", 15), *((uid, 60) for uid in "bcdefg")]
    fitted = fit_grid(request_of(panels, "bcdefg", tempo=(94, 98, 96), meters=("4/4",)))
    assert fitted.grid.pickup
    assert fitted.grid.bars[0].number == 0
    assert [hit.beat for hit in fitted.hits[:3]] == ["0.1", "1.1", "2.1"]


def test_a_pinned_tempo_is_kept_to_the_microsecond() -> None:
    for fit in (Fit.STEADY, Fit.FREE):
        fitted = fit_grid(request_of([("a", 55), ("b", 101)], fit=fit, bpm=97))
        assert [section.microseconds_per_quarter for section in fitted.grid.tempi] == [618_557]
    exact = fit_grid(request_of([("a", 55), ("b", 101)], fit=Fit.EXACT, bpm=97))
    assert exact.grid.base_microseconds_per_quarter == 618_557


def test_free_keeps_the_moods_tempo_and_reports() -> None:
    fitted = fit_grid(request_of([("a", 55), ("b", 101), ("c", 77)], fit=Fit.FREE))
    assert [section.microseconds_per_quarter for section in fitted.grid.tempi] == [600_000]
    for hit in fitted.hits:
        seconds = float(fitted.grid.seconds_at(hit.tick))
        assert hit.error_frames == pytest.approx(seconds * 24 - hit.frame, abs=1e-5)


def test_a_tempo_map_comes_only_where_one_tempo_misses_a_must_hit() -> None:
    panels = [("a", 101), ("b", 173), ("c", 88), ("d", 219), ("e", 64), ("f", 131), ("g", 77)]
    without = fit_grid(request_of(panels))
    assert len(without.grid.tempi) == 1
    mapped = fit_grid(request_of(panels, "abcdefg"))
    assert len(mapped.grid.tempi) > 1
    assert all(-1 <= hit.error_frames <= 2 for hit in mapped.hits if hit.weight is HitWeight.MUST)
    assert "moves between" in mapped.why[-1]


def test_avoid_is_kept_off_the_beat_where_the_tempo_can() -> None:
    request = request_of([("a", 150), ("b", 150)])
    avoided = Moment(75, HitWeight.AVOID, "a", "1", inner=True)
    moments = (request.moments[0], avoided, *request.moments[1:])
    assert fit_grid(replace(request, moments=moments)).hits[1].kind != "beat"
    wanted = (request.moments[0], replace(avoided, weight=HitWeight.SHOULD), *request.moments[1:])
    assert fit_grid(replace(request, moments=wanted)).hits[1].kind == "beat"


def test_ignored_cuts_do_not_steer() -> None:
    request = request_of([("a", 61), ("b", 59), ("c", 84), ("d", 96)])
    ignored = replace(request.moments[1], weight=HitWeight.IGNORE)
    with_it = replace(request, moments=(request.moments[0], ignored, *request.moments[2:]))
    without = replace(request, moments=(request.moments[0], *request.moments[2:]))
    for fit in Fit:
        one, other = (fit_grid(replace(r, fit=fit)).grid for r in (with_it, without))
        assert one.tempi == other.tempi


@pytest.mark.parametrize("bars", [1, 4, 8, 13])
def test_a_loop_has_its_bars_at_one_tempo(bars: int) -> None:
    request = replace(request_of([("a", 200), ("b", 280)], meters=("4/4",)), loop_bars=bars)
    fitted = fit_grid(request)
    assert len(fitted.grid.bars) == bars
    assert fitted.grid.end_tick == bars * 3840
    assert len(fitted.grid.tempi) == 1
    assert 80 <= fitted.grid.base_bpm <= 120
    assert fitted.moment_ticks[0] == 0 < fitted.moment_ticks[1] < fitted.moment_ticks[2]


def test_a_loop_without_bars_fills_the_picture() -> None:
    fitted = fit_grid(replace(request_of([("a", 200), ("b", 280)], meters=("4/4",)), loop=True))
    assert len(fitted.grid.bars) == 8  # 20 s: 96 bpm is nearest to 100
    assert fitted.grid.tempi[0].microseconds_per_quarter == 625_000
    pinned = replace(request_of([("a", 200), ("b", 280)], bpm=100), loop=True, meter="4/4")
    assert fit_grid(pinned).grid.base_bpm == 100
    assert len(fit_grid(pinned).grid.bars) == 8


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("weight", HitWeight)
def test_the_first_and_last_moments_may_have_any_weight(fit: Fit, weight: HitWeight) -> None:
    request = request_of([("a", 24), ("b", 90)], fit=fit)
    moments = tuple(replace(moment, weight=weight) for moment in request.moments)
    fitted = fit_grid(replace(request, moments=moments))
    _breaks_no_rule(replace(request, moments=moments), fitted)


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("frames", [1, 2, 5, 13])
def test_the_shortest_pictures_have_a_grid(fit: Fit, frames: int) -> None:
    fitted = fit_grid(request_of([("a", frames)], fit=fit))
    assert fitted.moment_ticks[0] == 0 < fitted.moment_ticks[1] == fitted.grid.end_tick
    assert fitted.grid.seconds_at(fitted.grid.end_tick) >= Fraction(frames - 1, 24)


@pytest.mark.parametrize("fit", Fit)
def test_panels_of_one_frame_keep_their_order(fit: Fit) -> None:
    panels = [("a", 70), *((f"b{i}", 1) for i in range(9)), ("c", 90), ("d", 1)]
    ticks = fit_grid(request_of(panels, fit=fit)).moment_ticks
    assert all(before < after for before, after in pairwise(ticks))


def test_what_exact_cannot_reach_is_reported_and_forces_nothing() -> None:
    fitted = fit_grid(request_of([("a", 120), ("b", 1), ("c", 130)], fit=Fit.EXACT))
    kinds = [hit.reached for hit in fitted.hits]
    assert kinds.count(False) == 1
    assert all(abs(section.bpm / fitted.grid.base_bpm - 1) <= 0.1 for section in fitted.grid.tempi)
    assert any("frames" in sentence for sentence in fitted.why)


def test_short_sections_stay_within_a_tenth_of_a_pinned_tempo() -> None:
    rng = random.Random(3)
    worst = 0.0
    for _ in range(30):
        panels = [(f"p{i}", rng.randint(12, 40)) for i in range(12)]
        fitted = fit_grid(request_of(panels, fit=Fit.EXACT, bpm=rng.choice([61, 67, 73])))
        deviations = [abs(s.bpm / fitted.grid.base_bpm - 1) for s in fitted.grid.tempi]
        worst = max(worst, *deviations)
    assert 0.095 < worst <= 0.1


def test_in_steady_a_fast_should_hit_begins_on_an_eighth_and_an_ignored_cut_on_a_beat() -> None:
    request = request_of([("a", 64), ("b", 64), ("c", 67)], bpm=120)
    assert [tick % 480 for tick in fit_grid(request).moment_ticks] == [0, 0, 0, 0]
    ignored = tuple(
        replace(m, weight=HitWeight.IGNORE) if m.panel_uid == "b" else m for m in request.moments
    )
    assert fit_grid(replace(request, moments=ignored)).moment_ticks[1] == 5 * 960
    assert fit_grid(replace(request, fit=Fit.EXACT, bpm=60)).hits[1].reached


@pytest.mark.parametrize("meter", ["6/8", "5/4"])
@pytest.mark.parametrize("fit", Fit)
def test_other_metres(meter: str, fit: Fit) -> None:
    for seed in range(6):
        request = replace(random_request(random.Random(seed), fit), meter=meter)
        fitted = fit_grid(request)
        assert fitted.meter == meter
        assert _every_bar_is_honest(fitted)
        if meter == "6/8":
            assert all(m.denominator in (8, 16) for m in fitted.grid.meters)


def _breaks_no_rule(request: FitRequest, fitted: FittedGrid) -> None:
    grid, ticks = fitted.grid, fitted.moment_ticks
    assert ticks[0] == 0
    assert ticks[-1] == grid.end_tick
    assert all(before < after for before, after in pairwise(ticks))
    assert all(tick % 240 == 0 for tick in ticks)
    assert _every_bar_is_honest(fitted)
    assert {meter.denominator for meter in grid.meters} <= {2, 4, 8, 16}
    early = 0 if request.fit is Fit.EXACT else 1
    covered = grid.seconds_at(grid.end_tick) * request.rate.fps
    assert covered >= request.length_frames - early
    for hit, tick, moment in zip(fitted.hits, ticks, request.moments, strict=True):
        late = grid.seconds_at(tick) * request.rate.fps - moment.frame
        assert hit.error_frames == pytest.approx(float(late), abs=1e-5)
        assert (hit.tick, hit.frame, hit.panel_uid) == (tick, moment.frame, moment.panel_uid)


@pytest.mark.parametrize("fit", Fit)
def test_random_boards_break_no_rule(fit: Fit) -> None:
    rng = random.Random(11)
    for _ in range(25):
        request = random_request(rng, fit)
        fitted = fit_grid(request)
        _breaks_no_rule(request, fitted)
        assert fit_grid(request) == fitted


def test_an_exact_fit_makes_up_for_its_rounding() -> None:
    rng = random.Random(5)
    for _ in range(20):
        request = random_request(rng, Fit.EXACT)
        fitted = fit_grid(request)
        assert max(abs(hit.error_frames) for hit in fitted.hits) < 0.5
        late = fitted.grid.seconds_at(fitted.grid.end_tick) - request.rate.seconds(
            request.length_frames
        )
        assert 0 <= late < Fraction(1, 2) / request.rate.fps


def test_a_ten_minute_board_is_fitted() -> None:
    request = request_of([(f"p{i}", 97 + i % 31) for i in range(130)], ["p7", "p64"], rate=RATES[3])
    for fit in Fit:
        fitted = fit_grid(replace(request, fit=fit))
        assert len(fitted.hits) == 131
