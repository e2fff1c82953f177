"""Names for new panels: identities and numbers nobody has yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from musflow_studio.domain.project import Project


def free_uids(project: Project, wanted: Sequence[str]) -> list[str]:
    """The identities wanted, each as it is where it is free, else with "-2", "-3" … behind.

    Also those of panels the source once had count as taken.
    """
    taken = {panel.uid for panel in (*project.storyboard.panels, *project.as_read)}
    uids = []
    for name in wanted:
        choices = itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))
        uids.append(next(uid for uid in choices if uid not in taken))
        taken.add(uids[-1])
    return uids


def free_numbers(project: Project, at: int, count: int) -> list[str]:
    """Numbers for `count` panels that come to stand at place `at`.

    Behind a board counted from 1 the count goes on; elsewhere letters follow the panel before, as
    on set: 3A, 3B … In front of the first panel that is 0A.
    """
    numbers = [panel.number for panel in project.storyboard.panels]
    taken = {number.casefold() for number in numbers}
    counted = all(number.isascii() and number.isdecimal() for number in numbers)
    if at == len(numbers) and counted:
        choices: Iterator[str] = map(str, itertools.count(max(map(int, numbers)) + 1))
    else:
        choices = _lettered(numbers[at - 1] if at else "0")
    free = (number for number in choices if number.casefold() not in taken)
    return list(itertools.islice(free, count))


def _lettered(number: str) -> Iterator[str]:
    """3A to 3Z, then 3AA …; 3C, 3D … after 3B."""
    stem = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for length in itertools.count(1):
        for letters in itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=length):
            yield (stem or number) + "".join(letters)
