"""What is done to the project from the timeline: each an undo step with a name."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.project.cues import CueEdit, add_cue, cue_of_uid, edit_cue, remove_cue
from musflow_studio.project.inner_hits import (
    add_inner_hit,
    change_inner_hit,
    move_inner_hit,
    remove_inner_hit,
)
from musflow_studio.project.panel_words import reset_energy, set_override, set_weight
from ui.models import Models
from ui.timeline.contents import Gap, HitMark, PanelBlock

WHERE = "timeline"
Change = Callable[[Project], Project]
NEXT_WEIGHT = {
    HitWeight.MUST: HitWeight.SHOULD,
    HitWeight.SHOULD: HitWeight.IGNORE,
    HitWeight.IGNORE: HitWeight.MUST,
    HitWeight.AVOID: HitWeight.MUST,
}
_strokes = itertools.count(1)


def new_stroke() -> str:
    """A key under which the steps of one drag become one."""
    return f"timeline-{next(_strokes)}"


class TimelineEdits:
    """Changes of the project; what cannot be done is said at the timeline."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def seal(self) -> None:
        """A drag is over."""
        self._models.project.seal()

    # Hits

    def cycle_weight(self, mark: HitMark) -> None:
        """Must, should, ignore, must."""
        self.weigh(mark, NEXT_WEIGHT[mark.weight])

    def weigh(self, mark: HitMark, weight: HitWeight) -> None:
        """How much the music must respect a moment."""

        def change(project: Project) -> Project:
            if mark.inner:
                return change_inner_hit(project, mark.frame, weight=weight)
            return set_weight(project, [mark.panel.uid], weight)

        self._do(f"Weigh a hit: {weight}", change)

    def add_hit(self, frame: int) -> bool:
        """A moment inside a panel."""
        return self._do("Add a hit", lambda project: add_inner_hit(project, frame, HitWeight.MUST))

    def move_hit(self, frame: int, to_frame: int, stroke: str) -> bool:
        """A moment inside a panel, elsewhere; False where it cannot go."""
        return self._do(
            "Move a hit", lambda project: move_inner_hit(project, frame, to_frame), stroke
        )

    def name_hit(self, mark: HitMark, name: str) -> None:
        """What happens there."""
        self._do("Name a hit", lambda project: change_inner_hit(project, mark.frame, name=name))

    def remove_hit(self, mark: HitMark) -> None:
        """Remove a moment inside a panel; a cut is ignored instead."""
        if mark.inner:
            self._do("Remove a hit", lambda project: remove_inner_hit(project, mark.frame))
        else:
            self.weigh(mark, HitWeight.IGNORE)

    # Energy

    def set_energy(self, block: PanelBlock, energy: float, stroke: str) -> None:
        """Energy of a panel by hand, 0 to 1, in hundredths."""
        value = round(min(max(energy, 0.0), 1.0), 2)
        uid = block.panel.uid
        self._do("Draw energy", lambda p: set_override(p, [uid], energy=value), stroke)

    def forget_energy(self, uids: Sequence[str]) -> None:
        """Energy of panels as it was seen."""
        self._do("Energy as seen", lambda p: reset_energy(p, uids))

    # Cues

    def set_range(self, cue: ProjectCue, in_frame: int, out_frame: int, stroke: str) -> None:
        """Where a cue begins and ends, board frames."""
        edit = CueEdit(in_frame=in_frame, out_frame=out_frame)
        self._do(f"Move {cue.name}", lambda project: edit_cue(project, cue.name, edit), stroke)

    def add_cue(self, gap: Gap | None) -> None:
        """A cue over a stretch without music, the first one unless it is said."""
        edit = CueEdit(in_frame=gap.in_frame, out_frame=gap.out_frame) if gap else CueEdit()
        if self._do("Add a cue", lambda project: add_cue(project, edit)):
            project = self._models.project.project
            assert project
            self._models.selection.choose_cue(project.cues[-1].uid)

    def set_tacet(self, cue: ProjectCue, uid: str, *, silent: bool) -> None:
        """No music in one panel of a cue, or music again."""
        others = tuple(one for one in cue.tacet if one != uid)
        edit = CueEdit(tacet=(*others, uid) if silent else others)
        what = "No music in a panel" if silent else "Music in a panel again"
        self._do(what, lambda project: edit_cue(project, cue.name, edit))

    def remove_cue(self, uid: str) -> None:
        """Take a cue out of the project; its takes stay in the library."""
        project = self._models.project.project
        cue = cue_of_uid(project, uid) if project else None
        if cue:
            self._do(f"Remove {cue.name}", lambda p: remove_cue(p, cue.name))

    def rename_cue(self, cue: ProjectCue, name: str) -> None:
        """Another name, as cue sheets show it."""
        self._do(f"Rename {cue.name}", lambda p: edit_cue(p, cue.name, CueEdit(name=name)))

    def _do(self, what: str, change: Change, stroke: str = "") -> bool:
        return self._models.project.do(what, change, stroke, WHERE)
