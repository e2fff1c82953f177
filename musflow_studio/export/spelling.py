"""Spelling: pitches, keys and chords as notation names them.

Pitches are spelled on the line of fifths, nearest to the key (D. Temperley, "The Cognition of Basic
Musical Structures", 2001, chapter 5): in F minor a black key is Ab, in E major G#.
"""

from __future__ import annotations

from musflow_studio.domain.plan import Key

_STEPS = "FCGDAEB"
_MAJOR_FIFTHS = {0: 0, 7: 1, 2: 2, 9: 3, 4: 4, 11: 5, 6: 6, 1: -5, 8: -4, 3: -3, 10: -2, 5: -1}
_TO_MAJOR = {"major": 0, "minor": 3, "dorian": 10, "phrygian": 8, "lydian": 7, "mixolydian": 5}
"""Semitones from the tonic up to that of the major key with the same signature."""

# Suffix of a symbol -> kind of MusicXML 4.0 ("kind-value").
KINDS = {
    "": "major", "m": "minor", "5": "power", "6": "major-sixth", "m6": "minor-sixth",
    "7": "dominant", "m7": "minor-seventh", "maj7": "major-seventh", "mmaj7": "major-minor",
    "9": "dominant-ninth", "m9": "minor-ninth", "maj9": "major-ninth",
    "sus2": "suspended-second", "sus4": "suspended-fourth", "dim": "diminished",
    "dim7": "diminished-seventh", "m7b5": "half-diminished", "aug": "augmented",
    "aug7": "augmented-seventh", "m11": "minor-11th", "13": "dominant-13th", "maj13": "major-13th",
}  # fmt: skip


def key_fifths(key: Key) -> int:
    """Sharps (positive) or flats (negative) of a key's signature, -6 to 6."""
    fifths = _MAJOR_FIFTHS[(key.tonic + _TO_MAJOR[key.mode]) % 12]
    if fifths == 6 and "b" in key.name.split()[0]:
        return -6
    return fifths


def spelled(pitch: int, fifths: int) -> tuple[str, int, int]:
    """Step, alteration in semitones and octave (middle C: C, 0, 4) of a MIDI pitch in a key."""
    place = 7 * pitch % 12  # on the line of fifths from C, modulo 12
    while place > fifths + 8:
        place -= 12
    while place < fifths - 3:
        place += 12
    step = _STEPS[(place + 1) % 7]
    alter = (place + 1) // 7
    octave = (pitch - alter) // 12 - 1
    return step, alter, octave


def chord_kind(suffix: str) -> str:
    """The MusicXML kind of a chord symbol's suffix; the nearest triad for rarer colours."""
    if suffix in KINDS:
        return KINDS[suffix]
    if suffix.startswith("maj"):
        return "major-seventh"
    if suffix.startswith("mmaj"):
        return "major-minor"
    if suffix.startswith("m"):
        return "minor-seventh" if "7" in suffix or "9" in suffix else "minor"
    return "dominant" if suffix.startswith(("7", "9")) else "major"
