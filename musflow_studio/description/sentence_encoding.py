"""Writes the embeddings of the example sentences; run it after a change of `mood_sentences`.

python -m musflow_studio.description.sentence_encoding
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from musflow_studio.description.mood_sentences import MOOD_SENTENCES
from musflow_studio.description.sentence_places import PLACES_FILE
from musflow_studio.encoders.text import TextEncoder, load_text_encoder


def encode_sentences(encoder: TextEncoder) -> npt.NDArray[np.float16]:
    """(n, 384) float16, the embeddings of the example sentences."""
    return encoder.encode([sentence for _, sentence in MOOD_SENTENCES]).astype(np.float16)


if __name__ == "__main__":
    with open(str(PLACES_FILE), "wb") as opened:
        np.save(opened, encode_sentences(load_text_encoder()))
