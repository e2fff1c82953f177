"""PeaksModel: what the takes look like while they are heard: outlines, meters, single samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.studio import Studio
from musflow_studio.waveform import Waveform
from ui.relay import Relay


class PeaksModel(QObject):
    """Surveys of finished files, made in a thread of the studio and kept there.

    Signals:
        changed: a survey or samples that were asked for are there, or cannot be read.
    """

    changed = pyqtSignal()

    def __init__(self, studio: Studio, relay: Relay, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._asked: set[Path] = set()
        self._failed: dict[Path, str] = {}
        self._samples: tuple[Path, int, npt.NDArray[np.float32]] | None = None
        self._wanted: tuple[Path, int, int] | None = None

    def of(self, clip: Clip) -> Waveform | None:
        """The survey of a clip's file; None while it is being made (then `changed` comes)."""
        path = clip.folder / clip.wav
        if path in self._failed:
            return None
        answer = self._studio.waveforms.of(path)
        if answer.done() and answer.exception() is None:
            return answer.result()
        if path not in self._asked:
            self._asked.add(path)
            self._relay.ask(
                answer, lambda _: self._arrived(path), lambda error: self._lost(path, error)
            )
        return None

    def trouble(self, clip: Clip) -> str:
        """Why a clip's file cannot be shown; "" if it can."""
        return self._failed.get(clip.folder / clip.wav, "")

    def samples(
        self, clip: Clip, start: int, count: int
    ) -> tuple[int, npt.NDArray[np.float32]] | None:
        """Single samples and their first frame; the last ones read while others are fetched.

        None where none of this file were read yet. The newest question wins.
        """
        path = clip.folder / clip.wav
        known = self._samples if self._samples and self._samples[0] == path else None
        covered = known and known[1] <= start and start + count <= known[1] + len(known[2])
        first = max(0, start - count)  # as much again on both sides, for scrolling
        wanted = (path, first, start + 2 * count - first)
        if not covered and self._wanted != wanted:
            self._wanted = wanted
            self._relay.ask(
                self._studio.waveforms.samples(*wanted),
                lambda values: self._read(wanted, values),
                lambda error: self._lost(path, error),
            )
        return (known[1], known[2]) if known else None

    def _read(self, asked: tuple[Path, int, int], values: npt.NDArray[np.float32]) -> None:
        if self._wanted == asked:
            self._wanted = None
            self._samples = (*asked[:2], values)
            self.changed.emit()

    def _arrived(self, path: Path) -> None:
        self._asked.discard(path)
        self.changed.emit()

    def _lost(self, path: Path, error: StudioError) -> None:
        self._asked.discard(path)
        self._failed[path] = error.sentence()
        self.changed.emit()
