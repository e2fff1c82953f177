"""Playing: sheets to sound, by all of a model's networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from torch import Tensor

from musflow_studio.generation.musflow.decoding import decoded, silent_latent
from musflow_studio.generation.musflow.drawn_levels import drawn_levels
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.sampling import Generators, Sampling, sample
from musflow_studio.generation.musflow.sheet import Sheet
from musflow_studio.generation.musflow.source import sources_of


def played(
    model: Model,
    sheets: list[Sheet],
    embedding: Tensor | None,
    how: Sampling,
    generator: Generators,
    on_step: Callable[[float], None] = lambda fraction: None,
) -> Iterator[Tensor]:
    """Left and right (sheets, 2, samples) of sheets of one length, a stretch after another.

    Where notes are told, the sound has their phases and their levels. Arguments as `sample`.
    """
    silence = silent_latent(model.vae)
    latents = sample(model.velocity, sheets, embedding, how, generator, on_step, silence)
    told = "notes" in how.given
    sources = sources_of(sheets) if told else None
    levels = drawn_levels(model, sheets) if told else None
    yield from decoded(model.vae, model.vocoder, latents, silence, sources, levels)
