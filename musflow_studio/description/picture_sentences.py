"""What a pretrained picture model says about each panel, each picture once on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from musflow_studio.description.picture_memory import PictureMemory, can_be_seen
from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.features import PictureFeatures
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.captioner import Captioner


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
    memory = PictureMemory(captioner.model, captioner.caption)
    said: list[str] = []
    remarks: list[str] = []
    for number, (panel, seen) in enumerate(zip(panels, features, strict=True)):
        on_step(number / len(panels))
        try:
            said.append("" if remarks or not can_be_seen(seen) else memory.answer(panel))
        except StudioError as error:
            if error.code is not ErrorCode.OUT_OF_MEMORY:
                raise
            said.append("")
            remarks.append(error.sentence())
    memory.keep()
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
