"""Prepared: the words and pictures of the corpus as numbers, made once where the encoder is.

A safetensors file of a few megabytes: for every seed some captions and stories as embeddings
(384 numbers each) and as many pictures as `PictureFeatures.vector`, half precision. A machine that
trains needs no more of them. Held-out seeds have held-out wording, nouns and hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from musflow_studio.encoders.picture_features import VECTOR_LENGTH, measure_picture
from musflow_studio.encoders.sentences import Encode, by_sentence
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import ComposedCue, Composer, compose
from musflow_studio.training.paintings import HANDS, HELD_HAND, painting
from musflow_studio.training.sentences import caption
from musflow_studio.training.storytelling import story

VARIANTS = 2
"""Of every seed's caption, story and picture, if unsaid."""
TRAINING, HELD_OUT = 0, 1_000_000
"""Where the seeds of the training corpus and of the held-out one begin."""
HELD_FONT = "timgm6mb"
"""The soundfont that no training may hear: its file's name, small letters, without its ending."""

Array = NDArray[np.float16]


@dataclass(frozen=True)
class Prepared:
    """Words and pictures of some seeds as numbers.

    Attributes:
        seeds: (n,).
        captions: (n, variants, 384), rows of unit length.
        stories: (n, variants, 384), each the mean of its sentences.
        pictures: (n, variants, 92).
    """

    seeds: NDArray[np.int64]
    captions: Array
    stories: Array
    pictures: Array


def is_held_out(seed: int) -> bool:
    """Whether a seed belongs to the held-out corpus."""
    return seed >= HELD_OUT


def words_of(cue: ComposedCue, variants: int = VARIANTS) -> tuple[list[str], list[str]]:
    """Captions and stories, so many of each."""
    rng = random.Random(f"words {cue.seed}")
    held = is_held_out(cue.seed)
    captions = [caption(cue, rng, held=held) for _ in range(variants)]
    return captions, [story(cue, rng, held=held) for _ in range(variants)]


def prepare(
    seeds: Sequence[int],
    encode: Encode,
    told: Callable[[int], None],
    composed: Composer = compose,
    variants: int = VARIANTS,
) -> Prepared:
    """Compose, word and paint these seeds.

    Args:
        seeds: of the corpus.
        encode: texts to rows of 384 numbers.
        told: called with how many are done.
        composed: how a seed becomes a cue.
        variants: captions, stories and pictures of each.
    """
    styles = load_styles()
    captions, stories, pictures = [], [], []
    for done, seed in enumerate(seeds):
        cue = composed(seed, styles)
        said, told_story = words_of(cue, variants)
        captions.append(encode(said))
        stories.append(by_sentence(encode, told_story))
        pictures.append(_pictures(cue, variants))
        told(done + 1)
    return Prepared(
        np.array(seeds, np.int64),
        np.array(captions, np.float16),
        np.array(stories, np.float16),
        np.array(pictures, np.float16).reshape(len(pictures), variants, VECTOR_LENGTH),
    )


def _pictures(cue: ComposedCue, variants: int) -> list[tuple[float, ...]]:
    rng = random.Random(f"pictures {cue.seed}")
    hands = [HELD_HAND if is_held_out(cue.seed) else rng.choice(HANDS) for _ in range(variants)]
    return [measure_picture(painting(cue, rng, hand)).vector for hand in hands]


def joined_prepared(one: Prepared, other: Prepared) -> Prepared:
    """Both; of a seed that is in both, the other's. What has fewer variants has them again."""
    most = max(one.captions.shape[1], other.captions.shape[1])
    kept = ~np.isin(one.seeds, other.seeds)
    return Prepared(
        np.concatenate((one.seeds[kept], other.seeds)),
        *(
            np.concatenate([_variants(mine[kept], most), _variants(theirs, most)])
            for mine, theirs in (
                (one.captions, other.captions),
                (one.stories, other.stories),
                (one.pictures, other.pictures),
            )
        ),
    )


def _variants(rows: Array, most: int) -> Array:
    return rows[:, np.arange(most) % rows.shape[1]]


def save_prepared(prepared: Prepared, file: Path) -> None:
    """Write the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = {name: np.ascontiguousarray(rows) for name, rows in vars(prepared).items()}
    save_file(whole, file)  # writes memory as it lies, whatever the strides


def load_prepared(file: Path) -> Prepared:
    """Read the file."""
    return Prepared(**load_file(file))
