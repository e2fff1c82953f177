"""ModelSheet: everything about one model, its licence in plain words, and what can be done."""

from __future__ import annotations

import time
from itertools import pairwise

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.model import ModelEntry
from ui import theme
from ui.models import Models
from ui.models.model_uses import use_of
from ui.models.pretrained import Outcome
from ui.pretrained import wording
from ui.pretrained.sheet_actions import SheetActions
from ui.theme import UNIT

_FACTS = ("Where", "Size", "Memory", "Audio", "Licence", "Stated at", "Comes from")


class ModelSheet(QWidget):
    """The model that is looked at."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = models.pretrained
        self._entry: ModelEntry | None = None
        self.title, self.use, self.says = _label("title"), _label("small"), _label("body")
        self.use.setProperty("role", "muted")
        self.facts = {name: _label("body") for name in _FACTS}
        for fact in self.facts.values():
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts["Stated at"].setTextFormat(Qt.TextFormat.RichText)
        self.facts["Stated at"].setOpenExternalLinks(True)
        self.facts["Stated at"].setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.agree = QCheckBox(wording.AGREE)
        self.marked = _label("body")
        self.unpaid = _frame("warn", self.marked, self.agree)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.progress = _label("small")
        self.outcome = _label("body")
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ended = _frame("good", self.outcome)
        self.buttons = SheetActions(self._model, self.agree, self)
        self._lay_out()

    def show_model(self, entry: ModelEntry) -> None:
        """Show a model as it is now."""
        if self._entry is None or self._entry.name != entry.name:
            self.agree.setChecked(False)
        self._entry = entry
        self.title.setText(entry.name)
        self.use.setText(self._use_words(entry))
        about = entry.card.says if entry.card else "added by you"
        self.says.setText(f"{about[:1].upper()}{about[1:]}.")
        self._show_facts(entry)
        self._show_licence(entry)
        self._show_progress(entry)
        self._show_outcome(self._model.outcomes.get(entry.name))
        self.buttons.show_model(entry)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 4)
        form.setVerticalSpacing(UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, fact in self.facts.items():
            label = _label("body", name)
            label.setProperty("role", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            form.addRow(label, fact)
        self._form = form
        about = QWidget()
        reading = QVBoxLayout(about)
        reading.setContentsMargins(0, 0, UNIT * 2, 0)
        reading.setSpacing(UNIT * 2)
        for part in (self.title, self.use, self.says):
            reading.addWidget(part)
        reading.addSpacing(UNIT)
        reading.addLayout(form)
        reading.addSpacing(UNIT)
        reading.addWidget(self.unpaid)
        reading.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(area, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.progress)
        layout.addWidget(self.ended)
        layout.addWidget(self.buttons)
        order = (self.facts["Stated at"], self.agree, *self.buttons.in_order)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _use_words(self, entry: ModelEntry) -> str:
        use = use_of(entry.one.kind)
        if not entry.installed:
            return use.title
        asked = self._model.in_use(use)
        if asked and asked.name == entry.name:
            return f"{use.title}: in use"
        return f"{use.title}: {asked.name if asked else 'no model'} is asked"

    def _show_facts(self, entry: ModelEntry) -> None:
        one, link = entry.one, entry.one.licence.source
        told = {
            "Where": wording.where(entry, self._model.fetch),
            "Size": wording.size(entry.size_mb),
            "Memory": _sentence(self._model.memory.get(entry.name, "…")),
            "Audio": f"{one.rate_hz / 1000:g} kHz" if one.rate_hz else "",
            "Licence": wording.licence(one.licence),
            "Stated at": f'<a href="{link}">{link.removeprefix("https://")}</a>' if link else "",
            "Comes from": wording.origin(entry),
        }
        self.facts["Stated at"].setAccessibleName(f"Licence stated at {link}")
        for name, says in told.items():
            self.facts[name].setText(says)
            self._form.setRowVisible(self.facts[name], bool(says))

    def _show_licence(self, entry: ModelEntry) -> None:
        one, here = entry.one.licence, entry.installed is not None
        self.unpaid.setVisible(not one.commercial)
        self.marked.setText(wording.marked(one, here=here))
        self.agree.setVisible(not here)

    def _show_progress(self, entry: ModelEntry) -> None:
        fetch, doing = self._model.fetch, self._model.doing.get(entry.name)
        ours = fetch is not None and fetch.name == entry.name
        for part in (self.bar, self.progress):
            part.setVisible(ours or doing is not None)
        if fetch and ours:
            self.bar.setRange(0, 1000 if fetch.total_bytes else 0)
            if fetch.total_bytes:
                self.bar.setValue(1000 * fetch.done_bytes // fetch.total_bytes)
            self.progress.setText(wording.progress(fetch, time.monotonic()))
        elif doing:
            self.bar.setRange(0, 0)
            reading = "Reading every file again…"
            self.progress.setText(reading if doing == "checking" else "Removing…")

    def _show_outcome(self, outcome: Outcome | None) -> None:
        self.ended.setVisible(outcome is not None)
        if outcome and outcome.says != self.outcome.text():
            self.outcome.setText(outcome.says)
        if outcome and outcome.kind != self.ended.property("kind"):
            self.ended.setProperty("kind", outcome.kind)
            if style := self.ended.style():
                style.unpolish(self.ended)
                style.polish(self.ended)


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:]


def _label(role: theme.Role, text: str = "") -> QLabel:
    made = QLabel(text)
    made.setFont(theme.font(role))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _frame(kind: str, *parts: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("ribbon")
    made.setProperty("kind", kind)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
    layout.setSpacing(UNIT * 2)
    for part in parts:
        layout.addWidget(part)
    return made
