"""The composition root: studio, models and window are made here, and closed in turn."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtWidgets import QApplication

from musflow_studio.studio import Studio
from ui import theme
from ui.models import make_models
from ui.window import MainWindow


def run(arguments: Sequence[str]) -> int:
    """Open the window on the panels or the project named; returns the exit status."""
    application = QApplication([sys.argv[0]])
    application.setApplicationName("MusFlow Studio")
    theme.apply(application)
    with Studio() as studio:
        models = make_models(studio)
        window = MainWindow(models)
        window.show()
        if arguments:
            models.project.start([Path(argument).absolute() for argument in arguments])
        status = application.exec()
        models.close()
    return status


def main() -> None:
    """`musflow-studio`: the window, from a menu or a terminal."""
    sys.exit(run(sys.argv[1:]))
