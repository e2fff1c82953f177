"""The motif: three to five notes the whole cue is remembered by."""

from __future__ import annotations

import random

from musflow_studio.domain.description import Mood
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Motif
from musflow_studio.planning.meter import Meter

Contour = tuple[int, ...]
HOPEFUL: tuple[Contour, ...] = (
    (0, 1, 2, 4), (0, 2, 4, 3), (0, 4, 3, 2), (0, 2, 1, 4, 3), (0, 4, 5, 4, 2), (0, 1, 4, 2),
)  # fmt: skip
TENDER: tuple[Contour, ...] = ((0, 2, 1), (0, 1, 2), (0, 4, 2, 1), (0, 2, 3, 2), (0, -1, 2, 1))
SORROWFUL: tuple[Contour, ...] = (
    (0, 2, 1, 0, -1), (0, 5, 4, 2), (0, 1, 0, -2), (0, -1, -2, 0), (0, -1, 1, 0), (0, 4, 3, 0),
)  # fmt: skip
TENSE: tuple[Contour, ...] = (
    (0, 1, 0, -1), (0, 2, 1, 0), (0, 1, -1, 0), (0, 1, 0, 3), (0, -1, 0, 2, 1),
)  # fmt: skip

# Lengths in quarters, the last longest, together one bar.
_FOUR: dict[int, tuple[tuple[float, ...], ...]] = {
    3: ((1, 1, 2), (1.5, 0.5, 2), (1, 0.5, 2.5)),
    4: ((0.5, 0.5, 1, 2), (1, 0.5, 0.5, 2), (0.5, 1, 0.5, 2), (1.5, 0.5, 0.5, 1.5)),
    5: ((0.5, 0.5, 0.5, 0.5, 2), (1, 0.5, 0.5, 0.5, 1.5), (0.5, 0.5, 0.5, 1, 1.5)),
}
_THREE: dict[int, tuple[tuple[float, ...], ...]] = {
    3: ((1, 0.5, 1.5), (0.5, 0.5, 2), (0.5, 1, 1.5)),
    4: ((0.5, 0.5, 0.5, 1.5), (1, 0.25, 0.25, 1.5), (0.75, 0.25, 0.5, 1.5)),
    5: ((0.5, 0.25, 0.25, 0.5, 1.5), (0.5, 0.5, 0.25, 0.25, 1.5)),
}


def choose_motif(meter: Meter, mood: Mood, rng: random.Random) -> Motif:
    """Draw a motif of one bar that suits a mood."""
    degrees = rng.choice(_contours(mood))
    quarters = meter.bar_ticks / TICKS_PER_QUARTER
    table = _THREE if quarters == 3 else _FOUR
    lengths = list(rng.choice(table[len(degrees)]))
    lengths[-1] += quarters - sum(lengths)
    return Motif(degrees, tuple(int(length * TICKS_PER_QUARTER) for length in lengths))


def _contours(mood: Mood) -> tuple[Contour, ...]:
    if mood.tension >= 0.55:
        return TENSE
    if mood.valence < -0.1:
        return SORROWFUL
    return HOPEFUL if mood.arousal > 0 else TENDER
