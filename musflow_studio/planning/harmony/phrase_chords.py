"""Phrase chords: what makes a progression lead somewhere, at the ends of phrases.

A phrase is four bars, or what is left of the piece. Its last bar may move on in its second half: to
the dominant of the chord that follows (V7/vi), or, at the end of a piece, into the open cadence by
a predominant or a suspension that resolves (ii7 V, iv V, Vsus4 V). Styles that are not tonal, and
modes other than major and minor, keep to their progressions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from musflow_studio.domain.plan import Key
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.harmonic_rhythm import Stretch
from musflow_studio.planning.harmony.key import is_minor, third_above
from musflow_studio.planning.harmony.numeral import bar_numerals, function_of, numeral_chord
from musflow_studio.planning.piece import CueGlobals, Piece, draw

PHRASE_BARS = 4
MOVING_ENERGY = 0.4
SHORTEST_SHARED_US = 1_500_000
_MOVES_ON, _INVERTED = 0.65, 0.7
_CADENCES = {
    False: {"V": ("ii7,V", "IV,V", "Vsus4,V"), "IV": ("I/3,IV",), "ii": ("IV,ii7",)},
    True: {"V": ("iv,V", "iiø7/4,V", "Vsus4,V"), "iv": ("VI,iv",), "VI": ("VII,VI",)},
}


def led_on(
    cue: CueGlobals, piece: Piece, key: Key, bars: Sequence[str], stretches: Sequence[Stretch]
) -> list[str]:
    """The bars of a piece, some of them shared where a phrase ends."""
    if not cue.style.tonal or piece.energy < MOVING_ENERGY or key.mode not in ("major", "minor"):
        return list(bars)
    rng = draw(cue, piece, "phrase chords")
    led = list(bars)
    for i in range(len(bars)):
        moves = rng.random() < _MOVES_ON
        if not moves or not _has_room(piece, stretches[i]) or len(bar_numerals(bars[i])) > 1:
            continue
        if i == len(bars) - 1 and not piece.last:
            led[i] = rng.choice(_half_closes(cue, key, bars[i]))
        elif i % PHRASE_BARS == PHRASE_BARS - 1 and i < len(bars) - 1:
            led[i] = towards(bars[i], bar_numerals(bars[i + 1])[0], key)
    return led


def _half_closes(cue: CueGlobals, key: Key, bar: str) -> tuple[str, ...]:
    """How a closing bar may be reached; a style with cadences of its own keeps the bar."""
    minor = is_minor(key)
    own = cue.style.cadences_minor if minor else cue.style.cadences_major
    return (bar,) if own else _CADENCES[minor].get(function_of(bar), (bar,))


def _has_room(piece: Piece, stretch: Stretch) -> bool:
    start, end = stretch
    return piece.microseconds(end) - piece.microseconds(start) >= SHORTEST_SHARED_US


def towards(bar: str, following: str, key: Key) -> str:
    """A bar that moves on to the dominant of the chord that follows; as it is where none fits."""
    target = function_of(following)
    chord = numeral_chord(following, key)
    stable = chord.pitch_classes[1:3] in (
        ((chord.root + 4) % 12, (chord.root + 7) % 12),
        ((chord.root + 3) % 12, (chord.root + 7) % 12),
    )
    if "/" in following or not stable or function_of(bar) == target:
        return bar
    dominant = "V7" if target.lower() == "i" else f"V7/{target}"
    if numeral_chord(dominant, key).root == numeral_chord(bar, key).root:
        return bar
    return f"{bar},{dominant}"


def inverted(cue: CueGlobals, piece: Piece, chords: Sequence[Chord]) -> list[Chord]:
    """The chords with the third in the bass where that makes the bass walk by steps.

    The first chord and the last keep their bass.
    """
    found = list(chords)
    if not cue.style.tonal or cue.pinned_chords:
        return found
    rng = draw(cue, piece, "inversions")
    for i in range(1, len(chords) - 1):
        wanted = rng.random() < _INVERTED
        if wanted and walks_by_steps(found[i - 1], chords[i], chords[i + 1]):
            third = chords[i].pitch_classes[1]
            name = f"{chords[i].symbol}/{third_above(chords[i].symbol, third)}"
            found[i] = Chord(name, chords[i].pitch_classes, third)
    return found


def walks_by_steps(before: Chord, chord: Chord, after: Chord) -> bool:
    """True when the third of a root-position chord lies a step from the basses around it."""
    third = chord.pitch_classes[1]
    if chord.bass != chord.root or (third - chord.root) % 12 not in (3, 4):
        return False
    line = (before.bass, third, after.bass)
    return all((b - a) % 12 in (1, 2, 10, 11) for a, b in pairwise(line))
