"""The music itself, over random boards: density, voices, melody, motif, dynamics, endings."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scored_boards import HOPE, STYLE, Look, planned, random_looks

from musflow_studio.domain.plan import ChordSpan, CuePlan, PanelPlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight, InnerHit
from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.melody.line import scale_position

BOARDS = 30
LEAD = "Piano"


@cache
def cues() -> tuple[CuePlan, ...]:
    rng = random.Random(3)
    return tuple(planned(random_looks(rng, 3, 8), seed=seed) for seed in range(BOARDS))


def melody_by_panel(cue: CuePlan) -> list[tuple[PanelPlan, list[Note]]]:
    panels = {panel.panel_uid: panel for panel in cue.panels}
    grouped: dict[str, list[Note]] = defaultdict(list)
    for part in cue.score.parts:
        if part.role is Role.MELODY and part.instrument == LEAD:
            for note in part.notes:
                grouped[note.panel_uid].append(note)
    return [(panels[uid], notes) for uid, notes in grouped.items()]


def chord_at(cue: CuePlan, tick: int) -> ChordSpan:
    return next(c for c in cue.chords if c.start_tick <= tick < c.end_tick)


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags)


def _sounds(note: Note, tick: int) -> bool:
    return note.start_tick <= tick < note.start_tick + note.duration_ticks


def test_melody_is_singable() -> None:
    small, turned, strong, ranges = [], [], [], []
    for cue in cues():
        for _, notes in melody_by_panel(cue):
            pitches = [note.pitch for note in notes]
            ranges.append(max(pitches) - min(pitches))
            small += [abs(b - a) <= 4 for a, b in pairwise(pitches)]
            turned += [
                (b - a) * (c - b) < 0
                for a, b, c in zip(pitches, pitches[1:], pitches[2:], strict=False)
                if abs(b - a) > 7
            ]
            for note in notes:
                bar = cue.grid.bar_at(note.start_tick)
                if note.start_tick == bar.start_tick:
                    tones = chord_at(cue, note.start_tick).pitch_classes
                    strong.append(note.pitch % 12 in tones)
    assert share(small) >= 0.65
    assert share(turned) >= 0.8
    assert share(strong) >= 0.85
    assert max(ranges) <= 19


def test_melody_stays_over_the_harmony_and_rests() -> None:
    over, sung, total = [], 0, 0
    for cue in cues():
        pads = [n for part in cue.score.parts if part.role is Role.PAD for n in part.notes]
        for panel, notes in melody_by_panel(cue):
            sung += sum(note.duration_ticks for note in notes)
            total += panel.end_tick - panel.start_tick
            for note in notes:
                below = [n.pitch for n in pads if _sounds(n, note.start_tick)]
                over.append(note.pitch >= max(below, default=0) + 3)
    assert share(over) >= 0.9
    assert 0.4 <= sung / total <= 0.75


def test_the_motif_comes_early_and_returns() -> None:
    told = []
    for cue in cues():
        steps = tuple(b - a for a, b in pairwise(cue.motif.degrees))
        for panel, notes in melody_by_panel(cue):
            if panel.energy > 0.3 and panel.end_tick - panel.start_tick >= 2 * 3840:
                told.append(_tells(cue, notes, steps))
        voiced = [notes[0].start_tick for panel, notes in melody_by_panel(cue)]
        panels = [panel for panel in cue.panels if panel.energy > 0.3]
        if panels and panels[0].start_tick < 4 * 3840 and voiced:
            assert min(voiced) < 8 * 3840
    assert share(told) >= 0.6


def _tells(cue: CuePlan, notes: list[Note], steps: tuple[int, ...]) -> bool:
    """True when somewhere in the panel the motif's rhythm or its contour is heard."""
    size = len(cue.motif.degrees)
    rhythm = list(cue.motif.rhythm_ticks[: size - 1])
    key = cue.key
    for at in range(len(notes) - size + 1):
        group = notes[at : at + size]
        gaps = [b.start_tick - a.start_tick for a, b in pairwise(group)]
        moves = tuple(
            scale_position(key, b.pitch) - scale_position(key, a.pitch) for a, b in pairwise(group)
        )
        if gaps == rhythm or moves == steps:
            return True
    return False


def test_long_notes_swell_by_four_decibels() -> None:
    shaped = []
    for cue in cues():
        for part in cue.score.parts:
            if not part.expression or part.role is Role.MELODY:
                continue
            ticks = [point.tick for point in part.expression]
            values = [point.value for point in part.expression]
            for n in part.notes:
                end = n.start_tick + n.duration_ticks
                if cue.grid.seconds_at(end) - cue.grid.seconds_at(n.start_tick) > 1.2:
                    inside = np.interp(np.linspace(n.start_tick, end, 60), ticks, values)
                    shaped.append(40 * np.log10(inside.max() / inside.min()) >= 4)
    assert share(shaped) >= 0.97


def test_it_is_silent_before_a_must_hit() -> None:
    """Every written note ends at least 110 ms before a must-hit it leads into."""
    for cue in cues():
        rate = cue.storyboard.rate
        for hit in cue.hits:
            if hit.weight is not HitWeight.MUST or not hit.panel_uid or not hit.frame:
                continue
            tick = next(p.start_tick for p in cue.panels if p.panel_uid == hit.panel_uid)
            cut = float(rate.seconds(hit.frame))
            for part in cue.score.parts:
                for note in part.notes:
                    end = note.start_tick + note.duration_ticks
                    if note.start_tick < tick and end > tick - 960:
                        assert cut - float(cue.grid.seconds_at(end)) >= 0.109


