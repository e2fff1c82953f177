"""Keys, modes and the right names for notes.

Spelling follows the line of fifths: a key is written with the fewest accidentals (Bb major, not
A# major), and its notes use each letter once.
"""

from __future__ import annotations

import re

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Key

LETTERS = "CDEFGAB"
NATURAL = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}
MINOR_MODES = ("minor", "dorian", "phrygian")
_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
_MODE_FIFTHS = {"major": 0, "minor": 3, "dorian": 2, "mixolydian": 1, "lydian": -1, "phrygian": 4}
_MODE_WORDS = {"": "major", "maj": "major", "m": "minor", "min": "minor", "aeolian": "minor"} | {
    mode: mode for mode in SCALES
}
_KEY = re.compile(r"^([A-Ga-g])(#|b|♯|♭)?[\s_-]*([A-Za-z]*)$")
KEY_LEGAL = "a note C to B with # or b, and " + ", ".join(SCALES)


def accidental_text(shift: int) -> str:
    """'' for 0, sharps for positive, flats for negative shifts."""
    return "#" * shift if shift > 0 else "b" * -shift


def pitch_class(name: str) -> int:
    """Pitch class 0..11 of a note name such as "Bb" (accidentals # and b, already checked)."""
    return (NATURAL[name[0].upper()] + name[1:].count("#") - name[1:].count("b")) % 12


def signature(tonic: str, mode: str) -> int:
    """Sharps (positive) or flats (negative) in the key signature of a spelled tonic."""
    shift = tonic[1:].count("#") - tonic[1:].count("b")
    return _FIFTHS[tonic[0]] + 7 * shift - _MODE_FIFTHS[mode]


def key_of(tonic: int, mode: str) -> Key:
    """The key on a pitch class, spelled with the fewest accidentals.

    A tie goes to a tonic without an accidental (B lydian, not Cb lydian), then to flats.
    """
    spellings = [
        letter + accidental_text(shift)
        for letter in LETTERS
        for shift in (-1, 0, 1)
        if (NATURAL[letter] + shift) % 12 == tonic % 12
    ]

    def accidentals(name: str) -> tuple[int, int, int]:
        return abs(signature(name, mode)), len(name), signature(name, mode)

    best = min(spellings, key=accidentals)
    return Key(tonic % 12, mode, f"{best} {mode}")


def parse_key(text: str) -> Key:
    """Read "D minor", "F# major", "Bb dorian", "Am" or "C".

    A spelling with more than seven accidentals becomes its simpler twin ("A# major" -> Bb major).
    Raises StudioError (unknown name) if it is no key.
    """
    match = _KEY.match(text.strip())
    word = match[3] if match else ""
    mode = _MODE_WORDS.get(word if word == "M" else word.lower()) if word != "M" else "major"
    if not match or mode is None:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "unknown key",
            value=text,
            legal=KEY_LEGAL,
            hint='write it as "D minor" or "Bb major"',
        )
    accidental = (match[2] or "").replace("♯", "#").replace("♭", "b")
    tonic = match[1].upper() + accidental
    if abs(signature(tonic, mode)) > 7:
        return key_of(pitch_class(tonic), mode)
    return Key(pitch_class(tonic), mode, f"{tonic} {mode}")


def tonic_name(key: Key) -> str:
    """The tonic as spelled in the key's name ("Bb")."""
    return key.name.split()[0]


def scale_pitch_classes(key: Key) -> tuple[int, ...]:
    """The seven pitch classes of a key, tonic first."""
    return tuple((key.tonic + step) % 12 for step in SCALES[key.mode])


def is_minor(key: Key) -> bool:
    """True for the modes with a minor third."""
    return key.mode in MINOR_MODES


def name_of_degree(key: Key, degree: int, pitch: int) -> str:
    """A pitch class named with the letter of a scale degree 0..6 ("Ab" as VI of C minor).

    Where that would need a double accidental, or a Cb, Fb, E# or B#, the plainest name is used.
    """
    tonic = tonic_name(key)
    letter = LETTERS[(LETTERS.index(tonic[0]) + degree) % 7]
    shift = (pitch - NATURAL[letter] + 6) % 12 - 6
    if abs(shift) > 1 or letter + accidental_text(shift) in ("Cb", "Fb", "E#", "B#"):
        return plain_name(pitch, flats=signature(tonic, key.mode) < 0)
    return letter + accidental_text(shift)


def third_above(root_name: str, pitch: int) -> str:
    """A third over a root, named by the letter that a third has ("G#" over "E")."""
    letter = LETTERS[(LETTERS.index(root_name[0]) + 2) % 7]
    shift = (pitch - NATURAL[letter] + 6) % 12 - 6
    if abs(shift) > 1 or letter + accidental_text(shift) in ("Cb", "Fb", "E#", "B#"):
        return plain_name(pitch, flats="b" in root_name[:2])
    return letter + accidental_text(shift)


def plain_name(pitch: int, *, flats: bool = True) -> str:
    """A pitch class by its plainest name, with flats or sharps."""
    names = ("C Db D Eb E F Gb G Ab A Bb B" if flats else "C C# D D# E F F# G G# A A# B").split()
    return names[pitch % 12]


def relative_major(key: Key) -> Key:
    """The major key with the same signature as a natural minor key (A minor -> C major)."""
    return _shifted(key, 3, 2, "major")


def relative_minor(key: Key) -> Key:
    """The minor key with the same signature as a major key (C major -> A minor)."""
    return _shifted(key, 9, 5, "minor")


def parallel_minor(key: Key) -> Key:
    """The minor key on the same tonic, under the same name where seven accidentals allow."""
    return _shifted(key, 0, 0, "minor")


def _shifted(key: Key, semitones: int, letters: int, mode: str) -> Key:
    pitch = (key.tonic + semitones) % 12
    tonic = name_of_degree(key, letters, pitch)
    if abs(signature(tonic, mode)) > 7:
        return key_of(pitch, mode)
    return Key(pitch, mode, f"{tonic} {mode}")
