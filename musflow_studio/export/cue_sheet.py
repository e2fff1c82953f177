"""Cue sheet: what a music editor needs to know about a cue, as plain values, and as CSV.

A row for every cut and every hit inside a panel, and one for the picture's end. Times are the
project's timecode and seconds from the cue's start.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import CuePlan, Hit, LengthMode
from musflow_studio.domain.storyboard import Panel

CSV_HEADER = (
    "cue", "panel", "timecode", "seconds", "frame", "bar_beat", "weight", "error_frames",
    "chord", "bpm", "text",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One moment of the picture.

    Attributes:
        panel: its number, or "end".
        opens: True where a panel begins, False for hits inside it and for the end.
        timecode: of the project, as SMPTE writes it.
        seconds: from the cue's start.
        frame: from the cue's start.
        bar_beat: the musical position that answers it ("5.1").
        weight: must, should, ignore, avoid.
        error_frames: music minus picture, in frames.
        chord: sounding there; "" at the end.
        bpm: quarters per minute there.
        text: story line, or the name of the hit.
        picture: the panel, for its picture; None inside panels and at the end.
    """

    panel: str
    opens: bool
    timecode: str
    seconds: float
    frame: int
    bar_beat: str
    weight: str
    error_frames: float
    chord: str
    bpm: float
    text: str
    picture: Panel | None


@dataclass(frozen=True)
class CueSheet:
    """A cue at a glance.

    Attributes:
        cue, title: "1M1" and the clip's name.
        facts: (label, value) pairs in reading order.
        rows: in order of time.
        tempi: "bar 1: 96" where the tempo changes; one entry if it never does.
        players: "melody: Piano" …
        made: the day it was made, as ISO 8601 writes it.
    """

    cue: str
    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    tempi: tuple[str, ...]
    players: tuple[str, ...]
    made: str


def cue_sheet(clip: Clip) -> CueSheet:
    """The sheet of a kept clip."""
    plan = clip.recipe.plan
    return CueSheet(
        cue=plan.cue_uid,
        title=clip.marks.name or plan.storyboard.title,
        facts=_facts(clip),
        rows=_rows(plan),
        tempi=_tempi(plan),
        players=_players(plan),
        made=clip.created[:10],
    )


def sheet_as_csv(sheet: CueSheet) -> str:
    """RFC 4180 with a header line; UTF-8 with a byte order mark, so that spreadsheets read it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(CSV_HEADER)
    for row in sheet.rows:
        table.writerow(
            (
                sheet.cue, row.panel, row.timecode, f"{row.seconds:.3f}", row.frame, row.bar_beat,
                row.weight, f"{row.error_frames:+.2f}", row.chord, bpm_text(row.bpm), row.text,
            )
        )  # fmt: skip
    return "\ufeff" + out.getvalue()


def _facts(clip: Clip) -> tuple[tuple[str, str], ...]:
    plan = clip.recipe.plan
    rate = plan.storyboard.rate
    start = plan.storyboard.start_timecode_frames + plan.in_frame
    frames = plan.out_frame - plan.in_frame
    loop = plan.length_mode is LengthMode.LOOP
    lufs = clip.loudness.integrated_lufs
    bars = [bar for bar in plan.grid.bars if bar.number]
    return (
        ("start", rate.timecode(start)),
        ("end", rate.timecode(start + frames)),
        ("length", f"{clip.frames / clip.recipe.sample_rate_hz:.2f} s, {frames} f"),
        ("frame rate", _fps_text(plan)),
        ("key", plan.key.name),
        ("tempo", f"{bpm_text(plan.bpm)} bpm" + (", mapped" if len(plan.grid.tempi) > 1 else "")),
        ("metre", plan.meter),
        ("bars", f"{len(bars)}" + (", loop" if loop else "")),
        ("style", plan.style),
        ("loudness", "–" if lufs is None else f"{lufs:.1f} LUFS"),
    )


def _fps_text(plan: CuePlan) -> str:
    rate = plan.storyboard.rate
    text = f"{float(rate.fps):.3f}".rstrip("0").rstrip(".")
    return f"{text} fps" + (" DF" if rate.drop_frame else "")


def _rows(plan: CuePlan) -> tuple[Row, ...]:
    by_uid = {panel.uid: panel for panel in plan.storyboard.panels}
    starts = {panel.panel_uid: panel.start_frame for panel in plan.panels}
    return tuple(_row(plan, hit, by_uid, starts) for hit in plan.hits)


def _row(plan: CuePlan, hit: Hit, by_uid: dict[str, Panel], starts: dict[str, int]) -> Row:
    rate, panel = plan.storyboard.rate, by_uid.get(hit.panel_uid)
    opens = panel is not None and starts.get(hit.panel_uid) == hit.frame
    start = plan.storyboard.start_timecode_frames + plan.in_frame
    return Row(
        panel=hit.panel,
        opens=opens,
        timecode=rate.timecode(start + hit.frame),
        seconds=float(rate.seconds(hit.frame)),
        frame=hit.frame,
        bar_beat=hit.beat,
        weight=hit.weight.value,
        error_frames=round(hit.error_frames, 2) + 0.0,  # no minus before zero
        chord=_chord_at(plan, hit.tick),
        bpm=plan.grid.tempo_at(hit.tick).bpm,
        text=_text(hit, panel, starts, opens=opens),
        picture=panel if opens else None,
    )


def _text(hit: Hit, panel: Panel | None, starts: dict[str, int], *, opens: bool) -> str:
    if panel is None:
        return "end of the picture"
    if opens:
        return panel.story or panel.dialogue or panel.notes
    inside = hit.frame - starts.get(hit.panel_uid, 0)
    named = next((h.name for h in panel.inner_hits if h.frame == inside), "")
    return named or "hit inside the panel"


def _chord_at(plan: CuePlan, tick: int) -> str:
    return next((c.symbol for c in plan.chords if c.start_tick <= tick < c.end_tick), "")


def _tempi(plan: CuePlan) -> tuple[str, ...]:
    return tuple(
        f"{plan.grid.position(section.start_tick)}: {bpm_text(section.bpm)}"
        for section in plan.grid.tempi
    )


def _players(plan: CuePlan) -> tuple[str, ...]:
    found = dict.fromkeys((p.role.value, p.instrument) for p in plan.score.parts if p.notes)
    return tuple(f"{role}: {instrument}" for role, instrument in found)
