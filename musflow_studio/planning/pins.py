"""What the user pinned, checked at the door."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Ending, Fit, Key, LengthMode, Motif, Pins
from musflow_studio.planning.fit.host_bars import check_into_bar
from musflow_studio.planning.harmony.chord import Chord, parse_chords
from musflow_studio.planning.harmony.key import SCALES, key_of, parse_key, scale_pitch_classes
from musflow_studio.planning.meter import parse_meter

BPM_LOW, BPM_HIGH, BARS_HIGH = 40.0, 240.0, 512


@dataclass(frozen=True)
class CheckedPins:
    """Pins that were understood.

    Attributes:
        key, meter, bpm, bars, motif, ending: as pinned; None where free.
        chords: one bar each; empty where free.
        into_bar: quarters from the workstation's bar line to the cue's start; None where free.
        remarks: sentences about pins that are allowed but worth saying.
    """

    key: Key | None
    chords: tuple[Chord, ...]
    meter: str | None
    bpm: float | None
    bars: int | None
    remarks: tuple[str, ...]
    motif: Motif | None = None
    ending: Ending | None = None
    into_bar: Fraction | None = None


def check_pins(pins: Pins, length_mode: LengthMode, fit: Fit = Fit.STEADY) -> CheckedPins:
    """Read all pins.

    Raises StudioError naming the first pin that is unknown, out of range, or contradicts
    another.
    """
    bpm = pins.bpm
    if bpm is not None and not BPM_LOW <= bpm <= BPM_HIGH:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "tempo is out of range", value=bpm, legal="40 to 240 bpm"
        )
    if pins.bars is not None:
        _check_bars(pins.bars, length_mode)
    if pins.ending is not None and length_mode is LengthMode.LOOP:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a loop has no ending",
            value=pins.ending,
            hint="leave out --loop or --ending",
        )
    chords = parse_chords(pins.chords) if pins.chords is not None else ()
    key = parse_key(pins.key) if pins.key is not None else None
    if key is None and chords:
        key = key_of_chords(chords)
    meter = parse_meter(pins.meter).name if pins.meter is not None else None
    remarks = _outside(chords, key) + (("The theme is pinned.",) if pins.motif else ())
    into_bar = _into_bar(pins, meter, length_mode, fit)
    return CheckedPins(
        key, chords, meter, bpm, pins.bars, remarks, pins.motif, pins.ending, into_bar
    )


def _into_bar(pins: Pins, meter: str | None, mode: LengthMode, fit: Fit) -> Fraction | None:
    """The place in the workstation's bar. Raises StudioError where it means nothing."""
    if pins.into_bar is None:
        return None
    wrong = ""
    if pins.bpm is None or meter is None:
        wrong, hint = "tempo and metre are not", "give --bpm and --meter too"
    elif mode is LengthMode.LOOP:
        wrong, hint = "a loop starts on a bar line", "leave out --loop or --into-bar"
    elif fit is Fit.EXACT:
        wrong, hint = "an exact fit moves the tempo", "use --fit steady"
    if wrong or meter is None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"the place in the bar is given, but {wrong}",
            value=pins.into_bar,
            hint=hint,
        )
    place = check_into_bar(pins.into_bar, meter)
    if place is None:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the place in the bar is out of range",
            value=pins.into_bar,
            legal=f"quarters from 0 to under a bar of {meter}",
        )
    return place


def _check_bars(bars: int, length_mode: LengthMode) -> None:
    if not 1 <= bars <= BARS_HIGH:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "number of bars is out of range", value=bars, legal="1 to 512"
        )
    if length_mode is not LengthMode.LOOP:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "bars are pinned but the picture decides the length",
            value=f"{bars} bars",
            hint="add --loop, or leave --bars out",
        )


def key_of_chords(chords: tuple[Chord, ...]) -> Key:
    """The major or minor key that holds most of the chords' tones; the first root decides ties."""
    first = chords[0]
    minor_third = (first.root + 3) % 12 in first.pitch_classes
    tones = [pc for chord in chords for pc in chord.pitch_classes]

    def fit(key: Key) -> tuple[float, bool, bool]:
        inside = sum(pc in scale_pitch_classes(key) for pc in tones) / len(tones)
        return inside, key.tonic == first.root, (key.mode == "minor") == minor_third

    keys = [key_of(tonic, mode) for mode in ("major", "minor") for tonic in range(12)]
    return max(keys, key=fit)


def _outside(chords: tuple[Chord, ...], key: Key | None) -> tuple[str, ...]:
    if key is None:
        return ()
    scale = set(scale_pitch_classes(key))
    if key.mode == "minor":
        scale.add((key.tonic + SCALES["major"][6]) % 12)
    foreign = dict.fromkeys(c.symbol for c in chords if not set(c.pitch_classes) <= scale)
    if not foreign:
        return ()
    return (f"Pinned chords outside {key.name}: {', '.join(foreign)}; they are played as written.",)
