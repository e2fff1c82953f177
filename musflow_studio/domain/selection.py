"""Selection: panels as the user names them: from P to Q in frames, or a list of them."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Storyboard


def panel_range(board: Storyboard, first: str | None, last: str | None) -> tuple[int, int]:
    """In and out frame of the panels `first` to `last`, inclusive.

    Args:
        board: the board.
        first: a panel's number as written ("2B", any case); else a scene ("12" where panels are
            12.1, 12.2); else a position from 1. None means the start of the board.
        last: likewise; None means the end of the board.

    Returns:
        (in_frame, out_frame), 0 <= in_frame < out_frame <= board.length_frames.

    Raises StudioError for a panel that is not there, or if `last` comes before `first`.
    """
    start = 0 if first is None else _positions(board, first)[0]
    end = len(board.panels) - 1 if last is None else _positions(board, last)[-1]
    if end < start:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"panel {last} comes before panel {first}",
            hint="name the earlier panel first",
        )
    frames = board.start_frames
    return frames[start], frames[end + 1]


def panel_uids(board: Storyboard, names: Sequence[str]) -> tuple[str, ...]:
    """The uids of panels named as in `panel_range`, in board order, each once.

    Raises StudioError for a panel that is not there.
    """
    wanted = {position for name in names for position in _positions(board, name)}
    return tuple(board.panels[position].uid for position in sorted(wanted))


def _positions(board: Storyboard, name: str) -> Sequence[int]:
    """Where the panels of that number stand, or of that scene ("12": 12.1, 12.2), in order."""
    wanted = name.strip().casefold()
    numbers = [panel.number.casefold() for panel in board.panels]
    if wanted in numbers:
        return (numbers.index(wanted),)
    scene = [i for i, number in enumerate(numbers) if wanted and number.startswith(f"{wanted}.")]
    if scene:
        return scene
    if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= len(board.panels):
        return (int(wanted) - 1,)
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        f"the board {board.title!r} has no panel {name!r}",
        legal=_numbers(board),
    )


def _numbers(board: Storyboard) -> str:
    numbers = [panel.number for panel in board.panels]
    if numbers == [str(i + 1) for i in range(len(numbers))]:
        return f"1 to {len(numbers)}"
    shown = ", ".join(numbers[:24]) + (", …" if len(numbers) > 24 else "")
    return f"{shown}, or a position from 1 to {len(numbers)}"
