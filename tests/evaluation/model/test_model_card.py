"""The card says every figure of its report, and nothing of its own; gates say what they should."""

import pytest

from musflow_studio.evaluation.model.adherence import CHORDS, MEASURES, NOTES, SOLOS
from musflow_studio.evaluation.model.bench import CEILING, FLOOR, MODEL, SAMPLED, UNTRAINED
from musflow_studio.evaluation.model.card import write_card
from musflow_studio.evaluation.model.distribution import KAD
from musflow_studio.evaluation.model.parts import DISTANCE
from musflow_studio.evaluation.model.report import Figure, Report, State, cell
from musflow_studio.evaluation.model.verdicts import verdicts

ABOUT = {
    "date": "2026-11-21", "machine": "2 cores", "kind": "bed", "cues": 8, "seconds": 20.0,
    "seed": 1, "ear": {"cues": 200, "steps": 1500},
    "model": {"sha256": "0123456789abcdef", "card": {
        "config": "bed", "seed": 7, "untrained": ["joint_embedding"],
        "training": {"velocity": {"step": 850, "data": 0.298}},
    }},
}  # fmt: skip


def adhering(name, ceiling, model, floor):
    return [
        Figure("B", row, MEASURES[name], value, 30)
        for row, value in ((CEILING, ceiling), (MODEL, model), (FLOOR, floor))
    ]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ((0.8, 0.75, 0.1), State.MET),
        ((0.8, 0.5, 0.1), State.NOT_MET),
        ((0.8, 0.75, 0.74), State.VOID),
        ((0.8, 0.1, 0.1), State.VOID),
        ((0.3, 0.3, 0.1), State.VOID),
    ],
)
def test_adherence_is_met_by_a_share_of_the_ceiling_if_the_floor_drops(values, state):
    (one,) = verdicts(adhering(CHORDS, *values))
    assert one.state is state
    assert bool(one.why) is (state is State.VOID)


def test_notes_are_void_where_the_ceiling_cannot_be_read():
    (one,) = verdicts(adhering(NOTES, 0.5, 0.5, 0.1))
    assert one.state is State.VOID
    assert "0.50" in one.why
    (one,) = verdicts(adhering(NOTES, 0.7, 0.65, 0.1))
    assert one.state is State.MET


@pytest.mark.parametrize(
    ("right", "lines", "state", "wrong"),
    [(1.0, 20, State.MET, "0 of 20"), (1.0, 19, State.NOT_MET, "0 of 19"),
     (0.95, 20, State.NOT_MET, "1 of 20")],
)  # fmt: skip
def test_one_wrong_line_of_twenty_or_too_few_are_not_enough(right, lines, state, wrong):
    (one,) = verdicts([Figure("B", MODEL, MEASURES[SOLOS], right, lines)])
    assert one.state is state
    assert one.figure.startswith(wrong)


def test_a_codec_is_held_against_griffin_lim():
    measure = f"{DISTANCE} ({SAMPLED})"
    for value, state in ((1.1, State.MET), (1.3, State.NOT_MET)):
        rows = (("vocoder", value), ("griffin_lim", 1.2))
        (one,) = verdicts([Figure("A", row, measure, far, 9) for row, far in rows])
        assert one.state is state


def test_a_distribution_lies_between_real_and_untrained():
    def judged(real, model, raw):
        rows = ((SAMPLED, real), (MODEL, model), (UNTRAINED, raw))
        (one,) = verdicts([Figure("D", row, KAD, value, 50) for row, value in rows])
        return one.state

    assert judged(0.1, 1.0, 10.0) is State.MET
    assert judged(0.1, 5.0, 10.0) is State.NOT_MET
    assert judged(1.0, 1.0, 0.5) is State.VOID
    rows = ((SAMPLED, 0.1), (MODEL, 1.0), (UNTRAINED, 10.0))
    (few,) = verdicts([Figure("D", row, KAD, value, 49) for row, value in rows])
    assert few.state is State.VOID


def test_the_card_holds_all_of_its_report(tmp_path):
    figures = (*adhering(CHORDS, 0.8, 0.75, 0.1), Figure("A", "vocoder", "distance", 1.5, 8))
    report = Report(ABOUT, figures, tuple(verdicts(figures)))
    write_card(report, tmp_path / "card.md")
    said = (tmp_path / "card.md").read_text("utf-8")
    assert all(cell(figure) in said for figure in figures)
    for words in ("0123456789ab", "step 850", "not trained: joint_embedding", "training seed 7",
                  "8 held-out cues (bed)", "| B chords |", "**met**",
                  "200 cues a soundfont in 1500 steps"):  # fmt: skip
        assert words in said
