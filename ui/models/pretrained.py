"""PretrainedModel: the models known and here; fetched, added, checked, removed, and chosen."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import (
    InstalledModel,
    Licence,
    ModelCheck,
    ModelEntry,
    ModelKind,
    PullProgress,
    PullRequest,
)
from musflow_studio.model_desk import Pull
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.model_fetch import Fetch
from ui.models.model_uses import ModelUse, chosen, in_use, use_of
from ui.relay import Failed, Relay
from ui.timers import quiet_timer

FIRST_LOOK_MS = 2000
Doing = Literal["checking", "removing"]
_EYES = (ModelKind.CAPTIONER, ModelKind.PICTURE_TEXT)


@dataclass(frozen=True)
class Outcome:
    """How the last thing done with a model ended."""

    kind: Literal["good", "bad"]
    says: str


class PretrainedModel(QObject):
    """What the models pane shows and does. One model is fetched at a time.

    Attributes:
        entries: the catalogue, then the user's own; () before the first look.
        lacks: what is not installed of what models run on; "" for nothing.
        memory: what each one's need means on this machine, by name.
        error: why the models could not be listed; None if they could.
        fetch: what is on its way; None for nothing.
        doing: by name, what is being done with a model.
        outcomes: by name, how the last thing done with it ended.
        watched: whether somebody sees outcomes; else failures are told as those of other work.

    Signals:
        changed: anything of this.
        shelf_changed: other models are here, or another one is chosen.
        arrived(name): a model was fetched.
        eyes_changed: another model looks at pictures, or none.
    """

    changed = pyqtSignal()
    shelf_changed = pyqtSignal()
    arrived = pyqtSignal(str)
    eyes_changed = pyqtSignal()

    def __init__(
        self, studio: Studio, relay: Relay, errors: Errors, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._pull: Pull | None = None
        self._eyes: tuple[str, ...] | None = None
        self.entries: tuple[ModelEntry, ...] = ()
        self.lacks = ""
        self.memory: dict[str, str] = {}
        self.error: StudioError | None = None
        self.fetch: Fetch | None = None
        self.doing: dict[str, Doing] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.watched = False
        quiet_timer(self, FIRST_LOOK_MS, self.look).start()
        relay.listen(studio.models.changed, self.look)
        relay.listen(studio.models.pulled, self._on_progress)

    # What is there

    def look(self) -> None:
        """List the models anew."""
        self._relay.ask(self._studio.models.list(), self._on_listed, self._on_not_listed)

    def entry(self, name: str) -> ModelEntry | None:
        """The model of a name."""
        return next((entry for entry in self.entries if entry.name == name), None)

    @property
    def folder(self) -> Path:
        """Where models lie."""
        return self._studio.settings.models_folder

    def chosen(self, use: ModelUse) -> str:
        """What the setting of a use says: a name, "none", or "" for no choice."""
        return chosen(use, self._studio.settings)

    def in_use(self, use: ModelUse) -> InstalledModel | None:
        """The model that is asked now; None for none."""
        return in_use(use, self._studio.settings, self.entries)

    # What can be done

    def start(self, name: str, *, accept: bool = False) -> None:
        """Fetch a model, or go on with it; nothing if one is on its way."""
        if self.fetch:
            return
        self.outcomes.pop(name, None)
        try:
            self._pull = self._studio.models.pull(PullRequest(name, accept))
        except StudioError as error:
            self._failed(name, error)
            return
        self.fetch = Fetch(name)
        self._relay.ask(self._pull.model, self._on_fetched, self._on_not_fetched)
        self.changed.emit()

    def stop(self) -> None:
        """Stop what is on its way; it goes on from there the next time."""
        if self.fetch and self._pull:
            self.fetch = replace(self.fetch, stopping=True)
            self._pull.cancel()
            self.changed.emit()

    def verify(self, name: str) -> None:
        """Read every file of a model again."""
        self._do(name, "checking", self._studio.models.verify(name), self._on_checked)

    def remove(self, name: str) -> None:
        """Move a model, or what was fetched of it, to the trash; a choice of it is taken back."""
        entry = self.entry(name)
        if entry is None:
            return
        use = use_of(entry.one.kind)

        def removed(place: Path) -> None:
            if self.chosen(use) == name:
                self.choose(use, "")
            self.outcomes[name] = Outcome("good", f"Removed. What was here lies in {place}.")

        self._do(name, "removing", self._studio.models.remove(name), removed)

    def add(
        self,
        folder: Path,
        name: str,
        licence: Licence | None,
        *,
        accept: bool,
        done: Callable[[InstalledModel], object],
        failed: Failed,
    ) -> None:
        """Take note of weights that lie in a folder; tells one of the two."""
        future = self._studio.models.add(folder, name=name, licence=licence, accept=accept)
        self._relay.ask(future, done, failed)

    def choose(self, use: ModelUse, name: str) -> None:
        """Let a model do it from now on: its name, "none", or "" for no choice."""
        written = self._studio.models.choose(use.setting, name)
        self._relay.ask(written, lambda settings: self._on_chosen(use, name, settings), self._not)

    # Inside

    def _on_chosen(self, use: ModelUse, name: str, settings: Settings) -> None:
        self._studio.use(settings)
        if (counts := self.chosen(use)) != name:
            says = f"MUSFLOW_{use.setting.upper()} is set in the environment and counts before this"
            hint = "unset it and start again"
            self._errors.show(StudioError(ErrorCode.CONTRADICTION, says, value=counts, hint=hint))
        self._look_at_eyes()
        self.shelf_changed.emit()
        self.changed.emit()

    def _not(self, error: StudioError) -> None:
        self._errors.show(error)
        self.changed.emit()

    def _do(
        self, name: str, doing: Doing, future: Future[Any], done: Callable[[Any], object]
    ) -> None:
        self.doing[name] = doing
        self.outcomes.pop(name, None)

        def ended(value: Any) -> None:
            self.doing.pop(name, None)
            done(value)
            self.changed.emit()

        def failed(error: StudioError) -> None:
            self.doing.pop(name, None)
            self._failed(name, error)

        self._relay.ask(future, ended, failed)
        self.changed.emit()

    def _on_listed(self, entries: tuple[ModelEntry, ...]) -> None:
        before, self.entries, self.error = self.entries, entries, None
        self.lacks = self._studio.models.lacks
        if before and before != entries:
            self.shelf_changed.emit()
        self._relay.ask(self._studio.models.memory_words(entries), self._on_memory)
        self._look_at_eyes()
        self.changed.emit()

    def _on_not_listed(self, error: StudioError) -> None:
        self.error = error
        self.changed.emit()

    def _on_memory(self, words: dict[str, str]) -> None:
        self.memory = words
        self.changed.emit()

    def _look_at_eyes(self) -> None:
        found = [self.in_use(use_of(kind)) for kind in _EYES]
        eyes = tuple(model.name if model else "" for model in found)
        before, self._eyes = self._eyes, eyes
        if before is not None and before != eyes:
            self.eyes_changed.emit()

    def _on_progress(self, told: PullProgress) -> None:
        if self.fetch:
            self.fetch = self.fetch.heard(told, time.monotonic())
            self.changed.emit()

    def _on_fetched(self, model: InstalledModel) -> None:
        self.fetch = self._pull = None
        self.outcomes[model.name] = Outcome(
            "good", "It is here, and every file is as the hub has it."
        )
        self.arrived.emit(model.name)
        self.look()

    def _on_not_fetched(self, error: StudioError) -> None:
        assert self.fetch
        name, stopped = self.fetch.name, self.fetch.stopping
        self.fetch = self._pull = None
        if not stopped:
            self._failed(name, error)
        self.look()

    def _on_checked(self, check: ModelCheck) -> None:
        if check.whole:
            self.outcomes[check.name] = Outcome("good", "Whole: every file is as it was.")
            return
        files = ", ".join((*check.missing, *check.changed))
        says = f"Missing or changed: {files}. Remove the model and fetch or add it again."
        self.outcomes[check.name] = Outcome("bad", says)

    def _failed(self, name: str, error: StudioError) -> None:
        self.outcomes[name] = Outcome("bad", error.sentence())
        if not self.watched or error.code is ErrorCode.INTERNAL:
            self._errors.show(error)
        self.changed.emit()
