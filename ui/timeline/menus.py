"""Context menus of the timeline."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QInputDialog, QMenu, QWidget

from musflow_studio.domain.project import ProjectCue
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.project.inner_hits import LONGEST_NAME
from ui.timeline.contents import HitMark, PanelBlock
from ui.timeline.edits import TimelineEdits
from ui.timeline.pointing import Target
from ui.timeline.scene import Scene

_WEIGHTS = {
    HitWeight.MUST: "The music must hit this",
    HitWeight.SHOULD: "It should hit this if it can",
    HitWeight.IGNORE: "Ignore this",
    HitWeight.AVOID: "Avoid this",
}


def fill_menu(
    menu: QMenu, target: Target, scene: Scene, edits: TimelineEdits, act: Callable[[str], None]
) -> None:
    """What can be done at a place; `act` does what a key does."""
    parent = menu.parentWidget()
    if target.hit:
        _about_hit(menu, target.hit, edits, parent)
    else:
        frame = scene.rate.nearest_frame(max(0.0, target.seconds))
        _add(menu, "Add a hit here", lambda: edits.add_hit(frame))
    if target.panel and target.panel.by_hand:
        uid = target.panel.panel.uid
        _add(menu, "Energy as seen", lambda: edits.forget_energy([uid]))
    if scene.cue and target.panel:
        _about_silence(menu, target.panel, scene.cue, edits)
    menu.addSeparator()
    if target.cue:
        _about_cue(menu, target.cue.cue, edits, parent)
    elif target.gap:
        _add(menu, "Add a cue here", lambda: edits.add_cue(target.gap))
    if scene.music and scene.music.made:
        menu.addSeparator()
        _add(menu, "Loop the chosen range\tL", lambda: act("L"))
    _add(menu, "Show the chosen range\tZ", lambda: act("Z"))
    _add(menu, "Show all\t0", lambda: act("0"))


def ask_hit_name(parent: QWidget | None, edits: TimelineEdits, mark: HitMark) -> None:
    """Have a hit named."""
    name, given = QInputDialog.getText(
        parent, "Name the hit", "What happens there:", text=mark.name
    )
    if given:
        edits.name_hit(mark, name[:LONGEST_NAME])


def _about_hit(menu: QMenu, mark: HitMark, edits: TimelineEdits, parent: QWidget | None) -> None:
    for weight, words in _WEIGHTS.items():
        if mark.inner or weight is not HitWeight.AVOID:
            action = menu.addAction(words)
            assert action
            action.setCheckable(True)
            action.setChecked(weight is mark.weight)
            action.triggered.connect(lambda _, w=weight: edits.weigh(mark, w))
    if mark.inner:
        menu.addSeparator()
        _add(menu, "Name it \N{HORIZONTAL ELLIPSIS}", lambda: ask_hit_name(parent, edits, mark))
        _add(menu, "Remove it", lambda: edits.remove_hit(mark))


def _about_silence(menu: QMenu, block: PanelBlock, cue: ProjectCue, edits: TimelineEdits) -> None:
    """Whether the chosen cue plays in a panel it covers."""
    uid, end = block.panel.uid, block.start_frame + block.panel.length_frames
    if block.start_frame < cue.out_frame and end > cue.in_frame:
        action = menu.addAction(f"No music in panel {block.panel.number}")
        assert action
        action.setCheckable(True)
        action.setChecked(uid in cue.tacet)
        action.triggered.connect(lambda on: edits.set_tacet(cue, uid, silent=on))


def _about_cue(menu: QMenu, cue: ProjectCue, edits: TimelineEdits, parent: QWidget | None) -> None:
    def rename() -> None:
        name, given = QInputDialog.getText(parent, "Rename the cue", "Name:", text=cue.name)
        if given:
            edits.rename_cue(cue, name)

    _add(menu, f"Rename {cue.name} \N{HORIZONTAL ELLIPSIS}", rename)
    _add(menu, f"Remove {cue.name} (its takes stay)", lambda: edits.remove_cue(cue.uid))


def _add(menu: QMenu, words: str, work: Callable[[], object]) -> None:
    action = menu.addAction(words)
    assert action
    action.triggered.connect(lambda _: work())
