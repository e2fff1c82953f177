"""Entries: one file heard, and what is said of it, by a take's recipe or a file's own tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.encoders.text import TextEncoder
from musflow_studio.hearing import Heard, listen_to_file, reference_of
from musflow_studio.hearing.space import load_space
from musflow_studio.library import Library
from musflow_studio.retrieval.encoders import SoundEncoder
from musflow_studio.retrieval.finding_files import FoundFile
from musflow_studio.retrieval.moods import mood_partition
from musflow_studio.retrieval.sounds import Sound

Array = NDArray[np.float32]

WORDS_WIDTH = 384
LONGEST_S = 600.0
_TAGS = ("title", "artist", "album", "genre", "comment", "description", "mood", "keywords")
_BETWEEN = re.compile(r"[\s_\-./\\]+")


@dataclass(frozen=True)
class Entry:
    """A row of the table and its vector: where it lies, then its words as MiniLM reads them."""

    sound: Sound
    vector: Array


def vector_width(encoder: SoundEncoder) -> int:
    """How long an entry's vector is."""
    return encoder.dimension + WORDS_WIDTH


def entry_of(file: FoundFile, encoder: SoundEncoder, sentences: TextEncoder | None) -> Entry:
    """A file heard and read; one that cannot be heard is an entry that says why."""
    plain = Sound(str(file.path), file.size, file.mtime_ns, encoder.identity, name=file.path.stem)
    try:
        heard = listen_to_file(file.path, longest_s=LONGEST_S)
        sound = _told(_heard(plain, file.path, heard), file)
        place = encoder.of_file(file.path, heard)
    except StudioError as error:
        return _troubled(plain, encoder, error.sentence())
    except Exception as error:  # noqa: BLE001 - the edge to other people's files: hear the next one
        return _troubled(plain, encoder, f"It cannot be heard ({type(error).__name__}: {error}).")
    return Entry(sound, np.concatenate((place, words_vector(sound.words, sentences))))


def _troubled(sound: Sound, encoder: SoundEncoder, trouble: str) -> Entry:
    return Entry(replace(sound, trouble=trouble), np.zeros(vector_width(encoder), np.float32))


def words_vector(words: str, sentences: TextEncoder | None) -> Array:
    """(384,) of length 1; zeros for no words, or without a text model."""
    if sentences is None or not words.strip():
        return np.zeros(WORDS_WIDTH, np.float32)
    return np.asarray(sentences.encode([words])[0])


def _heard(sound: Sound, path: Path, heard: Heard) -> Sound:
    told = reference_of(heard, path)
    return replace(
        sound,
        seconds=told.seconds,
        bpm=told.bpm or 0.0,
        bpm_sure=told.bpm_sure,
        key=told.key or "",
        key_sure=told.key_sure,
        energy=json.dumps(told.energy_curve),
        mood=mood_partition(*load_space().mood(heard)) if heard.timbre.any() else "",
    )


def _told(sound: Sound, file: FoundFile) -> Sound:
    if file.package:
        return _of_clip(sound, Library.load_clip(file.package))
    return _of_file(sound, file)


def _of_clip(sound: Sound, clip: Clip) -> Sound:
    """A take: tempo, key and mood are planned, not guessed."""
    plan = clip.recipe.plan
    return replace(
        sound,
        clip_id=clip.clip_id,
        name=clip.marks.name or plan.storyboard.title,
        bpm=round(plan.bpm, 2),
        bpm_sure=1.0,
        key=plan.key.name,
        key_sure=1.0,
        mood=_mood_of(clip),
        genre=plan.style.replace("-", " "),
        words=". ".join(dict.fromkeys(word for word in _words_of(clip) if word)),
    )


def _mood_of(clip: Clip) -> str:
    panels = clip.recipe.plan.panels
    frames = np.array([panel.end_frame - panel.start_frame for panel in panels], float)
    moods = [(p.mood.valence, p.mood.arousal, p.mood.tension) for p in panels]
    valence, arousal, tension = np.average(moods, axis=0, weights=np.maximum(frames, 1))
    return mood_partition(float(valence), float(arousal), float(tension))


def _words_of(clip: Clip) -> Iterator[str]:
    plan = clip.recipe.plan
    yield clip.marks.name
    yield from clip.marks.tags
    yield plan.caption
    played = {panel.panel_uid for panel in plan.panels}
    for panel in plan.description.panels:
        if panel.panel_uid in played:
            yield panel.mood_word
            yield panel.caption


def _of_file(sound: Sound, file: FoundFile) -> Sound:
    tags = _tags(file.path)
    folders = [_plain(part) for part in file.path.relative_to(file.root).parts[:-1]]
    said = [tags.get("title", ""), _plain(file.path.stem), *folders, *tags.values()]
    return replace(
        sound,
        name=tags.get("title") or file.path.stem,
        genre=", ".join(part for part in (tags.get("genre", ""), *folders) if part),
        words=". ".join(dict.fromkeys(part for part in said if part)),
    )


def _tags(path: Path) -> dict[str, str]:
    """What the file's own tags say, in the order above; nothing where none can be read."""
    try:
        with av.open(str(path)) as container:
            found = {key.casefold(): str(value) for key, value in container.metadata.items()}
    except (av.error.FFmpegError, OSError, ValueError):
        return {}
    return {name: found[name].strip() for name in _TAGS if found.get(name, "").strip()}


def _plain(name: str) -> str:
    return _BETWEEN.sub(" ", name).strip()
