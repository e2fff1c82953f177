"""Places: where a cue begins and ends, as people say it."""

from __future__ import annotations

import re

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Storyboard

_FRAME = re.compile(r"[0-9]{1,9}")
_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?) ?s")


def frame_at(board: Storyboard, place: str) -> int:
    """The board frame of a place: "01:00:10:00", "240" (a frame of the board) or "12.5s".

    Timecode counts from midnight, as the board's own does. Raises StudioError for anything else,
    and for a place outside the board (its end counts as inside: a cue may end there).
    """
    frame = _frame(board, place.strip())
    if not 0 <= frame <= board.length_frames:
        start = board.start_timecode_frames
        first, last = (board.rate.timecode(start + n) for n in (0, board.length_frames))
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "this place lies outside the board",
            value=place,
            legal=f"{first} to {last}, or frame 0 to {board.length_frames}",
        )
    return frame


def _frame(board: Storyboard, place: str) -> int:
    if _FRAME.fullmatch(place):
        return int(place)
    if seconds := _SECONDS.fullmatch(place):
        return board.rate.nearest_frame(float(seconds[1]))
    if ":" not in place and ";" not in place:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "this is no place on the board",
            value=place,
            legal=f'timecode as "{board.rate.timecode(board.start_timecode_frames)}", a frame as '
            '"240", or seconds as "12.5s"',
        )
    day = board.rate.frames_of(f"23:59:59:{board.rate.timecode_base - 1}") + 1
    return (board.rate.frames_of(place) - board.start_timecode_frames + day // 2) % day - day // 2
