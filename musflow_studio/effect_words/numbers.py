"""Numbers: the effects that words move, as one block at the end of a preset's chain.

Words that come later find the block again and go on from its numbers, so that nudging does not
pile up effects. An effect whose numbers do nothing is switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect, FinishingPreset

EQUALISER = (
    ("LowShelfFilter", 110.0, 0.7),
    ("PeakFilter", 230.0, 0.7),
    ("PeakFilter", 420.0, 0.9),
    ("PeakFilter", 3000.0, 0.7),
    ("HighShelfFilter", 6500.0, 0.7),
)
"""Kind, frequency in Hz and Q of the filters whose gains are fitted."""
_KINDS = (
    "HighpassFilter", *(kind for kind, _, _ in EQUALISER), "LowpassFilter", "Saturation", "Width",
    "Space", "Gain",
)  # fmt: skip
_OPEN_LOW_HZ, _OPEN_HIGH_HZ = 20.0, 20000.0
_NO_ROOM_DB = -60.0
_UNHEARD_DB = 0.05


@dataclass(frozen=True)
class Numbers:
    """What words move.

    Attributes:
        gains_db: of EQUALISER.
        low_cut_hz, high_cut_hz: 20 and 20000 leave the bandwidth.
        drive_db: of the saturation; 0 is none.
        width: 1 leaves it.
        room: numbers of the `Space`; its `room_db` of -60 is none.
        level_db: what makes up for a change of level.
    """

    gains_db: tuple[float, ...] = (0.0,) * len(EQUALISER)
    low_cut_hz: float = _OPEN_LOW_HZ
    high_cut_hz: float = _OPEN_HIGH_HZ
    drive_db: float = 0.0
    width: float = 1.0
    room: dict[str, float] = field(
        default_factory=lambda: dict(EFFECTS["Space"].defaults) | {"room_db": _NO_ROOM_DB}
    )
    level_db: float = 0.0

    @property
    def has_room(self) -> bool:
        """True if its room is heard."""
        return self.room["room_db"] > _NO_ROOM_DB or self.room["direct_db"] < 0


def split(preset: FinishingPreset) -> tuple[tuple[Effect, ...], Numbers]:
    """The effects before the block, and its numbers; neutral ones where there is no block yet."""
    effects = preset.effects
    block = effects[-len(_KINDS) :]
    if tuple(effect.kind for effect in block) != _KINDS:
        return effects, Numbers()
    low, *bells, high, drive, width, space, level = block
    numbers = Numbers(
        gains_db=tuple(_number(bell, "gain_db", 0.0) for bell in bells),
        low_cut_hz=_number(low, "cutoff_frequency_hz", _OPEN_LOW_HZ),
        high_cut_hz=_number(high, "cutoff_frequency_hz", _OPEN_HIGH_HZ),
        drive_db=_number(drive, "drive_db", 0.0),
        width=_number(width, "width", 1.0),
        room=dict(space.parameters) if space.on else Numbers().room,
        level_db=_number(level, "gain_db", 0.0),
    )
    return effects[: -len(_KINDS)], numbers


def joined(preset: FinishingPreset, before: Sequence[Effect], numbers: Numbers) -> FinishingPreset:
    """The preset with these effects, then the block; no block where it would do nothing."""
    block = _block(numbers)
    effects = (*before, *block) if any(effect.on for effect in block) else tuple(before)
    return replace(preset, effects=effects)


def _block(numbers: Numbers) -> tuple[Effect, ...]:
    low, high = numbers.low_cut_hz, numbers.high_cut_hz
    bells = (
        Effect(kind, {"cutoff_frequency_hz": hz, "gain_db": _tidy(gain), "q": q},
               on=abs(gain) > _UNHEARD_DB)
        for (kind, hz, q), gain in zip(EQUALISER, numbers.gains_db, strict=True)
    )  # fmt: skip
    return (
        Effect("HighpassFilter", {"cutoff_frequency_hz": _tidy(low)}, on=low > _OPEN_LOW_HZ),
        *bells,
        Effect("LowpassFilter", {"cutoff_frequency_hz": _tidy(high)}, on=high < _OPEN_HIGH_HZ),
        Effect("Saturation", {"drive_db": _tidy(numbers.drive_db), "mix": 1.0},
               on=numbers.drive_db > _UNHEARD_DB),
        Effect("Width", {"width": round(numbers.width, 3)}, on=abs(numbers.width - 1) > 0.005),
        Effect("Space", {name: round(v, 3) for name, v in numbers.room.items()},
               on=numbers.has_room),
        Effect("Gain", {"gain_db": _tidy(numbers.level_db)},
               on=abs(numbers.level_db) > _UNHEARD_DB),
    )  # fmt: skip


def _number(effect: Effect, name: str, neutral: float) -> float:
    return effect.parameters.get(name, neutral) if effect.on else neutral


def _tidy(value: float) -> float:
    return round(value, 2)
