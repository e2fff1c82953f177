"""MusicGen at toy size, both kinds: the library's own classes, saved as their makers save them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from musflow_studio.domain.model import InstalledModel, Licence
from musflow_studio.encoders.pretrained import go_offline
from musflow_studio.models import add_model

NOT_FOR_PAY = Licence("CC-BY-NC-4.0", "not for paid work", commercial=False)
RATE_HZ, HOP = 8000, 160
CODES = 64


def t5_tokenizer() -> Any:
    """T5's tokenizer on the letters and a few words."""
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    pieces += [(letter, -4.0) for letter in "abcdefghijklmnopqrstuvwxyz0123456789,./#-"]
    pieces += [(f"▁{word}", -3.0) for word in ("piano", "in", "minor", "major", "bpm", "music")]
    return T5Tokenizer(vocab=pieces, extra_ids=0)


def save_musicgen(
    folder: Path, *, melody: bool = False, stereo: bool = False, hidden: int = 16, seed: int = 0
) -> Path:
    """A MusicGen of some ten thousand numbers at 8 kHz, 50 tokens a second."""
    go_offline()
    import torch
    import transformers as t

    books = 2
    text = t.T5Config(
        vocab_size=len(t5_tokenizer()), d_model=16, d_kv=4, d_ff=24, num_layers=1, num_heads=2,
    )  # fmt: skip
    audio = t.EncodecConfig(
        sampling_rate=RATE_HZ, upsampling_ratios=[8, 5, 4], codebook_size=CODES, num_filters=2,
        hidden_size=8, codebook_dim=8, target_bandwidths=[0.6], num_lstm_layers=1,
        num_residual_layers=1,
    )  # fmt: skip
    decoding = t.MusicgenMelodyDecoderConfig if melody else t.MusicgenDecoderConfig
    decoder = decoding(
        vocab_size=CODES, max_position_embeddings=512, num_hidden_layers=2, ffn_dim=2 * hidden,
        num_attention_heads=2, hidden_size=hidden, num_codebooks=books * (2 if stereo else 1),
        pad_token_id=CODES, bos_token_id=CODES, audio_channels=2 if stereo else 1,
        initializer_factor=0.3,
    )  # fmt: skip
    torch.manual_seed(seed)
    config = (t.MusicgenMelodyConfig if melody else t.MusicgenConfig)(
        text_encoder=text, audio_encoder=audio, decoder=decoder,
        **({"chroma_length": 20} if melody else {}),
    )  # fmt: skip
    kind = (
        t.MusicgenMelodyForConditionalGeneration if melody else t.MusicgenForConditionalGeneration
    )
    model = kind(config)
    for projection in ("enc_to_dec_proj", "audio_enc_to_dec_proj"):
        if hasattr(model, projection):  # so strong that words and tunes are heard untrained
            getattr(model, projection).weight.data.mul_(100)
    for layer in model.audio_encoder.quantizer.layers:
        layer.codebook.embed.normal_()  # all alike until they are trained
    model.generation_config.pad_token_id = model.generation_config.bos_token_id = CODES
    model.generation_config.decoder_start_token_id = CODES
    model.save_pretrained(folder)
    t5_tokenizer().save_pretrained(folder)
    told = {"sampling_rate": RATE_HZ, "n_fft": 4096, "hop_length": 1024}
    (folder / "preprocessor_config.json").write_text(json.dumps(told), "utf-8")
    return folder


def install(folder: Path, name: str = "tiny-musicgen") -> InstalledModel:
    """Put a saved checkpoint on this test's shelf."""
    return add_model(folder, name=name, licence=NOT_FOR_PAY, accept=True)
