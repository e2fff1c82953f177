"""`rank_takes`: kept takes heard by a pretrained model, beside the captions of their panels.

A likeness is the cosine of CLAP's embeddings of music and words, the CLAP score of the field. It
ranks takes of one cue; between different words it does not compare.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import Stage
from musflow_studio.domain.ranking import (
    PanelLikeness,
    RankedTake,
    Ranking,
    RankRequest,
)
from musflow_studio.encoders.clap import Clap
from musflow_studio.encoders.laion import LaionClap
from musflow_studio.encoders.tagging import heard_tags
from musflow_studio.library import Library
from musflow_studio.progress import Progress
from musflow_studio.tools import Tools

LEAST_S = 3.0
"""Music of a shorter panel is heard with what surrounds it."""
LONGEST_S = 900.0
"""Of a longer cue, its beginning."""
Hearer = Clap | LaionClap


def rank_takes(request: RankRequest, tools: Tools, progress: Progress) -> Ranking:
    """Hear every take, the nearest to its words first.

    Raises StudioError: a clip that cannot be read, no model that hears, BAD_FILE, OUT_OF_MEMORY,
    CANCELLED.
    """
    if not request.clips:
        raise StudioError(ErrorCode.BAD_INPUT, "there are no takes to hear", hint="name clips")
    hearer = tools.hearer(request.model, progress.cancelled)
    if hearer is None:
        raise StudioError(
            ErrorCode.NO_MODEL,
            "no model that hears music is on this machine",
            hint="fetch one with `musflow models pull clap-music`",
        )
    takes = []
    with progress.stage(Stage.HEAR):
        for number, folder in enumerate(request.clips):
            progress.check()
            takes.append(_heard(Library.load_clip(folder), request.words.strip(), hearer))
            progress.step((number + 1) / len(request.clips))
    takes.sort(key=lambda take: -take.likeness)
    return Ranking(tuple(takes), hearer.model.name, hearer.model.mark, tuple(hearer.remarks))


def _heard(clip: Clip, words: str, hearer: Hearer) -> RankedTake:
    sound = read_mono(clip.folder / clip.wav, hearer.rate_hz)
    whole = hearer.of_audio(sound[np.newaxis])[0]
    panels = () if words else _panels(clip, sound, hearer)
    if words:
        likeness = float(hearer.of_text([words])[0] @ whole)
    else:
        lengths = [end - start for _, start, end in spans(clip)]
        likeness = float(np.average([panel.likeness for panel in panels], weights=lengths))
    return RankedTake(
        clip.clip_id, clip.folder, clip.marks.name, round(likeness, 4), panels,
        heard_tags(hearer, whole),
    )  # fmt: skip


def _panels(clip: Clip, sound: NDArray[np.float32], hearer: Hearer) -> tuple[PanelLikeness, ...]:
    plan = clip.recipe.plan
    said = {panel.panel_uid: panel for panel in plan.description.panels}
    numbers = {panel.uid: panel.number for panel in plan.storyboard.panels}
    found = []
    for uid, start_s, end_s in spans(clip):
        part = hearer.of_audio(_part(sound, hearer.rate_hz, start_s, end_s)[np.newaxis])[0]
        words = said[uid].caption
        near = round(float(hearer.of_text([words])[0] @ part), 4)
        found.append(PanelLikeness(uid, numbers[uid], words, near))
    return tuple(found)


def spans(clip: Clip) -> list[tuple[str, float, float]]:
    """Uid, start and end in seconds of each panel with music in a clip."""
    plan = clip.recipe.plan
    rate = plan.storyboard.rate
    return [
        (
            part.panel_uid,
            float(rate.seconds(part.start_frame - plan.in_frame)),
            float(rate.seconds(part.end_frame - plan.in_frame)),
        )
        for part in plan.panels
        if part.end_frame > part.start_frame
    ]


def _part(
    sound: NDArray[np.float32], rate_hz: int, start_s: float, end_s: float
) -> NDArray[np.float32]:
    """A stretch of sound, widened on both sides where it is shorter than three seconds."""
    wider = max(0.0, LEAST_S - (end_s - start_s)) / 2
    length = round(max(LEAST_S, end_s - start_s) * rate_hz)
    first = max(0, min(round((start_s - wider) * rate_hz), len(sound) - length))
    return sound[first : first + length]


def read_mono(file: Path, rate_hz: int) -> NDArray[np.float32]:
    """A sound file's first 15 minutes as one channel at a rate. Raises StudioError BAD_FILE."""
    try:
        with soundfile.SoundFile(file) as opened:
            found = opened.read(int(LONGEST_S * opened.samplerate), dtype="float32", always_2d=True)
            rate = opened.samplerate
    except (OSError, soundfile.SoundFileError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE, f"the sound cannot be read ({error})", value=file
        ) from error
    return np.asarray(soxr.resample(found.mean(axis=1), rate, rate_hz), np.float32)
