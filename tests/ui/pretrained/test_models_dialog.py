"""The models pane: fetched with a tick, stopped, gone on with, checked, removed, added, by keys."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hub_server import Hub, running
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot
from safetensors.numpy import save, save_file

from musflow_studio.models import find_model, installed_models, models_folder, remove_model
from musflow_studio.settings import load_settings
from ui.models import Models
from ui.models.pretrained import PretrainedModel
from ui.pretrained import ModelsDialog
from ui.pretrained.add_dialog import AddDialog
from ui.window import MainWindow

WAIT_MS = 30_000
REPO = "facebook/musicgen-small"
WEIGHTS = save({"w": np.arange(6_000_000, dtype=np.float32)})
"""24 MB: the hub's client hands on pieces of 10."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    config = json.dumps({"model_type": "musicgen"}).encode()
    files = {"config.json": config, "model.safetensors": WEIGHTS}
    with running(Hub({REPO: {"main": files}})) as up:
        monkeypatch.setenv("HF_ENDPOINT", up.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield up


@pytest.fixture
def shelf(models: Models) -> Iterator[PretrainedModel]:
    """The models of this test; none is left behind."""
    yield models.pretrained
    for model in installed_models():
        remove_model(model.name)
    shutil.rmtree(models_folder(), ignore_errors=True)


@pytest.fixture
def pane(models: Models, shelf: PretrainedModel, qtbot: QtBot) -> ModelsDialog:
    made = ModelsDialog(models)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: bool(models.pretrained.memory), timeout=WAIT_MS)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "my blip"
    place.mkdir()
    (place / "config.json").write_text(json.dumps({"model_type": "blip"}))
    save_file({"a": np.ones(1000, np.float32)}, place / "model.safetensors")
    return place


