"""What notes look like by their players: where they sound, how they fade, and who may know."""

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.conditioning import (
    CONTROLS,
    Conditions,
    ControlEncoder,
    stacked,
)
from musflow_studio.generation.musflow.model import TINY, Model, load_model, save_model
from musflow_studio.generation.musflow.shapes import HOP, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sketch import SILENT
from musflow_studio.generation.musflow.timbre import DECAYS_S, NOISES, PARTIALS, Timbre
from musflow_studio.training.train_timbre import far

FRAME_S = HOP / SAMPLE_RATE_HZ
FADING, HELD = 1, 4
"""Of DECAYS_S."""


def notes(*rows):
    return stacked([np.array(rows, np.float32).reshape(-1, of_sheet.NOTE_WIDTH)])


def sounding(decay, release=0.0):
    """A timbre whose every note is partials of one decay, begun at once."""
    timbre = Timbre()
    last = timbre.inner[4]
    torch.nn.init.zeros_(last.weight)
    loud = torch.full((len(DECAYS_S), PARTIALS + NOISES), -20.0)
    loud[decay, :PARTIALS] = -1.0
    with torch.no_grad():
        last.bias.copy_(torch.cat((loud.flatten(), torch.tensor([-10.0, release]))))
    return timbre


def drawn(timbre, *rows, latents=20, expression=1.0):
    with torch.no_grad():
        return timbre(notes(*rows), torch.full((1, latents, 4), expression))[0]


def test_a_note_is_drawn_on_its_partials_from_where_it_starts():
    start = 20 * FRAME_S
    frames = drawn(sounding(HELD), (start, 9.0, 69, 1.0, 0, 0))
    assert frames.shape == (128, 80)
    assert frames[:, :17].max() == pytest.approx(SILENT, abs=0.01)
    assert frames[:, 21:].max() > SILENT + 1.5
    other = drawn(sounding(HELD), (start, 9.0, 57, 1.0, 0, 0))
    lowest = [int((made[:, 40] > SILENT + 1).nonzero()[0]) for made in (other, frames)]
    assert lowest[0] < lowest[1]


def test_a_struck_note_fades_while_it_is_held_and_a_held_one_after_its_end():
    note = (0.0, 40 * FRAME_S, 60, 1.0, 0, 0)
    struck, held = (drawn(sounding(d, -2.0), note).amax(0) for d in (FADING, HELD))
    fallen = float(struck[10] - struck[30]) * 3  # natural logarithms: the spread of frames
    assert fallen == pytest.approx(20 * FRAME_S / DECAYS_S[FADING], rel=0.05)
    assert float(held[10] - held[30]) == pytest.approx(0, abs=0.01)
    assert held[70] < held[30] - 0.5


def test_softer_notes_and_less_expression_are_drawn_softer():
    loud = drawn(sounding(HELD), (0.0, 9.0, 60, 1.0, 0, 0)).amax(0)[40]
    soft = drawn(sounding(HELD), (0.0, 9.0, 60, 0.5, 0, 0)).amax(0)[40]
    away = drawn(sounding(HELD), (0.0, 9.0, 60, 1.0, 0, 0), expression=0.5).amax(0)[40]
    assert float(loud - soft) * 3 == pytest.approx(2 * np.log(2), rel=0.02)
    assert float(loud - away) * 3 == pytest.approx(2 * np.log(2), rel=0.02)


def test_padding_draws_nothing():
    assert drawn(sounding(HELD), (0.0, 9.0, 60, 0.0, 0, 0)).max() == pytest.approx(SILENT, abs=1e-3)


def test_a_timbre_learns_who_fades():
    torch.manual_seed(5)
    asked = [(0.0, 9.0, 60, 1.0, 0, player) for player in (11, 48)]
    wanted = torch.stack([drawn(sounding(d), row) for d, row in zip((1, 4), asked, strict=True)])
    told = stacked([np.array([row], np.float32) for row in asked])
    timbre, rows = Timbre(), torch.ones(2, 20, 4)
    optimizer = torch.optim.Adam(timbre.parameters(), 3e-3)
    losses = []
    for _ in range(150):
        loss = far(timbre(told, rows), wanted, torch.ones(2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.25 * losses[0]
    made = timbre(told, rows).amax(1)
    assert made[0, 60] < made[0, 10] - 0.5
    assert made[1, 60] > made[1, 10] - 0.2


def encoder():
    made = ControlEncoder(16)
    torch.nn.init.normal_(made.drawn.weight, std=0.1)
    return made


def conditions(player, **withheld):
    given = torch.tensor([[float(withheld.get(name, 1)) for name in CONTROLS]])
    rows = torch.ones(1, 8, of_sheet.ROW_WIDTH)
    return Conditions(notes((0.0, 0.3, 60, 1, 0, player)), rows, given, torch.zeros(1, 512))


def test_the_drawing_is_withheld_with_the_notes_or_their_players():
    made = encoder()
    with torch.no_grad():
        apart = {
            name: float((made(conditions(11, **{name: 0})) - made(conditions(48, **{name: 0})))
                        .abs().max())
            for name in CONTROLS
        }  # fmt: skip
    assert apart["players"] == apart["notes"] == 0
    assert apart["grid"] > 0


def test_weights_from_before_there_were_timbres_play_as_they_did(tmp_path):
    model = Model(TINY)
    control = model.velocity.control
    torch.nn.init.normal_(control.notes.weight, std=0.1)
    before = {
        n: v for n, v in control.state_dict().items() if not n.startswith(("timbre", "drawn"))
    }
    newer = Model(TINY).velocity.control
    newer.load_state_dict(before)
    with torch.no_grad():
        assert torch.equal(newer(conditions(11)), control(conditions(11)))
    before.pop("notes.weight")
    with pytest.raises(RuntimeError, match="notes.weight"):
        newer.load_state_dict(before)
    torch.nn.init.normal_(control.drawn.weight, std=0.1)
    save_model(model, tmp_path, {})
    kept = load_model(tmp_path).velocity.control
    assert torch.allclose(kept.drawn.weight, control.drawn.weight, atol=1e-3)
