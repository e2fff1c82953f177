"""HeardPanel: the panel the music is at, and the way to where a panel begins."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.project.film import Film
from ui.models import Models


class HeardPanel(QObject):
    """Follows the music.

    Signals:
        moved(uid, uid): it was in the first panel and is in the second now; "" for none.

    Attributes:
        uid: of the panel; "" without a take.
        share: how far into it, 0 to 1.
    """

    moved = pyqtSignal(str, str)

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = models.playback
        self._clip: Clip | None = None
        self._film: Film | None = None
        self.uid = ""
        self.share = 0.0
        models.playback.moved.connect(self._follow)
        models.playback.changed.connect(lambda: self._follow(models.playback.seconds))
        self._follow(models.playback.seconds)

    @property
    def playing(self) -> bool:
        """Whether music runs."""
        return self._playback.playing

    def go_to(self, uid: str) -> None:
        """While nothing plays, put the playhead where a panel of the take begins."""
        film = self._film
        if film is not None and not self.playing and uid in film.uids and uid != self.uid:
            start = film.starts[film.uids.index(uid)]
            self._playback.seek(float(film.rate.seconds(start)))

    def _follow(self, seconds: float) -> None:
        clip = self._playback.clip
        if clip is not self._clip:
            self._clip, self._film = clip, Film.of(clip.recipe.plan) if clip else None
        before = self.uid
        if self._film is None:
            self.uid, self.share = "", 0.0
        else:
            frame = self._film.at(seconds)
            self.uid, self.share = frame.panel_uid, frame.share
        if before or self.uid:
            self.moved.emit(before, self.uid)
