"""Verdicts: each gate met, not met, or void where its own check shows that it measures nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.adherence import (
    CHORDS,
    ENERGY,
    FAMILY,
    MEASURES,
    NOTES,
    SOLOS,
    TEMPO,
)
from musflow_studio.evaluation.model.alignment import GAIN, RECALL
from musflow_studio.evaluation.model.bench import CEILING, CODEC, FLOOR, MODEL, SAMPLED, UNTRAINED
from musflow_studio.evaluation.model.distribution import FAD, KAD
from musflow_studio.evaluation.model.parts import DISTANCE
from musflow_studio.evaluation.model.report import Figure, State, Verdict, value_of
from musflow_studio.evaluation.model.seams import ABOVE, MEMORY
from musflow_studio.evaluation.model.speed import PER_CLIP, TOTAL

SHARES = {TEMPO: 0.9, CHORDS: 0.85, ENERGY: 0.9, FAMILY: 0.85, NOTES: 0.85}
"""Of the ceiling, that the model should reach."""
DEFAULT_SHARE, DEFAULT_SOLOS = 0.95, 20
"""Of the ceiling's notes, and solo lines none of which may have a wrong pitch, before the model may
become the default."""
LEAST_CEILING = 0.6
"""What the ceiling itself has to reach in any measure; below it the measure cannot hear."""
FEWEST, FEWEST_CLIPS = 5, 50
"""Things counted, and clips of a distribution, under which a figure says nothing."""
DROP = 0.1
"""Of the ceiling: how much lower the floor has to be than the model."""
CODEC_NOTES, GRIFFIN_LIM, REMAINS = 0.9, 1.0, 0.25
FULL_CLIPS, FULL_QUESTIONS, FULL_SEAMS = 1000, 200, 200
RECALLS = {"caption": 0.6, "story": 0.4, "picture": 0.25}
MOST_SEAMS, MOST_GROWTH_MB = 0.1, 50
SECONDS = {Quality.STANDARD: 1.5, Quality.DRAFT: 0.8}
"""For 10 s of stereo on 2 CPU cores."""


def verdicts(figures: Sequence[Figure]) -> list[Verdict]:
    """The gates for which the figures are there."""
    parts = (_codec, _adherence, _alignment, _distribution, _seams, _speed)
    return [verdict for part in parts for verdict in part(figures)]


def _codec(figures: Sequence[Figure]) -> Iterator[Verdict]:
    measure = f"{DISTANCE} ({SAMPLED})"
    made, limit = (value_of(figures, row, measure) for row in ("vocoder", "griffin_lim"))
    if made and limit:
        share = made.value / limit.value
        yield Verdict(
            "A vocoder, from true mels", f"{share:.2f} of Griffin-Lim ({made.count} clips)",
            f"at most {GRIFFIN_LIM}", _state(share <= GRIFFIN_LIM),
        )  # fmt: skip
    heard, own = (value_of(figures, row, MEASURES[NOTES]) for row in (CODEC, CEILING))
    if heard and own:
        share = heard.value / max(own.value, 1e-9)
        why = _unheard(own)
        yield Verdict(
            "A codec, notes", f"{share:.2f} of the original's own F1 {own.value:.2f}",
            f"at least {CODEC_NOTES}", State.VOID if why else _state(share >= CODEC_NOTES), why,
        )  # fmt: skip


def _adherence(figures: Sequence[Figure]) -> Iterator[Verdict]:
    for name, least in SHARES.items():
        rows = [value_of(figures, row, MEASURES[name]) for row in (CEILING, MODEL, FLOOR)]
        ceiling, model, floor = rows
        if ceiling is None or model is None or floor is None:
            continue
        share = model.value / max(ceiling.value, 1e-9)
        why = _unheard(ceiling)
        if not why and floor.value > model.value - DROP * ceiling.value:
            why = f"other plans' conditions give {floor.value:.2f}: nothing is followed"
        yield Verdict(
            f"B {name}",
            f"{share:.2f} of the ceiling ({model.value:.2f} of {ceiling.value:.2f}, "
            f"floor {floor.value:.2f}, {model.count})",
            f"at least {least}" + (f"; {DEFAULT_SHARE} for the default" if name == NOTES else ""),
            State.VOID if why else _state(share >= least),
            why,
        )

    solos = value_of(figures, MODEL, MEASURES[SOLOS])
    if solos:
        wrong = round(solos.count * (1 - solos.value))
        yield Verdict(
            "B solos", f"{wrong} of {solos.count} with a wrong pitch",
            f"none of {DEFAULT_SOLOS}, for the default",
            _state(not wrong and solos.count >= DEFAULT_SOLOS),
        )  # fmt: skip


def _distribution(figures: Sequence[Figure]) -> Iterator[Verdict]:
    for measure in (FAD, KAD):
        real, model, raw = (value_of(figures, row, measure) for row in (SAMPLED, MODEL, UNTRAINED))
        if real is None or model is None or raw is None:
            continue
        span = raw.value - real.value
        why = "" if span > 0 else "an untrained network is as near as real music"
        if model.count < FEWEST_CLIPS:
            why = f"{model.count} clips say nothing, {FEWEST_CLIPS} begin to"
        share = (model.value - real.value) / span if span > 0 else 0.0
        counted = f"{model.count} of {FULL_CLIPS} clips"
        yield Verdict(
            f"D {measure}", f"{share:.2f} of the way to an untrained network ({counted})",
            f"at most {REMAINS}", State.VOID if why else _state(share <= REMAINS), why,
        )  # fmt: skip


def _alignment(figures: Sequence[Figure]) -> Iterator[Verdict]:
    for figure in figures:
        if figure.part != "C" or figure.count == 0:
            continue
        if figure.measure.endswith(GAIN) and figure.low is not None:
            bounds = f"{figure.low:+.3f} to {figure.high:+.3f}"
            yield Verdict(
                f"C {figure.row}", f"{figure.value:+.3f}, {bounds} ({figure.count} mixes)",
                "beats its better single", _state(figure.low > 0),
            )  # fmt: skip
        elif figure.row in RECALLS and figure.measure.startswith(RECALL):
            least = RECALLS[figure.row]
            yield Verdict(
                f"C {figure.row} to music",
                f"{figure.value:.2f} ({figure.measure}; {figure.count} mixes)",
                f"at least {least} of {FULL_QUESTIONS}", _state(figure.value >= least),
            )  # fmt: skip


def _seams(figures: Sequence[Figure]) -> Iterator[Verdict]:
    for figure in figures:
        if figure.measure == ABOVE:
            yield Verdict(
                "E seams", f"{figure.value:.2f} ({figure.count} of {FULL_SEAMS})",
                f"at most {MOST_SEAMS}", _state(figure.value <= MOST_SEAMS),
            )  # fmt: skip
        elif figure.measure.startswith(MEMORY):
            yield Verdict(
                "E memory", f"{figure.value:.0f} MB more", f"at most {MOST_GROWTH_MB} MB",
                _state(figure.value <= MOST_GROWTH_MB),
            )  # fmt: skip


def _speed(figures: Sequence[Figure]) -> Iterator[Verdict]:
    for quality, most in SECONDS.items():
        figure = value_of(figures, TOTAL, f"{PER_CLIP}, {quality.value}")
        if figure:
            yield Verdict(
                f"F {quality.value}", f"{figure.value:.2f} s for 10 s", f"at most {most} s",
                _state(figure.value <= most),
            )  # fmt: skip


def _unheard(ceiling: Figure) -> str:
    if ceiling.count < FEWEST:
        return f"only {ceiling.count} to count"
    if ceiling.value >= LEAST_CEILING:
        return ""
    return f"the ceiling itself is found right by {ceiling.value:.2f}, under {LEAST_CEILING}"


def _state(met: bool) -> State:
    return State.MET if met else State.NOT_MET
