"""Shapes: every rate and length of the model, derived in one place.

Sound is 44.1 kHz stereo as mid and side. A mel frame is 512 samples, a latent four mel frames;
lengths are whole latents, so that nothing has to be rounded inside and the grid cuts last.
"""

from __future__ import annotations

SAMPLE_RATE_HZ = 44100
FFT_SIZE = 2048
HOP = 512
MEL_BANDS = 128
CHANNELS = 2
MEL_WIDTH = MEL_BANDS * CHANNELS
FRAMES_PER_LATENT = 4
SAMPLES_PER_LATENT = HOP * FRAMES_PER_LATENT
LATENT_WIDTH = 96
DRY_LEVEL = 0.5
"""Of full scale: what a part at 0 dB is in a model of bare parts, so that loud chords fit."""
EMBEDDING_WIDTH = 512
TEXT_WIDTH = 384
"""all-MiniLM-L6-v2."""


def latents_for(samples: int) -> int:
    """Latents that hold this many samples, the last one padded; at least 1."""
    return max(1, -(-samples // SAMPLES_PER_LATENT))


def latent_seconds(latents: int) -> float:
    """How long this many latents last."""
    return latents * SAMPLES_PER_LATENT / SAMPLE_RATE_HZ
