"""Model uses: what pretrained models do here, which of them is asked, and by which setting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from musflow_studio.domain.model import InstalledModel, ModelEntry, ModelKind
from musflow_studio.settings import Settings

NONE = "none"


@dataclass(frozen=True)
class ModelUse:
    """One thing that a pretrained model does.

    Attributes:
        kind: of the models that can.
        title: what it is, as the window calls it.
        setting: of Settings, chooses the model; "" where the first one here is taken.
        first_by_itself: without a choice the first one here is taken; else none.
        may_be_none: whether the setting takes "none".
    """

    kind: ModelKind
    title: str
    setting: str
    first_by_itself: bool = True
    may_be_none: bool = True


USES = (
    ModelUse(ModelKind.CAPTIONER, "Says what pictures show", "picture_model"),
    ModelUse(ModelKind.PICTURE_TEXT, "Finds moods in pictures", ""),
    ModelUse(ModelKind.AUDIO_TEXT, "Hears takes and finds music", "audio_model"),
    ModelUse(ModelKind.LANGUAGE, "Effects by words", "words_model", first_by_itself=False),
    ModelUse(ModelKind.MUSIC, "Plays for the engine MusicGen", "music_model", may_be_none=False),
)


def use_of(kind: ModelKind) -> ModelUse:
    """What models of a kind are asked for."""
    return next(use for use in USES if use.kind is kind)


def chosen(use: ModelUse, settings: Settings) -> str:
    """What the setting of a use says: a name, "none", or "" for no choice."""
    return str(getattr(settings, use.setting)) if use.setting else ""


def here(use: ModelUse, entries: Iterable[ModelEntry]) -> tuple[InstalledModel, ...]:
    """The models on this machine that can do it."""
    return tuple(e.installed for e in entries if e.installed and e.installed.kind is use.kind)


def in_use(
    use: ModelUse, settings: Settings, entries: Iterable[ModelEntry]
) -> InstalledModel | None:
    """The model that is asked now; None for none."""
    if use.kind is ModelKind.PICTURE_TEXT and settings.picture_model == NONE:
        return None
    able, wanted = here(use, entries), chosen(use, settings)
    if wanted:
        return next((model for model in able if wanted in (model.name, model.repo)), None)
    return able[0] if able and use.first_by_itself else None
