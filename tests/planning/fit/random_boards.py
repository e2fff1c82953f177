"""Random boards as the gates describe them: 2-24 panels of 0.8-12 s on five frame rates."""

from __future__ import annotations

import random
from collections.abc import Sequence

from musflow_studio.domain.plan import Fit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning.fit.moments import FitRequest, Moment

RATES = tuple(FrameRate.parse(text) for text in ("23.976", "24", "25", "29.97", "30"))
TEMPO_RANGES_BPM = ((60, 80), (80, 120), (90, 140))
PanelFrames = tuple[str, int]  # uid, length in frames


def request_of(
    panels: Sequence[PanelFrames],
    musts: Sequence[str] = (),
    *,
    fit: Fit = Fit.STEADY,
    rate: FrameRate = RATES[1],
    tempo: tuple[float, float, float] = (80, 120, 100),
    meters: tuple[str, ...] = ("4/4", "3/4"),
    bpm: float | None = None,
) -> FitRequest:
    """A request whose first panel and `musts` are must-hits; `tempo` is low, high, preferred."""
    frame, moments = 0, []
    for number, (uid, length) in enumerate(panels, start=1):
        must = number == 1 or uid in musts
        weight = HitWeight.MUST if must else HitWeight.SHOULD
        moments.append(Moment(frame, weight, uid, str(number)))
        frame += length
    moments.append(Moment(frame, HitWeight.MUST, "", "end"))
    low, high, preferred = tempo
    return FitRequest(rate, frame, tuple(moments), fit, low, high, preferred, meters, bpm=bpm)


def random_request(rng: random.Random, fit: Fit) -> FitRequest:
    """The first panel is a must-hit, about a third of the others too."""
    rate = rng.choice(RATES)
    panels = [
        (f"p{i}", rate.nearest_frame(rng.uniform(0.8, 12))) for i in range(rng.randint(2, 24))
    ]
    musts = [uid for uid, _ in panels if rng.random() < 1 / 3]
    low, high = rng.choice(TEMPO_RANGES_BPM)
    tempo = (low, high, rng.uniform(low, high))
    return request_of(panels, musts, fit=fit, rate=rate, tempo=tempo)


def panels_of(request: FitRequest) -> list[PanelFrames]:
    """The panels of a request: uid and length in frames."""
    starts = [moment for moment in request.moments if not moment.inner]
    return [
        (one.panel_uid, after.frame - one.frame)
        for one, after in zip(starts, starts[1:], strict=False)
    ]


def with_panels(request: FitRequest, panels: Sequence[PanelFrames]) -> FitRequest:
    """The same request for an edited board; panels keep their weights."""
    musts = [m.panel_uid for m in request.moments if m.weight is HitWeight.MUST]
    return request_of(
        panels,
        musts,
        fit=request.fit,
        rate=request.rate,
        tempo=(request.tempo_low_bpm, request.tempo_high_bpm, request.preferred_bpm),
        meters=request.meters,
        bpm=request.bpm,
    )
