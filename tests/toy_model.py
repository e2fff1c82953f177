"""A real MusFlow model at toy size, untrained, whose sound depends on all it is told."""

from __future__ import annotations

from pathlib import Path

import torch

from musflow_studio.generation.musflow.model import TINY, Model, save_model


def toy_model() -> Model:
    """The networks; the velocity's silent layers speak too."""
    torch.set_num_threads(1)  # such small networks only wait for the others
    torch.manual_seed(5)
    model = Model(TINY)
    for parameter in model.velocity.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    return model.eval()


def toy_model_folder(folder: Path) -> Path:
    """The same as a model folder."""
    save_model(toy_model(), folder, {})
    return folder
