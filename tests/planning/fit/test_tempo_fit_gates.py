"""Gates: how near the grid comes to the cuts of 500 random boards."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from gates import Gate
from numpy.typing import NDArray
from random_boards import random_request

from musflow_studio.domain.grid import Grid
from musflow_studio.domain.plan import Fit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.moments import FitRequest
from musflow_studio.planning.fit.tempo_fit import FittedGrid, fit_grid

Floats = NDArray[np.float64]


def _sections(grid: Grid) -> list[tuple[float, float]]:
    """Seconds and deviation from the base tempo of each tempo section."""
    stops = [*(section.start_tick for section in grid.tempi[1:]), grid.end_tick]
    return [
        (
            float(grid.seconds_at(stop) - grid.seconds_at(section.start_tick)),
            abs(section.bpm / grid.base_bpm - 1),
        )
        for section, stop in zip(grid.tempi, stops, strict=True)
    ]


def _steps(grid: Grid) -> list[float]:
    """Ratio of adjacent tempi, minus 1."""
    bpms = [section.bpm for section in grid.tempi]
    return [max(a, b) / min(a, b) - 1 for a, b in pairwise(bpms)]


@pytest.mark.gate
def test_exact_meets_every_hit(gate: Gate) -> None:
    rng = random.Random(500)
    kinds: list[str] = []
    whole: list[bool] = []
    errors: list[float] = []
    sections: list[tuple[float, float]] = []
    steps: list[float] = []
    count = gate.size(500)
    for _ in range(count):
        fitted = fit_grid(random_request(rng, Fit.EXACT))
        kinds += [hit.kind for hit in fitted.hits[1:]]
        errors += [abs(hit.error_frames) for hit in fitted.hits]
        whole += [(after - before) % 960 == 0 for before, after in pairwise(fitted.moment_ticks)]
        sections += _sections(fitted.grid)
        steps += _steps(fitted.grid)
    worst_long = max(deviation for seconds, deviation in sections if seconds > 3)
    worst = max(deviation for _, deviation in sections)
    on_beat = kinds.count("beat") / len(kinds)
    figure = (
        f"{on_beat:.1%} of {len(kinds)} hits on beats, {kinds.count('eighth') / len(kinds):.1%} "
        f"eighths, {kinds.count('sixteenth') / len(kinds):.1%} sixteenths; "
        f"{np.mean(whole):.1%} of panels last whole beats; "
        f"worst error {max(errors):.2f} frames; sections over 3 s within {worst_long:.2%}, "
        f"all within {worst:.2%} of the base; steps between sections {np.median(steps):.1%} median"
    )
    met = (
        on_beat >= 0.75
        and max(errors) <= 0.5
        and worst_long <= 0.04
        and worst <= 0.1
        and "off" not in kinds
    )
    target = "every hit within 0.5 frame of beat, eighth, sixteenth; 75 % on beats; 4 %; 10 %"
    how = f"{count} random boards, 2-24 panels, 0.8-12 s, five frame rates"
    gate.record("4. exact fit", figure, target, how, met=met)
    assert met, figure
    assert np.mean(whole) >= 0.75  # stricter: not helped by irregular bars before must-hits


def _beat_seconds(grid: Grid) -> Floats:
    """Times of all beats, counted in quarters from each bar line."""
    ticks = [t for bar in grid.bars for t in range(bar.start_tick, bar.end_tick, 960)]
    return np.array([float(grid.seconds_at(tick)) for tick in [*ticks, grid.end_tick]])


def _distance_beats(request: FitRequest, fitted: FittedGrid) -> float:
    """Mean distance of the hits after the first to the nearest beat, as a share of the beat."""
    beats = _beat_seconds(fitted.grid)
    shares = []
    for moment in request.moments[1:]:
        seconds = request.rate.seconds(moment.frame)
        section = fitted.grid.tempo_at(fitted.grid.tick_at(seconds))
        shares.append(np.abs(beats - float(seconds)).min() * section.bpm / 60)
    return float(np.mean(shares))


def _mean_distance_beats(request: FitRequest) -> float:
    """The same for one tempo from the start, averaged over all tempi of the range."""
    tempi = np.linspace(request.tempo_low_bpm, request.tempo_high_bpm, 401)[:, None]
    seconds = np.array([float(request.rate.seconds(m.frame)) for m in request.moments[1:]])
    beats = seconds * tempi / 60
    return float(np.abs(beats - np.round(beats)).mean())


@pytest.mark.gate
def test_steady_is_nearer_than_any_tempo_by_chance(gate: Gate) -> None:
    """Nearness is a share of the beat: frames would reward fast tempi."""
    rng = random.Random(501)
    ours, chance, steps, maps = [], [], [], 0
    musts: list[str] = []
    count = gate.size(500)
    for _ in range(count):
        request = random_request(rng, Fit.STEADY)
        fitted = fit_grid(request)
        ours.append(_distance_beats(request, fitted))
        chance.append(_mean_distance_beats(request))
        steps += _steps(fitted.grid)
        maps += len(fitted.grid.tempi) > 1
        hits = fitted.hits[1:]
        musts += [hit.kind for hit in hits if hit.weight is HitWeight.MUST]
        assert all(hit.tick % 480 == 0 for hit in hits if hit.weight is HitWeight.MUST)
    nearer = 1 - float(np.mean(ours) / np.mean(chance))
    met = nearer >= 0.4 and max(steps) <= 0.03
    figure = (
        f"{nearer:.1%} nearer ({np.mean(ours):.3f} against {np.mean(chance):.3f} beats); "
        f"{musts.count('beat') / len(musts):.1%} of must-hits on a beat within -1/+2 frames; "
        f"{maps / count:.0%} of boards need a tempo map, largest step {max(steps):.2%}; "
        "no must-hit on an odd sixteenth"
    )
    target = "40 % nearer than the mean over all tempi of the range; steps of 3 % at most"
    how = f"{count} random boards, 2-24 panels, ranges 60-80, 80-120, 90-140; distance in beats"
    gate.record("4. steady fit", figure, target, how, met=met)
    assert met, figure
