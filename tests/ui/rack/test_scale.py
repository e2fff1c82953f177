"""Knobs' travel, what they say and what can be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.presets.new_effects import new_effect, start_of
from ui.rack.catalog import GROUPS, entry_of, parameter_name
from ui.rack.scale import scale_of

KNOBS = [(kind, name) for kind in EFFECTS for name in EFFECTS[kind].parameters]


@given(st.sampled_from(KNOBS), st.floats(0, 1))
def test_every_place_of_every_knob_is_a_legal_value(knob: tuple[str, str], share: float) -> None:
    scale = scale_of(*knob)
    value = scale.value(share)
    assert scale.legal.low <= value <= scale.legal.high
    step = 0.5 / (scale.legal.high - scale.legal.low) if scale.whole else 0.002
    assert scale.share(value) == pytest.approx(share, abs=step + 0.001)


@given(st.sampled_from(KNOBS), st.floats(0, 1))
def test_what_a_knob_says_can_be_typed_again(knob: tuple[str, str], share: float) -> None:
    scale = scale_of(*knob)
    value = scale.value(share)
    read = scale.read(scale.text(value), "it")
    assert scale.text(read) == scale.text(value)


@pytest.mark.parametrize(
    ("kind", "name", "typed", "value"),
    [
        ("PeakFilter", "cutoff_frequency_hz", "3.2k", 3200.0),
        ("PeakFilter", "cutoff_frequency_hz", "440 Hz", 440.0),
        ("PeakFilter", "gain_db", "-6,5 dB", -6.5),
        ("PeakFilter", "gain_db", "\N{MINUS SIGN}3", -3.0),
        ("Compressor", "attack_ms", "0.25 s", 250.0),
        ("Delay", "delay_seconds", "350ms", 0.35),
        ("Delay", "mix", "35 %", 0.35),
        ("Bitcrush", "bit_depth", "11.6", 12.0),
        ("PitchShift", "semitones", "-7 semitones", -7.0),
    ],
)
def test_people_type_as_they_speak(kind: str, name: str, typed: str, value: float) -> None:
    assert scale_of(kind, name).read(typed, "it") == pytest.approx(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("loud", ErrorCode.BAD_INPUT),
        ("", ErrorCode.BAD_INPUT),
        ("3 Hz", ErrorCode.BAD_INPUT),
        ("40", ErrorCode.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_is_said_with_the_range(typed: str, code: ErrorCode) -> None:
    with pytest.raises(StudioError) as caught:
        scale_of("PeakFilter", "gain_db").read(typed, "Gain of Bell")
    assert caught.value.code is code
    assert "-20 to 20 dB" in caught.value.sentence()


def test_every_effect_is_in_the_menu_once_and_begins_legally() -> None:
    listed = [entry.kind for group in GROUPS.values() for entry in group]
    assert sorted(listed) == sorted(EFFECTS)
    assert len({entry_of(kind).name for kind in listed}) == len(listed)
    for kind in listed:
        effect = new_effect(kind)
        assert effect.live is EFFECTS[kind].live
        for name, value in start_of(kind).items():
            scale = scale_of(kind, name)
            assert scale.legal.low <= value <= scale.legal.high
            assert parameter_name(name)
