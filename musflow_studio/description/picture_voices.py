"""What a picture says about mood: colour frames through the published regression, others nothing.

Valdez & Mehrabian 1994 (J. Exp. Psychol. Gen. 123(4)), B and S standardised:
pleasure = .69 B + .22 S, arousal = -.31 B + .60 S, dominance = -.76 B - .32 S.

Measured on real boards, pencil drawings have brightness 0.91 to 1.00 whatever the scene, so
drawings, blank frames and grey previs say nothing, and the panel says that they do not. Tone
counts only against the board's own median, and there a drawing may be darker, never brighter:
white paper is no daylight.
"""

from __future__ import annotations

import numpy as np

from musflow_studio.description.voice import Voice
from musflow_studio.domain.description import BoardReference, EvidenceSource
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.mood_vocabulary import NEUTRAL, MoodWord

COLOUR_WEIGHT = 0.35
TONE_WEIGHT = 0.2
_BRIGHTNESS_MEAN, _BRIGHTNESS_DEVIATION = 0.5, 0.22
_SATURATION_MEAN, _SATURATION_DEVIATION = 0.4, 0.22
"""What film frames and painted panels spread over; the study's own chips are brighter."""
_DEVIATION_IN_MOOD = 0.45
"""One standard deviation of a rating, on our -1..1."""
_TONE_STEP = {
    PictureKind.COLOUR: 0.15,
    PictureKind.DRAWING: 0.06,
    PictureKind.PREVIS: 0.12,
}
"""Difference in brightness from the median that counts as darker or brighter."""
_DARKER = MoodWord(-0.5, -0.05, -0.3, 0.6)
_BRIGHTER = MoodWord(0.45, 0.1, 0.1, 0.1)
_SILENT = {
    PictureKind.DRAWING: "a drawing without colour: paper is bright whatever the scene, "
    "so the picture says nothing about mood",
    PictureKind.PREVIS: "a grey frame: without colour the picture says nothing about mood",
    PictureKind.BLANK: "a blank frame: there is nothing to see",
}


def picture_voices(
    features: PictureFeatures | None, reference: BoardReference
) -> tuple[Voice, ...]:
    """What the picture of one panel says, and why it says nothing where it does not."""
    if features is None or features.kind is PictureKind.NONE:
        return ()
    colour = (
        Voice(EvidenceSource.PICTURE, _seen(features), COLOUR_WEIGHT, colour_mood(features))
        if features.kind is PictureKind.COLOUR
        else Voice(EvidenceSource.PICTURE, _SILENT[features.kind])
    )
    return (colour, *_tone(features, reference))


def colour_mood(features: PictureFeatures) -> MoodWord:
    """The regression: brightness and saturation of a colour frame to a point, clipped to -1..1."""
    b = (features.brightness - _BRIGHTNESS_MEAN) / _BRIGHTNESS_DEVIATION
    s = (features.saturation - _SATURATION_MEAN) / _SATURATION_DEVIATION
    ratings = (0.69 * b + 0.22 * s, -0.31 * b + 0.60 * s, -0.76 * b - 0.32 * s)
    valence, arousal, dominance = np.clip(np.multiply(ratings, _DEVIATION_IN_MOOD), -1, 1).tolist()
    tension = NEUTRAL.tension + 0.35 * (arousal - valence)
    return MoodWord(valence, arousal, dominance, float(np.clip(tension, 0, 1)))


def _seen(features: PictureFeatures) -> str:
    words = [
        _word(features.brightness, (0.3, "dark"), (0.65, "medium-bright"), (2, "bright")),
        _word(features.saturation, (0.2, "pale"), (0.55, ""), (2, "strongly coloured")),
        _word(features.hue_warmth, (-0.25, "cold"), (0.25, ""), (2, "warm")),
    ]
    return f"a {', '.join(word for word in words if word)} picture"


def _word(number: float, *steps: tuple[float, str]) -> str:
    return next(word for below, word in steps if number < below)


def _tone(features: PictureFeatures, reference: BoardReference) -> tuple[Voice, ...]:
    step = _TONE_STEP.get(features.kind)
    away = features.brightness - reference.median_brightness
    only_shaded = features.kind is not PictureKind.COLOUR and away > 0
    if step is None or abs(away) < step or only_shaded:
        return ()
    side, point = ("darker", _DARKER) if away < 0 else ("brighter", _BRIGHTER)
    weight = TONE_WEIGHT * min(1.0, abs(away) / (3 * step))
    says = (
        f"{side} than the board's median picture "
        f"({features.brightness:.2f} against {reference.median_brightness:.2f})"
    )
    return (Voice(EvidenceSource.PICTURE, says, weight, point),)
