"""Rendering: the block loop that turns stems into files, in parallel and cancellable.

Roles render in threads, block by block in step; nothing depends on which thread is first, so the
same plan gives the same samples. The mix is the sum of the stems. Memory does not grow with the
cue: at most one block per role is held.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.score import Role
from musflow_studio.generation.wave_file import WaveWriter

BLOCK_FRAMES = 65536
CANCEL_POLL_S = 0.1
LONGEST_TAIL_S = 8
SILENCE = 10 ** (-70 / 20)
"""The tail ends where the mix and every stem stay below this (-70 dBFS)."""
_QUIET_S = 0.25

JOIN_S = 0.03
"""A loop's end goes over into its start in this time."""

Block = NDArray[np.float32]


class Voice(Protocol):
    """What plays one role or several: a stem on its way."""

    role: Role

    def render(self, frames: int, stopped: Callable[[], bool]) -> Block:
        """The next block, shape (2, frames). Raises StudioError(CANCELLED) once `stopped`."""
        ...


class Rendering:
    """One cue on its way to disk.

    Args:
        stems: rendered from their start; not closed here.
        length_frames: samples from in point to out point; the tail comes after.
        sample_rate_hz: of everything.
        on_step: told the fraction done.
        cancelled: polled every 100 ms.
        first_frame: what comes before this sample is rendered and not written, and no tail is:
            a pass of a loop, which goes on into the next.
    """

    def __init__(
        self,
        stems: Sequence[Voice],
        length_frames: int,
        sample_rate_hz: int,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
        first_frame: int | None = None,
    ) -> None:
        self._first = first_frame
        self._stems = stems
        self._length = length_frames
        self._rate = sample_rate_hz
        self._on_step = on_step
        self._cancelled = cancelled
        self._stop = threading.Event()

    def write(self, folder: Path, *, stems: bool = True) -> tuple[AudioFile, list[AudioFile]]:
        """Write `mix.wav` and, unless told not to, `stems/<role>.wav`; the mix and the stems.

        Raises:
            StudioError: CANCELLED; DISK_FULL or another disk error if a file cannot be written.
        """
        paths = self._paths(folder) if stems else []
        with ExitStack() as files, ThreadPoolExecutor(os.cpu_count()) as pool:
            mix = files.enter_context(WaveWriter(folder / "mix.wav", self._rate))
            parts = [files.enter_context(WaveWriter(p, self._rate)) for p in paths]
            blocks = self._blocks(pool) if self._first is None else self._pass(pool, self._first)
            for block in blocks:
                mix.write(_sum(block))
                for writer, part in zip(parts, block, strict=False):
                    writer.write(part)
        return mix.audio_file(), [writer.audio_file() for writer in parts]

    def _paths(self, folder: Path) -> list[Path]:
        stems = folder / "stems"
        with says_disk_errors(stems):
            stems.mkdir(exist_ok=True)
        return [stems / f"{s.role.value}.wav" for s in self._stems]

    def _blocks(self, pool: ThreadPoolExecutor) -> Iterator[Block]:
        """Blocks of all stems, shape (stems, 2, n), up to the end of the tail."""
        last = self._length + LONGEST_TAIL_S * self._rate
        for start in range(0, last, BLOCK_FRAMES):
            block = self._render_block(pool)
            end = self._end(start, block)
            yield block[:, :, : max(0, min(end or last, last) - start)]
            self._on_step(min(1.0, (start + BLOCK_FRAMES) / (self._length + 2 * self._rate)))
            if end is not None:
                break
        self._on_step(1.0)

    def _pass(self, pool: ThreadPoolExecutor, first: int) -> Iterator[Block]:
        """Blocks of all stems from the first sample to the length, joined to themselves.

        No two passes are alike to the sample, so the end goes over into what came before the
        first sample, which is where the file goes on when it repeats.
        """
        join = round(JOIN_S * self._rate)
        before = held = np.zeros((len(self._stems), 2, 0), np.float32)
        for start in range(0, self._length, BLOCK_FRAMES):
            block = self._render_block(pool)
            passing = block[:, :, max(0, first - join - start) : max(0, first - start)]
            before = np.concatenate((before, passing), axis=2)
            kept = block[:, :, max(0, first - start) : max(0, self._length - start)]
            held = np.concatenate((held, kept), axis=2)
            yield held[:, :, :-join]
            held = held[:, :, -join:]
            self._on_step(min(1.0, (start + BLOCK_FRAMES) / self._length))
        yield joined(held, before)
        self._on_step(1.0)

    def _render_block(self, pool: ThreadPoolExecutor) -> Block:
        waiting = [pool.submit(s.render, BLOCK_FRAMES, self._stop.is_set) for s in self._stems]
        pending = set(waiting)
        while True:
            if self._cancelled():
                self._stop.set()
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            if not pending:
                break
            pending = wait(pending, timeout=CANCEL_POLL_S).not_done
        done = [future.result() for future in waiting]
        return np.stack(done) if done else np.zeros((0, 2, BLOCK_FRAMES), np.float32)

    def _end(self, start: int, block: Block) -> int | None:
        """The sample where the tail ends, if it does in this block: quiet from there on."""
        if start + BLOCK_FRAMES < self._length:
            return None
        loud = np.max(np.abs(block), axis=(0, 1), initial=0.0)
        np.maximum(loud, np.max(np.abs(_sum(block)), axis=0), out=loud)
        heard = np.flatnonzero(loud >= SILENCE)
        quiet_from = start + (int(heard[-1]) + 1 if heard.size else 0)
        if start + BLOCK_FRAMES - quiet_from < _QUIET_S * self._rate:
            return None
        return max(quiet_from, self._length)


def _sum(block: Block) -> Block:
    total: NDArray[np.float64] = block.sum(axis=0, dtype=np.float64)
    return total.astype(np.float32)


def joined(end: Block, before: Block) -> Block:
    """Stems that go over into others of the same shape, (stems, 2, n), without losing power.

    What is alike is faded linearly, what is not by equal power, and what lies between between:
    after Fink, Holters and Zölzer, "Signal-matched power-complementary cross-fading" (DAFx 2016).
    """
    turn = np.linspace(0, np.pi, end.shape[-1] + 2)[1:-1]
    coming = (1 - np.cos(turn)) / 2
    going = 1 - coming
    power = np.sqrt((end**2).sum(axis=(1, 2)) * (before**2).sum(axis=(1, 2)))
    alike = (end * before).sum(axis=(1, 2)) / np.maximum(power, 1e-12)
    bound = np.clip(alike, 0, 1)[:, None, None]
    level = np.sqrt(going**2 + coming**2 + 2 * bound * going * coming)
    gone_over: Block = ((going * end + coming * before) / level).astype(np.float32)
    return gone_over
