"""Takes: judged, chosen, deleted and taken back; a recipe restored; versions made and heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from patience import GENERATION_MS

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.request import (
    AlternatesRequest,
    ExportKind,
    ExportRequest,
    RefinishRequest,
)
from musflow_studio.project.cues import CueEdit
from musflow_studio.project.panels import with_panel
from ui.models import Models, make_models
from ui.models.takes import FAVOURITE, REJECTED


def newest(models: Models) -> str:
    cue = models.selection.cue
    assert cue
    return cue.clip_ids[-1]


def test_a_take_is_judged_and_the_package_says_so(scored: Models, qtbot):
    take = newest(scored)
    qtbot.waitUntil(lambda: scored.takes.entry(take) is not None)
    scored.takes.rate(take, 4)
    scored.takes.judge(take, FAVOURITE)
    scored.takes.name(take, "  The  one ")
    scored.takes.judge(take, REJECTED)
    scored.takes.judge(take, REJECTED)
    scored.takes.judge(take, FAVOURITE)
    marks = scored.studio.clip(take).result(10).marks
    assert (marks.name, marks.rating, marks.tags) == ("The one", 4, (FAVOURITE,))


def test_a_deleted_take_comes_back(scored: Models, qtbot):
    take, cue = newest(scored), scored.selection.cue_uid
    qtbot.waitUntil(lambda: len(scored.takes.of_cue(cue)) == 1)
    scored.takes.delete(take)
    qtbot.waitUntil(lambda: scored.takes.of_cue(cue) == ())
    scored.takes.undelete()
    qtbot.waitUntil(lambda: [e.clip_id for e in scored.takes.of_cue(cue)] == [take])
    assert scored.takes.number(cue, take) == 1


def test_the_newest_take_that_is_left_is_looked_at(scored: Models, qtbot):
    first = newest(scored)
    qtbot.waitUntil(lambda: scored.making.base is not None)
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        scored.making.vary(first)
    second = newest(scored)
    qtbot.waitUntil(lambda: scored.playback.clip_id == second)
    scored.takes.delete(second)
    qtbot.waitUntil(lambda: scored.playback.clip_id == first)
    again = make_models(scored.studio)  # also where the project names a take that is gone
    with qtbot.waitSignal(again.project.opened, timeout=GENERATION_MS):
        again.project.open(scored.project.working_file)
    qtbot.waitUntil(lambda: again.selection.clip_id == first)
    qtbot.waitUntil(lambda: again.making.base is not None)
    again.project.close()
    again.close()


def test_a_recipe_brings_board_and_cue_back_in_one_step(scored: Models, qtbot):
    take = newest(scored)
    before = scored.project.board
    panel = scored.selection.panel
    assert panel
    stormy = replace(panel, story="A storm breaks loose")
    scored.project.do("Edit", lambda p: with_panel(p, stormy))
    scored.making.edit("Tail", CueEdit(tail_s=2.0))
    assert scored.project.board != before
    qtbot.waitUntil(lambda: bool(scored.making.stale))
    with qtbot.waitSignal(scored.project.changed):
        scored.takes.restore_recipe(scored.selection.cue_uid, take)
    assert scored.project.board == before
    assert scored.making.stale == ()
    scored.project.undo()
    assert scored.project.board != before


def test_versions_of_a_take(scored: Models, qtbot, tmp_path: Path):
    take, cue = newest(scored), scored.selection.cue_uid
    qtbot.waitUntil(lambda: scored.takes.clip(take) is not None)
    clip = scored.takes.clip(take)
    assert clip
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        scored.jobs.alternates(AlternatesRequest(clip.folder, (Alternate.BED,)), "Bed")
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        request = RefinishRequest(clip.folder, gain_db=-4.0, cue_uid=cue)
        scored.jobs.refinish(request, "Level")
    qtbot.waitUntil(lambda: len(scored.takes.of_cue(cue)) == 3)
    quieter, full, bed = scored.takes.of_cue(cue)
    assert (quieter.gain_db, full.clip_id) == (-4.0, take)
    assert (bed.alternate, bed.alternate_of) == (Alternate.BED, take)
    assert scored.takes.number(cue, quieter.clip_id) == 2
    score = tmp_path / "cue.musicxml"
    with qtbot.waitSignal(scored.jobs.exported, timeout=GENERATION_MS):
        scored.jobs.export(ExportRequest(clip.folder, ExportKind.MUSICXML, score), "Score")
    assert score.read_text("utf-8").startswith("<?xml")


def test_two_takes_are_compared_at_the_level_of_the_quieter(scored: Models, qtbot):
    take, cue = newest(scored), scored.selection.cue_uid
    qtbot.waitUntil(lambda: scored.playback.clip_id == take)
    clip = scored.playback.clip
    assert clip
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        scored.jobs.refinish(RefinishRequest(clip.folder, gain_db=-6.0, cue_uid=cue), "Level")
    quieter = scored.selection.cue.clip_ids[-1]
    qtbot.waitUntil(lambda: scored.takes.entry(quieter) is not None)
    entries = [scored.takes.entry(one) for one in (take, quieter)]
    for entry in entries:  # one second is long enough to be measured
        assert entry
        assert entry.lufs is not None
    scored.playback.compare(take, quieter)
    scored.playback.seek(0.5)
    qtbot.waitUntil(lambda: scored.playback.clip_id == take)
    gains = scored.playback._gains_db
    assert abs(gains[take] + 6.0) < 0.1
    assert gains[quieter] == 0.0
    scored.playback.flip()
    qtbot.waitUntil(lambda: scored.playback.clip_id == quieter)
    assert abs(scored.playback.seconds - 0.5) < 0.01
    assert scored.selection.clip_id == quieter
    scored.playback.end_comparison()
    assert scored.playback.comparison is None
    assert scored.selection.clip_id == quieter


def test_a_blind_comparison_shows_nothing_until_it_is_revealed(scored: Models, qtbot):
    take = newest(scored)
    qtbot.waitUntil(lambda: scored.playback.clip_id == take)
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        scored.making.vary(take)
    other = newest(scored)
    qtbot.waitUntil(lambda: scored.takes.entry(other) is not None)
    shown = scored.selection.clip_id
    scored.playback.compare(take, other, blind=True)
    pair = scored.playback.comparison
    assert pair
    qtbot.waitUntil(lambda: scored.playback.clip_id == pair.first)
    scored.playback.flip()
    qtbot.waitUntil(lambda: scored.playback.clip_id == pair.second)
    assert scored.selection.clip_id == shown
    scored.playback.reveal()
    assert scored.selection.clip_id == pair.second
    scored.playback.end_comparison()


def test_what_was_asked_while_something_is_made_is_refused(scored: Models, qtbot):
    shown: list[str] = []
    scored.errors.shown.connect(lambda error, where: shown.append(f"{where}: {error.message}"))
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        assert scored.making.generate()
        assert not scored.making.rethink()
    assert shown == ["make: something is being made already"]
