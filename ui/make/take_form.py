"""TakeForm: finishing, engine, quality, the seed with its dice and lock, the number of takes."""

from __future__ import annotations

from PyQt6.QtCore import QRegularExpression, QSize, Qt
from PyQt6.QtGui import QRegularExpressionValidator
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from musflow_studio.domain.engines import EngineOffer
from musflow_studio.domain.request import Quality
from musflow_studio.project.cues import CueEdit
from ui import icons
from ui.make.form import Choice, Form, Number, quietly
from ui.make.wording import QUALITIES
from ui.models import Models
from ui.models.making import SEEDS
from ui.segments import Segments
from ui.theme import UNIT

DEFAULT = "Default"


class TakeForm(Form):
    """How a take is played and finished."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("Take", parent)
        self._models = models
        self._making = models.making
        self.finish = Choice("Finishing")
        self.finish.activated.connect(
            lambda at: self._making.edit("Finishing", CueEdit(finish=self.finish.itemData(at)))
        )
        self.add_row("Finishing", self.finish)
        self.engine = Choice("Engine")
        self._offered: dict[str, EngineOffer] = {}
        self.engine.activated.connect(
            lambda at: self._making.edit("Engine", CueEdit(engine=self.engine.itemData(at)))
        )
        self.add_row("Engine", self.engine)
        self.quality = Segments("Quality", QUALITIES)
        self.quality.chosen.connect(lambda told: self._making.set_quality(Quality(told)))
        self.add_row("Quality", self.quality)
        self.add_row("Seed", self._seed_row())
        self.takes = Number("Takes", 1, 16)
        self.takes.setToolTip("How many takes, 1 to 16; their seeds count up")
        self.takes.valueChanged.connect(self._making.set_takes)
        self.add_row("Takes", self.takes)
        self._making.changed.connect(self.follow)
        self.follow()

    def _seed_row(self) -> QWidget:
        self.seed = QLineEdit()
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("Same seed, same notes; 0 to 4294967295")
        digits = QRegularExpression("[0-9]{0,10}")
        self.seed.setValidator(QRegularExpressionValidator(digits, self.seed))
        self.seed.setPlaceholderText("drawn when it is made")
        self.seed.editingFinished.connect(self._set_seed)
        self.dice = _tool("Throw the dice", "dice-5-outline", self._making.roll_seed)
        self.lock = _tool("Lock the seed", "lock-outline", self._turn_lock)
        self.lock.setCheckable(True)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.seed, 1)
        layout.addWidget(self.dice)
        layout.addWidget(self.lock)
        return row

    def follow(self) -> None:
        """Show the cue's wishes and the window's."""
        cue = self._making.cue
        self.setEnabled(cue is not None)
        if cue is None:
            return
        self._show_finishes(cue.finish)
        self._show_engines()
        self.engine.show_data(cue.engine or self._models.studio.settings.engine)
        self.engine.setEnabled(self.engine.count() > 1)
        chosen = self._making.engines.get(self.engine.currentData())
        self.engine.setToolTip(chosen.words if chosen else "")
        self.quality.show_value(self._making.quality.value)
        if not self.seed.hasFocus() or not self.seed.isModified():
            seed = self._making.seed
            quietly(self.seed, lambda: self.seed.setText("" if seed is None else str(seed)))
        self._show_lock(self._making.seed_locked)
        quietly(self.takes, lambda: self.takes.setValue(self._making.takes))

    def _show_lock(self, locked: bool) -> None:
        self.lock.setChecked(locked)
        self.lock.setIcon(icons.icon("lock" if locked else "lock-open-variant-outline", "muted"))
        self.lock.setToolTip(
            "Locked: what does not change keeps its notes"
            if locked
            else "Open: every take draws a seed of its own, all notes change"
        )
        fresh = self._making.seed_is_new and self._making.seed is not None
        self.dice.setIcon(icons.icon("dice-5-outline", "accent" if fresh else "text"))

    def _show_engines(self) -> None:
        if self._making.engines != self._offered:
            self._offered = self._making.engines
            self.engine.clear()
            for offer in self._offered.values():
                self.engine.add(offer.title, offer.name, offer.words, enabled=not offer.missing)

    def _show_finishes(self, wished: str) -> None:
        finishes = self._making.finishes
        if self.finish.count() != len(finishes) + 1:
            self.finish.clear()
            default = finishes.get(self._models.studio.settings.finish)
            self.finish.addItem(f"{DEFAULT} ({default.title})" if default else DEFAULT, "")
            for name, preset in finishes.items():
                self.finish.addItem(preset.title, name)
                at = self.finish.count() - 1
                self.finish.setItemData(at, preset.description, Qt.ItemDataRole.ToolTipRole)
        self.finish.show_data(wished)
        told = finishes.get(wished or self._models.studio.settings.finish)
        self.finish.setToolTip(told.description if told else "")

    def _set_seed(self) -> None:
        text = self.seed.text()
        if self.seed.isModified() and text:
            self.seed.setModified(False)
            self._making.set_seed(min(int(text), SEEDS - 1))
        self.follow()

    def _turn_lock(self) -> None:
        self._making.lock_seed(self.lock.isChecked())


def _tool(name: str, icon: str, press: object) -> QToolButton:
    made = QToolButton()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(UNIT * 4, UNIT * 4))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda: press())  # type: ignore[operator] # a callable
    return made
