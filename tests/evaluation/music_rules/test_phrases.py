"""Rule 4 over sample cues of every style, and planted violations of each of its parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sung_cues import STYLES, cues, gate_rule, tallies, with_lead

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note
from musflow_studio.evaluation.music_rules import phrases
from musflow_studio.evaluation.music_rules.lead_line import lead_lines, runs
from musflow_studio.evaluation.music_rules.motif_returns import Shape
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import add_up

if TYPE_CHECKING:
    from gates import Gate

Change = Callable[[Sequence[Note]], Sequence[Note]]
BAR = 3840


@pytest.mark.gate
def test_every_style_keeps_the_rule(gate: Gate) -> None:
    gate_rule(
        gate,
        phrases.check,
        "rule 4, phrases and motif, over every style",
        "two or four bars, breath, last note longest 95 %; "
        "the motif in 60 % of panels, and at the end of 95 %",
    )


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    style = STYLES[name]
    sample = [cue for seed in (0, 1000) for cue in sample_cues(style, 10, seed)]
    for tally in add_up(t for cue in sample for t in phrases.check(cue, style)):
        assert tally.share >= tally.needed - 0.08, (tally.name, tally.share, tally.broken)


def short_ends(notes: Sequence[Note]) -> list[Note]:
    """Every note before a rest is clipped to an eighth; the notes before it stay."""
    last = {run[-1].start_tick for run in runs(notes)}
    return [replace(n, duration_ticks=240) if n.start_tick in last else n for n in notes]


def breathless(notes: Sequence[Note]) -> list[Note]:
    """The last note of a panel lasts until another panel's melody begins."""
    return [*notes[:-1], replace(notes[-1], duration_ticks=20 * BAR)]


def running(notes: Sequence[Note]) -> list[Note]:
    """Quarters without a rest for five bars."""
    first = notes[0].start_tick
    quarters = range(first, first + 5 * BAR, 960)
    return [replace(notes[0], start_tick=tick, duration_ticks=960) for tick in quarters]


def at_random(notes: Sequence[Note]) -> list[Note]:
    """As many notes, nothing of their rhythm and contour."""
    rng = random.Random(notes[0].start_tick)
    first, end = notes[0].start_tick, notes[-1].start_tick + 961
    ticks = sorted(rng.sample(range(first, end, 60), len(notes)))
    return [
        replace(n, start_tick=t, duration_ticks=60, pitch=rng.randint(60, 84))
        for n, t in zip(notes, ticks, strict=True)
    ]


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (running, "phrases of two or four bars"),
        (breathless, "an eighth of breath after a phrase"),
        (short_ends, "the last note of a phrase its longest"),
        (at_random, "the motif in panels over energy 0.3"),
        (at_random, "the motif at the end"),
    ],
)
def test_a_planted_violation_is_caught(change: Change, broken: str) -> None:
    assert tallies(phrases.check, cues())[broken].holds
    planted = tallies(phrases.check, [with_lead(cue, change) for cue in cues()])[broken]
    assert not planted.holds
    assert planted.broken


def test_a_short_last_note_is_caught_where_the_style_swings() -> None:
    style = STYLES["noir-jazz"]
    sample = list(sample_cues(style, 8))
    name = "the last note of a phrase its longest"

    def kept(sung: Sequence[CuePlan]) -> bool:
        found = add_up(t for cue in sung for t in phrases.check(cue, style))
        return next(tally.holds for tally in found if tally.name == name)

    assert kept(sample)
    assert not kept([with_lead(cue, short_ends) for cue in sample])


def test_a_cue_of_single_notes_has_no_motif() -> None:
    bare = [with_lead(cue, lambda notes: notes[:2]) for cue in cues()]
    assert tallies(phrases.check, bare)["a motif within 8 bars that is heard again"].kept == 0


def test_a_phrase_without_end_is_no_phrase() -> None:
    cue = next(c for c in cues() if any(_bars(line) >= 4 for line in lead_lines(c)))

    def run_on(notes: Sequence[Note]) -> list[Note]:
        first = notes[0].start_tick
        eighths = range(first, first + 6 * BAR, 480)
        return [replace(notes[0], start_tick=tick, duration_ticks=480) for tick in eighths]

    line = lead_lines(with_lead(cue, run_on))[0]
    longer = replace(line, panel=replace(line.panel, end_tick=line.panel.start_tick + 8 * BAR))
    assert not any(p.is_two_or_four(BAR) for p in phrases.phrases(longer, BAR))


def _bars(line: object) -> int:
    panel = line.panel  # type: ignore[attr-defined]
    return (panel.end_tick - panel.start_tick) // BAR


def test_what_keeps_a_motif() -> None:
    motif = Shape((1, 2, -1), (480, 480, 960))
    assert motif.returns_in(Shape((1, 2, -1), (960, 240, 480)))  # contour
    assert motif.returns_in(Shape((-1, -2, 1), (100, 200, 300)))  # turned over
    assert motif.returns_in(Shape((3, 3, 3), (960, 960, 1920)))  # rhythm, broadened
    assert not motif.returns_in(Shape((3, 3, 3), (480, 960, 480)))
    even = Shape((1, 2, -1), (480, 480, 480))
    assert not even.returns_in(Shape((2, 2, 2), (480, 480, 480)))  # any run of eighths would
    three = Shape((1, 2), (480, 960))
    assert three.returns_in(Shape((2, 4), (480, 960)))
    assert not three.returns_in(Shape((1, 2), (960, 480)))
    assert not three.returns_in(Shape((1, -2), (480, 960)))


def test_found_without_the_plans_own_motif() -> None:
    """The check reads notes: a plan that claims another motif gets the same tallies."""

    def claimed(cue: CuePlan) -> CuePlan:
        return replace(cue, motif=replace(cue.motif, degrees=(0,) * len(cue.motif.degrees)))

    honest, lying = (tallies(phrases.check, c) for c in (cues(), [claimed(c) for c in cues()]))
    assert honest == lying
