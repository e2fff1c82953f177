"""CardStrip: the chain from left to right, a card an effect; drawn anew only where it changed."""

from __future__ import annotations

from functools import partial

import numpy as np
from PyQt6.QtCore import QPoint, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.presets.new_effects import new_effect
from ui import theme
from ui.models import Models
from ui.rack.card import EffectCard
from ui.rack.catalog import parameter_name
from ui.rack.effect_menu import EffectMenu
from ui.rack.output_card import OutputCard
from ui.theme import UNIT

CARD_PX, BAR_PX = 196, 12
MOST_ASIDE = 24
LEAST_PX = 120
"""In a low window the cards are scrolled."""


class CardStrip(QScrollArea):
    """The effects of the rack, and what comes out of them.

    Attributes:
        chosen: place of the chosen card; -1 for none.

    Signals:
        picked(place): another card is the chosen one.
    """

    picked = pyqtSignal(int)

    def __init__(self, models: Models, menu: EffectMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rack = models.rack
        self.chosen = -1
        self.cards: list[EffectCard] = []
        self._aside: list[EffectCard] = []
        self._shown: FinishingPreset | None = None
        self._clip_id = ""
        self._entrance: QWidget | None = None
        self.output = OutputCard(models)
        self.menu = menu
        self.menu.wanted.connect(self._add)
        self._row = _Row()
        self._row.line.addWidget(self.output)
        self._row.line.addStretch(1)
        self.setWidget(self._row)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(LEAST_PX)
        self._rack.changed.connect(self._follow)
        self._rack.levels.changed.connect(self._show_peaks)
        self._follow()

    def sizeHint(self) -> QSize:
        """A whole card, and the bar under it."""
        return QSize(super().sizeHint().width(), CARD_PX + BAR_PX)

    def order_tabs(self, entrance: QWidget | None) -> None:
        """Tab goes from the entrance through the cards, as they stand, to the output."""
        self._entrance = entrance
        stops = [stop for card in self.cards for stop in card.stops] + [*self.output.stops]
        for one, other in zip([entrance, *stops], stops, strict=False):
            if one is not None:
                QWidget.setTabOrder(one, other)

    def ask_for_more(self, place: QPoint) -> None:
        """Open the menu of effects at a place of the screen."""
        self.menu.exec(place)

    def pick(self, place: int, *, focus: bool = False) -> None:
        """Make a card the chosen one."""
        if place != self.chosen:
            self.chosen = place
            for at, card in enumerate(self.cards):
                card.mark(on=at == place)
            self.picked.emit(place)
        if 0 <= place < len(self.cards):
            seen = self.cards[place].geometry()
            self.ensureVisible(seen.center().x(), 0, seen.width() // 2 + UNIT * 4, 0)
            if focus:
                self.cards[place].title.setFocus()

    def show_levels(self, levels: np.ndarray) -> None:
        """Needles: one level a stage, dBFS."""
        if len(levels) != len(self.cards) + 2:
            return
        for place, card in enumerate(self.cards):
            card.before.show_level(float(levels[place]))
            card.after.show_level(float(levels[place + 1]))
        self.output.level.show_level(float(levels[-1]))

    # What the user does with a card

    def _add(self, kind: str, name: str) -> None:
        place = self.chosen + 1 if 0 <= self.chosen < len(self.cards) else len(self.cards)
        self._rack.add(new_effect(kind), place, name)
        self.pick(place, focus=True)

    def _turn(self, card: EffectCard, name: str, value: float) -> None:
        place = self.cards.index(card)
        if not self._rack.turn(place, {name: value}, f"Turn {parameter_name(name)} of {card.name}"):
            self._shown = None  # the knob stands where it was turned to
            self._follow()

    def _remove(self, card: EffectCard) -> None:
        place = self.cards.index(card)
        self._rack.remove(place, card.name)
        if self.cards:
            self.pick(min(place, len(self.cards) - 1), focus=True)
        else:
            self.output.wet.setFocus()

    def _move(self, card: EffectCard, by: int) -> None:
        place = self.cards.index(card)
        if 0 <= place + by < len(self.cards):
            self._rack.move(place, place + by, card.name)
            self.pick(place + by, focus=True)

    def _switch(self, card: EffectCard, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._rack.switch(self.cards.index(card), card.name, on=on)

    def _drag(self, card: EffectCard, place: QPoint) -> None:
        self._row.mark_gap(self._gap_at(place), self.cards)
        here = self.mapFromGlobal(place).x()
        bar = self.horizontalScrollBar()
        if bar and not 0 < here < self.width():
            bar.setValue(bar.value() + (UNIT * 4 if here > 0 else -UNIT * 4))

    def _drop(self, card: EffectCard, place: QPoint) -> None:
        self._row.mark_gap(-1, self.cards)
        before, gap = self.cards.index(card), self._gap_at(place)
        to = gap - 1 if gap > before else gap
        if to != before:
            self._rack.move(before, to, card.name)
            self.pick(to, focus=True)

    def _gap_at(self, place: QPoint) -> int:
        """Before which card something at a screen place would stand; their number: at the end."""
        x = self._row.mapFromGlobal(place).x()
        return sum(card.geometry().center().x() < x for card in self.cards)

    # Showing

    def _follow(self) -> None:
        preset = self._rack.preset
        clip_id = self._rack.clip.clip_id if self._rack.clip else ""
        if preset is None or (preset == self._shown and clip_id == self._clip_id):
            return
        self._shown, self._clip_id = preset, clip_id
        kinds = [effect.kind for effect in preset.effects]
        if kinds != [card.kind for card in self.cards]:
            self._deal(preset)
        for number, (card, effect) in enumerate(zip(self.cards, preset.effects, strict=True), 1):
            card.show_effect(effect, number)

    def _deal(self, preset: FinishingPreset) -> None:
        """The cards for these effects; those that are there already are used again."""
        focused = next((card for card in self.cards if _has_focus(card)), None)
        spare = [*self.cards, *self._aside]
        self.cards = []
        for place, effect in enumerate(preset.effects):
            card = next((one for one in spare if one.kind == effect.kind), None)
            if card is not None:
                spare.remove(card)
            else:
                card = self._card(preset, place)
            self._row.line.insertWidget(place, card)
            card.show()  # now, not with the next turn of the event loop: it may get the focus
            self.cards.append(card)
        self._lay_aside(spare)
        self.chosen = -2  # whatever it was stands elsewhere now
        self.pick(self.cards.index(focused) if focused in self.cards else -1)
        self.order_tabs(self._entrance)
        self._show_peaks()

    def _lay_aside(self, spare: list[EffectCard]) -> None:
        """Keep some cards for the next preset: making one takes longer than showing it."""
        for card in spare:
            self._row.line.removeWidget(card)
            card.hide()
        for gone in spare[MOST_ASIDE:]:
            gone.deleteLater()
        self._aside = spare[:MOST_ASIDE]

    def _card(self, preset: FinishingPreset, place: int) -> EffectCard:
        made = EffectCard(preset.effects[place], place + 1)
        made.setFixedHeight(CARD_PX)
        made.turned.connect(partial(self._turn, made))
        made.held.connect(self._rack.hold)
        made.let_go.connect(self._rack.release)
        made.refused.connect(self._rack.fail)
        made.switched.connect(partial(self._switch, made))
        made.removed.connect(partial(self._remove, made))
        made.moved.connect(partial(self._move, made))
        made.picked.connect(partial(self._pick_card, made))
        made.dragged.connect(partial(self._drag, made))
        made.dropped.connect(partial(self._drop, made))
        return made

    def _pick_card(self, card: EffectCard) -> None:
        if card in self.cards:
            self.pick(self.cards.index(card))

    def _show_peaks(self) -> None:
        levels = self._rack.levels.levels
        peaks = levels.peaks_db if levels else (None,) * (len(self.cards) + 2)
        for place, card in enumerate(self.cards):
            card.before.show_peak(peaks[place])
            card.after.show_peak(peaks[place + 1])
        self.output.level.show_peak(peaks[-1])


class _Row(QWidget):
    """The cards in a line, and a mark where a dragged one would stand."""

    def __init__(self) -> None:
        super().__init__()
        self._mark: QRect | None = None
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(UNIT * 2)

    def mark_gap(self, gap: int, cards: list[EffectCard]) -> None:
        """Mark the gap before a card; -1 for none."""
        self._mark = None
        if gap >= 0 and cards:
            last = cards[-1].geometry()
            x = cards[gap].geometry().left() if gap < len(cards) else last.right() + UNIT * 2
            self._mark = QRect(x - UNIT, last.top(), 2, last.height())
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The mark."""
        if self._mark:
            painter = QPainter(self)
            painter.setPen(QPen(theme.palette().accent, 2))
            painter.drawLine(self._mark.topLeft(), self._mark.bottomLeft())


def _has_focus(card: EffectCard) -> bool:
    window = card.window()
    focused = window.focusWidget() if window else None
    return focused is not None and card.isAncestorOf(focused)
