"""ProjectDesk: the studio's projects: files opened, changed and written one after another.

Every call answers with a future; files are touched on the studio's disk thread alone, so that
changes asked for side by side never overwrite one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from psygnal import Signal

from musflow_studio import paths
from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.futures import flat, handed, then
from musflow_studio.library import Library
from musflow_studio.project import Project, ProjectCue, new_project, open_project, save_project
from musflow_studio.project.cue_order import board_request, cue_request, recorded_request
from musflow_studio.project.cues import find_cue, with_clip
from musflow_studio.project.reload import Reload, reload
from musflow_studio.project.spotting import Spot, spot_of, spotting

T = TypeVar("T")

Change = Callable[[Project], Project]


class OnDisk(Protocol):
    """Runs work on the library in the disk thread."""

    def __call__(self, work: Callable[[Library], T]) -> Future[T]:
        """The future of the work's result."""


class ProjectDesk:
    """Projects by their files.

    Args:
        on_disk: runs work in the disk thread.
        read_board: reads what a request names, in the worker.
        post: runs a call on the studio's thread, where signals fire.
    """

    changed = Signal(Path, Project)

    def __init__(
        self,
        on_disk: OnDisk,
        read_board: Callable[[CueRequest], Future[Storyboard]],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._on_disk = on_disk
        self._read_board = read_board
        self._post = post
        self._notes: dict[str, list[Future[Project]]] = {}

    def new(self, file: Path, request: CueRequest) -> Future[Project]:
        """Read a board and write it as a new project with one cue over all of it.

        Raises StudioError at once if there is such a file already.
        """
        _check_free(file)
        board = self._read_board(request)
        return flat(then(board, lambda read: self._on_disk(lambda _: self._create(file, read))))

    def open(self, file: Path) -> Future[Project]:
        """The project in a file."""
        return self._on_disk(lambda _: open_project(file))

    def edit(self, file: Path, change: Change) -> Future[Project]:
        """Open, change and write a project in one go; resolves with what was written.

        An equal value is not written. Raises StudioError, also what `change` raises.
        """

        def run(_: Library) -> Project:
            before = open_project(file)
            after = change(before)
            if after != before:
                self._save(after, file)
            return after

        return self._on_disk(run)

    def write(self, file: Path, project: Project) -> Future[Project]:
        """Write a whole project over what the file held; for a door that keeps the value itself."""

        def run(_: Library) -> Project:
            paths.ensure_folder(file.parent)
            self._save(project, file)
            return project

        return self._on_disk(run)

    def discard(self, file: Path) -> Future[None]:
        """Remove a project's file that nobody wants any more; none is fine too."""

        def run(_: Library) -> None:
            with says_disk_errors(file):
                file.unlink(missing_ok=True)

        return self._on_disk(run)

    def compare(self, file: Path, sources: tuple[Path, ...] = ()) -> Future[Reload]:
        """Read the project's board again, or another one, and tell what differs.

        Nothing is written; `take_over` does that.
        """

        def read(project: Project) -> Future[Reload]:
            board = self._read_board(board_request(project, sources))
            return then(board, lambda now: reload(project, now))

        return flat(then(self.open(file), read))

    def take_over(self, file: Path, told: Reload) -> Future[Project]:
        """Write the project with the changed board; edits made since it was told stay."""
        return self.edit(
            file, lambda p: told.after if p == told.before else reload(p, told.board).after
        )

    def spotting(self, file: Path) -> Future[tuple[Spot, ...]]:
        """The cues in the board's order, the gaps between them, and how far each cue is."""

        def run(library: Library) -> tuple[Spot, ...]:
            project = open_project(file)
            return spotting(project, _clips(library, project.cues))

        return self._on_disk(run)

    def completed(self, request: CueRequest) -> Future[CueRequest]:
        """A request that names a cue of its project source, with what that cue says filled in."""
        if len(request.sources) != 1 or request.sources[0].suffix.lower() != ".musflow":
            raise StudioError(
                ErrorCode.CONTRADICTION,
                "a cue by name needs one project to be in",
                value=request.cue,
                hint="give a .musflow file as the only source",
            )

        def run(_: Library) -> CueRequest:
            project = open_project(request.sources[0])
            return cue_request(project, find_cue(project, request.cue), request)

        return self._on_disk(run)

    def order(
        self, file: Path, name: str, asked: CueRequest, *, fresh: bool = False, base: str = ""
    ) -> Future[CueRequest]:
        """The request that makes a cue and has its clips noted in the project.

        It goes on from the clip `base`, else the chosen one, else the newest: what did not change
        keeps its notes. With `fresh` it starts anew with a seed of its own.
        """

        def run(library: Library) -> CueRequest:
            project = open_project(file)
            cue = find_cue(project, name)
            known = spot_of(project, cue, _clips(library, (cue,))).base
            clip = None if fresh else library.show(base) if base else known
            cue = replace(cue, seed=None) if fresh else cue
            folder = clip.folder if clip else None
            return recorded_request(project, cue, file, folder, asked)

        return self._on_disk(run)

    def note(self, job_id: str, file: Path, cue_uid: str, clip: Clip) -> None:
        """Have a clip noted in the project's file; `noted` waits for it."""
        plan = clip.recipe.plan
        self._notes.setdefault(job_id, []).append(
            self.edit(file, lambda p: with_clip(p, cue_uid, clip.clip_id, plan.seed, plan.motif))
        )

    def noted(self, job_id: str, clips: Future[tuple[Clip, ...]]) -> Future[tuple[Clip, ...]]:
        """The clips, once all of them are noted and `changed` has told so.

        Raises what kept one from being noted.
        """

        def settled(made: tuple[Clip, ...]) -> tuple[Clip, ...]:
            for note in self._notes.pop(job_id, []):
                note.result()
            return made

        noted = flat(then(clips, lambda made: self._on_disk(lambda _: settled(made))))
        return handed(noted, self._post)

    def _create(self, file: Path, board: Storyboard) -> Project:
        _check_free(file)
        project = new_project(board)
        self._save(project, file)
        return project

    def _save(self, project: Project, file: Path) -> None:
        save_project(project, file)
        self._post(lambda: self.changed.emit(file, project))


def _check_free(file: Path) -> None:
    if file.suffix.lower() != ".musflow":
        raise StudioError(ErrorCode.BAD_INPUT, "a project's file ends in .musflow", value=file.name)
    if file.exists():
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "there is such a file already",
            value=file,
            hint="choose another with -o, or `musflow project reload` to take over a changed board",
        )


def _clips(library: Library, cues: Iterable[ProjectCue]) -> dict[str, Clip]:
    """The newest clip of each cue that is still in the library, and the chosen one, by id."""
    there = {entry.clip_id for entry in library.list()}
    wanted: set[str] = set()
    for cue in cues:
        known = [clip_id for clip_id in cue.clip_ids if clip_id in there]
        wanted |= {*known[-1:], *({cue.chosen_clip_id} & there)}
    return {clip_id: library.show(clip_id) for clip_id in wanted}
