"""AuditionView: presets or styles of the chosen take, heard while it plays."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.audition.audition_page import AuditionPage
from ui.audition.preset_page import PresetPage
from ui.audition.style_page import StylePage
from ui.models import Models
from ui.segments import Segments
from ui.theme import UNIT

SOUNDS, STYLES = "sounds", "styles"
PAGES = {
    SOUNDS: ("Sound", "The same music under other finishing presets"),
    STYLES: ("Style", "Other music for the same cue, on its tempo, bars and key"),
}


class AuditionView(QWidget):
    """Two pages; the one that is seen is auditioned.

    Signals:
        take_wanted(clip_id): a take that was kept shall be looked at.
    """

    take_wanted = pyqtSignal(str)

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.sounds = PresetPage(models, self._show_take)
        self.styles = StylePage(models, self._show_take)
        self.what = Segments("Audition", PAGES)
        self.what.setFixedWidth(UNIT * 30)
        self.what.chosen.connect(self.show_page)
        self._searches, self._pages = QStackedWidget(), QStackedWidget()
        for page in (self.sounds, self.styles):
            self._searches.addWidget(page.search)
            self._pages.addWidget(page)
        self._searches.setFixedHeight(self.sounds.search.sizeHint().height())
        head = QHBoxLayout()
        head.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT)
        head.setSpacing(UNIT * 2)
        head.addWidget(self.what)
        head.addWidget(self._searches, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut  # other views have their own
        find = QShortcut(QKeySequence("Ctrl+F"), self, context=inside)
        find.activated.connect(self._find)
        self.show_page(models.preferences.get("audition", SOUNDS))

    def show_page(self, page: str) -> None:
        """Presets ("sounds") or styles ("styles"); it is remembered."""
        page = page if page in PAGES else SOUNDS
        place = list(PAGES).index(page)
        self.what.show_value(page)
        self._searches.setCurrentIndex(place)
        self._pages.setCurrentIndex(place)
        self._models.preferences.set("audition", page)

    def begin(self) -> None:
        """The list has the focus: arrows step."""
        page = self._pages.currentWidget()
        if isinstance(page, AuditionPage):
            page.rows.setFocus()

    def _find(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, AuditionPage):
            page.search.begin()

    def _show_take(self, clip_id: str) -> None:
        self._models.selection.choose_clip(clip_id)
        self.take_wanted.emit(clip_id)
