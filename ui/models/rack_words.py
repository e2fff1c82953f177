"""RackWords: what words make of the preset, heard and shown before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.effect_words import WordsRequest, WordsResult
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.studio import Studio
from ui.relay import Relay

if TYPE_CHECKING:
    from ui.models.rack import RackModel


class RackWords(QObject):
    """One proposal at a time; more words go on from it until it is applied or dropped.

    Attributes:
        said: the words of the proposal, in order.
        result: what the last words made; None without a proposal.
        asking: whether the worker thinks.

    Signals:
        changed: any of it.
    """

    changed = pyqtSignal()

    def __init__(self, studio: Studio, relay: Relay, rack: RackModel) -> None:
        super().__init__(rack)
        self._studio = studio
        self._relay = relay
        self._rack = rack
        self._questions = 0
        self._ground: tuple[str, FinishingPreset] | None = None
        self.said: tuple[str, ...] = ()
        self.result: WordsResult | None = None
        self.asking = False
        self.hears_before = False
        rack.changed.connect(self._stay_true)

    @property
    def before(self) -> FinishingPreset | None:
        """The preset the proposal would change."""
        return self._ground[1] if self._ground and self.result else None

    @property
    def changes(self) -> bool:
        """Whether the proposal changes anything."""
        return bool(self.result and self.result.after != self.before)

    def ask(self, text: str) -> None:
        """Propose what words ask for; on top of a proposal, more of it."""
        clip, preset = self._rack.clip, self._rack.preset
        if clip is None or preset is None:
            return
        ground = self.result.after if self.result else preset
        try:
            asked = self._studio.presets.by_words(WordsRequest(clip.folder, text, ground))
        except StudioError as error:
            self._rack.fail(error)
            return
        self._questions += 1
        number = self._questions
        self._ground = self._ground or (clip.clip_id, preset)
        self.asking = True

        def told(result: WordsResult) -> None:
            if number == self._questions:
                self._propose(text, result)

        def failed(error: StudioError) -> None:
            if number == self._questions:
                self.asking = False
                if self.result is None:
                    self._ground = None
                self._rack.fail(error)
                self.changed.emit()

        self._relay.ask(asked, told, failed)
        self.changed.emit()

    def hear(self, *, before: bool) -> None:
        """Hear the preset as it was, or as it is proposed."""
        if self.result and self.before:
            self.hears_before = before
            self._rack.hearing.try_out(self.before if before else self.result.after)
            self.changed.emit()

    def apply(self) -> None:
        """Take the proposal as one step."""
        if self.result is None:
            return
        result, words = self.result, ", ".join(self.said)
        self._forget()
        self._rack.apply(f"Words: {words}", result.after)

    def drop(self) -> None:
        """Give the proposal up."""
        before, tried = self.before, self.changes
        self._forget()
        if before and tried:
            self._rack.hearing.choose(before)

    def _propose(self, text: str, result: WordsResult) -> None:
        self.asking, self.result = False, result
        self.said = (*self.said, " ".join(text.split()))
        self.hears_before = False
        if self.changes:
            self._rack.hearing.try_out(result.after)
        self.changed.emit()

    def _forget(self) -> None:
        self._questions += 1
        self._ground, self.result, self.said = None, None, ()
        self.asking = self.hears_before = False
        self.changed.emit()

    def _stay_true(self) -> None:
        """A proposal for another preset or take is none."""
        clip, preset = self._rack.clip, self._rack.preset
        if self._ground and self._ground != (clip.clip_id if clip else "", preset):
            self._forget()
