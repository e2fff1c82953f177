"""Two palettes in which everything can be read, and the colours of moods."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QColor

from ui import theme
from ui.oklch import contrast, rgb_of


def ratio(one: QColor, other: QColor) -> float:
    return contrast(
        (one.redF(), one.greenF(), one.blueF()), (other.redF(), other.greenF(), other.blueF())
    )


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_words_can_be_read_on_every_ground(palette: theme.Palette):
    for ground in (palette.background, palette.surface, palette.raised):
        for words in ("text", "muted", "accent", "good", "warn", "bad"):
            found = ratio(getattr(palette, words), ground)
            assert found >= 4.5, f"{words} on {ground.name()}: {found:.2f}"
    assert ratio(palette.on_accent, palette.accent) >= 4.5


def test_contrast_is_the_one_of_the_guidelines():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (0.4667, 0.4667, 0.4667)) == pytest.approx(4.48, abs=0.01)


def test_moods_have_the_colours_people_expect(dressed):
    hues = {
        name: theme.mood_color(valence, arousal).hsvHue()
        for name, valence, arousal in (
            ("joyful", 0.7, 0.7),
            ("tense", -0.7, 0.7),
            ("sad", -0.7, -0.7),
            ("tender", 0.7, -0.7),
        )
    }
    assert 25 <= hues["joyful"] <= 60, "amber"
    assert hues["tense"] <= 20 or hues["tense"] >= 340, "red"
    assert 200 <= hues["sad"] <= 260, "blue"
    assert 100 <= hues["tender"] <= 175, "green"
    assert theme.mood_color(0.0, 0.0).hsvSaturation() < 30


def test_no_colour_leaves_what_screens_show():
    for hue in range(0, 360, 10):
        assert all(0 <= value <= 1 for value in rgb_of(0.7, 0.4, hue))
