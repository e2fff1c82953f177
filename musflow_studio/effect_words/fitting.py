"""Fitting: from meanings to numbers, on one clip.

The equaliser's gains are found by Gauss-Newton steps on the clip's own spectrum: each tilt that
was asked for is a band of it against another, and small gains are preferred. Room, width and drive
follow their meaning. Every number is kept inside its range, and what was kept back is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.effect_words import Understood, WordsResult
from musflow_studio.domain.filters import FILTER_KINDS
from musflow_studio.domain.preset import Effect, FinishingPreset, Leveling
from musflow_studio.effect_words.meanings import BY_NAME, Meaning, Tilt
from musflow_studio.effect_words.numbers import Numbers, joined, split
from musflow_studio.effect_words.reading import Encoder, read
from musflow_studio.effects.chain import EffectChain, is_live
from musflow_studio.effects.figures import Sound, Spectrum, figures, power_spectrum, share

MOST_GAIN_DB = 12.0
FIRST_ROOM_DB, SMALL_ROOM_DB = -16.0, -6.0
CURVE_POINTS = 128
_IMPULSE = 4096
_STEPS, _NUDGE_DB = 8, 0.25
_CALM = 0.03
"""How much a decibel of gain weighs against a decibel of what was asked for."""
_MISSED_DB = 1.0
_DIRTY = frozenset({"Bitcrush", "Clipping", "Distortion", "Saturation", "GSMFullRateCompressor"})
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Ask:
    """One meaning and how much of it."""

    meaning: Meaning
    amount: float
    words: str


def change_by_words(
    text: str,
    preset: FinishingPreset,
    sound: Sound,
    rate_hz: int,
    encoder: Encoder | None,
) -> WordsResult:
    """What words make of a preset, on a sound.

    Args:
        text: what is asked for, at most 400 letters of it are read.
        preset: checked.
        sound: the take before effects, shape (frames, 2), a second or more.
        rate_hz: of it.
        encoder: for what holds no known word; None understands known words alone.
    """
    understood, lost = read(text, encoder)
    said = [f'"{piece}" asks for nothing I know' for piece in lost]
    if encoder is None:
        said.append("the text model is not installed: only known words are understood")
    after = preset
    if understood:
        after, more = _changed(preset, understood, sound, rate_hz)
        said += more
    return shown(preset, after, understood, said, rate_hz)


def shown(
    before: FinishingPreset,
    after: FinishingPreset,
    understood: tuple[Understood, ...],
    said: Sequence[str],
    rate_hz: int,
) -> WordsResult:
    """A change as it is shown, with the curves of both sides."""
    hz, before_db = filter_curve(before.effects, rate_hz)
    _, after_db = filter_curve(after.effects, rate_hz)
    return WordsResult(before, after, understood, hz, before_db, after_db, tuple(said))


def filter_curve(
    effects: Sequence[Effect], rate_hz: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Frequencies and dB of the equalisers among effects, from 20 Hz to 20 kHz."""
    response = _response([e for e in effects if e.kind in FILTER_KINDS], rate_hz)
    hz = np.geomspace(20, min(20000, rate_hz / 2.01), CURVE_POINTS)
    bins = np.linspace(0, rate_hz / 2, len(response))
    db = 10 * np.log10(np.maximum(np.interp(hz, bins, response), 1e-12))
    return tuple(np.round(hz, 2).tolist()), tuple(np.round(db, 3).tolist())


def _changed(
    preset: FinishingPreset, understood: Sequence[Understood], sound: Sound, rate_hz: int
) -> tuple[FinishingPreset, list[str]]:
    asks = [_Ask(BY_NAME[one.meaning], one.amount, one.words) for one in understood]
    before, numbers = split(preset)
    said: list[str] = []
    if any(ask.meaning.opens for ask in asks):
        before = _cleaned(before, said)
    moved = _with_meanings(numbers, asks, said)
    spectrum = power_spectrum(through(preset, sound, rate_hz))
    gains = _fitted(spectrum, numbers, moved, asks, rate_hz, said)
    moved = _bounded(replace(moved, gains_db=gains), said)
    return level_kept(preset, before, moved, sound, rate_hz), said


def level_kept(
    preset: FinishingPreset,
    before: Sequence[Effect],
    moved: Numbers,
    sound: Sound,
    rate_hz: int,
) -> FinishingPreset:
    """The preset with moved numbers, as loud on the sound as it was, within 12 dB."""
    changed = joined(preset, before, moved)
    was = figures(through(preset, sound, rate_hz), rate_hz).level_db
    now = figures(through(changed, sound, rate_hz), rate_hz).level_db
    made_up = max(-12.0, min(12.0, moved.level_db + was - now))
    return joined(preset, before, replace(moved, level_db=made_up))


def through(preset: FinishingPreset, sound: Sound, rate_hz: int) -> Sound:
    """The sound under the live effects of a preset; what cannot run live is left out."""
    effects = [effect for effect in preset.effects if is_live([effect])]
    return EffectChain(effects, rate_hz, 2, preset.wet).processed(sound)


def _cleaned(before: Sequence[Effect], said: list[str]) -> tuple[Effect, ...]:
    """Effects with what distorts switched off."""
    said += [f"{e.kind} is switched off" for e in before if e.on and e.kind in _DIRTY]
    return tuple(replace(e, on=False) if e.kind in _DIRTY else e for e in before)


