"""Held out: cues the model never saw, as the sampled engine plays them, rendered once and kept.

Seeds, wording, nouns and one hand of drawing are kept from training by `training`; the soundfont
TimGM6mb is too (`musflow-train` refuses it), and is heard here beside the one that plays.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.sheet import START_S, Sheet, sheet_of
from musflow_studio.generation.soundfont import standard_folders
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import ComposedCue
from musflow_studio.training.corpus import KINDS
from musflow_studio.training.prepared import HELD_OUT

HELD_FONT = "TimGM6mb.sf2"
SAMPLE_RATE_HZ = 44100
_CUES_A_WORKER = 8
"""Fewer are not worth starting another process."""

Sound = NDArray[np.float32]
"""Left and right, (2, samples), 44.1 kHz."""
Told = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


@dataclass(frozen=True)
class HeldOutCue:
    """A cue's first seconds, whole latents of them.

    Attributes:
        cue: the plan and what it was made from.
        sheet: its notes and rows, those of these seconds.
        kept: as the sampled engine plays it, or the file where that is kept.
    """

    cue: ComposedCue
    sheet: Sheet
    kept: Sound | Path

    @property
    def sound(self) -> Sound:
        """As the sampled engine plays it; from a file it is read each time it is asked for."""
        if isinstance(self.kept, Path):
            sound: Sound = np.load(self.kept).astype(np.float32) / np.float32(32768)
            return sound
        return self.kept

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.sound.shape[1] / SAMPLE_RATE_HZ)

    @property
    def mono(self) -> Sound:
        """Left and right as one, (samples,)."""
        return mono(self.sound)


@dataclass(frozen=True)
class Source:
    """Where cues come from.

    Attributes:
        folder: where their sounds are kept.
        font: that plays them.
        seconds: the most of each; cut to whole latents.
        kind: of cues, in the corpus's KINDS: "mixes", "parts" or "bed".
        first_seed: where their seeds begin.
    """

    folder: Path
    font: Path
    seconds: float
    kind: str = "mixes"
    first_seed: int = HELD_OUT

    def file(self, seed: int) -> Path:
        """Where a cue's sound is kept."""
        return self.folder / f"{self.kind}-{self.font.stem}-{self.seconds:g}s" / f"{seed}.npy"

    def cue(self, seed: int) -> ComposedCue:
        """A seed's cue, so much of it as counts."""
        composed, _ = KINDS[self.kind]
        whole = composed(seed, load_styles())
        latents = min(whole.samples, round(self.seconds * SAMPLE_RATE_HZ)) // SAMPLES_PER_LATENT
        return replace(whole, samples=max(1, latents) * SAMPLES_PER_LATENT)


def mono(sound: Sound) -> Sound:
    """The mean of left and right, (samples,)."""
    mixed: Sound = sound.mean(axis=0, dtype=np.float32)
    return mixed


def rendered_cues(
    source: Source, count: int, told: Told = lambda done, of: None
) -> list[HeldOutCue]:
    """The first cues of a source; what is not kept yet is rendered."""
    seeds = range(source.first_seed, source.first_seed + count)
    _render_missing(source, [seed for seed in seeds if not source.file(seed).exists()], told)
    return [_read(source, seed) for seed in seeds]


def by_another_font(
    cues: Sequence[HeldOutCue], source: Source, told: Told = lambda done, of: None
) -> list[HeldOutCue]:
    """The same cues as another soundfont plays them.

    Args:
        cues: the first ones of a source. A cue's own seed may be another than the one it was asked
            for by: a bed that its seed does not have is exchanged.
        source: theirs but for the font.
        told: see Told.
    """
    seeds = range(source.first_seed, source.first_seed + len(cues))
    _render_missing(source, [seed for seed in seeds if not source.file(seed).exists()], told)
    return [replace(cue, kept=source.file(seed)) for seed, cue in zip(seeds, cues, strict=True)]


def _render_missing(source: Source, seeds: list[int], told: Told) -> None:
    source.file(0).parent.mkdir(parents=True, exist_ok=True)
    jobs = [(source, seed) for seed in seeds]
    workers = min(os.cpu_count() or 1, len(jobs) // _CUES_A_WORKER)
    if workers < 2:
        for done, job in enumerate(jobs, 1):
            _render(job)
            told(done, len(jobs))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for done, _ in enumerate(pool.imap_unordered(_render, jobs), 1):
            told(done, len(jobs))


def _render(job: tuple[Source, int]) -> None:
    source, seed = job
    _, rendered = KINDS[source.kind]
    aside = source.file(seed).with_suffix(".part")
    with aside.open("wb") as out:
        np.save(out, rendered(source.cue(seed), source.font))
    aside.replace(source.file(seed))


def _read(source: Source, seed: int) -> HeldOutCue:
    file = source.file(seed)
    return held_out_cue(source.cue(seed), file, np.load(file, mmap_mode="r").shape[1])


def held_out_cue(cue: ComposedCue, kept: Sound | Path, samples: int) -> HeldOutCue:
    """A cue with the sound (2, samples) of as much of it as counts, or its file."""
    sheet = sheet_of(cue.plan, samples)
    early = sheet.notes[sheet.notes[:, START_S] < samples / SAMPLE_RATE_HZ]
    return HeldOutCue(cue, Sheet(early, sheet.rows), kept)


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
