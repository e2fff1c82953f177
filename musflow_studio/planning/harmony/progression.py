"""Which chord sounds when: spans of a piece, filled from the style's progressions.

A piece plays a turn (a progression begun on one of its chords, chosen in `form`) and closes open
(dominant, subdominant, flat seven) unless it is the cue's last.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from musflow_studio.domain.plan import Key
from musflow_studio.domain.style import Style
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.harmonic_rhythm import chord_segments, room_for_last, shared
from musflow_studio.planning.harmony.key import (
    SCALES,
    is_minor,
    parallel_minor,
    relative_major,
    relative_minor,
)
from musflow_studio.planning.harmony.numeral import (
    bar_numerals,
    check_cadences,
    check_progressions,
    function_of,
    numeral_chord,
)
from musflow_studio.planning.harmony.phrase_chords import inverted, led_on
from musflow_studio.planning.piece import CueGlobals, Piece, draw

TENSE = 0.55
_OPENING_WEIGHT = {"i": 0.5, "v": 0.25, "vii": 0.5}


Turn = tuple[str, ...]
"""Roman numerals, one a bar, repeated as long as the piece lasts."""


@dataclass(frozen=True)
class Span:
    """A chord from start to end tick of a piece."""

    start: int
    end: int
    chord: Chord

    @property
    def length(self) -> int:
        """Ticks."""
        return self.end - self.start


def check_chords(style: Style) -> None:
    """Refuse a style whose progressions or cadences cannot be read; raises StudioError."""
    loops = (*style.progressions_major, *style.progressions_minor, *style.progressions_tense)
    cadences = (*style.cadences_major, *style.cadences_minor)
    check_progressions((*loops, *cadences))
    check_cadences(cadences)


def local_key(cue: CueGlobals, piece: Piece) -> Key:
    """The key a piece is felt in: its home, or a near relative where the mood contradicts it.

    Home is the cue's key, or that of a climax. A minor home brightens to its relative major; a
    major one darkens to its relative minor, and to the parallel minor where the panel is dark and
    tense. The cue's last piece stays in the cue's key.
    """
    if piece.last or cue.pinned_chords:
        return cue.key
    home = piece.home or cue.key
    valence, tension = piece.mood.valence, piece.mood.tension
    if is_minor(home):
        return relative_major(home) if valence > 0.4 and tension < TENSE else home
    if valence > -0.35:
        return home
    return parallel_minor(home) if tension >= TENSE else relative_minor(home)


def palette(cue: CueGlobals, key: Key, *, tense: bool) -> tuple[str, ...]:
    """The two progressions of this cue for one kind of mood, the same for all its panels.

    In a coloured mode they are those that show its colour, where the style has such.
    """
    style = cue.style
    plain = style.progressions_minor if is_minor(key) else style.progressions_major
    options = style.progressions_tense if tense and style.progressions_tense else plain
    options = tuple(p for p in options if _shows(p, key)) or options
    picked = cue.draw(f"palette {is_minor(key)} {tense}").sample(options, min(2, len(options)))
    return tuple(picked)


def _shows(progression: str, key: Key) -> bool:
    """True when a progression holds what tells a mode from plain major or minor, and not both."""
    plain = set(SCALES["minor" if is_minor(key) else "major"])
    own = set(SCALES[key.mode])
    chords = [numeral_chord(n, key) for bar in progression.split() for n in bar_numerals(bar)]
    heard = {(tone - key.tonic) % 12 for chord in chords for tone in chord.pitch_classes}
    return own == plain or (bool(heard & (own - plain)) and not heard & (plain - own))


def harmonise(cue: CueGlobals, piece: Piece, turn: Turn) -> tuple[Span, ...]:
    """The chords of a piece that plays this turn: gapless from 0 to its length."""
    if cue.pinned_chords:
        return _pinned(cue, piece)
    key = local_key(cue, piece)
    stretches = chord_segments(cue, piece)
    bars = _numerals(cue, piece, key, turn, len(stretches))
    bars = led_on(cue, piece, key, bars, stretches)
    told = [
        part
        for stretch, bar in zip(stretches, bars, strict=True)
        for part in shared(cue, piece, stretch, bar)
    ]
    chords = inverted(cue, piece, [numeral_chord(numeral, key) for _, numeral in told])
    return tuple(Span(a, b, c) for ((a, b), _), c in zip(told, chords, strict=True))


def turns(cue: CueGlobals, piece: Piece) -> dict[Turn, float]:
    """The progressions a piece may play, begun on any of their chords, with their weights.

    The cue opens with its first progression, or with either if it is asked to open anew. Later
    pieces seldom begin on the tonic or the dominant: the tonic frames the cue and pieces like to
    end on the dominant. At a must-hit they begin on a chord that can bear it: tonic, submediant
    or subdominant.
    """
    key = local_key(cue, piece)
    options = palette(cue, key, tense=piece.mood.tension >= TENSE and is_minor(key))
    if piece.first:
        return {tuple(o.split()): 1.0 for o in (options if piece.variation else options[:1])}
    begun = [loop[i:] + loop[:i] for loop in map(str.split, options) for i in range(len(loop))]
    if piece.hit_at_start:
        begun = [t for t in begun if function_of(t[0]).lower() in ("i", "iv", "vi", "bvi")] or begun
    return {tuple(t): _OPENING_WEIGHT.get(function_of(t[0]).lower(), 1.0) for t in begun}


def _numerals(cue: CueGlobals, piece: Piece, key: Key, turn: Turn, count: int) -> list[str]:
    rng = draw(cue, piece, "cadence")
    numerals = [turn[i % len(turn)] for i in range(count)]
    closes = _closes(cue.style, minor=is_minor(key))
    tonic = "i" if is_minor(key) else "I"
    if piece.last and not cue.loop:
        homes = closes.open_ends if piece.ends_open else closes.homes
        numerals[-1] = rng.choice(homes) if len(homes) > 1 else homes[0]
        if count > 1:
            other = function_of(numerals[-1])
            leads = [n for n in closes.befores if function_of(bar_numerals(n)[-1]) != other]
            numerals[-2] = rng.choice(leads or closes.befores)
    elif (count > 1 or piece.last) and function_of(bar_numerals(numerals[-1])[-1]) in (
        tonic,
        _loops_back_to(cue, piece, numerals),
    ):
        open_chords = closes.half_closes
        before = function_of(bar_numerals(numerals[-2])[-1]).lower() if count > 1 else ""
        taken = (before, _loops_back_to(cue, piece, numerals).lower())
        fresh = [c for c in open_chords if function_of(c).lower() not in taken]
        numerals[-1] = rng.choice(fresh or open_chords)
    return numerals


def _loops_back_to(cue: CueGlobals, piece: Piece, numerals: list[str]) -> str:
    """The chord a loop of this piece alone begins on, which its last chord must lead to."""
    alone = cue.loop and piece.first and piece.last and len(numerals) > 1
    return function_of(bar_numerals(numerals[0])[0]) if alone else ""


@dataclass(frozen=True)
class _Closes:
    """Numerals that end things: before the cue's last chord, as that chord, or left open."""

    befores: tuple[str, ...]
    homes: tuple[str, ...]
    open_ends: tuple[str, ...]
    half_closes: tuple[str, ...]