def _with_meanings(numbers: Numbers, asks: Iterable[_Ask], said: list[str]) -> Numbers:
    """Bandwidth, drive, width and room as the meanings say."""
    for ask in asks:
        meaning, amount = ask.meaning, ask.amount
        if meaning.opens:
            numbers = replace(numbers, low_cut_hz=20.0, high_cut_hz=20000.0)
        if meaning.band_hz:
            low, high = meaning.band_hz
            numbers = replace(
                numbers,
                low_cut_hz=max(numbers.low_cut_hz, 20 * (low / 20) ** min(1.5, amount)),
                high_cut_hz=min(numbers.high_cut_hz, 20000 * (high / 20000) ** min(1.5, amount)),
            )
        mono = "mono" in ask.words.split() and meaning.name == "narrow"
        width = 0.0 if mono else numbers.width * 10 ** (meaning.width_db * amount / 20)
        numbers = replace(
            numbers, drive_db=max(0.0, numbers.drive_db + meaning.drive_db * amount), width=width
        )
        numbers = replace(numbers, room=_room(numbers, ask, said))
    return numbers


def _room(numbers: Numbers, ask: _Ask, said: list[str]) -> dict[str, float]:
    """The room as a meaning asks for it."""
    meaning, amount, room = ask.meaning, ask.amount, dict(numbers.room)
    if not (meaning.room_db or meaning.decay != 1.0):
        return room
    if not numbers.has_room:
        if meaning.room_db < 0:
            said.append("there is no room to take away; the room of the take itself stays")
            return room
        room["room_db"] = FIRST_ROOM_DB if meaning.decay >= 1 else SMALL_ROOM_DB
    room["room_db"] += meaning.room_db * amount
    room["direct_db"] += meaning.direct_db * amount
    named = [s for word, s in (meaning.decays_s or {}).items() if word in ask.words]
    room["decay_s"] = named[0] if named else room["decay_s"] * meaning.decay**amount
    room["pre_delay_ms"] = min(80.0, 12.0 * room["decay_s"])
    return room


def _fitted(
    spectrum: Spectrum,
    numbers: Numbers,
    moved: Numbers,
    asks: Sequence[_Ask],
    rate_hz: int,
    said: list[str],
) -> tuple[float, ...]:
    """Gains with which every tilt comes as near as it can to what was asked for."""
    tilts = [(tilt, ask.amount) for ask in asks for tilt in ask.meaning.tilts]
    start = np.array(numbers.gains_db)
    if not tilts:
        return numbers.gains_db
    old = _numbers_response(numbers, rate_hz)

    def contrasts(gains: Vector) -> Vector:
        new = _numbers_response(replace(moved, gains_db=tuple(gains)), rate_hz)
        heard = spectrum * new / np.maximum(old, 1e-9)
        return np.array([_contrast(heard, tilt, rate_hz) for tilt, _ in tilts])

    unmoved = np.array([_contrast(spectrum, tilt, rate_hz) for tilt, _ in tilts])
    wanted = unmoved + np.array([tilt.db * amount for tilt, amount in tilts])
    gains = start.copy()
    for _ in range(_STEPS):
        now = contrasts(gains)
        slopes = np.column_stack(
            [(contrasts(gains + _NUDGE_DB * unit) - now) / _NUDGE_DB for unit in np.eye(len(gains))]
        )
        pull = slopes.T @ (wanted - now) - _CALM * (gains - start)
        step = np.linalg.solve(slopes.T @ slopes + _CALM * np.eye(len(gains)), pull)
        gains = np.clip(gains + np.clip(step, -6, 6), -MOST_GAIN_DB, MOST_GAIN_DB)
    reached = contrasts(gains) - unmoved
    said += [
        f"{tilt.band[0]:g} to {tilt.band[1]:g} Hz move by {got:+.1f} dB "
        f"of {tilt.db * amount:+.1f}: the clip gives no more"
        for (tilt, amount), got in zip(tilts, reached, strict=True)
        if abs(tilt.db * amount) - abs(got) > max(_MISSED_DB, 0.5 * abs(tilt.db * amount))
    ]
    return tuple(gains.tolist())


def _contrast(spectrum: Spectrum, tilt: Tilt, rate_hz: int) -> float:
    one, other = (max(share(spectrum, rate_hz, *band), 1e-9) for band in (tilt.band, tilt.against))
    return 10 * float(np.log10(one / other))


def _numbers_response(numbers: Numbers, rate_hz: int) -> Spectrum:
    bare = Numbers(numbers.gains_db, numbers.low_cut_hz, numbers.high_cut_hz)
    shell = FinishingPreset("", "", "", (), Leveling.COMPOSED, None, 0.0)
    return _response(joined(shell, (), bare).effects, rate_hz)


def _response(effects: Sequence[Effect], rate_hz: int) -> Spectrum:
    """Power response of linear effects, 2049 bins from 0 to half the rate."""
    click = np.zeros((_IMPULSE, 2), np.float32)
    click[0] = 1.0
    heard = EffectChain(effects, rate_hz, 2).processed(click)[:, 0]
    return np.asarray(np.abs(np.fft.rfft(heard)) ** 2)


def _bounded(numbers: Numbers, said: list[str]) -> Numbers:
    """Numbers inside their ranges, and a sentence for each that was not."""
    ranges = EFFECTS["Space"].parameters
    room = {}
    for name, value in numbers.room.items():
        low, high, _ = ranges[name]
        room[name] = min(high, max(low, value))
        if room[name] != value:
            said.append(f"{name} of Space would be {value:.1f}, kept at {ranges[name]}")
    drive = min(EFFECTS["Saturation"].parameters["drive_db"].high, numbers.drive_db)
    if drive != numbers.drive_db:
        said.append(f"drive_db of Saturation would be {numbers.drive_db:.1f}, kept at {drive:g} dB")
    width = min(EFFECTS["Width"].parameters["width"].high, numbers.width)
    if width != numbers.width:
        said.append(f"width would be {numbers.width:.2f}, kept at {width:g}")
    return replace(numbers, room=room, drive_db=drive, width=width)
