"""Engines: the names of what can turn a plan into sound, known without loading any of it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from musflow_studio.domain.errors import ErrorCode, StudioError

SAMPLED, HYBRID, MUSFLOW, MUSFLOW_FREE = "sampled", "hybrid", "musflow", "musflow-free"
MUSICGEN = "musicgen"
ENGINES = {
    SAMPLED: "sampled instruments play the plan's score",
    HYBRID: "the MusFlow model plays pads and textures, sampled instruments the rest",
    MUSFLOW: "the MusFlow model plays the plan's score",
    MUSFLOW_FREE: "the MusFlow model plays notes of its own over the plan's bars, chords and mood",
    MUSICGEN: "MusicGen plays from the plan's words, and what it plays is laid on the plan's grid",
}
"""Name -> what it is, in a few words. `generation` registers each."""
_TITLES = {MUSFLOW: "MusFlow", MUSFLOW_FREE: "MusFlow, free", MUSICGEN: "MusicGen"}


@dataclass(frozen=True)
class EngineOffer:
    """One engine as this machine has it.

    Attributes:
        name: see ENGINES.
        says: what it is.
        missing: why it cannot play here, a clause; "" where it can.
        hint: what to do about that, an imperative clause.
    """

    name: str
    says: str
    missing: str = ""
    hint: str = ""

    @property
    def title(self) -> str:
        """Its name as a list shows it."""
        return _TITLES.get(self.name, self.name.capitalize())

    @property
    def words(self) -> str:
        """What it is, and why it cannot play here if it cannot."""
        return f"{self.says} (not here: {self.missing}; {self.hint})" if self.missing else self.says


def unknown_engine(name: str, known: Sequence[str]) -> StudioError:
    """That there is no engine of this name, with the nearest of those known."""
    close = difflib.get_close_matches(name, known, n=1)
    return StudioError(
        ErrorCode.UNKNOWN_NAME,
        "no engine of this name",
        value=name,
        legal=", ".join(known),
        hint=f"did you mean {close[0]}?" if close else "",
    )
