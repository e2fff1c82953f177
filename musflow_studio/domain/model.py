"""Pretrained models: what is known of one, and what lies on this machine of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

_BYTES_PER_NUMBER = {"float32": 4, "float16": 2, "bfloat16": 2}


class ModelKind(StrEnum):
    """What a model is asked for."""

    AUDIO_TEXT = "hears music"  # audio and words as points of one space
    PICTURE_TEXT = "knows pictures"  # pictures and words as points of one space
    CAPTIONER = "says what a picture shows"
    MUSIC = "makes music"
    LANGUAGE = "answers in words"


@dataclass(frozen=True)
class Licence:
    """What one may do with a model's weights.

    Attributes:
        name: "Apache-2.0", "CC-BY-NC-4.0" …
        words: what that means, one plain sentence.
        commercial: whether paid work may use what the model makes or says.
        source: where it is stated.
    """

    name: str
    words: str
    commercial: bool = True
    source: str = ""


@dataclass(frozen=True)
class Companion:
    """Files of another repository that a model cannot work without.

    Attributes:
        repo: where they are.
        folder: into which folder beside the model's own files.
        files: names, with `*`.
    """

    repo: str
    folder: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class ModelCard:
    """One model of the catalogue.

    Attributes:
        name: short, as commands call it ("clap-music").
        repo: where the hub keeps it ("laion/larger_clap_music").
        kind: what it is asked for.
        model_type: "clap", "blip" … as its `config.json` says; "laion_clap" for that package's
            checkpoints.
        says: what it does here, one sentence.
        size_mb: to fetch, about.
        parameters_m: millions of numbers in its weights, about.
        rate_hz: sample rate of its audio; None for models of pictures.
        licence: of its weights.
        files: names of what to fetch, with `*`; () for the usual ones.
        companion: what else to fetch; None for nothing.
    """

    name: str
    repo: str
    kind: ModelKind
    model_type: str
    says: str
    size_mb: int
    parameters_m: int
    rate_hz: int | None
    licence: Licence
    files: tuple[str, ...] = ()
    companion: Companion | None = None

    def memory_mb(self, numbers: str = "float32") -> int:
        """What the model takes while it works: weights, a fifth on top, and its libraries."""
        return memory_mb(self.parameters_m, numbers)


def memory_mb(parameters_m: float, numbers: str = "float32") -> int:
    """MB of memory for millions of parameters kept as float32, float16 or bfloat16.

    A fifth on top of the weights is for what passes through them; PyTorch and transformers
    themselves take about 500 MB.
    """
    return round(parameters_m * _BYTES_PER_NUMBER[numbers] * 1.2) + 500


@dataclass(frozen=True)
class InstalledModel:
    """A model whose weights lie on this machine; `musflow-model.json` says it beside them.

    Attributes:
        name: as commands call it.
        kind, model_type, repo, licence, rate_hz: see ModelCard; `repo` is "" for own weights.
        revision: commit on the hub; "" for weights that were added from a folder.
        folder: where the files lie.
        sha256: file name -> hex digest.
        size_bytes: of all files.
        parameters_m: millions of numbers in its weights.
        accepted: the user agreed to a licence that forbids paid work.
    """

    name: str
    kind: ModelKind
    model_type: str
    repo: str
    licence: Licence
    folder: Path
    rate_hz: int | None = None
    revision: str = ""
    sha256: dict[str, str] = field(default_factory=dict)
    size_bytes: int = 0
    parameters_m: float = 0.0
    accepted: bool = False

    @property
    def mark(self) -> str:
        """What every take made with it shows: the licence in plain words."""
        return f"{self.licence.name}: {self.licence.words}"


@dataclass(frozen=True)
class ModelEntry:
    """One line of the list: a model that is known, one that is here, or both.

    Attributes:
        name: as commands call it.
        card: of the catalogue; None for the user's own.
        installed: what is here of it; None for nothing.
        fetched_bytes: what a fetch that was stopped left; the next one goes on from there.
    """

    name: str
    card: ModelCard | None
    installed: InstalledModel | None
    fetched_bytes: int = 0

    @property
    def one(self) -> InstalledModel | ModelCard:
        """What is known of it: of the files here, else by the catalogue."""
        known = self.installed or self.card
        assert known
        return known

    @property
    def size_mb(self) -> float:
        """On disk, or to fetch."""
        if self.installed:
            return self.installed.size_bytes / 1e6
        assert self.card
        return float(self.card.size_mb)


@dataclass(frozen=True)
class ModelCheck:
    """What verifying found: files that are missing, changed, or may not be there."""

    name: str
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every file is as it was."""
        return not (self.missing or self.changed)


@dataclass(frozen=True)
class PullRequest:
    """A model to fetch from the hub.

    Attributes:
        name: of the catalogue.
        accept_non_commercial: the user agrees to a licence that forbids paid work.
    """

    name: str
    accept_non_commercial: bool = False


@dataclass(frozen=True)
class PullProgress:
    """How far fetching is: bytes here, bytes in all, the file in work."""

    done_bytes: int
    total_bytes: int
    file: str = ""
