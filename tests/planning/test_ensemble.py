"""Who plays: counts by energy, the style's order, tension, accents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_boards import STYLE

from musflow_studio.domain.description import Mood
from musflow_studio.domain.score import Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.ensemble import ensemble, role_count
from musflow_studio.planning.piece import Piece
from musflow_studio.presets import load_styles


def piece(energy: float, tension: float = 0.2, **changed: object) -> Piece:
    plain = Piece(
        panel_uid="p1", panel="1", index=0, start_tick=0, length_ticks=4 * 3840,
        bar_lines=(0, 3840, 7680, 11520), bar_ticks=3840, bar_number=1, tempi=((0, 500_000),),
        mood=Mood(0.2, 0.0, 0.0, tension), energy=energy, opens=HitWeight.SHOULD,
        closes=HitWeight.SHOULD, hit_shift_us=0, close_shift_us=0, first=False, last=False,
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def roles(voices: tuple[RoleStyle, ...]) -> set[Role]:
    return {voice.role for voice in voices}


def test_more_energy_never_calls_fewer_roles() -> None:
    counts = [role_count(energy / 100) for energy in range(101)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (1, 7)


@pytest.mark.parametrize("name", load_styles())
@pytest.mark.parametrize("tension", [0.1, 0.4, 0.6, 0.9])
@pytest.mark.parametrize("energy", [0.0, 0.2, 0.3, 0.49, 0.55, 0.7, 0.8, 1.0])
def test_every_style_has_enough_roles_at_every_energy(
    name: str, energy: float, tension: float
) -> None:
    found = len(roles(ensemble(load_styles()[name], piece(energy, tension))))
    assert found == role_count(energy) or (energy > 0.75 and 5 <= found < role_count(energy))


def test_the_order_of_the_style_decides_who_comes_first() -> None:
    everywhere = [replace(v, enters_at_energy=0.0, tension_low=0.0, tension_high=1.01)
                  for v in STYLE.roles if v.role is not Role.ACCENT]  # fmt: skip
    style = replace(STYLE, roles=tuple(reversed(everywhere)))
    order = list(dict.fromkeys(voice.role for voice in style.roles))
    assert roles(ensemble(style, piece(0.3))) == set(order[:3])


def test_a_role_that_energy_calls_in_comes_before_one_it_does_not() -> None:
    late = replace(STYLE.roles[0], role=Role.COUNTER, enters_at_energy=0.9)
    early = replace(STYLE.roles[0], role=Role.PAD, enters_at_energy=0.0)
    style = replace(STYLE, roles=(late, early))
    assert roles(ensemble(style, piece(0.05))) == {Role.PAD}
    assert roles(ensemble(style, piece(0.3))) == {Role.PAD, Role.COUNTER}


def test_tension_chooses_between_voices() -> None:
    calm = {voice.instrument for voice in ensemble(STYLE, piece(0.6, 0.1))}
    tense = {voice.instrument for voice in ensemble(STYLE, piece(0.6, 0.9))}
    assert "Slow strings" in calm - tense
    assert "Tremolo strings" in tense - calm


def test_accents_answer_must_hits_alone() -> None:
    assert Role.ACCENT not in roles(ensemble(STYLE, piece(0.6)))
    struck = piece(0.6, opens=HitWeight.MUST)
    assert Role.ACCENT in roles(ensemble(STYLE, struck))
    assert Role.ACCENT not in roles(ensemble(STYLE, replace(struck, first=True, energy=0.3)))
