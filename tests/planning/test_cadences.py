"""Cadences: a style's own last two bars, and what it leaves open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.planning.harmony.key import is_minor
from musflow_studio.planning.harmony.numeral import bar_numerals, numeral_chord
from musflow_studio.presets import load_styles, style

WITH_CADENCES = [name for name, found in load_styles().items() if found.cadences_minor]


def last_symbols(played: Style, cue: CuePlan, *, home: bool) -> set[str]:
    """The last chords (home or open) that a style's cadences write in a cue's key."""
    cadences = played.cadences_minor if is_minor(cue.key) else played.cadences_major
    bars = [cadence.split()[home] for cadence in cadences]
    return {numeral_chord(bar_numerals(bar)[-1], cue.key).symbol for bar in bars}


@pytest.mark.parametrize("name", WITH_CADENCES)
def test_cues_end_as_their_style_ends(name: str) -> None:
    played = style(name)
    for cue in sample_cues(played, 12):
        assert cue.chords[-1].symbol in last_symbols(played, cue, home=not cue.ends_open)


def test_a_style_without_cadences_ends_on_triads() -> None:
    plain = replace(style("noir-jazz"), cadences_major=(), cadences_minor=())
    for cue in sample_cues(plain, 6):
        if not cue.ends_open:
            assert cue.chords[-1].symbol in (cue.key.name.split()[0], cue.key.name.split()[0] + "m")


def test_a_cadence_that_does_not_come_home_is_refused() -> None:
    wrong = replace(style("noir-jazz"), cadences_minor=("V7 VI",))
    with pytest.raises(StudioError, match="Not a cadence"):
        next(sample_cues(wrong, 1))
