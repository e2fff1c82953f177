"""RackView: the effects of what is heard: preset, words, curve, chain."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QLabel, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from musflow_studio.domain.preset import Effect
from ui.models import Models
from ui.rack.card_strip import CardStrip
from ui.rack.catalog import entry_of, parameter_name
from ui.rack.effect_menu import EffectMenu
from ui.rack.eq_view import EqView
from ui.rack.header import RackHeader
from ui.rack.level_feed import LevelFeed
from ui.rack.words_panel import WordsBar, WordsPanel
from ui.theme import UNIT

LOW_PX = 320
_NO_TAKE = (
    "The effects of a take appear here.\nPress Generate, or choose a take; then turn what you hear."
)
_HIDDEN = "Names are hidden while you compare blind.\nShow them in Presets to turn effects."
_OVERRIDES = {
    Qt.KeyboardModifier.NoModifier: (
        Qt.Key.Key_B, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
        Qt.Key.Key_Insert, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
        Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Period, Qt.Key.Key_Comma,
        *(Qt.Key(Qt.Key.Key_0 + i) for i in range(10)),
    ),
    Qt.KeyboardModifier.ShiftModifier: (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    ),
    Qt.KeyboardModifier.AltModifier: (Qt.Key.Key_Left, Qt.Key.Key_Right),
}  # fmt: skip
"""Keys that mean something else elsewhere in the window, and belong to the rack while it has the
focus."""


class RackView(QWidget):
    """Everything about the effects of the chosen take.

    Signals:
        closed: the user goes back to the board.
    """

    closed = pyqtSignal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._rack = models.rack
        self.header = RackHeader(models)
        self.words = WordsBar(models)
        self.eq = EqView()
        self.strip = CardStrip(models, EffectMenu(self))
        self.proposal = WordsPanel(models)
        self.below = QStackedWidget()
        self.empty = QLabel(_NO_TAKE)
        self._feed = LevelFeed(models, self)
        self._pages = QStackedLayout(self)
        self._lay_out()
        self._connect()
        self._follow()

    def focus_first(self) -> None:
        """Begin at the chain."""
        if self.strip.cards:
            self.strip.pick(max(0, self.strip.chosen), focus=True)
        else:
            self.header.more.setFocus()

    def focus_words(self) -> None:
        """Begin at the words."""
        self.words.field.setFocus()
        self.words.field.selectAll()

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.below.addWidget(self.strip)
        self.below.addWidget(self.proposal)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(self.header)
        layout.addWidget(self.header.naming)  # in the words' place while it is asked for
        layout.addWidget(self.words)
        layout.addWidget(self.eq, 1)
        layout.addWidget(self.below)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)
        QWidget.setTabOrder(self.words.apply, self.eq)
        self.strip.order_tabs(self.eq)

    def _connect(self) -> None:
        self.header.closed.connect(self.closed)
        self.header.more.clicked.connect(self._ask_for_more)
        self.header.naming.shown.connect(self.words.setHidden)
        self.eq.turned.connect(self._turn_point)
        self.eq.held.connect(self._rack.hold)
        self.eq.let_go.connect(self._rack.release)
        self.eq.picked.connect(self.strip.pick)
        self.eq.wanted.connect(self._add_bell)
        self.strip.picked.connect(self.eq.choose)
        self._rack.changed.connect(self._follow)
        self._rack.words.changed.connect(self._follow)
        self._models.playback.moved.connect(self._show_spectrum)
        self._models.peaks.changed.connect(self._show_spectrum)
        self._feed.ticked.connect(self.strip.show_levels)

    # Showing

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """In a low window the cards have the curve's room."""
        super().resizeEvent(event)
        self.eq.setVisible(self.height() >= LOW_PX)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Measure while it is seen."""
        super().showEvent(event)
        self._rack.hearing.watch(on=True)
        self._feed.watch(on=True)
        self._show_spectrum()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Measure no more."""
        super().hideEvent(event)
        self._rack.hearing.watch(on=False)
        self._feed.watch(on=False)

    def _follow(self) -> None:
        rack, words = self._rack, self._rack.words
        clip, preset = rack.clip, rack.preset
        hidden = rack.hearing.hidden
        self._pages.setCurrentIndex(1 if clip is None or preset is None or hidden else 0)
        self.empty.setText(_HIDDEN if hidden else _NO_TAKE)
        self.below.setCurrentIndex(1 if words.result else 0)
        if clip is None or preset is None:
            return
        shown = words.result.after if words.result else preset
        self.eq.show_effects(shown.effects, clip.take.mix.sample_rate_hz)
        self.eq.show_before(words.before.effects if words.before and words.changes else None)

    def _show_spectrum(self, _: object = None) -> None:
        clip = self._rack.clip
        if clip is None or not self.isVisible():
            return
        wave = self._models.peaks.of(clip)
        seconds = self._models.playback.seconds
        self.eq.show_spectrum(wave.levels.at(seconds).bands_db if wave else None)

    # What the user does with the curve

    def _ask_for_more(self) -> None:
        below = self.header.more.rect().bottomLeft()
        self.strip.ask_for_more(self.header.more.mapToGlobal(below))

    def _turn_point(self, place: int, numbers: dict[str, float]) -> None:
        preset = self._rack.preset
        if preset is None or self._rack.words.result:
            return
        name = entry_of(preset.effects[place].kind).name
        what = " and ".join(parameter_name(one).lower() for one in sorted(numbers))
        self._rack.turn(place, numbers, f"Turn {what} of {name}")

    def _add_bell(self, hz: float, db: float) -> None:
        preset = self._rack.preset
        if preset is None or self._rack.words.result:
            return
        bells = [i for i, one in enumerate(preset.effects) if one.kind == "PeakFilter"]
        place = bells[-1] + 1 if bells else len(preset.effects)
        numbers = {
            "cutoff_frequency_hz": round(max(20.0, min(20_000.0, hz)), 1),
            "gain_db": round(max(-20.0, min(20.0, db)), 1),
            "q": 1.0,
        }
        self._rack.add(Effect("PeakFilter", numbers), place, entry_of("PeakFilter").name)
        self.strip.pick(place)

    # Keys

    def event(self, event: QEvent | None) -> bool:
        """Keys of the rack go before those of the window while it has the focus."""
        if event and event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if _is_undo(event) or self._is_ours(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Undo, redo, more effects, away with a proposal."""
        assert event
        if event.matches(QKeySequence.StandardKey.Undo):
            self._rack.undo()
        elif _is_undo(event):
            self._rack.redo()
        elif event.key() == Qt.Key.Key_Insert:
            self._ask_for_more()
        elif event.key() == Qt.Key.Key_Escape and (
            self._rack.words.result or self._rack.words.asking
        ):
            self._rack.words.drop()
        elif event.key() == Qt.Key.Key_Escape and self.header.naming.isVisible():
            self.header.naming.leave()
        else:
            super().keyPressEvent(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in _OVERRIDES.get(plain, ()) and self.strip.isVisible()


def _is_undo(event: QKeyEvent) -> bool:
    """Undo or redo; Ctrl+Y, too, as the menu has it."""
    standard = QKeySequence.StandardKey
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return (
        event.matches(standard.Undo)
        or event.matches(standard.Redo)
        or (control and event.key() == Qt.Key.Key_Y)
    )
