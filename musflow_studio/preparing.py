"""Preparing: what is heard and not kept: a clip under another preset, in another style; words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from musflow_studio.disk import replacing
from musflow_studio.domain.audition import DraftRequest, Prepared, PrepareRequest
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_words import WordsRequest, WordsResult
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import LengthMode
from musflow_studio.domain.request import CueRequest, GenerationRequest, Quality
from musflow_studio.domain.stage_levels import StageLevels, StageRequest
from musflow_studio.domain.take import Take
from musflow_studio.effect_words import Proposer, change_by_model, change_by_words
from musflow_studio.effects.stages import stage_levels
from musflow_studio.encoders.language import LanguageModel
from musflow_studio.encoders.text import TextEncoder
from musflow_studio.finishing import finish_mix
from musflow_studio.finishing.take_audio import opened_take
from musflow_studio.library import Library
from musflow_studio.pipeline import plan_cue
from musflow_studio.presets import check_finishing
from musflow_studio.progress import Progress
from musflow_studio.tags import wav_tags
from musflow_studio.tools import Tools

LISTENED_S = 60.0
MEASURED_S = 900.0


def prepare(request: PrepareRequest, cancelled: Callable[[], bool]) -> Prepared:
    """Finish the clip's take under a preset: the same samples that keeping it would deliver.

    The level trim and the rate are the clip's. Raises StudioError: a clip or take that cannot be
    read, a wrong preset, DISK_FULL, CANCELLED; then nothing is left behind.
    """
    clip = Library.load_clip(request.clip)
    return _written(request, clip, clip.take, cancelled)


def draft(request: DraftRequest, tools: Tools, progress: Progress) -> Prepared:
    """The clip's cue in another style: tempo, grid and key stay, nothing is kept but the mix.

    Keeping it is making a cue with this clip as its base: the same plan, the same samples. Raises
    StudioError: a clip that cannot be read, an unknown style, one that needs another grid,
    DISK_FULL, CANCELLED.
    """
    clip = Library.load_clip(request.clip)
    recipe = clip.recipe
    cue = CueRequest(base_clip=request.clip, style=request.style, seed=recipe.plan.seed)
    plan = plan_cue(cue, tools, progress)
    if plan.grid != recipe.plan.grid:
        raise StudioError(
            ErrorCode.CONTRADICTION, "this style needs another grid", value=request.style
        )
    with tempfile.TemporaryDirectory(dir=request.file.parent) as folder:
        asked = GenerationRequest(plan, plan.seed, Quality.DRAFT, Path(folder))
        take = tools.engine(recipe.take.engine).generate(asked, progress.step, progress.cancelled)
        progress.check()
        return _written(
            PrepareRequest(request.clip, recipe.preset, request.file),
            clip,
            take,
            progress.cancelled,
        )


def word_effects(
    request: WordsRequest, encoder: TextEncoder | None, language: LanguageModel | None = None
) -> WordsResult:
    """What words make of a preset on a clip: the first minute of its take is listened to.

    Args:
        request: the words.
        encoder: understands what holds no known word.
        language: proposes the numbers instead, if there is one.

    Raises StudioError: a clip or take that cannot be read, a wrong preset, CANCELLED.
    """
    clip = Library.load_clip(request.clip)
    preset = request.preset or clip.recipe.preset
    check_finishing(preset)
    take = clip.take
    with opened_take(take.mix) as file:
        rate = file.samplerate
        sound = file.read(round(LISTENED_S * rate), dtype="float32", always_2d=True)
    if len(sound) < rate:
        sound = np.concatenate([sound, np.zeros((rate - len(sound), sound.shape[1]), np.float32)])
    heard = sound[:, [0, -1]]
    if language is None:
        return change_by_words(request.text, preset, heard, rate, encoder)
    known = len(language.remarks)
    proposer = Proposer(language.model.name, language.answer)
    result = change_by_model(request.text, preset, heard, rate, encoder, proposer)
    return replace(result, said=(*result.said, *language.remarks[known:]))


def measure_stages(request: StageRequest, check: Callable[[], None]) -> StageLevels:
    """How loud the clip's take is before and after every effect, for its first minutes.

    Raises StudioError: a clip or take that cannot be read, a wrong preset, CANCELLED (by `check`).
    """
    clip = Library.load_clip(request.clip)
    check_finishing(request.preset)
    take = clip.take
    with opened_take(take.mix) as file:
        rate = file.samplerate
        file.seek(min(take.lead_in_frames, file.frames))
        length_s = min(MEASURED_S, clip.frames / clip.recipe.sample_rate_hz)
        frames = max(1, round(length_s * rate))
        sound = file.read(frames, dtype="float32", always_2d=True, fill_value=0.0)
    preset = request.preset
    return stage_levels(sound[:, [0, -1]], preset.effects, rate, preset.wet, check)


def _written(
    request: PrepareRequest, clip: Clip, take: Take, cancelled: Callable[[], bool]
) -> Prepared:
    """A take finished as the clip is, but for the preset."""
    recipe, rate = clip.recipe, clip.recipe.sample_rate_hz
    plan = recipe.plan
    with replacing(request.file) as beside:
        mix, survey, loudness, rest = finish_mix(
            take,
            request.preset,
            length_frames=plan.length_samples(rate),
            sample_rate_hz=rate,
            tail_s=plan.tail_s,
            gain_db=recipe.gain_db,
            loop=plan.length_mode is LengthMode.LOOP,
            file=beside,
            tags=wav_tags(plan, clip.marks.name, rate),
            ring_from=request.loop[1] if request.loop else None,
            cancelled=cancelled,
        )
    ring_file = _ring_file(request.file) if rest else None
    if ring_file and rest:
        with replacing(ring_file) as beside:
            soundfile.write(beside, rest.samples, rate, subtype="FLOAT", format="WAV")
    return Prepared(
        file=request.file,
        frames=mix.frames,
        sample_rate_hz=rate,
        hops=tuple(float(hop) for hop in survey.hop_mean_squares),
        true_peak_dbtp=survey.true_peak_db,
        loudness=loudness,
        ring=ring_file,
        ring_at=rest.at if rest else 0,
    )


def _ring_file(file: Path) -> Path:
    return file.with_name(f"{file.stem}-ring.wav")
