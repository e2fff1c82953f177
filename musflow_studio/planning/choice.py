"""Which style suits a description, and which key, tempo and metre suit a mood."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from musflow_studio.domain.description import Description, Mood, PanelDescription
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Key
from musflow_studio.domain.style import Style
from musflow_studio.planning.harmony.key import key_of
from musflow_studio.planning.harmony.progression import TENSE

NEAR = 0.45
"""How far from a style's centre, in units of mood, it serves only a third as well."""
COLOURED_SHARE = 0.5
"""How often a cue takes a style's second or third mode where the mood asks for it."""


def choose_style(styles: Sequence[Style], description: Description) -> Style:
    """The style that serves the board's panels best; ties go to the first by name.

    A panel counts a style in by its mood word, and by how near the panel lies to one of the
    style's centres in mood space; panels that are unsure count half.
    """
    if not styles:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND, "there is no style", hint="run `musflow setup` again"
        )
    return min(styles, key=lambda s: (-sum(_serves(s, p) for p in description.panels), s.name))


def _serves(style: Style, panel: PanelDescription) -> float:
    """How well a style serves a panel, 0 to 1."""
    mood = panel.mood
    here = (mood.valence, mood.arousal, mood.tension)
    away = min((math.dist(here, centre) for centre in style.centres), default=math.inf)
    near = math.exp(-((away / NEAR) ** 2))
    named = panel.mood_word in style.moods
    return (0.5 * named + 0.5 * near) * (0.5 if panel.unsure else 1.0)


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
    """Minor for negative or tense boards, else major; tonic and mode from the style's."""
    minor = mood.valence < -0.05 or (mood.tension >= TENSE and mood.valence < 0.35)
    tonic = rng.choice(style.keys_minor if minor else style.keys_major)
    modes = style.minor_modes if minor else style.major_modes
    fitting = [mode for mode in modes[1:] if _colours(mode, mood)]
    coloured = fitting and rng.random() < COLOURED_SHARE
    return key_of(tonic, rng.choice(fitting) if coloured else modes[0])


def _colours(mode: str, mood: Mood) -> bool:
    """True where a mood asks for a mode beside the style's first.

    Lydian wonders, mixolydian strides, dorian is sad without despair, phrygian threatens.
    """
    if mode == "lydian":
        return mood.valence > 0.35 and mood.tension < 0.4
    if mode == "mixolydian":
        return mood.arousal > 0.2
    if mode == "dorian":
        return mood.valence > -0.4 and mood.tension < 0.7
    return mode != "phrygian" or mood.tension > 0.65


def preferred_bpm(style: Style, mood: Mood, energy: float) -> float:
    """The tempo a mood would like: energy for three parts, arousal for one."""
    drive = 0.75 * energy + 0.25 * (mood.arousal + 1) / 2
    return style.tempo_low_bpm + (style.tempo_high_bpm - style.tempo_low_bpm) * drive


def preferred_meters(
    style: Style, mood: Mood, energy: float, rng: random.Random
) -> tuple[str, ...]:
    """The style's metres; gentle untense boards may prefer three in a bar, driven ones five."""
    gentle = energy < 0.5 and mood.tension < 0.4
    wanted = ("3/4", "6/8") if gentle else ("5/4",) if mood.tension >= TENSE else ()
    found = [meter for meter in style.meters[1:] if meter in wanted]
    if not found or rng.random() >= 0.35:
        return style.meters
    first = rng.choice(found)
    return (first, *(meter for meter in style.meters if meter != first))
