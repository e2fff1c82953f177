"""PlaybackModel: what is heard and where it is, told thirty times a second while it plays."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.playback import OutputDevice, Playback, PlayState
from musflow_studio.settings import save_settings
from musflow_studio.studio import Studio
from ui.models.comparison import Comparison, matching_gains_db
from ui.models.errors import Errors
from ui.models.preferences import Preferences
from ui.models.selection import SelectionModel
from ui.models.takes import TakesModel
from ui.relay import Relay
from ui.timers import ticking_timer

TICK_MS = 33
KEPT_LOADED = 4
SEEK_SETTLES_S = 0.25


class PlaybackModel(QObject):
    """The player as the window sees it; follows the chosen take.

    Signals:
        changed: state, device, loop, file, comparison or volume.
        moved(seconds): where the music is, seconds from the file's start.
    """

    changed = pyqtSignal()
    moved = pyqtSignal(float)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        preferences: Preferences,
        selection: SelectionModel,
        takes: TakesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._preferences = preferences
        self._selection = selection
        self._takes = takes
        self._at = time.monotonic()
        self._sought_at = -SEEK_SETTLES_S
        self._frame = 0
        self._play_when_loaded = False
        self._gains_db: dict[str, float] = {}
        self._matched: set[str] = set()
        self._wanted = ""
        self._loaded: list[str] = []
        self._told_pid: int | None = None
        self._told_db = 0.0
        self._auditioned: dict[str, str] = {}
        self._file: Path | None = None
        self.playback = Playback(PlayState.STOPPED)
        self.clip: Clip | None = None
        self.comparison: Comparison | None = None
        self._timer = ticking_timer(self, TICK_MS, self._tick)
        relay.listen(studio.playback_changed, self._on_report)
        selection.changed.connect(self._follow)
        takes.changed.connect(self._follow)

    def close(self) -> None:
        """Tell nothing more."""
        self._timer.stop()

    def _tick(self) -> None:
        self.moved.emit(self.seconds)

    # What is heard

    @property
    def clip_id(self) -> str:
        """The take that is heard; "" for none."""
        return self.clip.clip_id if self.clip else ""

    @property
    def playing(self) -> bool:
        """Whether it plays now."""
        return self.playback.state is PlayState.PLAYING

    @property
    def length_s(self) -> float:
        """Seconds of the file; 0 without one."""
        return self.clip.frames / self.clip.recipe.sample_rate_hz if self.clip else 0.0

    @property
    def loop_s(self) -> tuple[float, float] | None:
        """What repeats, in seconds; None plays to the end."""
        if self.clip is None or self.playback.loop is None:
            return None
        start, end = self.playback.loop
        rate_hz = self.clip.recipe.sample_rate_hz
        return start / rate_hz, end / rate_hz

    @property
    def seconds(self) -> float:
        """Where the music is: the last report, and the time since then while it plays."""
        if self.clip is None:
            return 0.0
        since = time.monotonic() - self._at if self.playing else 0.0
        began = self._frame / self.clip.recipe.sample_rate_hz
        seconds = began + since
        if loop := self.loop_s:
            start, end = loop
            if began < end <= seconds and end > start:
                seconds = start + (seconds - start) % (end - start)
        return min(seconds, self.length_s)

    # Playing

    def play(self) -> None:
        """Play on; without a loaded take, as soon as there is one."""
        if self.clip is None:
            self._play_when_loaded = True
            return
        if self._file:
            self._file, self._play_when_loaded = None, True
            self._give(self.clip)
            return
        if self.seconds >= self.length_s:
            self.seek(0.0)
        self._relay.ask(self._studio.player.play(), _nothing, self._failed)

    def play_file(self, path: Path) -> None:
        """Hear a file that is no take from its start; `play` goes back to the take."""
        self._file = path
        if self.playback.loop:
            self.unloop()
        player, key = self._studio.player, str(path)
        self._relay.ask(player.load(key, path), _nothing, self._failed)
        player.select(key)
        player.seek(0)
        self._relay.ask(player.play(), _nothing, self._failed)
        self._drop_old(key)

    def pause(self) -> None:
        """Stand still."""
        self._play_when_loaded = False
        self._relay.ask(self._studio.player.pause(), _nothing, self._failed)

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stand still at the start."""
        self._relay.ask(self._studio.player.stop(), _nothing, self._failed)

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        if self.clip is None:
            return
        frame = round(max(0.0, seconds) * self.clip.recipe.sample_rate_hz)
        frame = min(frame, self.clip.frames - 1)
        self._relay.ask(self._studio.player.seek(frame), _nothing, self._failed)
        self._frame = frame
        self._at = self._sought_at = time.monotonic()
        self.moved.emit(self.seconds)

    def loop(self, start_s: float, end_s: float) -> None:
        """Repeat a range."""
        if self.clip is None:
            return
        rate_hz = self.clip.recipe.sample_rate_hz
        start = max(0, round(start_s * rate_hz))
        end = min(self.clip.frames, round(end_s * rate_hz))
        if end > start:
            self._relay.ask(self._studio.player.loop(start, end), _nothing, self._failed)

    def unloop(self) -> None:
        """Play to the end."""
        self._relay.ask(self._studio.player.unloop(), _nothing, self._failed)

    def note_audition(self, who: str, clip_id: str) -> None:
        """A clip is heard under other presets or in other styles, "" for none: files of its own."""
        self._auditioned[who] = clip_id

    @property
    def auditioned(self) -> bool:
        """Whether what is heard is the take under another preset or in another style."""
        return bool(self.clip_id) and self.clip_id in self._auditioned.values()

    def select(self, clip_id: str) -> None:
        """Hear another take at the same place, as soon as it is loaded."""
        self._selection.choose_clip(clip_id)

    # Where it is heard

    @property
    def volume_db(self) -> float:
        """The listening level, -60 to 0 dB; never part of a file."""
        return self._preferences.get("volume_db", 0.0)

    def set_volume_db(self, volume_db: float) -> None:
        """Set the listening level; it is remembered."""
        self._preferences.set("volume_db", round(min(0.0, max(-60.0, volume_db)), 1))
        if self.clip:
            self._tell_player()
        self.changed.emit()

    def devices(self, done: Callable[[tuple[OutputDevice, ...]], object]) -> None:
        """What can be played on."""
        self._relay.ask(self._studio.player.devices(), done, self._failed)

    @property
    def device(self) -> str:
        """The device asked for; "" for the system's default."""
        return self._studio.settings.audio_device

    @property
    def buffer_frames(self) -> int:
        """How many frames the device is given at once: fewer are quicker, more are safer."""
        return self._studio.settings.audio_buffer_frames

    @property
    def load(self) -> float:
        """Share of a block's time that the player needs to make it, lately; 0 to 1 and more."""
        return self.playback.load if self.playing else 0.0

    @property
    def dropouts(self) -> int:
        """How often the device had to wait since it was opened."""
        return self.playback.underruns

    def choose_device(self, device: str) -> None:
        """Play on another device from now on; it is written into the settings."""
        self._use({"audio_device": device or None}, audio_device=device)

    def choose_buffer(self, frames: int) -> None:
        """Give the device so many frames at once from now on; it is written into the settings."""
        self._use({"audio_buffer_frames": frames}, audio_buffer_frames=frames)

    def _use(self, written: dict[str, object], **settings: Any) -> None:
        try:
            save_settings(written)
        except StudioError as error:
            self._failed(error)
            return
        self._studio.use(replace(self._studio.settings, **settings))
        self.changed.emit()

    # Comparing

    def compare(self, one: str, other: str, *, blind: bool = False) -> None:
        """Hear two takes against each other, at the level of the quieter; `flip` switches."""
        if one == other or not one or not other:
            return
        pair = [one, other]
        if blind:
            random.shuffle(pair)
        self._gains_db = matching_gains_db({clip_id: self._lufs(clip_id) for clip_id in pair})
        self._matched = set()
        self.comparison = Comparison(pair[0], pair[1], blind)
        self._selection.hold = True
        self._hear(pair[0])

    def flip(self) -> None:
        """Switch to the other of the two, at the same place."""
        if self.comparison:
            self._hear(self.comparison.other(self.clip_id))

    def hear(self, clip_id: str) -> None:
        """Switch to one of the two."""
        if self.comparison and clip_id in (self.comparison.first, self.comparison.second):
            self._hear(clip_id)

    def reveal(self) -> None:
        """Show which is which."""
        if self.comparison:
            self.comparison = replace(self.comparison, blind=False)
            self._selection.choose_clip(self.clip_id)
            self.changed.emit()

    def end_comparison(self) -> None:
        """Hear takes as they are again, the one that is heard now first."""
        if self.comparison is None:
            return
        chosen = self._selection.clip_id
        stays = self.comparison.blind or chosen in (self.comparison.first, self.comparison.second)
        self.comparison, self._gains_db, self._matched = None, {}, set()
        self._selection.hold = False
        if self.clip and stays:
            self._give(self.clip)
            self._selection.choose_clip(self.clip_id)
        self.changed.emit()

    # Inside

    def _lufs(self, clip_id: str) -> float | None:
        entry = self._takes.entry(clip_id)
        return entry.lufs if entry else None

    def _hear(self, clip_id: str) -> None:
        """Switch to a take of the comparison; the selection follows unless it is blind."""
        self._wanted = clip_id
        if self.comparison and not self.comparison.blind:
            self._selection.choose_clip(clip_id)
        clip = self._takes.clip(clip_id)
        if clip is not None and (clip.clip_id != self.clip_id or clip_id not in self._matched):
            self._give(clip)
        self.changed.emit()

    def _follow(self) -> None:
        """Load what shall be heard, once it is known."""
        chosen = self._selection.clip_id
        if self.comparison and not self.comparison.blind:
            if chosen in (self.comparison.first, self.comparison.second):
                self._wanted = chosen
            else:
                self.end_comparison()
        wanted_id = self._wanted if self.comparison else chosen
        wanted = self._takes.clip(wanted_id) if wanted_id else None
        if wanted is not None and wanted.clip_id != self.clip_id:
            self._give(wanted)
            self.changed.emit()
        elif not wanted_id and self.clip is not None:
            self.clip = None
            self.stop()
            self.changed.emit()

    def _give(self, clip: Clip) -> None:
        """Have the player play this file; a take of the same cue goes on at the same place."""
        same_cue = self.clip is not None and (
            self.clip.recipe.plan.cue_uid == clip.recipe.plan.cue_uid
        )
        place_s = min(self.seconds, clip.frames / clip.recipe.sample_rate_hz) if same_cue else 0.0
        self.clip = clip
        if not same_cue and self.playback.loop:
            self.unloop()
        gain_db = self._gains_db.get(clip.clip_id, 0.0)
        self._matched.add(clip.clip_id)
        loading = self._studio.prepare(clip, gain_db=gain_db, keep_place=same_cue)
        self._relay.ask(loading, lambda _: self._on_loaded(), self._failed)
        self._tell_player()
        self._frame = round(place_s * clip.recipe.sample_rate_hz)
        self._at = self._sought_at = time.monotonic()
        self._drop_old(clip.clip_id)
        self.moved.emit(self.seconds)

    def _drop_old(self, clip_id: str) -> None:
        self._loaded = [*(one for one in self._loaded if one != clip_id), clip_id]
        while len(self._loaded) > KEPT_LOADED:
            self._relay.ask(self._studio.player.drop(self._loaded.pop(0)), _nothing, _nothing)

    def _tell_player(self) -> None:
        """Tell the player how loud to play, where it does not know it yet."""
        player = self._studio.player
        if player.pid != self._told_pid:
            self._told_db = 0.0  # a new process plays as loud as the file is
        if self.volume_db != self._told_db:
            self._relay.ask(player.gain(self.volume_db), _nothing, self._failed)
        self._told_db, self._told_pid = self.volume_db, player.pid

    def _on_loaded(self) -> None:
        if self._play_when_loaded:
            self._play_when_loaded = False
            self.play()

    def _on_report(self, playback: Playback) -> None:
        before, self.playback = self.playback, playback
        of_clip = playback.key == self.clip_id or self.auditioned
        if of_clip and not self._is_from_before(playback):
            self._frame, self._at = playback.frame, time.monotonic()
        if self.playing and not self._timer.isActive():
            self._timer.start()
        elif not self.playing:
            self._timer.stop()
            self.moved.emit(self.seconds)
        steady = ("state", "device", "loop", "key", "message", "underruns", "output_rate_hz")
        if any(getattr(before, name) != getattr(playback, name) for name in steady):
            self.changed.emit()

    def _is_from_before(self, playback: Playback) -> bool:
        """Whether a report was on its way when a place was gone to."""
        just_sought = time.monotonic() - self._sought_at < SEEK_SETTLES_S
        rate_hz = playback.sample_rate_hz or 1
        return just_sought and abs(playback.frame / rate_hz - self.seconds) > SEEK_SETTLES_S

    def _failed(self, error: StudioError) -> None:
        self._errors.show(error, "transport")


def _nothing(_: object) -> None:
    """What is done with an answer that only its failure matters of."""
