"""Matching: which panel of a changed board is which panel of the project.

By identity first, then by what the picture shows, then by its file's name (a redrawn picture
keeps it), then by place: between the same neighbours, with a story that reads alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from musflow_studio.domain.storyboard import Panel

ALIKE = 0.6
"""Share of letters in common, in order, from which two stories count as one edited."""


def match_panels(before: Sequence[Panel], after: Sequence[Panel]) -> dict[str, str]:
    """Uids of panels in `after` -> uids in `before`, one to one; new panels are left out."""
    found: dict[str, str] = {}
    for mark in (_uid, _shown, _file):
        old, new = _open(found, before, after)
        marks = {mark(panel): panel.uid for panel in _single(old, mark)}
        for panel in _single(new, mark):
            if mark(panel) in marks:
                found[panel.uid] = marks[mark(panel)]
    for old, new in list(_gaps(found, before, after)):
        found.update(_alike(old, new))
    return found


def _uid(panel: Panel) -> Hashable:
    return panel.uid


def _shown(panel: Panel) -> Hashable:
    return (panel.picture_sha256, panel.page) if panel.picture_sha256 else None


def _file(panel: Panel) -> Hashable:
    if panel.picture is not None:
        return panel.picture.name, panel.page
    return tuple(layer.name for layer in panel.layers) or None


def _open(
    found: dict[str, str], before: Sequence[Panel], after: Sequence[Panel]
) -> tuple[list[Panel], list[Panel]]:
    """The panels on both sides that have no partner yet."""
    taken = set(found.values())
    old = [panel for panel in before if panel.uid not in taken]
    return old, [panel for panel in after if panel.uid not in found]


def _single(panels: Sequence[Panel], mark: Callable[[Panel], Hashable]) -> list[Panel]:
    """The panels whose mark no other one has; none where it is None."""
    marks = [mark(panel) for panel in panels]
    return [
        panel for panel, own in zip(panels, marks, strict=True) if own and marks.count(own) == 1
    ]


def _gaps(
    found: dict[str, str], before: Sequence[Panel], after: Sequence[Panel]
) -> Iterator[tuple[list[Panel], list[Panel]]]:
    """Runs of panels without a partner that stand between the same matched neighbours."""
    partners = {old: new for new, old in found.items()}
    old_runs = _runs(before, lambda panel: partners.get(panel.uid))
    new_runs = _runs(after, lambda panel: panel.uid if panel.uid in found else None)
    for neighbours, old in old_runs.items():
        if neighbours in new_runs:
            yield old, new_runs[neighbours]


def _runs(
    panels: Sequence[Panel], name: Callable[[Panel], str | None]
) -> dict[tuple[str, str], list[Panel]]:
    """Runs of panels without a name, by the names of their neighbours ("" at the ends)."""
    runs: dict[tuple[str, str], list[Panel]] = {}
    last, run = "", list[Panel]()
    for panel in panels:
        if named := name(panel):
            runs[(last, named)] = run
            last, run = named, []
        else:
            run.append(panel)
    runs[(last, "")] = run
    return {neighbours: run for neighbours, run in runs.items() if run}


def _alike(old: Sequence[Panel], new: Sequence[Panel]) -> dict[str, str]:
    """Pairs inside one run, the most alike first; wordless ones by their place."""
    if len(old) == len(new) and not any(_words(panel) for panel in (*old, *new)):
        return {n.uid: o.uid for o, n in zip(old, new, strict=True)}
    pairs = [
        (_likeness(o, n), -abs(i / len(old) - j / len(new)), n.uid, o.uid)
        for i, o in enumerate(old)
        for j, n in enumerate(new)
    ]
    found: dict[str, str] = {}
    for likeness, _, new_uid, old_uid in sorted(pairs, reverse=True):
        if likeness >= ALIKE and new_uid not in found and old_uid not in found.values():
            found[new_uid] = old_uid
    return found


def _likeness(old: Panel, new: Panel) -> float:
    """Share of letters in common, 0 to 1; 0 where one says nothing."""
    told, now = _words(old), _words(new)
    return SequenceMatcher(None, told, now, autojunk=False).ratio() if told and now else 0.0


def _words(panel: Panel) -> str:
    return " ".join((panel.story, panel.dialogue, panel.notes)).casefold().strip()
