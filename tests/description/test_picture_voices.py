"""The published regression in closed form, and pictures that must keep silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.description.picture_voices import colour_mood, picture_voices
from musflow_studio.domain.description import BoardReference
from musflow_studio.domain.features import PictureFeatures, PictureKind

REFERENCE = BoardReference(2.0, 0.5, 0.1)
FRAME = PictureFeatures(1, PictureKind.COLOUR, 0.5, 0.4, 0.0, 0.3, 0.2, 0.1, 0.3)


def test_an_average_frame_says_nothing_in_particular() -> None:
    assert colour_mood(FRAME)[:3] == pytest.approx((0, 0, 0))


def test_one_deviation_of_brightness_and_of_saturation() -> None:
    # Valdez & Mehrabian 1994: .69 B + .22 S, -.31 B + .60 S, -.76 B - .32 S.
    brighter = colour_mood(replace(FRAME, brightness=0.5 + 0.22))
    stronger = colour_mood(replace(FRAME, saturation=0.4 + 0.22))
    assert brighter[:3] == pytest.approx((0.45 * 0.69, 0.45 * -0.31, 0.45 * -0.76))
    assert stronger[:3] == pytest.approx((0.45 * 0.22, 0.45 * 0.60, 0.45 * -0.32))


def test_moods_stay_in_range_for_any_frame() -> None:
    for brightness in (0.0, 0.5, 1.0):
        for saturation in (0.0, 0.5, 1.0):
            mood = colour_mood(replace(FRAME, brightness=brightness, saturation=saturation))
            assert all(-1 <= axis <= 1 for axis in mood[:3])
            assert 0 <= mood.tension <= 1


@pytest.mark.parametrize("kind", [PictureKind.DRAWING, PictureKind.PREVIS, PictureKind.BLANK])
def test_pictures_without_colour_carry_no_mood_and_say_so(kind: PictureKind) -> None:
    (voice,) = picture_voices(replace(FRAME, kind=kind), REFERENCE)
    assert voice.weight == 0
    assert "nothing" in voice.says


def test_no_picture_no_voice() -> None:
    assert picture_voices(None, REFERENCE) == ()


def test_tone_counts_against_the_median_only() -> None:
    shaded = replace(FRAME, kind=PictureKind.DRAWING, brightness=0.75)
    among_bright = picture_voices(shaded, replace(REFERENCE, median_brightness=0.96))
    among_equals = picture_voices(shaded, replace(REFERENCE, median_brightness=0.75))
    assert among_bright[-1].says.startswith("darker than the board's median")
    assert among_bright[-1].weight > 0 > among_bright[-1].point.valence
    assert len(among_equals) == 1


def test_a_picture_is_named_by_what_can_be_seen() -> None:
    warm = replace(FRAME, brightness=0.2, saturation=0.8, hue_warmth=0.6)
    says = picture_voices(warm, replace(REFERENCE, median_brightness=0.2))[0].says
    assert says == "a dark, strongly coloured, warm picture"
