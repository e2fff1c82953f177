"""Effects come, go, move and are switched; what cannot be is refused."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.presets import finishing_preset
from musflow_studio.presets.chain_edits import (
    moved_effect,
    switched_effect,
    with_effect,
    without_effect,
)

GAIN = Effect("Gain", {"gain_db": 2.0})


def test_effects_stand_where_they_are_put() -> None:
    before = finishing_preset("film-mix")
    kinds = [one.kind for one in before.effects]
    assert [one.kind for one in with_effect(before, 1, GAIN).effects] == [
        kinds[0], "Gain", *kinds[1:],
    ]  # fmt: skip
    assert with_effect(before, len(kinds), GAIN).effects[-1] == GAIN
    assert without_effect(with_effect(before, 2, GAIN), 2) == before
    moved = moved_effect(before, 0, len(kinds) - 1)
    assert [one.kind for one in moved.effects] == [*kinds[1:], kinds[0]]
    assert moved_effect(moved, len(kinds) - 1, 0) == before
    off = switched_effect(before, 1, on=False)
    assert not off.effects[1].on
    assert switched_effect(off, 1, on=True) == before


def test_wrong_places_and_wrong_effects_are_refused() -> None:
    empty = finishing_preset("as-composed")
    for work in (
        lambda: without_effect(empty, 0),
        lambda: moved_effect(with_effect(empty, 0, GAIN), 0, 1),
        lambda: switched_effect(empty, -1, on=True),
        lambda: with_effect(empty, 1, GAIN),
        lambda: with_effect(empty, 0, Effect("Gain", {"gain_db": 99.0})),
    ):
        with pytest.raises(StudioError) as caught:
            work()
        assert caught.value.code is ErrorCode.OUT_OF_RANGE
    full = empty
    for _ in range(32):
        full = with_effect(full, 0, GAIN)
    with pytest.raises(StudioError):
        with_effect(full, 0, GAIN)
