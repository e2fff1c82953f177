"""What is written by panels and felt in them: words, weights and overrides set by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, Panel, PanelOverride
from musflow_studio.domain.text_line import starred, tidy
from musflow_studio.project.panels import panel_of_uid


def set_words(
    project: Project,
    uid: str,
    *,
    story: str | None = None,
    dialogue: str | None = None,
    notes: str | None = None,
) -> Project:
    """A panel with other words, made tidy; None leaves them as they are.

    A story that begins with a star makes the cut into the panel a must-hit, as in files.
    Raises StudioError over 10,000 characters.
    """
    panel = panel_of_uid(project, uid)
    where = f"panel {panel.number}"
    if story is not None:
        plain, must = starred(tidy(story, where))
        panel = replace(panel, story=plain, weight=HitWeight.MUST if must else panel.weight)
    if dialogue is not None:
        panel = replace(panel, dialogue=tidy(dialogue, where))
    if notes is not None:
        panel = replace(panel, notes=tidy(notes, where))
    return _changed(project, [uid], lambda _: panel)


def set_weight(project: Project, uids: Collection[str], weight: HitWeight) -> Project:
    """Panels whose cuts matter so much to the music."""
    return _changed(project, uids, lambda panel: replace(panel, weight=weight))


def set_override(
    project: Project,
    uids: Collection[str],
    *,
    valence: float | None = None,
    arousal: float | None = None,
    energy: float | None = None,
    caption: str | None = None,
    picture_says: str | None = None,
) -> Project:
    """Panels whose mood, energy or words are set by hand; None leaves what is set.

    Args:
        project: to change.
        uids: which panels.
        valence: -1 (negative) to 1 (positive).
        arousal: -1 (calm) to 1 (agitated).
        energy: 0 to 1.
        caption: one line, used instead of the described one; "" goes back to that.
        picture_says: one line, used instead of what a picture model said; "" takes that out.

    Raises StudioError for a value out of range.
    """
    for name, value, low in (
        ("valence", valence, -1), ("arousal", arousal, -1), ("energy", energy, 0),
    ):  # fmt: skip
        if value is not None and not low <= value <= 1:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE, f"{name} is out of range", value=value, legal=f"{low} to 1"
            )
    words = None if caption is None else tidy(caption, "the caption")
    picture = None if picture_says is None else tidy(picture_says, "what the picture says")

    def over(panel: Panel) -> Panel:
        was = panel.override
        new = replace(
            was,
            valence=was.valence if valence is None else valence,
            arousal=was.arousal if arousal is None else arousal,
            energy=was.energy if energy is None else energy,
            caption=was.caption if words is None else words or None,
            picture_says=was.picture_says if picture is None else picture,
        )
        return replace(panel, override=new)

    return _changed(project, uids, over)


def reset_override(project: Project, uids: Collection[str]) -> Project:
    """Panels whose mood, energy and words are again as they were seen."""

    def seen(panel: Panel) -> Panel:
        return replace(panel, override=PanelOverride(variation=panel.override.variation))

    return _changed(project, uids, seen)


def reset_picture_says(project: Project, uids: Collection[str]) -> Project:
    """Panels whose pictures say again what a model said; what else was set by hand stays."""

    def seen(panel: Panel) -> Panel:
        return replace(panel, override=replace(panel.override, picture_says=None))

    return _changed(project, uids, seen)


def reset_energy(project: Project, uids: Collection[str]) -> Project:
    """Panels whose energy is as it was seen; what else was set by hand stays."""

    def seen(panel: Panel) -> Panel:
        return replace(panel, override=replace(panel.override, energy=None))

    return _changed(project, uids, seen)


def _changed(project: Project, uids: Collection[str], change: Callable[[Panel], Panel]) -> Project:
    """The project with a change to panels that moves no cut."""
    for uid in uids:
        panel_of_uid(project, uid)
    board = project.storyboard
    panels = tuple(change(panel) if panel.uid in uids else panel for panel in board.panels)
    return replace(project, storyboard=replace(board, panels=panels))
