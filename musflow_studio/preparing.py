"""Preparing: a kept clip's mix under another preset, as a file to be heard and not kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import soundfile

from musflow_studio.disk import replacing
from musflow_studio.domain.audition import Prepared, PrepareRequest
from musflow_studio.domain.plan import LengthMode
from musflow_studio.finishing import finish_mix
from musflow_studio.library import Library
from musflow_studio.tags import wav_tags


def prepare(request: PrepareRequest, cancelled: Callable[[], bool]) -> Prepared:
    """Finish the clip's take under a preset: the same samples that keeping it would deliver.

    The level trim and the rate are the clip's. Raises StudioError: a clip or take that cannot be
    read, a wrong preset, DISK_FULL, CANCELLED; then nothing is left behind.
    """
    clip = Library.load_clip(request.clip)
    recipe, rate = clip.recipe, clip.recipe.sample_rate_hz
    plan = recipe.plan
    with replacing(request.file) as beside:
        mix, survey, loudness, rest = finish_mix(
            clip.take,
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
