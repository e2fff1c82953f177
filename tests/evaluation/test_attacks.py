"""Attacks: measured on the soundfont, and what the styles state about their players."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from musflow_studio.evaluation.attacks import agrees, attack_ms, player_attack_ms
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.presets import load_styles

if TYPE_CHECKING:
    from gates import Gate


def test_struck_instruments_speak_at_once_and_strings_do_not() -> None:
    font = find_soundfont()
    assert attack_ms(font, 8, 0, 60) < 12
    assert 150 < attack_ms(font, 0, 49, 60) < 300


def test_a_silent_key_is_said() -> None:
    with pytest.raises(ValueError, match="silent at pitch 120"):
        attack_ms(find_soundfont(), 128, 48, 120)


@pytest.mark.gate
def test_styles_state_the_attacks_their_instruments_have(gate: Gate) -> None:
    font = find_soundfont()
    players = {
        (p.bank, p.program, p.low, p.high, p.attack_ms): (style.name, p)
        for style in load_styles().values()
        for p in style.roles
    }
    order = sorted(players)
    shown = order if gate.full else order[:: -(-len(order) // gate.size(120))]
    wrong = []
    for place in shown:
        name, player = players[place]
        measured = player_attack_ms(font, player)
        if not agrees(player.attack_ms, measured):
            stated = player.attack_ms
            wrong.append(f"{name}, {player.instrument}: {stated:g} ms, measured {measured:.0f} ms")
    gate.record(
        "music 1: attack_ms of every player of the styles",
        f"{len(shown) - len(wrong)} of {len(shown)} as measured",
        "all within 20 ms or 35 %",
        "note-on to half the peak of a 4 s note, velocity 90, median of five pitches of its range",
        met=not wrong,
    )
    assert not wrong
