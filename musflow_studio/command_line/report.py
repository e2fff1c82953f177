"""What is said about a finished clip: one JSON object, or a few lines for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.storyboard import HitWeight


def clip_as_json(clip: Clip) -> dict[str, Any]:
    """The object `musflow cue --json` prints for a take; paths are absolute."""
    plan = clip.recipe.plan
    rate = clip.recipe.sample_rate_hz
    return {
        "clip_dir": str(clip.folder),
        "wav": str(clip.folder / clip.wav),
        "midi": str(clip.folder / clip.midi),
        "stems": {role: str(clip.folder / name) for role, name in clip.stems.items()},
        "bpm": round(plan.bpm, 3),
        "key": plan.key.name,
        "meter": plan.meter,
        "bars": sum(1 for bar in plan.grid.bars if bar.number > 0),
        "frames": clip.frames,
        "sample_rate": rate,
        "seed": plan.seed,
        "engine": clip.recipe.take.engine,
        "hits": [
            {
                "panel": hit.panel,
                "time_s": round(float(plan.storyboard.rate.seconds(hit.frame)), 6),
                "weight": hit.weight.value,
                "beat": hit.beat,
                "error_frames": round(hit.error_frames, 3),
            }
            for hit in plan.hits
        ],
        "lufs": clip.loudness.integrated_lufs,
        "true_peak_dbtp": clip.loudness.true_peak_dbtp,
        "seconds": clip.seconds,
        "licences": clip.recipe.take.licences,
        "remarks": _remarks(clip),
    }


def print_clip(clip: Clip, console: Console) -> None:
    """What a composer wants to know first: where it is, what it is, what was hit."""
    plan = clip.recipe.plan
    length_s = clip.frames / clip.recipe.sample_rate_hz
    console.print(f"[bold]{plan.caption}[/bold]", highlight=False)
    for sentence in plan.why:
        console.print(f"  {sentence}", highlight=False, style="dim")
    console.print(_hit_table(clip))
    for remark in _remarks(clip):
        console.print(f"  note: {remark}", highlight=False)
    lufs = clip.loudness.integrated_lufs
    peak = clip.loudness.true_peak_dbtp
    console.print(
        f"  {length_s:.3f} s, {clip.recipe.sample_rate_hz} Hz, "
        f"{'no' if lufs is None else f'{lufs:.1f}'} LUFS, "
        f"{'no' if peak is None else f'{peak:.1f}'} dBTP, seed {plan.seed}, "
        f"made in {sum(clip.seconds.values()):.1f} s",
        highlight=False,
    )
    for name, licence in clip.recipe.take.licences.items():
        console.print(f"  sound: {name}, {licence}", highlight=False, style="dim")
    console.print(str(clip.folder / clip.wav), highlight=False, soft_wrap=True)


def _remarks(clip: Clip) -> list[str]:
    """What reading, playing and finishing had to say."""
    board = clip.recipe.plan.storyboard
    return [*board.remarks, *clip.recipe.take.remarks, *clip.loudness.remarks]


def _hit_table(clip: Clip) -> Table:
    plan = clip.recipe.plan
    rate = plan.storyboard.rate
    start = plan.storyboard.start_timecode_frames + plan.in_frame
    table = Table(box=None, pad_edge=False, padding=(0, 2), show_edge=False)
    for heading in ("  panel", "timecode", "bar.beat", "off by", ""):
        table.add_column(heading, justify="left", style="dim" if heading == "" else "")
    for hit in plan.hits:
        if hit.weight is HitWeight.IGNORE:
            continue
        off = f"{hit.error_frames:+.1f} frames" if abs(hit.error_frames) >= 0.05 else "on it"
        note = hit.weight.value if hit.reached else f"{hit.weight.value}, not reached"
        table.add_row(f"  {hit.panel}", rate.timecode(start + hit.frame), hit.beat, off, note)
    return table
