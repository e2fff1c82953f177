"""Engines measured side by side, and the table they make."""

from pathlib import Path

import pytest

from musflow_studio.evaluation.engine_speed import (
    BEGIN,
    CASES,
    END,
    Timing,
    apart,
    one_part,
    the_plan,
    with_table,
)
from musflow_studio.own_model import MODEL_VARIABLE

DOCS = Path(__file__).parents[2] / "docs" / "engines.md"
PAGE = f"# Engines\n\n{BEGIN}old\n{END}\nafter\n"


def test_the_table_takes_the_place_of_the_old_one():
    found = [
        Timing("musflow-standard", "processor", 1.5, 2.6, 0.61, 29.7),
        Timing("musicgen", "processor", 120.0, 190.0, 4.2, 587.0),
    ]
    page = with_table(PAGE, found)
    assert "old" not in page
    assert page.startswith("# Engines")
    assert page.endswith("after\n")
    assert (
        "| musflow-standard | 2 processor cores | 1.50 | 2.60 | 0.6 GB | 30 million | 73 times"
        in page
    )
    assert "| musicgen | 2 processor cores | 120 | 190 | 4.2 GB | 587 million |  |" in page


def test_a_page_without_the_marks_is_refused():
    with pytest.raises(ValueError, match="not enough values"):
        with_table("# Engines\n", [])


def test_what_is_timed_lasts_nine_seconds_and_a_stem_is_one_part_of_it():
    plan = the_plan()
    assert 9 <= plan.length_samples(44100) / 44100 <= 10
    assert len(plan.score.parts) > 4
    assert len(one_part(plan).score.parts) == 1
    assert "musflow-standard-stem" in {case.name for case in CASES}
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_engines_side_by_side(gate, pytestconfig):
    """Only the full gate measures all of them: MusicGen at full size takes minutes.

    Where figures are recorded the table of docs/engines.md is written anew as well.
    """
    cases = [case.name for case in CASES][: len(CASES) if gate.full else 1]
    shipped = {"CUDA_VISIBLE_DEVICES": "", MODEL_VARIABLE: ""}
    found = {name: apart(name, shipped) for name in cases}
    assert all(timing.seconds > 0 and timing.memory_gb > 0.05 for timing in found.values())
    told = [f"{name} {t.seconds:.2f} s, {t.memory_gb:.1f} GB" for name, t in found.items()]
    how = "python -m musflow_studio.evaluation.engine_speed, 2 threads; -full: weights by chance"
    what = "ears 6: seconds for ten seconds of music"
    gate.record(what, "; ".join(told), "measured", how, met=True)
    if len(found) < len(CASES):
        return

    def times(name: str) -> float:
        return found["musicgen"].seconds / found[name].seconds

    what = "model F: ten seconds of stereo at standard against MusicGen small's architecture"
    stem, whole = times("musflow-standard-stem"), times("musflow-standard")
    said = (
        f"a stem {stem:.0f} times as fast; a cue of nine parts, each generated, {whole:.0f} "
        f"times, hybrid {times('hybrid-standard'):.0f} times; networks of full size, four stems, "
        f"{times('musflow-standard-full'):.0f} times"
    )
    gate.record(what, said, "60 times", how, met=stem >= 60)
    if pytestconfig.getoption("--record") or pytestconfig.getoption("--record-part"):
        page = with_table(DOCS.read_text("utf-8"), list(found.values()))
        DOCS.write_text(page, "utf-8")
