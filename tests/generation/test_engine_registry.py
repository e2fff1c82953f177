"""The registry: engines by name, and a suggestion for a name that is nearly right."""

from __future__ import annotations

import pytest

from musflow_studio.domain.engines import ENGINES
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import Capability, engine, engine_names, register
from musflow_studio.generation.sampled import SampledEngine


def test_sampled_is_the_first_engine() -> None:
    assert engine_names()[0] == "sampled"
    made = engine("sampled")
    assert Capability.STEMS in made.capabilities
    assert made.version.split()[1] == "FluidSynth"


def test_an_unknown_name_is_answered_with_the_nearest_and_the_list() -> None:
    with pytest.raises(StudioError) as caught:
        engine("sampeld")
    assert caught.value.code is ErrorCode.UNKNOWN_NAME
    assert "did you mean sampled?" in caught.value.sentence()


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="sampled"):
        register("sampled", SampledEngine)


def test_doors_know_the_names_without_loading_an_engine() -> None:
    assert tuple(ENGINES) == engine_names()
