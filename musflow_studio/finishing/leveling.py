"""Leveling: which gain a preset asks for on what was measured, and what to say about it."""

from __future__ import annotations

from dataclasses import dataclass

from musflow_studio.domain.preset import FinishingPreset, Leveling
from musflow_studio.finishing.ceiling import GainCurve, gain_curve
from musflow_studio.finishing.measurement import GATE_LUFS, Survey

MOST_LIMITING_DB = 12.0
SAID_LIMITING_DB = 6.0
TOLERANCE_LU = 0.1
_TRIALS = 40


@dataclass(frozen=True)
class Aim:
    """What the level should be.

    Attributes:
        target_lufs: integrated loudness, or None for the level as it is.
        gain_db: the user's trim; it moves the target too.
        ceiling_dbtp: true-peak limit.
        loop: True if the gain must join end and start.
    """

    target_lufs: float | None
    gain_db: float
    ceiling_dbtp: float
    loop: bool


def aim_of(preset: FinishingPreset, gain_db: float, *, loop: bool) -> Aim:
    """What a preset and a trim (dB) ask for."""
    target = preset.target_lufs if preset.leveling is Leveling.LUFS else None
    return Aim(
        target_lufs=None if target is None else target + gain_db,
        gain_db=gain_db,
        ceiling_dbtp=preset.true_peak_ceiling_dbtp,
        loop=loop,
    )


def leveled(survey: Survey, aim: Aim) -> GainCurve:
    """The gain that reaches the aim under its ceiling.

    A loudness target is approached through the limiter: what limiting takes is given back, until
    the target is met or the limiter would take more than 12 dB.
    """
    now = survey.integrated_lufs
    if aim.target_lufs is None or now is None or survey.true_peak_db is None:
        return gain_curve(survey, aim.gain_db, aim.ceiling_dbtp, loop=aim.loop)
    highest = aim.ceiling_dbtp - survey.true_peak_db + MOST_LIMITING_DB
    gain_db = min(aim.target_lufs - now, highest)
    for _ in range(_TRIALS):
        curve = gain_curve(survey, gain_db, aim.ceiling_dbtp, loop=aim.loop)
        reached = survey.under_gain(curve.per_tick).integrated_lufs
        missing = aim.target_lufs - (GATE_LUFS if reached is None else reached)
        if abs(missing) < TOLERANCE_LU / 20 or (missing > 0 and gain_db >= highest):
            break
        gain_db = min(gain_db + missing, highest)
    return curve


def remarks(
    survey: Survey, aim: Aim, curve: GainCurve, final_lufs: float | None
) -> tuple[str, ...]:
    """What a user should know about the level, in sentences."""
    said = []
    if survey.true_peak_db is None:
        said.append("the clip is silent")
    elif not survey.is_long_enough:
        said.append("shorter than the 400 ms loudness block: loudness is not measured"
                    + _kept_level(aim))  # fmt: skip
    elif final_lufs is None:
        said.append("quieter than -70 LUFS: loudness cannot be measured" + _kept_level(aim))
    elif aim.target_lufs is not None and abs(final_lufs - aim.target_lufs) > TOLERANCE_LU:
        said.append(
            f"the clip is at {final_lufs:.1f} LUFS, not {aim.target_lufs:.1f}: under a ceiling of "
            f"{aim.ceiling_dbtp:g} dBTP that takes more than {MOST_LIMITING_DB:g} dB of limiting"
        )
    if curve.limited_db > SAID_LIMITING_DB:
        said.append(
            f"the limiter takes {curve.limited_db:.1f} dB at the loudest moment to stay under "
            f"{aim.ceiling_dbtp:g} dBTP; lower the level to keep the dynamics"
        )
    return tuple(said)


def _kept_level(aim: Aim) -> str:
    return ", the composed level is kept" if aim.target_lufs is not None else ""
