"""A Live set with the names of Live's API that our Remote Script uses."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any


class StandInClip:
    """A clip of the Arrangement; an audio clip's length is given by its file."""

    def __init__(self, name: str, start_time: float, end_time: float, path: str = "") -> None:
        self.name = name
        self.start_time, self.end_time = start_time, end_time
        self.file_path = path
        self.muted = False
        self.warping = True


class StandInTrack:
    """A track; `places_files` is False for a Live before 12.0.5."""

    def __init__(self, song: StandInSong, name: str, *, audio: bool) -> None:
        self._song = song
        self.name = name
        self.is_foldable = False
        self.has_audio_input = audio
        self.arrangement_clips: list[StandInClip] = []
        if song.places_files:
            self.create_audio_clip = self._create_audio_clip

    def _create_audio_clip(self, path: str, start: float) -> StandInClip:
        assert self._song.open_steps == 1, "inside one undo step"
        assert self.has_audio_input
        end = start + self._song.seconds_of(path) * self._song.tempo / 60
        assert not any(c.start_time < end and start < c.end_time for c in self.arrangement_clips)
        self.arrangement_clips.append(StandInClip("", start, end, path))
        return self.arrangement_clips[-1]


class StandInCue:
    """A locator."""

    def __init__(self, time: float, number: int) -> None:
        self.time = time
        self.name = str(number)


class StandInSong:
    """The set."""

    def __init__(self, seconds_of: Callable[[str], float], *, places_files: bool = True) -> None:
        self.seconds_of = seconds_of
        self.places_files = places_files
        self.tempo, self.signature_numerator, self.signature_denominator = 97.5, 3, 4
        self.is_playing = False
        self.current_song_time = 1.5
        self.open_steps = self.steps = 0
        self.cue_points: list[StandInCue] = []
        self._numbers = itertools.count(1)
        self.tracks = [StandInTrack(self, "Story", audio=False)]

    def create_audio_track(self, index: int) -> None:
        assert index == -1
        self.tracks.append(StandInTrack(self, "Audio", audio=True))

    def set_or_delete_cue(self) -> None:
        at = self.current_song_time
        there = [cue for cue in self.cue_points if cue.time == at]
        self.cue_points = [cue for cue in self.cue_points if cue.time != at]
        if not there:
            self.cue_points.append(StandInCue(at, next(self._numbers)))

    def begin_undo_step(self) -> None:
        self.open_steps += 1

    def end_undo_step(self) -> None:
        self.open_steps -= 1
        self.steps += 1


class ControlSurface:
    """What Live's class of this name does for a script."""

    song: Any
    said: list[str]

    def __init__(self, c_instance: Any) -> None:
        self.song = c_instance
        self.said = []
        self.next_tick: Callable[[], None] | None = None

    def schedule_message(self, ticks: int, work: Callable[[], None]) -> None:
        self.next_tick = work

    def show_message(self, text: str) -> None:
        self.said.append(text)

    def disconnect(self) -> None:
        self.next_tick = None
