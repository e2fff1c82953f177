"""What a pretrained picture model says about each panel, each picture once on this machine.

Sentences are remembered in the cache folder by model and picture, since a model may take seconds a
picture; they are the same every time, since words are chosen greedily.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.captioner import OPEN_SIDE_PX, Captioner
from musflow_studio.encoders.pictures import open_panel_picture


@dataclass(frozen=True)
class PictureSentences:
    """What was said, panel by panel, "" where nothing was; by whom; and what went wrong."""

    sentences: tuple[str, ...]
    licences: dict[str, str]
    remarks: tuple[str, ...] = ()


def picture_sentences(
    panels: Sequence[Panel],
    features: Sequence[PictureFeatures | None],
    captioner: Captioner | None,
    base: Description | None,
    on_step: Callable[[float], None],
) -> PictureSentences:
    """Ask the model about every panel with something to see.

    Without a model, the sentences of an earlier description stay with pictures that are the same.
    One that has no room in memory says so in a remark and the board goes on without it.

    Raises StudioError: a model that cannot be loaded, CANCELLED.
    """
    if captioner is None:
        return _as_before(panels, features, base)
    known = _Known(captioner)
    said: list[str] = []
    remarks: list[str] = []
    for number, (panel, seen) in enumerate(zip(panels, features, strict=True)):
        on_step(number / len(panels))
        try:
            said.append("" if remarks else known.sentence(panel, seen))
        except StudioError as error:
            if error.code is not ErrorCode.OUT_OF_MEMORY:
                raise
            said.append("")
            remarks.append(error.sentence())
    known.keep()
    licences = {f"picture model {captioner.model.name}": captioner.model.mark} if any(said) else {}
    return PictureSentences(tuple(said), licences, (*captioner.pretrained.remarks, *remarks))


def _as_before(
    panels: Sequence[Panel],
    features: Sequence[PictureFeatures | None],
    base: Description | None,
) -> PictureSentences:
    before = {panel.panel_uid: panel for panel in base.panels} if base else {}
    said = []
    for panel, seen in zip(panels, features, strict=True):
        then = before.get(panel.uid)
        said.append(then.picture_says if then and then.features == seen else "")
    return PictureSentences(tuple(said), dict(base.licences) if base and any(said) else {})


class _Known:
    """Sentences of one model, by picture."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        weights = "".join(sorted(captioner.model.sha256.values()))
        self._file = paths.cache_folder() / "captions" / f"{captioner.model.name}.json"
        self._weights = weights
        self._known = _read(self._file, weights)
        self._fresh = False

    def sentence(self, panel: Panel, seen: PictureFeatures | None) -> str:
        """What the model says of a panel; "" where there is nothing to see."""
        if seen is None or seen.kind in (PictureKind.BLANK, PictureKind.NONE):
            return ""
        key = f"{panel.picture_sha256}/{panel.page}/{panel.region}"
        if key not in self._known:
            image = open_panel_picture(panel, longest_side_px=OPEN_SIDE_PX)
            assert image
            self._known[key] = self._captioner.caption(image)
            self._fresh = True
        return self._known[key]

    def keep(self) -> None:
        """Write them down; losing them costs time alone."""
        if not self._fresh:
            return
        told = {"weights": self._weights, "sentences": self._known}
        try:
            paths.ensure_folder(self._file.parent)
            replace_file(self._file, json.dumps(told, ensure_ascii=False).encode())
        except StudioError:
            return


def _read(file: Path, weights: str) -> dict[str, str]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(told["sentences"]) if told.get("weights") == weights else {}
