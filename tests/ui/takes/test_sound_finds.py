"""The search by sound on screen: two tracks with reasons, more like this, folders, listening."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import GENERATION_MS
from PyQt6.QtCore import Qt
from retrieval.small_music import write_music
from window_studio import studio_in

from musflow_studio.domain.reference import Like, Trait
from musflow_studio.domain.sound_search import SoundQuery
from musflow_studio.studio import Studio
from ui.make.reference_card import ReferenceCard
from ui.models import Models, make_models
from ui.takes import TakesView


@pytest.fixture(scope="module")
def window_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: what is heard is counted."""
    return tmp_path_factory.mktemp("sounds-home")


@pytest.fixture(scope="module")
def studio(window_home: Path) -> Iterator[Studio]:
    with studio_in(window_home) as opened:
        yield opened


@pytest.fixture
def view(models: Models, qtbot, tmp_path: Path) -> TakesView:
    """The takes beside a folder of music that was heard."""
    write_music(tmp_path / "music")
    made = TakesView(models)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    made.by_sound.click()
    models.sounds.add_folder(tmp_path / "music")
    qtbot.waitUntil(lambda: models.sounds.state.heard >= 6, timeout=GENERATION_MS)
    yield made
    models.sounds.remove_folder(tmp_path / "music")


def shown(view: TakesView) -> list[str]:
    return [view.finds.list.item(row).text() for row in range(view.finds.list.count())]


def test_a_library_that_was_searched_is_heard_from_the_start(
    models: Models, view: TakesView, qtbot
) -> None:
    assert models.studio.sounds.was_used
    fresh = make_models(models.studio)
    assert fresh.sounds.state.heard == 0
    fresh.sounds.go_on()
    qtbot.waitUntil(lambda: fresh.sounds.state.heard >= 6, timeout=GENERATION_MS)
    fresh.close()


def test_words_find_two_tracks_with_reasons(models: Models, view: TakesView, qtbot) -> None:
    assert "Say what you want to hear" in view.finds.empty.text()
    assert "1 folder" in view.finds.empty.text()
    qtbot.keyClicks(view.search, "fast rain")
    qtbot.waitUntil(lambda: view.finds.list.count() > 2, timeout=GENERATION_MS)
    rows = shown(view)
    assert rows[0] == "Targeted: fast"
    broad = rows.index("Broad: everything")
    assert "rain on a roof" in rows[broad + 1]
    assert "\u201crain\u201d" in rows[broad + 1]
    assert view.finds.hit is not None, "the first hit is marked, not its title"
    assert not view.rows.isVisible()
    view.of_all.click()
    qtbot.waitUntil(lambda: not view.finds.isVisible())


def test_more_like_the_marked_one(models: Models, view: TakesView, qtbot) -> None:
    models.sounds.search(SoundQuery("sticks"))
    qtbot.waitUntil(lambda: view.finds.hit is not None, timeout=GENERATION_MS)
    first = view.finds.hit.path
    view.finds.more.click()
    qtbot.waitUntil(
        lambda: models.sounds.found and first not in {h.path for h in models.sounds.found.broad},
        timeout=GENERATION_MS,
    )
    assert models.sounds.found.broad[0].path.parent == first.parent
    assert f"sounds like {first.stem}" in models.sounds.found.broad[0].reference.why


def test_a_file_is_listened_to(models: Models, view: TakesView, qtbot) -> None:
    models.sounds.search(SoundQuery("chapel"))
    qtbot.waitUntil(lambda: view.finds.hit is not None, timeout=GENERATION_MS)
    view.finds.list.setFocus()
    qtbot.keyClick(view.finds.list, Qt.Key.Key_Return)
    told = str(view.finds.hit.path)
    qtbot.waitUntil(lambda: models.playback.playback.key == told, timeout=GENERATION_MS)


def test_folders_are_taken_away_by_the_menu(models: Models, view: TakesView, qtbot) -> None:
    texts = [action.text() for action in view.finds.folder_menu().actions()]
    assert texts[0] == "Search another folder…"
    assert any(text.startswith("No longer search") for text in texts)
    (folder,) = models.sounds.folders
    models.sounds.remove_folder(folder)
    qtbot.waitUntil(lambda: models.sounds.state.heard < 6, timeout=GENERATION_MS)
    assert "your takes" in view.finds.empty.text()
    models.sounds.add_folder(folder)


def test_a_hit_steers_the_cue_is_swapped_and_taken_away(
    opened: Models, view: TakesView, qtbot
) -> None:
    card = ReferenceCard(opened)
    qtbot.addWidget(card)
    assert card.isHidden()
    opened.sounds.search(SoundQuery("rain", genre="drums"))
    qtbot.waitUntil(lambda: view.finds.hit is not None, timeout=GENERATION_MS)
    targeted, broad = view.finds.hit, opened.sounds.found.broad[0]
    assert targeted.path.parent.name == "drums"
    view.finds.steer.click()
    assert opened.selection.cue.like == Like(targeted.path)
    assert card.name.text() == f"Like {targeted.path.stem}"
    assert card.why.text() == f"Targeted. {targeted.reference.why}"
    card.swap.click()
    assert opened.selection.cue.like.path == broad.path
    assert card.why.text() == f"Broad. {broad.reference.why}"
    card.traits[Trait.KEY].click()
    card.swap.click()
    assert opened.selection.cue.like == Like(
        targeted.path, (Trait.TEMPO, Trait.ENERGY, Trait.SOUND)
    )
    opened.project.undo()
    assert opened.selection.cue.like.path == broad.path
    card.none.click()
    assert opened.selection.cue.like is None
    assert card.isHidden()
