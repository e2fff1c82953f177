"""Panel order: which panels moved, and where those stand that only one side has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from musflow_studio.domain.project import Project


def reordered(project: Project, source: Sequence[str], own: Iterable[str]) -> list[str]:
    """The uids of a reloaded board in order.

    The source decides the order, unless it kept its own: then a reordering in the project stays.
    Panels added in the project (`own`) stay behind the panel they stood behind.
    """
    here = [panel.uid for panel in project.storyboard.panels]
    read = [panel.uid for panel in project.as_read]
    shared = [uid for uid in source if uid in set(here) & set(read)]
    if shared == [uid for uid in read if uid in set(shared)]:
        kept = [uid for uid in here if uid in set(shared)]
        order = _with_followers(kept, source)
    else:
        order = list(source)
    return _with_followers(order, here, set(own))


def _with_followers(
    order: Sequence[str], other: Sequence[str], which: set[str] | None = None
) -> list[str]:
    """The order with what only `other` has put behind the one that precedes it there."""
    joined = list(order)
    before = ""
    for uid in other:
        if uid not in joined and (which is None or uid in which):
            joined.insert(joined.index(before) + 1 if before else 0, uid)
        if uid in joined:
            before = uid
    return joined


def moved_panels(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest panels on both sides that must have moved to get from one order to the other."""
    place = {uid: i for i, uid in enumerate(before)}
    shared = [uid for uid in after if uid in place]
    return set(shared) - set(_longest_rising(shared, [place[uid] for uid in shared]))


def _longest_rising(uids: Sequence[str], places: Sequence[int]) -> list[str]:
    """A longest run of panels whose places rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    came: list[int] = []
    for i, place in enumerate(places):
        pile = bisect_left(tops, place)
        came.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [i]
    rising, i = [], ends[-1] if ends else -1
    while i >= 0:
        rising.append(uids[i])
        i = came[i]
    return rising[::-1]
