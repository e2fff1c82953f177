"""PanelActions: what can be done to the chosen panels, each with its keys; one undo step each."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QWidget

from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.project.panel_words import reset_override, set_weight
from musflow_studio.project.panels import (
    join_panels,
    move_panels,
    place_of,
    remove_panels,
    renumber,
    roll_cut,
    set_length,
    split_panel,
)
from ui import icons
from ui.models import Models

Change = Callable[[Project], Project]
WHERE = "strip"
_NEXT_WEIGHT = {
    HitWeight.MUST: HitWeight.SHOULD,
    HitWeight.SHOULD: HitWeight.IGNORE,
    HitWeight.IGNORE: HitWeight.MUST,
    HitWeight.AVOID: HitWeight.MUST,
}


class PanelActions(QObject):
    """Actions on what is chosen, living on a widget so that their keys work in it.

    Attributes:
        all: in the order of a menu; None stands for a separator.
    """

    def __init__(self, models: Models, place: QWidget, write: Callable[[], None]) -> None:
        super().__init__(place)
        self._models = models
        self._place = place
        self.all: tuple[QAction | None, ...] = (
            self._action("Write the story", "pencil", "Return", write, keyed=False),
            None,
            self._action("Move left", "arrow-left", "Ctrl+Left", lambda: self._step(-1)),
            self._action("Move right", "arrow-right", "Ctrl+Right", lambda: self._step(1)),
            self._action("Split", "content-cut", "S", self._split),
            self._action("Join", "arrow-collapse-horizontal", "J", self._join),
            self._action("One frame shorter", "minus", "[", lambda: self._trim(-1)),
            self._action("One frame longer", "plus", "]", lambda: self._trim(1)),
            self._action("One second shorter", "minus-box-outline", "Shift+[", self._second_less),
            self._action("One second longer", "plus-box-outline", "Shift+]", self._second_more),
            None,
            self._action("Must, should or ignore the cut", "star", "M", self._weigh),
            self._action("Mood and energy as seen", "restore", "Ctrl+R", self._as_seen),
            self._action("Number panels from 1", "numeric", "", self._renumber),
            None,
            self._action("Remove", "delete", "Delete", self._remove),
        )

    def move_to(self, uids: tuple[str, ...], place: int) -> None:
        """Panels put in front of a place."""
        self._do(f"Move {self._named(uids)}", lambda p: move_panels(p, set(uids), place))

    def trim_to(self, uid: str, frames: int, *, rolled: bool) -> None:
        """A length that was dragged; `rolled` moves the cut behind the panel and nothing else."""
        what = f"Trim {self._named((uid,))}"
        if not rolled:
            self._do(what, lambda project: set_length(project, uid, frames))
            return

        def roll(project: Project) -> Project:
            place = place_of(project, uid)
            panels = project.storyboard.panels
            if place + 1 == len(panels):
                return set_length(project, uid, frames)
            return roll_cut(project, panels[place + 1].uid, frames - panels[place].length_frames)

        self._do(what, roll)

    # Inside

    @property
    def _chosen(self) -> tuple[str, ...]:
        return self._models.selection.panel_uids

    @property
    def _panels(self) -> tuple[Panel, ...]:
        board = self._models.project.board
        return board.panels if board else ()

    def _action(
        self, text: str, icon: str, keys: str, do: Callable[[], None], *, keyed: bool = True
    ) -> QAction:
        """An action; with `keyed` False its key is the view's own and only shown."""
        made = QAction(icons.icon(icon), text, self._place)
        made.setShortcut(QKeySequence(keys))
        shown = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{text} ({shown})" if shown else text)
        context = Qt.ShortcutContext
        made.setShortcutContext(
            context.WidgetWithChildrenShortcut if keyed else context.WidgetShortcut
        )
        made.triggered.connect(lambda: do() if self._chosen else None)
        self._place.addAction(made)
        return made

    def _do(self, what: str, change: Change, merge: str = "") -> None:
        self._models.project.do(what, change, merge, WHERE)

    def _named(self, uids: tuple[str, ...]) -> str:
        if len(uids) > 1:
            return f"{len(uids)} panels"
        return "panel " + next((p.number for p in self._panels if p.uid in uids), "")

    def _step(self, by: int) -> None:
        chosen = set(self._chosen)
        places = [i for i, panel in enumerate(self._panels) if panel.uid in chosen]
        before = places[0] - 1 if by < 0 else places[-1] + 2
        if 0 <= before <= len(self._panels):
            key = f"move {sorted(chosen)}"
            what = f"Move {self._named(self._chosen)}"
            self._do(what, lambda project: move_panels(project, chosen, before), key)

    def _split(self) -> None:
        """At the playhead where it is inside the panel, else in the middle."""
        uid = self._models.selection.panel_uid
        board, panel = self._models.project.board, self._models.selection.panel
        assert board
        assert panel
        start = board.start_frames[board.panels.index(panel)]
        inside = self._playhead_frame() - start
        at = inside if 0 < inside < panel.length_frames else panel.length_frames // 2
        self._do(f"Split {self._named((uid,))}", lambda project: split_panel(project, uid, at))

    def _playhead_frame(self) -> int:
        """The board frame that is heard; -1 without a take."""
        clip, board = self._models.playback.clip, self._models.project.board
        if clip is None or board is None:
            return -1
        plan = clip.recipe.plan
        return plan.in_frame + int(self._models.playback.seconds * float(board.rate.fps) + 1e-6)

    def _join(self) -> None:
        chosen = set(self._chosen)
        if len(chosen) == 1:
            places = [i for i, panel in enumerate(self._panels) if panel.uid in chosen]
            chosen |= {panel.uid for panel in self._panels[places[0] : places[0] + 2]}
        self._do("Join panels", lambda project: join_panels(project, chosen))

    def _trim(self, frames: int) -> None:
        chosen = self._chosen

        def trim(project: Project) -> Project:
            for panel in project.storyboard.panels:
                if panel.uid in chosen:
                    project = set_length(project, panel.uid, panel.length_frames + frames)
            return project

        self._do(f"Trim {self._named(chosen)}", trim, f"trim {chosen}")

    def _second_less(self) -> None:
        self._trim(-self._second)

    def _second_more(self) -> None:
        self._trim(self._second)

    @property
    def _second(self) -> int:
        board = self._models.project.board
        return board.rate.nearest_frame(1) if board else 1

    def _weigh(self) -> None:
        chosen, panel = set(self._chosen), self._models.selection.panel
        weight = _NEXT_WEIGHT[panel.weight] if panel else HitWeight.MUST
        what = f"Weigh the cut into {self._named(self._chosen)}: {weight}"
        self._do(what, lambda project: set_weight(project, chosen, weight))

    def _as_seen(self) -> None:
        chosen = set(self._chosen)
        what = f"Mood of {self._named(self._chosen)} as seen"
        self._do(what, lambda project: reset_override(project, chosen))

    def _renumber(self) -> None:
        self._do("Number panels from 1", renumber)

    def _remove(self) -> None:
        chosen = set(self._chosen)
        what = f"Remove {self._named(self._chosen)}"
        last = max(i for i, panel in enumerate(self._panels) if panel.uid in chosen)
        stays = [p.uid for p in (*self._panels[last + 1 :], *reversed(self._panels[:last]))]
        next_uid = next((uid for uid in stays if uid not in chosen), "")
        if self._models.project.do(what, lambda p: remove_panels(p, chosen), where=WHERE):
            self._models.selection.choose_panel(next_uid)
