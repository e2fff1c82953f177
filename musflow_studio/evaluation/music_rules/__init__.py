"""The ten rules, each a check: `check(plan, style)` counts one cue and returns tallies.

A file per rule (`density`, `voicing`, `melody`, `phrases`, `dynamics`, `articulation`, `cuts`,
`endings`, `air`, `mix`), and two for the audio parts of rules 1 and 7 (`loudness`, `letting_go`). A
planted violation of each is caught by its test.
"""

from __future__ import annotations

from collections.abc import Callable

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.music_rules import (
    air,
    articulation,
    cuts,
    density,
    dynamics,
    endings,
    letting_go,
    melody,
    mix,
    phrases,
    voicing,
)
from musflow_studio.evaluation.rendered import Rendered
from musflow_studio.evaluation.tally import Tally

Check = Callable[[CuePlan, Style], tuple[Tally, ...]]

CHECKS: tuple[Check, ...] = (
    density.check,
    voicing.check,
    melody.check,
    phrases.check,
    dynamics.check,
    articulation.check,
    cuts.check,
    endings.check,
    air.check,
)
"""Every check that needs the plan alone."""

SoundCheck = Callable[[CuePlan, Style, Rendered], tuple[Tally, ...]]

SOUND_CHECKS: tuple[SoundCheck, ...] = (mix.check, letting_go.check)
"""Those that need the cue's sound; `loudness` needs a cue of its own."""
