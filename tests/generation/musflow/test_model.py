"""Networks at toy size: shapes, stretches that meet, a folder that is checked."""

import json

import pytest
import torch

from musflow_studio.domain.errors import StudioError
from musflow_studio.generation.musflow.decoding import decoded
from musflow_studio.generation.musflow.joint_embedding import contrast
from musflow_studio.generation.musflow.model import (
    FULL,
    TINY,
    Model,
    load_model,
    save_model,
)
from musflow_studio.generation.musflow.shapes import LATENT_WIDTH, MEL_WIDTH, SAMPLES_PER_LATENT
from musflow_studio.own_model import CARD


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(3)
    return Model(TINY).eval()


def test_the_model_that_ships_fits_into_sixty_megabytes():
    weights = sum(p.numel() for p in Model(FULL).parameters())
    assert weights * 2 < 60e6


def test_frames_go_to_a_quarter_as_many_latents_and_back(model):
    frames = torch.randn(2, MEL_WIDTH, 32)
    latents = model.vae.encode(frames)
    assert latents.shape == (2, LATENT_WIDTH, 8)
    assert model.vae.decode(latents).shape == frames.shape


@pytest.mark.parametrize("lengths", [(100,), (30, 70), (64, 12, 24), (10, 10, 80)])
def test_stretches_sound_as_if_decoded_at_once(model, lengths):
    latents = torch.randn(1, LATENT_WIDTH, 100)
    at_once = torch.cat([*decoded(model.vae, model.vocoder, [latents])], -1)
    pieces = torch.split(latents, list(lengths), -1)
    joined = torch.cat([*decoded(model.vae, model.vocoder, pieces)], -1)
    assert joined.shape == (1, 2, 100 * SAMPLES_PER_LATENT)
    assert torch.allclose(joined, at_once, atol=1e-4 * float(at_once.abs().max()))


def test_what_belongs_together_is_told_apart_from_what_does_not():
    rows = torch.nn.functional.normalize(torch.randn(8, 512), dim=-1)
    scale = torch.tensor(3.0)
    assert contrast(rows, rows, scale) < contrast(rows, rows.roll(1, 0), scale)


def test_a_model_is_kept_and_loaded_with_its_digests(model, tmp_path):
    save_model(model, tmp_path, {"remarks": "tiny"})
    loaded = load_model(tmp_path)
    assert loaded.card["remarks"] == "tiny"
    assert len(loaded.digest) == 64
    for mine, theirs in zip(model.parameters(), loaded.parameters(), strict=True):
        assert torch.allclose(mine, theirs, atol=2e-3)


def test_a_damaged_network_is_refused(model, tmp_path):
    save_model(model, tmp_path, {})
    file = tmp_path / "velocity.safetensors"
    told = bytearray(file.read_bytes())
    told[-1] ^= 1
    file.write_bytes(told)
    with pytest.raises(StudioError, match="velocity"):
        load_model(tmp_path)


def test_a_missing_network_a_missing_card_and_another_kind_are_refused(model, tmp_path):
    with pytest.raises(StudioError, match="no model"):
        load_model(tmp_path)
    save_model(model, tmp_path, {})
    (tmp_path / "vocoder.safetensors").unlink()
    with pytest.raises(StudioError, match="missing"):
        load_model(tmp_path)
    card = json.loads((tmp_path / CARD).read_text())
    (tmp_path / CARD).write_text(json.dumps(card | {"kind": "other"}))
    with pytest.raises(StudioError, match="another kind"):
        load_model(tmp_path)
