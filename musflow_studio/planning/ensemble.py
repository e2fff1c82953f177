"""Ensemble: who plays in a piece, by its energy and tension and by what the picture asks.

The number of roles follows energy alone; which roles they are follows the style's order: a role's
place is where the style first lists it, and the voices of a role share that place. Under dialogue
only those play that leave the words alone; for air, two roles; in a tacet piece, nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle, Style
from musflow_studio.planning.piece import Piece

QUIET_OPENING_ENERGY = 0.5
MOST_UNDER_DIALOGUE, MOST_FOR_AIR = 3, 2
_IN_THE_WAY = (Role.MELODY, Role.COUNTER, Role.ARPEGGIO)
_ROLES_FROM_ENERGY = ((0.87, 7), (0.75, 6), (0.62, 5), (0.5, 4), (0.25, 3), (0.12, 2))


def role_count(energy: float) -> int:
    """How many roles an energy (0 to 1) calls for, accents aside: 1 to 7."""
    return next((count for least, count in _ROLES_FROM_ENERGY if energy >= least), 1)


def ensemble(style: Style, piece: Piece) -> tuple[RoleStyle, ...]:
    """The voices that play in a piece, in the style's order."""
    if piece.tacet:
        return ()
    suited = [v for v in style.roles if v.tension_low <= piece.mood.tension < v.tension_high]
    playing = [v for v in suited if v.role is not Role.ACCENT]
    count = role_count(piece.energy)
    if piece.dialogue:
        playing = [v for v in playing if v.role not in _IN_THE_WAY]
        count = min(max(1, count - 1), MOST_UNDER_DIALOGUE)
    if piece.thin:
        count = min(count, MOST_FOR_AIR)
    chosen = _seated(playing, piece.energy, count)
    chosen += [v for v in suited if v.role is Role.ACCENT and _answers(v, piece)]
    return tuple(v for v in style.roles if v in chosen)


def _seated(voices: Sequence[RoleStyle], energy: float, count: int) -> list[RoleStyle]:
    """The voices of `count` roles: those the energy calls in, then those it nearly does."""
    order = list(dict.fromkeys(v.role for v in voices))
    distance = {role: min(_distance(v, energy) for v in voices if v.role is role) for role in order}
    roles = sorted(order, key=lambda role: (distance[role], order.index(role)))[:count]
    return [v for v in voices if v.role in roles and _distance(v, energy) <= distance[v.role]]


def _distance(voice: RoleStyle, energy: float) -> float:
    """How far an energy lies outside a voice's range."""
    return max(voice.enters_at_energy - energy, energy - voice.leaves_at_energy, 0.0)


def _answers(voice: RoleStyle, piece: Piece) -> bool:
    """True when an accent answers the hit at the piece's start; a quiet cue opens without."""
    quiet_start = piece.first and piece.energy < QUIET_OPENING_ENERGY
    return piece.hit_at_start and not quiet_start and not _distance(voice, piece.energy)
