"""What is decided across panels is decided once: edits keep it for every panel they left alone."""

from __future__ import annotations

import random
from dataclasses import replace

from scored_boards import HOPE, Look, board_of, described, random_looks

from musflow_studio.domain.description import Description
from musflow_studio.domain.plan import CuePlan, Passage, Transition
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning import plan
from musflow_studio.presets import load_styles

STYLE = load_styles()["orchestral-hope"]
SHOULD, MUST = HitWeight.SHOULD, HitWeight.MUST
STEP = (
    Look(8, 0.3, 0.0, 0.1, 0.55, MUST),
    Look(8, 0.3, 0.5, 0.1, 0.9),
    Look(8, 0.3, -0.5, 0.1, 0.3),
    Look(8, 0.3, 0.0, 0.1, 0.35),
)


def reworded(seen: Description, at: int, look: Look) -> Description:
    panels = list(seen.panels)
    panels[at] = described(look, f"p{at + 1}")
    return Description(tuple(panels), seen.reference)


def others(cue: CuePlan, uid: str) -> dict[str, Passage]:
    return {n: p for n, p in cue.passages.items() if n.rpartition("/")[0] != uid}


def test_an_edit_keeps_every_other_passage() -> None:
    rng = random.Random(5)
    changed = 0
    for seed in range(12):
        looks = random_looks(rng, least=4, most=12)
        board, seen = board_of(looks)
        first = plan(board, seen, STYLE, cue_uid="1M1", seed=seed)
        at = rng.randrange(len(looks))
        told = reworded(seen, at, random_looks(rng, 1, 1)[0])
        second = plan(board, told, STYLE, cue_uid="1M1", seed=seed, base=first)
        assert others(second, f"p{at + 1}") == others(first, f"p{at + 1}")
        changed += second.passages != first.passages
    assert changed


def test_the_same_board_again_decides_the_same() -> None:
    board, seen = board_of(HOPE)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=3)
    again = plan(board, seen, STYLE, cue_uid="1M1", seed=3, base=first)
    assert again.passages == first.passages
    assert again.score == first.score


def test_only_steps_of_energy_or_mode_are_led_over() -> None:
    board, seen = board_of(STEP)
    for seed in range(10):
        cue = plan(board, seen, STYLE, cue_uid="1M1", seed=seed)
        leads = [cue.passages[f"p{i}/0"].leads_out for i in (1, 2, 3, 4)]
        assert leads[0]
        assert leads[1] is Transition.BREATH or leads[1] is Transition.PICKUP
        assert leads[2:] == [Transition.NONE, Transition.NONE]


def test_an_unprepared_cut_is_answered_by_colour() -> None:
    """p3 and p4 were alike and nothing led over; now p4 is loud, and p3 may not change."""
    board, seen = board_of(STEP)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=1)
    loud = reworded(seen, 3, Look(8, 0.3, 0.6, 0.1, 0.95))
    second = plan(board, loud, STYLE, cue_uid="1M1", seed=1, base=first)
    assert second.passages["p3/0"] == first.passages["p3/0"]
    assert second.passages["p4/0"].comes_in is Transition.COLOUR


def test_the_biggest_must_hit_comes_out_of_silence() -> None:
    looks = (Look(8, 0, 0, 0.1, 0.4, MUST), Look(8, 0, 0.6, 0.1, 0.7, MUST),
             Look(8, 0, 0.8, 0.1, 0.95, MUST))  # fmt: skip
    board, seen = board_of(looks)
    cue = plan(board, seen, STYLE, cue_uid="1M1", seed=1)
    hushes = [cue.passages[f"p{i}/0"].hush_ticks for i in (1, 2, 3)]
    assert hushes[0] == hushes[2] == 0
    assert hushes[1] >= 960
    calm = tuple(replace(look, energy=0.55) for look in looks)
    board, seen = board_of(calm)
    cue = plan(board, seen, STYLE, cue_uid="1M1", seed=1)
    assert not any(p.hush_ticks for p in cue.passages.values())


def test_a_pickup_aims_at_the_chord_after_the_cut() -> None:
    rng = random.Random(9)
    met = 0
    for seed in range(30):
        board, seen = board_of(random_looks(rng, least=4))
        cue = plan(board, seen, STYLE, cue_uid="1M1", seed=seed)
        for before, after in zip(cue.panels, cue.panels[1:], strict=False):
            passage = cue.passages.get(f"{before.panel_uid}/0")
            if passage and passage.leads_out is Transition.PICKUP:
                first = next(c for c in cue.chords if c.panel_uid == after.panel_uid)
                assert passage.target == first.bass
                met += 1
    assert met
