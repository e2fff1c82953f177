"""Meaning: what a plan's words and pictures ask for, and a reference's sound, as one embedding.

Any subset may be there, as in the paper: the caption of the plan, the story of its panels, their
pictures, music. What is there is averaged in the joint space.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.features import PICTURE_FEATURES_VERSION
from musflow_studio.domain.plan import CuePlan
from musflow_studio.encoders.sentences import by_sentence
from musflow_studio.encoders.text import load_text_encoder
from musflow_studio.generation.musflow.joint_embedding import together
from musflow_studio.generation.musflow.model import Model


def meaning_of(model: Model, plan: CuePlan, reference: Tensor | None = None) -> Tensor | None:
    """(512,) on the CPU; None where nothing says anything.

    The reference counts as much as the words and pictures together.
    """
    asked = [_adapted(model, kind, row) for kind, row in _told(plan).items()]
    said = together(asked) if asked else None
    if said is None or reference is None:
        return reference if said is None else said[0]
    return together([said, reference[None]])[0]


def _told(plan: CuePlan) -> dict[str, NDArray[np.float32]]:
    story = "\n".join(p.story for p in plan.storyboard.panels if p.story)
    found = _encoded(plan.caption, story)
    vectors = [
        panel.features.vector
        for panel in plan.description.panels
        if panel.features and panel.features.version == PICTURE_FEATURES_VERSION
    ]
    if any(vectors):
        found["picture"] = np.mean([v for v in vectors if v], axis=0).astype(np.float32)
    return found


def _encoded(caption: str, story: str) -> dict[str, NDArray[np.float32]]:
    """Embeddings of what there is of them; none where the text model is not installed."""
    try:
        encode = load_text_encoder().encode
    except StudioError as error:
        if error.code is not ErrorCode.NO_MODEL:
            raise
        return {}
    found = {"caption": encode([caption])[0]} if caption else {}
    return found | ({"story": by_sentence(encode, [story])[0]} if story else {})


@torch.inference_mode()
def _adapted(model: Model, kind: str, row: NDArray[np.float32]) -> Tensor:
    device = next(model.joint.parameters()).device
    adapted: Tensor = model.joint.adapted(kind, torch.from_numpy(row)[None].to(device))
    return adapted.cpu()
