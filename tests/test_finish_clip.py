"""A kept clip is finished anew under a preset that lies nowhere: nothing is played again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import tiny_cue

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_words import WordsRequest
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.domain.stage_levels import StageRequest
from musflow_studio.library import Library
from musflow_studio.presets import finishing_preset
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio


def test_the_same_take_under_another_preset_is_a_clip_of_its_own(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path, "Harbour")
    wider = replace(
        finishing_preset("streaming-14"), effects=(Effect("LowpassFilter", {}),), wet=0.5
    )
    with Studio(Settings(tmp_path)) as studio:
        job = studio.refinish(RefinishRequest(clip.folder, preset=wider)).result(60)
        (made,) = job.clips.result(60)
        again = studio.refinish(RefinishRequest(clip.folder)).result(60).clips.result(60)[0]
        used = studio.presets.used_by("streaming-14").result(10)
    assert made.recipe.preset == wider
    assert made.recipe.plan == clip.recipe.plan
    assert made.frames == clip.recipe.plan.length_samples(44100)
    assert made.loudness.integrated_lufs == pytest.approx(-14, abs=0.2)
    assert made.marks.name == "Harbour"
    assert [entry.clip_id for entry in used] == [made.clip_id]
    assert again.recipe.preset == clip.recipe.preset
    for name in ("take/mix.wav", "take/stems/melody.wav"):
        before, after = ((c.folder / name).read_bytes() for c in (clip, made))
        assert hashlib.sha256(before).digest() == hashlib.sha256(after).digest()
    one, two = (soundfile.read(c.folder / c.wav)[0] for c in (clip, made))
    assert abs(one - two[: len(one)]).max() > 0.01
    assert not [check for check in Library(tmp_path).verify() if check.files]


def test_a_wrong_preset_is_refused_before_anything_is_queued(tmp_path: Path) -> None:
    wrong = replace(finishing_preset("tape"), wet=3.0)
    with Studio(Settings(tmp_path)) as studio:
        with pytest.raises(StudioError) as caught:
            studio.refinish(RefinishRequest(tmp_path, preset=wrong))
        assert caught.value.code is ErrorCode.OUT_OF_RANGE
        with pytest.raises(StudioError):
            studio.refinish(RefinishRequest(tmp_path)).result(60).clips.result(60)


def test_words_change_a_preset_for_a_clip(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path, "Harbour")
    with Studio(Settings(tmp_path)) as studio:
        wanted = StageRequest(clip.folder, finishing_preset("film-mix"))
        levels = studio.presets.levels(wanted).result(60)
        asked = WordsRequest(clip.folder, "like a cathedral", finishing_preset("film-mix"))
        result = studio.presets.by_words(asked).result(60)
        with pytest.raises(StudioError):
            studio.presets.by_words(WordsRequest(clip.folder, "  "))
    assert len(levels.levels_db) == len(levels.peaks_db) == len(wanted.preset.effects) + 2
    assert max(levels.levels_db[0]) == pytest.approx(_loudest_db(clip), abs=1.5)
    assert result.before == finishing_preset("film-mix")
    assert [one.meaning for one in result.understood] == ["large room"]
    room = result.after.effects[-2]
    assert (room.kind, room.on, room.parameters["decay_s"]) == ("Space", True, 6.0)


def _loudest_db(clip: Clip) -> float:
    """Mean level of the loudest thirtieth of a second of a clip's take, dBFS."""
    sound, rate_hz = soundfile.read(clip.take.mix.path)
    step, heard = rate_hz // 30, sound[clip.take.lead_in_frames :]
    steps = heard[: len(heard) // step * step].reshape(-1, step, 2)
    return float(10 * np.log10((steps**2).mean(axis=(1, 2)).max()))
