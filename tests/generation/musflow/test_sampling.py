"""Sampling at toy size: long cues from windows, the same for the same seed."""

import numpy as np
import torch

from musflow_studio.generation.musflow.model import TINY, Model
from musflow_studio.generation.musflow.sampling import (
    OVERLAP_LATENTS,
    WINDOW_LATENTS,
    Sampling,
    sample,
)
from musflow_studio.generation.musflow.sheet import NOTE_WIDTH, ROW_WIDTH, Sheet


def sheet(latents):
    rng = np.random.default_rng(latents)
    rows = rng.random((latents, ROW_WIDTH), np.float32)
    return Sheet(np.zeros((0, NOTE_WIDTH), np.float32), rows)


def network():
    torch.manual_seed(1)
    made = Model(TINY).velocity.eval()
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    return made


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

    def spying(x, t, conditions, known, mask):
        seen.append((known.clone(), mask.clone()))
        return net(x, t, conditions, known, mask)

    spying.parameters = net.parameters
    made = sampled(spying, 2 * WINDOW_LATENTS - OVERLAP_LATENTS, 5)
    first, second = seen[0], seen[-1]
    assert float(first[1].sum()) == 0
    assert second[1][0, 0].tolist() == [1.0] * OVERLAP_LATENTS + [0.0] * (
        WINDOW_LATENTS - OVERLAP_LATENTS
    )
    end_of_first = made[..., WINDOW_LATENTS - OVERLAP_LATENTS : WINDOW_LATENTS]
    assert torch.equal(second[0][..., :OVERLAP_LATENTS], end_of_first)
