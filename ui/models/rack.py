"""RackModel: the effects of the preset that is heard for the chosen take, changed step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.audition.knobs import WET, turned
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset
from musflow_studio.presets import check_finishing
from musflow_studio.presets.chain_edits import (
    moved_effect,
    switched_effect,
    with_effect,
    without_effect,
)
from musflow_studio.studio import Studio
from ui.models import rack_history
from ui.models.audition import AuditionModel
from ui.models.errors import Errors
from ui.models.playback import PlaybackModel
from ui.models.rack_drafts import RackDrafts
from ui.models.rack_hearing import RackHearing
from ui.models.rack_history import RackHistory
from ui.models.rack_levels import RackLevels
from ui.models.rack_shelf import RackShelf
from ui.models.rack_words import RackWords
from ui.relay import Relay
from ui.timers import quiet_timer

RELEASE_AFTER_MS = 450
WHERE = "rack"


class RackModel(QObject):
    """One history a take. Every change is heard at once; what is not saved stays a draft on disk.

    A change made elsewhere (a preset chosen in a list, a knob turned over the bridge) is a step of
    the history like any other.

    Attributes:
        hearing: the audition as far as the rack is concerned.
        shelf: the presets there are, saving under names.
        levels: how loud it is between the effects.
        words: effects by words.

    Signals:
        changed: preset, take, history or what is heard.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        playback: PlaybackModel,
        audition: AuditionModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._errors = errors
        self._playback = playback
        self._histories: dict[str, RackHistory] = {}
        self._drafts = RackDrafts(relay, self.fail, self)
        self.shelf = RackShelf(studio, relay, self.fail, self)
        self.hearing = RackHearing(studio, relay, self.fail, audition, self)
        self._release_soon = quiet_timer(self, RELEASE_AFTER_MS, self.release)
        self.shelf.changed.connect(self._follow_shelf)
        self.hearing.changed.connect(self.changed)
        self.hearing.opened.connect(self._hear_own)
        self.hearing.chosen_elsewhere.connect(self._take_over)
        playback.changed.connect(self._follow_clip)
        self._clip: Clip | None = None
        self._follow_clip()
        self.levels = RackLevels(studio, relay, self)
        self.words = RackWords(studio, relay, self)

    def close(self) -> None:
        """Write what is not written yet."""
        self._drafts.close()

    # What is there

    @property
    def clip(self) -> Clip | None:
        """The take whose effects these are."""
        return self._clip

    @property
    def preset(self) -> FinishingPreset | None:
        """The preset as it is now; None without a take."""
        history = self._history
        return history.present.value if history else None

    @property
    def edited(self) -> bool:
        """Whether the preset differs from what the shelf holds under its name."""
        return self.preset is not None and self.preset != self.shelf.of(self.preset.name)

    @property
    def can_keep(self) -> bool:
        """Whether the take would sound otherwise if it were finished now."""
        return bool(self.clip and self.preset and self.preset != self.clip.recipe.preset)

    @property
    def undo_text(self) -> str:
        """What undo takes back; "" for nothing."""
        history = self._history
        return rack_history.undo_text(history) if history else ""

    @property
    def redo_text(self) -> str:
        """What redo does again; "" for nothing."""
        history = self._history
        return rack_history.redo_text(history) if history else ""

    # Knobs

    def turn(self, place: int, numbers: Mapping[str, float], what: str) -> bool:
        """Turn knobs of the effect at a place (-1: `wet`, the share of all), until `release`.

        What is out of range is said, and nothing changes: False.
        """
        before = after = self.preset
        if before is None or after is None:
            return False
        try:
            for name, value in numbers.items():
                after = turned(after, place, name, value)
        except StudioError as error:
            self.fail(error)
            return False
        merge = f"{place} {' '.join(sorted(numbers))}"
        self._note(what, after, merge)
        for name, value in numbers.items():
            self.hearing.turn(before, place, name, value)
        self._release_soon.start()
        return True

    def hold(self) -> None:
        """A knob is held: it is not let go by resting."""
        self._release_soon.stop()

    def release(self) -> None:
        """The knob rests: the step is done, the file is made."""
        self._release_soon.stop()
        if self._history:
            self._set(rack_history.sealed(self._history))
        self.hearing.release()

    def turn_wet(self, value: float) -> bool:
        """Turn the share of all effects."""
        return self.turn(WET, {"wet": value}, "Turn the share of effects")

    def set_output(self, changed: FinishingPreset, what: str) -> None:
        """Another level, target or ceiling; heard when the file is there."""
        self._do(what, changed, merge=what)

    # The chain

    def add(self, effect: Effect, place: int, name: str) -> None:
        """Put an effect in at a place."""
        self._edit(f"Add {name}", lambda preset: with_effect(preset, place, effect))

    def remove(self, place: int, name: str) -> None:
        """Take an effect out."""
        self._edit(f"Remove {name}", lambda preset: without_effect(preset, place))

    def move(self, place: int, to: int, name: str) -> None:
        """Let an effect stand elsewhere."""
        self._edit(f"Move {name}", lambda preset: moved_effect(preset, place, to))

    def switch(self, place: int, name: str, *, on: bool) -> None:
        """Let an effect work, or pass it by."""
        what = f"Switch {name} {'on' if on else 'off'}"
        self._edit(what, lambda preset: switched_effect(preset, place, on=on))

    def choose(self, preset: FinishingPreset) -> None:
        """Take another preset."""
        self._do(f"Choose {preset.title}", preset)

    def revert(self) -> None:
        """Back to what the shelf holds under this name, or to how the take was kept."""
        preset = self.preset
        if preset and self.clip:
            self._do("Revert", self.shelf.of(preset.name) or self.clip.recipe.preset)

    def apply(self, what: str, preset: FinishingPreset) -> None:
        """Take a whole preset as one step; see `words`."""
        self._do(what, preset)

    def bypass(self, *, on: bool) -> None:
        """Hear the music without effects, or with them again."""
        if self.preset:
            self.hearing.bypass(self.preset, on=on)

    def undo(self) -> None:
        """One step back, heard."""
        self._step(rack_history.undone)

    def redo(self) -> None:
        """One step forward, heard."""
        self._step(rack_history.redone)

    # Keeping

    def keep(self) -> None:
        """Make what is heard a take of its own: the same music, finished like this."""
        if self.preset:
            self.release()
            self.hearing.keep(self.preset)

    def save(self) -> None:
        """Save under its name; only presets of the user's have one that can be written."""
        if self.preset:
            self.shelf.save(self.preset, replaces=True)

    def save_as(self, title: str, *, replaces: bool = False) -> None:
        """Save under the name that goes with a title, and go on with that."""
        if self.preset and (named := self.shelf.named(self.preset, title)):
            self.shelf.save(named, replaces=replaces, saved=self._go_on_with)

    def fail(self, error: StudioError) -> None:
        """Say what went wrong beside the effects."""
        self._errors.show(error, WHERE)
        self.changed.emit()

    # Inside

    @property
    def _history(self) -> RackHistory | None:
        return self._histories.get(self._clip.clip_id) if self._clip else None

    def _set(self, history: RackHistory) -> None:
        assert self._clip
        self._histories[self._clip.clip_id] = history
        preset = history.present.value
        lost = preset not in (self._clip.recipe.preset, self.shelf.of(preset.name))
        if self.shelf.loaded:
            self._drafts.keep(self._clip.clip_id, preset if lost else None)
        self.changed.emit()

    def _follow_clip(self) -> None:
        """Look at the take that is heard."""
        clip = self._playback.clip
        if (clip.clip_id if clip else "") == (self._clip.clip_id if self._clip else ""):
            return
        self._clip = clip
        if clip is not None and clip.clip_id not in self._histories:
            history = rack_history.begun(clip.recipe.preset)
            if draft := self._drafts.of(clip.clip_id):
                history = rack_history.done(history, "Changes of last time", draft)
            self._histories[clip.clip_id] = history
        self.hearing.follow(clip)
        self.changed.emit()

    def _follow_shelf(self) -> None:
        if self._history:
            self._set(self._history)  # what is saved is no draft
        else:
            self.changed.emit()

    def _note(self, what: str, preset: FinishingPreset, merge: str = "") -> None:
        assert self._history
        self._set(rack_history.done(self._history, what, preset, merge))

    def _do(self, what: str, preset: FinishingPreset, merge: str = "") -> None:
        """A step, checked, heard at once."""
        if self._history is None or preset == self.preset:
            return
        try:
            check_finishing(preset)
        except StudioError as error:
            self.fail(error)
            return
        self._note(what, preset, merge)
        self.hearing.choose(preset)

    def _edit(self, what: str, change: Callable[[FinishingPreset], FinishingPreset]) -> None:
        if self.preset is None:
            return
        try:
            changed = change(self.preset)
        except StudioError as error:
            self.fail(error)
        else:
            self._do(what, changed)

    def _step(self, step: Callable[[RackHistory], RackHistory]) -> None:
        if self._history is None or (after := step(self._history)) == self._history:
            return
        self._set(after)
        self.hearing.choose(after.present.value)

    def _hear_own(self) -> None:
        """An audition began under the kept preset: what was changed since is heard instead."""
        clip = self._clip
        if clip and self.preset and self.preset != clip.recipe.preset:
            self.hearing.choose(self.preset)

    def _take_over(self, preset: FinishingPreset) -> None:
        """What was chosen or turned elsewhere."""
        if self._history and self.preset and preset != self.preset:
            other = preset.name != self.preset.name
            what = f"Choose {preset.title}" if other else "Turn knobs elsewhere"
            self._note(what, preset, "" if other else "elsewhere")

    def _go_on_with(self, preset: FinishingPreset) -> None:
        self._note(f"Save as {preset.title}", preset)
        self.hearing.choose(preset)
