"""The ten rules over many cues of every shipped style; their planted violations lie beside."""

from __future__ import annotations

import pytest
from gates import Gate

from musflow_studio.evaluation.music_rules import CHECKS
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally, add_up
from musflow_studio.presets import load_styles

UNTUNED_SEED = 20_000
"""Boards from here on were never looked at while the rules were made to hold."""
NOISE = 0.1
"""Shares are this much less certain over a tenth of the cues."""


def counted(style_name: str, cues: int, first_seed: int) -> tuple[Tally, ...]:
    style = load_styles()[style_name]
    return add_up(
        tally
        for plan in sample_cues(style, cues, first_seed)
        for check in CHECKS
        for tally in check(plan, style)
    )


def broken(tallies: tuple[Tally, ...], slack: float) -> list[str]:
    return [
        f"{t.rule} {t.name}: {t.share:.3f} of {t.counted}, {t.broken[:1]}"
        for t in tallies
        if t.share < t.needed - (slack if t.needed < 1 else 0)
    ]


@pytest.mark.gate
@pytest.mark.parametrize("style", sorted(load_styles()))
def test_the_rules_hold(style: str, gate: Gate) -> None:
    cues = gate.size(50)
    tallies = counted(style, cues, first_seed=0)
    failing = broken(tallies, 0.0)
    unseen = counted(style, cues, UNTUNED_SEED)
    missed = broken(unseen, 0.0)
    gate.record(
        f"music 1: rules of composition, {style}",
        f"{len(tallies) - len(failing)} of {len(tallies)} hold over {cues} cues; "
        f"over {cues} boards never looked at {len(unseen) - len(missed)}",
        "all over the 50",
        "checks of musflow_studio/evaluation/music_rules on seeds 0 to 49"
        + (f"; broken: {'; '.join(failing)}" if failing else "")
        + (f"; on the others: {'; '.join(missed)}" if missed else ""),
        met=not failing,
    )
    assert not broken(tallies, 0.0 if gate.full else NOISE)


def test_every_rule_is_counted_somewhere() -> None:
    rules = {t.rule for name in ("tender-piano", "action-percussion") for t in counted(name, 5, 0)}
    assert rules >= set(range(1, 10))
