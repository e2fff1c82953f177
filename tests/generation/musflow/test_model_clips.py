"""Clips by the model: alternates of grouped stems and of drafts, and a door that refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from toy_model import toy_model_folder

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.engines import MUSFLOW
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import AlternatesRequest, CueRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.evaluation.rendered import excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.library import Library
from musflow_studio.own_model import MODEL_VARIABLE
from musflow_studio.pipeline import Delivery, make_alternates, played
from musflow_studio.presets import finishing_preset, load_styles
from musflow_studio.progress import Progress, Timings
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from musflow_studio.tools import Tools


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    with pytest.MonkeyPatch.context() as patch:
        folder = toy_model_folder(tmp_path_factory.mktemp("toy") / "model")
        patch.setenv(MODEL_VARIABLE, str(folder))
        loaded = Tools()
        loaded.engine(MUSFLOW)
        return loaded


def progress() -> Progress:
    return Progress("job", lambda _: None, lambda: False, Timings())


def made(folder: Path, tools: Tools, quality: Quality) -> Clip:
    cue = excerpt(next(sample_cues(load_styles()["orchestral-hope"], 1, 2)), 5)
    preset = finishing_preset("as-composed")
    delivery = Delivery(MUSFLOW, preset, 44100, 0.0, quality, folder, "Cue")
    return played(cue, delivery, tools, progress())


def stems(clip: Clip) -> dict[Role, tuple[tuple[Role, ...], np.ndarray]]:
    return {s.role: (s.also, soundfile.read(s.audio.path)[0]) for s in clip.take.stems}


def test_alternates_of_grouped_stems_keep_the_others(tools: Tools, tmp_path: Path) -> None:
    full = Library.load_clip(made(tmp_path, tools, Quality.STANDARD).folder)
    playing = {part.role for part in full.recipe.plan.score.parts if part.notes}
    before = stems(full)
    assert {r for role, (also, _) in before.items() for r in (role, *also)} == playing
    asked = AlternatesRequest(full.folder, (Alternate.NO_MELODY,), output=tmp_path)
    (less,) = make_alternates(asked, tools, progress())
    after = stems(less)
    assert Role.MELODY not in after
    kept = [role for role in after if role in before and before[role][0] == after[role][0]]
    assert kept
    for role in kept:
        assert np.array_equal(before[role][1], after[role][1])


def test_alternates_of_a_draft_are_played_anew(tools: Tools, tmp_path: Path) -> None:
    full = made(tmp_path, tools, Quality.DRAFT)
    assert full.stems == {}
    kinds = (Alternate.NO_MELODY,)
    asked = AlternatesRequest(full.folder, kinds, output=tmp_path, quality=Quality.DRAFT)
    (less,) = make_alternates(asked, tools, progress())
    assert less.frames == full.frames
    assert not any(part.role is Role.MELODY for part in less.recipe.plan.score.parts)


def test_the_door_refuses_an_engine_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path))
    request = CueRequest(text="rain", length_s=2.0, engine="hybrid")
    with Studio(Settings(library=tmp_path / "library")) as studio:
        with pytest.raises(StudioError, match="no MusFlow model") as told:
            studio.cue(request)
        assert told.value.code is ErrorCode.NO_MODEL
        assert "not here" in studio.engines()["hybrid"].words
        with pytest.raises(StudioError, match="No engine of this name"):
            studio.cue(replace(request, engine="hybird"))
