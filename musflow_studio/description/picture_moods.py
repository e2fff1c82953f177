"""Which mood words a pretrained model (CLIP, SigLIP) finds nearest to each picture.

The model places a picture and sentences in one space; shares among the mood words come from its own
scale, as in zero-shot classification (Radford et al., ICML 2021, arXiv 2103.00020, section 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from musflow_studio.description.mood_words import weighted_mean
from musflow_studio.description.picture_memory import PictureMemory, can_be_seen
from musflow_studio.description.voice import Voice
from musflow_studio.domain.description import Description, EvidenceSource
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.features import PictureFeatures
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.picture_text import PictureText

SENTENCE = "A film scene with a {} mood."
WEIGHT = 0.35
"""As much as the colours of a picture."""
_KEPT_WORDS = 3
_LEAST_SHARE = 0.15
"""Of the kept words together; chance gives them far less."""


@dataclass(frozen=True)
class PictureMoods:
    """Mood word -> share, panel by panel, {} where nothing is clear; and who said so."""

    moods: tuple[dict[str, float], ...]
    licences: dict[str, str]
    remarks: tuple[str, ...] = ()


def picture_moods(
    panels: Sequence[Panel],
    features: Sequence[PictureFeatures | None],
    reader: PictureText | None,
    base: Description | None,
) -> PictureMoods:
    """Ask the model about every panel with something to see.

    Without a model, what an earlier description says of the same picture stays. One that has no
    room in memory says so in a remark. Raises StudioError: BAD_FILE, CANCELLED.
    """
    if reader is None:
        before = {panel.panel_uid: panel for panel in base.panels} if base else {}
        same = [
            (then := before.get(panel.uid)) is not None and then.features == seen
            for panel, seen in zip(panels, features, strict=True)
        ]
        kept = [before[p.uid].picture_moods if s else {} for p, s in zip(panels, same, strict=True)]
        return PictureMoods(tuple(kept), dict(base.licences) if base and any(kept) else {})
    memory = PictureMemory(reader.model, _asks(reader))
    moods, remarks = [], list(reader.remarks)
    try:
        for panel, seen in zip(panels, features, strict=True):
            moods.append(memory.answer(panel) if can_be_seen(seen) else {})
    except StudioError as error:
        if error.code is not ErrorCode.OUT_OF_MEMORY:
            raise
        remarks.append(error.sentence())
        moods += [{}] * (len(panels) - len(moods))
    memory.keep()
    licences = {f"picture model {reader.model.name}": reader.model.mark} if any(moods) else {}
    return PictureMoods(tuple(moods), licences, tuple(remarks))


def _asks(reader: PictureText) -> Callable[[Image.Image], dict[str, float]]:
    def ask(image: Image.Image) -> dict[str, float]:
        places = reader.of_text([SENTENCE.format(word) for word in MOOD_WORDS])
        scaled = reader.scale * (places @ reader.of_pictures([image])[0])
        risen = np.exp(scaled - scaled.max())
        return clearest(dict(zip(MOOD_WORDS, (risen / risen.sum()).tolist(), strict=True)))

    return ask


def clearest(shares: Mapping[str, float]) -> dict[str, float]:
    """The three largest shares, or none where even they are little; sums to at most 1."""
    best = sorted(shares.items(), key=lambda one: -one[1])[:_KEPT_WORDS]
    clear = sum(share for _, share in best) >= _LEAST_SHARE
    return {word: round(share, 3) for word, share in best} if clear else {}


def picture_mood_voices(moods: Mapping[str, float]) -> tuple[Voice, ...]:
    """What those words say about mood: their mean, as loud as they are sure."""
    if not moods:
        return ()
    point = weighted_mean([(share, MOOD_WORDS[word]) for word, share in moods.items()])
    named = ", ".join(f"‘{word}’" for word in moods)
    says = f"the picture is nearest to {named}"
    return (Voice(EvidenceSource.PICTURE, says, WEIGHT * min(1.0, sum(moods.values())), point),)
