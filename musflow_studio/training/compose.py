"""Compose: a seed becomes a cue, by the planning stage's own theory, with wider variety.

A scene is drawn, then a style it would have, a board whose mood wanders about the scene's, key,
metre and tempo; instruments are exchanged for others of their kind, players are left out, levels
moved. Everything is drawn from the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan, Pins
from musflow_studio.domain.score import Part, Role, Score
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning import plan
from musflow_studio.training.scenes import Scene, load_scenes

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
SHORTEST_PANEL_S, LONGEST_PANEL_S = 2.0, 8.0
SOLO, FEW = 0.2, 0.35
"""How often one group of players is left alone, and how often some players are left out."""
_SUNG = (40, 41, 42, 56, 60, 64, 65, 66, 68, 69, 71, 72, 73, 74, 75, 78, 79, 80, 82, 22, 110)
_STRUCK_TUNES = (0, 1, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 45, 46, 98, 104, 107)
_HELD = (16, 18, 19, 48, 49, 50, 51, 52, 53, 54, 88, 89, 90, 91, 92, 93, 94, 95, 61, 62)
_BASSES = (32, 33, 34, 35, 38, 39, 43, 58, 49, 48)
_KITS = (0, 8, 16, 24, 25, 32, 40, 48)
_EXCHANGED = {
    Role.MELODY: _SUNG + _STRUCK_TUNES,
    Role.COUNTER: _SUNG,
    Role.HARMONY: _STRUCK_TUNES + _HELD,
    Role.PAD: _HELD,
    Role.ARPEGGIO: _STRUCK_TUNES,
    Role.BASS: _BASSES,
}


@dataclass(frozen=True)
class ComposedCue:
    """A cue of the corpus.

    Attributes:
        seed: it was drawn from.
        scene: it belongs to.
        mood: the board's mean mood.
        energy: its mean energy, 0 to 1.
        plan: the music.
        samples: how much of it counts, 44.1 kHz.
    """

    seed: int
    scene: Scene
    mood: Mood
    energy: float
    plan: CuePlan
    samples: int


Composer = Callable[[int, dict[str, Style]], ComposedCue]
"""A seed and the styles to a cue."""


def compose(seed: int, styles: dict[str, Style]) -> ComposedCue:
    """The cue of a seed; the same for the same styles."""
    rng = random.Random(f"corpus {seed}")
    scene = rng.choice(load_scenes())
    style = styles[rng.choice(scene.styles)]
    board, description = _board(rng, scene)
    planned = plan(
        board, description, style, cue_uid=f"corpus-{seed}", seed=seed, pins=_pins(rng, style)
    )
    parts = _varied(rng, planned.score)
    varied = replace(planned, score=replace(planned.score, parts=parts))
    moods = [panel.mood for panel in description.panels]
    count = len(moods)
    mood = Mood(
        sum(m.valence for m in moods) / count,
        sum(m.arousal for m in moods) / count,
        sum(m.dominance for m in moods) / count,
        sum(m.tension for m in moods) / count,
    )
    energy = sum(panel.energy for panel in description.panels) / count
    return ComposedCue(seed, scene, mood, energy, varied, varied.length_samples(44100))


def _board(rng: random.Random, scene: Scene) -> tuple[Storyboard, Description]:
    rate = FrameRate.parse("24")
    panels, told = [], []
    energy = _within((scene.arousal + 1) / 2 + rng.gauss(0, 0.2), 0.0, 1.0)
    for number in range(1, rng.randint(3, 7) + 1):
        jump = rng.random() < 0.3
        energy = _within(energy + rng.gauss(0, 0.35 if jump else 0.1), 0.0, 1.0)
        valence = _within(scene.valence + rng.gauss(0, 0.25), -1, 1)
        arousal = _within(scene.arousal + rng.gauss(0, 0.25), -1, 1)
        tension = _within(0.35 - 0.35 * valence + 0.25 * arousal + rng.gauss(0, 0.15), 0, 1)
        frames = rate.nearest_frame(rng.uniform(SHORTEST_PANEL_S, LONGEST_PANEL_S))
        weight = HitWeight.MUST if jump else HitWeight.SHOULD
        uid = f"p{number}"
        panels.append(Panel(uid, str(number), frames, story="something happens", weight=weight))
        mood = Mood(valence, arousal, rng.uniform(-1, 1), tension)
        told.append(PanelDescription(uid, "something happens", mood, "", energy, (), ()))
    board = Storyboard("Corpus", rate, tuple(panels))
    return board, Description(tuple(told), BoardReference(3.0, 1.0, 0.0))


def _pins(rng: random.Random, style: Style) -> Pins:
    """A metre the style allows, a tempo in or near its range, and a tonic of any kind."""
    low, high = 0.85 * style.tempo_low_bpm, 1.15 * style.tempo_high_bpm
    bpm = round(_within(rng.uniform(low, high), 50, 180), 1)
    modes = (*style.major_modes, *style.minor_modes)
    key = f"{rng.choice(TONICS)} {rng.choice(modes)}" if rng.random() < 0.7 else None
    return Pins(bpm=bpm, key=key, meter=rng.choice(style.meters))


def _varied(rng: random.Random, score: Score) -> tuple[Part, ...]:
    parts = [part for part in score.parts if part.notes]
    chance = rng.random()
    if chance < SOLO:
        role = rng.choice([part.role for part in parts])
        parts = [part for part in parts if part.role is role]
    elif chance < SOLO + FEW:
        kept = [part for part in parts if rng.random() < 0.6]
        parts = kept or parts[:1]
    return tuple(_exchanged(rng, part) for part in parts)


def _exchanged(rng: random.Random, part: Part) -> Part:
    """The part, half the time on another instrument of its kind, a little louder or softer."""
    part = replace(part, gain_db=part.gain_db + rng.uniform(-4, 4))
    if rng.random() < 0.5:
        return part
    if part.bank == KIT_BANK:
        return replace(part, program=rng.choice(_KITS))
    others = _EXCHANGED.get(part.role)
    if not others:
        return part
    return replace(part, bank=0, program=rng.choice(others), instrument="")


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
