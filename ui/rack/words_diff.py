"""WordsDiff: what words changed, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musflow_studio.domain.effect_table import numbers_of
from musflow_studio.domain.filters import FILTER_KINDS
from musflow_studio.domain.preset import Effect, FinishingPreset
from ui.rack.catalog import entry_of, parameter_name
from ui.rack.scale import scale_of

NONE = "\N{EN DASH}"


@dataclass(frozen=True)
class Change:
    """One number.

    Attributes:
        effect: what it belongs to, with its place: "5 Space".
        parameter: its name; "" for the effect as a whole.
        before, after: with their units; a dash where there was nothing.
    """

    effect: str
    parameter: str
    before: str
    after: str

    def sentence(self) -> str:
        """For a screen reader."""
        return f"{self.effect} {self.parameter}: {self.before} to {self.after}"


def changes(before: FinishingPreset, after: FinishingPreset) -> tuple[Change, ...]:
    """Every number that is heard otherwise, in the chain's order.

    Words put effects in at the end alone, so effects are compared place by place where their kinds
    agree; from the first that does not, those before are gone and those after are new.
    """
    kinds = zip(before.effects, after.effects, strict=False)
    same = next((i for i, (a, b) in enumerate(kinds) if a.kind != b.kind), None)
    if same is None:
        same = min(len(before.effects), len(after.effects))
    found: list[Change] = []
    for place in range(same):
        found += _between(place, before.effects[place], after.effects[place])
    for place in range(same, len(before.effects)):
        found += _between(place, before.effects[place], None)
    for place in range(same, len(after.effects)):
        found += _between(place, None, after.effects[place])
    return tuple(found)


def _between(place: int, before: Effect | None, after: Effect | None) -> Iterator[Change]:
    was, now = before if before and before.on else None, after if after and after.on else None
    told = after or before
    assert told
    name = f"{place + 1} {_name(told)}"
    if now is None:
        if was is not None:
            yield Change(name, "", "on", "off" if after else "removed")
        return
    old, new = numbers_of(was) if was else {}, numbers_of(now)
    if was is None and not new:
        yield Change(name, "", NONE, "on")
    for parameter, value in new.items():
        scale = scale_of(now.kind, parameter)
        text = scale.text(old[parameter]) if parameter in old else NONE
        if text != scale.text(value):
            yield Change(name, parameter_name(parameter), text, scale.text(value))


def _name(effect: Effect) -> str:
    """The effect's name; a filter's with its frequency, which tells it from its neighbours."""
    name = entry_of(effect.kind).name
    if effect.kind not in FILTER_KINDS:
        return name
    hz = numbers_of(effect)["cutoff_frequency_hz"]
    return f"{name} {scale_of(effect.kind, 'cutoff_frequency_hz').text(hz)}"
