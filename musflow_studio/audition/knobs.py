"""Knobs: a preset with one number changed, or without its effects."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio import presets
from musflow_studio.domain.effect_table import check_effect
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset

WET = -1
"""The place that stands for the share of all effects."""


def turned(preset: FinishingPreset, effect: int, name: str, value: float) -> FinishingPreset:
    """The preset with one number changed; effect -1 is the share of all ("wet").

    Raises StudioError: there is no such effect or parameter, or the value is out of range.
    """
    if effect == WET:
        changed = replace(preset, wet=value)
        presets.check_finishing(changed)
        return changed
    if not 0 <= effect < len(preset.effects):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the preset has no such effect",
            value=effect,
            legal=f"0 to {len(preset.effects) - 1}, or -1 for the share of all",
        )
    before = preset.effects[effect]
    after = replace(before, parameters={**before.parameters, name: value})
    check_effect(after)
    effects = (*preset.effects[:effect], after, *preset.effects[effect + 1 :])
    return replace(preset, effects=effects)


def without_effects(preset: FinishingPreset) -> FinishingPreset:
    """The preset with nothing but its level."""
    return replace(preset, effects=(), wet=1.0)


def whole(preset: FinishingPreset | str) -> FinishingPreset:
    """The preset itself, or the one of this name. Raises StudioError for a name that is none."""
    return presets.finishing_preset(preset) if isinstance(preset, str) else preset
