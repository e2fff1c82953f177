"""The main path on one screen: panels in, clips out.

read -> describe -> plan -> generate -> finish -> keep
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from musflow_studio import planning
from musflow_studio.description import describe
from musflow_studio.documents import DescribedBoard
from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import Stage
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.preset import FinishingPreset, Leveling
from musflow_studio.domain.reference import Likeness, Trait
from musflow_studio.domain.request import (
    AlternatesRequest,
    CueRequest,
    CutdownRequest,
    ExportRequest,
    GenerationRequest,
    Quality,
    RefinishRequest,
)
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.take import Take
from musflow_studio.export import export
from musflow_studio.finishing import finish
from musflow_studio.generation import Capability, remix
from musflow_studio.library import KeepRequest, Library, Scratch, keep, open_scratch
from musflow_studio.likeness.hint import likeness_of
from musflow_studio.likeness.reading import reference_audio
from musflow_studio.likeness.steering import description_like, pins_like
from musflow_studio.likeness.style_sound import style_like
from musflow_studio.planning.cutdown import cut_down
from musflow_studio.progress import Progress
from musflow_studio.settings import load_settings
from musflow_studio.sources import Start, Wishes, find_start
from musflow_studio.tags import wav_tags
from musflow_studio.tools import NONE, Tools

CUE_UID = "1M1"


@dataclass(frozen=True)
class Delivery:
    """How a plan becomes a clip: by which engine, finished how, kept where, called what.

    An alternate also names the full clip whose stems it plays and whose level it keeps; a clip
    finished anew the one whose take it is.
    """

    engine: str
    preset: FinishingPreset
    sample_rate_hz: int
    gain_db: float
    quality: Quality
    output: Path | None
    name: str
    full: Clip | None = None
    alternate: Alternate = Alternate.FULL


def make_cue(request: CueRequest, tools: Tools, progress: Progress) -> Iterator[Clip]:
    """Make the clips of a request, one per take; each is kept before the next begins.

    Raises StudioError: bad input, or CANCELLED between and inside stages.
    """
    tools.start(request.engine)
    delivery = Delivery(
        request.engine, tools.finishing_preset(request.finish), request.sample_rate_hz,
        request.gain_db, request.quality, request.output, request.name,
    )  # fmt: skip
    start = describe_start(request, tools, progress)
    for number in range(1, request.takes + 1):
        progress.about(request.engine, start.length_s, take=number, takes=request.takes)
        plan = plan_take(start, request, tools, progress, number)
        start = replace(start, base=start.base or plan)  # tempo, key and motif stay
        yield played(plan, delivery, tools, progress)


def make_cutdowns(request: CutdownRequest, tools: Tools, progress: Progress) -> Iterator[Clip]:
    """Make shorter versions of a kept clip; every length is tried before the first is played.

    Raises StudioError: a clip that cannot be read, a length out of reach, or CANCELLED.
    """
    with progress.stage(Stage.READ):
        clip = Library.load_clip(request.clip)
    recipe = clip.recipe
    tools.start(recipe.take.engine)
    with progress.stage(Stage.PLAN):
        plans = [
            cut_down(recipe.plan, recipe.plan.storyboard.rate.nearest_frame(length_s))
            for length_s in request.lengths_s
        ]
    for number, (plan, length_s) in enumerate(zip(plans, request.lengths_s, strict=True), 1):
        progress.about(recipe.take.engine, length_s, take=number, takes=len(plans))
        delivery = Delivery(
            recipe.take.engine,
            tools.finishing_preset(request.finish) if request.finish else recipe.preset,
            request.sample_rate_hz or recipe.sample_rate_hz,
            recipe.gain_db if request.gain_db is None else request.gain_db,
            request.quality,
            request.output,
            f"{request.name or clip.marks.name} {length_s:g}s",
        )
        yield played(plan, delivery, tools, progress)


def make_alternates(request: AlternatesRequest, tools: Tools, progress: Progress) -> Iterator[Clip]:
    """Make alternates of a kept clip; every one is planned before the first is made.

    Raises StudioError: a clip that cannot be read or is an alternate itself, an alternate with
    nothing left to play, or CANCELLED.
    """
    with progress.stage(Stage.READ):
        full = Library.load_clip(request.clip)
    recipe = full.recipe
    if recipe.alternate is not Alternate.FULL:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "this clip is an alternate already",
            value=recipe.alternate.words,
            hint=f"make alternates of the full clip {recipe.alternate_of[:6]}",
        )
    tools.start(recipe.take.engine)
    notes = Capability.NOTES in tools.engine(recipe.take.engine).capabilities
    if not (notes or recipe.take.stems):
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "nothing can be left out of this take: its engine plays no notes and makes no stems",
            value=recipe.take.engine,
            hint="make alternates of a take by another engine, such as sampled",
        )
    with progress.stage(Stage.PLAN):
        plans = {kind: planning.alternate_plan(recipe.plan, kind) for kind in request.kinds}
    length_s = full.frames / recipe.sample_rate_hz
    for number, (kind, plan) in enumerate(plans.items(), 1):
        progress.about(recipe.take.engine, length_s, take=number, takes=len(plans))
        delivery = Delivery(
            recipe.take.engine,
            tools.finishing_preset(request.finish) if request.finish else recipe.preset,
            request.sample_rate_hz or recipe.sample_rate_hz,
            recipe.gain_db if request.gain_db is None else request.gain_db,
            request.quality,
            request.output,
            f"{request.name or full.marks.name} {kind.words}",
            full,
            kind,
        )
        yield played(plan, delivery, tools, progress)


def finished_anew(request: RefinishRequest, tools: Tools, progress: Progress) -> Iterator[Clip]:
    """The take of a kept clip under another preset, rate or level, as a clip of its own.

    Raises StudioError: a clip that cannot be read or is an alternate, or CANCELLED.
    """
    with progress.stage(Stage.READ):
        full = Library.load_clip(request.clip)
    recipe = full.recipe
    if recipe.alternate is not Alternate.FULL:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "an alternate keeps the level of the clip it was made from",
            value=recipe.alternate.words,
            hint=f"make it anew with another finish or gain from {recipe.alternate_of[:6]}",
        )
    progress.about(recipe.take.engine, full.frames / recipe.sample_rate_hz, take=1, takes=1)
    delivery = Delivery(
        recipe.take.engine,
        request.preset
        or (tools.finishing_preset(request.finish) if request.finish else recipe.preset),
        request.sample_rate_hz or recipe.sample_rate_hz,
        recipe.gain_db if request.gain_db is None else request.gain_db,
        Quality.STANDARD,
        request.output,
        request.name or full.marks.name,
        full,
    )
    yield played(recipe.plan, delivery, tools, progress)


def played(plan: CuePlan, delivery: Delivery, tools: Tools, progress: Progress) -> Clip:
    """The second half of the main path: a plan is played, finished and kept."""
    rate, full = delivery.sample_rate_hz, delivery.full
    folder, in_library = _destination(delivery.output)
    with open_scratch(folder, in_library=in_library) as scratch:
        with progress.stage(Stage.GENERATE):
            take = _marked(plan, _take(plan, delivery, tools, progress, scratch))
        with progress.stage(Stage.FINISH):
            finished = finish(
                take,
                delivery.preset,
                length_frames=plan.length_samples(rate),
                sample_rate_hz=rate,
                tail_s=plan.tail_s,
                gain_db=delivery.gain_db,
                loop=plan.length_mode is LengthMode.LOOP,
                leveled_as=_level_of(delivery),
                folder=scratch.finished,
                mix_name="mix.wav",
                tags=wav_tags(plan, delivery.name, rate),
                on_step=progress.step,
                cancelled=progress.cancelled,
            )
        with progress.stage(Stage.KEEP):
            kept = KeepRequest(
                scratch, plan, take, finished, delivery.preset, delivery.gain_db,
                dict(progress.seconds), delivery.name, full is not None,
                delivery.alternate,
                full.clip_id if full and delivery.alternate is not Alternate.FULL else "",
                _likeness(plan, finished.mix.path),
            )  # fmt: skip
            return keep(kept)


def _marked(plan: CuePlan, take: Take) -> Take:
    """The take with the licences and remarks of the models that described its panels."""
    said = plan.description
    fresh = tuple(remark for remark in said.remarks if remark not in take.remarks)
    return replace(take, licences=take.licences | said.licences, remarks=take.remarks + fresh)


def _level_of(delivery: Delivery) -> AudioFile | None:
    """The mix whose gain an alternate takes over; None where that is the plain trim anyway."""
    full, preset = delivery.full, delivery.preset
    if full is None or delivery.alternate is Alternate.FULL:
        return None
    as_kept = (preset, delivery.gain_db, delivery.sample_rate_hz) == (
        full.recipe.preset, full.recipe.gain_db, full.recipe.sample_rate_hz,
    )  # fmt: skip
    plain = as_kept and preset.leveling is Leveling.COMPOSED and not full.loudness.limited_db
    return None if plain else full.take.mix


def _take(
    plan: CuePlan, delivery: Delivery, tools: Tools, progress: Progress, scratch: Scratch
) -> Take:
    """What the engine plays; of an alternate only the roles that do not play as in the full take.

    An engine that would sound different today plays everything again. A take finished anew is
    not played at all.
    """
    full = delivery.full
    if full is not None and delivery.alternate is Alternate.FULL:
        return full.take
    folder = scratch.take if full is None else scratch.path / "again"
    folder.mkdir(exist_ok=True)
    wanted = GenerationRequest(plan, plan.seed, delivery.quality, folder, reference_audio(plan))
    if full is None:
        return tools.engine(delivery.engine).generate(wanted, progress.step, progress.cancelled)
    take = full.take
    kept = planning.kept_roles(full.recipe.plan, plan)
    stems = {s.role: s for s in take.stems if kept >= {s.role, *s.also}}
    heard = {role for stem in stems.values() for role in (stem.role, *stem.also)}
    again = tuple(part for part in plan.score.parts if part.role not in heard)
    if not stems:
        return tools.engine(delivery.engine).generate(wanted, progress.step, progress.cancelled)
    if not again:
        return remix(take, list(stems.values()), folder / "mix.wav", progress.cancelled)
    engine = tools.engine(delivery.engine)
    part = replace(plan, score=replace(plan.score, parts=again))
    fresh = engine.generate(replace(wanted, plan=part), progress.step, progress.cancelled)
    same = (fresh.engine_version, fresh.resources) == (take.engine_version, take.resources)
    if not same or fresh.lead_in_frames != take.lead_in_frames:
        return engine.generate(wanted, progress.step, progress.cancelled)
    stems |= {stem.role: stem for stem in fresh.stems}
    roles = dict.fromkeys(part.role for part in plan.score.parts)
    found = [stems[role] for role in roles if role in stems]
    return remix(take, found, folder / "remix.wav", progress.cancelled)


def read_board(request: CueRequest, progress: Progress) -> Storyboard:
    """The panels alone, as they are read."""
    with progress.stage(Stage.READ):
        return find_start(request).board


def describe_board(request: CueRequest, tools: Tools, progress: Progress) -> DescribedBoard:
    """The first half of the text bridge alone: what the panels say."""
    start = describe_start(request, tools, progress)
    assert start.description
    return DescribedBoard(start.board, start.description)


def plan_cue(request: CueRequest, tools: Tools, progress: Progress) -> CuePlan:
    """The music bridge alone: what would be played."""
    start = describe_start(request, tools, progress)
    return plan_take(start, request, tools, progress, 1)


def export_clip(request: ExportRequest, progress: Progress) -> Path:
    """One file made from a kept clip: a video, a sheet."""
    clip = Library.load_clip(request.clip)
    progress.about(request.kind.value, clip.frames / clip.recipe.sample_rate_hz, take=1, takes=1)
    with progress.stage(Stage.EXPORT):
        export(clip, request, progress.step, progress.cancelled)
    return request.output


def describe_start(request: CueRequest, tools: Tools, progress: Progress) -> Start:
    """Read the sources and describe them; a saved description is read again where it was edited."""
    with progress.stage(Stage.READ):
        start = find_start(request)
    with progress.stage(Stage.DESCRIBE):
        if start.plan is None:
            known = start.base.description if start.base else None
            eyes = _eyes(start, request)
            seen = describe(
                start.board,
                tools.encoder(),
                base=known,
                edited=start.description,
                captioner=tools.captioner(eyes, progress.cancelled),
                picture_reader=tools.picture_reader(eyes, progress.cancelled),
                on_step=progress.step,
            )
            start = replace(start, description=seen)
    return start


def _eyes(start: Start, request: CueRequest) -> str:
    """Which picture model to ask: none where there is no picture, or all was described before."""
    drawn = any(panel.picture for panel in start.board.panels)
    return request.picture_model if drawn and start.description is None else NONE


def plan_take(
    start: Start, request: CueRequest, tools: Tools, progress: Progress, number: int
) -> CuePlan:
    """Plan one take; a plan that came as a source is played as it stands."""
    seed = (start.seed + number - 1) % 2**32
    with progress.stage(Stage.PLAN):
        if start.plan is not None:
            return replace(start.plan, seed=seed)
        assert start.description
        wishes = start.wishes(request)
        description, pins = start.description, wishes.pins
        style = _style(start, wishes, tools)
        if start.reference:
            pins = pins.over(pins_like(start.reference, start.liked, style))
        if start.reference and Trait.ENERGY in start.liked:
            description = description_like(
                description, start.board, start.reference, wishes.in_frame, wishes.out_frame
            )
        made = planning.plan(
            start.board,
            description,
            style,
            cue_uid=start.base.cue_uid if start.base else request.cue_uid or CUE_UID,
            seed=seed,
            in_frame=wishes.in_frame,
            out_frame=wishes.out_frame,
            pins=pins,
            fit=wishes.fit,
            length_mode=wishes.length_mode,
            tail_s=wishes.tail_s,
            dialogue=wishes.dialogue,
            tacet=wishes.tacet,
            base=start.base,
        )
        return replace(made, reference=start.reference, liked=start.liked)


def _style(start: Start, wishes: Wishes, tools: Tools) -> Style:
    """The style that was asked for, else that of the reference's sound, else the mood's."""
    assert start.description
    if wishes.style:
        return tools.style(wishes.style)
    styles = tools.styles()
    if start.reference and Trait.SOUND in start.liked:
        name = style_like(start.reference, styles)
        if name:
            return styles[name]
    return planning.choose_style(tuple(styles.values()), start.description)


def _likeness(plan: CuePlan, result: Path) -> Likeness | None:
    """How near the result came; None without a reference, or where its file has gone."""
    if plan.reference is None or not plan.reference.path.is_file():
        return None
    return likeness_of(plan.reference, result)


def _destination(output: Path | None) -> tuple[Path, bool]:
    """Where the package goes, and whether that is the library."""
    return (load_settings().library, True) if output is None else (output, False)
