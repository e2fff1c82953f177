"""Sampling at toy size: long cues from windows, the same for the same seed."""

import numpy as np
import torch
from toy_model import toy_model

from musflow_studio.generation.musflow.conditioning import RING_S
from musflow_studio.generation.musflow.sampling import (
    OVERLAP_LATENTS,
    WINDOW_LATENTS,
    Sampling,
    sample,
)
from musflow_studio.generation.musflow.shapes import (
    LATENT_WIDTH,
    SAMPLE_RATE_HZ,
    latents_for,
)
from musflow_studio.generation.musflow.sheet import NOTE_WIDTH, ROW_WIDTH, Sheet
from musflow_studio.generation.musflow.stream import trimmed


def sheet(latents):
    rng = np.random.default_rng(latents)
    rows = rng.random((latents, ROW_WIDTH), np.float32)
    return Sheet(np.zeros((0, NOTE_WIDTH), np.float32), rows)


def network():
    return toy_model().velocity


def sampled(net, length, seed, told=lambda f: None):
    generator = torch.Generator().manual_seed(seed)
    pieces = [*sample(net, [sheet(length)], None, Sampling(2), generator, told)]
    return torch.cat(pieces, -1)


def test_a_cue_of_any_length_is_made_whole_and_told_step_by_step():
    net = network()
    for length in (1, WINDOW_LATENTS, WINDOW_LATENTS + 1, 2 * WINDOW_LATENTS + 7):
        told = []
        assert sampled(net, length, 3, told.append).shape[-1] == length
        assert told == sorted(told)
        assert told[-1] == 1.0


def test_the_seed_decides():
    net = network()
    assert torch.equal(sampled(net, 40, 1), sampled(net, 40, 1))
    assert not torch.equal(sampled(net, 40, 1), sampled(net, 40, 2))


def test_a_window_knows_the_end_of_the_one_before():
    net, seen = network(), []

    told = net.told

    def spying(x, t, control, embedding, known, mask):
        seen.append((known.clone(), mask.clone()))
        return told(x, t, control, embedding, known, mask)

    net.told = spying
    made = sampled(net, 2 * WINDOW_LATENTS - OVERLAP_LATENTS, 5)
    first, second = seen[0], seen[-1]
    assert float(first[1].sum()) == 0
    assert second[1][0, 0].tolist() == [1.0] * OVERLAP_LATENTS + [0.0] * (
        WINDOW_LATENTS - OVERLAP_LATENTS
    )
    end_of_first = made[..., WINDOW_LATENTS - OVERLAP_LATENTS : WINDOW_LATENTS]
    assert torch.equal(second[0][..., :OVERLAP_LATENTS], end_of_first)


def test_guidance_ends_where_it_is_told_to():
    net, rows = network(), []
    told = net.told

    def spying(x, *rest):
        rows.append(len(x))
        return told(x, *rest)

    net.told = spying
    for guided_to, wanted in ((1.0, [2, 2, 2, 2]), (0.5, [2, 2, 1, 1])):
        rows.clear()
        how = Sampling(4, 2.0, guided_to=guided_to)
        [*sample(net, [sheet(30)], None, how, torch.Generator().manual_seed(1))]
        assert rows == wanted


def test_where_nothing_plays_nothing_is_computed():
    net, quiet = network(), sheet(3 * WINDOW_LATENTS)
    early = Sheet(np.array([[1, 2, 60, 0.8, 0, 0]], np.float32), quiet.rows)
    silence = torch.arange(LATENT_WIDTH, dtype=torch.float32)
    computed = []
    told = net.told
    net.told = lambda x, *more: computed.append(len(x)) or told(x, *more)
    drawn = [torch.Generator().manual_seed(1) for _ in range(2)]
    steps = []
    pieces = sample(net, [quiet, early], None, Sampling(2), drawn, steps.append, silence)
    silent, heard = torch.cat([*pieces], -1)
    assert computed == [1, 1]
    assert steps[-1] == 1.0
    assert (silent == silence[:, None]).all()
    assert (heard[:, WINDOW_LATENTS:] == silence[:, None]).all()
    assert (heard[:, :WINDOW_LATENTS] != silence[:, None]).all()


def test_guidance_is_the_conditioned_velocity_and_what_it_adds():
    net = network()
    plain, strong = (
        torch.cat([*sample(net, [sheet(9)], None, Sampling(2, strength), seeded())], -1)
        for strength in (1.0, 1.0 + 1e-6)
    )
    assert torch.allclose(plain, strong, atol=1e-4)


def seeded():
    return torch.Generator().manual_seed(2)


def test_nothing_is_made_after_the_last_note_has_rung():
    long = sheet(400)
    note = np.array([[1.0, 3.0, 60, 0.8, 1, 48]], np.float32)
    both = [Sheet(note, long.rows), Sheet(note - [[0, 1, 0, 0, 0, 0]], long.rows)]
    lengths = {len(one.rows) for one in trimmed(both)}
    assert lengths == {latents_for(round((3.0 + RING_S) * SAMPLE_RATE_HZ))}
    assert trimmed([]) == []
