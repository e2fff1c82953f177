"""TakesModel: the clips of each cue, newest first, loaded as they are looked at; the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.library import ClipEntry
from musflow_studio.project.cues import CueEdit, cue_of_uid, edit_cue
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.project import ProjectModel
from ui.relay import Relay


class TakesModel(QObject):
    """Clips by id; what was loaded stays known.

    Signals:
        changed: a clip was loaded, marked, made or deleted.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        projects: ProjectModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._projects = projects
        self._clips: dict[str, Clip] = {}
        self._asked: set[str] = set()
        relay.listen(studio.clip_kept, self._know)

    def of_cue(self, cue_uid: str) -> tuple[Clip, ...]:
        """The clips of a cue that are loaded, newest first; the others are being loaded."""
        project = self._projects.project
        cue = cue_of_uid(project, cue_uid) if project else None
        found = [self.clip(clip_id) for clip_id in reversed(cue.clip_ids)] if cue else []
        return tuple(clip for clip in found if clip)

    def clip(self, clip_id: str) -> Clip | None:
        """One clip; None while it is being loaded or if it is not in the library."""
        if clip_id and clip_id not in self._asked:
            self._asked.add(clip_id)
            self._relay.ask(self._studio.clip(clip_id), self._know, lambda _: None)
        return self._clips.get(clip_id)

    def library(self, query: str, done: Callable[[tuple[ClipEntry, ...]], Any]) -> None:
        """The clips of the whole library that match, newest first."""
        self._relay.ask(self._studio.clips(query), done)

    def rate(self, clip_id: str, rating: int) -> None:
        """0 to 5 stars."""
        self._mark(clip_id, rating=rating)

    def name(self, clip_id: str, name: str) -> None:
        """Give a clip another name."""
        self._mark(clip_id, name=name)

    def tag(self, clip_id: str, tags: tuple[str, ...]) -> None:
        """Set the tags."""
        self._mark(clip_id, tags=tags)

    def choose(self, cue_uid: str, clip_id: str) -> None:
        """Make a clip the one to deliver for its cue; an undo step."""
        project = self._projects.project
        cue = cue_of_uid(project, cue_uid) if project else None
        if cue:
            edit = CueEdit(chosen_clip_id=clip_id)
            self._projects.do(f"Choose a take of {cue.name}", lambda p: edit_cue(p, cue.name, edit))

    def delete(self, clip_id: str) -> None:
        """Move a clip to the library's trash."""

        def gone(_: object) -> None:
            self._clips.pop(clip_id, None)
            self.changed.emit()

        self._relay.ask(self._studio.delete(clip_id), gone, self._failed)

    def _mark(self, clip_id: str, **marks: Any) -> None:
        clip = self._clips.get(clip_id)
        if clip:
            changed = replace(clip.marks, **marks)
            self._know(replace(clip, marks=changed))
            self._relay.ask(self._studio.mark(clip_id, changed), self._know, self._failed)

    def _failed(self, error: StudioError) -> None:
        self._errors.show(error, "takes")

    def _know(self, clip: Clip) -> None:
        self._clips[clip.clip_id] = clip
        self._asked.add(clip.clip_id)
        self.changed.emit()
