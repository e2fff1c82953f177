"""PictureMemory: what a pretrained model made of each picture, kept in the cache folder.

A model may take seconds a picture and gives the same answer every time, so an answer is kept under
the model's weights and the picture's digest. Losing it costs time alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Generic, TypeVar

from PIL import Image

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.model import InstalledModel
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.captioner import OPEN_SIDE_PX
from musflow_studio.encoders.pictures import open_panel_picture

T = TypeVar("T")


def can_be_seen(seen: PictureFeatures | None) -> bool:
    """Whether there is anything in a picture to ask a model about."""
    return seen is not None and seen.kind not in (PictureKind.BLANK, PictureKind.NONE)


class PictureMemory(Generic[T]):
    """Answers of one model, each of which JSON can carry.

    Args:
        model: whose answers.
        ask: what the model makes of an RGB picture of at most 672 pixels.
    """

    def __init__(self, model: InstalledModel, ask: Callable[[Image.Image], T]) -> None:
        self._ask = ask
        self._weights = "".join(sorted(model.sha256.values()))
        self._file = paths.cache_folder() / "pictures" / f"{model.name}.json"
        self._known: dict[str, T] = self._read()
        self._fresh = False

    def answer(self, panel: Panel) -> T:
        """What the model makes of a panel's picture. Raises as the model and the file do."""
        key = f"{panel.picture_sha256}/{panel.page}/{panel.region}"
        if key not in self._known or not panel.picture_sha256:
            image = open_panel_picture(panel, longest_side_px=OPEN_SIDE_PX)
            assert image
            self._known[key] = self._ask(image)
            self._fresh = True
        return self._known[key]

    def keep(self) -> None:
        """Write the answers down."""
        if not self._fresh:
            return
        told = {"weights": self._weights, "answers": self._known}
        try:
            paths.ensure_folder(self._file.parent)
            replace_file(self._file, json.dumps(told, ensure_ascii=False).encode())
        except StudioError:
            return

    def _read(self) -> dict[str, T]:
        try:
            told = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return dict(told["answers"]) if told.get("weights") == self._weights else {}
