"""Held out: cues the model never saw, and where they come from.

Seeds, wording, nouns and one hand of drawing are kept from training by `training`; the soundfont
TimGM6mb is too (it may not be named in training), and is heard here beside the one that plays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT, latents_for
from musflow_studio.generation.musflow.sheet import START_S, Sheet
from musflow_studio.generation.soundfont import standard_folders
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import ComposedCue, compose
from musflow_studio.training.corpus import SHARD_CUES, make_corpus, read_corpus
from musflow_studio.training.prepared import HELD_OUT

HELD_FONT = "TimGM6mb.sf2"
SAMPLE_RATE_HZ = 44100

Sound = NDArray[np.float32]
"""Left and right, (2, samples), 44.1 kHz."""


@dataclass(frozen=True)
class HeldOutCue:
    """A cue's first seconds, whole latents of them.

    Attributes:
        cue: the plan and what it was made from.
        sheet: its notes and rows, those of these seconds.
        sound: as the sampled engine plays it.
    """

    cue: ComposedCue
    sheet: Sheet
    sound: Sound

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.sound.shape[1] / SAMPLE_RATE_HZ)

    @property
    def mono(self) -> Sound:
        """Left and right as one, (samples,)."""
        return mono(self.sound)


def mono(sound: Sound) -> Sound:
    """The mean of left and right, (samples,)."""
    mixed: Sound = sound.mean(axis=0, dtype=np.float32)
    return mixed


def held_out_cues(
    folder: Path,
    font: Path,
    count: int,
    seconds: float,
    told: Callable[[int, int], None] = lambda done, of: None,
    first_seed: int = HELD_OUT,
) -> list[HeldOutCue]:
    """The first cues of the held-out seeds, rendered once and kept in a folder.

    Args:
        folder: where shards are kept, a folder a font.
        font: that plays them.
        count: how many cues.
        seconds: the most of each; cut to whole latents.
        told: called with shards done, and of how many.
        first_seed: where the seeds begin.
    """
    place = folder / font.stem
    seeds = range(first_seed, first_seed + -(-count // SHARD_CUES) * SHARD_CUES)
    make_corpus(place, seeds, [font], told=told)
    corpus = read_corpus(place, count)
    at = {seed: i for i, seed in enumerate(corpus.seeds)}
    styles = load_styles()
    return [
        cut(compose(seed, styles), corpus.sheets[at[seed]], corpus.sounds[at[seed]], seconds)
        for seed in seeds[:count]
    ]


def cut(cue: ComposedCue, sheet: Sheet, sound: NDArray[np.int16], seconds: float) -> HeldOutCue:
    """A cue's first seconds; `sound` is (samples, 2) of 16 bits."""
    latents = min(len(sound) // SAMPLES_PER_LATENT, latents_for(round(seconds * SAMPLE_RATE_HZ)))
    samples = latents * SAMPLES_PER_LATENT
    early = sheet.notes[sheet.notes[:, START_S] < samples / SAMPLE_RATE_HZ]
    heard = np.ascontiguousarray(np.asarray(sound[:samples], np.float32).T / np.float32(32768))
    return HeldOutCue(cue, Sheet(early, sheet.rows[:latents]), heard)


def find_held_font(folders: Sequence[Path] | None = None) -> Path:
    """The held-out soundfont: a system's, or the one inside the package pretty_midi.

    Raises StudioError where there is none.
    """
    spec = find_spec("pretty_midi")
    inside = [Path(spec.origin).parent] if spec and spec.origin else []
    for folder in [*(standard_folders() if folders is None else folders), *inside]:
        if (folder / HELD_FONT).is_file():
            return folder / HELD_FONT
    raise StudioError(
        ErrorCode.NO_SOUNDFONT,
        f"the held-out soundfont {HELD_FONT} is not on this machine",
        hint="install Debian's timgm6mb-soundfont, or `pip install pretty_midi`",
    )
