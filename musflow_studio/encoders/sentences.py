"""Sentences: a story as the mean of what its sentences mean.

Read as one text, a paragraph means most what most of its words are about, and a short remark (how
slow, how lonely) is lost in it; read one by one, sentences count alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to rows of numbers."""
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|(?<=[。！？])|\n+")  # noqa: RUF001 - other scripts' ends


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text; one empty sentence of an empty one."""
    found = [part.strip() for part in _END.split(text)]
    return [part for part in found if part] or [""]


def by_sentence(encode: Encode, texts: Sequence[str]) -> NDArray[np.float32]:
    """For each text the mean of its sentences' embeddings, (texts, width); shorter than 1."""
    return np.array([encode(sentences(text)).mean(0) for text in texts], np.float32)
