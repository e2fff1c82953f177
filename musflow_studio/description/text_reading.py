"""What one text says about mood: its mood words, and its meaning among the example sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from musflow_studio.description.language import (
    ENGLISH,
    UNDERSTOOD,
    Language,
    language_of,
    says_english,
)
from musflow_studio.description.mood_map import Likeness, load_mood_map
from musflow_studio.description.mood_words import quarter, weighted_mean
from musflow_studio.description.tongue_hits import find_borrowed, find_tongue_hits
from musflow_studio.description.word_hits import WordHit, find_hits, without_negated
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, NEUTRAL, MoodWord
from musflow_studio.encoders.text import TextEncoder

_LIKE_ENOUGH = 0.5
"""Cosine from which an example sentence is named as a reason."""
_MAP_SHARE = 1.0
"""The map's voice against one full mood word."""
_FELT, _NOTHING_FELT = 0.25, 0.5
"""Share of everyday examples up to which the map speaks fully, and from which it is silent."""


@dataclass(frozen=True)
class TextReading:
    """A reading of one text.

    Attributes:
        point: where it stands.
        confidence: 0 (says nothing) to 1.
        hits: the mood words in it.
        likeness: the example sentence most like it, if like enough and of the same quarter.
        language: of the text; what is not English is read by its mood words alone.
    """

    point: MoodWord = NEUTRAL
    confidence: float = 0.0
    hits: tuple[WordHit, ...] = ()
    likeness: Likeness | None = None
    language: Language = ENGLISH


def read_text(text: str, encoder: TextEncoder | None, *, fewest_words: int = 2) -> TextReading:
    """Read one text.

    English is read by its mood words and its meaning; by the words alone without an encoder or
    under `fewest_words` words. Spanish, French, Korean and Arabic are read by their mood words
    alone, because the text model knows English only; other languages are not read.
    """
    language, foreign = _tongue(text)
    if language is not ENGLISH:
        voices = [(hit.strength, hit.point) for hit in foreign]
        return replace(_joined(voices, foreign, None), language=language)
    return _read_english(text, foreign, encoder, fewest_words)


def _tongue(text: str) -> tuple[Language, tuple[WordHit, ...]]:
    """The language of a text and the mood words in it that are not English."""
    language = language_of(text)
    if language is not ENGLISH:
        return language, find_tongue_hits(text, language.code) if language.understood else ()
    borrowed = find_borrowed(text)
    codes = {code for code, _ in borrowed}
    if len(codes) == 1 and not says_english(text):
        (code,) = codes
        return UNDERSTOOD[code], find_tongue_hits(text, code)
    return ENGLISH, tuple(hit for _, hit in borrowed)


def _read_english(
    text: str, borrowed: tuple[WordHit, ...], encoder: TextEncoder | None, fewest_words: int
) -> TextReading:
    hits = find_hits(text) + borrowed
    voices = [(hit.strength, hit.point) for hit in hits]
    likeness = None
    meaning = without_negated(text) if any(hit.negated for hit in hits) else text
    if encoder is not None and _says_enough(meaning, fewest_words):
        voice, point, likeness = _by_meaning(meaning, encoder)
        voices.append((voice, point))
    return _joined(voices, hits, likeness)


def _says_enough(text: str, fewest_words: int) -> bool:
    """Enough words, and not all of them grammar (one longer than three letters will do)."""
    words = text.split()
    return len(words) >= fewest_words and any(len(word.strip(".,;:!?")) > 3 for word in words)


def _by_meaning(text: str, encoder: TextEncoder) -> tuple[float, MoodWord, Likeness | None]:
    mood_map = load_mood_map()
    embedding = encoder.encode([text])[0]
    everyday = mood_map.nothing_felt(embedding)
    voice = float(np.clip((_NOTHING_FELT - everyday) / (_NOTHING_FELT - _FELT), 0, 1))
    nearest = mood_map.nearest(embedding)
    named = nearest if voice > 0 and nearest.cosine >= _LIKE_ENOUGH and nearest.mood_word else None
    return voice * _MAP_SHARE, mood_map.mood(embedding), named


def _joined(
    voices: Sequence[tuple[float, MoodWord]], hits: tuple[WordHit, ...], likeness: Likeness | None
) -> TextReading:
    loudness = sum(voice for voice, _ in voices)
    if loudness < 1e-6:
        return TextReading(hits=hits)
    point = weighted_mean(voices)
    fits = likeness and quarter(MOOD_WORDS[likeness.mood_word]) == quarter(point)
    return TextReading(point, min(1.0, loudness), hits, likeness if fits else None)
