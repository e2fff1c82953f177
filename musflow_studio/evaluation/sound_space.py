"""Sound space: fits the shipped map between words and timbre on our own rendered corpus.

    python -m musflow_studio.evaluation.sound_space --clips 40

renders that many short cues of every style, hears them, and writes `hearing/space.npz`: how
timbre is scaled, a ridge regression (Hoerl & Kennard 1970) from sentence embeddings to it, and one
from it to valence, arousal and tension. The corpus is ours, so the map is free of anybody's
copyright; it knows our ten styles and the words for them best.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.encoders.text import load_text_encoder
from musflow_studio.evaluation.short_cues import ShortCue, short_cue
from musflow_studio.generation import engine
from musflow_studio.hearing import Heard, listen
from musflow_studio.hearing.space import SPACE_FILE, Space, features_of
from musflow_studio.presets import load_styles

FIRST_SEED = 10_000
_RIDGE_WORDS, _RIDGE_MOOD = 10.0, 30.0
_SHRINKAGE = 0.3
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Corpus:
    """What was rendered.

    Attributes:
        features: (clips, d), see `features_of`.
        styles: number of each clip's style.
        moods: (clips, 3), valence, arousal and tension.
        sentences: for each clip, what may be said of it.
    """

    features: Real
    styles: NDArray[np.int_]
    moods: Real
    sentences: tuple[tuple[str, ...], ...]


def gather(clips: int) -> Corpus:
    """Render and hear `clips` short cues of every style."""
    features, styles, moods, sentences = [], [], [], []
    for number, style in enumerate(load_styles().values()):
        for seed in range(clips):
            cue = short_cue(style, FIRST_SEED + seed)
            features.append(features_of(hear_cue(cue)))
            styles.append(number)
            valence, arousal, _, tension = MOOD_WORDS[cue.mood_word]
            moods.append((valence, arousal, tension))
            sentences.append(tuple(sentences_of(cue)))
    return Corpus(np.array(features), np.array(styles), np.array(moods), tuple(sentences))


def hear_cue(cue: ShortCue) -> Heard:
    """A short cue's take by the sampled engine, as it is heard."""
    with tempfile.TemporaryDirectory() as folder:
        sound, rate_hz = soundfile.read(render(cue, Path(folder)), dtype="float32", always_2d=True)
    return listen(sound.T, rate_hz)


def render(cue: ShortCue, folder: Path) -> Path:
    """The mix of a short cue, before finishing, in an empty folder."""
    made = engine("sampled")
    request = GenerationRequest(cue.plan, cue.plan.seed, Quality.STANDARD, folder)
    return made.generate(request, lambda fraction: None, lambda: False).mix.path


def sentences_of(cue: ShortCue) -> Iterator[str]:
    """What people may say of a cue: its style, its mood, its players, its pace."""
    style, bpm = cue.style, cue.plan.bpm
    pace = "slow" if bpm < 90 else "fast" if bpm > 120 else "medium tempo"
    players = ", ".join(dict.fromkeys(part.instrument for part in cue.plan.score.parts))
    yield cue.plan.caption.partition(":")[0]
    yield style.title
    yield f"{cue.mood_word} {style.title}"
    yield f"{cue.mood_word} music"
    yield f"{pace} {cue.mood_word} {players}"
    yield players
    yield style.description


def fit(corpus: Corpus) -> Space:
    """The space of a corpus."""
    mean, scale = corpus.features.mean(axis=0), corpus.features.std(axis=0) + 1e-6
    plain = (corpus.features - mean) / scale
    turn = _within(plain, corpus.styles)
    placed = plain @ turn
    placed /= np.linalg.norm(placed, axis=1, keepdims=True)
    words, targets = _pairs(corpus, placed)
    centre = words.mean(axis=0)
    return Space(
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        turn=turn.astype(np.float32),
        words_centre=centre.astype(np.float32),
        words=_ridge(words - centre, targets, _RIDGE_WORDS).astype(np.float32),
        moods_mean=corpus.moods.mean(axis=0).astype(np.float32),
        moods=_ridge(plain, corpus.moods - corpus.moods.mean(axis=0), _RIDGE_MOOD).astype(
            np.float32
        ),
    )


def _within(plain: Real, styles: NDArray[np.int_]) -> Real:
    """Whitening by what differs inside a style, shrunk: what tells styles apart counts more.

    Within-class covariance normalisation (Hatch, Kajarekar & Stolcke, Interspeech 2006).
    """
    inside = np.concatenate(
        [plain[styles == style] - plain[styles == style].mean(axis=0) for style in set(styles)]
    )
    covariance = inside.T @ inside / len(inside)
    shrunk = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * np.eye(len(covariance))
    values, vectors = np.linalg.eigh(shrunk)
    return np.asarray(vectors / np.sqrt(values))


def _pairs(corpus: Corpus, placed: Real) -> tuple[Real, Real]:
    """Sentence embeddings and the places they should lead to; each clip has one a sentence."""
    encoder = load_text_encoder()
    rows = [(s, place) for said, place in zip(corpus.sentences, placed, strict=True) for s in said]
    words = encoder.encode([sentence for sentence, _ in rows]).astype(np.float64)
    return words, np.array([place for _, place in rows])


def _ridge(x: Real, y: Real, strength: float) -> Real:
    gram = x.T @ x + strength * np.eye(x.shape[1])
    return np.asarray(np.linalg.solve(gram, x.T @ y))


def main() -> None:
    """Render, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=40, help="short cues of every style")
    fit(gather(parser.parse_args().clips)).save(SPACE_FILE)


if __name__ == "__main__":
    main()
