"""A hand-edited document is refused with the field, its value and the legal range."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tiny_cue

from musflow_studio.documents import DescribedBoard, dump_document, load_document
from musflow_studio.domain.errors import StudioError
from musflow_studio.project import new_project

# where in the plan, what to put there, what the sentence must name
PLAN_EDITS: list[tuple[str, Any, str]] = [
    ("description.panels.0.energy", 1.4, r"description\.panels\[0\]\.energy .*1\.4.*0 to 1"),
    ("description.panels.0.mood.valence", -1.5, r"mood\.valence .*-1 to 1"),
    ("description.panels.0.mood.tension", -0.1, r"mood\.tension .*0 to 1"),
    ("description.reference.median_length_seconds", 0, "median_length_seconds"),
    ("storyboard.panels", [], r"storyboard\.panels is empty"),
    ("storyboard.panels.1.uid", "a", r"panels\[1\]\.uid stands twice"),
    ("storyboard.panels.1.length_frames", 0, "length_frames"),
    ("storyboard.panels.1.length_frames", 9_999_999, "length in seconds"),
    ("storyboard.panels.0.override.energy", 2, r"override\.energy"),
    (
        "storyboard.panels.0.region",
        {"left": 0.1, "top": 0, "right": 1.2, "bottom": 1},
        r"region\.right .*0 to 1",
    ),
    (
        "storyboard.panels.0.region",
        {"left": 0.5, "top": 0, "right": 0.5, "bottom": 1},
        r"region\.right is not greater than left",
    ),
    ("storyboard.start_timecode_frames", -1, "start_timecode_frames"),
    ("in_frame", 24, "in_frame"),
    ("out_frame", 25, r"out_frame .*1 to 24"),
    ("seed", -1, "seed"),
    ("tail_s", 31, r"tail_s .*0 to 30"),
    ("pins.bpm", 1000, r"pins\.bpm .*40 to 240"),
    ("pins.bars", 0, r"pins\.bars"),
    ("key.tonic", 12, r"key\.tonic"),
    ("key.mode", "locrian", r"key\.mode .*'locrian'.*dorian"),
    ("pins.motif", {"degrees": [0, 99], "rhythm_ticks": [480, 480]}, r"pins\.motif\.degrees\[1\]"),
    ("motif.rhythm_ticks", [480], r"motif\.rhythm_ticks"),
    ("grid.tempi", [], r"grid\.tempi is empty"),
    ("grid.tempi.0.start_tick", 5, r"grid\.tempi\[0\]\.start_tick"),
    ("grid.tempi.0.microseconds_per_quarter", 0, "microseconds_per_quarter"),
    ("grid.meters.0.denominator", 3, r"denominator is 3"),
    ("grid.meters.0.numerator", 0, "numerator"),
    ("grid.end_tick", 0, r"grid\.end_tick"),
    ("grid.base_microseconds_per_quarter", 1, r"base_microseconds_per_quarter"),
    ("chords.0.end_tick", 0, r"chords\[0\]\.end_tick"),
    ("chords.0.pitch_classes", [13], r"chords\[0\]\.pitch_classes"),
    ("chords.0.pitch_classes", [], "is empty"),
    ("panels.0.panel_uid", "zz", r"panels\[0\]\.panel_uid is not on the storyboard"),
    ("panels.1.start_frame", 0, r"panels\[1\]\.start_frame"),
    ("panels.1.energy", -0.2, r"panels\[1\]\.energy"),
    ("hits.0.kind", "bat", r"hits\[0\]\.kind"),
    ("energy_curve.1", [1920, 3.0], r"energy_curve\[1\] energy"),
    ("energy_curve.0", [4000, 0.5], r"energy_curve\[1\] starts before"),
    ("score.parts.0.notes.0.velocity", 0, r"notes\[0\]\.velocity .*1 to 127"),
    ("score.parts.0.notes.0.pitch", 128, r"notes\[0\]\.pitch .*0 to 127"),
    ("score.parts.0.notes.0.start_tick", -1, r"notes\[0\]\.start_tick"),
    ("score.parts.0.notes.0.start_tick", 1000, r"notes\[1\] starts before"),
    ("score.parts.0.notes.0.duration_ticks", 0, "duration_ticks"),
    ("score.parts.0.notes.0.shift_us", 10**9, "shift_us"),
    ("score.parts.0.expression.0.value", 128, r"expression\[0\]\.value"),
    ("score.parts.0.program", 128, "program"),
    ("score.parts.0.bank", 129, "bank"),
    ("score.parts.0.pan", 2, "pan"),
    ("score.parts.0.gain_db", 90, "gain_db"),
]


def _edit(document: Any, place: str, value: object) -> None:  # noqa: ANN401 - plain JSON
    *steps, last = (int(s) if s.isdigit() else s for s in place.split("."))
    inside = document["value"]
    for step in steps:
        inside = inside[step]
    inside[last] = value


@pytest.mark.parametrize(("place", "value", "says"), PLAN_EDITS)
def test_a_plan_edited_out_of_range_is_refused(place: str, value: object, says: str) -> None:
    document = json.loads(dump_document("musflow.plan", tiny_cue.plan()))
    _edit(document, place, value)
    with pytest.raises(StudioError, match=says) as failure:
        load_document(json.dumps(document))
    assert failure.value.exit_status == 2


def test_a_plan_edited_within_range_is_taken() -> None:
    document = json.loads(dump_document("musflow.plan", tiny_cue.plan()))
    for place, value in (
        ("description.panels.0.caption", "a storm at sea"),
        ("panels.1.energy", 1),
        ("score.parts.0.notes.0.velocity", 127),
        ("grid.tempi.0.microseconds_per_quarter", 625_000),
    ):
        _edit(document, place, value)
    plan = load_document(json.dumps(document)).value
    assert plan.description.panels[0].caption == "a storm at sea"
    assert plan.bpm == 96.0


def test_a_description_must_speak_of_every_panel_in_order() -> None:
    told = DescribedBoard(tiny_cue.board(), tiny_cue.description())
    document = json.loads(dump_document("musflow.description", told))
    document["value"]["description"]["panels"].reverse()
    with pytest.raises(StudioError, match="different panels"):
        load_document(json.dumps(document))


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("cues.0.out_frame", 25, r"cues\[0\]\.out_frame"),
        ("cues.0.in_frame", 24, r"cues\[0\]\.in_frame"),
        ("cues.0.chosen_clip_id", "abc", "not among its clip_ids"),
        ("cues.0.seed", 2**32, r"cues\[0\]\.seed"),
        ("cues.0.status", "perhaps", "does not fit"),
    ],
)
def test_a_project_edited_out_of_range_is_refused(place: str, value: object, says: str) -> None:
    document = json.loads(dump_document("musflow.project", new_project(tiny_cue.board())))
    _edit(document, place, value)
    with pytest.raises(StudioError, match=says):
        load_document(json.dumps(document))
