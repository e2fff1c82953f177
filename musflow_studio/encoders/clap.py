"""Clap: LAION-CLAP by the transformers library: music and words as points of one space.

Wu et al., "Large-scale contrastive language-audio pretraining", ICASSP 2023, arXiv 2211.06687. The
model hears ten seconds at 48 kHz; longer sound is heard in windows whose embeddings are averaged.
The library's own cropping is random, so windows never exceed ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.pretrained import Footing, embedded, load_model, unit_rows
from musflow_studio.encoders.shelf_model import ShelfModel

RATE_HZ = 48000
WINDOW_S = 10
MOST_WINDOWS = 60
"""Of longer sound, windows spread over all of it."""
_TEXTS_AT_ONCE = 32


class _Parts(NamedTuple):
    model: Any
    processor: Any


class Clap(ShelfModel[_Parts]):
    """An AudioTextEncoder on a CLAP checkpoint; loads at first use.

    Args:
        model: of the shelf, of type "clap".
        cancelled: polled between windows.
        ladder: see Pretrained.
    """

    def __init__(
        self,
        model: InstalledModel,
        cancelled: Callable[[], bool] = lambda: False,
        ladder: tuple[Footing, ...] | None = None,
    ) -> None:
        super().__init__(model, cancelled, ladder)
        self._texts: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The model's name, and its repository where it has one."""
        return f"clap {self.pretrained.model.repo or self.pretrained.model.name}"

    @property
    def version(self) -> str:
        """Of the weights: embeddings of other weights do not compare."""
        digests = sorted(self.pretrained.model.sha256.items())
        return next((digest[:12] for name, digest in digests if name.endswith(".safetensors")), "")

    @property
    def dimension(self) -> int:
        """Of the space; loads the model."""
        return int(self.pretrained.run(lambda parts, _: parts.model.config.projection_dim))

    @property
    def rate_hz(self) -> int:
        """What `of_audio` wants."""
        return RATE_HZ

    @property
    def scale(self) -> float:
        """What the model multiplies a similarity with before it compares; loads the model."""
        return float(self.pretrained.run(lambda parts, _: parts.model.logit_scale_a.exp().item()))

    def of_audio(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n mono sounds (n, frames) at 48 kHz.

        Raises StudioError: sound that is not finite or empty, OUT_OF_MEMORY, CANCELLED.
        """
        audio = np.atleast_2d(audio)
        if audio.shape[1] == 0 or not np.isfinite(audio).all():
            raise StudioError(
                ErrorCode.BAD_INPUT, "sound must be finite numbers, at least one", value=audio.shape
            )
        return np.stack([self._heard(list(windows(row))) for row in audio])

    def of_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n sentences; those met before are remembered."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._texts]
        for start in range(0, len(fresh), _TEXTS_AT_ONCE):
            batch = fresh[start : start + _TEXTS_AT_ONCE]
            rows = self.pretrained.run(partial(_read, batch))
            self._texts |= dict(zip(batch, rows, strict=True))
        return np.stack([self._texts[text] for text in texts])

    def _heard(self, cut: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        rows: list[NDArray[np.float32]] = []
        while len(rows) < len(cut):
            if self.cancelled():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            rows += self.pretrained.run(partial(_hear_next, cut[len(rows) :]))
        return unit_rows(np.mean(rows, axis=0))

    def _load(self, footing: Footing) -> _Parts:
        from transformers import ClapModel, ClapProcessor

        folder = self.pretrained.model.folder
        processor = ClapProcessor.from_pretrained(folder, local_files_only=True)
        return _Parts(load_model(ClapModel, folder, footing), processor)


def windows(sound: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Ten-second pieces that cover a sound, the last one flush with its end; at most 60."""
    length = WINDOW_S * RATE_HZ
    last = max(0, len(sound) - length)
    count = min(MOST_WINDOWS, 1 + -(-last // length))
    for start in np.linspace(0, last, count).round().astype(int):
        yield sound[start : start + length]


def _hear_next(
    left: list[NDArray[np.float32]], parts: _Parts, footing: Footing
) -> list[NDArray[np.float32]]:
    """Embeddings of as many windows as the footing takes at once."""
    sounds = left[: footing.at_once]
    inputs = parts.processor(audio=sounds, sampling_rate=RATE_HZ, return_tensors="pt")
    return list(embedded(parts.model.get_audio_features, inputs, footing))


def _read(texts: list[str], parts: _Parts, footing: Footing) -> NDArray[np.float32]:
    inputs = parts.processor(text=texts, return_tensors="pt", padding=True, truncation=True)
    return embedded(parts.model.get_text_features, inputs, footing)
