"""A take finished anew: another level or preset, the same notes, nothing played again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from test_main_path import musflow

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import AlternatesRequest, CueRequest, RefinishRequest
from musflow_studio.project.cues import find_cue
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def studio(library: Path) -> Iterator[Studio]:
    with Studio(Settings(library=library)) as opened:
        yield opened


@pytest.fixture(scope="module")
def clip(library: Path) -> Clip:
    with Studio(Settings(library=library)) as opened:
        job = opened.cue(CueRequest(text="A calm harbour", length_s=4, seed=3)).result(60)
        (made,) = job.clips.result(120)
    return made


def sound(clip: Clip) -> NDArray[np.float64]:
    return np.asarray(soundfile.read(clip.folder / clip.wav)[0])


def refinished(studio: Studio, request: RefinishRequest) -> Clip:
    (made,) = studio.refinish(request).result(10).clips.result(60)
    return made


def test_a_level_is_trimmed_and_nothing_is_played_again(studio: Studio, clip: Clip) -> None:
    quieter = refinished(studio, RefinishRequest(clip.folder, gain_db=-6.0))
    assert quieter.clip_id != clip.clip_id
    assert quieter.recipe.take == clip.recipe.take
    assert (quieter.recipe.plan, quieter.recipe.gain_db) == (clip.recipe.plan, -6.0)
    for name in ("take/mix.wav", *(f"take/stems/{role}.wav" for role in clip.stems)):
        assert quieter.sha256[name] == clip.sha256[name]
    expected = 10 ** (-6 / 20) * sound(clip)
    assert np.max(np.abs(sound(quieter) - expected)) < 3 * 2.0**-23  # two ditherings
    stem = next(iter(clip.stems))
    assert quieter.sha256[quieter.stems[stem]] != clip.sha256[clip.stems[stem]]


def test_another_preset_and_rate(studio: Studio, clip: Clip) -> None:
    request = RefinishRequest(clip.folder, "broadcast-23", sample_rate_hz=48000, name="For air")
    aired = refinished(studio, request)
    assert aired.frames == 4 * 48000
    assert aired.marks.name == "For air"
    assert aired.loudness.integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_the_new_clip_is_noted_in_its_project(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "film.musflow"
    studio.projects.new(file, CueRequest(text="Rain", length_s=2)).result(60)
    (first,) = studio.project_cue(file, "1M1").result(60).clips.result(120)
    request = RefinishRequest(first.folder, gain_db=-3.0, project=file, cue_uid="1M1")
    louder = refinished(studio, request)
    cue = find_cue(studio.projects.open(file).result(10), "1M1")
    assert cue.clip_ids == (first.clip_id, louder.clip_id)


def test_what_cannot_be_finished_anew_is_said(studio: Studio, clip: Clip) -> None:
    with pytest.raises(StudioError, match="(?i)gain in dB out of range"):
        studio.refinish(RefinishRequest(clip.folder, gain_db=60.0))
    with pytest.raises(StudioError) as unknown:
        studio.refinish(RefinishRequest(clip.folder, finish="nowhere"))
    assert unknown.value.code is ErrorCode.UNKNOWN_NAME
    job = studio.alternates(AlternatesRequest(clip.folder, (Alternate.BED,))).result(10)
    (bed,) = job.clips.result(60)
    with pytest.raises(StudioError, match="keeps the level of the clip it was made from"):
        refinished(studio, RefinishRequest(bed.folder, gain_db=-1.0))


def test_from_the_command_line(clip: Clip, tmp_path: Path) -> None:
    told = musflow("finish", clip.folder, "--gain-db", "-2", "-o", tmp_path, "--json")
    made = json.loads(told.stdout)
    assert Path(made["clip_dir"]).parent == tmp_path
    assert made["lufs"] == pytest.approx((clip.loudness.integrated_lufs or 0) - 2, abs=0.05)