def test_strings_swell_into_a_must_hit_and_dip_before_it() -> None:
    cue = planned(HOPE)
    pad = next(part for part in cue.score.parts if part.instrument == "Slow strings")
    third, hit = cue.panels[2], cue.panels[3].start_tick
    inside = [p for p in pad.expression if third.start_tick <= p.tick < hit]
    top = max(inside, key=lambda p: p.value)
    assert 0 < hit - top.tick < 1920
    assert inside[-1].value < top.value / 3
    rising = [p.value for p in inside if hit - 4 * 960 < p.tick <= top.tick]
    assert top.value >= 1.26 * min(rising)  # 4 dB


def test_hits_inside_a_panel_are_marked_or_left_alone() -> None:
    def struck(weight: HitWeight) -> list[Note]:
        look = Look(8, 0.3, 0, 0.2, 0.45, HitWeight.MUST, (InnerHit(90, weight),))
        cue = planned((look, HOPE[1]))
        tick = next(h.tick for h in cue.hits if h.frame == 90)
        felt = next(part for part in cue.score.parts if part.role is Role.HARMONY)
        return [note for note in felt.notes if note.start_tick == tick]

    marked = struck(HitWeight.SHOULD)
    assert {b.pitch - a.pitch for a in marked for b in marked} >= {12}
    assert len(struck(HitWeight.IGNORE)) < len(marked)


def test_timing_is_human_but_exact_at_hits() -> None:
    shifts = []
    for cue in cues():
        hits = {p.start_tick: p for p in cue.panels}
        for part in cue.score.parts:
            for note in part.notes:
                panel = hits.get(note.start_tick)
                if part.role is Role.ACCENT and panel is not None:
                    exact = float(cue.storyboard.rate.seconds(panel.start_frame))
                    sounds = float(cue.grid.seconds_at(note.start_tick)) + note.shift_us / 1e6
                    assert abs(sounds - exact) < 2e-6
                elif part.instrument == LEAD and panel is None:
                    shifts.append(note.shift_us)
    assert max(abs(shift) for shift in shifts) <= 8000
    assert np.std(shifts) > 1000


def test_slow_strings_start_early_by_their_attack() -> None:
    cue = planned(HOPE)
    pad = next(part for part in cue.score.parts if part.instrument == "Slow strings")
    attack_us = 1000 * next(v.attack_ms for v in STYLE.roles if v.instrument == "Slow strings")
    starts = {panel.start_tick for panel in cue.panels}
    inner = [note.shift_us for note in pad.notes if note.start_tick not in starts]
    assert inner
    assert all(abs(shift + attack_us) <= 8000 for shift in inner)


def test_repeated_notes_differ() -> None:
    for cue in cues():
        for part in cue.score.parts:
            last: dict[tuple[str, int], int] = {}
            for note in part.notes:
                place = (note.panel_uid, note.pitch)
                if place in last:
                    assert abs(note.velocity - last[place]) >= 4
                last[place] = note.velocity


def test_the_cue_ends_on_the_tonic_or_says_so_and_rings() -> None:
    for cue in cues():
        last = cue.chords[-1]
        opened = any("Open ending" in sentence for sentence in cue.why)
        assert opened == cue.ends_open
        assert (last.pitch_classes[0] == cue.key.tonic) != opened
        for part in cue.score.parts:
            for note in part.notes:
                assert note.start_tick <= last.start_tick or note.panel_uid != last.panel_uid


def test_pad_voices_move_little() -> None:
    moves = [
        move
        for cue in cues()
        for part in cue.score.parts
        if part.instrument == "Slow strings"
        for move in voice_moves(cue, part)
    ]
    assert np.mean(moves) <= 2.5


def voice_moves(cue: CuePlan, part: Part) -> list[int]:
    """Semitones each voice moves at each change of chord inside a panel."""
    moves = []
    for before, after in pairwise(cue.chords):
        if before.panel_uid == after.panel_uid:
            low, high = (_sounding(part, chord.start_tick) for chord in (before, after))
            moves += [abs(a - b) for a, b in zip(low, high, strict=False)]
    return moves


def _sounding(part: Part, tick: int) -> list[int]:
    return sorted(n.pitch for n in part.notes if _sounds(n, tick))


def test_energy_raises_the_velocities() -> None:
    means = []
    for energy in (0.2, 0.5, 0.9):
        cue = planned((Look(12, 0.3, 0, 0.2, energy, HitWeight.MUST),))
        felt = next(part for part in cue.score.parts if part.role is Role.HARMONY)
        means.append(np.mean([note.velocity for note in felt.notes]))
    assert means[0] + 10 < means[1] < means[2] - 10


@pytest.mark.parametrize("valence", [-0.8, 0.8])
def test_mood_decides_the_mode(valence: float) -> None:
    modes = [planned((Look(10, valence, 0, 0.2, 0.5),), seed=seed).key.mode for seed in range(6)]
    assert set(modes) == {"major" if valence > 0 else "minor"}


def test_energy_raises_the_tempo() -> None:
    slow, fast = (
        np.mean([planned((Look(20, 0.3, a, 0.2, e),), seed=s).bpm for s in range(5)])
        for a, e in ((-0.6, 0.15), (0.7, 0.9))
    )
    assert fast > slow + 30


def test_scale_positions_count_steps() -> None:
    key = parse_key("D minor")
    assert scale_position(key, 64) - scale_position(key, 62) == 1
    assert scale_position(key, 73) - scale_position(key, 62) == 6  # C#, the raised seventh
    assert scale_position(key, 74) - scale_position(key, 62) == 7
