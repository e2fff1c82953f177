"""Clip: one take under one finishing preset, kept as one package on disk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.reference import Likeness
from musflow_studio.domain.take import Stem, Take


@dataclass(frozen=True)
class Loudness:
    """Measured on the finished file.

    Attributes:
        integrated_lufs: ITU-R BS.1770-4; None for silence or clips under 400 ms.
        true_peak_dbtp: at least 4x oversampled; None for silence.
        limited_db: most reduction the true-peak limiter took.
        remarks: sentences to show ("shorter than the 400 ms loudness block").
    """

    integrated_lufs: float | None
    true_peak_dbtp: float | None
    limited_db: float
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinishedAudio:
    """What finishing returns: the 24-bit mix and stems, and what was measured."""

    mix: AudioFile
    stems: tuple[Stem, ...]
    loudness: Loudness


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a clip sounds.

    Attributes:
        plan: the plan, with storyboard and description inside.
        take: what the engine made (paths relative to the package).
        preset: finishing preset, whole.
        sample_rate_hz, gain_db: delivery.
        code_version: of musflow_studio.
        alternate: which version of the take it is.
        alternate_of: id of the clip whose take it was made from; "" for a full one.
    """

    plan: CuePlan
    take: Take
    preset: FinishingPreset
    sample_rate_hz: int
    gain_db: float
    code_version: str
    alternate: Alternate = Alternate.FULL
    alternate_of: str = ""


@dataclass(frozen=True)
class ClipMarks:
    """What the user may change about a clip after it is made (`marks.json`)."""

    name: str
    rating: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clip:
    """One clip package.

    Attributes:
        clip_id: 26 hex digits; the first six are in the folder's name.
        folder: the package.
        created: ISO 8601, UTC.
        wav, midi: file names in the package.
        stems: role -> file name in the package.
        frames: samples per channel of the finished WAV and its stems.
        recipe: how to make it again.
        loudness: report.
        seconds: wall time per stage (describe, plan, generate, finish, keep).
        sha256: file name -> hex digest, every file but clip.json and marks.json.
        likeness: report: how near it came to its reference; None without one.
        marks: name, rating, tags.
    """

    clip_id: str
    folder: Path
    created: str
    wav: str
    midi: str
    stems: dict[str, str]
    frames: int
    recipe: Recipe
    loudness: Loudness
    seconds: dict[str, float]
    sha256: dict[str, str]
    likeness: Likeness | None = None
    marks: ClipMarks = field(default_factory=lambda: ClipMarks(""))

    @property
    def take(self) -> Take:
        """The take with the places of its files on this disk."""
        take = self.recipe.take
        stems = tuple(replace(stem, audio=self._here(stem.audio)) for stem in take.stems)
        return replace(take, mix=self._here(take.mix), stems=stems)

    def _here(self, audio: AudioFile) -> AudioFile:
        return replace(audio, path=self.folder / audio.path)
