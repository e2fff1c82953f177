"""What lies under the pointer, where it may go, and the words for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from timeline_boards import film, scene_of

from musflow_studio.domain.project import CueStatus
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.project.cues import CueEdit, edit_cue
from ui.timeline.lanes import LEAST_HEIGHT_PX, Lane, lane_at, lane_bands
from ui.timeline.places import beats_s, beside, frame_s, hit_beside, one_more_bar
from ui.timeline.pointing import Edge, energy_at, target_at
from ui.timeline.snapping import cue_room, cut_frames, moved_range, snapped
from ui.timeline.wording import hit_words, idle_words, target_words


def at(scene, lane, seconds):
    return target_at(scene, scene.axis.x(seconds), scene.bands[lane].top + 3)


@pytest.mark.parametrize("height", [LEAST_HEIGHT_PX, 400, 1000])
def test_lanes_fill_the_view_without_gaps(height):
    bands = list(lane_bands(height).values())
    assert bands[0].top == 0
    assert bands[-1].bottom == height
    assert all(a.bottom == b.top for a, b in zip(bands, bands[1:], strict=False))
    assert lane_at(lane_bands(height), -5) is Lane.RULER
    assert lane_at(lane_bands(height), height + 5) is Lane.WAVE


def test_a_cue_its_ends_and_the_gaps_beside_it():
    scene = scene_of(film())
    assert at(scene, Lane.CUES, 1.5).cue.cue.name == "1M1"
    assert at(scene, Lane.CUES, 1.5).edge is None
    assert at(scene, Lane.CUES, 1.012).edge is Edge.IN
    assert at(scene, Lane.CUES, 0.99).edge is Edge.IN
    assert at(scene, Lane.CUES, 2.01).edge is Edge.OUT
    assert at(scene, Lane.CUES, 0.5).gap.out_frame == 24
    assert at(scene, Lane.CUES, 2.5).gap.in_frame == 48


def test_hits_are_met_within_a_few_pixels_only():
    scene = scene_of(film())
    assert at(scene, Lane.HITS, 1.507).hit.name == "door"
    assert at(scene, Lane.HITS, 1.55).hit is None
    assert not at(scene, Lane.HITS, 1.0).hit.inner


def test_bars_chords_keys_and_panels_are_known_by_time():
    scene = scene_of(film())
    assert at(scene, Lane.BARS, 1.2).bar.number == 1
    assert at(scene, Lane.CHORDS, 1.2).span.text == "F#m"
    assert at(scene, Lane.SECTIONS, 1.2).span.text == "F# minor"
    assert at(scene, Lane.CHORDS, 0.2).span is None
    assert at(scene, Lane.PANELS, 3.2).panel.panel.number == "4"


def test_energy_goes_from_the_bottom_to_the_top_of_its_lane():
    scene = scene_of(film())
    band = scene.bands[Lane.ENERGY]
    assert energy_at(scene, band.bottom) == 0
    assert energy_at(scene, band.top) == 1
    assert energy_at(scene, band.top + 4 + (band.height - 7) / 2) == pytest.approx(0.5)


def test_edges_cling_to_cuts_and_stay_between_neighbours():
    project = film()
    assert cut_frames(project) == (0, 24, 36, 48, 72, 96)
    assert snapped(45, cut_frames(project), 3) == 48
    assert snapped(44, cut_frames(project), 3) == 44
    first, second = project.cues
    assert cue_room(project, first) == (0, 72)
    assert cue_room(project, second) == (48, 96)
    omitted = edit_cue(project, "1M2", CueEdit(status=CueStatus.OMITTED))
    assert cue_room(omitted, first) == (0, 96)
    assert moved_range((0, 72), 24, 60) == (48, 72)
    assert moved_range((0, 72), 24, -9) == (0, 24)


def test_keys_go_from_place_to_place():
    scene = scene_of(film())
    assert beats_s(scene.music) == [1.0, 1.5]
    assert beside([0, 1, 2], 1.0, 1) == 2
    assert beside([0, 1, 2], 1.0, -1) == 0
    assert beside([0, 1, 2], 2.0, 1) is None
    assert frame_s(scene, 1.0, -1) == pytest.approx(23 / 24)
    assert frame_s(scene, 3.99, 5) == 4.0
    assert hit_beside(scene, 1.0, 1).frame == 24
    assert hit_beside(replace(scene, hit=24), 1.0, 1).frame == 36
    assert hit_beside(replace(scene, hit=72), 1.0, 1).frame == 72
    assert one_more_bar(scene.music, 1.2, None) == (1.0, 2.0)
    assert one_more_bar(scene.music, 1.2, (1.0, 2.0)) == (1.0, 2.0)
    assert one_more_bar(None, 1.2, None) is None


def test_sentences_say_what_is_there():
    scene = scene_of(film())
    door = at(scene, Lane.HITS, 1.5).hit
    assert hit_words(door, scene) == (
        "door inside panel 2: should hit, music 1.5 frames late on 1.2, out of reach"
    )
    ignored = replace(door, weight=HitWeight.IGNORE)
    assert hit_words(ignored, scene) == "door inside panel 2: ignored"
    assert target_words(at(scene, Lane.CUES, 0.5), scene).startswith("No music here")
    assert idle_words(scene) == "1M1   1.00 s   120 bpm   F# minor   planned, not made yet"
