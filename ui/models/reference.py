"""ReferenceModel: music the chosen cue shall be like, and what was heard of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.reference import TRAITS, Like, Reference
from musflow_studio.project.cues import CueEdit
from musflow_studio.studio import Studio
from ui.relay import Relay

if TYPE_CHECKING:
    from ui.models.making import MakingModel

HEARING = "Listening…"
AUDIO_SUFFIXES = frozenset({".wav", ".aif", ".aiff", ".flac", ".ogg", ".opus", ".mp3", ".w64"})


class ReferenceModel(QObject):
    """Reference of the chosen cue: an undo step like any other wish.

    Signals:
        changed: the reference, or what was heard of it.
    """

    changed = pyqtSignal()

    def __init__(self, studio: Studio, relay: Relay, making: MakingModel) -> None:
        super().__init__(making)
        self._studio, self._relay, self._making = studio, relay, making
        self._heard: dict[Path, Reference | None] = {}
        self._troubles: dict[Path, str] = {}
        making.changed.connect(self._follow)

    @property
    def wish(self) -> Like | None:
        """What the chosen cue shall be like."""
        return self._making.cue.like if self._making.cue else None

    @property
    def heard(self) -> Reference | None:
        """What was heard of it; None until it has been."""
        return self._heard.get(self.wish.path) if self.wish else None

    @property
    def trouble(self) -> str:
        """Why it could not be heard; "" where it could."""
        return self._troubles.get(self.wish.path, "") if self.wish else ""

    def like(self, path: Path) -> bool:
        """Let the cue be like this file or clip; what is taken stays as it was chosen."""
        traits = self.wish.traits if self.wish else TRAITS
        self._troubles.pop(path, None)
        return self._making.edit("Reference", CueEdit(like=Like(path, traits)))

    @property
    def says(self) -> str:
        """What was heard, in a line: "About 96 bpm, D minor, energy 0.2 to 0.8"."""
        if self.wish is None or self.trouble:
            return self.trouble
        return told(self.heard) if self.heard else HEARING

    def _follow(self) -> None:
        wish = self.wish
        if wish and wish.path not in self._heard and wish.path not in self._troubles:
            self._heard[wish.path] = None

            def heard(reference: Reference) -> None:
                self._heard[wish.path] = reference
                self.changed.emit()

            def failed(error: StudioError) -> None:
                self._heard.pop(wish.path, None)
                self._troubles[wish.path] = error.sentence()
                self.changed.emit()

            self._relay.ask(self._studio.sounds.refer(wish.path), heard, failed)
        self.changed.emit()


def told(reference: Reference) -> str:
    """Tempo, key and range of energy of what was heard."""
    tempo = f"About {reference.bpm:.0f} bpm" if reference.bpm else "No steady pulse"
    energies = [energy for _, energy in reference.energy_curve]
    energy = f", energy {min(energies):.1f} to {max(energies):.1f}" if energies else ""
    return f"{tempo}, {reference.key or 'no clear key'}{energy}"
