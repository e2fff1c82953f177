"""Auditions in the window: begun and ended with their views, chosen, compared, kept, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from patience import GENERATION_MS

from musflow_studio.domain.audition import Hearing
from musflow_studio.domain.errors import StudioError
from ui.models import Models

NEVER_MS = 30_000


@pytest.fixture
def heard(scored: Models, qtbot) -> Models:
    """A take under its own preset, auditioned for a view of this test."""
    qtbot.waitUntil(lambda: bool(scored.audition.presets), timeout=NEVER_MS)
    scored.audition.want("test")
    qtbot.waitUntil(lambda: own_is_prepared(scored), timeout=NEVER_MS)
    return scored


def own_is_prepared(models: Models) -> bool:
    return models.audition.state.preset is not None and (
        models.audition.state.preset.name in models.audition.state.prepared
    )


def test_an_audition_lasts_as_long_as_a_view_wants_it(heard: Models, qtbot):
    take = heard.selection.clip_id
    assert heard.audition.clip_id == take
    assert heard.playback.auditioned
    assert heard.selection.hold
    heard.audition.want("other")
    heard.audition.unwant("test")
    qtbot.wait(400)
    assert heard.audition.clip_id == take
    heard.audition.unwant("other")
    qtbot.waitUntil(lambda: heard.audition.clip_id == "", timeout=NEVER_MS)
    assert not heard.playback.auditioned
    assert not heard.selection.hold


def test_what_was_changed_about_playing_is_put_back(heard: Models, qtbot):
    whole = (0, heard.playback.clip.frames)
    qtbot.waitUntil(lambda: heard.playback.playback.loop == whole, timeout=NEVER_MS)
    heard.styles.want("test")  # from one to the other: it goes on repeating
    heard.audition.unwant("test")
    qtbot.waitUntil(
        lambda: bool(heard.styles.clip_id) and not heard.audition.clip_id, timeout=NEVER_MS
    )
    qtbot.wait(400)
    assert heard.playback.playback.loop == whole
    assert heard.selection.hold
    heard.styles.unwant("test")
    qtbot.waitUntil(lambda: heard.playback.playback.loop is None, timeout=NEVER_MS)
    assert not heard.selection.hold


def test_a_part_that_repeats_goes_on_repeating(scored: Models, qtbot):
    qtbot.waitUntil(lambda: scored.playback.clip is not None, timeout=NEVER_MS)
    scored.playback.loop(0.2, 0.8)
    part = (8820, 35280)
    qtbot.waitUntil(lambda: scored.playback.playback.loop == part, timeout=NEVER_MS)
    scored.audition.want("test")
    qtbot.waitUntil(lambda: bool(scored.audition.clip_id), timeout=NEVER_MS)
    assert scored.playback.playback.loop == part
    scored.playback.loop(0.5, 1.0)
    qtbot.waitUntil(
        lambda: scored.studio.audition._renders.loop == (22050, 44100), timeout=NEVER_MS
    )
    scored.audition.unwant("test")
    qtbot.waitUntil(lambda: scored.audition.clip_id == "", timeout=NEVER_MS)
    assert scored.playback.playback.loop == (22050, 44100)


def test_presets_are_stepped_kept_and_the_take_can_be_taken_back(heard: Models, qtbot):
    names = [entry.preset.name for entry in heard.audition.rows]
    first, own = heard.selection.clip_id, heard.audition.chosen
    heard.audition.step(1)
    qtbot.waitUntil(lambda: heard.audition.chosen == names[names.index(own) + 1], timeout=NEVER_MS)
    heard.audition.put("A")
    heard.audition.choose("telephone")
    qtbot.waitUntil(
        lambda: heard.audition.state.hearing is Hearing.FILE and "telephone"
        in heard.audition.state.prepared, timeout=NEVER_MS
    )  # fmt: skip
    assert heard.audition.state.slots == {"A": names[names.index(own) + 1]}
    with qtbot.waitSignal(heard.audition.kept, timeout=GENERATION_MS) as kept:
        assert heard.audition.keep()
    (clip_id,) = kept.args
    assert heard.takes.entry(clip_id).preset == "telephone"
    assert heard.takes.number(heard.selection.cue_uid, clip_id) == 2
    assert heard.selection.clip_id == first  # the audition goes on
    one, other = (heard.studio.clip(i).result(10) for i in (first, clip_id))
    assert one.sha256["take/mix.wav"] == other.sha256["take/mix.wav"]
    heard.takes.delete(clip_id)
    qtbot.waitUntil(lambda: heard.takes.entry(clip_id) is None, timeout=NEVER_MS)
    heard.takes.undelete()
    qtbot.waitUntil(lambda: heard.takes.entry(clip_id) is not None, timeout=NEVER_MS)


def test_a_search_narrows_what_is_stepped_through(heard: Models, qtbot):
    heard.audition.search("telephone", favourites_only=False)
    qtbot.waitUntil(lambda: heard.audition.state.names == ("telephone",), timeout=NEVER_MS)
    heard.audition.search("", favourites_only=False)
    qtbot.waitUntil(
        lambda: len(heard.audition.state.names) == len(heard.audition.presets), timeout=NEVER_MS
    )


def test_hidden_presets_are_chosen_by_number_and_shown_again(heard: Models, qtbot):
    heard.audition.blind(True)
    qtbot.waitUntil(lambda: heard.audition.state.blind, timeout=NEVER_MS)
    heard.audition.choose("5")
    qtbot.waitUntil(lambda: heard.audition.chosen == "5", timeout=NEVER_MS)
    assert heard.audition.state.preset is None
    heard.audition.blind(False)
    qtbot.waitUntil(lambda: heard.audition.state.preset is not None, timeout=NEVER_MS)
    assert heard.audition.chosen in heard.audition.presets


def test_a_knob_is_turned_live_and_the_file_follows(heard: Models, qtbot):
    heard.audition.choose("cathedral")
    qtbot.waitUntil(lambda: heard.audition.chosen == "cathedral", timeout=NEVER_MS)
    for share in (0.9, 0.7, 0.5):
        heard.audition.wet(share)
    qtbot.waitUntil(lambda: heard.audition.state.preset.wet == 0.5, timeout=NEVER_MS)
    assert heard.audition.state.edited
    qtbot.waitUntil(lambda: heard.audition.state.hearing is Hearing.FILE, timeout=NEVER_MS)
    heard.audition.save("Half a church")
    qtbot.waitUntil(lambda: heard.audition.chosen == "half-a-church", timeout=NEVER_MS)
    qtbot.waitUntil(lambda: "half-a-church" in heard.audition.presets, timeout=NEVER_MS)
    assert heard.audition.presets["half-a-church"].preset.wet == 0.5
    heard.audition.remove("half-a-church")
    qtbot.waitUntil(lambda: len(heard.audition.removed) == 1, timeout=NEVER_MS)
    heard.audition.unremove()
    qtbot.waitUntil(lambda: "half-a-church" in heard.audition.presets, timeout=NEVER_MS)
    heard.audition.remove("half-a-church")
    qtbot.waitUntil(lambda: "half-a-church" not in heard.audition.presets, timeout=NEVER_MS)


def test_what_cannot_be_is_one_sentence_at_the_presets(opened: Models, qtbot, tmp_path: Path):
    told: list[tuple[StudioError, str]] = []
    opened.errors.shown.connect(lambda error, where: told.append((error, where)))
    opened.audition.step(1)
    assert "no take to hear yet" in told[-1][0].sentence().lower()
    opened.audition.rename("tape", "Band")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=NEVER_MS)
    assert "factory presets stay as they are" in told[-1][0].sentence().lower()
    broken = tmp_path / "broken.json"
    broken.write_text('{"kind": "musflow.finishing", "schema_version": 2, "effects": [{}]}')
    opened.audition.take_in([broken])
    qtbot.waitUntil(lambda: len(told) == 3, timeout=NEVER_MS)
    assert "broken.json" in told[-1][0].sentence()
    assert {where for _, where in told} == {"presets"}
    assert not opened.audition.keep()


def test_styles_are_heard_and_kept(scored: Models, qtbot):
    qtbot.waitUntil(lambda: bool(scored.styles.styles), timeout=NEVER_MS)
    scored.audition.want("test")
    qtbot.waitUntil(lambda: bool(scored.audition.clip_id), timeout=NEVER_MS)
    scored.audition.unwant("test")
    scored.styles.want("test")  # one player: presets give way
    qtbot.waitUntil(
        lambda: bool(scored.styles.clip_id) and not scored.audition.clip_id, timeout=NEVER_MS
    )
    own = scored.styles.chosen
    assert own == scored.styles.own
    scored.styles.step(1)
    qtbot.waitUntil(lambda: scored.styles.chosen != own, timeout=NEVER_MS)
    chosen = scored.styles.chosen
    qtbot.waitUntil(lambda: scored.styles.state.heard == chosen, timeout=NEVER_MS)
    with qtbot.waitSignal(scored.styles.kept, timeout=GENERATION_MS) as kept:
        assert scored.styles.keep()
    entry = scored.takes.entry(kept.args[0])
    assert entry.style == chosen
    assert scored.takes.number(scored.selection.cue_uid, entry.clip_id) == 2
    scored.styles.unwant("test")
    qtbot.waitUntil(lambda: scored.styles.clip_id == "", timeout=NEVER_MS)