def press(question: str, answer: str) -> None:
    """Press a button of the box that comes next, once it asks this."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, look)
            return
        assert question in box.text()
        assert "cannot be undone" in box.informativeText()
        next(button for button in box.buttons() if button.text() == answer).click()

    QTimer.singleShot(0, look)


def test_a_licence_wants_a_tick_and_a_fetch_stops_and_goes_on(
    pane: ModelsDialog, shelf: PretrainedModel, hub: Hub, models: Models, qtbot: QtBot
) -> None:
    pane.list.choose("musicgen-small")
    sheet, buttons = pane.sheet, pane.sheet.buttons
    assert "does not allow paid work" in sheet.marked.text()
    assert sheet.facts["Licence"].text().startswith("CC-BY-NC-4.0: not for paid work")
    assert not buttons.fetch.isEnabled()
    sheet.agree.setChecked(True)
    hub.stall_after = 15_000_000
    buttons.fetch.click()
    qtbot.waitUntil(lambda: sheet.bar.value() > 400, timeout=WAIT_MS)
    assert sheet.progress.text().startswith("10 MB of 24 MB")
    pane.list.choose("blip")
    assert buttons.fetch.toolTip() == "One at a time: musicgen-small is being fetched"
    pane.list.choose("musicgen-small")
    buttons.stop.click()
    qtbot.waitUntil(lambda: buttons.fetch.text().startswith("Go on"), timeout=WAIT_MS)
    assert installed_models() == ()

    hub.stall_after = None
    hub.stalled.set()
    sheet.agree.setChecked(True)
    assert "not here" in models.making.engines["musicgen"].missing
    buttons.fetch.click()
    qtbot.waitUntil(lambda: buttons.verify.isVisible(), timeout=WAIT_MS)
    assert find_model("musicgen-small").accepted
    assert models.making.engines["musicgen"].missing == ""
    assert hub.ranges[-1].startswith("bytes=1")
    assert "marked “CC-BY-NC-4.0”" in sheet.marked.text()
    assert "in use" in sheet.use.text()
    assert pane.uses.boxes["Plays for the engine MusicGen"].findData("musicgen-small") > 0

    weights = find_model("musicgen-small").folder / "model.safetensors"
    buttons.verify.click()
    qtbot.waitUntil(lambda: sheet.outcome.text().startswith("Whole"), timeout=WAIT_MS)
    weights.write_bytes(WEIGHTS[:-4] + b"\0\0\0\0")
    buttons.verify.click()
    qtbot.waitUntil(lambda: "model.safetensors" in sheet.outcome.text(), timeout=WAIT_MS)

    press("Remove musicgen-small?", "Keep")
    buttons.remove.click()
    assert find_model("musicgen-small")
    press("Remove musicgen-small?", "Remove")
    buttons.remove.click()
    qtbot.waitUntil(lambda: buttons.fetch.isVisible(), timeout=WAIT_MS)
    assert installed_models() == ()
    assert list((models_folder() / ".trash").glob("*musicgen-small/model.safetensors"))


def test_without_a_network_one_sentence_says_so(
    pane: ModelsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    pane.list.choose("clap")
    pane.sheet.buttons.fetch.click()
    qtbot.waitUntil(lambda: pane.sheet.ended.isVisible(), timeout=WAIT_MS)
    assert "the Hugging Face hub cannot be reached" in pane.sheet.outcome.text()
    assert pane.sheet.buttons.fetch.isEnabled()


def test_a_folder_is_added_and_another_model_chosen(
    pane: ModelsDialog, shelf: PretrainedModel, folder: Path, qtbot: QtBot
) -> None:
    asking = AddDialog(shelf, pane)
    qtbot.addWidget(asking)
    asking.show()
    assert not asking.ok.isEnabled()
    asking.folder.setText(str(folder.parent))
    asking.agree.setChecked(True)
    asking.ok.click()
    qtbot.waitUntil(asking.problem.isVisible, timeout=WAIT_MS)
    assert "config.json" in asking.problem.text()
    asking.folder.setText(str(folder))
    asking.agree.setChecked(False)
    assert not asking.ok.isEnabled()
    asking.licence.setText("MIT")
    asking.paid.setChecked(True)
    with qtbot.waitSignal(asking.accepted, timeout=WAIT_MS):
        asking.ok.click()
    assert find_model("my blip").licence.commercial
    qtbot.waitUntil(lambda: shelf.entry("my blip") is not None, timeout=WAIT_MS)
    pane.list.choose("my blip")
    assert pane.sheet.facts["Where"].text().endswith("my blip")
    box = pane.uses.boxes["Says what pictures show"]
    assert box.currentText() == "my blip (the first one here)"
    box.setFocus()
    with qtbot.waitSignal(shelf.shelf_changed, timeout=WAIT_MS):
        QTest.keyClick(box, Qt.Key.Key_End)
    assert load_settings().picture_model == "none"
    assert "no model is asked" in pane.sheet.use.text()
    with qtbot.waitSignal(shelf.shelf_changed, timeout=WAIT_MS):
        QTest.keyClick(box, Qt.Key.Key_Home)
    assert load_settings().picture_model == ""


def test_a_name_of_the_catalogue_brings_its_licence(
    pane: ModelsDialog, shelf: PretrainedModel, folder: Path, qtbot: QtBot
) -> None:
    asking = AddDialog(shelf, pane)
    qtbot.addWidget(asking)
    asking.folder.setText(str(folder))
    asking.name.setText("musicgen-melody")
    assert asking.known.text().startswith("Known: CC-BY-NC-4.0")
    assert not asking.ok.isEnabled()
    asking.name.setText("blip")
    assert asking.ok.isEnabled()


def test_a_key_opens_the_pane_and_what_arrives_unseen_is_told(
    window: MainWindow, models: Models, qtbot: QtBot
) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    models.pretrained.arrived.emit("blip")
    assert window.notices.ribbon
    assert window.notices.ribbon.sentence == "The model blip is here."
    window.notices.hush()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_M, keys)
    pane = next(one for one in window.findChildren(ModelsDialog) if one.isVisible())
    models.pretrained.arrived.emit("blip")
    assert window.notices.ribbon is None
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.isVisible()


def test_arrows_go_from_model_to_model_and_every_control_has_a_name(pane: ModelsDialog) -> None:
    QTest.keyClick(pane.list, Qt.Key.Key_Home)
    first = pane.list.name
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    assert first == "blip"
    assert pane.list.name == pane.sheet.title.text() == "clip"
    pane.list.choose("musicgen-small")
    pane.sheet.agree.setChecked(True)
    pane.list.setFocus()
    reached = []
    for _ in range(5):  # a link takes one Tab to reach and one to choose
        QTest.keyClick(QApplication.focusWidget() or pane, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    sheet = pane.sheet
    assert list(dict.fromkeys(reached)) == [
        sheet.facts["Stated at"],
        sheet.agree,
        sheet.buttons.fetch,
        pane.uses.boxes["Says what pictures show"],
    ]
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for control in pane.findChildren(kind):
            named = control.accessibleName() or getattr(control, "text", str)()
            assert named, control
