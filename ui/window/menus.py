"""Menus: every action of the window, by name and key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction, QActionGroup, QKeySequence
from PyQt6.QtWidgets import QMenu, QMenuBar

from ui import icons
from ui.models import Models
from ui.window.audition_menu import AuditionMenu

Work = Callable[[], object]
THEMES = {"system": "As the desktop", "dark": "Dark", "light": "Light"}


class Commands(Protocol):
    """What the window can do beside what the models do."""

    def new_from_panels(self) -> None:
        """Choose panels for a new project."""

    def open_project(self) -> None:
        """Choose a project."""

    def open_file(self, file: Path) -> None:
        """Open this project."""

    def add_panels(self) -> None:
        """Choose panels to add."""

    def save(self) -> object:
        """Save, asking for a place the first time."""

    def save_as(self) -> object:
        """Save elsewhere."""

    def close_project(self) -> None:
        """Clear the desk."""

    def show_settings(self) -> None:
        """Open the settings."""

    def show_models(self) -> None:
        """Open the pretrained models."""

    def show_log(self) -> None:
        """Show or hide the log."""

    def show_monitor(self) -> None:
        """Show or hide the bridge's messages."""

    def show_shortcuts(self) -> None:
        """Show every key."""

    def show_guide(self) -> None:
        """Open the user's guide."""

    def show_about(self) -> None:
        """Say what this is."""

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""

    def reset_layout(self) -> None:
        """Put the panes where they were at first."""

    def show_tab(self, index: int) -> None:
        """Bring Make or Takes to the front."""

    def show_audition(self, page: str = "") -> None:
        """Bring the presets, or the styles, to the front."""

    def toggle_effects(self) -> None:
        """Bring the effects to the front, or the board."""

    def show_words(self) -> None:
        """Bring the effects to the front, to say in words what to hear."""

    def close(self) -> bool:
        """Close the window."""


