"""What a picture model said, where the panel's words are: mended, taken out, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from patience import GENERATION_MS
from PIL import Image
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tiny_models import install, save_blip

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.storyboard import Panel
from musflow_studio.models import remove_model
from ui.models import Models
from ui.words import WordsView

STORM, MEADOW = "a violent storm", "a sunny meadow"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_blip(tmp_path_factory.mktemp("models") / "blip", {40: STORM, 210: MEADOW})


@pytest.fixture
def captioned(weights: Path, _same_home: None) -> Iterator[None]:
    """A picture model on this machine."""
    install(weights, "toy-blip")
    yield
    remove_model("toy-blip")


@pytest.fixture
def drawings(tmp_path: Path) -> list[Path]:
    """Two drawings without a word."""
    for number, brightness in enumerate((40, 210)):
        tone = np.full((120, 160), brightness, np.uint8)
        tone[::12] += 25
        Image.fromarray(tone).save(tmp_path / f"panel{number}.png")
    return sorted(tmp_path.glob("*.png"))


@pytest.fixture
def view(captioned: None, models: Models, qtbot: QtBot, drawings: list[Path]) -> WordsView:
    with qtbot.waitSignal(models.project.opened, timeout=GENERATION_MS):
        models.project.start(drawings)
    made = WordsView(models)
    qtbot.addWidget(made)
    made.resize(440, 300)
    made.show()
    described(models, qtbot)
    return made


def described(models: Models, qtbot: QtBot) -> PanelDescription:
    qtbot.waitUntil(lambda: not models.descriptions.pending, timeout=GENERATION_MS)
    said = models.descriptions.of(models.selection.panel_uid)
    assert said
    return said


def planned(models: Models, qtbot: QtBot, says: str) -> None:
    """The plan on screen was made from these words for the first picture."""

    def made() -> None:
        plan = models.planned.plan
        assert plan
        assert plan.description.panels[0].picture_says == says

    qtbot.waitUntil(made, timeout=GENERATION_MS)


def first(models: Models) -> Panel:
    assert models.project.board
    return models.project.board.panels[0]


def write(view: WordsView, text: str) -> None:
    view.picture.field.setPlainText(text)
    QTest.keyClick(view.picture.field, Qt.Key.Key_Return)


def test_what_the_model_said_is_mended_taken_out_and_taken_back(
    view: WordsView, models: Models, qtbot: QtBot
) -> None:
    line = view.picture
    assert line.isVisibleTo(view)
    assert line.field.toPlainText() == STORM
    assert line.whose.text() == "From the picture, by toy-blip"
    seen = described(models, qtbot)

    write(view, "a cosy, peaceful room")
    said = described(models, qtbot)
    assert said.caption == view.fields["caption"].toPlainText() == "A cosy, peaceful room."
    assert said.mood.arousal < 0 < seen.mood.arousal
    assert line.whose.text() == f"From the picture, in your words (toy-blip said “{STORM}”)"
    assert view.as_seen.isEnabled()
    planned(models, qtbot, "a cosy, peaceful room")
    assert models.project.undo_text == "Write what the picture says of panel 1"

    write(view, "")
    assert described(models, qtbot).caption == "A grey frame without words."
    assert line.whose.text() == f"From the picture, taken out (toy-blip said “{STORM}”)"

    models.project.undo()
    assert line.field.toPlainText() == "a cosy, peaceful room"
    write(view, STORM)
    assert not first(models).override.by_hand
    assert described(models, qtbot) == seen

    uids = [panel.uid for panel in models.project.board.panels] if models.project.board else []
    models.selection.choose_panel(uids[1])
    assert line.field.toPlainText() == MEADOW


def test_without_a_model_nothing_extra_is_shown_until_one_looks(
    models: Models, qtbot: QtBot, drawings: list[Path], weights: Path
) -> None:
    with qtbot.waitSignal(models.project.opened, timeout=GENERATION_MS):
        models.project.start(drawings)
    view = WordsView(models)
    qtbot.addWidget(view)
    assert described(models, qtbot).picture_says == ""
    assert not view.picture.isVisibleTo(view)
    install(weights, "toy-blip")
    models.pretrained.eyes_changed.emit()
    assert described(models, qtbot).picture_says == STORM
    planned(models, qtbot, STORM)
    assert view.picture.isVisibleTo(view)
    remove_model("toy-blip")
    models.descriptions.ask_again()
    assert described(models, qtbot).picture_says == ""
    assert not view.picture.isVisibleTo(view)
