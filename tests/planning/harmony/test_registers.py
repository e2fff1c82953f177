"""Settling: strokes that would turn to mud end early, move to a clear tone, or are left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_boards import STYLE

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.harmony.chord import parse_chord
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.harmony.registers import settle
from musflow_studio.planning.stroke import Stroke

SPANS = (Span(0, 3840, parse_chord("C")),)


def player(role: Role, low: int = 36, high: int = 72, **options: int) -> RoleStyle:
    voice = next(v for v in STYLE.roles if v.role is role)
    return replace(voice, low=low, high=high, **options)


@pytest.mark.parametrize(("pitch", "moved"), [(43, 43), (40, 43), (48, 48), (64, 64), (38, 43)])
def test_a_stroke_too_near_to_the_bass_moves_to_a_clear_tone(pitch: int, moved: int) -> None:
    placed = [Stroke(0, 3840, 36)]
    settled = settle(player(Role.HARMONY), [Stroke(0, 3840, pitch)], SPANS, placed)
    assert [s.pitch for s in settled] == [moved]


def test_what_is_mostly_over_ends_when_the_trouble_begins() -> None:
    placed = [Stroke(1920, 1920, 52)]
    settled = settle(player(Role.HARMONY), [Stroke(0, 2400, 50)], SPANS, placed)
    assert settled == [Stroke(0, 1920, 50)]


def test_a_stroke_without_a_clear_tone_is_left_out() -> None:
    placed = [Stroke(0, 3840, 36)]
    assert settle(player(Role.HARMONY, 37, 42), [Stroke(0, 3840, 40)], SPANS, placed) == []


def test_a_bass_keeps_its_tone_and_finds_another_octave() -> None:
    placed = [Stroke(0, 3840, 41)]
    settled = settle(player(Role.PERCUSSION, 36, 72), [Stroke(0, 3840, 48)], SPANS, placed)
    assert [s.pitch for s in settled] == [48]
    settled = settle(player(Role.PERCUSSION, 36, 72), [Stroke(0, 3840, 43)], SPANS, placed)
    assert [s.pitch % 12 for s in settled] in ([7], [0])


def test_drums_are_left_alone_and_place_nothing() -> None:
    placed = [Stroke(0, 3840, 36)]
    for kit in (player(Role.PERCUSSION, bank=128), player(Role.PERCUSSION, program=116)):
        assert settle(kit, [Stroke(0, 960, 38)], SPANS, placed) == [Stroke(0, 960, 38)]
    assert placed == [Stroke(0, 3840, 36)]


def test_later_voices_give_way_to_what_was_settled() -> None:
    placed: list[Stroke] = []
    settle(player(Role.BASS), [Stroke(0, 3840, 36)], SPANS, placed)
    settle(player(Role.PAD), [Stroke(0, 3840, 55)], SPANS, placed)
    settled = settle(player(Role.COUNTER, 48, 64), [Stroke(0, 3840, 57)], SPANS, placed)
    assert settled[0].pitch in (60, 55, 52)
