"""What real instruments can play: sounding ranges by General MIDI program, in MIDI notes.

Orchestral ranges are those a professional reaches, after S. Adler, The Study of Orchestration
(fourth edition, appendix A); keyboards, mallets, plucked and folk instruments after their makers'
standard compass. Ensembles reach from their lowest member's bottom to their highest's top.
Synthesisers have the range of a full keyboard. A bank's variation is held to its program's range
unless it is another instrument.
"""

from __future__ import annotations

FULL_KEYBOARD = (21, 108)
KIT_BANK = 128
_UNPITCHED = frozenset({113, *range(115, 128)})
"""Agogo, woodblock, taiko, toms, cymbal and sound effects: their key is a size, not a pitch."""

_RANGES: dict[int, tuple[int, int]] = {
    4: (28, 103), 5: (28, 103), 6: (29, 89), 7: (29, 88),  # electric pianos to clavinet
    8: (60, 108), 9: (79, 108), 10: (48, 108), 11: (53, 89),  # celesta to vibraphone
    12: (36, 96), 13: (65, 108), 14: (60, 77), 15: (36, 93),  # marimba to cimbalom
    16: (24, 108), 17: (24, 108), 18: (24, 108), 19: (24, 108), 20: (29, 96),  # organs
    21: (29, 93), 22: (60, 96), 23: (36, 95),  # accordion, harmonica, bandoneon
    24: (40, 83), 25: (40, 86), 26: (40, 86), 27: (40, 88), 28: (40, 88),  # guitars
    29: (40, 88), 30: (40, 88), 31: (40, 100),
    32: (28, 67), 33: (23, 67), 34: (23, 67), 35: (28, 67), 36: (23, 67), 37: (23, 67),  # basses
    40: (55, 103), 41: (48, 91), 42: (36, 84), 43: (24, 67),  # violin to double bass
    44: (24, 103), 45: (24, 100), 46: (23, 104), 47: (36, 60),  # strings, harp, timpani
    48: (24, 103), 49: (24, 103), 52: (40, 84), 53: (40, 84),  # string ensembles, choirs
    56: (52, 86), 57: (34, 77), 58: (26, 65), 59: (52, 84), 60: (35, 77), 61: (26, 86),  # brass
    64: (56, 88), 65: (49, 81), 66: (44, 76), 67: (36, 69),  # saxophones
    68: (58, 93), 69: (52, 84), 70: (34, 76), 71: (50, 94),  # oboe to clarinet
    72: (74, 108), 73: (59, 98), 74: (53, 98), 75: (55, 96), 76: (48, 84),  # flutes
    77: (62, 91), 78: (72, 108), 79: (60, 93),
    104: (36, 84), 105: (48, 88), 106: (48, 84), 107: (38, 93), 108: (48, 96),  # sitar to kalimba
    109: (58, 81), 110: (55, 103), 111: (58, 93), 112: (72, 108), 114: (48, 88),
}  # fmt: skip

_VARIATIONS = {(14, 8): (36, 84)}
"""Banks that are another instrument: church bells."""


def is_pitched(program: int, bank: int) -> bool:
    """False for drum kits and for programs whose keys are sizes or noises."""
    return bank != KIT_BANK and program not in _UNPITCHED


def playable_range(program: int, bank: int = 0) -> tuple[int, int]:
    """Lowest and highest sounding MIDI note of a General MIDI program (0 to 127) in a bank."""
    return _VARIATIONS.get((program, bank)) or _RANGES.get(program, FULL_KEYBOARD)
