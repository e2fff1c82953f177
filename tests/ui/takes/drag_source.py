"""The takes of a project in a window of their own, and where they can be taken hold of.

    python drag_source.py PROJECT LEFT TOP

prints one line of JSON once everything is there: names of grips ("row", "mix", "midi", "stems") to
[x, y]; then what it is told by the drags ("dragged"), until standard input closes.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from PyQt6.QtCore import QMetaObject, QPoint, Qt, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from musflow_studio.studio import Studio
from ui import theme
from ui.models import make_models
from ui.takes import TakesView


def main(project: Path, left: int, top: int) -> None:
    """Show the takes until nobody listens any more."""
    application = QApplication(sys.argv[:1])
    theme.apply(application, "dark")
    with Studio() as studio:
        models = make_models(studio)
        view = TakesView(models)
        view.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        view.setGeometry(left, top, 320, 560)
        view.card.setVisible(False)
        for source in (view.rows, view.sheet):
            source.dragged.connect(lambda: tell("dragged"))
        view.show()
        models.project.open(project)

        def ready() -> None:
            if models.takes.clip(models.selection.clip_id) and view.rows.list.takes:
                row = view.rows.visualRect(view.rows.list.index(0))
                tell(
                    {
                        "row": place(view.rows.viewport(), row.center()),
                        "mix": place(view.sheet.mix),
                        "midi": place(view.sheet.midi),
                        "stems": place(view.sheet.all_stems),
                    }
                )
                looking.stop()

        looking = QTimer()
        looking.timeout.connect(ready)
        looking.start(200)
        threading.Thread(target=wait_for_end, args=(application,), daemon=True).start()
        application.exec()
        models.project.close()
        models.close()


def place(widget: QWidget | None, at: QPoint | None = None) -> list[int]:
    """Where a widget's middle, or a place in it, is on the screen."""
    assert widget
    there = widget.mapToGlobal(at or widget.rect().center())
    return [there.x(), there.y()]


def tell(what: object) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def wait_for_end(application: QApplication) -> None:
    """Leave when the test closes the pipe."""
    sys.stdin.read()
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
