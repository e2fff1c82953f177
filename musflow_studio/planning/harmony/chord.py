"""Chords: symbols as people write them ("Bbmaj7/D", "C6/9")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.planning.harmony.key import pitch_class

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "mmaj7": (0, 3, 7, 11),
    "9": (0, 4, 7, 10, 2),
    "m9": (0, 3, 7, 10, 2),
    "maj9": (0, 4, 7, 11, 2),
    "add9": (0, 4, 7, 2),
    "madd9": (0, 3, 7, 2),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "aug7": (0, 4, 8, 10),
    "69": (0, 4, 7, 9, 2),
    "m69": (0, 3, 7, 9, 2),
    "m11": (0, 3, 7, 10, 2, 5),
    "13": (0, 4, 7, 10, 2, 9),
    "maj13": (0, 4, 7, 11, 2, 9),
    "9sus4": (0, 5, 7, 10, 2),
    "7b9": (0, 4, 7, 10, 1),
    "7#9": (0, 4, 7, 10, 3),
    "7#11": (0, 4, 7, 10, 6),
    "7b13": (0, 4, 7, 10, 8),
    "7b5": (0, 4, 6, 10),
    "maj7#11": (0, 4, 7, 11, 6),
    "mmaj9": (0, 3, 7, 11, 2),
    "m9b5": (0, 3, 6, 10, 2),
    "maj7#5": (0, 4, 8, 11),
}
_SAME = {
    "maj": "", "M": "", "min": "m", "-": "m", "M7": "maj7", "Δ": "maj7", "Δ7": "maj7",
    "min7": "m7", "-7": "m7", "mM7": "mmaj7", "mMaj7": "mmaj7", "m(maj7)": "mmaj7",
    "M9": "maj9", "min9": "m9", "(add9)": "add9", "m(add9)": "madd9", "add2": "add9", "2": "sus2",
    "sus": "sus4", "4": "sus4", "7sus": "7sus4", "o": "dim", "°": "dim", "o7": "dim7",
    "°7": "dim7", "ø": "m7b5", "ø7": "m7b5", "-7b5": "m7b5", "+": "aug", "+7": "aug7",
    "7#5": "aug7", "min6": "m6", "6/9": "69", "m6/9": "m69", "ø9": "m9b5", "-9": "m9",
    "min11": "m11", "Δ9": "maj9", "M13": "maj13", "mM9": "mmaj9", "7alt": "7#9", "9sus": "9sus4",
}  # fmt: skip
_SYMBOL = re.compile(r"^([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?$")
CHORDS_LEGAL = "1 to 64 chords such as Dm, Bb, Fmaj7, G7, Asus4, Bdim, Caug, Cadd9 or F/A"


@dataclass(frozen=True)
class Chord:
    """A chord without time.

    Attributes:
        symbol: "Dm", "Bbmaj7", "F/A".
        pitch_classes: 0..11, root first.
        bass: pitch class of the bass note.
    """

    symbol: str
    pitch_classes: tuple[int, ...]
    bass: int

    @property
    def root(self) -> int:
        """Pitch class of the root."""
        return self.pitch_classes[0]


def parse_chord(text: str) -> Chord:
    """Read one chord symbol; raises StudioError (unknown name) naming it."""
    match = _SYMBOL.match(text.replace("♯", "#").replace("♭", "b").replace("6/9", "69"))
    quality = quality_named(match[3]) if match else None
    if not match or quality is None:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "unknown chord",
            value=text,
            legal=CHORDS_LEGAL,
            hint='separate chords by spaces, as "Dm Bb F C"',
        )
    root = pitch_class(match[1] + match[2])
    bass = pitch_class(match[4] + match[5]) if match[4] else root
    tones = tuple((root + step) % 12 for step in QUALITIES[quality])
    return Chord(text.replace("♯", "#").replace("♭", "b"), tones, bass)


def parse_chords(text: str) -> tuple[Chord, ...]:
    """Read "Dm Bb F C" (spaces, commas or bar lines between); one chord a bar.

    Raises StudioError if a chord is unknown, there is none, or there are more than 64.
    """
    words = re.split(r"[\s,|]+", text.strip(" \t,|"))
    if not words[0] or len(words) > 64:
        raise StudioError(
            ErrorCode.BAD_INPUT, "not a chord progression", value=text, legal=CHORDS_LEGAL
        )
    return tuple(parse_chord(word) for word in words)


def quality_named(text: str) -> str | None:
    """The name of a quality in QUALITIES, however it was written; None if it is none."""
    name = _SAME.get(text, text)
    return name if name in QUALITIES else None
