"""PlaybackModel: what is heard and where it is, told thirty times a second while it plays."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.playback import Playback, PlayState
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.selection import SelectionModel
from ui.models.takes import TakesModel
from ui.relay import Relay
from ui.timers import ticking_timer

TICK_MS = 33


class PlaybackModel(QObject):
    """The player as the window sees it; follows the chosen take.

    Signals:
        changed: state, device, loop or file.
        moved(seconds): where the music is, seconds from the file's start.
    """

    changed = pyqtSignal()
    moved = pyqtSignal(float)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        selection: SelectionModel,
        takes: TakesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._selection = selection
        self._takes = takes
        self._at = time.monotonic()
        self._frame = 0
        self._play_when_loaded = False
        self.playback = Playback(PlayState.STOPPED)
        self.clip: Clip | None = None
        self._timer = ticking_timer(self, TICK_MS, lambda: self.moved.emit(self.seconds))
        relay.listen(studio.playback_changed, self._on_report)
        selection.changed.connect(self._follow)
        takes.changed.connect(self._follow)

    @property
    def clip_id(self) -> str:
        """The take that is heard; "" for none."""
        return self.clip.clip_id if self.clip else ""

    @property
    def playing(self) -> bool:
        """Whether it plays now."""
        return self.playback.state is PlayState.PLAYING

    @property
    def seconds(self) -> float:
        """Where the music is: the last report, and the time since then while it plays."""
        if self.clip is None:
            return 0.0
        rate_hz = self.clip.recipe.sample_rate_hz
        since = time.monotonic() - self._at if self.playing else 0.0
        seconds = self._frame / rate_hz + since
        if loop := self.playback.loop:
            start, end = (frame / rate_hz for frame in loop)
            if self._frame / rate_hz < end <= seconds and end > start:
                seconds = start + (seconds - start) % (end - start)
        return min(seconds, self.clip.frames / rate_hz)

    def play(self) -> None:
        """Play on; without a loaded take, as soon as there is one."""
        if self.clip is None:
            self._play_when_loaded = True
            return
        self._relay.ask(self._studio.player.play(), lambda _: None, self._failed)

    def pause(self) -> None:
        """Stand still."""
        self._relay.ask(self._studio.player.pause(), lambda _: None, self._failed)

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stand still at the start."""
        self._relay.ask(self._studio.player.stop(), lambda _: None, self._failed)

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        if self.clip is None:
            return
        frame = round(max(0.0, seconds) * self.clip.recipe.sample_rate_hz)
        frame = min(frame, self.clip.frames - 1)
        self._relay.ask(self._studio.player.seek(frame), lambda _: None, self._failed)
        self._frame, self._at = frame, time.monotonic()
        self.moved.emit(self.seconds)

    def loop(self, start_s: float, end_s: float) -> None:
        """Repeat a range."""
        if self.clip is None:
            return
        rate_hz = self.clip.recipe.sample_rate_hz
        start = max(0, round(start_s * rate_hz))
        end = min(self.clip.frames, round(end_s * rate_hz))
        if end > start:
            self._relay.ask(self._studio.player.loop(start, end), lambda _: None, self._failed)

    def unloop(self) -> None:
        """Play to the end."""
        self._relay.ask(self._studio.player.unloop(), lambda _: None, self._failed)

    def select(self, clip_id: str) -> None:
        """Hear another take at the same place, as soon as it is loaded."""
        self._selection.choose_clip(clip_id)

    def _follow(self) -> None:
        wanted = self._takes.clip(self._selection.clip_id) if self._selection.clip_id else None
        if wanted is None or wanted.clip_id == self.clip_id:
            if not self._selection.clip_id and self.clip is not None:
                self.clip = None
                self.stop()
                self.changed.emit()
            return
        self.clip = wanted
        self._frame = 0
        self._relay.ask(self._studio.prepare(wanted), lambda _: self._on_loaded(), self._failed)
        self.changed.emit()
        self.moved.emit(0.0)

    def _on_loaded(self) -> None:
        if self._play_when_loaded:
            self._play_when_loaded = False
            self.play()

    def _on_report(self, playback: Playback) -> None:
        before, self.playback = self.playback, playback
        if playback.key == self.clip_id:
            self._frame, self._at = playback.frame, time.monotonic()
        if self.playing and not self._timer.isActive():
            self._timer.start()
        elif not self.playing:
            self._timer.stop()
            self.moved.emit(self.seconds)
        steady = ("state", "device", "loop", "key", "message", "underruns", "output_rate_hz")
        if any(getattr(before, name) != getattr(playback, name) for name in steady):
            self.changed.emit()

    def _failed(self, error: StudioError) -> None:
        self._errors.show(error, "transport")
