"""A desk to write a pattern at: eight bars of a plain progression in any metre."""

from __future__ import annotations

from musflow_studio.domain.description import Mood
from musflow_studio.domain.plan import Motif
from musflow_studio.domain.score import Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.harmony.progression import harmonise
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.patterns import Desk
from musflow_studio.planning.piece import CueGlobals, Piece
from musflow_studio.planning.stroke import Stroke
from musflow_studio.presets import load_styles


def desk(
    voice: RoleStyle,
    meter: str = "4/4",
    energy: float = 0.6,
    seed: int = 1,
    melody: tuple[Stroke, ...] = (),
    turn: tuple[str, ...] = ("i", "VI", "III", "VII"),
    **changed: object,
) -> Desk:
    """Eight bars in A minor, in the middle of a cue, a chord of the turn a bar."""
    read = parse_meter(meter)
    bars = 8
    cue = CueGlobals(
        "1M1", seed, load_styles()["orchestral-hope"], parse_key("A minor"), read,
        Motif((0, 1, 2), (960, 960, read.bar_ticks - 1920)),
    )  # fmt: skip
    fields: dict[str, object] = {
        "panel_uid": "p1", "panel": "1", "index": 0, "start_tick": 0,
        "length_ticks": bars * read.bar_ticks,
        "bar_lines": tuple(i * read.bar_ticks for i in range(bars)),
        "bar_ticks": read.bar_ticks, "bar_number": 1, "tempi": ((0, 500_000),),
        "mood": Mood(0.2, 0.0, 0.0, 0.2), "energy": energy, "opens": HitWeight.SHOULD,
        "closes": HitWeight.SHOULD, "hit_shift_us": 0, "close_shift_us": 0,
        "first": False, "last": False, **changed,
    }  # fmt: skip
    piece = Piece(**fields)  # type: ignore[arg-type]
    return Desk(cue, piece, harmonise(cue, piece, turn), melody, voice)


def player(pattern: str, role: Role = Role.ARPEGGIO, low: int = 40, high: int = 76) -> RoleStyle:
    """Somebody who plays a pattern."""
    return RoleStyle(
        role, "Player", 0, 0, low, high, 0.0, 1.0, 40, 100, 0.0, 0.0, 0.3, 0.0, 5.0, pattern
    )


def bar_shapes(desk: Desk, strokes: list[Stroke]) -> list[tuple[tuple[int, int], ...]]:
    """For each bar what is played, as (tick in the bar, semitones over the bar's lowest)."""
    shapes = []
    for start, end in desk.piece.segments():
        inside = [s for s in strokes if start <= s.start < end]
        low = min((s.pitch for s in inside), default=0)
        shapes.append(tuple(sorted((s.start - start, s.pitch - low) for s in inside)))
    return shapes
