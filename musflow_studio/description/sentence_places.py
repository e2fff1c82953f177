"""The embeddings of the example sentences, computed once and shipped beside them.

Encoding them takes two seconds, reading this file a millisecond. `sentence_encoding` writes it.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import numpy.typing as npt

from musflow_studio.description.mood_sentences import MOOD_SENTENCES
from musflow_studio.domain.errors import ErrorCode, StudioError

PLACES_FILE = files("musflow_studio.description").joinpath("mood_sentences.npy")


def load_places() -> npt.NDArray[np.float32]:
    """(n, 384), one row per example sentence, in their order; kept as 16-bit floats."""
    with PLACES_FILE.open("rb") as opened:
        places = np.load(opened, allow_pickle=False)
    if len(places) != len(MOOD_SENTENCES):
        raise StudioError(
            ErrorCode.INTERNAL,
            "the mood sentences and their embeddings do not belong together",
            hint="run `python -m musflow_studio.description.sentence_encoding`",
        )
    return np.asarray(places, np.float32)
