"""The composition root: what is made, in which order, and how it ends.

Starting: is there a display, is this the only window; then the studio, whose worker starts to load
at once, and beside it the views are imported; the models, the look, the window, and when that is on
screen what shall be on the desk: the files named, what a killed window left, or the example the
first time. The bridge comes last.

Ending: the window asks for what is not saved, the models hear nothing more, bridge, player and
worker are closed, the place is left to others.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6 import sip
from PyQt6.QtCore import QSocketNotifier, QTimer
from PyQt6.QtWidgets import QApplication, QMessageBox

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.studio import Studio
from ui.collector import set_aside
from ui.log_lines import LogLines, catch_everything
from ui.one_window import OneWindow

if TYPE_CHECKING:
    from plugin_bridge.hosting import BridgeHost
    from ui.models import Models

BRIDGE_AFTER_MS, PLAYER_AFTER_MS = 1500, 2500
_log = logging.getLogger(__name__)
NO_DISPLAY = (
    "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set). "
    "Without one, `make cue` or `musflow cue PANELS` makes a clip from the command line."
)


def run(arguments: Sequence[str]) -> int:
    """Open the window on the panels or the project named; returns the exit status."""
    if not has_display():
        sys.stderr.write(f"{NO_DISPLAY}\n")
        return 2
    files = tuple(Path(argument).absolute() for argument in arguments)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("MusFlow Studio")
    application.setDesktopFileName("musflow-studio")
    try:
        return _run_only_one(application, files)
    except StudioError as error:
        sys.stderr.write(f"{error.sentence()}\n")
        if application.platformName() not in ("offscreen", "minimal"):
            QMessageBox.critical(None, "MusFlow Studio", error.sentence())
        return error.exit_status


def has_display() -> bool:
    """Whether Qt has somewhere to open windows: a desktop, or a platform that was asked for."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    """`musflow-studio`: the window, from a menu or a terminal."""
    sys.exit(run(sys.argv[1:]))


def _run_only_one(application: QApplication, files: tuple[Path, ...]) -> int:
    place = OneWindow()
    if not place.take():
        if place.ask_other(files):
            sys.stdout.write("The studio is open already; it was asked to come forward.\n")
            return 0
        sys.stderr.write("A studio is open already, but it does not answer; end it first.\n")
        return 1
    log = LogLines()
    try:
        with Studio() as studio:
            return _run_window(application, studio, place, log, files)
    finally:
        log.close()
        place.let_go()


def _run_window(
    application: QApplication,
    studio: Studio,
    place: OneWindow,
    log: LogLines,
    files: tuple[Path, ...],
) -> int:
    # Imported while the worker starts, which takes longer.
    from ui.models import make_models
    from ui.window import MainWindow
    from ui.window.desk_start import start_desk

    models = make_models(studio)
    _dress(application, models)
    window = MainWindow(models, log)
    place.asked.connect(window.come_forward)
    catch_everything(lambda error: _show_unexpected(models, error))
    window.show()
    models.project.opened.connect(lambda: QTimer.singleShot(0, _say_usable))
    QTimer.singleShot(0, lambda: start_desk(window, files))
    with _hosting(studio) as host, _leaving_on_signals(partial(_leave, application, models)):
        models.bridge.attach(host)
        QTimer.singleShot(BRIDGE_AFTER_MS, models.bridge.start)
        QTimer.singleShot(PLAYER_AFTER_MS, lambda: _warm_player(models))
        QTimer.singleShot(PLAYER_AFTER_MS, set_aside)
        status = application.exec()
    models.close()
    # Before Python's collector clears what timers of the window would still call.
    sip.delete(window)
    return status


def _warm_player(models: Models) -> None:
    """Start the player beside; a device that is missing is said when something is played."""
    models.relay.ask(models.studio.warm_player(), lambda _: None, lambda _: None)


def _say_usable() -> None:
    _log.info("the desk is ready")


def _dress(application: QApplication, models: Models) -> None:
    """Apply the theme that was chosen, now and when another one is."""
    from ui import theme

    def dress(name: str = "theme") -> None:
        if name == "theme":
            theme.apply(application, theme.choice(models.preferences.get("theme", "system")))

    dress()
    models.preferences.changed.connect(dress)
    hints = application.styleHints()
    if hints:
        hints.colorSchemeChanged.connect(lambda _: dress())


def _show_unexpected(models: Models, error: BaseException) -> None:
    models.errors.show(
        StudioError(
            ErrorCode.INTERNAL,
            f"something unexpected happened ({type(error).__name__}: {error})",
            hint="your work is kept; copy the details if you report it",
        )
    )


@contextmanager
def _hosting(studio: Studio) -> Iterator[BridgeHost]:
    from plugin_bridge.hosting import BridgeHost

    host = BridgeHost(studio)
    try:
        yield host
    finally:
        host.close()


def _leave(application: QApplication, models: Models) -> None:
    """End without asking: unsaved work stays in the working file and is found next time."""
    if not models.project.dirty:
        models.project.close()
    application.exit()


@contextmanager
def _leaving_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM leave.

    Python looks at signals only when it runs; the socket wakes it (`signal.set_wakeup_fd`).
    """
    inside, outside = socket.socketpair()
    inside.setblocking(False)
    outside.setblocking(False)
    reading = QSocketNotifier.Type.Read
    notifier = QSocketNotifier(inside.fileno(), reading)  # type: ignore[call-overload] # an int
    notifier.activated.connect(lambda *_: inside.recv(64))
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: leave()) for number in wanted]
    waker = signal.set_wakeup_fd(outside.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(waker)
        for number, handler in zip(wanted, before, strict=True):
            signal.signal(number, handler)
        notifier.setEnabled(False)
        inside.close()
        outside.close()
