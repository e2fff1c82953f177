"""Shared by the window's tests: one real studio for all of them, models, and waiting.

The worker costs seconds to start, so that the studio lives as long as the session, in a
MUSFLOW_HOME of its own; each test gets fresh models and an empty desk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from patience import GENERATION_MS
from PyQt6 import sip  # noqa: E402
from PyQt6.QtWidgets import QApplication  # noqa: E402 - after the platform is chosen
from pytestqt.qtbot import QtBot  # noqa: E402
from window_studio import studio_in  # noqa: E402

from musflow_studio.studio import Studio  # noqa: E402
from ui import theme  # noqa: E402
from ui.log_lines import LogLines  # noqa: E402
from ui.models import Models, make_models  # noqa: E402
from ui.window import MainWindow  # noqa: E402


@pytest.fixture(scope="session")
def window_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("window-home")


@pytest.fixture(autouse=True)
def _same_home(_own_home: None, window_home: Path) -> Iterator[None]:
    """One home for all tests of the window: the studio that lives through them stands in it."""
    before = os.environ["MUSFLOW_HOME"]
    os.environ["MUSFLOW_HOME"] = str(window_home)
    yield
    os.environ["MUSFLOW_HOME"] = before


@pytest.fixture(scope="session")
def studio(window_home: Path) -> Iterator[Studio]:
    with studio_in(window_home) as opened:
        yield opened


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the dark theme."""
    theme.apply(qapp, "dark")
    return qapp


@pytest.fixture
def models(dressed: QApplication, studio: Studio) -> Iterator[Models]:
    """Fresh models; what they left on the desk is cleared."""
    made = make_models(studio)
    shown: list[object] = []
    made.errors.shown.connect(lambda error, where: shown.append(error))
    yield made
    if made.project.project is not None:
        made.project.close()
    studio.projects.discard(Path("nothing")).result()  # after it nothing is being written
    made.close()


@pytest.fixture
def window(models: Models) -> Iterator[MainWindow]:
    """The whole window on screen, 1280 by 800, with an empty desk."""
    log = LogLines()
    made = MainWindow(models, log)
    made.resize(1280, 800)
    made.show()
    yield made
    made.hide()
    models.project.close()
    sip.delete(made)  # before Python's collector finds it: timers would call what was cleared
    log.close()


@pytest.fixture
def board_folder(tmp_path: Path) -> Path:
    """Two panels of one second with a line of story each."""
    folder = tmp_path / "Night Ferry"
    folder.mkdir()
    rows = ["file,length_s,story"]
    for number, (color, story) in enumerate(
        ((("#203050"), "Rain on the empty deck"), (("#c08040"), "She sees the lights and smiles")),
        start=1,
    ):
        Image.new("RGB", (160, 90), color).save(folder / f"{number}.png")
        rows.append(f"{number}.png,1.0,{story}")
    (folder / "panels.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


@pytest.fixture
def opened(models: Models, qtbot: QtBot, board_folder: Path) -> Models:
    """Models with the small board on the desk."""
    with qtbot.waitSignal(models.project.opened, timeout=GENERATION_MS):
        models.project.start([board_folder])
    return models


@pytest.fixture
def scored(opened: Models, qtbot: QtBot) -> Models:
    """Models with the small board and one real take of it."""
    with qtbot.waitSignal(opened.jobs.finished, timeout=GENERATION_MS):
        opened.jobs.generate(opened.selection.cue_uid)
    return opened
