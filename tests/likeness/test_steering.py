"""A reference's shape becomes wishes: pins where it was sure, energy panel by panel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    EvidenceSource,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.reference import TRAITS, Reference, Trait
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.likeness.steering import description_like, pins_like
from musflow_studio.presets import load_styles

RISING = Reference(
    Path("/temp.wav"), "temp", 20.0, 96.0, "D minor", ((0.0, 0.0), (20.0, 1.0)),
    bpm_sure=0.8, key_sure=0.7,
)  # fmt: skip
CALM = Mood(0.0, 0.0, 0.0, 0.0)


def board(*frames: int) -> tuple[Storyboard, Description]:
    panels = tuple(Panel(f"p{i}", str(i), length) for i, length in enumerate(frames))
    seen = tuple(
        PanelDescription(p.uid, "rain", CALM, "", 0.4, (), (), seen_energy=0.4) for p in panels
    )
    rate = FrameRate(Fraction(24))
    return Storyboard("b", rate, panels), Description(seen, BoardReference(1.0, 1.0, 0.0))


def test_tempo_and_key_are_pinned_as_far_as_asked_for():
    assert pins_like(RISING, TRAITS) == Pins(bpm=96.0, key="D minor")
    assert pins_like(RISING, (Trait.KEY,)) == Pins(key="D minor")
    assert pins_like(RISING, (Trait.SOUND,)) == Pins()


def test_what_was_heard_without_confidence_is_not_pinned():
    assert pins_like(replace(RISING, key_sure=0.01), TRAITS) == Pins(bpm=96.0)
    assert pins_like(replace(RISING, bpm=None, key=None), TRAITS) == Pins()


def test_half_or_double_tempo_is_taken_where_the_style_lies():
    style = load_styles()["action-percussion"]
    slow = style.tempo_low_bpm / 1.9
    assert pins_like(replace(RISING, bpm=slow), TRAITS, style).bpm == pytest.approx(2 * slow, 1e-3)
    assert pins_like(replace(RISING, bpm=300.0), TRAITS).bpm == 150.0
    assert pins_like(replace(RISING, bpm=96.0), TRAITS).bpm == 96.0


def test_each_panel_is_as_energetic_as_the_reference_is_there():
    cut, seen = board(24, 24, 48)
    followed = description_like(seen, cut, RISING)
    assert [p.energy for p in followed.panels] == pytest.approx([0.125, 0.375, 0.75], abs=0.01)
    told = followed.panels[0].evidence[-1]
    assert told.source is EvidenceSource.REFERENCE
    assert "temp" in told.says


def test_the_curve_is_laid_over_the_cue_alone():
    cut, seen = board(24, 24, 24)
    followed = description_like(seen, cut, RISING, 24, 72)
    assert [p.energy for p in followed.panels] == pytest.approx([0.4, 0.25, 0.75], abs=0.01)


def test_what_was_set_by_hand_stays():
    cut, seen = board(24, 24)
    by_hand = replace(seen.panels[0], energy=0.9)
    followed = description_like(replace(seen, panels=(by_hand, seen.panels[1])), cut, RISING)
    assert followed.panels[0] == by_hand
    assert followed.panels[1].energy == pytest.approx(0.75, abs=0.01)


def test_asking_twice_changes_nothing_more():
    cut, seen = board(24, 24)
    once = description_like(seen, cut, RISING)
    assert description_like(once, cut, RISING) == once
    assert description_like(seen, cut, replace(RISING, energy_curve=())) == seen
