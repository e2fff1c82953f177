"""Chain edits: a preset with an effect more, one fewer, in another place, on or off.

Every function gives another preset, checked. Places count from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset
from musflow_studio.presets.checks import check_finishing


def with_effect(preset: FinishingPreset, place: int, effect: Effect) -> FinishingPreset:
    """An effect put in before the one at a place; the number of effects puts it last.

    Raises StudioError: too many effects, a wrong effect, no such place.
    """
    effects = preset.effects
    if place != len(effects):
        _check_place(preset, place)
    return _checked(preset, [*effects[:place], effect, *effects[place:]])


def without_effect(preset: FinishingPreset, place: int) -> FinishingPreset:
    """The effect at a place left out. Raises StudioError for no such place."""
    _check_place(preset, place)
    return _checked(preset, [*preset.effects[:place], *preset.effects[place + 1 :]])


def moved_effect(preset: FinishingPreset, place: int, to: int) -> FinishingPreset:
    """The effect at a place moved so that it stands at another. Raises StudioError."""
    _check_place(preset, place)
    _check_place(preset, to)
    effects = list(preset.effects)
    effects.insert(to, effects.pop(place))
    return _checked(preset, effects)


def switched_effect(preset: FinishingPreset, place: int, *, on: bool) -> FinishingPreset:
    """The effect at a place on or off, its numbers kept. Raises StudioError."""
    _check_place(preset, place)
    effects = list(preset.effects)
    effects[place] = replace(effects[place], on=on)
    return _checked(preset, effects)


def _checked(preset: FinishingPreset, effects: Sequence[Effect]) -> FinishingPreset:
    changed = replace(preset, effects=tuple(effects))
    check_finishing(changed)
    return changed


def _check_place(preset: FinishingPreset, place: int) -> None:
    if not 0 <= place < len(preset.effects):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the preset has no effect at this place",
            value=place + 1,
            legal=f"1 to {len(preset.effects)}" if preset.effects else "none: it has no effects",
        )
