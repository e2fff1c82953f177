"""Pictures of the window in every state, at three sizes, dark and light.

    python examples/window_pictures.py FOLDER            all of them, to be looked at
    python examples/window_pictures.py FOLDER --docs     the few that stand in the documentation

Drives the real window on the example board, without a display, in a home of its own; nothing in it
is drawn for the picture alone. Needs what `musflow cue` needs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

EXAMPLE = Path(__file__).parent / "harbour-dawn"
SIZES = {"1280x800": (1280, 800, 1), "1920x1080": (1920, 1080, 1), "1280x800@2": (1280, 800, 2)}
THEMES = ("dark", "light")
DOCS = (
    "1280x800",
    "dark",
    ("board", "working", "finished", "takes", "presets", "styles", "effects", "welcome", "keys"),
)
SECONDS = 90.0


def main() -> None:
    """Make the pictures, each size in a process of its own: Qt takes the scale at its start."""
    arguments = _arguments()
    if arguments.size:
        _one_size(arguments.folder, arguments.size, arguments.themes.split(","), arguments.docs)
        return
    for size in [DOCS[0]] if arguments.docs else SIZES:
        themes = DOCS[1] if arguments.docs else ",".join(THEMES)
        with tempfile.TemporaryDirectory() as home:
            command = [sys.executable, __file__, str(arguments.folder.absolute())]
            command += ["--size", size, "--themes", themes] + ["--docs"] * arguments.docs
            around = os.environ | {
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(SIZES[size][2]),
                "MUSFLOW_HOME": home,
            }
            subprocess.run(command, env=around, check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--size", choices=SIZES, help="one size, in this process")
    parser.add_argument("--themes", default=",".join(THEMES))
    return parser.parse_args()


def _one_size(folder: Path, size: str, themes: list[str], docs: bool) -> None:
    from PyQt6.QtWidgets import QApplication

    from musflow_studio.studio import Studio
    from ui.log_lines import LogLines
    from ui.models import make_models
    from ui.window import MainWindow

    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with Studio() as studio:
        models = make_models(studio)
        window = MainWindow(models, LogLines())
        window.resize(*SIZES[size][:2])
        window.show()
        sitting = _Sitting(application, window, folder, size, themes, docs)
        sitting.take_all()
        models.project.close()
        models.close()


class _Sitting:
    """The window led from state to state, and a picture of each."""

    def __init__(self, application, window, folder, size, themes, docs) -> None:  # type: ignore[no-untyped-def]
        self._application = application
        self._window = window
        self._models = window.models
        self._folder = folder
        self._size = size
        self._themes = themes
        self._docs = docs

    def take_all(self) -> None:
        """Empty, a board, working, finished, playing on, failed; then the dialogs."""
        self._picture("welcome")
        self._models.project.start([EXAMPLE])
        self._until(lambda: self._models.project.project is not None)
        self._until(lambda: not self._models.descriptions.pending)
        self._wait(1.5)
        self._picture("board")
        self._make()
        self._listen()
        self._audition()
        self._effects()
        self._fail()
        self._dialogs()

    def _make(self) -> None:
        jobs = self._models.jobs
        self._models.making.generate()
        self._until(lambda: jobs.running is None or jobs.running.fraction > 0.3)
        self._picture("working")
        self._until(lambda: jobs.running is None)
        self._until(lambda: self._models.playback.clip is not None)
        self._wait(3.0)

    def _listen(self) -> None:
        panels = self._models.project.board.panels
        self._models.selection.choose_panel(panels[3].uid)
        self._models.playback.seek(14.2)
        self._wait(1.5)
        self._picture("finished")
        self._window.show_tab(1)
        self._wait(0.7)
        self._picture("takes")
        self._window.show_tab(0)

    def _audition(self) -> None:
        """Presets with slots and a favourite, then the styles; both as the column alone."""
        from musflow_studio.domain.audition import Hearing

        presets, styles, desk = self._models.audition, self._models.styles, self._window.desk
        self._window.show_audition("sounds")
        self._until(lambda: len(presets.state.prepared) > 1)
        presets.like("film-mix", favourite=True)
        for slot, name in (("A", "concert-hall"), ("B", "cathedral"), ("", "film-mix")):
            presets.choose(name)
            self._until(lambda name=name: presets.chosen == name)
            if slot:
                presets.put(slot)
        self._until(lambda: presets.state.hearing is Hearing.FILE and not presets.asking)
        self._until(lambda: len(presets.state.prepared) > 6)
        desk.hush()
        self._wait(0.5)
        self._picture("auditioning")
        self._picture("presets", desk.panes["presets"])
        self._window.show_audition("styles")
        self._until(lambda: styles.clip_id and len(styles.state.prepared) > 1)
        styles.step(1)
        self._until(lambda: styles.state.heard == styles.chosen)
        desk.hush()
        self._wait(0.5)
        self._picture("styles", desk.panes["presets"])
        self._window.show_tab(0)
        self._wait(0.7)

    def _effects(self) -> None:
        """The chain, changed; then what words would change."""
        rack, desk = self._models.rack, self._window.desk
        desk.show_effects()
        self._until(lambda: rack.hearing.open)
        rack.choose(rack.shelf.of("film-mix"))
        rack.turn(1, {"gain_db": 3.5, "cutoff_frequency_hz": 260.0}, "Turn gain of Bell")
        rack.release()
        self._until(lambda: rack.levels.levels is not None)
        desk.rack.strip.pick(1, focus=True)
        desk.hush()
        self._wait(0.7)
        self._picture("effects-window")
        self._picture("effects", desk.panes["rack"])
        rack.words.ask("warmer, like a cathedral")
        self._until(lambda: rack.words.result is not None)
        self._wait(0.7)
        self._picture("words", desk.panes["rack"])
        rack.words.drop()
        desk.show_board()
        self._wait(0.7)

    def _fail(self) -> None:
        from dataclasses import replace

        from musflow_studio.domain.plan import Pins
        from musflow_studio.project.cues import CueEdit, edit_cue

        pins = replace(Pins(), key="H flat")
        project = self._models.project
        project.do("Pin the key", lambda p: edit_cue(p, "1M1", CueEdit(pins=pins)))
        self._models.making.generate()
        self._until(lambda: self._models.jobs.running is None)
        self._wait(0.5)
        self._picture("error")
        project.undo()
        project.add([Path(__file__)], where="strip")
        self._wait(1.0)
        self._picture("error-drop")

    def _dialogs(self) -> None:
        from ui.window.error_dialog import ErrorDialog
        from ui.window.key_groups import key_groups
        from ui.window.settings_dialog import SettingsDialog
        from ui.window.shortcuts import ShortcutSheet

        error = self._models.errors.last
        assert error
        dialogs = {
            "settings": lambda: SettingsDialog(self._models, self._window),
            "keys": lambda: ShortcutSheet(key_groups(self._window.menus.menus), self._window),
            "dialog": lambda: ErrorDialog(error, [], self._window),
        }
        for name, make in dialogs.items():
            dialog = make()
            dialog.show()
            self._wait(1.5)
            self._picture(name, dialog)
            dialog.close()

    def _picture(self, name: str, widget: object = None) -> None:
        from ui import theme

        if self._docs and name not in DOCS[2]:
            return
        for shade in self._themes:
            theme.apply(self._application, shade)
            self._wait(0.3)
            plain = "" if self._docs else f"-{self._size}-{shade}"
            file = self._folder / f"window-{name}{plain}.png"
            (widget or self._window).grab().save(str(file))  # type: ignore[attr-defined]
            with Image.open(file) as picture:
                small = picture.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
                small.save(file, optimize=True)

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end, "the window did not get there"
            self._wait(0.01)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            time.sleep(0.005)


if __name__ == "__main__":
    main()
