"""MusflowEngine: the plan played by the model.

`musflow` follows: the plan's notes, grid, chords, players and energy are given, all stems side by
side; their sum is the mix, so the MIDI file matches what is heard. A model of whole mixes plays a
group of roles a stem; one of bare parts plays each part, and the desk of the sampled engine gives
them their level, place and room.
`musflow-free` is told no notes: it plays its own over the plan's bars and chords, as words and
pictures ask (and a reference, which counts as much). A draft of whole mixes has no stems.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import torch
from torch import Tensor

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.engines import MUSFLOW, MUSFLOW_FREE
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.domain.take import Stem, Take
from musflow_studio.generation.clearing import Clearing, speaking
from musflow_studio.generation.engine import Capability
from musflow_studio.generation.looping import played
from musflow_studio.generation.musflow.conditioning import FREE
from musflow_studio.generation.musflow.listening import embedding_of
from musflow_studio.generation.musflow.meaning import meaning_of
from musflow_studio.generation.musflow.model import Model, load_model
from musflow_studio.generation.musflow.sampling import Sampling
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sheet import Sheet, level, sheet_of
from musflow_studio.generation.musflow.stream import ModelStream
from musflow_studio.generation.musflow.voices import GroupVoice, StreamPlayer, groups_of
from musflow_studio.generation.reference_sound import reference_sound
from musflow_studio.generation.rendering import LONGEST_TAIL_S, Rendering
from musflow_studio.generation.sampled import stems_played_by
from musflow_studio.own_model import MODEL_VARIABLE, find_model

TAIL_S = 2.0
FADE_S = 1.0
SAMPLINGS = {
    Quality.DRAFT: Sampling(2, 1.5, guided_to=0.5),
    Quality.STANDARD: Sampling(4, 2.0, guided_to=0.5),
    Quality.FINE: Sampling(12, 2.0, guided_to=0.5),
}
"""Few steps and little guidance: where notes, players and level are told, more of either moves away
from what is meant."""
FREE_STRENGTH = 2.5
"""Of the guidance where no notes are told."""
RECIPE_VERSION = "7"
"""Raised whenever this code would make the same plan sound different."""
WEIGHTS = "MusFlow weights"
WEIGHTS_LICENCE = "GPL-3.0-or-later, trained by this project"
TOGETHER = "all"


class MusflowEngine:
    """See the module and Engine.

    Args:
        name: "musflow" or "musflow-free".
    """

    capabilities = frozenset(
        {
            Capability.NOTES,
            Capability.STEMS,
            Capability.SEED,
            Capability.QUALITY,
            Capability.REFERENCE,
        }
    )

    def __init__(self, name: str = MUSFLOW) -> None:
        self.name = name
        self._model: Model | None = None
        if name == MUSFLOW_FREE:
            self.capabilities = self.capabilities - {Capability.NOTES}

    @property
    def version(self) -> str:
        """Of this code and of the weights."""
        return playing_version(self._loaded())

    def prepare(self) -> None:
        """Load and check the model. Raises StudioError if it is missing or damaged."""
        self._loaded()

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Play the plan; see Engine. The tail ends below -70 dBFS, after 8 s at most."""
        if self._loaded().dry:
            return self._bare(request, on_step, cancelled)
        model, plan = self._loaded(), request.plan
        first, whole = played(plan, SAMPLE_RATE_HZ)
        length = plan.length_samples(SAMPLE_RATE_HZ)
        end = (first or 0) + length + round(TAIL_S * SAMPLE_RATE_HZ)
        groups = {} if request.quality is Quality.DRAFT else groups_of(whole)
        sheets = {
            name: sheet_of(whole, end, roles)
            for name, roles in (groups or _together(whole)).items()
        }
        with closing(self._stream(model, whole, request, sheets)) as stream:
            watch = Watch(stream, on_step, cancelled)
            voices = _voices(whole, groups or _together(whole), stream, end)
            rendering = Rendering(
                voices, (first or 0) + length, SAMPLE_RATE_HZ, watch.step, watch.cancelled, first
            )
            mix, files = rendering.write(request.folder, stems=bool(groups))
        named = zip(groups.values(), files, strict=True)
        stems = tuple(Stem(roles[0], audio, roles[1:]) for roles, audio in named)
        return self._take(request, mix, stems)

    def _bare(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Every part by a model of bare parts, on the sampled engine's desk."""
        model, plan = self._loaded(), request.plan
        first, whole = played(plan, SAMPLE_RATE_HZ)
        length = plan.length_samples(SAMPLE_RATE_HZ)
        end = (first or 0) + length + LONGEST_TAIL_S * SAMPLE_RATE_HZ
        alone = [replace(whole, score=replace(whole.score, parts=(part,)))
                 for part in whole.score.parts if part.notes]  # fmt: skip
        sheets = {str(number): level(sheet_of(one, end)) for number, one in enumerate(alone)}
        with closing(self._stream(model, whole, request, sheets)) as stream:
            watch = Watch(stream, on_step, cancelled)
            stems = stems_played_by(whole, lambda number, part: StreamPlayer(str(number), stream))
            rendering = Rendering(
                stems, (first or 0) + length, SAMPLE_RATE_HZ, watch.step, watch.cancelled, first
            )
            mix, files = rendering.write(request.folder)
        named = tuple(Stem(stem.role, file) for stem, file in zip(stems, files, strict=True))
        return self._take(request, mix, named)

    def _take(self, request: GenerationRequest, mix: AudioFile, stems: tuple[Stem, ...]) -> Take:
        return Take(
            engine=self.name,
            engine_version=self.version,
            seed=request.seed,
            mix=mix,
            stems=stems,
            lead_in_frames=0,
            tail_frames=mix.frames - request.plan.length_samples(SAMPLE_RATE_HZ),
            resources={WEIGHTS: self._loaded().digest},
            licences={WEIGHTS: WEIGHTS_LICENCE},
        )

    def _stream(
        self, model: Model, plan: CuePlan, request: GenerationRequest, sheets: dict[str, Sheet]
    ) -> ModelStream:
        how = SAMPLINGS[request.quality]
        if self.name == MUSFLOW_FREE:
            how = freely(how)
        sound = heard_reference(model, request)
        if self.name == MUSFLOW_FREE and model.listens:
            sound = meaning_of(model, plan, sound)
        return ModelStream(model, sheets, how, request.seed, plan.cue_uid, sound)

    def _loaded(self) -> Model:
        if self._model is None:
            self._model = loaded_model()
        return self._model


def freely(how: Sampling) -> Sampling:
    """The same with no notes told."""
    return replace(how, given=FREE, strength=FREE_STRENGTH)


def loaded_model() -> Model:
    """The model this machine has, checked, on its best device. Raises StudioError without one."""
    folder = find_model()
    if folder is None:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND,
            "there is no MusFlow model on this machine",
            hint="install MusFlow Studio again, or name the folder of a model in "
            f"{MODEL_VARIABLE}, or use --engine sampled",
        )
    return load_model(folder).to("cuda" if torch.cuda.is_available() else "cpu")


