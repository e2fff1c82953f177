"""Listening: a reference as the model hears it, a place in the space that words share."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.generation.musflow.mel import MelFrontEnd, to_mid_side
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT


@torch.inference_mode()
def embedding_of(model: Model, stereo: NDArray[np.float32]) -> Tensor:
    """(512,), on the CPU, of sound (2, n) at the model's rate."""
    short = -stereo.shape[1] % SAMPLES_PER_LATENT
    padded = np.pad(stereo, ((0, 0), (0, short or (0 if stereo.shape[1] else SAMPLES_PER_LATENT))))
    device = next(model.joint.parameters()).device
    sound = torch.from_numpy(np.ascontiguousarray(padded, np.float32))[None].to(device)
    frames = MelFrontEnd().to(device)(to_mid_side(sound))
    heard: Tensor = model.joint.audio(frames)[0].cpu()
    return heard
