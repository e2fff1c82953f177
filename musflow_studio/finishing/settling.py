"""Settling the level: the gain curve of a mix, checked on the sound itself where it moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.ceiling import GainCurve
from musflow_studio.finishing.leveling import TOLERANCE_LU, Aim, leveled
from musflow_studio.finishing.measurement import Meter, Survey
from musflow_studio.finishing.take_audio import Block

_CORRECTIONS = 4
_NEAR_LU = 0.03
_SILENCE_DB = -200.0


def surveyed(blocks: Iterator[Block], rate_hz: int, channels: int) -> Survey:
    """Measure a stream to its end."""
    meter = Meter(rate_hz, channels)
    for block in blocks:
        meter.feed(block)
    return meter.survey()


def settled(
    survey: Survey, aim: Aim, measure: Callable[[GainCurve], Survey], cancelled: Callable[[], bool]
) -> tuple[GainCurve, Survey]:
    """The gain curve for an aim, and the survey of the sound under it.

    A constant gain scales the survey exactly. A moving one is only foretold by it: `measure`
    surveys the sound under the curve, and the aim is corrected by what was missed.
    """
    inner = aim
    for _ in range(_CORRECTIONS):
        if cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")
        curve = leveled(survey, inner)
        if curve.is_constant:
            return curve, survey.under_gain(float(curve.nodes[0]))
        final = measure(curve)
        over = max(0.0, _peak(final) - aim.ceiling_dbtp)
        off = _too_quiet(final, survey.under_gain(curve.per_tick), aim, inner)
        if not over and abs(off) <= _NEAR_LU:
            break
        inner = replace(
            inner,
            ceiling_dbtp=inner.ceiling_dbtp - over,
            target_lufs=None if inner.target_lufs is None else inner.target_lufs + off,
        )
    return curve, final


def under_gain(blocks: Iterator[Block], curve: GainCurve) -> Iterator[Block]:
    """Blocks under a gain curve that starts with the first of them."""
    start = 0
    for block in blocks:
        yield curve.applied(block, start)
        start += len(block)


def _peak(survey: Survey) -> float:
    return _SILENCE_DB if survey.true_peak_db is None else survey.true_peak_db


def _too_quiet(final: Survey, foretold: Survey, aim: Aim, inner: Aim) -> float:
    """How far the sound lies below its target in LU; 0 where limiting forbids to come nearer."""
    if (
        aim.target_lufs is None
        or inner.target_lufs is None
        or final.integrated_lufs is None
        or foretold.integrated_lufs is None
        or inner.target_lufs - foretold.integrated_lufs > TOLERANCE_LU
    ):
        return 0.0
    return aim.target_lufs - final.integrated_lufs
