"""Stage: the scene, put together from the models and kept up to date."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.project import Project, ProjectCue
from ui.models import Models
from ui.timeline.axis import TimeAxis
from ui.timeline.contents import BoardContents, board_contents
from ui.timeline.lanes import lane_bands
from ui.timeline.music import MusicContents, music_contents
from ui.timeline.paint_wave import frames_seen, wants_samples
from ui.timeline.scene import RawSamples, Scene
from ui.timers import quiet_timer


class Stage(QObject):
    """What the timeline shows now.

    Signals:
        changed: `scene` is another one.
    """

    changed = pyqtSignal()

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._size = (800, 240)
        self._board: BoardContents | None = None
        self._music: MusicContents | None = None
        self._plan: CuePlan | None = None
        self._soon = quiet_timer(self, 0, self._build)
        self.axis = TimeAxis.fitting(800, 1.0)
        self.hit: int | None = None
        self.scene: Scene | None = None
        models.project.opened.connect(self._begin)
        models.project.changed.connect(self._forget_music)
        models.selection.changed.connect(self._forget_music)
        models.project.changed.connect(self._forget_board)
        models.descriptions.changed.connect(self._forget_board)
        for signal in (
            models.project.changed,
            models.descriptions.changed,
            models.selection.changed,
            models.takes.changed,
            models.planned.changed,
            models.peaks.changed,
            models.jobs.changed,
            models.playback.changed,
        ):
            signal.connect(self._soon.start)
        self._build()

    # What is shown

    @property
    def project(self) -> Project | None:
        """The project shown."""
        return self._models.project.project

    @property
    def cue(self) -> ProjectCue | None:
        """The chosen cue."""
        return self._models.selection.cue

    @property
    def clip(self) -> Clip | None:
        """The take shown: the chosen one, if it is one of the chosen cue."""
        cue, clip_id = self.cue, self._models.selection.clip_id
        if cue is None or clip_id not in cue.clip_ids:
            return None
        return self._models.takes.clip(clip_id)

    @property
    def heard_from_s(self) -> float | None:
        """Where on the board the music that is heard begins; None if it is not the cue's."""
        project, cue, heard = self.project, self.cue, self._models.playback.clip
        if project is None or cue is None or heard is None or heard.clip_id not in cue.clip_ids:
            return None
        return float(project.storyboard.rate.seconds(cue.in_frame))

    def set_size(self, width_px: int, height_px: int) -> None:
        """The canvas has another size."""
        self._size = (width_px, height_px)
        self.axis = self.axis.resized(width_px, self.axis.length_s)
        self._look()

    def look_at(self, axis: TimeAxis) -> None:
        """Another part of the time, or another zoom."""
        if axis != self.axis:
            self.axis = axis
            self._look()

    def choose_hit(self, frame: int | None) -> None:
        """Mark the hit on a board frame as chosen."""
        if frame != self.hit:
            self.hit = frame
            self._look()

    def refresh(self) -> None:
        """Show at once what was changed just now."""
        if self._soon.isActive():
            self._soon.stop()
            self._build()

    # Inside

    def _begin(self) -> None:
        self.hit = None
        self._build()
        self.axis = TimeAxis.fitting(self._size[0], self.axis.length_s)
        self._look()

    def _build(self) -> None:
        project, cue, clip = self.project, self.cue, self.clip
        if project is None:
            self.scene, self._board, self._music, self._plan = None, None, None, None
            self.changed.emit()
            return
        if self._board is None:
            self._board = board_contents(project, self._described)
        plan = self._plan_of(cue, clip)
        if plan is not self._plan:
            self._plan, self._music = plan, None
        if self._music is None and cue and plan:
            sound_s = clip.frames / clip.recipe.sample_rate_hz if clip else None
            self._music = music_contents(project, cue, plan, sound_s)
        end_s = max(self._board.length_s, self._music.end_s if self._music else 0.0)
        self.axis = self.axis.resized(self._size[0], end_s)
        self._look()

    def _described(self, uid: str) -> PanelDescription | None:
        return self._models.descriptions.of(uid)

    def _forget_board(self) -> None:
        self._board = None

    def _forget_music(self) -> None:
        self._music = None

    def _plan_of(self, cue: ProjectCue | None, clip: Clip | None) -> CuePlan | None:
        """The plan of the take, else the one of a cue that has none yet."""
        if clip:
            return clip.recipe.plan
        plan = self._models.planned.plan
        return plan if cue and plan and plan.cue_uid == cue.uid and not cue.clip_ids else None

    def _look(self) -> None:
        project, clip = self.project, self.clip
        if project is None or self._board is None:
            return
        scene = Scene(
            self.axis,
            lane_bands(self._size[1]),
            project.storyboard.rate,
            project.storyboard.start_timecode_frames,
            self._board,
            self.cue,
            self._music,
            self._models.peaks.of(clip) if clip else None,
            panel_uids=self._models.selection.panel_uids,
            hit=self.hit,
            loop=self._loop(),
            hint=self._hint(clip),
        )
        self.scene = replace(scene, raw=self._raw(scene, clip)) if clip else scene
        self.changed.emit()

    def _loop(self) -> tuple[float, float] | None:
        """What repeats, seconds of the board; only of music of the chosen cue."""
        loop, start_s = self._models.playback.loop_s, self.heard_from_s
        return (start_s + loop[0], start_s + loop[1]) if loop and start_s is not None else None

    def _raw(self, scene: Scene, clip: Clip) -> RawSamples | None:
        """Single samples of the view and a view on both sides, where it is narrow enough."""
        if not wants_samples(scene):
            return None
        start, end = (round(frame) for frame in frames_seen(scene))
        first, last = max(0, start), min(clip.frames, end + 1)
        if last <= first:
            return None
        found = self._models.peaks.samples(clip, first, last - first)
        return RawSamples(*found) if found else None

    def _hint(self, clip: Clip | None) -> str:
        """What the take's lane says while it has no wave."""
        running, cue = self._models.jobs.running, self.cue
        if cue is None:
            return "No cue yet: double-click the hatched stretch above, or press C"
        if clip:
            return self._models.peaks.trouble(clip) or "Reading the take \N{HORIZONTAL ELLIPSIS}"
        if running and running.cue_uid == cue.uid:
            return "The music is being made \N{HORIZONTAL ELLIPSIS}"
        if any(self._models.takes.is_there(clip_id) for clip_id in cue.clip_ids):
            return "Opening the take \N{HORIZONTAL ELLIPSIS}"
        if cue.clip_ids:
            return "This cue's takes are not in the library; Generate makes another"
        if self._models.planned.trouble:
            return self._models.planned.trouble
        if self._music:
            return "Planned, not made yet: Generate to hear it"
        return "No take yet: press Generate"
