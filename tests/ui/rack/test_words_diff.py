"""The difference between two presets, number by number."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.domain.preset import Effect
from musflow_studio.presets import finishing_preset
from ui.rack.words_diff import NONE, Change, changes


def test_numbers_that_moved_are_told_with_their_units() -> None:
    before = finishing_preset("cathedral")
    place = next(i for i, one in enumerate(before.effects) if one.kind == "Space")
    space = before.effects[place]
    turned = replace(space, parameters={**space.parameters, "decay_s": 2.5})
    effects = (*before.effects[:place], turned, *before.effects[place + 1 :])
    (change,) = changes(before, replace(before, effects=effects))
    assert (change.effect, change.parameter) == (f"{place + 1} Space", "Decay")
    assert change.after == "2.5 s"
    assert change.before.endswith(" s")
    assert changes(before, before) == ()


def test_effects_that_come_and_go_are_told_whole() -> None:
    before = finishing_preset("as-composed")
    bell = Effect("PeakFilter", {"cutoff_frequency_hz": 230.0, "gain_db": -3.0, "q": 1.0})
    silent = Effect("Gain", {"gain_db": 3.0}, on=False)
    after = replace(before, effects=(bell, silent, Effect("Invert", {})))
    told = changes(before, after)
    assert told == (
        Change("1 Bell 230 Hz", "Frequency", NONE, "230 Hz"),
        Change("1 Bell 230 Hz", "Gain", NONE, "\N{MINUS SIGN}3.0 dB"),
        Change("1 Bell 230 Hz", "Q", NONE, "1.00"),
        Change("3 Invert", "", NONE, "on"),
    )
    off = replace(after, effects=(replace(bell, on=False), silent, Effect("Invert", {})))
    assert changes(after, off) == (Change("1 Bell 230 Hz", "", "on", "off"),)
    assert [one.after for one in changes(after, before)] == ["removed", "removed"]
