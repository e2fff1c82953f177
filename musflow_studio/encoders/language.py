"""LanguageModel: a pretrained model that answers a question in words.

It is asked in the format it was taught (the chat template beside its tokenizer). Words are chosen
greedily, so that the same question gives the same answer.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.pretrained import Footing, load_model
from musflow_studio.encoders.shelf_model import ShelfModel

MOST_TOKENS = 400


class LanguageParts(NamedTuple):
    """A causal language model and its tokenizer."""

    model: Any
    text: Any


class LanguageModel(ShelfModel[LanguageParts]):
    """Answers questions; loads at first use."""

    def answer(self, question: str) -> str:
        """What the model writes, at most MOST_TOKENS tokens.

        Raises StudioError: BAD_FILE, also for a model that was not taught to answer;
        OUT_OF_MEMORY, CANCELLED.
        """
        said = self.pretrained.run(partial(self._said, question))
        if self.cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")
        return said.strip()

    def _said(self, question: str, parts: LanguageParts, footing: Footing) -> str:
        import torch

        asked = parts.text.apply_chat_template(
            [{"role": "user", "content": question}], add_generation_prompt=True,
            return_tensors="pt", return_dict=True,
        ).to(footing.device)  # fmt: skip
        with torch.inference_mode():
            tokens = parts.model.generate(
                **asked,
                do_sample=False,
                num_beams=1,
                repetition_penalty=1.0,  # JSON repeats; checkpoints bring 1.1 of their own
                max_new_tokens=MOST_TOKENS,
                stopping_criteria=[self._stops],
            )
        fresh = tokens[0][asked["input_ids"].shape[1] :]
        return str(parts.text.decode(fresh, skip_special_tokens=True))

    def _stops(self, tokens: Any, scores: Any, **_: Any) -> Any:  # noqa: ANN401 - as generate calls it
        """Whether to stop after this word."""
        import torch

        return torch.full((len(tokens),), self.cancelled(), device=tokens.device)

    def _load(self, footing: Footing) -> LanguageParts:
        import transformers

        folder: Path = self.model.folder
        text = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not text.chat_template:
            raise ValueError("it was not taught to answer: it has no chat template")
        return LanguageParts(load_model(transformers.AutoModelForCausalLM, folder, footing), text)
