"""What the words of a panel say about mood: action 1.0, notes 0.6, dialogue 0.3.

A caption set by the user is read in place of the action line. What a pretrained model said about
the picture is read as words too, with 0.5: it sees a wolf where a drawing is pale paper, and it may
be wrong: words the user sets for the picture take its place. A caption set by the user silences it.
"""

from __future__ import annotations

from dataclasses import dataclass

from musflow_studio.description.camera_words import without_camera_words
from musflow_studio.description.language import ENGLISH
from musflow_studio.description.mood_words import nearest_mood_words
from musflow_studio.description.text_reading import TextReading, read_text
from musflow_studio.description.voice import Voice
from musflow_studio.description.word_hits import WordHit
from musflow_studio.domain.description import EvidenceSource
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.text import TextEncoder

_MOST_QUOTED = 4
_FEWEST_WORDS = 5
"""Shorter notes and lines of dialogue ("lit from below", "That's him.") are read by list alone."""
_PICTURE_WEIGHT = 0.5
QUOTED = "the picture model says “{}”, which"
QUOTED_BY_HAND = "your words for the picture say “{}”, which"
"""How evidence names what a picture says; the sentence is found again by it."""
_MEANING_SPEAKS = 0.6
"""How strongly a text's meaning speaks for a mood word; a listed word speaks with up to 1."""


@dataclass(frozen=True)
class _Line:
    """One text of a panel: where it stands, what to call it, what it counts, its words."""

    source: EvidenceSource
    called: str
    weight: float
    words: str
    fewest_words: int = 2


def word_voices(
    panel: Panel, encoder: TextEncoder | None, picture_says: str = ""
) -> tuple[tuple[Voice, ...], dict[str, float]]:
    """The voices of a panel's texts, and how strongly single mood words are spoken for."""
    lines = [line for line in _lines(panel, picture_says) if line.words]
    if not lines:
        return (Voice(EvidenceSource.STORY, "no words about this panel"),), {}
    readings = [
        (line, read_text(line.words, encoder, fewest_words=line.fewest_words)) for line in lines
    ]
    support: dict[str, float] = {}
    for line, reading in readings:
        for word, strength in _spoken_for(reading):
            support[word] = support.get(word, 0.0) + line.weight * strength
    return tuple(_voice(line, reading) for line, reading in readings), support


def _lines(panel: Panel, picture_says: str) -> tuple[_Line, ...]:
    caption = panel.override.caption
    action = (
        _Line(EvidenceSource.STORY, "the action line", 1.0, action_words(panel))
        if caption is None
        else _Line(EvidenceSource.USER, "your caption", 1.0, caption.strip())
    )
    weight = _PICTURE_WEIGHT if caption is None else 0.0
    notes = without_camera_words(panel.notes, moves=True)
    return (
        action,
        _Line(EvidenceSource.NOTES, "the note", 0.6, notes, _FEWEST_WORDS),
        _Line(EvidenceSource.DIALOGUE, "the dialogue", 0.3, panel.dialogue.strip(), _FEWEST_WORDS),
        _Line(EvidenceSource.PICTURE, _quoted_picture(panel, picture_says), weight, picture_says),
    )


def _quoted_picture(panel: Panel, picture_says: str) -> str:
    by_hand = panel.override.picture_says is not None
    return (QUOTED_BY_HAND if by_hand else QUOTED).format(picture_says)


def action_words(panel: Panel) -> str:
    """The action line without framing words and slug marks."""
    return without_camera_words(panel.story, moves=False)


def _spoken_for(reading: TextReading) -> list[tuple[str, float]]:
    spoken = [(hit.mood_word, hit.strength) for hit in reading.hits if not hit.negated]
    if reading.likeness:
        return [*spoken, (reading.likeness.mood_word, _MEANING_SPEAKS)]
    if not spoken and reading.confidence:
        return [(_leaning(reading), _MEANING_SPEAKS)]
    return spoken


def _leaning(reading: TextReading) -> str:
    """The mood word nearest to what a text means, for texts that name no mood."""
    return nearest_mood_words(reading.point)[0]


def _voice(line: _Line, reading: TextReading) -> Voice:
    if not reading.language.understood:
        return Voice(line.source, f"{line.called} is {reading.language.called}: not understood")
    if reading.confidence == 0.0 and reading.language is not ENGLISH:
        called = reading.language.called
        return Voice(line.source, f"{line.called} is {called} and says no mood word that is known")
    if reading.confidence == 0.0:
        return Voice(line.source, f"{line.called} says nothing about mood")
    return Voice(
        line.source, f"{line.called} {_reason(reading)}", line.weight * reading.confidence,
        reading.point,
    )  # fmt: skip


def _reason(reading: TextReading) -> str:
    says = _says(reading.hits)
    alike = ""
    if reading.likeness and (not reading.hits or reading.likeness.mood_word not in says):
        alike = f"reads like “{reading.likeness.sentence}” ({reading.likeness.mood_word})"
    if says or alike:
        return " and ".join(part for part in (says, alike) if part)
    return f"leans towards {_leaning(reading)} by its meaning"


def _says(hits: tuple[WordHit, ...]) -> str:
    quoted = list(dict.fromkeys(_quoted(hit) for hit in hits))
    return f"says {', '.join(quoted[:_MOST_QUOTED])}" if quoted else ""


def _quoted(hit: WordHit) -> str:
    return f"‘{hit.says}’ ({'the opposite of ' if hit.negated else ''}{hit.mood_word})"
