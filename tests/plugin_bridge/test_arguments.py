"""What a client sends, against the table."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.arguments import check_in_order, is_release
from plugin_bridge.protocol import BY_NAME


def test_left_out_arguments_take_their_defaults():
    found = check_in_order(BY_NAME["generate/text"], ("storm", 8))
    assert (found["length_s"], found["bpm"], found["seed"], found["request_id"]) == (8, 0, -1, "")


def test_whole_numbers_and_numbers_interchange():
    found = check_in_order(BY_NAME["generate/text"], ("storm", 8, "", 96, "3/4", 7.0))
    assert (found["bpm"], found["seed"]) == (96.0, 7)
    assert check_in_order(BY_NAME["transport/play"], (1.0,))["playing"] is True


@pytest.mark.parametrize(
    ("name", "values", "code", "says"),
    [
        ("generate/text", (), ErrorCode.BAD_INPUT, "needs text"),
        ("generate/text", (8, "storm"), ErrorCode.BAD_INPUT, "ext is of the wrong type"),
        ("generate/text", ("storm", float("nan")), ErrorCode.OUT_OF_RANGE, "0.0167 to 3600"),
        ("generate/text", ("storm", float("inf")), ErrorCode.OUT_OF_RANGE, "ength_s"),
        ("generate/text", ("storm", 8, "", 96, "7/8"), ErrorCode.UNKNOWN_NAME, "3/4"),
        ("generate/text", ("storm", 8, "", 96, "", 1.5), ErrorCode.BAD_INPUT, "whole"),
        ("generate/text", ("s" * 60_000, 8), ErrorCode.OUT_OF_RANGE, "8000 characters"),
        ("generate/text", ("storm", None), ErrorCode.BAD_INPUT, "ength_s"),
        ("generate/text", ("storm", True), ErrorCode.BAD_INPUT, "ength_s"),
        ("transport/play", (2,), ErrorCode.BAD_INPUT, "true or false"),
        ("transport/play", (float("nan"),), ErrorCode.BAD_INPUT, "true or false"),
        ("test", (1,), ErrorCode.BAD_INPUT, "0 arguments"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(name, values, code, says):
    with pytest.raises(StudioError, match=says) as refused:
        check_in_order(BY_NAME[name], values)
    assert refused.value.code is code
    assert len(refused.value.sentence()) < 700


@pytest.mark.parametrize(
    ("values", "released"),
    [((), False), ((1,), False), ((1.0,), False), ((True,), False), ((0,), True), ((False,), True)],
)
def test_a_button_let_go_does_nothing(values, released):
    assert is_release(BY_NAME["style/next"], values) is released
