"""encode and decode: equal after a round trip, one clear sentence otherwise."""

from __future__ import annotations

import json

import pytest
import tiny_cue

from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import JobEvent, JobState, Stage
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.timecode import FrameRate


def test_a_whole_plan_survives_json() -> None:
    plan = tiny_cue.plan()
    assert decode(CuePlan, json.loads(json.dumps(encode(plan)))) == plan


@pytest.mark.parametrize(
    "value",
    [
        CueRequest(text="rain", length_s=3.5),
        JobEvent("j1", JobState.PROGRESS, Stage.PLAN, 0.25),
        FrameRate.parse("29.97df"),
        tiny_cue.PRESET,
    ],
)
def test_what_travels_on_pipes_survives_json(value: object) -> None:
    assert decode(type(value), json.loads(json.dumps(encode(value)))) == value


def test_an_unknown_field_is_named_with_what_was_probably_meant() -> None:
    plain = encode(tiny_cue.plan())
    plain["description"]["panels"][1]["enrgy"] = 0.3
    with pytest.raises(StudioError, match=r"description\.panels\[1\]\.enrgy.*'energy'") as failure:
        decode(CuePlan, plain)
    assert failure.value.code is ErrorCode.BAD_INPUT


def test_a_missing_field_is_named() -> None:
    plain = encode(tiny_cue.plan())
    del plain["score"]["parts"][0]["notes"][1]["pitch"]
    with pytest.raises(StudioError, match=r"score\.parts\[0\]\.notes\[1\]\.pitch is missing"):
        decode(CuePlan, plain)


def test_a_wrong_type_is_named_with_its_value() -> None:
    plain = encode(tiny_cue.plan())
    plain["panels"][0]["energy"] = "much"
    with pytest.raises(StudioError, match=r"panels\[0\]\.energy .*number.*'much'"):
        decode(CuePlan, plain)
