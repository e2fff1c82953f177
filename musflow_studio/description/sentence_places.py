"""The embeddings of the example sentences, computed once and shipped beside them.

Encoding them takes a second; reading this file a millisecond. Written anew after a change of
`mood_sentences` with `python -m musflow_studio.description.sentence_places`.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import numpy.typing as npt

from musflow_studio.description.mood_sentences import MOOD_SENTENCES
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.text import TextEncoder, load_text_encoder

_FILE = files("musflow_studio.description").joinpath("mood_sentences.npy")


def load_places() -> npt.NDArray[np.float32]:
    """(n, 384), one row per example sentence, in their order; kept as 16-bit floats."""
    with _FILE.open("rb") as opened:
        places = np.load(opened, allow_pickle=False)
    if len(places) != len(MOOD_SENTENCES):
        raise StudioError(
            ErrorCode.INTERNAL,
            "the mood sentences and their embeddings do not belong together",
            hint="run `python -m musflow_studio.description.sentence_places`",
        )
    return np.asarray(places, np.float32)


def compute_places(encoder: TextEncoder) -> npt.NDArray[np.float16]:
    """(n, 384) float16, the embeddings of the example sentences."""
    return encoder.encode([sentence for _, sentence in MOOD_SENTENCES]).astype(np.float16)


if __name__ == "__main__":
    with open(str(_FILE), "wb") as opened:
        np.save(opened, compute_places(load_text_encoder()))
