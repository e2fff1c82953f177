"""Cut-downs: exact lengths, the same key, motif and ending, nothing composed anew."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from gates import Gate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musflow_studio import pipeline, presets
from musflow_studio.documents.invariants import check_plan
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.request import Quality
from musflow_studio.domain.storyboard import HitWeight, InnerHit
from musflow_studio.evaluation.music_rules.lead_line import lead_lines
from musflow_studio.evaluation.music_rules.motif_returns import Shape, find_motif, tells
from musflow_studio.evaluation.sample_boards import sample_board, sample_cues
from musflow_studio.planning import parse_meter, plan
from musflow_studio.planning.cutdown import cut_down
from musflow_studio.planning.cutdown.material import Material
from musflow_studio.planning.cutdown.selection import select
from musflow_studio.progress import Progress, Timings
from musflow_studio.tools import Tools

STYLES = tuple(presets.load_styles())


def cue(seed: int, style: str = "tender-piano") -> CuePlan:
    return next(sample_cues(presets.style(style), 1, seed))


def frames(made: CuePlan, seconds: float) -> int:
    return made.storyboard.rate.nearest_frame(seconds)


def length_s(made: CuePlan) -> float:
    return float(made.storyboard.rate.seconds(made.out_frame - made.in_frame))


def onsets_s(made: CuePlan) -> list[float]:
    return [
        float(made.grid.seconds_at(note.start_tick)) + note.shift_us / 1e6
        for part in made.score.parts
        for note in part.notes
    ]


def motif_shapes(made: CuePlan) -> list[Shape]:
    """The motif as planned, and as a listener to the whole cue finds it."""
    steps = tuple(b - a for a, b in pairwise(made.motif.degrees))
    lines = lead_lines(made)
    bar_ticks = parse_meter(made.meter).bar_ticks
    found = find_motif(lines, lines, bar_ticks) if lines else None
    return [Shape(steps, made.motif.rhythm_ticks[:-1]), *([found.shape] if found else [])]


def tells_motif(made: CuePlan, shapes: list[Shape]) -> bool:
    """Whether the detector of the music rules, which knows nothing of cut-downs, hears it."""
    return any(tells(line, shape) for line in lead_lines(made) for shape in shapes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STYLES), st.integers(0, 300), st.floats(0.05, 0.98))
def test_any_length_is_reached_to_the_frame(style: str, seed: int, share: float) -> None:
    whole = cue(seed, style)
    wanted = max(frames(whole, 2.0), int(share * whole.out_frame))
    made = cut_down(whole, wanted)
    check_plan(made)
    assert made.storyboard.length_frames == made.out_frame == wanted
    assert made.panels[-1].end_frame == wanted
    assert (made.key, made.meter, made.motif) == (whole.key, whole.meter, whole.motif)
    assert length_s(made) - max(onsets_s(made)) >= 1.0
    assert abs(math.log(made.bpm / whole.bpm)) < 0.125
    assert all(abs(hit.error_frames) <= 0.5 for hit in made.hits)
    assert made.chords[-1].end_tick == made.grid.end_tick
    assert made.chords[-1].symbol == whole.chords[-1].symbol


@pytest.mark.parametrize("style", STYLES)
def test_what_stays_is_what_was_there(style: str) -> None:
    """Every bar of the cut-down is found in the cue, and in its order."""
    whole = cue(104, style)
    made = cut_down(whole, frames(whole, 15))
    there = [
        {(n.pitch, n.velocity) for p in whole.score.parts for n in p.notes if n.start_tick == tick}
        for tick in sorted({n.start_tick for p in whole.score.parts for n in p.notes})
    ]
    kept = sorted({n.start_tick for p in made.score.parts for n in p.notes})
    at = 0
    for tick in kept:
        struck = {
            (n.pitch, n.velocity) for p in made.score.parts for n in p.notes if n.start_tick == tick
        }
        found = next((i for i in range(at, len(there)) if there[i] & struck), None)
        assert found is not None, f"nothing of {struck} is in the cue after what came before"
        at = found + 1


def test_the_tempo_stays_near_where_there_is_room() -> None:
    for seed in range(104, 112):
        whole = cue(seed)
        if length_s(whole) > 20:
            assert abs(cut_down(whole, frames(whole, 15)).bpm / whole.bpm - 1) <= 0.04


def test_phrases_are_not_cut_where_there_is_a_choice() -> None:
    joins, cut = 0, 0
    for seed in range(100, 130):
        material = Material(cue(seed))
        if material.length_s < 20:
            continue
        chosen = select(material, 15)
        assert chosen is not None
        edges = {tick for stretch in chosen.stretches for tick in stretch} - {0}
        inner = edges - {material.last_onset}
        joins += len(inner)
        cut += sum(a < tick < b - 240 for tick in inner for a, b in material.runs)
    assert joins > 20
    assert cut <= 0.1 * joins


def test_must_hits_that_stay_sound_on_their_frame() -> None:
    checked = 0
    for seed in range(100, 110):
        whole = cue(seed)
        if length_s(whole) < 16:
            continue
        made = cut_down(whole, frames(whole, 12))
        rate = made.storyboard.rate
        for hit in made.hits[1:-1]:
            if hit.weight is not HitWeight.MUST:
                continue
            times = [
                float(made.grid.seconds_at(n.start_tick)) + n.shift_us / 1e6
                for p in made.score.parts
                for n in p.notes
                if n.start_tick == hit.tick
            ]
            assert min(abs(t - float(rate.seconds(hit.frame))) for t in times) < 0.002
            checked += 1
    assert checked > 3


def test_hits_inside_panels_move_with_their_music() -> None:
    board, told = sample_board(104)
    panels = list(board.panels)
    for i, panel in enumerate(panels):
        hit = InnerHit(panel.length_frames // 2, HitWeight.SHOULD, f"inside {panel.number}")
        panels[i] = replace(panel, inner_hits=(hit,))
    marked = replace(board, panels=tuple(panels))
    whole = plan(marked, told, presets.style("tender-piano"), cue_uid="1M1", seed=1)
    made = cut_down(whole, frames(whole, 20))
    inner = [(p.number, h) for p in made.storyboard.panels for h in p.inner_hits]
    assert inner
    assert all(hit.name == f"inside {number}" for number, hit in inner)
    assert len(made.hits) == len(made.storyboard.panels) + len(inner) + 1


def test_a_cut_down_is_a_cue_like_any_other_and_can_be_edited() -> None:
    whole = cue(104)
    made = cut_down(whole, frames(whole, 15))
    again = plan(
        made.storyboard,
        made.description,
        presets.style(made.style),
        cue_uid=made.cue_uid,
        seed=made.seed,
        pins=made.pins,
        base=made,
    )
    assert (again.grid, again.key, again.motif) == (made.grid, made.key, made.motif)
    assert [hit.tick for hit in again.hits] == [hit.tick for hit in made.hits]


def test_panels_that_stay_under_words_go_on_doing_so() -> None:
    whole = cue(104)
    spoken = replace(whole, under_words=tuple(panel.panel_uid for panel in whole.panels))
    made = cut_down(spoken, frames(whole, 15))
    assert len(made.panels) < len(whole.panels)
    assert set(made.under_words) == {panel.panel_uid for panel in made.panels}


def test_equal_cues_are_cut_down_alike() -> None:
    assert cut_down(cue(104), 300) == cut_down(cue(104), 300)


@pytest.mark.parametrize("share", [0.0, 1.0, 1.5])
def test_lengths_out_of_reach_are_refused_with_the_range(share: float) -> None:
    whole = cue(104)
    with pytest.raises(StudioError) as refused:
        cut_down(whole, int(share * whole.out_frame))
    assert refused.value.code is ErrorCode.OUT_OF_RANGE
    assert f"2 s to under {length_s(whole):g} s" in refused.value.sentence()


def test_loops_and_silence_are_refused() -> None:
    whole = cue(104)
    with pytest.raises(StudioError, match="loop"):
        cut_down(replace(whole, length_mode=LengthMode.LOOP), 300)
    with pytest.raises(StudioError, match="no notes"):
        cut_down(replace(whole, score=replace(whole.score, parts=())), 300)


@pytest.mark.gate
def test_gate_cut_downs(gate: Gate, tmp_path) -> None:
    """Twenty cues of every style in turn, cut down to 30, 15 and 6 s; one of each is rendered."""
    tools, count, motifs, told = Tools(), 0, 0, 0
    progress = Progress("gate", lambda _: None, lambda: False, Timings(tmp_path / "t.json"))
    least_s = math.inf
    for number in range(gate.size(20)):
        whole = cue(1000 + number, STYLES[number % len(STYLES)])
        shapes = motif_shapes(whole)
        lengths = [s for s in (30, 15, 6) if s < length_s(whole)]
        for seconds in lengths:
            made = cut_down(whole, frames(whole, seconds))
            count += 1
            assert made.key == whole.key
            assert made.out_frame == frames(whole, seconds)
            least_s = min(least_s, length_s(made) - max(onsets_s(made)))
            if tells_motif(whole, shapes):
                told += 1
                motifs += tells_motif(made, shapes)
        delivery = pipeline.Delivery(
            "sampled", presets.finishing_preset("as-composed"), 48000, 0.0, Quality.STANDARD,
            tmp_path, "gate",
        )  # fmt: skip
        tools.start("sampled")
        clip = pipeline.played(made, delivery, tools, progress)
        assert clip.frames == made.storyboard.rate.samples(frames(whole, lengths[-1]), 48000)
    share = motifs / max(1, told)
    gate.record(
        "music 3: cut-downs: exact frames, same key; motif present; last onset before the end",
        f"{count} of {count}; {motifs} of {told}; {least_s:.2f} s at least",
        "all; all; 1 s",
        f"cue -> 30, 15, 6 s, {gate.size(20)} cues, the shortest rendered",
        met=share == 1.0 and least_s >= 1.0,
    )
    assert least_s >= 1.0
    assert share >= 0.9
