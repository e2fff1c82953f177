"""Pretrained models at toy size: the libraries' own classes, saved as their makers save them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from musflow_studio.domain.model import InstalledModel, Licence
from musflow_studio.encoders.pretrained import go_offline
from musflow_studio.models import add_model

FREE = Licence("MIT", "free to use, for paid work too")
Lesson = Sequence[tuple[NDArray[np.float32], str]]
"""Mono sounds at 48 kHz, and what they are."""
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


def save_clap(folder: Path, seed: int = 0, lesson: Lesson | None = None) -> Path:
    """A CLAP of 60,000 numbers, taught to put some sounds and sentences side by side."""
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
    hearing = ClapFeatureExtractor(frequency_min=50, truncation="rand_trunc", padding="repeatpad")
    processor = ClapProcessor(hearing, tokenizer)
    if lesson:
        _teach_clap(model.eval(), processor, lesson)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def _teach_clap(model: Any, processor: Any, lesson: Lesson) -> None:
    """Turn its last layers until each sentence lies nearest to its sound."""
    import torch

    heard = processor(
        audio=[sound for sound, _ in lesson], sampling_rate=48000, return_tensors="pt"
    )
    read = processor(text=[text for _, text in lesson], return_tensors="pt", padding=True)
    with torch.no_grad():
        sounds = model.audio_model(**heard).pooler_output
        texts = model.text_model(**read).pooler_output
    last = [model.audio_projection, model.text_projection]
    descent = torch.optim.Adam([number for layer in last for number in layer.parameters()], 1e-2)
    right = torch.arange(len(lesson))
    for _ in range(300):
        ours, theirs = (
            torch.nn.functional.normalize(layer(values), dim=-1)
            for layer, values in zip(last, (sounds, texts), strict=True)
        )
        torch.nn.functional.cross_entropy(10 * ours @ theirs.T, right).backward()
        descent.step()
        descent.zero_grad()


def install(
    folder: Path, name: str, licence: Licence = FREE, *, accept: bool = False
) -> InstalledModel:
    """Put a saved model on this test's shelf."""
    return add_model(folder, name=name, licence=licence, accept=accept)


def save_blip(folder: Path, says: dict[int, str], steps: int = 120) -> Path:
    """A BLIP of 60,000 numbers, trained until it says of plain grey pictures what it shall.

    Args:
        folder: to write.
        says: brightness 0 to 255 of a plain picture -> what it shows.
        steps: of training.
    """
    go_offline()
    import torch
    from transformers import (
        BertTokenizer,
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessor,
        BlipProcessor,
    )

    words = dict.fromkeys(word for text in says.values() for word in text.split())
    vocab = {
        word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words])
    }
    begin, end = len(vocab), vocab["[SEP]"]
    text = {
        "vocab_size": len(vocab) + 1, "hidden_size": 32, "encoder_hidden_size": 32,
        "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64,
        "bos_token_id": begin, "pad_token_id": 0, "sep_token_id": end, "eos_token_id": end,
        "projection_dim": 32, "max_position_embeddings": 64,
    }  # fmt: skip
    vision = {
        "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 64, "image_size": 32, "patch_size": 16,
    }  # fmt: skip
    torch.manual_seed(0)
    model = BlipForConditionalGeneration(
        BlipConfig(text_config=text, vision_config=vision, projection_dim=32)
    )
    pictures = BlipImageProcessor(size={"height": 32, "width": 32})
    processor = BlipProcessor(pictures, BertTokenizer(vocab=vocab))
    images = [grey(brightness) for brightness in says]
    lesson = processor(images=images, text=list(says.values()), return_tensors="pt", padding=True)
    lesson["input_ids"][:, 0] = begin
    lesson["labels"] = lesson["input_ids"].masked_fill(lesson["input_ids"] == 0, -100)
    _teach(model, lesson, steps)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def _teach(model: Any, lesson: Any, steps: int) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the products are too small to share out
    descent = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(steps):
        model(**lesson).loss.backward()
        descent.step()
        descent.zero_grad()
    torch.set_num_threads(threads)


def grey(brightness: int, side_px: int = 64) -> Image.Image:
    """A plain picture."""
    return Image.new("RGB", (side_px, side_px), (brightness,) * 3)


