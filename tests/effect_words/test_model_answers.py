"""What a language model answers is read strictly, brought into range, and never taken on trust."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from musflow_studio.domain.effect_words import WordsResult
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.effect_words import Proposer, change_by_model, change_by_words
from musflow_studio.effect_words.asking import question
from musflow_studio.effect_words.fitting import through
from musflow_studio.effect_words.numbers import Numbers, joined, split
from musflow_studio.effect_words.proposal import (
    RANGES,
    UnreadableError,
    read_answer,
    values_of,
    with_values,
)
from musflow_studio.effects.figures import figures
from musflow_studio.presets import check_finishing, finishing_preset

RATE_HZ = 44100
NOISE = (
    np.random.default_rng(1).normal(0, 0.1, (2 * RATE_HZ, 2)).cumsum(axis=0) * 0.01
).astype(np.float32)  # fmt: skip
BASE = finishing_preset("as-composed")


def answered(
    answer: str | StudioError, text: str = "warmer", base: FinishingPreset = BASE
) -> WordsResult:
    def propose(asked: str) -> str:
        assert text in asked
        if isinstance(answer, StudioError):
            raise answer
        return answer

    return change_by_model(text, base, NOISE, RATE_HZ, None, Proposer("toy", propose))


def test_numbers_inside_their_ranges_are_taken_as_they_are() -> None:
    result = answered('{"gain_230_hz_db": 3.5, "gain_6500_hz_db": -3, "room_decay_s": 4.5, '
                      '"room_db": -12, "width": 1.25}')  # fmt: skip
    check_finishing(result.after)
    _, numbers = split(result.after)
    assert numbers.gains_db == (0.0, 3.5, 0.0, 0.0, -3.0)
    assert (numbers.room["decay_s"], numbers.room["room_db"], numbers.width) == (4.5, -12, 1.25)
    assert result.said == ("toy proposed the numbers",)
    assert result.before == BASE
    assert result.before_db != result.after_db


def test_a_change_by_a_model_is_as_loud_as_before() -> None:
    result = answered('{"gain_230_hz_db": 9, "drive_db": 12}')
    levels = [figures(through(p, NOISE, RATE_HZ), RATE_HZ).level_db
              for p in (result.before, result.after)]  # fmt: skip
    assert levels[0] == pytest.approx(levels[1], abs=0.5)


def test_numbers_left_out_stay() -> None:
    base = joined(BASE, (), Numbers(gains_db=(1.0, 0, 0, 0, 2.0), drive_db=4.0))
    _, numbers = split(answered('{"gain_110_hz_db": -2}', base=base).after)
    assert numbers.gains_db == (-2.0, 0.0, 0.0, 0.0, 2.0)
    assert numbers.drive_db == 4.0


@pytest.mark.parametrize("name", RANGES)
def test_every_number_is_kept_in_its_range(name: str) -> None:
    """Models break the ranges they were told, at both ends."""
    for wild in (-1e9, 1e9):
        proposal = read_answer(f'{{"{name}": {wild}}}')
        assert proposal.values[name] == (RANGES[name].low if wild < 0 else RANGES[name].high)
        assert proposal.said == (f"{name} would be {wild:g}, kept at {RANGES[name]}",)


def test_every_number_has_its_place() -> None:
    middle = {name: (legal.low + legal.high) / 2 for name, legal in RANGES.items()}
    assert values_of(with_values(Numbers(), middle)) == middle


def test_what_cannot_be_used_is_dropped_and_said() -> None:
    proposal = read_answer('```json\n{"gain_230_hz_db": 30, "warmth": 11, "width": "wide", '
                           '"drive_db": true, "room_db": 1e999}\n```')  # fmt: skip
    assert proposal.values == {"gain_230_hz_db": 20}
    assert proposal.said == (
        "gain_230_hz_db would be 30, kept at -20 to 20 dB",
        '"warmth" is dropped: no number of that name can be set',
        'width is dropped: "wide" is no number',
        "drive_db is dropped: true is no number",
        "room_db is dropped: Infinity is no number",
    )


UNREADABLE = (
    "", "warmer it is", "[1, 2]", "3", '{"width": 1.2', '{"width": NaN}', "{'width': 1.2}",
    '{"width": 1.2} I made it wider.', 'Sure! {"width": 1.2}', '{"width": 1.2, "width": 0.5}',
    '{"warmth": 11}', '{"width": 1' + "0" * 400 + "}", "[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("answer", UNREADABLE)
def test_an_answer_that_cannot_be_read_leaves_the_words_to_the_built_in_reading(
    answer: str,
) -> None:
    with pytest.raises(UnreadableError):
        read_answer(answer)
    result = answered(answer)
    built_in = change_by_words("warmer", BASE, NOISE, RATE_HZ, None)
    assert result == replace(built_in, said=result.said)
    assert result.after != BASE
    assert result.said[0].startswith("the answer of toy cannot be used (it ")
    assert result.said[1:] == built_in.said


def test_an_empty_object_changes_nothing() -> None:
    result = answered("{}")
    assert result.after == result.before
    assert result.said == ("toy proposed the numbers",)


def test_limits_that_cross_stay_as_they_were() -> None:
    result = answered('{"low_cut_hz": 5000, "high_cut_hz": 300, "width": 1.5}')
    _, numbers = split(result.after)
    assert (numbers.low_cut_hz, numbers.high_cut_hz, numbers.width) == (20, 20000, 1.5)
    assert "low_cut_hz 5000 is not under high_cut_hz 300" in result.said[1]


def test_a_room_that_is_not_heard_is_said() -> None:
    result = answered('{"room_decay_s": 6}')
    assert result.after == result.before
    assert "the room is not heard" in result.said[1]


def test_a_model_that_cannot_work_is_said_and_cancel_is_obeyed() -> None:
    full = StudioError(ErrorCode.OUT_OF_MEMORY, "toy found no room in memory")
    result = answered(full)
    assert result.after != BASE
    assert result.said[0] == "read without toy: Toy found no room in memory"
    with pytest.raises(StudioError, match="Cancelled"):
        answered(StudioError(ErrorCode.CANCELLED, "cancelled"))


def test_the_model_is_told_the_clip_the_chain_and_every_range() -> None:
    base = finishing_preset("film-mix")
    asked = question("like a cathedral", base, NOISE, RATE_HZ)
    assert "like a cathedral" in asked
    assert all(f"{name}: {legal}, now " in asked for name, legal in RANGES.items())
    assert all(f"\n{effect.kind}: " in asked for effect in base.effects if effect.on)
    assert "20 to 60 Hz: " in asked
