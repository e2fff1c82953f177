"""PictureText: CLIP or SigLIP: pictures and words as points of one space.

CLIP     Radford et al., ICML 2021, arXiv 2103.00020
SigLIP   Zhai et al., ICCV 2023, arXiv 2303.15343
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.pretrained import Footing, embedded
from musflow_studio.encoders.shelf_model import SeeingParts, ShelfModel, load_seeing


class PictureText(ShelfModel[SeeingParts]):
    """Places pictures and sentences; loads at first use.

    Args:
        model: of the shelf, of type "clip" or "siglip".
        cancelled: polled before each picture.
        ladder: see Pretrained.
    """

    def __init__(
        self,
        model: InstalledModel,
        cancelled: Callable[[], bool] = lambda: False,
        ladder: tuple[Footing, ...] | None = None,
    ) -> None:
        super().__init__(model, cancelled, ladder)
        self._texts: dict[str, NDArray[np.float32]] = {}

    @property
    def scale(self) -> float:
        """What the model multiplies a similarity with before it compares; loads the model."""
        return float(self.pretrained.run(lambda parts, _: parts.model.logit_scale.exp().item()))

    def of_pictures(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n RGB pictures.

        Raises StudioError: BAD_FILE, OUT_OF_MEMORY, CANCELLED.
        """
        rows = []
        for image in images:
            if self.cancelled():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            rows.append(self.pretrained.run(partial(_look, image)))
        return np.stack(rows)

    def of_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n sentences; those met before are remembered."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._texts]
        if fresh:
            rows = self.pretrained.run(partial(_read, fresh))
            self._texts |= dict(zip(fresh, rows, strict=True))
        return np.stack([self._texts[text] for text in texts])

    def _load(self, footing: Footing) -> SeeingParts:
        import transformers

        kinds = {"clip": transformers.CLIPModel, "siglip": transformers.SiglipModel}
        return load_seeing(kinds[self.model.model_type], self.model.folder, footing)


def _look(image: Image.Image, parts: SeeingParts, footing: Footing) -> NDArray[np.float32]:
    inputs = parts.pictures(images=[image.convert("RGB")], return_tensors="pt")
    row: NDArray[np.float32] = embedded(parts.model.get_image_features, inputs, footing)[0]
    return row


def _read(texts: list[str], parts: SeeingParts, footing: Footing) -> NDArray[np.float32]:
    # SigLIP was trained on texts padded to its full length, and expects them so.
    longest = parts.model.config.text_config.max_position_embeddings
    padding = "max_length" if parts.model.config.model_type == "siglip" else True
    inputs = parts.text(
        texts, return_tensors="pt", padding=padding, truncation=True, max_length=longest
    )
    return embedded(parts.model.get_text_features, inputs, footing)
