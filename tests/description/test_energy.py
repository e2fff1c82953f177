"""Energy rises with arousal, with shorter panels and with busier drawings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.description.energy import read_energy
from musflow_studio.domain.description import BoardReference, EvidenceSource
from musflow_studio.domain.features import PictureFeatures, PictureKind

REFERENCE = BoardReference(2.0, 0.95, 0.1)
_AROUSAL = st.floats(-1, 1)
_SECONDS = st.floats(0.04, 60)


def _drawing(line_density: float) -> PictureFeatures:
    return PictureFeatures(1, PictureKind.DRAWING, 0.95, 0, 0, 0.2, 0, line_density, 0.2)


def test_median_panel_without_arousal() -> None:
    reading = read_energy(0.0, 2.0, None, REFERENCE)
    assert reading.energy == 0.45
    assert reading.evidence == ()


def test_half_as_long_is_one_step_up_and_says_so() -> None:
    reading = read_energy(0.0, 1.0, None, REFERENCE)
    assert reading.energy == pytest.approx(0.45 + 0.13)
    (told,) = reading.evidence
    assert told.source is EvidenceSource.CUT_RATE
    assert told.says.startswith("half as long as the board's median panel (1.0 s against 2.0 s)")


@given(_AROUSAL, _AROUSAL, _SECONDS)
def test_more_arousal_never_less_energy(low: float, high: float, seconds: float) -> None:
    low, high = sorted((low, high))
    less, more = (read_energy(one, seconds, None, REFERENCE).energy for one in (low, high))
    assert 0 <= less <= more <= 1


@given(_AROUSAL, _SECONDS, _SECONDS)
def test_shorter_never_less_energy(arousal: float, short: float, long: float) -> None:
    short, long = sorted((short, long))
    more, less = (read_energy(arousal, one, None, REFERENCE).energy for one in (short, long))
    assert more >= less


def test_busier_drawings_have_more_energy() -> None:
    busy, plain, sparse = (
        read_energy(0.0, 2.0, _drawing(density), REFERENCE).energy for density in (0.2, 0.1, 0.05)
    )
    assert busy > plain > sparse
    assert read_energy(0.0, 2.0, _drawing(0.0), REFERENCE).energy == plain