def save_qwen(folder: Path) -> Path:
    """A Qwen2-VL at toy size with its own tokens; it babbles."""
    go_offline()
    import torch
    from transformers import (
        Qwen2Tokenizer,
        Qwen2VLConfig,
        Qwen2VLForConditionalGeneration,
        Qwen2VLImageProcessorPil,
    )

    special = [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
        "<|image_pad|>", "<|video_pad|>",
    ]  # fmt: skip
    tokenizer = Qwen2Tokenizer(
        vocab={sign: n for n, sign in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))},
        merges=[], extra_special_tokens=special[1:],
    )  # fmt: skip
    ids = dict(zip(special, tokenizer.convert_tokens_to_ids(special), strict=True))
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 32, "intermediate_size": 37,
        "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2,
        "max_position_embeddings": 2048, "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
        "rope_parameters": {"type": "mrope", "mrope_section": [2, 1, 1], "rope_theta": 10000.0},
    }  # fmt: skip
    vision = {"depth": 1, "embed_dim": 32, "num_heads": 4, "hidden_size": 32, "mlp_ratio": 2}
    torch.manual_seed(0)
    config = Qwen2VLConfig(
        text_config=text, vision_config=vision, image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
    )  # fmt: skip
    Qwen2VLForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    Qwen2VLImageProcessorPil(min_pixels=28 * 28, max_pixels=28 * 28 * 400).save_pretrained(folder)
    return folder


def save_both_claps(folder: Path) -> tuple[Path, Path]:
    """One CLAP of the smallest shape laion-clap knows: for transformers, and for that package.

    Returns:
        A folder as transformers saves it, and one with a .pt checkpoint and RoBERTa's words.
    """
    go_offline()
    import torch
    from transformers import (
        ClapConfig,
        ClapFeatureExtractor,
        ClapModel,
        ClapProcessor,
        RobertaConfig,
    )

    tokenizer = roberta_tokenizer()
    words = {
        "vocab_size": len(tokenizer), "hidden_size": 768, "num_hidden_layers": 1,
        "num_attention_heads": 12, "intermediate_size": 64, "max_position_embeddings": 514,
        "type_vocab_size": 1, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
    }  # fmt: skip
    torch.manual_seed(0)
    model = ClapModel(ClapConfig(text_config={**words, "projection_dim": 512}, projection_dim=512))
    ours, theirs = folder / "transformers", folder / "laion"
    model.save_pretrained(ours)
    hearing = ClapFeatureExtractor(frequency_min=50, truncation="rand_trunc", padding="repeatpad")
    ClapProcessor(hearing, tokenizer).save_pretrained(ours)
    tokenizer.save_pretrained(theirs / "roberta-base")
    RobertaConfig(**words).save_pretrained(theirs / "roberta-base")
    torch.save({"epoch": 1, "state_dict": _as_laion(model.state_dict())}, theirs / "toy.pt")
    return ours, theirs


_LAION_NAMES = (
    ("text_model.", "text_branch."),
    ("audio_model.audio_encoder.", "audio_branch."),
    ("projection.linear1.", "projection.0."),
    ("projection.linear2.", "projection.2."),
)
_LAION_AUDIO_NAMES = (
    ("batch_norm.", "bn0."),
    ("layernorm_before.", "norm1."),
    ("layernorm_after.", "norm2."),
    ("attention.self.", "attn."),
    ("attention.output.dense.", "attn.proj."),
    ("intermediate.dense.", "mlp.fc1."),
    ("output.dense.", "mlp.fc2."),
)


def _as_laion(state: dict[str, Any]) -> dict[str, Any]:
    """The same numbers under the names laion-clap has for them; it keeps q, k and v as one."""
    import torch

    renamed = {}
    for name, value in state.items():
        pairs = _LAION_NAMES + (_LAION_AUDIO_NAMES if name.startswith("audio_model") else ())
        for ours, theirs in pairs:
            name = name.replace(ours, theirs)  # noqa: PLW2901 - renamed step by step
        renamed[name] = value
    for name in [name for name in renamed if "attn.query." in name]:
        three = [renamed.pop(name.replace("query", part)) for part in ("query", "key", "value")]
        renamed[name.replace("query", "qkv")] = torch.cat(three)
    return {f"module.{name}": value for name, value in renamed.items()}


def save_clip(folder: Path, says: dict[int, str]) -> Path:
    """A CLIP at toy size, taught which sentence belongs to which plain grey picture."""
    go_offline()
    import torch
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizer

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    signs = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    tokenizer = CLIPTokenizer(vocab={sign: n for n, sign in enumerate(signs)}, merges=[])
    text = {
        "vocab_size": len(signs), "hidden_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": 37, "max_position_embeddings": 77,
        "bos_token_id": len(signs) - 2, "eos_token_id": len(signs) - 1, "pad_token_id": 0,
    }  # fmt: skip
    vision = {
        "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 37, "image_size": 32, "patch_size": 16,
    }  # fmt: skip
    torch.manual_seed(0)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=16))
    pictures = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    seen = pictures(images=[grey(brightness) for brightness in says], return_tensors="pt")
    read = tokenizer(list(says.values()), return_tensors="pt", padding=True)
    descent = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(60):
        model(**seen, **read, return_loss=True).loss.backward()
        descent.step()
        descent.zero_grad()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    pictures.save_pretrained(folder)
    return folder
