"""Studio: the facade that every door holds.

An actor: one thread owns the queue, the library and the project. Every call posts to it and
returns a `Future` at once. Signals fire on that thread; a window relays them to its own.

    with Studio() as studio:
        job = studio.cue(CueRequest(sources=(folder,))).result()
        clips = job.clips.result()
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from psygnal import Signal

from musflow_studio import orders, paths, presets
from musflow_studio.audition import Audition, StyleAudition
from musflow_studio.clip_desk import ClipDesk
from musflow_studio.documents import DescribedBoard, decode
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_words import WordsResult
from musflow_studio.domain.engines import EngineOffer
from musflow_studio.domain.events import JobEvent, JobState
from musflow_studio.domain.finding import Finding
from musflow_studio.domain.plan import CuePlan, LengthMode, Pins
from musflow_studio.domain.playback import OutputDevice, Playback
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.ranking import Ranking
from musflow_studio.domain.request import (
    AlternatesRequest,
    CueRequest,
    CutdownRequest,
    ExportRequest,
    RefinishRequest,
)
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.engines import check_engine, engine_offers
from musflow_studio.futures import flat, then
from musflow_studio.jobs import Job, JobQueue
from musflow_studio.library import Library, remove_scratch
from musflow_studio.model_desk import ModelDesk
from musflow_studio.panel_images import PanelImages
from musflow_studio.player import PlayerClient
from musflow_studio.preset_desk import PresetDesk
from musflow_studio.progress import Timings
from musflow_studio.project_desk import ProjectDesk
from musflow_studio.retrieval import SoundDesk
from musflow_studio.settings import Settings, load_settings
from musflow_studio.waveform import WaveformDesk

T = TypeVar("T")


@dataclass(frozen=True)
class CueJob:
    """A cue being made: its id for `cancel`, and its clips when they are all there."""

    job_id: str
    request: CueRequest | CutdownRequest | AlternatesRequest | RefinishRequest
    clips: Future[tuple[Clip, ...]]


@dataclass(frozen=True)
class ExportJob:
    """A file being made from a clip: its id for `cancel`, and where it is when it is there."""

    job_id: str
    request: ExportRequest
    file: Future[Path]


class Studio(ClipDesk):
    """One studio: a worker, a queue, a library (see `ClipDesk`), and its desks.

    Attributes:
        projects: where projects are opened, changed and written.
        player: what plays files.
        models: pretrained models on this machine.
        waveforms: what finished files look like while they are heard.
        sounds: the user's own music, found by words and by example.
    """

    job_changed = Signal(JobEvent)
    clip_kept = Signal(Clip)
    playback_changed = Signal(Playback)

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()
        super().__init__(self.settings.library)
        self._calls: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._queue = JobQueue(
            self.settings.library,
            self._calls.put,
            self.job_changed.emit,
            self._on_kept,
            self._on_worker_lost,
        )
        self.player = PlayerClient(
            lambda playback: self._calls.put(lambda: self.playback_changed.emit(playback))
        )
        self._told_player: int | None = -1
        self._images = PanelImages(paths.cache_folder() / "panels")
        self.presets = PresetDesk(
            self._on_disk,
            self._calls.put,
            lambda asked: self._answer("words", asked, WordsResult),
            lambda verb, asked: flat(self._call(lambda: self._ahead(verb, asked))),
        )
        self.models = ModelDesk(
            self._calls.put,
            lambda asked: self._answer("rank", asked, Ranking),
        )
        self.projects = ProjectDesk(self._on_disk, self.board, self._calls.put)
        self.waveforms = WaveformDesk()
        self.sounds = SoundDesk(self.settings.library, self._calls.put)
        self.audition = Audition(self._call, self._ahead, self.player, self.prepare)
        self.style_audition = StyleAudition(self._call, self._ahead, self.player, self.prepare)
        self.presets.changed.connect(self.audition.relist)
        self.audition.changed.connect(self.style_audition.give_way)
        self.style_audition.changed.connect(self.audition.give_way)
        self._thread = threading.Thread(target=self._serve, name="studio", daemon=True)
        self._thread.start()
        self._call(self._queue.warm_up)

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cancel what runs, let the worker go, end the thread. May be called twice."""
        if self._thread.is_alive():
            self.audition.close().result()
            self.style_audition.close().result()
            self.player.close()
            self._images.close()
            self.models.close()
            self.sounds.close()
            self._call(self._queue.close).result()
            self._calls.put(None)
            self._thread.join()
            self._close_disk()
            self.waveforms.close()

    # Jobs

    def cue(self, request: CueRequest) -> Future[CueJob]:
        """Queue a cue. Raises StudioError at once for what can be checked without reading files."""
        if request.cue:
            return flat(then(self.projects.completed(request), self._queued))
        return self._queued(request)

    def project_cue(
        self,
        project: Path,
        cue: str,
        request: CueRequest | None = None,
        *,
        fresh: bool = False,
        base: str = "",
    ) -> Future[CueJob]:
        """Queue a cue of a project, made or made again; its clips are noted in the project.

        What `request` leaves open (sample rate, takes …) comes from the cue. It goes on from the
        clip `base` (an id), else from the chosen or newest one; with `fresh` nothing is kept of
        earlier takes.
        """
        asked = request or CueRequest()
        order = self.projects.order(project, cue, asked, fresh=fresh, base=base)
        return flat(then(order, self._queued))

    def cutdown(self, request: CutdownRequest) -> Future[CueJob]:
        """Queue shorter versions of a kept clip. Raises StudioError as `cue` does."""
        orders.check_cutdown(request)
        return self._call(lambda: self._start("cutdown", request))

    def alternates(self, request: AlternatesRequest) -> Future[CueJob]:
        """Queue alternates of a kept clip: no melody, bed … Raises StudioError as `cue` does."""
        orders.check_alternates(request)
        return self._call(lambda: self._start("alternates", request))

    def refinish(self, request: RefinishRequest) -> Future[CueJob]:
        """Queue a kept clip's take to be finished anew. Raises StudioError as `cue` does."""
        orders.check_refinish(request)
        return self._call(lambda: self._start("refinish", request))

    def board(self, request: CueRequest) -> Future[Storyboard]:
        """The panels a request names, read."""
        return self._answer("board", request, Storyboard)

    def describe(self, request: CueRequest) -> Future[DescribedBoard]:
        """What the panels say."""
        return self._answer("describe", request, DescribedBoard)

    def plan(self, request: CueRequest) -> Future[CuePlan]:
        """What music would be made."""
        if request.cue:
            filled = self.projects.completed(request)
            return flat(then(filled, lambda full: self.plan(replace(full, cue=""))))
        return self._answer("plan", orders.completed(request, self.settings), CuePlan)

    def panel_image(self, panel: Panel, longest_side_px: int) -> Future[Path | None]:
        """A small file of what a panel shows, None for words alone; see `PanelImages.image`."""
        return self._images.image(panel, longest_side_px)

    def export(self, request: ExportRequest) -> Future[ExportJob]:
        """Queue a file to be made from a kept clip: a video for the director, a sheet."""
        return self._call(lambda: self._start_export(request))

    def expected_s(self, length_s: float, takes: int = 1, engine: str = "") -> float:
        """Seconds that takes of this length should need, learned from this machine's past."""
        return Timings().expected_cue_s(engine or self.settings.engine, length_s, takes)

    def doctor(self) -> Future[tuple[Finding, ...]]:
        """What the worker finds about this machine."""
        return self._answer("doctor", None, tuple[Finding, ...])

    def cancel(self, job_id: str) -> Future[JobState]:
        """Stop a job; resolves with its final state once the work has really stopped."""
        return flat(self._call(lambda: self._queue.cancel(job_id)))

    # Playing (more by `player`: pause, seek, loop, switch, devices)

    def prepare(
        self, clip: Clip, *, gain_db: float = 0.0, keep_place: bool = False
    ) -> Future[None]:
        """Give a clip's mix, its beats and its bars to the player; `player.play` starts it.

        With `keep_place` the music goes on where it is, in the other file. `gain_db` is of the
        listening alone.
        """
        rate_hz = clip.recipe.sample_rate_hz
        grid = clip.recipe.plan.grid
        beats = [
            grid.sample_at(tick, rate_hz)
            for bar in grid.bars
            for tick in range(bar.start_tick, bar.end_tick, bar.meter.beat_ticks)
        ]
        bars = [grid.sample_at(bar.start_tick, rate_hz) for bar in grid.bars]
        self._choose_device()
        loaded = self.player.load(clip.clip_id, clip.folder / clip.wav, gain_db)
        self.player.select(clip.clip_id)
        self.player.places(beats, bars)
        if not keep_place:
            self.player.seek(0)
        return loaded

    def warm_player(self) -> Future[tuple[OutputDevice, ...]]:
        """Start the player's process, so that the first take is heard at once; its devices."""
        return flat(self._call(self.player.devices))

    # Settings

    def use(self, settings: Settings) -> None:
        """Go on with other settings; another library counts from the next start on."""
        before, self.settings = self.settings, replace(settings, library=self.settings.library)
        asked = (settings.audio_device, settings.audio_buffer_frames)
        if asked != (before.audio_device, before.audio_buffer_frames):
            self.player.device(*asked)

    # Presets

    def styles(self) -> dict[str, Style]:
        """Every composition style by name that can be read (more by `presets`)."""
        return presets.readable_styles()

    def finishing_presets(self) -> dict[str, FinishingPreset]:
        """Every finishing preset by name that can be read (more by `presets`: what cannot, too)."""
        return presets.readable_finishing()

    def engines(self) -> dict[str, EngineOffer]:
        """Each engine as this machine has it, by name; the default one first."""
        return {offer.name: offer for offer in engine_offers()}

    def check_pins(self, pins: Pins, *, loop: bool) -> None:
        """Raise StudioError naming the first pin that no plan could obey."""
        from musflow_studio.planning.pins import check_pins  # a stage, loaded when it is needed

        check_pins(pins, LengthMode.LOOP if loop else LengthMode.PICTURE)

    # Inside

    def _choose_device(self) -> None:
        """Tell every new player process where the settings want to be heard."""
        asked = (self.settings.audio_device, self.settings.audio_buffer_frames)
        if asked != ("", 512) and self.player.pid != self._told_player:
            self.player.device(*asked)
            self._told_player = self.player.pid

    def _queued(self, request: CueRequest) -> Future[CueJob]:
        full = orders.completed(request, self.settings)
        check_engine(full.engine)
        return self._call(lambda: self._start("cue", full))

    def _start(
        self, verb: str, request: CueRequest | CutdownRequest | AlternatesRequest | RefinishRequest
    ) -> CueJob:
        job = self._queue.submit(verb, request, request.output)
        clips = then(job.future, _clips)
        if isinstance(request, CueRequest | RefinishRequest) and request.project:
            clips = self.projects.noted(job.job_id, clips)
        return CueJob(job.job_id, request, clips)

    def _start_export(self, request: ExportRequest) -> ExportJob:
        job = self._queue.submit("export", request)
        return ExportJob(job.job_id, request, then(job.future, Path))

    def _ahead(self, verb: str, request: object) -> Future[Any]:
        return self._queue.submit_ahead(verb, request).future

    def _answer(self, verb: str, request: object | None, kind: type[T]) -> Future[T]:
        submitted = self._call(lambda: self._queue.submit(verb, request).future)
        return then(flat(submitted), lambda told: decode(kind, told))

    def _on_kept(self, job: Job, folder: Path) -> None:
        clip = Library.load_clip(folder)
        if isinstance(job.request, CueRequest | RefinishRequest) and job.request.project:
            self.projects.note(job.job_id, job.request.project, job.request.cue_uid, clip)
        self.clip_kept.emit(clip)

    def _on_worker_lost(self, pid: int, job: Job | None) -> None:
        remove_scratch(job.folder if job and job.folder else self.settings.library, pid)

    def _call(self, work: Callable[[], T]) -> Future[T]:
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - the edge of the thread: hand it to the caller
                done.set_exception(error)

        self._calls.put(run)
        return done

    def _serve(self) -> None:
        while (work := self._calls.get()) is not None:
            work()


def _clips(folders: list[str]) -> tuple[Clip, ...]:
    return tuple(Library.load_clip(Path(folder)) for folder in folders)
