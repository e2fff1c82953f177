"""From the take's file to the delivery rate: effects, resampling, the exact cut, the fade."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import soxr

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.finishing.chain import through_effects
from musflow_studio.finishing.layout import Layout
from musflow_studio.finishing.take_audio import Block, read_take


def delivered(
    audio: AudioFile,
    effects: tuple[Effect, ...],
    layout: Layout,
    cancelled: Callable[[], bool],
    *,
    wet: float = 1.0,
    silent_from: int | None = None,
) -> Iterator[Block]:
    """Exactly `layout.total` frames as (frames, channels) float32 blocks at the delivery rate.

    The input is padded with silence by the tail, so that effects ring out into it; it is silent
    from the take's sample `silent_from` after the in point, if one is given. Raises StudioError:
    unreadable take, or CANCELLED (asked before every block).
    """
    source = _stopping(read_take(audio, layout), cancelled)
    if silent_from is not None:
        source = _silenced(source, silent_from - layout.first)
    run_up, skip = layout.resampler_run_up
    blocks = through_effects(source, effects, layout.take_rate_hz, wet)
    blocks = _span(blocks, -run_up - layout.first, None)
    if layout.resampling:
        blocks = _resampled(blocks, *layout.resampling, audio.channels)
    return _faded(_span(blocks, skip, layout.total), layout)


def _stopping(blocks: Iterator[Block], cancelled: Callable[[], bool]) -> Iterator[Block]:
    for block in blocks:
        if cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")
        yield block


def _silenced(blocks: Iterator[Block], place: int) -> Iterator[Block]:
    """The same up to a frame, silence after it."""
    start = 0
    for block in blocks:
        if start + len(block) > place:
            block = block.copy()
            block[max(0, place - start) :] = 0.0
        yield block
        start += len(block)


def _span(blocks: Iterator[Block], skip: int, length: int | None) -> Iterator[Block]:
    """Leave out the first `skip` frames, then pass `length` (None: all)."""
    for block in blocks:
        kept = block[skip:] if length is None else block[skip : skip + length]
        skip = max(0, skip - len(block))
        if length is not None:
            length -= len(kept)
        if len(kept):
            yield kept
        if length == 0:
            return


def _resampled(
    blocks: Iterator[Block], in_rate: float, out_rate: float, channels: int
) -> Iterator[Block]:
    """Soxr at its very high quality; equal to resampling in one piece."""
    stream = soxr.ResampleStream(in_rate, out_rate, channels, dtype="float32", quality="VHQ")
    for block in blocks:
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)


def _faded(blocks: Iterator[Block], layout: Layout) -> Iterator[Block]:
    """A raised-cosine fade to zero over the last `layout.fade` frames."""
    start = 0
    opens = layout.total - layout.fade
    for block in blocks:
        end = start + len(block)
        if end > opens:
            times = np.arange(max(start, opens), end) - opens + 1
            curve = 0.5 + 0.5 * np.cos(np.pi * times / layout.fade)
            block = block.copy()
            block[len(block) - len(times) :] *= curve[:, None].astype(np.float32)
        yield block
        start = end
