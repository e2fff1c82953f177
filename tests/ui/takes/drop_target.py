"""A window of another program: prints what is dropped on it, one line of JSON each.

python drop_target.py LEFT TOP
"""

from __future__ import annotations

import json
import sys
import threading

from PyQt6.QtCore import QMetaObject, Qt
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QLabel


class Target(QLabel):
    """Takes files."""

    def __init__(self) -> None:
        super().__init__("drop here")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Anything with addresses."""
        assert event
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Say what came."""
        assert event
        event.acceptProposedAction()
        data = event.mimeData()
        told = {
            "action": event.dropAction().name,
            "formats": data.formats(),
            "uris": bytes(data.data("text/uri-list")).decode(),
            "files": [url.toLocalFile() for url in data.urls()],
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def wait_for_end(application: QApplication) -> None:
    """Leave when the test closes the pipe."""
    sys.stdin.read()
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)


def main(left: int, top: int) -> None:
    """Wait for drops until nobody listens any more."""
    application = QApplication(sys.argv[:1])
    target = Target()
    target.setGeometry(left, top, 400, 300)
    target.show()
    threading.Thread(target=wait_for_end, args=(application,), daemon=True).start()
    sys.stdout.write('"ready"\n')
    sys.stdout.flush()
    application.exec()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
