"""Sound search: what is asked of the user's music, what is found, and which track may steer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from musflow_studio.domain.reference import Reference


class Pace(StrEnum):
    """Three partitions by tempo: under 90, 90 to 120, over 120 bpm."""

    SLOW = "slow"
    MEDIUM = "medium"
    FAST = "fast"


SLOW_BPM, FAST_BPM = 90.0, 120.0


def pace_of(bpm: float) -> Pace:
    """The partition of a tempo."""
    return Pace.SLOW if bpm < SLOW_BPM else Pace.FAST if bpm > FAST_BPM else Pace.MEDIUM


@dataclass(frozen=True)
class SoundQuery:
    """What to look for: words, an example, or both; and in which partition besides.

    Attributes:
        words: "rain on a roof, slow piano"; "" for none.
        like: an audio file to look for more of; None for none.
        mood: a mood word ("tense"); "" takes one from the words, if there is one.
        pace: a partition by tempo; None takes one from the words, else the example's.
        genre: a genre, style or tag; "" for any.
        count: hits wanted in each track, 1 to 100.
    """

    words: str = ""
    like: Path | None = None
    mood: str = ""
    pace: Pace | None = None
    genre: str = ""
    count: int = 8


@dataclass(frozen=True)
class SoundHit:
    """One sound found.

    Attributes:
        path: the audio file.
        clip_id: of the take it is; "" for a file of the user's.
        name: for people.
        seconds, bpm, key: as heard, or as planned for a take; bpm 0 and key "" where there is none.
        mood: the partition it is in ("tense").
        genre: a take's style, or what the file's tags say.
        likeness: 1 for the very same, about 0 for what has nothing to do with it.
        reference: what of it may steer a cue; its `why` is one sentence.
    """

    path: Path
    clip_id: str
    name: str
    seconds: float
    bpm: float
    key: str
    mood: str
    genre: str
    likeness: float
    reference: Reference


@dataclass(frozen=True)
class SoundsFound:
    """The two tracks of a search, each the best first (VMB, arXiv 2412.09428).

    The broad track looks everywhere, the targeted one in a partition only. Where one of them
    steers, the other is kept beside it: targeted hits alone lead astray.

    Attributes:
        broad: from everything.
        targeted: from the partition; empty where none was asked for or nothing lies in it.
        partition: in words ("tense, slow"); "" for none.
        searched: how many sounds there are.
        waiting: how many files are not heard yet.
    """

    broad: tuple[SoundHit, ...]
    targeted: tuple[SoundHit, ...]
    partition: str
    searched: int
    waiting: int


@dataclass(frozen=True)
class IndexState:
    """How far the index of sounds is.

    Attributes:
        heard: sounds that can be found.
        waiting: files still to be heard.
        failed: files that could not be read, and why, at most ten.
        working: True while files are being heard.
        encoder: name and version of what places the sounds.
    """

    heard: int
    waiting: int
    failed: tuple[tuple[Path, str], ...] = ()
    working: bool = False
    encoder: str = ""
