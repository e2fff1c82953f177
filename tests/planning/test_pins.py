"""Pins are checked at the door, each with a sentence of its own."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import LengthMode, Pins
from musflow_studio.planning.harmony.chord import parse_chords
from musflow_studio.planning.pins import check_pins, key_of_chords


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        (Pins(bpm=39.9), ErrorCode.OUT_OF_RANGE),
        (Pins(bpm=240.1), ErrorCode.OUT_OF_RANGE),
        (Pins(bpm=float("nan")), ErrorCode.OUT_OF_RANGE),
        (Pins(key="H"), ErrorCode.UNKNOWN_NAME),
        (Pins(chords="Dm Qb"), ErrorCode.UNKNOWN_NAME),
        (Pins(meter="7/8"), ErrorCode.UNKNOWN_NAME),
        (Pins(bars=8), ErrorCode.CONTRADICTION),
        (Pins(bars=0), ErrorCode.OUT_OF_RANGE),
        (Pins(bars=513), ErrorCode.OUT_OF_RANGE),
    ],
)
def test_bad_pins(pins: Pins, code: ErrorCode) -> None:
    with pytest.raises(StudioError) as caught:
        check_pins(pins, LengthMode.PICTURE)
    assert caught.value.code is code
    assert caught.value.exit_status == 2


def test_bars_are_welcome_in_a_loop() -> None:
    assert check_pins(Pins(bars=8), LengthMode.LOOP).bars == 8


def test_chords_outside_the_key_are_allowed_and_said() -> None:
    checked = check_pins(Pins(key="C major", chords="C Ab G"), LengthMode.PICTURE)
    assert [c.symbol for c in checked.chords] == ["C", "Ab", "G"]
    assert "Ab" in checked.remarks[0]
    assert "C major" in checked.remarks[0]


def test_a_dominant_in_minor_is_not_foreign() -> None:
    assert check_pins(Pins(key="D minor", chords="Dm A"), LengthMode.PICTURE).remarks == ()


@pytest.mark.parametrize(
    ("chords", "key"),
    [
        ("Dm Bb F C", "D minor"),
        ("C G Am F", "C major"),
        ("Bb Eb F", "Bb major"),
        ("Am F G", "A minor"),
    ],
)
def test_pinned_chords_tell_their_key(chords: str, key: str) -> None:
    assert key_of_chords(parse_chords(chords)).name == key
