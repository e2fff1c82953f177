"""Captioner: a pretrained model that says in a sentence what a picture shows.

    BLIP       Li et al., ICML 2022, arXiv 2201.12086: one plain sentence; it takes no instruction
    Qwen2-VL   Wang et al. 2024, arXiv 2409.12191: told to look as a film composer would

Words are chosen greedily, so that the same picture gives the same sentence.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.pretrained import Footing
from musflow_studio.encoders.shelf_model import SeeingParts, ShelfModel, load_seeing

PROMPT = (
    "This is one panel of a storyboard, perhaps only a pencil sketch. In one or two short "
    "sentences say who does what and where, and what mood the scene has for a film composer. "
    "Do not name instruments, camera angles or the drawing itself."
)
"""What Qwen2-VL is asked."""
OPEN_SIDE_PX = 672
"""Pictures are given to the model no larger than this; on a small footing half of it."""
_MOST_TOKENS = {"blip": 40, "qwen2_vl": 80}
_PAD = "<|image_pad|>"


class Captioner(ShelfModel[SeeingParts]):
    """Says what pictures show; loads at first use.

    Args:
        model: of the shelf, of type "blip" or "qwen2_vl".
        cancelled: polled at every word.
        ladder: see Pretrained.
    """

    def caption(self, image: Image.Image) -> str:
        """One or two sentences about an RGB picture; "" if the model has nothing to say.

        Raises StudioError: BAD_FILE, OUT_OF_MEMORY, CANCELLED.
        """
        said = self.pretrained.run(partial(self._said, image))
        if self.cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")
        return " ".join(said.split())

    def _said(self, image: Image.Image, parts: SeeingParts, footing: Footing) -> str:
        import torch

        side = OPEN_SIDE_PX if footing.at_once > 1 else OPEN_SIDE_PX // 2
        small = image.convert("RGB")
        small.thumbnail((side, side))
        ask = _ask_blip if self.model.model_type == "blip" else _ask_qwen
        inputs = ask(parts, small, footing)
        asked = inputs["input_ids"].shape[1] if "input_ids" in inputs else 0
        with torch.inference_mode():
            tokens = parts.model.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                max_new_tokens=_MOST_TOKENS[self.model.model_type],
                stopping_criteria=[self._stops],
            )
        return str(parts.text.decode(tokens[0][asked:], skip_special_tokens=True))

    def _stops(self, tokens: Any, scores: Any, **_: Any) -> Any:  # noqa: ANN401 - as generate calls it
        """Whether to stop after this word, for each sentence under way."""
        import torch

        return torch.full((len(tokens),), self.cancelled(), device=tokens.device)

    def _load(self, footing: Footing) -> SeeingParts:
        import transformers

        kinds = {
            "blip": transformers.BlipForConditionalGeneration,
            "qwen2_vl": transformers.Qwen2VLForConditionalGeneration,
        }
        return load_seeing(kinds[self.model.model_type], self.model.folder, footing)


def _ask_blip(parts: SeeingParts, image: Image.Image, footing: Footing) -> dict[str, Any]:
    import torch

    seen = parts.pictures(images=[image], return_tensors="pt")
    return {
        "pixel_values": seen["pixel_values"].to(footing.device, getattr(torch, footing.numbers))
    }


def _ask_qwen(parts: SeeingParts, image: Image.Image, footing: Footing) -> dict[str, Any]:
    """The picture's patches and the question, in the format the model was trained to answer."""
    import torch

    seen = parts.pictures(images=[image], return_tensors="pt")
    patches = int(seen["image_grid_thw"][0].prod()) // parts.pictures.merge_size**2
    question = (
        "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n"
        f"<|vision_start|>{_PAD * patches}<|vision_end|>{PROMPT}<|im_end|>\n<|im_start|>assistant\n"
    )
    words = parts.text(question, return_tensors="pt")
    is_picture = words["input_ids"] == parts.model.config.image_token_id
    inputs = {
        **words,
        "mm_token_type_ids": is_picture.to(torch.int32),
        "image_grid_thw": seen["image_grid_thw"],
        "pixel_values": seen["pixel_values"].to(getattr(torch, footing.numbers)),
    }
    return {name: value.to(footing.device) for name, value in inputs.items()}
