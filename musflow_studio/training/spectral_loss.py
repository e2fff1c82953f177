"""Spectral losses: how far two sounds are apart at several resolutions of the spectrum.

Spectral convergence and L1 of log magnitudes at windows of 512, 1024 and 2048, hop a quarter
(Yamamoto et al., Parallel WaveGAN, arXiv 1910.11480).
"""

from __future__ import annotations

import torch
from torch import Tensor

RESOLUTIONS = (512, 1024, 2048)
_FLOOR = 1e-5


def spectral_distance(made: Tensor, real: Tensor) -> Tensor:
    """Mean over resolutions of spectral convergence + log-magnitude L1, for (..., samples)."""
    parts = [sum(_at(made, real, size)) for size in RESOLUTIONS]
    return torch.stack([torch.as_tensor(part) for part in parts]).mean()


def _at(made: Tensor, real: Tensor, size: int) -> tuple[Tensor, Tensor]:
    one, other = _magnitudes(made, size), _magnitudes(real, size)
    convergence = torch.linalg.norm(other - one) / torch.linalg.norm(other).clamp(min=_FLOOR)
    return convergence, (one.clamp(min=_FLOOR).log() - other.clamp(min=_FLOOR).log()).abs().mean()


def _magnitudes(sound: Tensor, size: int) -> Tensor:
    window = torch.hann_window(size, device=sound.device)
    flat = sound.reshape(-1, sound.shape[-1]).float()
    bins = torch.stft(flat, size, size // 4, window=window, return_complex=True)
    return (bins.real**2 + bins.imag**2 + 1e-12).sqrt()