class Menus(QObject):
    """The menu bar. Actions follow what can be done now."""

    def __init__(self, bar: QMenuBar, commands: Commands, models: Models) -> None:
        super().__init__(bar)
        self._commands = commands
        self._models = models
        self.menus: list[QMenu] = []
        self._fill_file(self._menu(bar, "&File"))
        self._fill_edit(self._menu(bar, "&Edit"))
        self._fill_cue(self._menu(bar, "&Cue"))
        self._audition = AuditionMenu(self._menu(bar, "&Audition"), commands, models)
        self._fill_view(self._menu(bar, "&View"))
        self._fill_help(self._menu(bar, "&Help"))
        for signal in (
            models.project.changed,
            models.project.file_changed,
            models.jobs.changed,
            models.selection.changed,
        ):
            signal.connect(self._follow)
        self._follow()

    def _fill_file(self, menu: QMenu) -> None:
        do = self._commands
        _add(menu, "New from panels…", do.new_from_panels, "Ctrl+N", "image-plus-outline")
        _add(menu, "Open project…", do.open_project, "Ctrl+O", "folder-open-outline")
        self._recent = QMenu("Open recent", menu)
        self._recent.aboutToShow.connect(self._list_recent)
        menu.addMenu(self._recent)
        menu.addSeparator()
        self._add = _add(menu, "Add panels…", do.add_panels, "Ctrl+I")
        menu.addSeparator()
        self._save = _add(menu, "Save", do.save, "Ctrl+S", "content-save-outline")
        self._save_as = _add(menu, "Save as…", do.save_as, "Ctrl+Shift+S")
        self._close = _add(menu, "Close project", do.close_project, "Ctrl+W")
        menu.addSeparator()
        settings = _add(menu, "Settings…", do.show_settings, "Ctrl+,", "cog-outline")
        settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        _add(menu, "Pretrained models…", do.show_models, "Ctrl+Shift+M", "brain")
        leave = _add(menu, "Quit", do.close, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_edit(self, menu: QMenu) -> None:
        model = self._models.project
        self._undo = _add(menu, "Undo", model.undo, "Ctrl+Z", "undo")
        self._redo = _add(menu, "Redo", model.redo, "Ctrl+Shift+Z", "redo")
        self._undo.setData("Undo")
        self._redo.setData("Redo")
        self._redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])

    def _fill_cue(self, menu: QMenu) -> None:
        making = self._models.making
        self._generate = _add(menu, "Generate", making.generate, "Ctrl+Return")
        self._rethink = _add(
            menu,
            "Rethink (nothing kept of earlier takes)",
            making.rethink,
            "Ctrl+Shift+Return",
        )
        self._cancel = _add(menu, "Cancel", self._models.jobs.cancel, "Ctrl+.")
        menu.addSeparator()
        _add(menu, "Next cue", lambda: self._step(1), "Ctrl+PgDown")
        _add(menu, "Previous cue", lambda: self._step(-1), "Ctrl+PgUp")

    def _fill_view(self, menu: QMenu) -> None:
        do = self._commands
        _add(menu, "Make", lambda: do.show_tab(0), "Ctrl+1")
        _add(menu, "Takes", lambda: do.show_tab(1), "Ctrl+2")
        _add(menu, "Presets", do.show_audition, "Ctrl+3")
        _add(menu, "Effects", do.toggle_effects, "Ctrl+4", "tune-variant")
        _add(menu, "Effects by words", do.show_words, "Ctrl+Alt+W")
        menu.addSeparator()
        _add(menu, "Log", do.show_log, "Ctrl+L")
        _add(menu, "Bridge monitor", do.show_monitor, "Ctrl+B")
        menu.addSeparator()
        self._fill_themes(menu)
        _add(menu, "Full screen", do.toggle_full_screen, "F11")
        _add(menu, "Reset layout", do.reset_layout)

    def _fill_themes(self, menu: QMenu) -> None:
        themes = QMenu("Theme", menu)
        group = QActionGroup(themes)
        chosen = self._models.preferences.get("theme", "system")
        for name, label in THEMES.items():
            action = _add(themes, label, partial(self._choose_theme, name))
            action.setCheckable(True)
            action.setChecked(name == chosen)
            group.addAction(action)
        menu.addMenu(themes)

    def _fill_help(self, menu: QMenu) -> None:
        do = self._commands
        _add(menu, "User's guide", do.show_guide, "", "book-open-outline")
        _add(menu, "Shortcuts", do.show_shortcuts, "F1", "keyboard-outline")
        about = _add(menu, "About MusFlow Studio", do.show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _menu(self, bar: QMenuBar, title: str) -> QMenu:
        menu = QMenu(title, bar)
        bar.addMenu(menu)
        self.menus.append(menu)
        return menu

    def _choose_theme(self, name: str) -> None:
        self._models.preferences.set("theme", name)

    def _list_recent(self) -> None:
        self._recent.clear()
        for file in self._models.preferences.recent:
            action = _add(self._recent, file.stem, partial(self._commands.open_file, file))
            action.setToolTip(str(file))
        if self._recent.isEmpty():
            _add(self._recent, "None yet", lambda: None).setEnabled(False)

    def _step(self, by: int) -> None:
        project, selection = self._models.project.project, self._models.selection
        uids = [cue.uid for cue in project.cues] if project else []
        if uids and selection.cue_uid in uids:
            selection.choose_cue(uids[(uids.index(selection.cue_uid) + by) % len(uids)])

    def _follow(self) -> None:
        model, there = self._models.project, self._models.project.project is not None
        self._undo.setEnabled(model.can_undo)
        self._undo.setText(f"Undo {model.undo_text}".strip())
        self._redo.setEnabled(model.can_redo)
        self._redo.setText(f"Redo {model.redo_text}".strip())
        for action in (self._add, self._save, self._save_as, self._close):
            action.setEnabled(there)
        running = self._models.jobs.running is not None
        can_make = self._models.selection.cue is not None and not running
        self._generate.setEnabled(can_make)
        self._rethink.setEnabled(can_make)
        self._cancel.setEnabled(running)


def _add(menu: QMenu, text: str, work: Work, keys: str = "", icon: str = "") -> QAction:
    action = QAction(text, menu)
    if keys:
        action.setShortcut(QKeySequence(keys))
    if icon:
        action.setIcon(icons.icon(icon))
    action.triggered.connect(lambda _=False: work())
    menu.addAction(action)
    return action
