"""The climax lifts to another key and comes home; the first plan decides, edits keep it."""

from __future__ import annotations

from dataclasses import replace

from scored_boards import STYLE, Look, board_of, planned

from musflow_studio.domain.plan import CuePlan, LengthMode, Pins
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning import plan

RISE = (
    Look(7, 0.3, -0.2, 0.2, 0.3, HitWeight.MUST),
    Look(7, 0.3, 0.0, 0.2, 0.35, HitWeight.SHOULD),
    Look(7, 0.5, 0.7, 0.2, 0.9, HitWeight.MUST),
    Look(6, 0.5, 0.6, 0.2, 0.8, HitWeight.SHOULD),
    Look(6, 0.4, -0.2, 0.2, 0.3, HitWeight.SHOULD),
)


def homes(cue: CuePlan) -> dict[str, str]:
    return {
        name.split("/")[0]: arrival.home.name
        for name, arrival in cue.arrivals.items()
        if arrival.home
    }


def test_a_loud_must_hit_lifts_the_key_and_the_end_is_at_home() -> None:
    for seed in range(5):
        cue = planned(RISE, seed=seed)
        assert set(homes(cue)) == {"p3", "p4"}
        assert cue.key.name not in homes(cue).values()
        assert cue.chords[-1].pitch_classes[0] == cue.key.tonic
        why = next(panel.why for panel in cue.panels if panel.panel_uid == "p3")
        assert any(cue.key.name in line and "climax" in line for line in why)


def test_what_does_not_stand_out_stays() -> None:
    level = tuple(replace(look, energy=0.7) for look in RISE)
    assert homes(planned(level)) == {}
    assert homes(planned(RISE[1:4])) == {}
    soft_cut = (*RISE[:2], replace(RISE[2], weight=HitWeight.SHOULD), *RISE[3:])
    assert homes(planned(soft_cut)) == {}


def test_a_pinned_key_pinned_chords_and_loops_stay() -> None:
    assert homes(planned(RISE, pins=Pins(key="D major"))) == {}
    assert homes(planned(RISE, pins=Pins(chords="D A Bm G"))) == {}
    assert homes(planned(RISE, length_mode=LengthMode.LOOP)) == {}


def test_an_edit_keeps_the_lift() -> None:
    board, seen = board_of(RISE)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=2)
    quiet = replace(seen.panels[4], energy=0.2)
    second = plan(
        board, replace(seen, panels=(*seen.panels[:4], quiet)), STYLE, cue_uid="1M1", seed=2,
        base=first,
    )  # fmt: skip
    calm = tuple(replace(panel, energy=0.3) for panel in seen.panels)
    third = plan(board, replace(seen, panels=calm), STYLE, cue_uid="1M1", seed=2, base=first)
    assert homes(first)
    assert homes(second) == homes(first) == homes(third)
