"""Form: which turn each piece of a cue plays, so that neighbours do not begin on one chord.

Chosen piece by piece in the cue's order and kept with the plan. An edited cue takes over what its
base plan kept; a piece whose kept turn no longer fits (its mood or weight changed) chooses anew
between its standing neighbours, and no other piece is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from musflow_studio.domain.plan import CuePlan
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.progression import Turn, harmonise, turns
from musflow_studio.planning.piece import CueGlobals, Piece, draw

_SAME_CHORD = 0.02
_SAME_OPENING = 0.2
# How well a loop's last chord leads to its first, by semitones upwards between the roots.
_LEADS_BACK = (0.02, 0.6, 0.8, 0.3, 0.3, 1.0, 0.15, 0.9, 0.3, 0.3, 0.6, 0.7)


def piece_name(piece: Piece) -> str:
    """What a plan keeps a piece's turn under."""
    return f"{piece.panel_uid}/{piece.index}"


def choose_turns(
    cue: CueGlobals,
    pieces: Sequence[Piece],
    kept: Mapping[str, Turn],
    anew: Collection[str] = (),
) -> dict[str, Turn]:
    """A turn for every piece; `kept` comes from the plan being edited and stays where it fits.

    Panels in `anew` get another one than they had, where there is another.
    """
    chosen: dict[str, Turn] = {}
    for i, piece in enumerate(pieces):
        name = piece_name(piece)
        allowed = turns(cue, piece)
        if piece.panel_uid in anew:
            allowed = {t: w for t, w in allowed.items() if t != kept.get(name)} or allowed
        elif kept.get(name) in allowed:
            chosen[name] = kept[name]
            continue
        last, opening = _before(cue, pieces[:i], chosen)
        after = _after(cue, pieces[i + 1 :], kept)
        home = _home(cue, pieces[: i + 1], chosen)
        weights = [
            weight * _fitness(spans[0].chord, last, opening, after) * _return(spans[-1].chord, home)
            for spans, weight in (
                (harmonise(cue, piece, turn), weight) for turn, weight in allowed.items()
            )
        ]
        chosen[name] = draw(cue, piece, "turn").choices(list(allowed), weights)[0]
    return chosen


def asked_anew(base: CuePlan | None, pieces: Sequence[Piece]) -> frozenset[str]:
    """The panels the user asked to be composed anew since the base plan."""
    if base is None:
        return frozenset()
    before = {p.uid: p.override.variation for p in base.storyboard.panels}
    return frozenset(p.panel_uid for p in pieces if p.variation != before.get(p.panel_uid, 0))


def _fitness(first: Chord, last: Chord | None, opening: Chord | None, after: Chord | None) -> float:
    """How well a piece may begin on a chord, given the chords around it, 0 to 1."""
    fitness = 1.0
    if last and last.pitch_classes[0] == first.pitch_classes[0]:
        fitness *= _SAME_CHORD
    for neighbour in (opening, after):
        if neighbour and neighbour.pitch_classes[0] == first.pitch_classes[0]:
            fitness *= _SAME_OPENING
    return fitness


def _home(cue: CueGlobals, pieces: Sequence[Piece], chosen: Mapping[str, Turn]) -> Chord | None:
    """The first chord of a loop, where the last of these pieces leads back to it; else None."""
    if not cue.loop or not pieces[-1].last or len(pieces) == 1:
        return None
    return harmonise(cue, pieces[0], chosen[piece_name(pieces[0])])[0].chord


def _return(last: Chord, home: Chord | None) -> float:
    """How well a last chord leads back to a loop's first, 0 to 1."""
    if home is None:
        return 1.0
    return _LEADS_BACK[(home.pitch_classes[0] - last.pitch_classes[0]) % 12]


def _before(
    cue: CueGlobals, earlier: Sequence[Piece], chosen: Mapping[str, Turn]
) -> tuple[Chord | None, Chord | None]:
    """Last and first chord of the piece before; None at the cue's start."""
    if not earlier:
        return None, None
    spans = harmonise(cue, earlier[-1], chosen[piece_name(earlier[-1])])
    return spans[-1].chord, spans[0].chord


def _after(cue: CueGlobals, later: Sequence[Piece], kept: Mapping[str, Turn]) -> Chord | None:
    """First chord of the piece after, where an earlier plan keeps it."""
    turn = kept.get(piece_name(later[0])) if later else None
    if turn is None or turn not in turns(cue, later[0]):
        return None
    return harmonise(cue, later[0], turn)[0].chord
