"""What a pretrained picture model says about each panel, each picture once on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from musflow_studio.description.picture_memory import PictureMemory, can_be_seen
from musflow_studio.domain.description import Description, PanelDescription
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.features import PictureFeatures
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.captioner import Captioner


@dataclass(frozen=True)
class PictureSentence:
    """What was said about one picture, and the name of the model; "" for nothing."""

    says: str = ""
    model: str = ""


@dataclass(frozen=True)
class PictureSentences:
    """What was said, panel by panel; under which licences; and what went wrong."""

    sentences: tuple[PictureSentence, ...]
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
    said: list[PictureSentence] = []
    remarks: list[str] = []
    for number, (panel, seen) in enumerate(zip(panels, features, strict=True)):
        on_step(number / len(panels))
        try:
            asked = not remarks and can_be_seen(seen)
            says = memory.answer(panel) if asked else ""
        except StudioError as error:
            if error.code is not ErrorCode.OUT_OF_MEMORY:
                raise
            says = ""
            remarks.append(error.sentence())
        said.append(PictureSentence(says, captioner.model.name if says else ""))
    memory.keep()
    licences = {f"picture model {captioner.model.name}": captioner.model.mark}
    licences = licences if any(one.says for one in said) else {}
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
        said.append(sentence_of(then) if then and then.features == seen else PictureSentence())
    heard = any(one.says for one in said)
    return PictureSentences(tuple(said), dict(base.licences) if base and heard else {})


def sentence_of(said: PanelDescription) -> PictureSentence:
    """The sentence that a description keeps, without what was set by hand over it."""
    before = said.seen_picture_says
    return PictureSentence(said.picture_says if before is None else before, said.picture_model)
