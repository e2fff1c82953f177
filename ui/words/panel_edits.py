"""PanelEdits: what is set by hand about the chosen panels, each one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Collection

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.project import Project
from musflow_studio.project.panel_words import (
    reset_override,
    reset_picture_says,
    set_override,
    set_words,
)
from ui.models import Models

WHERE = "words"
Change = Callable[[Project, Collection[str]], Project]


class PanelEdits:
    """Edits of the panels that are chosen when they are made."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def set_mood(self, valence: float, arousal: float) -> None:
        """Set the mood; dragging is one step until it is sealed."""
        self._do(
            "Set the mood",
            lambda project, uids: set_override(project, uids, valence=valence, arousal=arousal),
            "mood",
        )

    def set_energy(self, energy: float) -> None:
        """Set the energy; likewise."""
        self._do(
            "Set the energy",
            lambda project, uids: set_override(project, uids, energy=energy),
            "energy",
        )

    def set_both(self, word: str, energy: float | None) -> None:
        """Set the mood to that of a word ("" leaves it) and the energy (None leaves it)."""
        mood = MOOD_WORDS.get(word)
        valence, arousal = (mood.valence, mood.arousal) if mood else (None, None)
        self._do(
            "Set mood and energy",
            lambda project, uids: set_override(
                project, uids, valence=valence, arousal=arousal, energy=energy
            ),
        )

    def choose_word(self, word: str) -> None:
        """Set the mood to that of a word."""
        mood = MOOD_WORDS[word]
        self.set_mood(mood.valence, mood.arousal)
        self._models.project.seal()

    def write(self, field: str, uid: str, text: str) -> None:
        """Write a panel's story, dialogue, notes or caption."""

        def change(project: Project) -> Project:
            if field == "caption":
                return set_override(project, [uid], caption=text)
            return set_words(project, uid, **{field: text})

        self._write(uid, f"the {field}", change)

    def write_picture(self, uid: str, text: str) -> None:
        """Write what a panel's picture says; "" takes it out, the model's own words undo that."""
        said = self._models.descriptions.of(uid)

        def change(project: Project) -> Project:
            if said and text == said.seen_picture_says:
                return reset_picture_says(project, [uid])
            return set_override(project, [uid], picture_says=text)

        self._write(uid, "what the picture says", change)

    def _write(self, uid: str, what: str, change: Callable[[Project], Project]) -> None:
        board = self._models.project.board
        numbers = {panel.uid: panel.number for panel in board.panels} if board else {}
        if uid in numbers:  # written for a panel that went away meanwhile: nothing to write on
            step = f"Write {what} of panel {numbers[uid]}"
            self._models.project.do(step, change, where=WHERE)

    def reset(self) -> None:
        """Back to what was seen."""
        self._do("Reset mood and words", reset_override)

    def _do(self, what: str, change: Change, merge: str = "") -> None:
        uids, panel = self._models.selection.panel_uids, self._models.selection.panel
        if panel is None:
            return
        name = f"panel {panel.number}" if len(uids) < 2 else f"{len(uids)} panels"
        key = f"{merge} {uids}" if merge else ""
        self._models.project.do(f"{what} of {name}", lambda p: change(p, uids), key, WHERE)
