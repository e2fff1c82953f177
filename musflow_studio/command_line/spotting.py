"""The spotting list of a project, for people and as JSON; and what a changed board changes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from musflow_studio.command_line.console import indented
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.project.cue_order import shared_theme
from musflow_studio.project.reload import ChangeKind, Reload
from musflow_studio.project.spotting import Spot, overlaps


def print_spotting(project: Project, spots: Sequence[Spot], console: Console) -> None:
    """A line for every cue and every gap, then what wants saying about them."""
    board = project.storyboard
    for remark in board.remarks:
        console.print(f"note: {remark}")
    seconds = float(board.rate.seconds(board.length_frames))
    head = f"{board.title}: {len(board.panels)} panels, {seconds:.1f} s, {_rate(project)}"
    console.print(Text(head, "bold"))
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("cue", "in", "out", "panels", "length", "status", "clip"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "length" else "left")
    for spot in spots:
        table.add_row(*_row(project, spot))
    console.print(table)
    for spot in spots:
        if spot.cue and (said := _said(spot, spot.cue)):
            console.print(indented(f"{spot.cue.name}: {said}"))
    for sentence in overlaps(project):
        console.print(indented(sentence))
    if shared_theme(project) and len(project.cues) > 1:
        console.print(indented("All cues sing one theme.", style="dim"))


def _rate(project: Project) -> str:
    rate = project.storyboard.rate
    return f"{float(rate.fps):.3f}".rstrip("0").rstrip(".") + (
        " fps drop-frame" if rate.drop_frame else " fps"
    )


def _row(project: Project, spot: Spot) -> list[Text]:
    board = project.storyboard
    start = board.start_timecode_frames
    first, last = spot.panels
    cells = [
        spot.cue.name if spot.cue else "-",
        board.rate.timecode(start + spot.in_frame),
        board.rate.timecode(start + spot.out_frame),
        first if first == last else f"{first} to {last}",
        f"{float(board.rate.seconds(spot.out_frame - spot.in_frame)):.1f} s",
        spot.cue.status.value if spot.cue else "no music",
        _clip(spot),
    ]
    return [Text(cell, "" if spot.cue else "dim") for cell in cells]


def _clip(spot: Spot) -> str:
    """Which clip stands for the cue: the chosen one, else the newest."""
    if spot.cue is None or spot.base is None:
        return ""
    return f"{spot.base.clip_id[:6]}{' chosen' if spot.chosen else ''}"


def _said(spot: Spot, cue: ProjectCue) -> str:
    if cue.status is CueStatus.OMITTED:
        return "omitted, its panels are gone"
    if spot.newest is None:
        return "not made yet" if not cue.clip_ids else "its clips are no longer in the library"
    if spot.changed:
        return f"changed since it was made: {', '.join(spot.changed)}"
    if spot.chosen and spot.chosen.clip_id != spot.newest.clip_id:
        return f"the chosen clip is an earlier one; the newest is {spot.newest.clip_id[:6]}"
    return ""


WHOLE = (ChangeKind.CUE, ChangeKind.PLACE)


def print_changes(told: Reload, console: Console) -> None:
    """One line for each difference."""
    for remark in told.board.remarks:
        console.print(f"note: {remark}")
    if not told.changes:
        console.print("The board is as it was.")
    for change in told.changes:
        subject = change.about if change.kind in WHOLE else f"panel {change.about}"
        console.print(f"{subject} {change.says}")


def spotting_as_json(project: Project, spots: Sequence[Spot]) -> str:
    """One JSON object: the board, and its cues and gaps in the board's order."""
    board = project.storyboard
    start = board.start_timecode_frames
    told = {
        "title": board.title,
        "fps": str(board.rate.fps),
        "panels": len(board.panels),
        "frames": board.length_frames,
        "shares_theme": shared_theme(project) is not None,
        "overlaps": list(overlaps(project)),
        "spots": [
            {
                "cue": spot.cue.name if spot.cue else None,
                "in_frame": spot.in_frame,
                "out_frame": spot.out_frame,
                "in": board.rate.timecode(start + spot.in_frame),
                "out": board.rate.timecode(start + spot.out_frame),
                "panels": list(spot.panels),
                "status": spot.cue.status.value if spot.cue else "no music",
                "clips": list(spot.cue.clip_ids) if spot.cue else [],
                "chosen": spot.chosen.clip_id if spot.chosen else None,
                "newest": spot.newest.clip_id if spot.newest else None,
                "changed": list(spot.changed),
            }
            for spot in spots
        ],
    }
    return json.dumps(told, ensure_ascii=False)
