"""Pretrained models at toy size: the libraries' own classes, saved as their makers save them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from musflow_studio.domain.model import InstalledModel, Licence
from musflow_studio.encoders.pretrained import go_offline
from musflow_studio.models import add_model

FREE = Licence("MIT", "free to use, for paid work too")
_SENTENCES = (
    "a calm piece of music", "tense strings in a storm", "this is joyful music", "a slow sad song",
)  # fmt: skip


def roberta_tokenizer() -> Any:
    """RoBERTa's tokenizer on a vocabulary of 300."""
    from transformers import RobertaTokenizer

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    letters = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=special, initial_alphabet=letters, show_progress=False
    )
    tokenizer.train_from_iterator(_SENTENCES, trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    merges = [tuple(merge) for merge in learned["merges"]]
    return RobertaTokenizer(vocab=learned["vocab"], merges=merges)


def save_clap(folder: Path, seed: int = 0) -> Path:
    """A CLAP of 60,000 numbers."""
    go_offline()
    import torch
    from transformers import ClapConfig, ClapFeatureExtractor, ClapModel, ClapProcessor

    tokenizer = roberta_tokenizer()
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": 37, "projection_dim": 16,
        "max_position_embeddings": 514,
    }  # fmt: skip
    audio = {
        "spec_size": 256, "num_mel_bins": 64, "patch_embeds_hidden_size": 8, "hidden_size": 64,
        "depths": [1, 1, 1, 1], "num_attention_heads": [2, 2, 2, 2], "window_size": 8,
        "num_classes": 10, "projection_dim": 16,
    }  # fmt: skip
    torch.manual_seed(seed)
    model = ClapModel(ClapConfig(text_config=text, audio_config=audio, projection_dim=16))
    model.save_pretrained(folder)
    hearing = ClapFeatureExtractor(truncation="rand_trunc", padding="repeatpad")
    ClapProcessor(hearing, tokenizer).save_pretrained(folder)
    return folder


def install(
    folder: Path, name: str, licence: Licence = FREE, *, accept: bool = False
) -> InstalledModel:
    """Put a saved model on this test's shelf."""
    return add_model(folder, name=name, licence=licence, accept=accept)
