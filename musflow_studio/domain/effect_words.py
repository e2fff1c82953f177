"""Effects by words: what was asked, what was understood, and the preset before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from musflow_studio.domain.preset import FinishingPreset


@dataclass(frozen=True)
class WordsRequest:
    """Change a preset by words, for one clip.

    Attributes:
        clip: the clip's package; its sound decides how far a knob has to go.
        text: "a bit warmer, like a cathedral".
        preset: to be changed; None takes the clip's own.
        model: the language model that proposes the numbers; "" means the setting's, "none" none.
    """

    clip: Path
    text: str
    preset: FinishingPreset | None = None
    model: str = ""


@dataclass(frozen=True)
class Understood:
    """One thing that was asked for.

    Attributes:
        words: as they were written.
        meaning: what it is taken for: "warm", "large room" …
        amount: 1 as said plainly, less for "a bit", more for "much".
        nearness: 1 where a known word was found, else the cosine of the sentences, 0 to 1.
    """

    words: str
    meaning: str
    amount: float
    nearness: float = 1.0


@dataclass(frozen=True)
class WordsResult:
    """What words make of a preset.

    Attributes:
        before, after: equal if nothing was asked for.
        understood: in order.
        curve_hz: frequencies of the curves, ascending.
        before_db, after_db: response of the equalisers among the effects, dB.
        said: sentences: which language model proposed, what was not understood, what met its
            limit.
    """

    before: FinishingPreset
    after: FinishingPreset
    understood: tuple[Understood, ...]
    curve_hz: tuple[float, ...]
    before_db: tuple[float, ...]
    after_db: tuple[float, ...]
    said: tuple[str, ...] = ()
