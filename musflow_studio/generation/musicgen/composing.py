"""Composing: one cue by MusicGen, from its words to sound, on whatever footing has room for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import soxr
from torch import Tensor

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.encoders.pretrained import Footing, Pretrained
from musflow_studio.generation.musicgen.checkpoint import MELODY, Checkpoint
from musflow_studio.generation.musicgen.decoding import Audio, decoded
from musflow_studio.generation.musicgen.prompt import prompt_of
from musflow_studio.generation.musicgen.sketch import Sketch, sketch_of
from musflow_studio.generation.musicgen.tokens import Stretch, Wish, extend

_TOKENS, _SOUND = 0.9, 0.97
"""Shares of the work that are done once the tokens, and once the sound is there."""


class Composing:
    """What is made for one request; it can be asked for more.

    Args:
        pretrained: the model.
        request: what for.
        on_step: told the fraction done.
        cancelled: polled at every token.
    """

    def __init__(
        self,
        pretrained: Pretrained[Checkpoint],
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._pretrained, self._request = pretrained, request
        self._on_step, self._cancelled = on_step, cancelled
        self._stretch = Stretch()
        self._done = 0.0

    def check(self) -> None:
        """Raise StudioError if the work shall stop."""
        if self._cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")

    def sound(self, seconds: float, rate_hz: int) -> Audio:
        """So much music, (2, n); asked again for more, it is the same music and more of it.

        Raises StudioError: CANCELLED, OUT_OF_MEMORY, BAD_FILE.
        """
        self._pretrained.run(lambda checkpoint, footing: self._tokens(checkpoint, footing, seconds))
        sound, from_hz = self._pretrained.run(self._decoded)
        self._tell(_SOUND)
        resampled: Audio = soxr.resample(sound.T, from_hz, rate_hz).T
        return np.ascontiguousarray(resampled, np.float32)

    def _tell(self, fraction: float) -> None:
        self.check()
        self._done = max(self._done, fraction)
        self._on_step(self._done)

    def _tokens(self, checkpoint: Checkpoint, footing: Footing, seconds: float) -> None:
        per_second = checkpoint.tokens_per_second
        frames = int(np.ceil(seconds * per_second))
        plan, sketch = self._request.plan, self._sketch

        def prompt(first: int, last: int) -> str:
            return prompt_of(plan, first / per_second, last / per_second)

        def melody(first: int, last: int) -> Tensor | None:
            return sketch.between(first / per_second, last / per_second) if sketch else None

        extend(
            self._stretch,
            checkpoint,
            Wish(prompt, melody, self._request.seed),
            frames,
            footing.at_once,
            lambda there: self._tell(_TOKENS * there / frames),
        )

    def _decoded(self, checkpoint: Checkpoint, _: Footing) -> tuple[Audio, int]:
        assert self._stretch.codes is not None
        share = _SOUND - _TOKENS
        sound = decoded(
            self._stretch.codes, checkpoint, lambda done: self._tell(_TOKENS + share * done)
        )
        return sound, checkpoint.rate_hz

    @cached_property
    def _sketch(self) -> Sketch | None:
        """What a model that hears melodies is given; None for others."""
        model = self._pretrained.model
        if model.model_type != MELODY:
            return None
        rate_hz = model.rate_hz or 32000
        return sketch_of(self._request, model.folder, rate_hz, self._cancelled)
