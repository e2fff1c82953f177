"""Desk: what lies before one player, and the type of a pattern."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from musflow_studio.domain.plan import Key
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.form.ending import closes
from musflow_studio.planning.harmony.progression import Span, local_key
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke


@dataclass(frozen=True)
class Desk:
    """What a pattern needs to write its strokes.

    Attributes:
        cue, piece: the locked globals and the piece to write for.
        spans: its chords, gapless.
        melody: the melody's strokes, whoever plays them.
        voice: the player: range, instrument, attack.
        ceiling: above it the melody has the register to itself.
        placed: low strokes of those who wrote before (see `registers`), ordered by start.
    """

    cue: CueGlobals
    piece: Piece
    spans: tuple[Span, ...]
    melody: tuple[Stroke, ...]
    voice: RoleStyle
    placed: tuple[Stroke, ...] = ()
    ceiling: int = 127

    @property
    def low(self) -> int:
        """Lowest note of the player."""
        return self.voice.low

    @property
    def high(self) -> int:
        """Highest note of the player."""
        return self.voice.high

    @property
    def key(self) -> Key:
        """The key the piece is felt in."""
        return local_key(self.cue, self.piece)

    @property
    def closing(self) -> bool:
        """True when this piece ends the cue (and the cue does not loop)."""
        return closes(self.cue, self.piece)

    @property
    def moving(self) -> tuple[Span, ...]:
        """The spans that keep moving: all but the last chord of the cue."""
        return self.spans[:-1] if self.closing else self.spans

    @property
    def until(self) -> int:
        """Tick where players that move fall silent: the last chord, or the breath before a hit."""
        end = self.moving[-1].end if self.moving else 0
        return min(end, approach(self.piece).silent_from)

    def draw(self, purpose: str) -> random.Random:
        """A generator for this player's draws in this piece."""
        return draw(self.cue, self.piece, purpose, self.voice.role.value)


Pattern = Callable[[Desk], list[Stroke]]
