"""Surveys and samples of takes, and the plan of a cue that has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soundfile
from pytestqt.qtbot import QtBot

from musflow_studio.domain.plan import Pins
from musflow_studio.project.cues import CueEdit, edit_cue
from ui.models import Models

WAIT_MS = 20_000


def test_a_survey_arrives_and_stays(scored: Models, qtbot: QtBot) -> None:
    clip = scored.takes.clip(scored.selection.clip_id)
    assert clip
    qtbot.waitUntil(lambda: scored.peaks.of(clip) is not None, timeout=WAIT_MS)
    wave = scored.peaks.of(clip)
    assert wave
    assert wave.peaks.frames == clip.frames
    assert scored.peaks.trouble(clip) == ""


def test_samples_are_those_of_the_file_with_room_to_scroll(scored: Models, qtbot: QtBot) -> None:
    clip = scored.takes.clip(scored.selection.clip_id)
    assert clip
    assert scored.peaks.samples(clip, 1000, 200) is None
    with qtbot.waitSignal(scored.peaks.changed, timeout=WAIT_MS):
        pass
    found = scored.peaks.samples(clip, 1000, 200)
    assert found
    first, values = found
    assert (first, len(values)) == (800, 600)
    sound, _ = soundfile.read(clip.folder / clip.wav, dtype="float32")
    np.testing.assert_array_equal(values, sound[800:1400])
    assert scored.peaks.samples(clip, 1200, 200) is not None


def test_a_file_that_is_gone_is_said_once(scored: Models, qtbot: QtBot) -> None:
    clip = scored.takes.clip(scored.selection.clip_id)
    assert clip
    lost = replace(clip, wav="gone.wav")
    assert scored.peaks.of(lost) is None
    qtbot.waitUntil(lambda: "cannot be read" in scored.peaks.trouble(lost), timeout=WAIT_MS)
    assert scored.peaks.of(lost) is None


def test_a_cue_without_a_take_is_planned_anew_after_an_edit(opened: Models, qtbot: QtBot) -> None:
    planned = opened.planned
    qtbot.waitUntil(lambda: planned.plan is not None, timeout=WAIT_MS)
    assert not planned.pending
    pinned = CueEdit(pins=Pins(bpm=100.0))
    opened.project.do("pin", lambda p: edit_cue(p, "1M1", pinned))
    assert planned.pending
    qtbot.waitUntil(lambda: not planned.pending, timeout=WAIT_MS)
    assert planned.plan
    assert planned.plan.bpm == pytest.approx(100.0, abs=0.01)


def test_what_is_planned_is_what_is_made(opened: Models, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: opened.planned.plan is not None, timeout=WAIT_MS)
    planned = opened.planned.plan
    assert planned
    assert planned.seed == opened.making.seed
    with qtbot.waitSignal(opened.jobs.finished, timeout=60_000) as made:
        assert opened.making.generate()
    (clip,) = made.args[1]
    assert clip.recipe.plan.seed == planned.seed
    assert clip.recipe.plan.score == planned.score


def test_with_a_take_there_is_nothing_to_plan(scored: Models) -> None:
    assert not scored.planned.pending
    assert scored.planned.plan is None
