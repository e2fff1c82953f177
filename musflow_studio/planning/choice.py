"""Which style suits a description, and which key, tempo and metre suit a mood."""

from __future__ import annotations

import random
from collections.abc import Sequence

from musflow_studio.domain.description import Description, Mood, PanelDescription
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Key
from musflow_studio.domain.style import Style
from musflow_studio.planning.harmony import TENSE
from musflow_studio.planning.key import key_of


def choose_style(styles: Sequence[Style], description: Description) -> Style:
    """The style that lists most of the board's mood words; ties go to the first by name."""
    if not styles:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND, "there is no style", hint="run `musflow setup` again"
        )
    words = [panel.mood_word for panel in description.panels if panel.mood_word]
    return min(styles, key=lambda s: (-sum(word in s.moods for word in words), s.name))


def mean_mood(panels: Sequence[tuple[PanelDescription, int]]) -> tuple[Mood, float]:
    """Mood and energy averaged over panels, each weighed by its frames; unsure ones count half."""
    weights = [frames * (0.5 if panel.unsure else 1.0) for panel, frames in panels]
    total = sum(weights) or 1.0

    def mean(values: list[float]) -> float:
        return sum(v * w for v, w in zip(values, weights, strict=True)) / total

    moods = [panel.mood for panel, _ in panels]
    mood = Mood(
        mean([m.valence for m in moods]),
        mean([m.arousal for m in moods]),
        mean([m.dominance for m in moods]),
        mean([m.tension for m in moods]),
    )
    return mood, mean([panel.energy for panel, _ in panels])


def choose_key(style: Style, mood: Mood, rng: random.Random) -> Key:
    """Minor for negative or tense boards, else major; the tonic is drawn from the style's."""
    minor = mood.valence < -0.05 or (mood.tension >= TENSE and mood.valence < 0.35)
    tonic = rng.choice(style.keys_minor if minor else style.keys_major)
    return key_of(tonic, (style.minor_modes if minor else style.major_modes)[0])


def preferred_bpm(style: Style, mood: Mood, energy: float) -> float:
    """The tempo a mood would like: energy for three parts, arousal for one."""
    drive = 0.75 * energy + 0.25 * (mood.arousal + 1) / 2
    return style.tempo_low_bpm + (style.tempo_high_bpm - style.tempo_low_bpm) * drive


def preferred_meters(
    style: Style, mood: Mood, energy: float, rng: random.Random
) -> tuple[str, ...]:
    """The style's metres; gentle untense boards may prefer three in a bar."""
    gentle = energy < 0.5 and mood.tension < 0.4
    if "3/4" in style.meters and gentle and rng.random() < 0.3:
        return ("3/4", *(m for m in style.meters if m != "3/4"))
    return style.meters
