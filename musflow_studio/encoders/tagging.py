"""Tags heard without being learned: the words of a kind that a sound is nearest to.

Zero-shot classification as in the CLAP paper (arXiv 2211.06687, section 4.3): every word stands in
a sentence, and a softmax over scaled similarities shares one certainty among the words of a kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.ranking import HeardTag
from musflow_studio.encoders.clap import Clap
from musflow_studio.encoders.laion import LaionClap

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mood": ("This music sounds {}.", tuple(MOOD_WORDS)),
    "instrument": (
        "Music played by {}.",
        (
            "a string orchestra", "a full orchestra", "a solo piano", "a solo violin", "a cello",
            "a harp", "woodwinds", "a flute", "brass", "a choir", "drums", "war drums",
            "an acoustic guitar", "an electric guitar", "a music box", "bells", "synthesizers",
            "a jazz band", "an organ", "an accordion",
        ),
    ),
    "genre": (
        "This is {} music.",
        (
            "orchestral film", "minimalist", "ambient", "electronic", "jazz", "folk", "rock",
            "classical", "horror film", "comedy", "epic trailer", "lullaby", "waltz", "march",
            "drone",
        ),
    ),
}  # fmt: skip
"""Kind -> the sentence a word stands in, and its words."""
_SURER_THAN_CHANCE = 2.0
_MOST_A_KIND = 2


def heard_tags(encoder: Clap | LaionClap, sound: NDArray[np.float32]) -> tuple[HeardTag, ...]:
    """The words a sound is nearest to, at most two a kind, each twice as sure as chance.

    Args:
        encoder: what places words.
        sound: (dimension,), of length 1, placed by it.
    """
    found: list[HeardTag] = []
    for kind, (sentence, words) in KINDS.items():
        places = encoder.of_text([sentence.format(word) for word in words])
        shares = softmax(np.asarray(encoder.scale * (places @ sound), np.float32))
        for best in np.argsort(-shares)[:_MOST_A_KIND]:
            if shares[best] * len(words) >= _SURER_THAN_CHANCE:
                found.append(HeardTag(kind, words[best], round(float(shares[best]), 3)))
    return tuple(sorted(found, key=lambda tag: -tag.share))


def softmax(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares of one, by exponentials."""
    risen = np.exp(values - values.max())
    return np.asarray(risen / risen.sum(), np.float32)
