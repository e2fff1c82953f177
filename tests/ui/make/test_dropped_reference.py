"""Music dropped on the column: the cue's reference, what is taken of it, what was heard, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from patience import GENERATION_MS
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent

from musflow_studio.domain.reference import TRAITS, Trait
from ui.make import MakeView
from ui.make.like_button import EMPTY
from ui.models import Models
from ui.models.reference import HEARING


@pytest.fixture
def temp_track(tmp_path: Path) -> Path:
    """Clicks at 120 bpm over a tone."""
    rate = 22050
    sound = 0.05 * np.sin(2 * np.pi * 220 * np.arange(8 * rate) / rate)
    for beat in range(16):
        sound[beat * rate // 2 : beat * rate // 2 + 300] += 0.5
    path = tmp_path / "temp track.wav"
    soundfile.write(path, sound, rate)
    return path


def drop(view: MakeView, *files: Path) -> bool:
    """Drag files over the view and let go; whether they were welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(view.rect().center(), copy, data, left, keys)
    entering.setAccepted(False)
    view.dragEnterEvent(entering)
    if entering.isAccepted():
        view.dropEvent(QDropEvent(QPointF(view.rect().center()), copy, data, left, keys))
    return entering.isAccepted()


def test_music_dropped_on_the_column_is_heard_and_taken(opened: Models, qtbot, temp_track):
    view = MakeView(opened)
    qtbot.addWidget(view)
    card, button, cue = view.reference, view.music.like, lambda: opened.selection.cue
    assert button.text() == EMPTY
    assert not drop(view, temp_track.with_suffix(".png"))
    assert drop(view, temp_track)
    assert (cue().like.path, cue().like.traits) == (temp_track, TRAITS)
    assert button.text() == "temp track"
    assert HEARING in card.why.text()
    qtbot.waitUntil(lambda: "120 bpm" in card.why.text(), timeout=GENERATION_MS)
    card.traits[Trait.KEY].click()
    assert Trait.KEY not in cue().like.traits
    card.none.click()
    assert cue().like is None
    assert button.text() == EMPTY
    opened.project.undo()
    opened.project.undo()
    assert cue().like.traits == TRAITS


def test_what_cannot_be_heard_is_said(opened: Models, qtbot, tmp_path):
    view = MakeView(opened)
    qtbot.addWidget(view)
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound")
    assert drop(view, broken)
    qtbot.waitUntil(lambda: "broken.wav" in view.reference.why.text(), timeout=GENERATION_MS)
