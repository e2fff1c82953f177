"""Patterns: all work in every metre, inside the piece, and none repeats like a machine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from patterns_desk import bar_shapes, desk, player

from musflow_studio.domain.score import Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.meter import METERS
from musflow_studio.planning.patterns import PATTERNS
from musflow_studio.planning.patterns.comedy import PAHS
from musflow_studio.planning.patterns.ostinato import GROUPS
from musflow_studio.planning.stroke import Stroke
from musflow_studio.presets import load_styles

PLAYERS = [
    (name, voice) for name, style in load_styles().items() for voice in style.roles
]  # fmt: skip
FIGURES = ("piano", "harp", "ostinato", "taiko", "oom-pah", "clip-clop", "brass-stabs")


def sung(meter_bar: int) -> tuple[Stroke, ...]:
    """A note on every other bar, so that there are rests to comment in."""
    return tuple(Stroke(2 * i * meter_bar, meter_bar, 76 - i) for i in range(4))


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize(("style", "voice"), PLAYERS, ids=lambda v: getattr(v, "instrument", v))
def test_every_player_of_every_style_plays_inside_the_piece(
    style: str, voice: RoleStyle, meter: str
) -> None:
    bar = desk(voice, meter).cue.meter.bar_ticks
    for energy in (0.1, 0.4, 0.95):
        for last in (False, True):
            table = desk(voice, meter, energy, melody=sung(bar), last=last)
            for stroke in PATTERNS[voice.pattern](table):
                assert 0 <= stroke.start < table.piece.length_ticks
                assert 1 <= stroke.length <= table.piece.length_ticks - stroke.start
                assert 0 <= stroke.pitch <= 127


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("pattern", FIGURES)
def test_figures_turn_within_four_bars(pattern: str, meter: str) -> None:
    role = Role.PERCUSSION if pattern in ("taiko", "clip-clop") else Role.ARPEGGIO
    voice = player(pattern, role)
    for seed in range(5):
        table = desk(voice, meter, 0.7, seed, turn=("i",))
        shapes = bar_shapes(table, PATTERNS[pattern](table))
        assert all(shapes)
        assert len(set(shapes[:4])) >= 2, "four bars alike"


@pytest.mark.parametrize("meter", METERS)
def test_an_ostinato_leans_on_its_groups(meter: str) -> None:
    table = desk(player("ostinato", low=41, high=66), meter, 0.6)
    strokes = PATTERNS["ostinato"](table)
    bar = table.cue.meter.bar_ticks
    leaned = {s.start % bar // 480 for s in strokes if s.stress > 0}
    assert tuple(sorted(leaned)) in GROUPS[meter]


def test_an_ostinato_gallops_only_where_it_is_loud() -> None:
    def sixteenths(energy: float) -> int:
        table = desk(player("ostinato"), energy=energy)
        return sum(s.start % 480 != 0 for s in PATTERNS["ostinato"](table))

    assert sixteenths(0.6) == 0
    assert sixteenths(0.9) > 0


def test_a_still_ostinato_builds_into_a_hit() -> None:
    voice = player("ostinato")
    calm = desk(voice, energy=0.1)
    hit = desk(voice, energy=0.1, closes=HitWeight.MUST)
    last = calm.piece.length_ticks - 3 * 960
    assert sum(s.start >= last for s in PATTERNS["ostinato"](hit)) > sum(
        s.start >= last for s in PATTERNS["ostinato"](calm)
    )


@pytest.mark.parametrize("meter", METERS)
def test_the_last_pah_of_a_phrase_is_left_out(meter: str) -> None:
    table = desk(player("pah", Role.HARMONY, 52, 69), meter, 0.4)
    bars = bar_shapes(table, PATTERNS["pah"](table))
    places = [sorted({tick // 480 for tick, _ in bar}) for bar in bars]
    assert places[0] == sorted(PAHS[meter])
    assert places[3] == sorted(PAHS[meter])[:-1]


@pytest.mark.parametrize("pattern", ["patter", "answer"])
def test_comments_fall_into_the_rests_of_the_melody(pattern: str) -> None:
    table = desk(player(pattern, low=38, high=89), melody=sung(3840), energy=0.8)
    strokes = PATTERNS[pattern](table)
    assert len(strokes) > 4
    for stroke in strokes:
        assert not any(s.start <= stroke.start < s.start + s.length for s in table.melody)


def test_a_bass_walks_into_the_next_chord_by_step() -> None:
    table = desk(player("stepping-bass", Role.BASS, 28, 47), energy=0.7)
    strokes = PATTERNS["stepping-bass"](table)
    walks = [
        (a, b) for a, b in zip(strokes, strokes[1:], strict=False) if a.length == 960
    ]  # fmt: skip
    assert walks
    assert all(1 <= abs(b.pitch - a.pitch) <= 2 for a, b in walks)


def test_timpani_follow_the_bass_that_sounds() -> None:
    table = desk(player("timpani-roll", Role.PERCUSSION, 38, 53), energy=0.9)
    bass = (Stroke(0, table.piece.length_ticks, 32),)  # G# throughout
    strokes = PATTERNS["timpani-roll"](replace(table, placed=bass))
    assert {s.pitch % 12 for s in strokes} == {8}


def test_a_pedal_is_struck_again_only_where_it_would_clash() -> None:
    table = desk(player("pedal", Role.COUNTER, 74, 90))
    strokes = PATTERNS["pedal"](table)
    assert 1 < len(strokes) < len(table.spans)
    for stroke in strokes:
        under = [s for s in table.spans if stroke.start <= s.start < stroke.start + stroke.length]
        assert all(stroke.pitch % 12 in span.chord.pitch_classes for span in under)
