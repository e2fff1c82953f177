"""Which style, key, mode and metre a mood calls for."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.plan import Motif
from musflow_studio.planning.choice import choose_key, choose_style, preferred_meters
from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.harmony.numeral import bar_numerals, numeral_chord
from musflow_studio.planning.harmony.progression import palette
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.piece import CueGlobals
from musflow_studio.presets import load_styles

STYLES = load_styles()


def board(*words: str, worded: bool = True) -> Description:
    """A board whose panels say these moods, in words and numbers or in numbers alone."""
    panels = tuple(
        PanelDescription(f"p{i}", "", Mood(*MOOD_WORDS[word]), word if worded else "", 0.5, (), ())
        for i, word in enumerate(words)
    )
    return Description(panels, BoardReference(3.0, 1.0, 0.0))


@pytest.mark.parametrize("worded", [True, False])
@pytest.mark.parametrize(
    ("words", "fitting"),
    [
        (("tender", "calm", "nostalgic"), {"tender-piano", "ambient-pad", "lo-fi"}),
        (("grieving", "lonely", "sad"), {"tender-piano"}),
        (("hopeful", "amazed", "relieved"), {"orchestral-hope"}),
        (("triumphant", "heroic", "hopeful"), {"orchestral-hope", "heroic-brass"}),
        (("urgent", "panicked", "violent"), {"action-percussion"}),
        (("playful", "cheerful", "curious"), {"comic-pizzicato"}),
    ],
)
def test_moods_choose_a_style_that_suits_them(
    words: tuple[str, ...], fitting: set[str], worded: bool
) -> None:
    assert choose_style(tuple(STYLES.values()), board(*words, worded=worded)).name in fitting


def test_panels_that_are_unsure_count_half() -> None:
    seen = board("playful", "urgent")
    for doubtful, name in ((0, "action-percussion"), (1, "comic-pizzicato")):
        panels = tuple(replace(p, unsure=i == doubtful) for i, p in enumerate(seen.panels))
        chosen = choose_style(tuple(STYLES.values()), replace(seen, panels=panels))
        assert chosen.name == name


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("word", ["joyful", "calm", "tense", "sad", "furious", "mysterious"])
def test_modes_are_the_styles_own_and_follow_the_mood(name: str, word: str) -> None:
    style, mood = STYLES[name], Mood(*MOOD_WORDS[word])
    modes = Counter(choose_key(style, mood, random.Random(i)).mode for i in range(60))
    minor = mood.valence < -0.05
    assert set(modes) <= set(style.minor_modes if minor else style.major_modes)
    if "phrygian" in modes and style.minor_modes[0] != "phrygian":
        assert mood.tension > 0.65


def test_wonder_may_be_lydian_and_strife_is_not() -> None:
    style = STYLES["orchestral-hope"]
    calm, wild = Mood(0.7, -0.3, 0.0, 0.05), Mood(0.7, 0.9, 0.5, 0.6)
    modes = [
        {choose_key(style, mood, random.Random(i)).mode for i in range(60)} for mood in (calm, wild)
    ]
    assert "lydian" in modes[0]
    assert "lydian" not in modes[1]


def test_gentle_boards_may_dance_in_three_and_driven_ones_limp_in_five() -> None:
    gentle, driven = Mood(0.5, -0.3, 0.0, 0.1), Mood(-0.5, 0.8, 0.0, 0.9)

    def firsts(name: str, mood: Mood, energy: float) -> set[str]:
        draws = (random.Random(i) for i in range(60))
        return {preferred_meters(STYLES[name], mood, energy, rng)[0] for rng in draws}

    assert firsts("orchestral-hope", gentle, 0.3) == {"4/4", "3/4", "6/8"}
    assert firsts("orchestral-hope", driven, 0.8) == {"4/4"}
    assert firsts("action-percussion", driven, 0.8) == {"4/4", "5/4"}


@pytest.mark.parametrize(
    ("name", "key", "own", "foreign"),
    [
        ("orchestral-hope", "C lydian", 6, 5),
        ("orchestral-hope", "A dorian", 6, 5),
        ("comic-pizzicato", "G mixolydian", 5, 6),
    ],
)
def test_a_coloured_mode_plays_what_shows_it(name: str, key: str, own: int, foreign: int) -> None:
    """`own` and `foreign`: the mode's telling tone, and what plain major or minor has instead."""
    read = parse_key(key)
    for seed in range(12):
        cue = CueGlobals("1M1", seed, STYLES[name], read, parse_meter("4/4"), Motif((0,), (3840,)))
        for progression in palette(cue, read, tense=False):
            numerals = [n for bar in progression.split() for n in bar_numerals(bar)]
            heard = {pc for n in numerals for pc in numeral_chord(n, read).pitch_classes}
            assert own in heard
            assert foreign not in heard
