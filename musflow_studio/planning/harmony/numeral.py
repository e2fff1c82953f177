"""Roman numerals in a key: "bVI", "V/7", "V7/vi", "N6", and bars that two chords share.

A numeral is `[b|#]degree[quality][/target][/bass]`. Case gives the third. "b" and "#" count from
the major scale; without them a degree is taken from the key's own mode ("VI" of A minor is F,
"bVI" of A major is F too), but a diminished "vii" always stands on the leading note, and a chord
that a coloured mode would drive out of its scale keeps its place in plain major or minor ("IV" of
C lydian is F, "VI" of A dorian is F). A roman
target makes the chord secondary ("V7/vi": the dominant of vi); a figure 1 to 7 (with "b" or "#"
from the major scale) is the scale degree in the bass, bent to a tone of the chord beside it unless
it is 1 or 5, which may be held as pedal points ("IV/1"). "N" and
"N6" are the Neapolitan, "Ger6" the German sixth (spelled as the seventh chord it sounds like).
A bar is one numeral, or several joined by commas that share it ("ii7,V7").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Key
from musflow_studio.planning.harmony.chord import QUALITIES, Chord, quality_named
from musflow_studio.planning.harmony.key import SCALES, is_minor, key_of, name_of_degree, signature

NUMERALS_LEGAL = "numerals such as I, vi7, bVII, V7/V, iv6, Imaj9, V/7 or ii7,V7 in one bar"
_ROMAN = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
_ALIASES = {"N": "bII", "N6": "bII/4", "Ger6": "bVI7"}
_LOWER = {
    "": "m", "6": "m6", "69": "m69", "7": "m7", "9": "m9", "11": "m11", "add9": "madd9",
    "maj7": "mmaj7",
}  # fmt: skip
_NUMERAL = re.compile(r"([b#]?)([IViv]+)([^/]*?)(?:/([b#]?)([IViv]+))?(?:/([b#]?)([1-7]))?")
_SHIFT = {"b": -1, "#": 1, "": 0}


def bar_numerals(bar: str) -> tuple[str, ...]:
    """The chords of one bar of a progression ("ii7,V7" -> "ii7", "V7")."""
    return tuple(bar.split(","))


def check_progressions(progressions: Iterable[str]) -> None:
    """Refuse progressions that hold no chord, or a numeral nobody can read.

    Raises StudioError naming it.
    """
    for progression in progressions:
        bars = progression.split()
        if not bars:
            raise StudioError(ErrorCode.BAD_INPUT, "a progression is empty", legal=NUMERALS_LEGAL)
        for bar in bars:
            for numeral in bar_numerals(bar):
                numeral_chord(numeral, Key(0, "minor", "C minor"))


def check_cadences(cadences: Iterable[str]) -> None:
    """Refuse cadences that are not two bars, the first away from the tonic and the second on it.

    Raises StudioError naming it.
    """
    for cadence in cadences:
        bars = [bar_numerals(bar) for bar in cadence.split()]
        degrees = [function_of(bar[-1]).lower() for bar in bars]
        if len(bars) != 2 or degrees[0] == "i" or degrees[1] != "i" or len(bars[1]) != 1:
            raise StudioError(
                ErrorCode.BAD_INPUT, "not a cadence", value=cadence,
                legal='two bars, the second one chord on the tonic, such as "V7b9 i69"',
            )  # fmt: skip


@lru_cache(maxsize=4096)
def numeral_chord(numeral: str, key: Key) -> Chord:
    """The chord of a numeral in a key (see the module). Raises StudioError if it is none."""
    text = _ALIASES.get(numeral, numeral).replace("6/9", "69")
    match = _NUMERAL.fullmatch(text)
    if not match or match[2].lower() not in _ROMAN or (match[5] or "i").lower() not in _ROMAN:
        raise _unreadable(numeral)
    local = _target_key(key, match[4], match[5]) if match[5] else key
    named = _quality(match[2], match[3])
    if named is None:
        raise _unreadable(numeral)
    degree = _ROMAN[match[2].lower()]
    steps = QUALITIES[named]
    leading = match[2].islower() and "dim" in named
    root = _root(local, match[1], degree, steps[:3], leading=leading)
    tones = tuple((root + step) % 12 for step in steps)
    symbol = name_of_degree(local, degree, root) + named
    if not match[7]:
        return Chord(symbol, tones, root)
    bass_degree = int(match[7]) - 1
    bass = _bass(key, match[6], bass_degree, tones)
    return Chord(f"{symbol}/{name_of_degree(key, bass_degree, bass)}", tones, bass)


def function_of(numeral: str) -> str:
    """The bare degree of a numeral with its accidental: "bVI" of "bVImaj7/3", "V" of "V7/ii"."""
    head = _ALIASES.get(numeral, numeral).split("/")[0]
    flat = head[:1] if head[:1] in ("b", "#") else ""
    return flat + "".join(takewhile("IViv".__contains__, head[len(flat) :]))


def _quality(degree: str, text: str) -> str | None:
    lower = _LOWER.get(text, text) if degree.islower() else text
    return quality_named(lower)


def _root(
    key: Key, accidental: str, degree: int, triad: tuple[int, ...], *, leading: bool = False
) -> int:
    if accidental:
        return (key.tonic + SCALES["major"][degree] + _SHIFT[accidental]) % 12
    if degree == 6 and leading:
        return (key.tonic + 11) % 12
    step, plain = SCALES[key.mode][degree], SCALES["minor" if is_minor(key) else "major"][degree]
    fits = all((step + tone) % 12 in SCALES[key.mode] for tone in triad)
    return (key.tonic + (step if fits else plain)) % 12


def _target_key(key: Key, accidental: str, degree: str) -> Key:
    """The key a secondary chord belongs to for a moment."""
    number = _ROMAN[degree.lower()]
    triad = (0, 3, 7) if degree.islower() else (0, 4, 7)
    tonic = _root(key, accidental, number, triad)
    name, mode = name_of_degree(key, number, tonic), "minor" if degree.islower() else "major"
    if abs(signature(name, mode)) > 7:
        return key_of(tonic, mode)
    return Key(tonic, mode, f"{name} {mode}")


def _bass(key: Key, accidental: str, degree: int, tones: tuple[int, ...]) -> int:
    """The pitch class of a scale degree in the bass, bent to a tone of the chord beside it."""
    scale = SCALES["major" if accidental else key.mode]
    plain = (key.tonic + scale[degree] + _SHIFT[accidental]) % 12
    if accidental or degree in (0, 4):  # pedal points stay where they are
        return plain
    near = (plain, (plain + 1) % 12, (plain - 1) % 12)
    return next((pitch for pitch in near if pitch in tones), plain)


def _unreadable(numeral: str) -> StudioError:
    return StudioError(
        ErrorCode.BAD_INPUT, "not a roman numeral chord", value=numeral, legal=NUMERALS_LEGAL
    )
