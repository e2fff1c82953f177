"""ViewerView: the panel that is heard or looked at, large, with timecode and story."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from superqt import QElidingLabel

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.storyboard import Panel
from musflow_studio.project.film import Film, FilmFrame
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.timers import quiet_timer
from ui.viewer.clock_popup import ClockPopup
from ui.viewer.screen import Screen, Shown

_SOON_S = 0.045
"""A frame that changes before the next tick of the music gets a moment of its own."""


class ViewerView(QWidget):
    """Follows the music while it moves, the choice of panels else."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._clip: Clip | None = None
        self._film: Film | None = None
        self._full: QWidget | None = None
        self.screen_ = Screen(models.pictures)
        self.number = QLabel()
        self.story = QElidingLabel()
        self.timecode = QToolButton()
        self._exactly = quiet_timer(self, 0, self._on_frame)
        self._exactly.setTimerType(Qt.TimerType.PreciseTimer)
        self._streamers = self._tool("eye-check-outline", "Streamers and punches at must-hits")
        self._streamers.setCheckable(True)
        self._streamers.setChecked(models.preferences.get("streamers", True))
        self._streamers.toggled.connect(lambda on: models.preferences.set("streamers", on))
        self._enlarge = self._tool("fullscreen", "Full screen (F)")
        self._enlarge.clicked.connect(self.toggle_full)
        self._home = QVBoxLayout(self)
        self._home.setContentsMargins(0, 0, 0, 0)
        self._home.setSpacing(0)
        self._home.addWidget(self.screen_, 1)
        self._band_ = self._band()
        self._home.addWidget(self._band_)
        self._connect()
        self._show_chosen()

    def toggle_full(self) -> None:
        """The picture on the whole screen, or back in its place."""
        if self._full is None:
            self._full = _FullScreen(self.screen_, self.toggle_full, self._models)
            self.screen_.burns_in = True
            self._full.showFullScreen()
        else:
            full, self._full = self._full, None
            self.screen_.burns_in = False
            self._home.insertWidget(0, self.screen_, 1)
            full.close()
            full.deleteLater()

    def open_clock(self) -> None:
        """Ask for the start timecode and the frame rate."""
        if self._models.project.board is not None:
            popup = ClockPopup(self._models, self)
            popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            popup.open_above(self.timecode.mapToGlobal(self.timecode.rect().topRight()))

    # Parts

    def _band(self) -> QWidget:
        band = QWidget()
        layout = QHBoxLayout(band)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 3)
        self.number.setFont(theme.font("title"))
        self.story.setFont(theme.font())
        self.story.setMinimumWidth(40)
        self.story.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.timecode.setFont(theme.font("mono"))
        self.timecode.setAccessibleName("Timecode")
        self.timecode.setToolTip("Timecode of the picture; set its start and frame rate (Ctrl+T)")
        self.timecode.setShortcut(QKeySequence("Ctrl+T"))
        self.timecode.clicked.connect(self.open_clock)
        for part, stretch in (
            (self.number, 0), (self.story, 1), (self.timecode, 0),
            (self._streamers, 0), (self._enlarge, 0),
        ):  # fmt: skip
            layout.addWidget(part, stretch)
        return band

    def _tool(self, icon: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made

    def _connect(self) -> None:
        models = self._models
        models.playback.moved.connect(self._on_moved)
        models.selection.changed.connect(self._show_chosen)
        models.project.changed.connect(self._show_chosen)
        self.screen_.double_clicked.connect(self.toggle_full)
        self._streamers.toggled.connect(self._on_frame)
        shortcut = QShortcut(QKeySequence("F"), self)
        shortcut.activated.connect(self.toggle_full)

    # Following

    def _on_moved(self, seconds: float) -> None:
        """The music is somewhere else: so is the picture."""
        if self._models.playback.clip is None:
            return
        self._follow_clip()
        assert self._film
        self._show_film(self._film.at(seconds))
        soon = self._film.seconds_to_next_frame(seconds)
        if self._models.playback.playing and soon < _SOON_S:
            self._exactly.start(round(soon * 1000) + 1)

    def _on_frame(self) -> None:
        """The next frame is due between two ticks of the music."""
        if self._models.playback.clip is not None:
            self._follow_clip()
            assert self._film
            self._show_film(self._film.at(self._models.playback.seconds))

    def _follow_clip(self) -> None:
        clip = self._models.playback.clip
        if clip is not self._clip or self._film is None:
            self._clip = clip
            self._film = Film.of(clip.recipe.plan) if clip else None

    def _show_film(self, frame: FilmFrame) -> None:
        assert self._film
        streamers = frame.streamers if self._streamers.isChecked() else ()
        punch = frame.punch and self._streamers.isChecked()
        panel = self._present(self._film.panels[frame.panel_uid])
        self._show(Shown(panel, streamers, punch, frame.timecode))

    def _present(self, panel: Panel) -> Panel:
        """The panel as it is now; as the music was made for it where it is gone."""
        board = self._models.project.board
        now = (one for one in board.panels if one.uid == panel.uid) if board else iter(())
        return next(now, panel)

    def _show_chosen(self) -> None:
        """Without music running, the panel that is looked at."""
        if self._models.playback.playing:
            return
        board, panel = self._models.project.board, self._models.selection.panel
        if board is None or panel is None:
            self._show(Shown())
            return
        start = board.start_frames[board.panels.index(panel)]
        timecode = board.rate.timecode(board.start_timecode_frames + start)
        self._show(Shown(panel, timecode=timecode))

    def _show(self, shown: Shown) -> None:
        self.screen_.show_frame(shown)
        self._band_.setVisible(shown.panel is not None)
        self.timecode.setText(shown.timecode)
        self.number.setText(shown.panel.number if shown.panel else "")
        panel = shown.panel
        text = (panel.story or panel.dialogue) if panel else ""
        if self.story.text() != text:
            self.story.setText(text)
            self.story.setToolTip(text)


class _FullScreen(QWidget):
    """The picture alone on the screen; F, Escape or a double click end it, Space plays."""

    def __init__(self, screen: Screen, end: Callable[[], None], models: Models) -> None:
        super().__init__()
        self.setWindowTitle("MusFlow Studio: picture")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(screen)
        for keys, do in (("F", end), ("Escape", end), ("Space", models.playback.toggle)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)
