"""The timeline by hand and by keyboard, on a real project and a real take."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QAction, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from musflow_studio.domain.playback import Playback, PlayState
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.project.cues import CueEdit, edit_cue
from musflow_studio.project.panels import roll_cut
from ui.models import Models
from ui.timeline import TimelineView
from ui.timeline.keys import ACTS
from ui.timeline.lanes import Lane
from ui.timeline.menus import fill_menu
from ui.timeline.pointing import target_at

WAIT_MS = 20_000


def made(models: Models, qtbot: QtBot) -> TimelineView:
    view = TimelineView(models)
    qtbot.addWidget(view)
    view.resize(1060, 330)
    view.show()
    qtbot.waitUntil(lambda: view.stage.scene is not None and described(view), timeout=WAIT_MS)
    view.canvas.setFocus()
    return view


def described(view: TimelineView) -> bool:
    return all(block.energy is not None for block in view.scene.board.panels)


@pytest.fixture
def view(opened: Models, qtbot: QtBot) -> TimelineView:
    """The small board: two panels of a second, one cue, no take."""
    return made(opened, qtbot)


@pytest.fixture
def heard(scored: Models, qtbot: QtBot) -> TimelineView:
    """The same with a take."""
    view = made(scored, qtbot)
    qtbot.waitUntil(lambda: view.scene.wave is not None, timeout=WAIT_MS)
    return view


def place(view: TimelineView, lane: Lane, seconds: float, part: float = 0.5) -> QPoint:
    view.stage.refresh()
    band = view.scene.bands[lane]
    return QPoint(round(view.scene.axis.x(seconds)), round(band.top + part * (band.height - 1)))


def click(view: TimelineView, lane: Lane, seconds: float) -> None:
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place(view, lane, seconds))
    view.stage.refresh()


def drag(view: TimelineView, *places: QPoint, alt: bool = False) -> None:
    keys = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.canvas, left, keys, places[0])
    for point in places[1:]:
        view.canvas.dragged.emit(float(point.x()), float(point.y()), keys)
        view.stage.refresh()
    QTest.mouseRelease(view.canvas, left, keys, places[-1])
    view.stage.refresh()


def key(view: TimelineView, code: Qt.Key, keys=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view.canvas, code, keys)
    view.stage.refresh()


def project(view: TimelineView):
    found = view.stage.project
    assert found
    return found


def weights(view: TimelineView) -> list[HitWeight]:
    return [panel.weight for panel in project(view).storyboard.panels]


def cue_range(view: TimelineView) -> tuple[int, int]:
    cue = project(view).cues[0]
    return cue.in_frame, cue.out_frame


def test_without_a_project_it_says_what_will_be_here(models: Models, qtbot: QtBot) -> None:
    view = TimelineView(models)
    qtbot.addWidget(view)
    view.show()
    assert view._empty.isVisible()
    assert not view.canvas.isVisible()


def test_a_click_on_a_cut_weighs_it_and_undo_takes_it_back(view: TimelineView) -> None:
    before = weights(view)[1]
    seen = []
    for _ in range(3):
        click(view, Lane.HITS, 1.0)
        seen.append(weights(view)[1])
    assert set(seen) == {HitWeight.MUST, HitWeight.SHOULD, HitWeight.IGNORE}
    assert seen[-1] is before
    view._models.project.undo()
    assert weights(view)[1] is seen[1]


def test_energy_is_drawn_over_the_panels_the_pointer_passes(view: TimelineView) -> None:
    steps = view._models.project
    drag(view, place(view, Lane.ENERGY, 0.3, 0.1), place(view, Lane.ENERGY, 0.6, 0.2),
         place(view, Lane.ENERGY, 1.5, 0.9))  # fmt: skip
    first, second = (panel.override.energy for panel in project(view).storyboard.panels)
    assert first is not None
    assert second is not None
    assert first > 0.75 > 0.2 > second
    steps.undo()
    assert [p.override.energy for p in project(view).storyboard.panels] == [None, None]
    assert not steps.can_undo


def test_an_edge_of_a_cue_is_dragged_and_clings_to_the_cut(view: TimelineView) -> None:
    drag(view, place(view, Lane.CUES, 1.999), place(view, Lane.CUES, 1.5),
         place(view, Lane.CUES, 1.004))  # fmt: skip
    assert cue_range(view) == (0, 24)
    assert view.scene.board.gaps[0].in_frame == 24
    drag(view, place(view, Lane.CUES, 1.0), place(view, Lane.CUES, 1.45),
         place(view, Lane.CUES, 1.0 + 11 / 24), alt=True)  # fmt: skip
    assert cue_range(view) == (0, 35)
    assert view._models.project.undo_text == "Move 1M1"


def test_a_cue_moves_within_its_room_and_a_gap_takes_another(view: TimelineView) -> None:
    view._models.project.do("shorten", lambda p: edit_cue(p, "1M1", CueEdit(out_frame=24)))
    drag(view, place(view, Lane.CUES, 0.5), place(view, Lane.CUES, 1.0),
         place(view, Lane.CUES, 1.9))  # fmt: skip
    assert cue_range(view) == (24, 48)
    QTest.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=place(view, Lane.CUES, 0.5))
    assert [(c.name, c.in_frame, c.out_frame) for c in project(view).cues] == [
        ("1M1", 24, 48), ("1M2", 0, 24),
    ]  # fmt: skip
    assert view.stage.cue is not None
    assert view.stage.cue.name == "1M2"


def test_hits_inside_a_panel_by_double_click_drag_and_key(view: TimelineView) -> None:
    QTest.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=place(view, Lane.HITS, 0.5))
    view.stage.refresh()
    assert [hit.frame for hit in project(view).storyboard.panels[0].inner_hits] == [12]
    drag(view, place(view, Lane.HITS, 0.5), place(view, Lane.HITS, 0.8),
         place(view, Lane.HITS, 1.25))  # fmt: skip
    assert project(view).storyboard.panels[0].inner_hits == ()
    assert [hit.frame for hit in project(view).storyboard.panels[1].inner_hits] == [6]
    key(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert [hit.frame for hit in project(view).storyboard.panels[1].inner_hits] == [5]
    key(view, Qt.Key.Key_W)
    assert project(view).storyboard.panels[1].inner_hits[0].weight is HitWeight.SHOULD
    key(view, Qt.Key.Key_Delete)
    assert project(view).storyboard.panels[1].inner_hits == ()


def test_all_of_it_by_keyboard(view: TimelineView) -> None:
    view._models.selection.choose_panel(project(view).storyboard.panels[1].uid)
    key(view, Qt.Key.Key_Up)
    key(view, Qt.Key.Key_Up)
    seen = view._models.descriptions.of(project(view).storyboard.panels[1].uid)
    assert seen
    wanted = min(1.0, seen.energy + 0.1)
    assert project(view).storyboard.panels[1].override.energy == pytest.approx(wanted, abs=0.011)
    key(view, Qt.Key.Key_E)
    assert project(view).storyboard.panels[1].override.energy is None
    key(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.playhead.seconds == 1.0
    key(view, Qt.Key.Key_BracketRight)
    assert cue_range(view) == (0, 24)
    key(view, Qt.Key.Key_C)
    assert [cue.name for cue in project(view).cues] == ["1M1", "1M2"]
    key(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert [cue.name for cue in project(view).cues] == ["1M1"]
    key(view, Qt.Key.Key_N)
    key(view, Qt.Key.Key_W)
    assert view.canvas.accessibleDescription().startswith("Cut into 2: ")
    key(view, Qt.Key.Key_Home)
    for _ in range(5):
        key(view, Qt.Key.Key_Right)
    key(view, Qt.Key.Key_H)
    assert [hit.frame for hit in project(view).storyboard.panels[0].inner_hits] == [5]


def test_every_key_in_the_table_is_done(heard: TimelineView) -> None:
    for name in ACTS:
        if name != "F2":  # a dialog
            heard.keyboard.act(name)


def test_what_cannot_be_done_is_said_here(view: TimelineView) -> None:
    told = []
    view._models.errors.shown.connect(lambda error, where: told.append((where, error.message)))
    view.keyboard.add_hit_at(1.0)
    assert [(where, "the cut into panel 2 is here" in said) for where, said in told] == [
        ("timeline", True)
    ]


def test_the_plan_stands_where_no_take_is(view: TimelineView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.scene.music is not None, timeout=WAIT_MS)
    assert view.scene.music
    assert not view.scene.music.made
    assert view.scene.hint.startswith("Planned, not made yet")


def test_a_take_shows_its_wave_bars_and_errors(heard: TimelineView) -> None:
    music = heard.scene.music
    assert music
    assert music.made
    assert heard.scene.wave
    assert heard.scene.wave.seconds == pytest.approx(2.0)
    assert music.bars
    assert music.chords
    assert [hit.panel for hit in music.hits][-1] == "end"
    assert music.stale == ()
    assert "bpm" in heard.header._words.text()


def test_after_a_recut_what_no_longer_fits_is_shaded(heard: TimelineView) -> None:
    second = project(heard).storyboard.panels[1].uid
    heard._models.project.do("roll", lambda p: roll_cut(p, second, 7))
    heard.stage.refresh()
    assert heard.scene.music
    assert heard.scene.music.stale
    heard._models.project.undo()
    heard.stage.refresh()
    assert heard.scene.music.stale == ()


def test_a_click_into_the_take_goes_there(heard: TimelineView, qtbot: QtBot) -> None:
    click(heard, Lane.WAVE, 1.25)
    assert heard.playhead.seconds == pytest.approx(1.25, abs=0.01)
    assert heard._models.playback.seconds == pytest.approx(1.25, abs=0.01)


def test_bars_are_chosen_and_looped(heard: TimelineView, qtbot: QtBot) -> None:
    player = heard._models.studio.player
    player.unloop().result(10)
    qtbot.waitUntil(lambda: player.playback.loop is heard._models.playback.loop_s is None)
    drag(heard, place(heard, Lane.BARS, 0.2), place(heard, Lane.BARS, 0.5),
         place(heard, Lane.BARS, 0.7))  # fmt: skip
    music = heard.scene.music
    assert music
    chosen = heard._models.selection.range_s
    assert chosen
    assert chosen[0] in [bar.start_s for bar in music.bars]
    assert chosen[1] in [min(bar.end_s, music.end_s) for bar in music.bars]
    key(heard, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: heard.scene.loop == pytest.approx(chosen, abs=0.001), timeout=WAIT_MS)
    key(heard, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: heard.scene.loop is None, timeout=WAIT_MS)


def test_the_wheel_zooms_down_to_single_samples(heard: TimelineView, qtbot: QtBot) -> None:
    at = QPointF(500, 250)
    anchor = heard.scene.axis.seconds(500)
    for _ in range(60):
        QApplication.sendEvent(heard.canvas, QWheelEvent(
            at, heard.canvas.mapToGlobal(at), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip
    assert heard.scene.axis.seconds(500) == pytest.approx(anchor, abs=1e-4)
    assert heard.scene.axis.px_per_s == 44_100 * 12
    qtbot.waitUntil(lambda: heard.scene.raw is not None, timeout=WAIT_MS)
    raw = heard.scene.raw
    assert raw
    assert raw.start <= anchor * 44_100 < raw.start + len(raw.values)
    key(heard, Qt.Key.Key_0)
    assert heard.scene.axis.fits


def actions(view: TimelineView, lane: Lane, seconds: float) -> dict[str, QAction]:
    """What the context menu offers at a place."""
    at = place(view, lane, seconds)
    menu = QMenu(view)
    target = target_at(view.scene, at.x(), at.y())
    fill_menu(menu, target, view.scene, view.edits, view.keyboard.act)
    return {action.text(): action for action in menu.actions()}


def test_the_menu_weighs_silences_and_removes(view: TimelineView) -> None:
    actions(view, Lane.HITS, 1.0)["The music must hit this"].trigger()
    assert weights(view)[1] is HitWeight.MUST
    actions(view, Lane.PANELS, 1.5)["No music in panel 2"].trigger()
    silent = project(view).storyboard.panels[1].uid
    assert project(view).cues[0].tacet == (silent,)
    view.stage.refresh()
    assert view.scene.board.cues[0].tacet == ((1.0, 2.0),)
    actions(view, Lane.PANELS, 1.5)["No music in panel 2"].trigger()
    assert project(view).cues[0].tacet == ()
    actions(view, Lane.CUES, 1.5)["Remove 1M1 (its takes stay)"].trigger()
    assert project(view).cues == ()
    assert view.stage.cue is None


def test_a_drag_beyond_the_edge_scrolls(view: TimelineView) -> None:
    for _ in range(6):
        view.keyboard.act("+")
    before = view.scene.axis.right_s
    edge = place(view, Lane.RULER, view.scene.axis.left_s + 0.001)
    beyond = QPoint(view.canvas.width() + 60, edge.y())
    drag(view, edge, beyond, beyond)
    assert view.scene.axis.right_s > before
    assert view.playhead.seconds > before


def test_the_view_turns_with_the_music_only_while_it_follows(
    heard: TimelineView, qtbot: QtBot
) -> None:
    for _ in range(8):
        heard.keyboard.act("+")
    heard.header.follow.setChecked(True)
    clip = heard.stage.clip
    assert clip
    report = Playback(PlayState.PLAYING, clip.clip_id, round(1.9 * 44100), clip.frames, 44100)
    heard._models.studio.playback_changed.emit(report)
    qtbot.waitUntil(lambda: heard.playhead.seconds >= 1.9, timeout=WAIT_MS)
    assert heard.scene.axis.left_s <= heard.playhead.seconds < heard.scene.axis.right_s
    heard.header.follow.setChecked(False)
    heard._models.playback.moved.emit(0.1)
    assert heard.scene.axis.left_s > 0.1
    assert heard.playhead.seconds == pytest.approx(0.1)
