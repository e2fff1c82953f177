"""What is on the desk when the window opens: files named, work left behind, or the example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ui.models.working_file import Left, find_left
from ui.window.examples import example_board
from ui.window.main_window import MainWindow
from ui.window.ribbon import Kind, Offer


def start_desk(window: MainWindow, files: Sequence[Path]) -> None:
    """Fill the desk. Work that a killed window left comes first, whatever else was asked for."""
    models = window.models
    left = find_left(models.preferences)
    if left:
        _recover(window, left, files)
    elif files:
        models.project.start(files)
    elif not models.preferences.recent and (board := example_board()):
        _show_once(window, "accent", _WELCOME, (("Generate", lambda: _generate(window)),))
        models.project.start([board])


_WELCOME = (
    "Welcome. This is an example board: press Generate to hear what it sounds like, or drop your "
    "own panels on the window."
)
_RECOVERED = (
    "The studio did not close properly. This is what was on the desk, with every change; save it, "
    "or discard it."
)


def _recover(window: MainWindow, left: Left, files: Sequence[Path]) -> None:
    project = window.models.project
    offers: list[Offer] = [("Discard", project.close)]
    if files:
        offers = [(f"Discard and open {files[0].name}", lambda: project.start(files))]
    forget = _show_once(window, "warn", _RECOVERED, offers)

    def go_on() -> None:
        forget()
        if files:
            project.start(files)

    project.recover(left, go_on)


def _show_once(
    window: MainWindow, kind: Kind, sentence: str, offers: Sequence[Offer]
) -> Callable[[], object]:
    """Say it above the desk when the board is there; what is returned takes that back."""
    project = window.models.project

    def say() -> None:
        project.opened.disconnect(say)
        window.notices.say(kind, sentence, offers)

    project.opened.connect(say)
    return lambda: project.opened.disconnect(say)


def _generate(window: MainWindow) -> None:
    window.models.making.generate()
