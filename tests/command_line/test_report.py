"""What is printed about panels and clips: the user's own words come out as they were written."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from tiny_cue import keep_one, plan

from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.report import (
    clip_as_json,
    print_alternate,
    print_clip,
    print_description,
)
from musflow_studio.documents import DescribedBoard
from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Loudness
from musflow_studio.domain.plan import Hit
from musflow_studio.domain.storyboard import HitWeight

WRITTEN = "He waits [beat] :smile: [/] and [red]runs"


def printed(print_it, thing, width=100):
    out = io.StringIO()
    print_it(thing, open_console(file=out, width=width))
    return out.getvalue()


@pytest.fixture
def clip(tmp_path):
    return keep_one(tmp_path / "[a] library")


def with_plan(clip, **changes):
    return replace(clip, recipe=replace(clip.recipe, plan=replace(clip.recipe.plan, **changes)))


def test_brackets_and_colons_are_printed_as_written(clip):
    said = printed(print_clip, with_plan(clip, caption=WRITTEN, why=(WRITTEN,)))
    assert said.count(WRITTEN) == 2
    assert str(clip.folder / clip.wav) in said


def test_captions_and_evidence_are_printed_as_written():
    made = plan()
    told = tuple(replace(panel, caption=WRITTEN) for panel in made.description.panels)
    board = replace(made.storyboard, remarks=(WRITTEN,))
    described = DescribedBoard(board, replace(made.description, panels=told))
    assert printed(print_description, described).count(WRITTEN) == len(told) + 1


def test_wrapped_lines_keep_their_indent(clip):
    said = printed(print_clip, with_plan(clip, why=("because " * 20,)), width=60)
    reasons = [line for line in said.splitlines() if "because" in line]
    assert len(reasons) > 2
    assert all(line.startswith("  because") for line in reasons)


def test_an_alternate_is_a_line_and_not_the_cue_told_again(clip):
    bed = replace(clip, recipe=replace(clip.recipe, alternate=Alternate.NO_MELODY))
    said = printed(print_alternate, bed)
    assert said.startswith("No melody\n")
    assert str(clip.folder / clip.wav) in said
    assert clip.recipe.plan.caption not in said


def test_a_tail_and_the_finishing_preset_are_stated(clip):
    assert "it tail" not in printed(print_clip, clip)
    said = printed(print_clip, with_plan(clip, tail_s=0.5))
    assert "1.000 s, 0.5 s of it tail, 44100 Hz" in said
    assert clip.recipe.preset.name in said


def test_json_rounds_measurements_and_knows_no_minus_zero(clip):
    hit = Hit("a", "1", 0, HitWeight.MUST, 0, "1.1", -0.0001, "beat", True)
    loud = replace(with_plan(clip, hits=(hit,)), loudness=Loudness(-26.03085698, None, 0.0))
    told = clip_as_json(loud)
    assert (told["lufs"], told["true_peak_dbtp"]) == (-26.03, None)
    assert '"error_frames": 0.0' in json.dumps(told)


def test_ignored_cuts_are_not_in_the_table_and_missed_ones_say_so(clip):
    missed = Hit("b", "2B", 12, HitWeight.SHOULD, 960, "1.2", 2.77, "beat", reached=False)
    ignored = Hit("c", "3C", 18, HitWeight.IGNORE, 960, "1.2", 5.0, "beat", reached=False)
    said = printed(print_clip, with_plan(clip, hits=(missed, ignored)))
    (row,) = [line.split() for line in said.splitlines() if "2B" in line]
    assert row == ["2B", "00:00:00:12", "1.2", "+2.8", "frames", "should,", "not", "reached"]
    assert "3C" not in said
