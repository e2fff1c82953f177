"""Checkpoint: the networks of MusicGen and its tokenizer, from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from musflow_studio.encoders.pretrained import Footing, load_model

MELODY = "musicgen_melody"


class Checkpoint(NamedTuple):
    """What was loaded.

    Attributes:
        model: MusicgenForConditionalGeneration or its melody variant.
        tokenizer: of its text encoder.
        hears_melody: whether it takes pitch classes beside words.
    """

    model: Any
    tokenizer: Any
    hears_melody: bool

    @property
    def rate_hz(self) -> int:
        """Samples a second of what it makes."""
        return int(self.model.config.audio_encoder.sampling_rate)

    @property
    def tokens_per_second(self) -> float:
        """Token frames a second; each is a token of every codebook."""
        hop = 1
        for ratio in self.model.config.audio_encoder.upsampling_ratios:
            hop *= ratio
        return self.rate_hz / hop

    @property
    def codebooks(self) -> int:
        """Tokens in a frame, both channels together."""
        return int(self.model.config.decoder.num_codebooks)

    @property
    def channels(self) -> int:
        """1, or 2 for checkpoints in stereo."""
        return int(self.model.config.decoder.audio_channels)


def load_checkpoint(folder: Path, model_type: str, footing: Footing) -> Checkpoint:
    """A checkpoint, local files alone. Raises what the libraries raise; see Pretrained."""
    from transformers import (
        AutoTokenizer,
        MusicgenForConditionalGeneration,
        MusicgenMelodyForConditionalGeneration,
    )

    melody = model_type == MELODY
    kind = MusicgenMelodyForConditionalGeneration if melody else MusicgenForConditionalGeneration
    model = load_model(kind, folder, footing)
    model.audio_encoder.float()  # small, and half precision is heard there
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return Checkpoint(model, tokenizer, melody)
