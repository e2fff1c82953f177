"""TakesModel: the takes of each cue and the whole library, what is thought of them, the trash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import ProjectCue
from musflow_studio.library import ClipEntry, entry_of
from musflow_studio.project.cues import CueEdit, cue_of_uid, edit_cue
from musflow_studio.project.recipe import with_recipe
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.project import ProjectModel
from ui.relay import Relay

FAVOURITE = "favourite"
REJECTED = "rejected"
_WHERE = "takes"


@dataclass(frozen=True)
class Deleted:
    """A take in the trash, as long as it can be taken back.

    Attributes:
        entry: what it was.
        trashed: where its package is now.
    """

    entry: ClipEntry
    trashed: Path


class TakesModel(QObject):
    """The library as the window knows it, and whole clips by id as they are looked at.

    Signals:
        changed: a clip was made, loaded, marked, deleted or taken back.
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
        self._entries: dict[str, ClipEntry] = {}
        self._clips: dict[str, Clip] = {}
        self._asked: set[str] = set()
        self._listings = 0
        self.loaded = False
        self.deleted: tuple[Deleted, ...] = ()
        relay.listen(studio.clip_kept, self._on_kept)
        self.refresh()

    # What is there

    def of_cue(self, cue_uid: str) -> tuple[ClipEntry, ...]:
        """The takes of a cue, newest first, each followed by the alternates made from it."""
        cue = self._cue(cue_uid)
        if cue is None:
            return ()
        made: dict[str, list[ClipEntry]] = {}
        for entry in self._entries.values():
            if entry.alternate_of:
                made.setdefault(entry.alternate_of, []).append(entry)
        takes = [self._entries[one] for one in reversed(cue.clip_ids) if one in self._entries]
        return tuple(one for take in takes for one in (take, *made.get(take.clip_id, ())))

    def number(self, cue_uid: str, clip_id: str) -> int:
        """A take's place among all that were made for its cue, from 1; 0 for another's."""
        cue = self._cue(cue_uid)
        return cue.clip_ids.index(clip_id) + 1 if cue and clip_id in cue.clip_ids else 0

    def entry(self, clip_id: str) -> ClipEntry | None:
        """The library's line of a clip; None if it has none."""
        return self._entries.get(clip_id)

    def entries(self) -> tuple[ClipEntry, ...]:
        """Every line of the library, as far as it is read."""
        return tuple(self._entries.values())

    def is_there(self, clip_id: str) -> bool:
        """Whether a clip is in the library, as far as is known: what is not read yet may be."""
        return not self.loaded or clip_id in self._entries or clip_id in self._clips

    def clip(self, clip_id: str) -> Clip | None:
        """One clip; None while it is being loaded or if it is not in the library."""
        if clip_id and clip_id not in self._asked:
            self._asked.add(clip_id)
            self._relay.ask(self._studio.clip(clip_id), self._know, lambda _: None)
        return self._clips.get(clip_id)

    def library(self, query: str, done: Callable[[tuple[ClipEntry, ...]], Any]) -> None:
        """The clips of the whole library that hold every word, newest first."""
        self._relay.ask(self._studio.clips(query), done, self._failed)

    def refresh(self) -> None:
        """Read the library's list anew."""
        self._listings += 1
        number = self._listings

        def told(entries: tuple[ClipEntry, ...]) -> None:
            if number == self._listings:  # the newest answer counts
                known = self._entries
                self._entries = {
                    entry.clip_id: was if (was := known.get(entry.clip_id)) == entry else entry
                    for entry in entries
                }
                self.loaded = True
                self.changed.emit()

        def failed(error: StudioError) -> None:
            self.loaded = True  # nothing can be waited for
            self._failed(error)
            self.changed.emit()

        self._relay.ask(self._studio.clips(""), told, failed)

    # What is thought of them

    def rate(self, clip_id: str, rating: int) -> None:
        """0 to 5 stars."""
        self._mark(clip_id, rating=rating)

    def name(self, clip_id: str, name: str) -> None:
        """Give a clip another name; an empty one changes nothing."""
        if name.strip():
            self._mark(clip_id, name=" ".join(name.split()))

    def tag(self, clip_id: str, tags: tuple[str, ...]) -> None:
        """Set the tags."""
        self._mark(clip_id, tags=tuple(dict.fromkeys(filter(None, map(str.strip, tags)))))

    def judge(self, clip_id: str, verdict: str) -> None:
        """`FAVOURITE`, `REJECTED` or "" for neither; the same again takes it back."""
        entry = self._entries.get(clip_id)
        if entry:
            others = tuple(tag for tag in entry.tags if tag not in (FAVOURITE, REJECTED))
            again = verdict in entry.tags
            self._mark(clip_id, tags=others if again or not verdict else (verdict, *others))

    def choose(self, cue_uid: str, clip_id: str) -> None:
        """Make a clip the one to deliver for its cue; an undo step."""
        if cue := self._cue(cue_uid):
            edit = CueEdit(chosen_clip_id=clip_id)
            self._projects.do(
                f"Choose a take of {cue.name}", lambda p: edit_cue(p, cue.name, edit), where=_WHERE
            )

    def restore_recipe(self, cue_uid: str, clip_id: str) -> None:
        """Bring board and cue back to what a clip was made from; an undo step."""

        def loaded(clip: Clip) -> None:
            if cue := self._cue(cue_uid):
                what = f"Restore the recipe of {clip.marks.name}"
                self._projects.do(what, lambda p: with_recipe(p, cue, clip), where=_WHERE)

        self._relay.ask(self._studio.clip(clip_id), loaded, self._failed)

    # The trash

    def delete(self, clip_id: str) -> None:
        """Move a clip to the library's trash; `undelete` takes it back."""
        entry = self._entries.get(clip_id)
        if entry is None:
            return

        def gone(trashed: Path) -> None:
            self.deleted = (*self.deleted, Deleted(entry, trashed))
            self._forget(clip_id)

        self._relay.ask(self._studio.delete(clip_id), gone, self._failed)

    def undelete(self) -> None:
        """Take back what was deleted last."""
        if not self.deleted:
            return
        last, self.deleted = self.deleted[-1], self.deleted[:-1]
        self._relay.ask(self._studio.restore(last.trashed), self._on_kept, self._failed)

    # Inside

    def _cue(self, cue_uid: str) -> ProjectCue | None:
        project = self._projects.project
        return cue_of_uid(project, cue_uid) if project else None

    def _mark(self, clip_id: str, **marks: Any) -> None:
        entry = self._entries.get(clip_id)
        if entry is None:
            return
        changed = replace(entry, **marks)
        self._entries[clip_id] = changed
        told = ClipMarks(changed.name, changed.rating, changed.tags)
        self._relay.ask(self._studio.mark(clip_id, told), self._know, self._not_marked)
        self.changed.emit()

    def _not_marked(self, error: StudioError) -> None:
        self._failed(error)
        self.refresh()

    def _failed(self, error: StudioError) -> None:
        self._errors.show(error, _WHERE)

    def _know(self, clip: Clip) -> None:
        self._clips[clip.clip_id] = clip
        self._asked.add(clip.clip_id)
        self.changed.emit()

    def _on_kept(self, clip: Clip) -> None:
        """A new clip, or one out of the trash: known at once, read with all the others soon."""
        self._entries = {clip.clip_id: entry_of(clip), **self._entries}
        self._know(clip)
        self.refresh()

    def _forget(self, clip_id: str) -> None:
        self._entries.pop(clip_id, None)
        self._clips.pop(clip_id, None)
        self._asked.discard(clip_id)
        self.changed.emit()
        self.refresh()
