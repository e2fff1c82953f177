"""General MIDI: how the instrument of each program makes its sound (GM level 1, RP-003)."""

from __future__ import annotations

from enum import StrEnum

KIT_BANK = 128


class Nature(StrEnum):
    """What becomes of a note while its key is held."""

    SUSTAINED = "sustained"  # sounds as long as it is held: bows, winds, voices, organs
    STRUCK = "struck"  # hammers and sticks: loudest at once, then dies away
    PLUCKED = "plucked"  # strings plucked: the same, drier


_PLUCKED = (*range(24, 29), *range(31, 38), 45, 46, 99, *range(104, 109))
_STRUCK = (*range(16), 47, 55, 96, 98, *range(112, 128))


def nature(program: int, bank: int = 0) -> Nature:
    """The nature of a preset: program 0..127, bank 128 for drum kits."""
    if bank == KIT_BANK or program in _STRUCK:
        return Nature.STRUCK
    return Nature.PLUCKED if program in _PLUCKED else Nature.SUSTAINED
