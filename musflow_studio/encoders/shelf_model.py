"""ShelfModel: what does its work with one pretrained model of the shelf, loaded at first use."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.pretrained import Footing, Pretrained, load_model

M = TypeVar("M")


class ShelfModel(ABC, Generic[M]):
    """A model, what it remarks, and when it was used; a subclass says how it loads.

    Args:
        model: of the shelf.
        cancelled: polled while it works.
        ladder: see Pretrained.
    """

    def __init__(
        self,
        model: InstalledModel,
        cancelled: Callable[[], bool] = lambda: False,
        ladder: tuple[Footing, ...] | None = None,
    ) -> None:
        self.pretrained: Pretrained[M] = Pretrained(model, self._load, ladder)
        self.cancelled = cancelled

    @property
    def model(self) -> InstalledModel:
        """What it runs on."""
        return self.pretrained.model

    @property
    def remarks(self) -> list[str]:
        """What stepping down has to say."""
        return self.pretrained.remarks

    @property
    def is_loaded(self) -> bool:
        """Whether it takes memory now."""
        return self.pretrained.is_loaded

    @property
    def used_s(self) -> float:
        """When it was last asked, on the monotonic clock."""
        return self.pretrained.used_s

    def unload(self) -> None:
        """Give the memory back; the next call loads again."""
        self.pretrained.unload()

    @abstractmethod
    def _load(self, footing: Footing) -> M:
        """The parts, where the footing says."""


class SeeingParts(NamedTuple):
    """A model of pictures and words. `text` and `pictures`: its tokenizer and image processor."""

    model: Any
    text: Any
    pictures: Any


def load_seeing(kind: Any, folder: Path, footing: Footing) -> SeeingParts:  # noqa: ANN401 - untyped library
    """The parts from a folder, for a class of transformers. Raises as `load_model` does."""
    import transformers

    # Not the joint processor: that of Qwen2-VL wants torchvision, for videos.
    text = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    finder: Any = transformers.AutoImageProcessor  # its functions are untyped
    pictures = finder.from_pretrained(folder, local_files_only=True)
    return SeeingParts(load_model(kind, folder, footing), text, pictures)
