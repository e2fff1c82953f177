"""Orders: requests checked as far as no file is needed; a door hears of a mistake at once."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio import presets
from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import (
    AlternatesRequest,
    CueRequest,
    CutdownRequest,
    RefinishRequest,
)
from musflow_studio.settings import Settings, check_sample_rate

_GAIN_DB = (-60.0, 24.0)


def completed(request: CueRequest, settings: Settings) -> CueRequest:
    """The request with the engine and the finishing of the settings where it names none.

    Raises StudioError for what is out of range or unknown.
    """
    if not request.sources and not request.text and not request.base_clip:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "there is nothing to score",
            hint="give panels, a folder, a .storyboarder file, or --text with --length",
        )
    full = replace(
        request,
        engine=request.engine or settings.engine,
        finish=request.finish or ("loop" if request.loop else settings.finish),
    )
    check_sample_rate(full.sample_rate_hz)
    _check_range("number of takes", full.takes, 1, 16)
    _check_range("seed", full.seed or 0, 0, 2**32 - 1)
    _check_range("gain in dB", full.gain_db, *_GAIN_DB)
    _check_range("tail in seconds", full.tail_s or 0.0, 0.0, 30.0)
    presets.finishing_preset(full.finish)
    if full.style:
        presets.style(full.style)
    return full


def check_cutdown(request: CutdownRequest) -> None:
    """Raise StudioError for what is out of range or unknown."""
    _check_finishing(request)
    _check_range("number of cut-downs", len(request.lengths_s), 1, 16)
    for length_s in request.lengths_s:
        _check_range("seconds of a cut-down", length_s, 2.0, 3600.0)


def check_alternates(request: AlternatesRequest) -> None:
    """Raise StudioError for what is out of range or unknown."""
    _check_finishing(request)
    if not request.kinds or Alternate.FULL in request.kinds:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "an alternate leaves something out; the clip itself is the full one",
            value=", ".join(request.kinds) or "none",
            legal=", ".join(LESS_THAN_FULL),
        )


def check_refinish(request: RefinishRequest) -> None:
    """Raise StudioError for what is out of range or unknown."""
    _check_finishing(request)
    if request.preset is not None:
        presets.check_finishing(request.preset)


def _check_finishing(request: CutdownRequest | AlternatesRequest | RefinishRequest) -> None:
    if request.sample_rate_hz is not None:
        check_sample_rate(request.sample_rate_hz)
    _check_range("gain in dB", request.gain_db or 0.0, *_GAIN_DB)
    if request.finish:
        presets.finishing_preset(request.finish)


def _check_range(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, f"{what} out of range", value=value, legal=f"{low} to {high}"
        )
