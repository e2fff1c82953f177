"""Rule 10, mix: measured on a rendered cue.

Low cut: every part but those that carry the bass is cut below 80 Hz or higher. Bass, drums and
accents carry it, and players whose range in the style reaches below E2 (82 Hz): a piano that plays
alone is its own bass.

Mono bass: below 120 Hz the sides of the mix are 15 dB or more under its middle.

Fold-down: summed to mono the mix loses 3 dB or less, over the whole cue and in every 3 s of it
that are within 20 dB of the loudest.

Melody: while it sings, its stem is 2 dB or more over harmony and pad together between 1 and 4 kHz.
Panels with less than a second of melody are not counted: that is a pickup, not a tune.

Room: all parts share one (the plan has no other); between 50 and 100 Hz its level is 15 dB or more
under that between 400 and 800 Hz, hertz for hertz.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan, PanelPlan
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, Sound
from musflow_studio.evaluation.tally import Tally
from musflow_studio.generation.room import Room, impulse_response

LEAST_LOW_CUT_HZ = 80.0
MONO_BELOW_HZ = 120.0
MONO_DB = -15.0
MOST_FOLD_LOSS_DB = 3.0
MELODY_OVER_DB = 2.0
CLEAR_HZ = (1000.0, 4000.0)
LEAST_SUNG_S = 1.0
ROOM_BASS_DB = -15.0
_BASS_ROLES = frozenset({Role.BASS, Role.PERCUSSION, Role.ACCENT})
_LOWEST_OFF_BASS = 40
_WINDOW = 8192
_FOLD_WINDOW_S = 3


def check(plan: CuePlan, style: Style, sound: Rendered) -> tuple[Tally, ...]:
    """Count what the mix of a cue keeps; `sound` is the plan's."""
    return (
        _low_cuts(plan, style),
        _mono_bass(sound.mix),
        _fold_down(sound.mix),
        _melody(plan, sound.stems),
        _room(plan),
    )


def _db(power: float) -> float:
    return float(10 * np.log10(power + 1e-20))


def _low_cuts(plan: CuePlan, style: Style) -> Tally:
    deep = {(v.role, v.instrument) for v in style.roles if v.low < _LOWEST_OFF_BASS}
    off_bass = [
        part for part in plan.score.parts
        if part.role not in _BASS_ROLES and (part.role, part.instrument) not in deep
    ]  # fmt: skip
    broken = [
        f"{part.instrument}: cut at {part.high_pass_hz:g} Hz"
        for part in off_bass if part.high_pass_hz < LEAST_LOW_CUT_HZ
    ]  # fmt: skip
    return _tally("off-bass parts are cut at 80 Hz or higher", len(off_bass), broken)


def band_power(sound: Sound, low_hz: float, high_hz: float) -> float:
    """Power of a sound, shape (..., samples), between two frequencies; a full sine has 0.5."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(sound.shape[-1], 1 / RATE_HZ)
    inside = (hertz >= low_hz) & (hertz < high_hz)
    return float(2 * np.sum(np.abs(spectrum[..., inside]) ** 2) / sound.shape[-1] ** 2)


def side_under_middle_db(mix: Sound) -> float:
    """Level of the sides over the middle below 120 Hz."""
    middle, side = (mix[0] + mix[1]) / 2, (mix[0] - mix[1]) / 2
    return _db(band_power(side, 20, MONO_BELOW_HZ)) - _db(band_power(middle, 20, MONO_BELOW_HZ))


def fold_loss_db(mix: Sound) -> float:
    """What a mono sum loses against the mean power of both sides; 0 for a mono sound."""
    middle = (mix[0] + mix[1]) / 2
    return _db(float(np.mean(mix**2))) - _db(float(np.mean(middle**2)))


def _mono_bass(mix: Sound) -> Tally:
    level = side_under_middle_db(mix)
    broken = [] if level <= MONO_DB else [f"sides at {level:.1f} dB"]
    return _tally("mono under 120 Hz", 1, broken)


def _fold_down(mix: Sound) -> Tally:
    span = _FOLD_WINDOW_S * RATE_HZ
    parts = [mix[:, at : at + span] for at in range(0, mix.shape[1], span)]
    loudest = max(float(np.mean(part**2)) for part in parts)
    heard = [(i, part) for i, part in enumerate(parts) if np.mean(part**2) > loudest / 100]
    losses = [("whole", fold_loss_db(mix))]
    losses += [(f"from {i * _FOLD_WINDOW_S} s", fold_loss_db(part)) for i, part in heard]
    broken = [f"{where}: {loss:.1f} dB" for where, loss in losses if loss > MOST_FOLD_LOSS_DB]
    return _tally("mono fold-down loses at most 3 dB", len(losses), broken)


def _melody(plan: CuePlan, stems: dict[Role, Sound]) -> Tally:
    others = [stems[role] for role in (Role.HARMONY, Role.PAD) if role in stems]
    broken: list[str] = []
    counted = 0
    if Role.MELODY in stems and others:
        tune = clear_power(stems[Role.MELODY])
        under = np.sum([clear_power(stem) for stem in others], axis=0)
        for panel in plan.panels:
            sung = _sung(plan, panel, tune.size)
            if np.count_nonzero(sung) * _WINDOW >= LEAST_SUNG_S * RATE_HZ:
                over = _db(float(tune[sung].sum())) - _db(float(under[sung].sum()))
                counted += 1
                if over < MELODY_OVER_DB:
                    broken.append(f"{panel.panel_uid}: melody {over:+.1f} dB")
    return _tally("melody 2 dB over harmony in 1-4 kHz", counted, broken)


def clear_power(stem: Sound) -> NDArray[np.float64]:
    """Power of a stem between 1 and 4 kHz in windows of 186 ms."""
    count = stem.shape[1] // _WINDOW
    windows = stem[:, : count * _WINDOW].reshape(2, count, _WINDOW) * np.hanning(_WINDOW)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)
    inside = (hertz >= CLEAR_HZ[0]) & (hertz < CLEAR_HZ[1])
    power: NDArray[np.float64] = (np.abs(np.fft.rfft(windows)[:, :, inside]) ** 2).sum(axis=(0, 2))
    return power


def _sung(plan: CuePlan, panel: PanelPlan, windows: int) -> NDArray[np.bool_]:
    """The windows of a panel in which a melody note is held."""
    sung = np.zeros(windows, bool)
    for part in plan.score.parts:
        for note in part.notes if part.role is Role.MELODY else ():
            if note.panel_uid == panel.panel_uid:
                end = note.start_tick + note.duration_ticks
                first, last = (
                    plan.grid.sample_at(tick, RATE_HZ) // _WINDOW for tick in (note.start_tick, end)
                )
                sung[first : last + 1] = True
    return sung


def room_bass_db(room: dict[str, float]) -> float:
    """Level of a room between 50 and 100 Hz over that between 400 and 800 Hz, hertz for hertz."""
    response = impulse_response(Room.from_style(room), RATE_HZ).astype(float)
    low, middle = band_power(response, 50, 100) / 50, band_power(response, 400, 800) / 400
    return _db(low) - _db(middle)


def _room(plan: CuePlan) -> Tally:
    bass = room_bass_db(plan.score.room)
    silent = plan.score.room.get("wet_level") == 0
    broken = [] if silent or bass <= ROOM_BASS_DB else [f"bass of the room at {bass:.1f} dB"]
    return _tally("one room, nothing under 150 Hz in it", 1, broken)


def _tally(name: str, counted: int, broken: list[str]) -> Tally:
    return Tally(10, name, counted - len(broken), counted, broken=tuple(broken))
