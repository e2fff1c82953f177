"""ProjectModel: the board and its cues as the window shows them; edits, files, recovery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.futures import then
from musflow_studio.project import PROJECT_SUFFIX, Project, new_project
from musflow_studio.project.cues import with_clips_of
from musflow_studio.project.panel_adding import add_panels
from musflow_studio.studio import Studio
from ui.models import edits
from ui.models.errors import Errors
from ui.models.preferences import Preferences
from ui.models.working_file import Left, WorkingFile
from ui.relay import Relay

Change = Callable[[Project], Project]


class ProjectModel(QObject):
    """The open project; None while there is none.

    What is on screen is written to a working file within moments (`flushed`); cues are made from
    that file, so what is seen is what is scored. Clips the core notes come into every state of
    the history: undo takes no take away.

    Attributes:
        file: the project's own file; None if it was never saved.
        remarks: what reading had to change or leave out.
        reading: whether panels or a project are being read.
        may_go: asks whether what is on the desk may give way; the window puts its question here.

    Signals:
        opened: another project, or none, is on the desk; views start anew.
        changed: the project is another value (also after `opened`).
        file_changed: file, title or dirty changed.
    """

    opened = pyqtSignal()
    changed = pyqtSignal()
    file_changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._preferences = preferences
        self._edits: edits.Edits[Project] | None = None
        self._saved: Project | None = None
        self._asked = 0
        self._working = WorkingFile(studio, relay, errors, preferences, self)
        self.file: Path | None = None
        self.remarks: tuple[str, ...] = ()
        self.reading = False
        self.may_go: Callable[[], bool] = lambda: True
        relay.listen(studio.projects.changed, self._on_noted)

    # What is there

    @property
    def project(self) -> Project | None:
        """The present value."""
        return self._edits.present.value if self._edits else None

    @property
    def board(self) -> Storyboard | None:
        """Its board."""
        return self.project.storyboard if self.project else None

    @property
    def dirty(self) -> bool:
        """Whether closing now would lose something that is not in the project's file."""
        return self.project is not None and self.project != self._saved

    @property
    def working_file(self) -> Path | None:
        """Where what is on screen is kept until it is saved."""
        return self._working.path

    @property
    def title(self) -> str:
        """The name people know it by."""
        if self.file:
            return self.file.stem
        return self.board.title if self.board else ""

    @property
    def undo_text(self) -> str:
        """What undo takes back; "" if nothing."""
        return edits.undo_text(self._edits) if self._edits else ""

    @property
    def redo_text(self) -> str:
        """What redo does again; "" if nothing."""
        return edits.redo_text(self._edits) if self._edits else ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._edits and self._edits.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward."""
        return bool(self._edits and self._edits.future)

    # Editing

    def do(self, what: str, change: Change, merge: str = "", where: str = "") -> bool:
        """One undo step named `what`; with a `merge` key, one with its neighbours of that key.

        A StudioError of `change` is shown (at the view `where`) and nothing happens: False.
        """
        if self._edits is None:
            return False
        try:
            after = change(self._edits.present.value)
        except StudioError as error:
            self._errors.show(error, where)
            return False
        self._take(edits.done(self._edits, what, after, merge))
        return True

    def seal(self) -> None:
        """The drag or the typing is over: what comes next is a step of its own."""
        if self._edits:
            self._edits = edits.sealed(self._edits)

    def undo(self) -> None:
        """One step back."""
        if self._edits:
            self._take(edits.undone(self._edits))

    def redo(self) -> None:
        """One step forward."""
        if self._edits:
            self._take(edits.redone(self._edits))

    # Files

    def start(self, sources: Sequence[Path], where: str = "") -> None:
        """A new project from files or folders of panels; a project file is opened instead."""
        if _is_project(sources):
            self.open(sources[0], where)
            return
        board = self._studio.board(CueRequest(sources=tuple(sources)))
        self._wait_for(then(board, new_project), None, where)

    def open(self, file: Path, where: str = "") -> None:
        """Open a project's file."""
        self._wait_for(self._studio.projects.open(file), file, where)

    def recover(self, left: Left, otherwise: Callable[[], object] = lambda: None) -> None:
        """Go on with what a killed window left; unsaved until it is saved.

        What cannot be read is put aside, so that it is found once only; then `otherwise`.
        """
        saved = self._studio.projects.open(left.file) if left.file else None

        def opened(project: Project) -> None:
            self._working.adopt(left, project)
            self._show(project, left.file)
            self._saved = None
            if saved:
                self._relay.ask(saved, self._compare_with, lambda _: None)
            self.file_changed.emit()

        def failed(error: StudioError) -> None:
            aside = left.working.with_suffix(".unreadable")
            left.working.replace(aside)
            told = f"the unsaved work of last time cannot be read ({error.message})"
            self._errors.show(StudioError(error.code, told, hint=f"it was kept as {aside}"))
            otherwise()

        self._relay.ask(self._studio.projects.open(left.working), opened, failed)

    def read_board(self, sources: Sequence[Path]) -> Future[Storyboard]:
        """Panels from files, at the project's frame rate if one is open."""
        rate = self.board.rate if self.board else None
        fps = f"{rate.fps}{'df' if rate.drop_frame else ''}" if rate else None
        return self._studio.board(CueRequest(sources=tuple(sources), fps=fps))

    def add(self, sources: Sequence[Path], at: int | None = None, where: str = "") -> None:
        """Put panels from files in at a place of the board, 0 to its length; None at its end.

        On an empty desk they begin a project; a project file is opened, if what is on the desk
        `may_go`.
        """
        if self._edits is None or _is_project(sources):
            if self.may_go():
                self.start(sources, where)
            return
        number = self._asked
        self._set_reading(True)

        def arrived(board: Storyboard) -> None:
            self._set_reading(False)
            if number == self._asked:
                self._put_in(board, self._place(at), where)

        def failed(error: StudioError) -> None:
            self._set_reading(False)
            self._errors.show(error, where)

        self._relay.ask(self.read_board(sources), arrived, failed)

    def save(self) -> Future[Project] | None:
        """Write to the project's file; None if it has none yet.

        Clips that another program noted in it meanwhile stay noted, and come onto the desk.
        """
        project, file = self.project, self.file
        if project is None or file is None:
            return None
        if not file.exists():
            return self.save_as(file)
        self.seal()
        written = self._studio.projects.edit(file, lambda there: with_clips_of(project, there))
        self._relay.ask(written, lambda saved: self._on_saved(saved, file))
        return written

    def save_as(self, file: Path) -> Future[Project] | None:
        """Write to a file and go on with it; the suffix is added if it is missing."""
        if self.project is None:
            return None
        if file.suffix.lower() != PROJECT_SUFFIX:
            file = file.with_name(file.name + PROJECT_SUFFIX)
        self.seal()
        written = self._studio.projects.write(file, self.project)
        self._relay.ask(written, lambda project: self._on_saved(project, file))
        return written

    def close(self) -> None:
        """Clear the desk. What is not saved is gone; ask before."""
        self._working.drop()
        self._edits, self._saved, self.file, self.remarks = None, None, None, ()
        self._tell_opened()

    def flushed(self) -> Future[Path]:
        """The working file, once it holds what is on screen."""
        written = self._working.flushed()
        if written is None:
            none: Future[Path] = Future()
            none.set_exception(
                StudioError(
                    ErrorCode.BAD_INPUT, "there is nothing to score", hint="drop panels first"
                )
            )
            return none
        file = self._working.path
        assert file
        return then(written, lambda _: file)

    # Inside

    def _place(self, at: int | None) -> int:
        count = len(self.board.panels) if self.board else 0
        return count if at is None else min(max(at, 0), count)

    def _wait_for(self, project: Future[Project], file: Path | None, where: str) -> None:
        """Begin with what is being read, unless something newer was asked for meanwhile."""
        self._asked += 1
        number = self._asked
        self._set_reading(True)

        def arrived(value: Project) -> None:
            if number == self._asked:
                self._set_reading(False)
                self._begin(value, file)

        def failed(error: StudioError) -> None:
            if number == self._asked:
                self._set_reading(False)
            self._errors.show(error, where)

        self._relay.ask(project, arrived, failed)

    def _put_in(self, board: Storyboard, at: int, where: str) -> None:
        count = len(board.panels)
        what = "Add a panel" if count == 1 else f"Add {count} panels"
        if self.do(what, lambda project: add_panels(project, board, at), where=where):
            self.remarks = board.remarks
            self.file_changed.emit()

    def _set_reading(self, reading: bool) -> None:
        self.reading = reading
        self.file_changed.emit()

    def _begin(self, project: Project, file: Path | None) -> None:
        self._working.begin(project, file)
        if file:
            self._preferences.note_recent(file)
        self._show(project, file)

    def _show(self, project: Project, file: Path | None) -> None:
        self.remarks = project.storyboard.remarks
        self._edits = edits.begun(project)
        self._saved, self.file = project, file
        self._tell_opened()

    def _tell_opened(self) -> None:
        self.opened.emit()
        self.changed.emit()
        self.file_changed.emit()

    def _take(self, after: edits.Edits[Project]) -> None:
        before, self._edits = self._edits, after
        if before is None or before.present.value is not after.present.value:
            self._working.keep(after.present.value)
            self.changed.emit()
            self.file_changed.emit()

    def _compare_with(self, saved: Project) -> None:
        self._saved = saved
        self.file_changed.emit()

    def _on_saved(self, project: Project, file: Path) -> None:
        self._saved, self.file = project, file
        self._working.tell_file(file)
        self._preferences.note_recent(file)
        self.file_changed.emit()

    def _on_noted(self, file: Path, noted: Project) -> None:
        """Take over the clips that the core noted in the working file or in the project's own."""
        if self._edits is None or file not in (self.working_file, self.file):
            return
        after = edits.with_each(self._edits, lambda project: with_clips_of(project, noted))
        if after == self._edits:
            return
        self._take(after)
        if self.file and self._saved and file == self.working_file:
            self._saved = with_clips_of(self._saved, noted)
            self._relay.ask(
                self._studio.projects.edit(self.file, lambda p: with_clips_of(p, noted)),
                lambda _: None,
            )
            self.file_changed.emit()


def _is_project(sources: Sequence[Path]) -> bool:
    return len(sources) == 1 and sources[0].suffix.lower() == PROJECT_SUFFIX
