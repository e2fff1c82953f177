"""UseTable: which model is asked for what, and another choice where the settings have one."""

from __future__ import annotations

from functools import partial

from PyQt6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from ui import theme
from ui.models import Models
from ui.models.model_uses import NONE, USES, ModelUse, here
from ui.pretrained import wording
from ui.theme import UNIT

_TIP = "Kept in the settings file; takes effect at once."
_NO_SETTING = (
    "The first one here is taken. It rests, too, while “Says what pictures show” is set to None."
)


class UseTable(QWidget):
    """A list for every use."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = models.pretrained
        self.boxes: dict[str, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT * 3)
        self._grid.setVerticalSpacing(UNIT * 2)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)
        for place, use in enumerate(USES):
            self._add(place, use)

    def follow(self) -> None:
        """Show what is chosen among what is here."""
        for use in USES:
            self._show_choices(use, self.boxes[use.title])

    def _add(self, place: int, use: ModelUse) -> None:
        box = QComboBox()
        box.setAccessibleName(use.title)
        box.setToolTip(_TIP if use.setting else _NO_SETTING)
        box.setEnabled(bool(use.setting))
        box.activated.connect(partial(self._choose, use))
        label = QLabel(use.title)
        label.setFont(theme.font("small"))
        label.setProperty("role", "muted")
        label.setBuddy(box)
        self.boxes[use.title] = box
        self._grid.addWidget(label, place // 2, 2 * (place % 2))
        self._grid.addWidget(box, place // 2, 2 * (place % 2) + 1)

    def _choose(self, use: ModelUse, at: int) -> None:
        self._model.choose(use, str(self.boxes[use.title].itemData(at)))

    def _show_choices(self, use: ModelUse, box: QComboBox) -> None:
        names = [model.name for model in here(use, self._model.entries)]
        chosen = self._model.chosen(use)
        choices = [("", self._unchosen(use, names))]
        choices += [(name, name) for name in names] if use.setting else []
        if use.setting and use.may_be_none and use.first_by_itself:
            choices.append((NONE, wording.choice(use, NONE, "")))
        if chosen and chosen not in [value for value, _ in choices]:
            absent = chosen == NONE
            choices.append((chosen, "None" if absent else f"{chosen} (not here)"))
        if choices != [(box.itemData(i), box.itemText(i)) for i in range(box.count())]:
            box.clear()
            for value, label in choices:
                box.addItem(label, value)
        box.setCurrentIndex(box.findData(chosen))

    def _unchosen(self, use: ModelUse, names: list[str]) -> str:
        if not use.setting:
            model = self._model.in_use(use)
            return wording.choice(
                use, "" if model or not names else NONE, names[0] if names else ""
            )
        return wording.choice(use, "", names[0] if names else "")
