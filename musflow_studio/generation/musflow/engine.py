"""MusflowEngine: the plan played by the model.

`follow`: the plan's notes, grid, chords, players and energy are given, a role's stem at a time,
all stems side by side; their sum is the mix, so the MIDI file matches what is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.engines import MUSFLOW, MUSFLOW_FREE
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.domain.take import Stem, Take
from musflow_studio.engines import MODEL_VARIABLE, find_model
from musflow_studio.generation.engine import Capability
from musflow_studio.generation.musflow.conditioning import FOLLOW, FREE
from musflow_studio.generation.musflow.decoding import decoded
from musflow_studio.generation.musflow.model import Model, load_model
from musflow_studio.generation.musflow.sampling import Sampling, sample
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sheet import sheet_of
from musflow_studio.generation.wave_file import WaveWriter

TAIL_S = 2.0
SAMPLINGS = {
    Quality.DRAFT: Sampling(4),
    Quality.STANDARD: Sampling(8, 1.5),
    Quality.FINE: Sampling(24, 1.5),
}
RECIPE_VERSION = "1"
"""Raised whenever this code would make the same plan sound different."""


class MusflowEngine:
    """See the module and Engine."""

    capabilities = frozenset(
        {Capability.NOTES, Capability.STEMS, Capability.SEED, Capability.QUALITY}
    )

    def __init__(self, name: str = MUSFLOW) -> None:
        self.name = name
        self._model: Model | None = None

    @property
    def version(self) -> str:
        """Of this code and of the weights."""
        return f"{RECIPE_VERSION} {self._loaded().digest[:12]}"

    def prepare(self) -> None:
        """Load and check the model. Raises StudioError if it is missing or damaged."""
        self._loaded()

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Play the plan; see Engine. The tail is 2 s."""
        model, plan = self._loaded(), request.plan
        length = plan.length_samples(SAMPLE_RATE_HZ)
        total = length + round(TAIL_S * SAMPLE_RATE_HZ)
        roles = tuple(dict.fromkeys(part.role for part in plan.score.parts if part.notes))

        def step(fraction: float) -> None:
            if cancelled():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            on_step(fraction)

        given = FREE if self.name == MUSFLOW_FREE else FOLLOW
        blocks = _played(model, plan, roles, request, total, given, step)
        mix, *stems = _written(request.folder, roles, blocks, total)
        return Take(
            engine=self.name,
            engine_version=self.version,
            seed=request.seed,
            mix=mix,
            stems=tuple(Stem(role, audio) for role, audio in zip(roles, stems, strict=True)),
            lead_in_frames=0,
            tail_frames=mix.frames - length,
            resources={"MusFlow weights": model.digest},
            licences={"MusFlow weights": "GPL-3.0-or-later, trained by this project"},
        )

    def _loaded(self) -> Model:
        if self._model is None:
            folder = find_model()
            if folder is None:
                raise StudioError(
                    ErrorCode.FILE_NOT_FOUND,
                    "there is no MusFlow model on this machine",
                    hint=f"train one with musflow-train and name its folder in {MODEL_VARIABLE}, "
                    "or use --engine sampled",
                )
            device = "cuda" if torch.cuda.is_available() else "cpu"
            self._model = load_model(folder).to(device)
        return self._model


def _played(
    model: Model,
    plan: CuePlan,
    roles: tuple[Role, ...],
    request: GenerationRequest,
    samples: int,
    given: frozenset[str],
    step: Callable[[float], None],
) -> Iterator[NDArray[np.float32]]:
    """Blocks (roles, 2, n) of every role's stem."""
    sheets = [sheet_of(plan, samples, {role}) for role in roles]
    if not sheets:
        return
    generator = torch.Generator().manual_seed(request.seed)
    how = replace(SAMPLINGS[request.quality], given=given)
    latents = sample(model.velocity, sheets, None, how, generator, step)
    for sound in decoded(model.vae, model.vocoder, latents):
        yield sound.cpu().numpy()


def _written(
    folder: Path, roles: tuple[Role, ...], blocks: Iterator[NDArray[np.float32]], samples: int
) -> list[AudioFile]:
    stems = folder / "stems"
    with says_disk_errors(stems):
        stems.mkdir(exist_ok=True)
    paths = [folder / "mix.wav", *(stems / f"{role.value}.wav" for role in roles)]
    with ExitStack() as files:
        mix, *parts = [files.enter_context(WaveWriter(p, SAMPLE_RATE_HZ)) for p in paths]
        left = samples
        for block in blocks:
            cut = block[:, :, :left]
            left -= cut.shape[2]
            mix.write(cut.sum(axis=0, dtype=np.float64).astype(np.float32))
            for writer, stem in zip(parts, cut, strict=True):
                writer.write(stem)
        if left:
            for writer in (mix, *parts):
                writer.write(np.zeros((2, left), np.float32))
    return [writer.audio_file() for writer in (mix, *parts)]
