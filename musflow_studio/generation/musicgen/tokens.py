"""Tokens: any length of MusicGen's tokens, window by window.

A window goes on from the last seconds of the one before: these are its prompt, so the music
continues without a seam, as in the authors' own code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor
from transformers import StoppingCriteria, StoppingCriteriaList

from musflow_studio.generation.musicgen.checkpoint import Checkpoint

GUIDANCE = 3.0
LIKELIEST = 250
"""Each token is drawn from so many, as the authors do."""
_SEEDS = 2**31 - 1


@dataclass
class Stretch:
    """The tokens of a cue while they are made: what one footing made, the next goes on with.

    Attributes:
        codes: (codebooks, frames) so far.
        windows: how many were made.
    """

    codes: Tensor | None = None
    windows: int = field(default=0)

    @property
    def frames(self) -> int:
        """Token frames so far."""
        return 0 if self.codes is None else int(self.codes.shape[1])


@dataclass(frozen=True)
class Wish:
    """What is wanted of a window.

    Attributes:
        prompt: its words, told the frames it is about.
        melody: its pitch classes (1, time, 12), or None; told the same.
        seed: of every draw.
    """

    prompt: Callable[[int, int], str]
    melody: Callable[[int, int], Tensor | None]
    seed: int


def extend(
    stretch: Stretch,
    checkpoint: Checkpoint,
    wish: Wish,
    frames: int,
    window_s: float,
    step: Callable[[int], None],
) -> None:
    """Make tokens until there are so many frames.

    Args:
        stretch: gets longer, window by window.
        checkpoint: makes them.
        wish: what music.
        frames: how many token frames in all.
        window_s: seconds of a window, a third of them the last one's.
        step: told the frames there are, after every token; may raise to stop.
    """
    window = max(8, round(window_s * checkpoint.tokens_per_second))
    while stretch.frames < frames:
        kept = min(stretch.frames, window // 3)
        start = stretch.frames - kept
        about = (start, start + min(window, frames - start))
        codes = stretch.codes
        if codes is None:
            stretch.codes = _window(stretch, checkpoint, wish, about, None, step)
        else:
            made = _window(stretch, checkpoint, wish, about, codes[:, start:], step)
            stretch.codes = torch.cat((codes, made[:, kept:]), 1)
        stretch.windows += 1


def _window(
    stretch: Stretch,
    checkpoint: Checkpoint,
    wish: Wish,
    about: tuple[int, int],
    prompt: Tensor | None,
    step: Callable[[int], None],
) -> Tensor:
    """(codebooks, frames): the tokens of one window, its prompt included."""
    model, length = checkpoint.model, about[1] - about[0]
    device = model.device
    inputs = checkpoint.tokenizer(wish.prompt(*about), return_tensors="pt", truncation=True)
    inputs = {name: inputs[name].to(device) for name in ("input_ids", "attention_mask")}
    melody = wish.melody(*about)
    if melody is not None:
        inputs["input_features"] = melody.to(device, model.dtype)
    if prompt is not None:
        inputs["decoder_input_ids"] = prompt.to(device)
    delays = checkpoint.codebooks // checkpoint.channels
    watch = _Watch(length + delays, lambda made: step(about[0] + max(0, min(length, made))))
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed((wish.seed * 1009 + stretch.windows) % _SEEDS)
        try:
            model.generate(
                **inputs, do_sample=True, top_k=LIKELIEST, guidance_scale=GUIDANCE,
                max_length=length + delays, stopping_criteria=StoppingCriteriaList([watch]),
            )  # fmt: skip
        except _Whole as whole:
            made = _undelayed(whole.tokens.cpu(), length, checkpoint.channels)
    if prompt is not None:
        made[:, : prompt.shape[1]] = prompt
    return made


class _Whole(Exception):  # noqa: N818 - no error: the tokens are there
    """All tokens of a window. The library would decode them in one go that cannot be stopped."""

    def __init__(self, tokens: Tensor) -> None:
        super().__init__()
        self.tokens = tokens


class _Watch(StoppingCriteria):
    """Tells every step, and takes the tokens once there are enough."""

    def __init__(self, length: int, step: Callable[[int], None]) -> None:
        self._length = length
        self._step = step

    def __call__(self, input_ids: Tensor, scores: Tensor, **_: object) -> Tensor:
        self._step(input_ids.shape[1] - 1)
        if input_ids.shape[1] >= self._length:
            raise _Whole(input_ids)
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


def _undelayed(tokens: Tensor, length: int, channels: int) -> Tensor:
    """Codebook c was written c frames late, after one frame of its own; both channels alike."""
    rows = [row[1 + late // channels :][:length] for late, row in enumerate(tokens)]
    return torch.stack(rows)
