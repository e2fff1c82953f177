"""Generation: a plan becomes sound. `generate(request, engine_name, ...) -> Take`.

engine        Engine (what an engine is), Capability, and the registry
sampled       SampledEngine: the score on sampled instruments, block by block
  looping       a loop written out several times, so that one pass sounds as all do
  timeline      notes and expression of a part as events on the sample line
  soundfont     finding and identifying the soundfont
  fluidsynth    finding libfluidsynth and declaring its calls
  synth         Instrument, one preset on a synthesiser of its own; the shelf of decoded ones
  player        PartPlayer: a part's events through its instrument
  damping       hard cuts: what still rings of the old music is faded
  clearing      room around 2 kHz: for the melody while it sings, for words where somebody speaks
  strip         a part's high-pass, pan, level and send; mono bass
  room          the one shared room: impulse response and convolution
  stem          a role: its parts through their strips, and its share of the room
  rendering     the block loop: stems in parallel, their sum, the tail, cancelling
  wave_file     32-bit float WAV written in blocks
musflow       MusflowEngine: the plan played by a model, where there is one (see engines.py);
              HybridEngine: the model plays the bed, sampled instruments the rest
reference_sound   the middle of a file, for engines that listen to one
leveling      one sound at another's level, moment by moment
musicgen      MusicgenEngine: the plan's words played by MusicGen, where its weights are
fitting       music from engines that keep no grid, laid on the plan's
remix         a take put together from stems that exist
"""

from __future__ import annotations

from collections.abc import Callable

from musflow_studio.domain.engines import (
    HYBRID,
    MUSFLOW,
    MUSFLOW_FREE,
    MUSICGEN,
    SAMPLED,
)
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.take import Take
from musflow_studio.generation.engine import (
    Capability,
    Engine,
    engine,
    engine_names,
    register,
)
from musflow_studio.generation.remix import remix
from musflow_studio.generation.sampled import SampledEngine

__all__ = [
    "Capability",
    "Engine",
    "engine",
    "engine_names",
    "generate",
    "register",
    "remix",
]


def _musflow(name: str) -> Callable[[], Engine]:
    def made() -> Engine:
        from musflow_studio.generation.musflow.engine import MusflowEngine  # loads torch

        return MusflowEngine(name)

    return made


def _hybrid() -> Engine:
    from musflow_studio.generation.musflow.hybrid import HybridEngine  # loads torch

    return HybridEngine()


def _musicgen() -> Engine:
    from musflow_studio.generation.musicgen.engine import MusicgenEngine  # loads torch

    return MusicgenEngine()


register(SAMPLED, SampledEngine)
register(HYBRID, _hybrid)
register(MUSFLOW, _musflow(MUSFLOW))
register(MUSFLOW_FREE, _musflow(MUSFLOW_FREE))
register(MUSICGEN, _musicgen)


def generate(
    request: GenerationRequest,
    engine_name: str = SAMPLED,
    on_step: Callable[[float], None] = lambda fraction: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Take:
    """Make one take with a fresh engine of that name. Raises StudioError; see Engine."""
    return engine(engine_name).generate(request, on_step, cancelled)
