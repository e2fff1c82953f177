"""The registry: engines by name, and a suggestion for a name that is nearly right."""

from __future__ import annotations

import pytest

from musflow_studio.domain.engines import ENGINES
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.engines import check_engine, engine_offers
from musflow_studio.generation import Capability, engine, engine_names, register
from musflow_studio.generation.sampled import SampledEngine
from musflow_studio.own_model import CARD, MODEL_VARIABLE
from musflow_studio.settings import load_settings


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


def test_hybrid_is_the_usual_engine_where_the_model_is(monkeypatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE)
    assert load_settings().engine == engine_offers()[0].name == "hybrid"
    monkeypatch.setattr("musflow_studio.own_model.find_spec", lambda name: None)  # without PyTorch
    assert load_settings().engine == engine_offers()[0].name == "sampled"


def test_an_engine_without_its_model_is_offered_with_the_reason(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path))
    offers = {offer.name: offer for offer in engine_offers()}
    assert next(iter(offers)) == load_settings().engine == "sampled"
    assert not offers["sampled"].missing
    assert str(tmp_path) in offers["musflow"].words
    check_engine("sampled")
    with pytest.raises(StudioError, match="no MusFlow model") as told:
        check_engine("musflow")
    assert told.value.code is ErrorCode.NO_MODEL
    assert "--engine sampled" in told.value.sentence()
    with pytest.raises(StudioError, match="did you mean musflow"):
        check_engine("musflo")


def test_an_engine_whose_model_is_there_is_offered(monkeypatch, tmp_path) -> None:
    (tmp_path / CARD).write_text("{}")
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path))
    lacking = [offer.name for offer in engine_offers() if offer.missing]
    assert lacking == ["musicgen"]  # whose weights are others'
