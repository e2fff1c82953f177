"""HybridEngine: the model plays the bed, sampled instruments everything else.

The bed (pads, drones, textures, held chords with their swells) is where a model's sound is richest
and where nothing has to be struck in time; melody, bass, drums and hits stay as sharp as sampled
instruments are. Stems, lengths, room and balance are those of the engine `sampled`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing

from musflow_studio.domain.engines import HYBRID
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.take import Stem, Take
from musflow_studio.generation.clearing import singing, speaking
from musflow_studio.generation.damping import hands_of
from musflow_studio.generation.engine import Capability
from musflow_studio.generation.looping import played
from musflow_studio.generation.musflow.engine import (
    SAMPLINGS,
    WEIGHTS,
    WEIGHTS_LICENCE,
    Watch,
    heard_reference,
    loaded_model,
    playing_version,
)
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sheet import level, sheet_of
from musflow_studio.generation.musflow.stream import ModelStream
from musflow_studio.generation.musflow.voices import BedVoice, Desk, bed_roles
from musflow_studio.generation.rendering import LONGEST_TAIL_S, Rendering, Voice
from musflow_studio.generation.room import Convolution
from musflow_studio.generation.sampled import (
    SampledEngine,
    clearings_of,
    role_stems,
    room_spectra,
    substitutions,
)
from musflow_studio.generation.soundfont import find_soundfont, identify
from musflow_studio.generation.stem import RoleStem
from musflow_studio.generation.strip import Strip

RECIPE_VERSION = "3"
"""Raised whenever this code would make the same plan sound different."""


class HybridEngine:
    """See the module and Engine."""

    name = HYBRID
    capabilities = frozenset(
        {
            Capability.NOTES,
            Capability.STEMS,
            Capability.SEED,
            Capability.QUALITY,
            Capability.REFERENCE,
        }
    )

    def __init__(self) -> None:
        self._sampled = SampledEngine()
        self._model: Model | None = None

    @property
    def version(self) -> str:
        """Of this code, of how the model plays, of its weights and of the sampled engine."""
        bed = playing_version(self._loaded())
        return f"{RECIPE_VERSION}, bed {bed}, sampled {self._sampled.version}"

    def prepare(self) -> None:
        """Load and check model and instruments. Raises StudioError if something is missing."""
        self._loaded()
        self._sampled.prepare()

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Play the plan; see Engine. The tail ends below -70 dBFS, after 8 s at most."""
        model, plan = self._loaded(), request.plan
        font = identify(find_soundfont())
        first, whole = played(plan, SAMPLE_RATE_HZ)
        length = plan.length_samples(SAMPLE_RATE_HZ)
        with ExitStack() as opened:
            stems = role_stems(whole, font.path)
            for stem in stems:
                opened.enter_context(closing(stem))
            stream = opened.enter_context(closing(_bed(model, whole, request, first or 0)))
            watch = Watch(stream, on_step, cancelled)
            rendering = Rendering(
                _voices(whole, stems, stream, dry=model.dry), (first or 0) + length, SAMPLE_RATE_HZ,
                watch.step, watch.cancelled, first,
            )  # fmt: skip
            mix, files = rendering.write(request.folder)
        return Take(
            engine=self.name,
            engine_version=self.version,
            seed=request.seed,
            mix=mix,
            stems=tuple(Stem(s.role, f) for s, f in zip(stems, files, strict=True)),
            lead_in_frames=0,
            tail_frames=mix.frames - length,
            resources={font.name: font.sha256, WEIGHTS: model.digest},
            licences={font.name: font.licence, WEIGHTS: WEIGHTS_LICENCE},
            remarks=substitutions(plan.score.parts, font.path),
        )

    def _loaded(self) -> Model:
        if self._model is None:
            self._model = loaded_model()
        return self._model


def _bed(model: Model, plan: CuePlan, request: GenerationRequest, first: int) -> ModelStream:
    """The bed's roles, a sheet each, as long as anything may ring."""
    samples = first + request.plan.length_samples(SAMPLE_RATE_HZ) + LONGEST_TAIL_S * SAMPLE_RATE_HZ
    sheets = {role.value: sheet_of(plan, samples, {role}) for role in bed_roles(plan)}
    if model.dry:
        sheets = {name: level(sheet) for name, sheet in sheets.items()}
    how = SAMPLINGS[request.quality]
    sound = heard_reference(model, request)
    return ModelStream(model, sheets, how, request.seed, plan.cue_uid, sound)


def _voices(plan: CuePlan, stems: list[RoleStem], stream: ModelStream, *, dry: bool) -> list[Voice]:
    tune, words = (when(plan, SAMPLE_RATE_HZ) for when in (singing, speaking))
    spectra, cuts = room_spectra(plan), hands_of(plan, SAMPLE_RATE_HZ).cuts

    def bed(stem: RoleStem) -> BedVoice:
        parts = [part for part in plan.score.parts if part.role is stem.role]
        most = max(parts, key=lambda part: len(part.notes))
        desk = Desk(Strip(most, SAMPLE_RATE_HZ), Convolution(spectra)) if dry else None
        return BedVoice(stem, stream, clearings_of(stem.role, tune, words), cuts, desk)

    roles = bed_roles(plan)
    return [bed(stem) if stem.role in roles else stem for stem in stems]
