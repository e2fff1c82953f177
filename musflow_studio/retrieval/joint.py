"""Joint: MusFlow's own space of music and words as an `AudioTextEncoder`, where its weights are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.text import TextEncoder
from musflow_studio.generation.musflow.joint_embedding import together
from musflow_studio.generation.musflow.listening import embedding_of
from musflow_studio.generation.musflow.model import load_model
from musflow_studio.generation.musflow.shapes import EMBEDDING_WIDTH, SAMPLE_RATE_HZ
from musflow_studio.own_model import MODEL_VARIABLE, find_model

Array = NDArray[np.float32]


class JointEncoder:
    """See `AudioTextEncoder`. Mono is heard as two equal channels.

    Args:
        sentences: the text encoder, which the model's words go through.

    Raises StudioError NO_MODEL without a model or the text model, BAD_FILE for a damaged one.
    """

    name = "musflow"
    dimension = EMBEDDING_WIDTH
    rate_hz = SAMPLE_RATE_HZ

    def __init__(self, sentences: TextEncoder | None) -> None:
        folder = find_model()
        if folder is None or sentences is None:
            raise StudioError(
                ErrorCode.NO_MODEL,
                "searching by MusFlow's own ears needs its weights and the text model",
                hint=f"name the model's folder in {MODEL_VARIABLE} and run `musflow setup`",
            )
        self._sentences = sentences
        self._model = load_model(folder)
        if not self._model.listens:
            raise StudioError(
                ErrorCode.NO_MODEL,
                "this MusFlow model did not learn to hear",
                value=folder,
                hint="choose another encoder in the settings",
            )

    @property
    def version(self) -> str:
        """Of the weights."""
        return self._model.digest[:12]

    def of_audio(self, audio: Array) -> Array:
        """(n, 512), rows of length 1, for n mono sounds (n, frames) at 44.1 kHz."""
        heard = [embedding_of(self._model, np.stack((sound, sound))) for sound in audio]
        return np.stack([row.numpy() for row in heard]).astype(np.float32)

    @torch.inference_mode()
    def of_text(self, texts: Sequence[str]) -> Array:
        """(n, 512), rows of length 1, for n sentences."""
        meant = torch.from_numpy(self._sentences.encode(texts))
        asked = together([self._model.joint.adapted("caption", meant)])
        return np.asarray(asked.numpy(), np.float32)
