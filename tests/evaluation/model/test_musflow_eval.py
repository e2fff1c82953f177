"""`musflow-eval` at toy size: a toy model, four cues of three seconds, every part."""

import json

import numpy as np
import pytest
import torch

from musflow_studio.evaluation.model.command import kind_of, main
from musflow_studio.evaluation.model.held_out import (
    HELD_FONT,
    Source,
    by_another_font,
    find_held_font,
    rendered_cues,
)
from musflow_studio.generation.musflow.model import TINY, Model, save_model
from musflow_studio.generation.soundfont import find_soundfont

pytest.importorskip("onnxruntime")
EXCHANGED = 1_000_082
"""A part without a bed: another seed's is taken."""
SIZES = ("--clips", "4", "--seconds", "2", "--lessons", "2", "--steps", "2", "--minutes", "0.1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("evaluation")
    torch.manual_seed(5)
    save_model(Model(TINY), made / "model", {"config": "tiny"})
    return made


def evaluated(folder, *more):
    file = folder / "report.json"
    main([str(a) for a in (folder / "model", *SIZES, "--work", folder / "work", "--json", file,
                           *more)])  # fmt: skip
    return json.loads(file.read_text("utf-8"))


def test_every_part_gives_figures_and_a_toy_model_passes_no_gate_of_music(folder, capsys):
    parts = ("codec", "adherence", "alignment", "distribution", "seams")
    card = folder / "card.md"
    asked = [argument for part in parts for argument in ("--set", part)]
    told = evaluated(folder, *asked, "--card", card)
    rows = {(f["part"], f["row"]) for f in told["figures"]}
    assert {("A", "vocoder"), ("B", "sampled"), ("B", "shuffled"), ("D", "untrained")} <= rows
    assert {("C", "caption + story"), ("C", "all"), ("E", "model")} <= rows
    assert all(f["count"] > 0 for f in told["figures"])
    gates = {v["gate"]: v["state"] for v in told["verdicts"]}
    assert "B chords" in gates
    assert "met" not in {state for gate, state in gates.items() if gate[0] in "ABD"}
    said = capsys.readouterr().out
    assert "Adherence" in said
    assert "Gates" in said
    assert "## D. Distribution" in card.read_text("utf-8")
    earlier = folder / "earlier.json"
    earlier.write_text(json.dumps(told))
    assert evaluated(folder, "--add", earlier)["figures"] == told["figures"]
    earlier.write_text(json.dumps(told | {"about": {"model": {"sha256": "another"}}}))
    with pytest.raises(SystemExit, match="another model"):
        evaluated(folder, "--add", earlier)


def test_cues_are_rendered_once(folder):
    source = Source(folder / "work" / "held-out", find_soundfont(), 3.0)
    first = rendered_cues(source, 2)
    told = []
    again = rendered_cues(source, 2, lambda *done: told.append(done))
    assert told == []
    assert [c.cue.seed for c in again] == [1_000_000, 1_000_001]
    assert all((a.sound == b.sound).all() for a, b in zip(first, again, strict=True))
    assert all(c.sheet.rows.shape[0] * 2048 == c.sound.shape[1] for c in again)
    held = by_another_font(again, Source(source.folder, find_held_font(), 3.0))
    for a, b in zip(again, held, strict=True):
        assert b.sheet is a.sheet
        assert b.sound.shape == a.sound.shape
        assert not np.array_equal(a.sound, b.sound)


def test_a_cue_that_was_exchanged_is_the_same_by_another_font(folder):
    source = Source(folder / "work" / "held-out", find_soundfont(), 3.0, "parts", EXCHANGED)
    (cue,) = rendered_cues(source, 1)
    assert cue.cue.seed != EXCHANGED
    (again,) = by_another_font([cue], source)
    assert np.array_equal(again.sound, cue.sound)


def test_the_held_out_font_is_not_the_one_that_plays():
    assert find_held_font().name == HELD_FONT
    assert find_soundfont().name != HELD_FONT


def test_too_few_cues_are_refused(folder):
    with pytest.raises(SystemExit, match="Too few cues"):
        main([str(folder / "model"), "--clips", "2", "--work", str(folder / "work")])


def test_a_model_is_asked_for_what_it_plays():
    dry, mixed = Model(TINY), Model(TINY)
    dry.card = {"sound": "dry"}
    assert (kind_of(dry), kind_of(mixed), kind_of(None)) == ("parts", "mixes", "mixes")
