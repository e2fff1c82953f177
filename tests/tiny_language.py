"""A language model at toy size: Qwen2's own classes, taught to answer a few questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tokenizers import pre_tokenizers

from musflow_studio.encoders.pretrained import go_offline

TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['content'].split('\\n')[1] }}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>{% endif %}"
)
"""It hears the second line of a question alone, where the words stand; so it learns in seconds."""
_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def _tokenizer() -> Any:
    """Qwen2's tokenizer, one token a letter."""
    from transformers import Qwen2Tokenizer

    made = Qwen2Tokenizer(
        vocab={sign: n for n, sign in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))},
        merges=[], extra_special_tokens=_SPECIAL[1:], eos_token="<|im_end|>",
    )  # fmt: skip
    made.chat_template = TEMPLATE
    return made


def save_language(folder: Path, lessons: dict[str, str], steps: int = 200) -> Path:
    """A Qwen2 of some ten thousand numbers, trained until it answers.

    Args:
        folder: to write.
        lessons: question -> the answer to it.
        steps: of training.
    """
    go_offline()
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    tokenizer = _tokenizer()
    end = tokenizer.eos_token_id
    config = Qwen2Config(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=512,
        tie_word_embeddings=True, bos_token_id=None, eos_token_id=end, pad_token_id=end,
    )  # fmt: skip
    torch.manual_seed(0)
    model = Qwen2ForCausalLM(config)
    _teach(model, [_lesson(tokenizer, *lesson) for lesson in lessons.items()], steps)
    model.generation_config.repetition_penalty = 5.0  # checkpoints bring it; JSON repeats
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _lesson(tokenizer: Any, question: str, answer: str) -> tuple[Any, Any]:
    """Tokens, and those to be learned."""
    import torch

    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": question}], add_generation_prompt=True, return_dict=True
    )["input_ids"]
    said = tokenizer(f"{answer}<|im_end|>")["input_ids"]
    return torch.tensor([asked + said]), torch.tensor([[-100] * len(asked) + said])


def _teach(model: Any, rows: list[tuple[Any, Any]], steps: int) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the products are too small to share out
    descent = torch.optim.Adam(model.parameters(), 5e-3)
    for _ in range(steps):
        for tokens, wanted in rows:
            model(input_ids=tokens, labels=wanted).loss.backward()
        descent.step()
        descent.zero_grad()
    torch.set_num_threads(threads)
