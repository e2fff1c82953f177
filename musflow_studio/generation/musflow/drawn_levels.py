"""Drawn levels: the model's frames at the levels its timbre draws the notes with.

A flow of a few steps knows what a sound is made of from moment to moment, but lets notes begin too
loud and wander; the timbre, fitted to notes by itself, knows how loud each stretch of the spectrum
is and how it fades. So levels of stretches of bands go half of the way to the drawing's, frame by
frame, and are hardly ever louder; all that is finer stays the flow's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from musflow_studio.generation.musflow.conditioning import ControlEncoder, stacked, window
from musflow_studio.generation.musflow.mel import CENTRE, SPREAD
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.shapes import CHANNELS, FRAMES_PER_LATENT, MEL_BANDS
from musflow_studio.generation.musflow.sheet import EXPRESSION, Sheet
from musflow_studio.generation.musflow.sketch import QUIETEST

STRETCHES = 32
"""Of bands, each going over into its neighbours."""
SHARE = 0.5
"""Of the way to the drawing's level."""
LOUDER_DB = 3.0
"""Than the drawing, at most."""
MOST_DB = 18.0
"""Of either change."""
AROUND_FRAMES = 3
"""Over which the change is a mean: what moves faster stays."""
FAINT = 3e-4
"""Magnitude, -70 dB under a full-scale sine's, under which a stretch has no level."""
_DB = 20 / math.log(10)


class DrawnLevels:
    """The drawings of several sheets side by side, bare instruments as the timbre's are.

    Args:
        control: knows the timbre.
        sheets: what is played.
    """

    def __init__(self, control: ControlEncoder, sheets: Sequence[Sheet]) -> None:
        self._timbre, self._sheets = control.timbre, sheets

    def held(self, frames: Tensor, first: int, rows: Sequence[int]) -> Tensor:
        """Frames nearer to their levels, shape as given.

        Args:
            frames: normalised mid and side, (n, 256, 4 x latents).
            first: their first latent's place in the cue.
            rows: which sheets they are of, n of them.
        """
        count = frames.shape[-1] // FRAMES_PER_LATENT
        told = [window(self._sheets[row], first, count) for row in rows]
        notes = stacked([some for some, _ in told]).to(frames.device)
        expression = torch.stack([torch.from_numpy(one[:, EXPRESSION]) for _, one in told])
        return towards(frames, self._timbre(notes, expression.to(frames.device)))


def drawn_levels(model: Model, sheets: Sequence[Sheet]) -> DrawnLevels | None:
    """The drawings of sheets; None for a model without a timbre, or of whole mixes."""
    control = model.velocity.control
    return DrawnLevels(control, sheets) if model.dry and control.has_timbre else None


def towards(frames: Tensor, drawn: Tensor) -> Tensor:
    """Frames with each stretch of bands nearer to the level it is drawn with.

    Args:
        frames: normalised mid and side, (n, 256, k); both change alike.
        drawn: normalised mid, (n, 128, k).
    """
    weights = _stretches().to(frames.device)
    told = (_power(drawn) - QUIETEST**2).clamp(min=0)
    away = _level_db(told, weights) - _level_db(_power(frames[:, :MEL_BANDS]), weights)
    change = SHARE * away.clamp(-MOST_DB, MOST_DB)
    change = change + (away - change + LOUDER_DB).clamp(-MOST_DB, 0)
    edge = AROUND_FRAMES // 2
    calm = F.avg_pool1d(F.pad(change, (edge, edge), mode="replicate"), AROUND_FRAMES, 1)
    return frames + (weights @ calm).repeat(1, CHANNELS, 1) / (_DB * SPREAD)


def _power(frames: Tensor) -> Tensor:
    return ((frames * SPREAD + CENTRE) * 2).exp()


def _level_db(power: Tensor, weights: Tensor) -> Tensor:
    """Of stretches, (n, STRETCHES, k)."""
    return 10 * torch.log10(weights.T @ power + FAINT**2)


def _stretches() -> Tensor:
    """How much each band belongs to each stretch, (128, STRETCHES): straight lines between them."""
    at = torch.linspace(0, STRETCHES - 1, MEL_BANDS)
    return (1 - (at[:, None] - torch.arange(STRETCHES)[None]).abs()).clamp(min=0)