def playing_version(model: Model) -> str:
    """Of how a model plays and of its weights: another one may sound different."""
    return f"{RECIPE_VERSION} {model.digest[:12]}"


def heard_reference(model: Model, request: GenerationRequest) -> Tensor | None:
    """What the request's reference sounds like to the model; None where none is understood."""
    if request.reference is None or not model.listens:
        return None
    return embedding_of(model, reference_sound(request.reference, SAMPLE_RATE_HZ))


class Watch:
    """Progress of model and mixing as one, and the look at the stop sign."""

    def __init__(
        self, stream: ModelStream, on_step: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> None:
        self._stream, self._on_step, self._cancelled = stream, on_step, cancelled
        self._mixed = self._told = 0.0

    def step(self, fraction: float) -> None:
        """The mix is so far."""
        self._mixed = fraction
        self._tell()

    def cancelled(self) -> bool:
        """Asked every 100 ms; the model's progress is told on the way."""
        self._tell()
        return self._cancelled()

    def _tell(self) -> None:
        done = (self._mixed + self._stream.fraction) / 2 if self._mixed < 1 else 1.0
        if done > self._told:
            self._told = done
            self._on_step(done)


def _together(plan: CuePlan) -> dict[str, tuple[Role, ...]]:
    playing = tuple(dict.fromkeys(part.role for part in plan.score.parts if part.notes))
    return {TOGETHER: playing} if playing else {}


def _voices(
    plan: CuePlan, groups: dict[str, tuple[Role, ...]], stream: ModelStream, end: int
) -> list[GroupVoice]:
    words, fade = speaking(plan, SAMPLE_RATE_HZ), round(FADE_S * SAMPLE_RATE_HZ)

    def clearings() -> tuple[Clearing, ...]:
        return (Clearing(words, SAMPLE_RATE_HZ),) if words.any else ()

    return [
        GroupVoice(name, roles[0], stream, end, fade, clearings()) for name, roles in groups.items()
    ]