_PLAIN_CLOSES = {
    True: _Closes(
        ("V", "iv", "VII", "iiø7/4,V", "Vsus4,V"), ("i",), ("V", "iv", "VI"),
        ("V", "v", "iv", "VII", "VI"),
    ),
    False: _Closes(
        ("Vsus4", "IV", "iv", "ii7,V", "Vsus4,V"), ("I",), ("Vsus4", "IV", "ii7"),
        ("Vsus4", "V", "IV", "ii7"),
    ),
}  # fmt: skip


def _closes(style: Style, *, minor: bool) -> _Closes:
    """How a style ends phrases and cues in a minor or a major key."""
    cadences = style.cadences_minor if minor else style.cadences_major
    if not cadences:
        return _PLAIN_CLOSES[minor]
    pairs = [cadence.split() for cadence in cadences]
    befores = tuple(dict.fromkeys(pair[0] for pair in pairs))
    lasts = tuple(dict.fromkeys(bar_numerals(before)[-1] for before in befores))
    return _Closes(befores, tuple(dict.fromkeys(pair[1] for pair in pairs)), lasts, lasts)


def _pinned(cue: CueGlobals, piece: Piece) -> tuple[Span, ...]:
    """The user's chords, one bar each, counted from the cue's first full bar."""
    edges = [0, *(line for line in piece.bar_lines if 0 < line < piece.length_ticks)]
    edges.append(piece.length_ticks)
    if piece.last and not cue.loop:
        room = room_for_last(piece)
        while len(edges) > 2 and edges[-1] - edges[-2] < room:
            del edges[-2]
    chords = cue.pinned_chords
    return tuple(
        Span(a, b, chords[max(0, piece.bar_number - 1 + i) % len(chords)])
        for i, (a, b) in enumerate(pairwise(edges))
    )


def span_at(spans: tuple[Span, ...], tick: int) -> Span:
    """The span a tick lies in; the last one beyond the end."""
    return next((span for span in spans if tick < span.end), spans[-1])
