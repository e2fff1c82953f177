"""Begin: a training that goes on from another model's weights instead of from nothing.

Two linear codecs name the same sound by different latents; one's are a matrix times the other's,
so the velocity's first and last layers are told the change and it knows what it knew.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.model import Model, load_model
from musflow_studio.generation.musflow.shapes import LATENT_WIDTH
from musflow_studio.generation.musflow.velocity import VelocityNetwork

_TIMBRE = "control.timbre."
"""Of the velocity's weights: not its own, and not to be mixed."""


def begin_from(folder: Path, model: Model, names: list[str]) -> list[str]:
    """Give networks of a model the weights of the one in a folder, and say which have got any.

    Args:
        folder: as `musflow-train pack` writes it.
        model: its codec is trained already, if it is linear.
        names: of its networks that have nothing of their own yet.

    Raises StudioError for a damaged folder, and where sizes differ.
    """
    other = load_model(folder)
    untrained = other.card.get("untrained", [])
    begun = [n for n in names if n not in untrained]
    own, theirs = model.vae, other.vae
    if isinstance(own, LinearCodec) and isinstance(theirs, LinearCodec):
        begun = [n for n in begun if n != "mel_vae"]
    for name in begun:
        _given(model.networks[name], other.networks[name], name, folder)
    if isinstance(own, LinearCodec) and isinstance(theirs, LinearCodec) and "velocity" in begun:
        renamed(model.velocity, theirs, own)
    return begun


def blend(folder: Path, model: Model, share: float) -> None:
    """Take back a share of what the model in a folder knew, 0 to 1, into a flow that began from it.

    What was learnt first is not forgotten, and what both know gains (Wortsman et al., arXiv
    2109.01903). Raises StudioError as `begin_from`.
    """
    before = Model(model.config)
    before.vae.load_state_dict(model.vae.state_dict())
    begin_from(folder, before, ["velocity"])
    now = model.velocity.state_dict()
    for name, value in before.velocity.state_dict().items():
        if not name.startswith(_TIMBRE):
            now[name].lerp_(value, share)


def _given(network: nn.Module, other: nn.Module, name: str, folder: Path) -> None:
    try:
        network.load_state_dict(other.state_dict())
    except RuntimeError as error:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"the {name} of this model is of another size",
            value=folder,
            hint="begin from a model of the same --config",
        ) from error


@torch.no_grad()
def renamed(velocity: VelocityNetwork, old: LinearCodec, new: LinearCodec) -> None:
    """Change a velocity that knows one codec's latents into one that knows another's."""
    to_old, old_zero = change(new, old)
    to_new, new_zero = change(old, new)
    weight = velocity.inlet.weight
    heard, known = weight[:, :LATENT_WIDTH], weight[:, LATENT_WIDTH : 2 * LATENT_WIDTH]
    mask = weight[:, 2 * LATENT_WIDTH :]
    mask = mask + known @ old_zero
    velocity.inlet.weight.copy_(torch.cat((heard @ to_old, known @ to_old, mask), 1))
    said = velocity.outlet.bias[:, None]
    velocity.outlet.bias.copy_((to_new @ said + new_zero)[:, 0])
    velocity.outlet.weight.copy_(to_new @ velocity.outlet.weight)


def change(one: LinearCodec, other: LinearCodec) -> tuple[Tensor, Tensor]:
    """Matrix and offset that lead from one codec's latents to another's, (96, 96) and (96, 1)."""
    turned = other.basis @ one.basis.T * one.latent_spread.T / other.latent_spread
    offset = other.basis @ ((one.mean - other.mean) * other.counts) / other.latent_spread
    return turned, offset
