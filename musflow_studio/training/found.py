"""Found music: a folder of a person's own recordings becomes cues to learn from.

Tempo, beats, chords and energy are heard (musflow_studio.hearing); notes and players are not known
and never told. A caption is taken from a sidecar `NAME.txt` (its first paragraph, a second one is
the story), else from the file's tags and from what was heard; a picture from `NAME.png` or
`NAME.jpg`. Files are cut into cues of at most 36 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.picture_features import VECTOR_LENGTH, measure_picture
from musflow_studio.encoders.pictures import open_picture
from musflow_studio.encoders.sentences import Encode, by_sentence
from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ, latent_seconds, latents_for
from musflow_studio.generation.musflow.sheet import Sheet
from musflow_studio.hearing import Heard, listen
from musflow_studio.training.corpus import FOUND, SHARD_CUES, write_shard
from musflow_studio.training.prepared import Prepared

ENDINGS = (".wav", ".flac", ".aif", ".aiff", ".ogg", ".mp3")
PICTURES = (".png", ".jpg", ".jpeg")
LONGEST_S, SHORTEST_S = 36, 4
BEATS_A_BAR = 4
"""Bars are not heard: of four beats, from the first one on."""
Stereo = NDArray[np.float32]


@dataclass(frozen=True)
class FoundFile:
    """A recording and what is said of it.

    Attributes:
        path: of the sound.
        caption, story: words; the story may be the caption.
        picture: of an image, or None.
    """

    path: Path
    caption: str
    story: str
    picture: Path | None


def found_files(folder: Path) -> list[FoundFile]:
    """The recordings of a folder and of those in it, in the order of their names.

    Raises StudioError if there are none.
    """
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS)
    if not paths:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND, "no recording in this folder", value=folder,
            legal=", ".join(ENDINGS),
        )  # fmt: skip
    return [_described(path) for path in paths]


def make_found(folder: Path, files: Sequence[FoundFile], encode: Encode) -> Prepared:
    """Write the cues of these files into shards of a corpus; returns their words and pictures.

    Args:
        folder: of the corpus.
        files: from `found_files`.
        encode: texts to rows of 384 numbers.

    Raises StudioError naming the file that cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sounds: list[NDArray[np.int16]] = []
    sheets: list[Sheet] = []
    words: list[tuple[str, str]] = []
    pictures: list[tuple[float, ...]] = []
    first = FOUND
    for file in files:
        picture = _measured(file.picture)
        for sound in _cut(_read(file.path)):
            heard = listen(sound, SAMPLE_RATE_HZ)
            sounds.append(np.rint(np.clip(sound.T, -1, 1) * 32767).astype(np.int16))
            sheets.append(heard_sheet(heard, sound.shape[1]))
            words.append((said(file, heard), file.story or said(file, heard)))
            pictures.append(picture)
            if len(sounds) == SHARD_CUES:
                write_shard(folder, range(first, first + SHARD_CUES), sounds, sheets)
                first, sounds, sheets = first + SHARD_CUES, [], []
    if sounds:
        write_shard(folder, range(first, first + len(sounds)), sounds, sheets)
    return _prepared(words, pictures, encode)


def heard_sheet(heard: Heard, samples: int) -> Sheet:
    """What was heard as the network is told it: grid, chords and energy; no notes."""
    count = latents_for(samples)
    at_s = np.array([latent_seconds(1) * (i + 0.5) for i in range(count)])
    rows = np.zeros((count, of_sheet.ROW_WIDTH), np.float32)
    beats = heard.pulse.beats_s
    if len(beats) > 1:
        place = np.interp(at_s, beats, np.arange(len(beats)))
        for columns, length in ((of_sheet.BEAT, 1), (of_sheet.BAR, BEATS_A_BAR)):
            turn = 2 * np.pi * place / length
            rows[:, columns] = np.stack((np.cos(turn), np.sin(turn)), 1)
    for chord in heard.chords:
        if chord.root is None:
            continue
        inside = (at_s >= chord.start_s) & (at_s < chord.end_s)
        for step in (0, 3 if chord.minor else 4, 7):
            rows[inside, of_sheet.CHORD.start + (chord.root + step) % 12] = 1
        rows[inside, of_sheet.BASS.start + chord.root] = 1
    rows[:, of_sheet.ENERGY.start] = heard.loudness.energy(at_s)
    return Sheet(np.zeros((0, of_sheet.NOTE_WIDTH), np.float32), rows)


def said(file: FoundFile, heard: Heard) -> str:
    """The file's caption and what was heard of it: "Rain on tin, 96 bpm, D minor"."""
    parts = [file.caption]
    if heard.pulse.bpm:
        parts.append(f"{heard.pulse.bpm:.0f} bpm")
    if heard.key:
        parts.append(heard.key.name)
    return ", ".join(part for part in parts if part)


def _described(path: Path) -> FoundFile:
    sidecar = path.with_suffix(".txt")
    told = sidecar.read_text("utf-8").strip() if sidecar.exists() else ""
    caption, _, story = told.partition("\n\n")
    beside = (path.with_suffix(ending) for ending in PICTURES)
    picture = next((p for p in beside if p.exists()), None)
    return FoundFile(path, " ".join(caption.split()) or _tags(path), story.strip(), picture)


def _tags(path: Path) -> str:
    try:
        with soundfile.SoundFile(path) as file:
            tags = file.copy_metadata()
    except soundfile.SoundFileError as error:
        raise _unreadable(path) from error
    return ", ".join(tags[name] for name in ("title", "genre", "comment") if tags.get(name))


def _read(path: Path) -> Stereo:
    """Left and right at 44.1 kHz, (2, samples)."""
    try:
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise _unreadable(path) from error
    stereo = sound[:, :2] if sound.shape[1] > 1 else np.repeat(sound, 2, 1)
    if rate != SAMPLE_RATE_HZ:
        stereo = soxr.resample(stereo, rate, SAMPLE_RATE_HZ)
    return np.ascontiguousarray(stereo.T, np.float32)


def _cut(sound: Stereo) -> Iterator[Stereo]:
    length = LONGEST_S * SAMPLE_RATE_HZ
    for start in range(0, sound.shape[1], length):
        piece = sound[:, start : start + length]
        if piece.shape[1] >= SHORTEST_S * SAMPLE_RATE_HZ:
            yield piece


def _measured(picture: Path | None) -> tuple[float, ...]:
    """The picture's features; zeros, which nobody learns from, where there is none."""
    return measure_picture(open_picture(picture)).vector if picture else (0.0,) * VECTOR_LENGTH


def _prepared(
    words: list[tuple[str, str]], pictures: list[tuple[float, ...]], encode: Encode
) -> Prepared:
    captions = encode([caption for caption, _ in words])
    stories = by_sentence(encode, [story for _, story in words])
    return Prepared(
        np.arange(FOUND, FOUND + len(words), dtype=np.int64),
        captions[:, None].astype(np.float16),
        stories[:, None].astype(np.float16),
        np.array(pictures, np.float16)[:, None],
    )


def _unreadable(path: Path) -> StudioError:
    return StudioError(
        ErrorCode.BAD_FILE, "this is no recording that can be read", value=path,
        legal=", ".join(ENDINGS),
    )  # fmt: skip
