"""Searching: the broad track over everything and the targeted one within a partition.

After VMB (arXiv 2412.09428): the partition by mood, tempo or genre is taken first, then the nearest
within it; the nearest of all are always kept beside them. A hundred thousand sounds are compared in
one product, so nothing cleverer is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.reference import Reference
from musflow_studio.domain.sound_search import Pace, SoundHit, SoundQuery, SoundsFound, pace_of
from musflow_studio.encoders.text import TextEncoder
from musflow_studio.hearing import listen_to_file
from musflow_studio.retrieval.encoders import SoundEncoder
from musflow_studio.retrieval.entries import LONGEST_S, words_vector
from musflow_studio.retrieval.moods import partition_in, partition_of_word
from musflow_studio.retrieval.shelf import Mask, Shelf
from musflow_studio.retrieval.sounds import Sound

Real = NDArray[np.float32]

MOST_HITS = 100
_MEANING, _SOUND, _LITERAL = 0.45, 0.3, 0.5
_SHORT_WORD = 3
_ORDINALS = ("Nearest", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")


@dataclass(frozen=True)
class Partition:
    """Where the targeted track looks; "" and None for anywhere."""

    mood: str = ""
    pace: Pace | None = None
    genre: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.mood, self.pace or "", self.genre) if part)

    def mask(self, shelf: Shelf) -> Mask:
        """Which sounds lie in it."""
        inside = np.ones(len(shelf.sounds), bool)
        if self.mood:
            inside &= shelf.moods == self.mood
        if self.pace:
            inside &= shelf.paces == self.pace.value
        if self.genre:
            inside &= shelf.of_genre(self.genre)
        return inside


@dataclass(frozen=True)
class Likeness:
    """How near each sound is, and what speaks for it.

    Attributes:
        total: (n,).
        by_words, by_sound, literal: (n,), its parts.
    """

    total: Real
    by_words: Real
    by_sound: Real
    literal: Real


class Searcher:
    """Finds sounds on a shelf.

    Args:
        encoder: what placed them.
        sentences: the text encoder, or None: words are then compared as letters.
    """

    def __init__(self, encoder: SoundEncoder, sentences: TextEncoder | None) -> None:
        self._encoder, self._sentences = encoder, sentences

    def find(self, query: SoundQuery, shelf: Shelf, waiting: int = 0) -> SoundsFound:
        """The two tracks of a query. Raises StudioError for what cannot be asked."""
        _check(query)
        example = self._example(query.like, shelf)
        likeness = self._likeness(query, example, shelf)
        partition = _partition(query, example, shelf)
        everywhere = np.ones(len(shelf.sounds), bool)
        itself = shelf.places.get(str(query.like))
        if itself is not None:
            everywhere[itself] = False
        inside = everywhere & partition.mask(shelf)
        told = _Telling(query, shelf, likeness, self._encoder)
        return SoundsFound(
            broad=told.hits(everywhere, f"of all {np.count_nonzero(everywhere):,} sounds"),
            targeted=told.hits(inside, f"of the {np.count_nonzero(inside):,} that are {partition}")
            if str(partition)
            else (),
            partition=str(partition),
            searched=len(shelf.sounds),
            waiting=waiting,
        )

    def _example(self, like: Path | None, shelf: Shelf) -> Example | None:
        if like is None:
            return None
        place = shelf.places.get(str(like))
        if place is not None:
            vector = shelf.vectors[shelf.rows[place], : self._encoder.dimension]
            return Example(np.asarray(vector), shelf.sounds[place].bpm)
        heard = listen_to_file(like, longest_s=LONGEST_S)
        return Example(self._encoder.of_file(like, heard), heard.pulse.bpm)

    def _likeness(self, query: SoundQuery, example: Example | None, shelf: Shelf) -> Likeness:
        nothing = np.zeros(len(shelf.sounds), np.float32)
        by_words = by_sound = literal = nothing
        if query.words.strip():
            meaning = words_vector(query.words, self._sentences)
            by_words = shelf.against(meaning, self._encoder.dimension)
            by_sound = shelf.against(self._encoder.of_words(query.words), 0)
            literal = _literal(query.words, shelf)
        total = _MEANING * by_words + _SOUND * by_sound + _LITERAL * literal
        if example is not None:
            by_sound = shelf.against(example.place, 0)
            total = by_sound + 0.5 * total
        return Likeness(total, by_words, by_sound, literal)


@dataclass(frozen=True)
class Example:
    """The sound to look for more of: where it lies, and its tempo."""

    place: Real
    bpm: float


@dataclass(frozen=True)
class _Telling:
    """Hits in words."""

    query: SoundQuery
    shelf: Shelf
    likeness: Likeness
    encoder: SoundEncoder

    def hits(self, inside: Mask, where: str) -> tuple[SoundHit, ...]:
        """The nearest of those inside, best first."""
        places = np.flatnonzero(inside)
        away = -self.likeness.total[places]
        if len(places) > self.query.count:
            nearest = np.sort(np.argpartition(away, self.query.count)[: self.query.count])
            places, away = places[nearest], away[nearest]
        best = places[np.argsort(away, kind="stable")]
        return tuple(self._hit(int(place), rank, where) for rank, place in enumerate(best))

    def _hit(self, place: int, rank: int, where: str) -> SoundHit:
        sound = self.shelf.sounds[place]
        return SoundHit(
            path=Path(sound.path),
            clip_id=sound.clip_id,
            name=sound.name,
            seconds=sound.seconds,
            bpm=sound.bpm,
            key=sound.key,
            mood=sound.mood,
            genre=sound.genre,
            likeness=round(float(self.likeness.total[place]), 4),
            reference=self._reference(sound, place, self._why(place, rank, where)),
        )

    def _reference(self, sound: Sound, place: int, why: str) -> Reference:
        vector = self.shelf.vectors[self.shelf.rows[place], : self.encoder.dimension]
        return Reference(
            path=Path(sound.path),
            name=sound.name,
            seconds=sound.seconds,
            bpm=sound.bpm or None,
            key=sound.key or None,
            energy_curve=sound.energy_curve,
            embedding=tuple(float(value) for value in vector),
            encoder=self.encoder.identity,
            why=why,
            bpm_sure=sound.bpm_sure,
            key_sure=sound.key_sure,
        )

    def _why(self, place: int, rank: int, where: str) -> str:
        order = _ORDINALS[rank] if rank < len(_ORDINALS) else f"Number {rank + 1}"
        return f"{order} {where}: {self._reason(place)}."

    def _reason(self, place: int) -> str:
        query, near = self.query, self.likeness
        if query.like:
            return f"it sounds like {query.like.stem}"
        held = [word for word in _tokens(query.words) if self.shelf.words.holds(place, word)]
        if held:
            return f"its words hold {_listed(held)}"
        if _MEANING * near.by_words[place] >= _SOUND * near.by_sound[place]:
            return f"its words come near \u201c{query.words.strip()}\u201d"
        return f"it sounds as \u201c{query.words.strip()}\u201d may sound"


def _listed(words: list[str]) -> str:
    quoted = [f"\u201c{word}\u201d" for word in words[:3]]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _literal(words: str, shelf: Shelf) -> Real:
    """Share of the words that are said of each sound."""
    tokens = _tokens(words)
    held = np.zeros(len(shelf.sounds), np.float32)
    for token in tokens:
        held += shelf.words.holding(token)
    return held / np.float32(max(1, len(tokens)))


def _tokens(words: str) -> list[str]:
    """The words that count when letters are compared: small ones say nothing."""
    found = dict.fromkeys(words.casefold().replace(",", " ").split())
    return [word for word in found if len(word) >= _SHORT_WORD and word not in _SMALL]


_SMALL = frozenset("a an and the of in on at to for with or by is it as music track".split())


def _partition(query: SoundQuery, example: Example | None, shelf: Shelf) -> Partition:
    """What was asked for, else what the words name, else the example's tempo."""
    mood = partition_of_word(query.mood) if query.mood else partition_in(query.words)
    pace = query.pace or _pace_in(query.words)
    if pace is None and not (mood or query.genre) and example is not None and example.bpm:
        pace = pace_of(example.bpm)
    return Partition(mood, pace, query.genre.strip())


def _pace_in(words: str) -> Pace | None:
    tokens = set(words.casefold().replace(",", " ").split())
    return next((pace for pace in Pace if pace.value in tokens and pace is not Pace.MEDIUM), None)


def _check(query: SoundQuery) -> None:
    if not query.words.strip() and query.like is None:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "there is nothing to look for",
            hint="give words, or a sound to find more of",
        )
    if not 1 <= query.count <= MOST_HITS:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "number of hits out of range",
            value=query.count,
            legal=f"1 to {MOST_HITS}",
        )
