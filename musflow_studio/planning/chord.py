"""Chords: symbols as people write them ("Bbmaj7/D") and roman numerals in a key ("bVI", "V/7")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Key
from musflow_studio.planning.key import SCALES, name_of_degree, pitch_class

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
}
_SAME = {
    "maj": "", "M": "", "min": "m", "-": "m", "M7": "maj7", "Δ": "maj7", "Δ7": "maj7",
    "min7": "m7", "-7": "m7", "mM7": "mmaj7", "mMaj7": "mmaj7", "m(maj7)": "mmaj7",
    "M9": "maj9", "min9": "m9", "(add9)": "add9", "m(add9)": "madd9", "add2": "add9", "2": "sus2",
    "sus": "sus4", "4": "sus4", "7sus": "7sus4", "o": "dim", "°": "dim", "o7": "dim7",
    "°7": "dim7", "ø": "m7b5", "ø7": "m7b5", "-7b5": "m7b5", "+": "aug", "+7": "aug7",
    "7#5": "aug7", "min6": "m6",
}  # fmt: skip
_SYMBOL = re.compile(r"^([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?$")
_NUMERAL = re.compile(r"^([b#]?)([IViv]+)([^/]*)(?:/([1-7]))?$")
_ROMAN = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
_LOWER = {"": "m", "7": "m7", "9": "m9", "6": "m6", "add9": "madd9"}
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
    match = _SYMBOL.match(text.replace("♯", "#").replace("♭", "b"))
    quality = _quality(match[3]) if match else None
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


def _quality(text: str) -> str | None:
    name = _SAME.get(text, text)
    return name if name in QUALITIES else None


def numeral_chord(numeral: str, key: Key) -> Chord:
    """A roman numeral in a key: case gives the third, "b" and "#" count from the major scale.

    A numeral without accidental takes its degree from the key's own mode ("VI" of A minor is F,
    "bVI" of A major is F too). "V/7" puts scale degree 7 in the bass (raised if the chord raises
    it). Raises ValueError on a numeral nobody can read (style data is checked by tests).
    """
    match = _NUMERAL.match(numeral)
    if not match or match[2].lower() not in _ROMAN:
        raise ValueError(f"not a roman numeral: {numeral!r}")
    degree = _ROMAN[match[2].lower()]
    scale = SCALES["major" if match[1] else key.mode]
    root = (key.tonic + scale[degree] + {"b": -1, "#": 1, "": 0}[match[1]]) % 12
    quality = match[3]
    if match[2].islower():
        quality = _LOWER.get(quality, quality)
    named = _quality(quality)
    if named is None:
        raise ValueError(f"not a chord quality: {numeral!r}")
    tones = tuple((root + step) % 12 for step in QUALITIES[named])
    symbol = name_of_degree(key, degree, root) + named
    if not match[4]:
        return Chord(symbol, tones, root)
    bass_degree = int(match[4]) - 1
    plain = (key.tonic + SCALES[key.mode][bass_degree]) % 12
    bass = next((p for p in (plain, (plain + 1) % 12, (plain - 1) % 12) if p in tones), plain)
    return Chord(f"{symbol}/{name_of_degree(key, bass_degree, bass)}", tones, bass)
