"""MakingModel: how the chosen cue shall be made, what that goes on from, and what it changed."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.plan import CuePlan, Pins
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.request import CueRequest, Quality
from musflow_studio.domain.style import Style
from musflow_studio.project.changes import changes_since
from musflow_studio.project.cues import CueEdit, cue_of_uid, edit_cue
from musflow_studio.project.refit import Refit, refit
from musflow_studio.studio import Studio
from ui.models.jobs import JobsModel
from ui.models.preferences import Preferences
from ui.models.project import ProjectModel
from ui.models.reference import ReferenceModel
from ui.models.selection import SelectionModel
from ui.models.takes import TakesModel
from ui.relay import Relay

SEEDS = 2**32


@dataclass(frozen=True)
class Outcome:
    """What a new take changed about the one it went on from.

    Attributes:
        before, after: the clips' ids.
        refit: panel by panel.
    """

    before: str
    after: str
    refit: Refit


class MakingModel(QObject):
    """The wishes for the chosen cue.

    What belongs to the music stands in the project, as undo steps; how many takes, the quality and
    the lock of the seed are the window's own.

    Signals:
        changed: any of it.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        preferences: Preferences,
        projects: ProjectModel,
        selection: SelectionModel,
        takes: TakesModel,
        jobs: JobsModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._preferences = preferences
        self._projects = projects
        self._selection = selection
        self._takes = takes
        self._jobs = jobs
        self._seeds: dict[str, int] = {}
        self._first_seeds: dict[str, int] = {}
        self._went_on_from = ""
        self._orders = 0
        self._comparing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="refit")
        self.styles: dict[str, Style] = {}
        self.finishes: dict[str, FinishingPreset] = {}
        self.engines = studio.engines()
        self.outcome: Outcome | None = None
        self.reference = ReferenceModel(studio, relay, self)
        self.reload_presets()
        for signal in (projects.changed, selection.changed, takes.changed, jobs.changed):
            signal.connect(self.changed)
        projects.opened.connect(self._start)
        jobs.finished.connect(self._on_finished)

    def close(self) -> None:
        """End the thread that compares plans."""
        self._comparing.shutdown()

    def reload_presets(self) -> None:
        """Read styles and finishing presets anew; the user may have added some."""
        self.styles = self._studio.styles()
        self.finishes = self._studio.finishing_presets()
        self.changed.emit()

    def reload_engines(self) -> None:
        """Look anew at which engines can play here; a model may have come or gone."""
        self.engines = self._studio.engines()
        self.changed.emit()

    # What it is about

    @property
    def cue(self) -> ProjectCue | None:
        """The chosen cue."""
        return self._selection.cue

    @property
    def base(self) -> Clip | None:
        """The take the next one goes on from: the one looked at, if it is a whole one of the cue.

        Else the chosen or the newest; None before the first, and while it is being loaded.
        """
        cue = self.cue
        if cue is None:
            return None
        there = self._takes.is_there
        looked_at = self._selection.clip_id if there(self._selection.clip_id) else ""
        newest = next((one for one in reversed(cue.clip_ids) if there(one)), "")
        chosen = cue.chosen_clip_id if there(cue.chosen_clip_id) else ""
        return self._takes.clip(looked_at if looked_at in cue.clip_ids else chosen or newest)

    @property
    def plan(self) -> CuePlan | None:
        """The plan the next take goes on from."""
        return self.base.recipe.plan if self.base else None

    @property
    def stale(self) -> tuple[str, ...]:
        """What has changed since that take was made, in words."""
        project, cue, base = self._projects.project, self.cue, self.base
        if project is None or cue is None or base is None:
            return ()
        return changes_since(project, cue, base.recipe)

    @property
    def length_s(self) -> float:
        """Seconds of the cue; 0 without one."""
        board, cue = self._projects.board, self.cue
        return float(board.rate.seconds(cue.out_frame - cue.in_frame)) if board and cue else 0.0

    @property
    def expected_s(self) -> float:
        """Seconds the takes will need, learned from this machine's past."""
        engine = self.cue.engine if self.cue else ""
        return self._studio.expected_s(self.length_s, self.takes, engine)

    # Wishes of the window

    @property
    def takes(self) -> int:
        """How many takes, 1 to 16."""
        return min(16, max(1, self._preferences.get("takes", 1)))

    def set_takes(self, takes: int) -> None:
        """How many takes the next time."""
        self._preferences.set("takes", takes)
        self.changed.emit()

    @property
    def quality(self) -> Quality:
        """How much work the engine puts in."""
        told = self._preferences.get("quality", Quality.STANDARD.value)
        return Quality(told) if told in list(Quality) else Quality.STANDARD

    def set_quality(self, quality: Quality) -> None:
        """How much work the engine puts in the next time."""
        self._preferences.set("quality", quality.value)
        self.changed.emit()

    @property
    def seed_locked(self) -> bool:
        """Whether the next take draws as the last did, so that edits stay local."""
        return self._preferences.get("seed_locked", True)

    def lock_seed(self, locked: bool) -> None:
        """Lock the seed, or let every take draw one of its own."""
        self._preferences.set("seed_locked", locked)
        self.changed.emit()

    @property
    def seed(self) -> int | None:
        """What the next take draws with; None where it is drawn when it is made."""
        cue = self.cue
        if cue is None:
            return None
        if cue.uid in self._seeds:
            return self._seeds[cue.uid]
        if not self.seed_locked:
            return None
        if self.plan:
            return self.plan.seed
        return self._first_seed(cue) if cue.seed is None else cue.seed

    @property
    def seed_is_new(self) -> bool:
        """Whether the seed is another than that of the take it goes on from."""
        return self.plan is not None and self.seed != self.plan.seed

    def set_seed(self, seed: int) -> None:
        """Draw with this seed the next time."""
        if self.cue and 0 <= seed < SEEDS:
            self._seeds[self.cue.uid] = seed
            self.changed.emit()

    def roll_seed(self) -> None:
        """Throw the dice."""
        self.set_seed(random.randrange(SEEDS))

    # Wishes in the project

    def edit(self, what: str, edit: CueEdit, merge: str = "") -> bool:
        """Change the chosen cue; one undo step."""
        cue = self.cue
        if cue is None:
            return False

        def change(project: Project) -> Project:
            after = edit_cue(project, cue.name, edit)
            told = cue_of_uid(after, cue.uid)
            assert told
            self._studio.check_pins(told.pins, loop=told.loop)
            return after

        return self._projects.do(
            f"{what} of {cue.name}", change, merge and f"{merge} {cue.uid}", "make"
        )

    def set_loop(self, loop: bool) -> bool:
        """A loop, or to the picture; what only the other knows (bars, ending, tail) is let go."""
        if loop:
            return self.edit("Loop", CueEdit(loop=True, tail_s=0.0, unpin=("ending",)))
        return self.edit("Length", CueEdit(loop=False, unpin=("bars",)))

    def pin(self, pins: Pins, what: str) -> bool:
        """Fix what `pins` names."""
        return self.edit(f"Pin the {what}", CueEdit(pins=pins), f"pin {what}")

    def unpin(self, name: str, what: str) -> bool:
        """Set one pin free."""
        return self.edit(f"Unpin the {what}", CueEdit(unpin=(name,)))

    # Making

    def generate(self) -> bool:
        """Make the cue as it is asked for now; what did not change keeps its notes."""
        base = self.base
        if self.seed is None and base is not None and not self.seed_locked:
            self.roll_seed()
        return self._make(base.clip_id if base else "", CueRequest(seed=self._asked_seed()))

    def rethink(self) -> bool:
        """Another take that keeps nothing of the earlier ones but the pins."""
        return self._make("", CueRequest(), fresh=True)

    def vary(self, clip_id: str) -> bool:
        """Another take like this one: its tempo, key and theme, the same pins, other notes."""
        return self._make(clip_id, CueRequest(seed=random.randrange(SEEDS)))

    def compose_anew(self, panel_uids: tuple[str, ...]) -> bool:
        """Compose these panels anew and keep all the others; one undo step and a take."""
        project, cue = self._projects.project, self.cue
        if project is None or cue is None or not panel_uids:
            return False
        names = [p.number for p in project.storyboard.panels if p.uid in panel_uids]
        what = f"Compose panel {', '.join(names)} anew"

        def change(p: Project) -> Project:
            return replace(p, storyboard=p.storyboard.varied(panel_uids))

        return self._projects.do(what, change, where="make") and self.generate()

    def dismiss_outcome(self) -> None:
        """The ribbon was read."""
        self.outcome = None
        self.changed.emit()

    # Inside

    def _first_seed(self, cue: ProjectCue) -> int:
        """Drawn once a cue, so that the plan shown before the first take is what will be made."""
        return self._first_seeds.setdefault(cue.uid, random.randrange(SEEDS))

    def _asked_seed(self) -> int | None:
        return self.seed if self.base is None or self.seed_is_new else None

    def _make(self, base: str, request: CueRequest, *, fresh: bool = False) -> bool:
        cue = self.cue
        if cue is None:
            return False
        rate_hz = self._studio.settings.sample_rate_hz
        wanted = replace(request, takes=self.takes, quality=self.quality, sample_rate_hz=rate_hz)
        self._orders += 1
        self._went_on_from = "" if fresh else base
        self.outcome = None
        return self._jobs.generate(cue.uid, wanted, fresh=fresh, base=base)

    def _start(self) -> None:
        self._seeds.clear()
        self._first_seeds.clear()
        self.outcome = None

    def _on_finished(self, cue_uid: str, clips: tuple[Clip, ...]) -> None:
        """Keep the first seed with the cue, and tell what the take changed."""
        self._seeds.pop(cue_uid, None)
        before = self._takes.clip(self._went_on_from) if self._went_on_from else None
        after = clips[-1]
        if before is None or len(clips) > 1 or cue_uid != after.recipe.plan.cue_uid:
            return
        told = self._comparing.submit(refit, before.recipe.plan, after.recipe.plan)
        order = self._orders

        def shown(found: Refit) -> None:
            if order == self._orders:  # nothing newer was asked for meanwhile
                self.outcome = Outcome(before.clip_id, after.clip_id, found)
                self.changed.emit()

        self._relay.ask(told, shown)
