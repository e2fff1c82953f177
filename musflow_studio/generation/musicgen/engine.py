"""MusicgenEngine: the plan's words as music by MusicGen, laid on the plan's grid."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.engines import MUSICGEN
from musflow_studio.domain.model import InstalledModel, memory_mb
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.take import Take
from musflow_studio.encoders.pretrained import Footing, Pretrained, footings, go_offline
from musflow_studio.engines import music_model
from musflow_studio.generation.engine import Capability
from musflow_studio.generation.fitting import Fitted, fit_to_plan
from musflow_studio.generation.fitting.shaping import Audio, frames_beyond, shaped
from musflow_studio.generation.wave_file import WaveWriter
from musflow_studio.models import free_mb
from musflow_studio.settings import load_settings

if TYPE_CHECKING:
    from musflow_studio.generation.musicgen.checkpoint import Checkpoint
    from musflow_studio.generation.musicgen.composing import Composing

SAMPLE_RATE_HZ = 44100
RECIPE_VERSION = "1"
"""Raised whenever this code would make the same plan sound different."""
SPARE = 1.06
"""So much more sound than the plan is long, and a bar: what fitting may need."""
_LONGEST_BAR_S = 4.0
_TRIES, _LACKING_S = 3, 0.05
NO_NOTES = (
    "MusicGen plays from words, not from notes: the MIDI file is the plan's own sketch, and there"
    " are no stems."
)


def windows_down(offered: tuple[Footing, ...]) -> tuple[Footing, ...]:
    """A machine's footings for MusicGen, best first; `at_once` is the seconds of a window."""
    ladder = []
    for device in dict.fromkeys(footing.device for footing in offered):
        whole = "float32" if device == "cpu" else "float16"
        half = "bfloat16" if device == "cpu" else "float16"
        said = "at full precision" if device == "cpu" else "at half precision"
        ladder += [
            Footing(device, whole, 30, said),
            Footing(device, whole, 12, "in shorter windows"),
        ]
        if half != whole:
            ladder.append(Footing(device, half, 12, "at half precision in shorter windows"))
    return tuple(ladder)


def with_room(
    ladder: tuple[Footing, ...], parameters_m: float, free: int | None
) -> tuple[Footing, ...]:
    """The footings from the first that has room.

    A system short of main memory ends the worker instead of saying so, thus this look ahead.

    Args:
        ladder: best first.
        parameters_m: millions of numbers in the weights.
        free: MB a program could get now; None where the system does not say.
    """
    for at, footing in enumerate(ladder):
        if free is None or footing.device != "cpu":
            return ladder[at:]
        if memory_mb(parameters_m, footing.numbers) <= free:
            return ladder[at:]
    return ladder[-1:]


class MusicgenEngine:
    """See the module and Engine. Its weights are given back after a while without work.

    Args:
        ladder: footings, best first; None asks the machine.
        pretrained: a model of one's own; None takes the one the settings name.
    """

    name = MUSICGEN
    capabilities = frozenset({Capability.SEED})

    def __init__(
        self,
        ladder: tuple[Footing, ...] | None = None,
        pretrained: Pretrained[Checkpoint] | None = None,
    ) -> None:
        self._ladder = ladder
        self._own = self._pretrained = pretrained
        self._busy = threading.Lock()
        self._idle: threading.Timer | None = None

    @property
    def version(self) -> str:
        """Of this code and of the weights."""
        model = self._ready().model
        return f"{RECIPE_VERSION} {model.name} {_digest(model)[:12]}"

    @property
    def is_loaded(self) -> bool:
        """Whether the weights take memory now."""
        return self._pretrained is not None and self._pretrained.is_loaded

    def prepare(self) -> None:
        """Find the weights; they load with the first take. Raises StudioError without them."""
        self._ready()

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Make a take; see Engine. Polled at every token, and while its sound is laid out."""
        with self._busy:
            self._stop_waiting()
            pretrained = self._ready()
            from musflow_studio.generation.musicgen.composing import Composing  # loads torch

            plan = request.plan
            length = plan.length_samples(SAMPLE_RATE_HZ)
            making = Composing(pretrained, request, on_step, cancelled)
            try:
                fitted = _fitted(making, plan, length + frames_beyond(plan, SAMPLE_RATE_HZ))
            finally:
                self._wait_for_more()
            mix = _written(request, shaped(fitted.audio, SAMPLE_RATE_HZ, plan, length))
            on_step(1.0)
            return self._take(request, mix, length, fitted)

    def _take(
        self, request: GenerationRequest, mix: AudioFile, length: int, fitted: Fitted
    ) -> Take:
        assert self._pretrained
        model = self._pretrained.model
        return Take(
            engine=self.name,
            engine_version=self.version,
            seed=request.seed,
            mix=mix,
            stems=(),
            lead_in_frames=0,
            tail_frames=mix.frames - length,
            resources={model.name: _digest(model)},
            licences={model.name: model.mark},
            remarks=(fitted.fit.sentence, NO_NOTES, *self._pretrained.remarks),
            fit=fitted.fit,
        )

    def _ready(self) -> Pretrained[Checkpoint]:
        """The model the settings name, not loaded yet. Raises StudioError if it is not here."""
        go_offline()
        if self._own:
            return self._own
        model = music_model()
        if self._pretrained is None or self._pretrained.model != model:
            from musflow_studio.generation.musicgen.checkpoint import load_checkpoint

            load = partial(load_checkpoint, model.folder, model.model_type)
            whole = self._ladder or windows_down(footings())
            ladder = with_room(whole, model.parameters_m, free_mb())
            self._pretrained = Pretrained(model, load, ladder)
            if ladder != whole:
                self._pretrained.remarks.append(
                    f"little memory is free: {model.name} began {ladder[0]}"
                )
        return self._pretrained

    def _wait_for_more(self) -> None:
        self._idle = threading.Timer(load_settings().idle_unload_s, self._unload)
        self._idle.daemon = True
        self._idle.start()

    def _stop_waiting(self) -> None:
        if self._idle:
            self._idle.cancel()

    def _unload(self) -> None:
        with self._busy:
            if self._pretrained:
                self._pretrained.unload()


def _fitted(making: Composing, plan: CuePlan, frames: int) -> Fitted:
    """So many samples on the plan's grid; more music is made where it does not reach."""
    bar = plan.grid.bars[0].meter.bar_ticks * plan.grid.tempi[0].microseconds_per_quarter / 960e6
    seconds = frames / SAMPLE_RATE_HZ * SPARE + min(_LONGEST_BAR_S, bar)
    for _ in range(_TRIES):
        sound = making.sound(seconds, SAMPLE_RATE_HZ)
        fitted = fit_to_plan(sound, SAMPLE_RATE_HZ, plan, frames, making.check)
        if fitted.lacks_s < _LACKING_S:
            break
        seconds += fitted.lacks_s + 1
    return fitted


def _written(request: GenerationRequest, sound: Audio) -> AudioFile:
    with WaveWriter(request.folder / "mix.wav", SAMPLE_RATE_HZ) as file:
        file.write(sound)
    return file.audio_file()


def _digest(model: InstalledModel) -> str:
    """Of the weights: one digest over those of their files."""
    told = "".join(d for name, d in sorted(model.sha256.items()) if name.endswith(".safetensors"))
    return hashlib.sha256(told.encode()).hexdigest()
