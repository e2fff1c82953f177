"""Corpus: cues rendered in parallel into shards, and read back for training.

A shard is two files of 32 cues: `NAME.sound.npy`, all samples one after another, (samples, 2) of
16 bits, and `NAME.sheet.safetensors`, seeds, lengths, notes and rows. A shard is written aside
and renamed, so that one that is there is whole; a corpus that was stopped goes on.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from musflow_studio.generation.musflow.sheet import NOTE_WIDTH, ROW_WIDTH, Sheet, sheet_of
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import ComposedCue, Composer, compose
from musflow_studio.training.parts import compose_bed, compose_part, play_part
from musflow_studio.training.render import counted, render

SHARD_CUES = 32
FOUND = 2_000_000
"""Where the numbers of found recordings begin, whose notes and players are not known."""
Renderer = Callable[[ComposedCue, Path], NDArray[np.int16]]
KINDS: dict[str, tuple[Composer, Renderer]] = {
    "mixes": (compose, render),
    "parts": (compose_part, play_part),
    "bed": (compose_bed, play_part),
}
"""What cues are made of and how they sound: whole mixes, any part alone, or held ones alone."""


@dataclass(frozen=True)
class Corpus:
    """Cues, their sound and what is played in them.

    Attributes:
        seeds: of the cues, in order.
        sounds: (samples, 2) of 16 bits each, read from disk when asked.
        sheets: of the cues.
    """

    seeds: tuple[int, ...]
    sounds: tuple[NDArray[np.int16], ...]
    sheets: tuple[Sheet, ...]

    @property
    def hours(self) -> float:
        """How much music there is."""
        return sum(len(sound) for sound in self.sounds) / 44100 / 3600


def make_corpus(
    folder: Path,
    seeds: Sequence[int],
    fonts: Sequence[Path],
    workers: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
    kind: str = "mixes",
) -> None:
    """Render these seeds into shards, those that are not there yet.

    Args:
        folder: of the shards, made if it is missing.
        seeds: a cue each; a seed's place among the fonts says which plays it.
        fonts: soundfonts.
        workers: processes; as many as there are processors if unsaid.
        told: called with shards done, and of how many.
        kind: in KINDS.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (folder, tuple(seeds[i : i + SHARD_CUES]), tuple(fonts), kind)
        for i in range(0, len(seeds), SHARD_CUES)
    ]
    waiting = [job for job in jobs if not _files(*job[:2])[1].exists()]
    done = len(jobs) - len(waiting)
    told(done, len(jobs))
    if not waiting:
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(min(workers or os.cpu_count() or 1, len(waiting))) as pool:
        for _ in pool.imap_unordered(_make_shard, waiting):
            done += 1
            told(done, len(jobs))


def read_corpus(folder: Path, least: int | None = None) -> Corpus:
    """Every whole shard of a folder, cues in the order of their seeds; sound stays on disk.

    Raises ValueError if there is none, or fewer cues than `least`.
    """
    cues: dict[int, tuple[NDArray[np.int16], Sheet]] = {}
    for file in sorted(folder.glob("*.sheet.safetensors")):
        cues |= _read_shard(file)
    if len(cues) < (least or 1):
        raise ValueError(f"{folder} holds {len(cues)} cues of the corpus, {least or 1} are needed")
    order = sorted(cues)
    return Corpus(
        tuple(order),
        tuple(cues[seed][0] for seed in order),
        tuple(cues[seed][1] for seed in order),
    )


def _files(folder: Path, seeds: Sequence[int]) -> tuple[Path, Path]:
    name = f"{seeds[0]:07d}-{seeds[-1]:07d}"
    return folder / f"{name}.sound.npy", folder / f"{name}.sheet.safetensors"


def _make_shard(job: tuple[Path, tuple[int, ...], tuple[Path, ...], str]) -> None:
    folder, seeds, fonts, kind = job
    composed, rendered = KINDS[kind]
    styles = load_styles()
    sounds, sheets = [], []
    for seed in seeds:
        cue = composed(seed, styles)
        sounds.append(rendered(cue, fonts[seed % len(fonts)]).T)
        sheets.append(sheet_of(cue.plan, counted(cue)))
    write_shard(folder, seeds, sounds, sheets)


def write_shard(
    folder: Path,
    seeds: Sequence[int],
    sounds: Sequence[NDArray[np.int16]],
    sheets: Sequence[Sheet],
) -> None:
    """Write cues, (samples, 2) each, and their sheets as one shard; whole or not at all."""
    sound_file, sheet_file = _files(folder, seeds)
    aside = sound_file.with_suffix(".part")
    with aside.open("wb") as out:
        np.save(out, np.concatenate(sounds))
    aside.replace(sound_file)
    told = {
        "seeds": np.array(seeds, np.int64),
        "samples": np.array([len(sound) for sound in sounds], np.int64),
        "note_counts": np.array([len(sheet.notes) for sheet in sheets], np.int64),
        "notes": np.concatenate([sheet.notes for sheet in sheets]).reshape(-1, NOTE_WIDTH),
        "row_counts": np.array([len(sheet.rows) for sheet in sheets], np.int64),
        "rows": np.concatenate([sheet.rows for sheet in sheets]).reshape(-1, ROW_WIDTH),
    }
    aside = sheet_file.with_suffix(".part")
    save_file(told, aside)
    aside.replace(sheet_file)


def _read_shard(file: Path) -> dict[int, tuple[NDArray[np.int16], Sheet]]:
    told = load_file(file)
    sound_file = file.with_name(file.name.replace(".sheet.safetensors", ".sound.npy"))
    sound = np.load(sound_file, mmap_mode="r")
    sounds = np.split(sound, np.cumsum(told["samples"])[:-1])
    notes = np.split(told["notes"], np.cumsum(told["note_counts"])[:-1])
    rows = np.split(told["rows"], np.cumsum(told["row_counts"])[:-1])
    return {
        int(seed): (one, Sheet(note, row))
        for seed, one, note, row in zip(told["seeds"], sounds, notes, rows, strict=True)
    }
