"""MusicGen small as its public checkpoint is built, with weights by chance: for measuring alone.

The sizes are those of `facebook/musicgen-small` (Copet et al., arXiv 2306.05284, table A.1; its
`config.json`): T5 base, a decoder of 24 layers and 1024, EnCodec at 32 kHz with four codebooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musflow_studio.domain.model import InstalledModel, Licence, ModelKind
from musflow_studio.encoders.pretrained import Footing, Pretrained, go_offline
from musflow_studio.generation.musicgen.checkpoint import Checkpoint
from musflow_studio.generation.musicgen.engine import MusicgenEngine

NAME = "musicgen-small, by chance"
RATE_HZ = 32000


@dataclass(frozen=True)
class ChanceMusicgen:
    """The engine, and what it plays with."""

    engine: MusicgenEngine
    checkpoint: Checkpoint


def chance_musicgen_small(device: str = "") -> ChanceMusicgen:
    """The engine with a model of the right sizes and no training.

    Args:
        device: "cpu", "cuda"; "" takes a graphics card if there is one.
    """
    go_offline()
    import torch

    where = device or ("cuda" if torch.cuda.is_available() else "cpu")
    numbers = "float16" if where == "cuda" else "float32"
    footing = Footing(where, numbers, 30, "as it is")
    checkpoint = Checkpoint(_model(where, numbers), _tokenizer(), hears_melody=False)
    installed = InstalledModel(
        NAME, ModelKind.MUSIC, "musicgen", "", Licence("none", "made by chance"), Path(), RATE_HZ
    )
    return ChanceMusicgen(
        MusicgenEngine(pretrained=Pretrained(installed, lambda _: checkpoint, (footing,))),
        checkpoint,
    )


def _model(device: str, numbers: str) -> Any:  # noqa: ANN401 - untyped library
    import torch
    import transformers

    config: Any = transformers.MusicgenConfig(
        text_encoder=transformers.T5Config(
            vocab_size=32128, d_model=768, d_kv=64, d_ff=3072, num_layers=12, num_heads=12
        ),
        audio_encoder=transformers.EncodecConfig(
            sampling_rate=RATE_HZ, upsampling_ratios=[8, 5, 4, 4], num_filters=64,
            codebook_size=2048, codebook_dim=128, hidden_size=128, target_bandwidths=[2.2],
            use_causal_conv=False, use_conv_shortcut=False,
        ),
        decoder=transformers.MusicgenDecoderConfig(),
    )  # fmt: skip
    torch.manual_seed(1)
    model: Any = transformers.MusicgenForConditionalGeneration(config)
    told = model.generation_config
    told.pad_token_id = told.bos_token_id = told.decoder_start_token_id = 2048
    model.to(device, getattr(torch, numbers)).eval()
    model.audio_encoder.float()
    return model


def _tokenizer() -> Any:  # noqa: ANN401 - untyped library
    """Letters as tokens: about four times as many as the real one makes."""
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    return T5Tokenizer(vocab=pieces + [(letter, -3.0) for letter in map(chr, range(33, 127))])
