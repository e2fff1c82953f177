"""Discriminators: what judges the vocoder's sound, in training only.

Several resolutions of the spectrum, each a small 2-D convolutional network over magnitudes
(Jang et al., UnivNet, arXiv 2106.07889), and several periods of the wave (Kong et al., HiFi-GAN,
arXiv 2010.05646); least-squares loss and feature matching as there.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

RESOLUTIONS = (512, 1024, 2048)
PERIODS = (2, 3, 5, 7, 11)
_SLOPE = 0.1

Judged = tuple[list[Tensor], list[list[Tensor]]]
"""Scores of each judge, and what its layers saw."""


class _Spectral(nn.Module):
    window: Tensor

    def __init__(self, size: int, width: int) -> None:
        super().__init__()
        self._size = size
        self.register_buffer("window", torch.hann_window(size), persistent=False)
        shapes = [(2, width), (width, width), (width, width), (width, width)]
        self.layers = nn.ModuleList(nn.Conv2d(i, o, (9, 3), (2, 1), (4, 1)) for i, o in shapes)
        self.score = nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, sound: Tensor) -> tuple[Tensor, list[Tensor]]:
        flat = sound.flatten(0, 1)
        bins = torch.stft(flat, self._size, self._size // 4, window=self.window,
                          return_complex=True).abs()  # fmt: skip
        x = torch.log(bins.clamp(min=1e-4)).view(*sound.shape[:2], *bins.shape[1:])
        return _through(self.layers, self.score, x)


class _Periodic(nn.Module):
    def __init__(self, period: int, width: int) -> None:
        super().__init__()
        self._period = period
        shapes = [(1, width), (width, 2 * width), (2 * width, 4 * width)]
        self.layers = nn.ModuleList(nn.Conv2d(i, o, (5, 1), (3, 1), (2, 0)) for i, o in shapes)
        self.score = nn.Conv2d(4 * width, 1, (3, 1), padding=(1, 0))

    def forward(self, sound: Tensor) -> tuple[Tensor, list[Tensor]]:
        flat = sound.flatten(0, 1)[:, None]
        flat = F.pad(flat, (0, -flat.shape[-1] % self._period))
        return _through(self.layers, self.score, flat.view(len(flat), 1, -1, self._period))


def _through(layers: nn.ModuleList, score: nn.Module, x: Tensor) -> tuple[Tensor, list[Tensor]]:
    seen = []
    for layer in layers:
        x = F.leaky_relu(layer(x), _SLOPE)
        seen.append(x)
    return score(x), seen


class Discriminators(nn.Module):
    """All judges.

    Args:
        width: channels of their first layers.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.judges = nn.ModuleList(
            [
                *(_Spectral(size, width) for size in RESOLUTIONS),
                *(_Periodic(period, width) for period in PERIODS),
            ]
        )

    def forward(self, sound: Tensor) -> Judged:
        """Scores and layers for mid and side, (batch, 2, samples)."""
        judged = [judge(sound) for judge in self.judges]
        return [score for score, _ in judged], [seen for _, seen in judged]


def judging_loss(real: Judged, made: Judged) -> Tensor:
    """What the judges lower: real towards 1, made towards 0."""
    pairs = zip(real[0], made[0], strict=True)
    return torch.stack([((1 - r) ** 2).mean() + (m**2).mean() for r, m in pairs]).mean()


def deceiving_loss(made: Judged) -> Tensor:
    """What the vocoder lowers: made towards 1."""
    return torch.stack([((1 - m) ** 2).mean() for m in made[0]]).mean()


def matching_loss(real: Judged, made: Judged) -> Tensor:
    """How far apart the judges' layers see real and made, relative to what they see in real."""
    pairs = [
        (r.detach(), m)
        for rs, ms in zip(real[1], made[1], strict=True)
        for r, m in zip(rs, ms, strict=True)
    ]
    apart = [(r - m).abs().mean() / r.abs().mean().clamp(min=1e-4) for r, m in pairs]
    return torch.stack(apart).mean()
