"""What is said about panels, plans and clips: a few lines for people; of clips, one JSON object."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from musflow_studio.command_line.console import indented
from musflow_studio.documents import DescribedBoard
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.plan import CuePlan
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
                "error_frames": _rounded(hit.error_frames, 3),
            }
            for hit in plan.hits
        ],
        "lufs": _rounded(clip.loudness.integrated_lufs, 2),
        "true_peak_dbtp": _rounded(clip.loudness.true_peak_dbtp, 2),
        "seconds": clip.seconds,
        "licences": clip.recipe.take.licences,
        "grid_fit": asdict(fit) if (fit := clip.recipe.take.fit) else None,
        "remarks": _remarks(clip),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    """The value rounded, without a minus before zero."""
    return None if value is None else round(value, digits) + 0.0


def print_clip(clip: Clip, console: Console) -> None:
    """What a composer wants to know first: where it is, what it is, what was hit."""
    plan = clip.recipe.plan
    console.print(Text(plan.caption, "bold"))
    for sentence in plan.why:
        console.print(indented(sentence, style="dim"))
    if plan.hits:
        console.print(_hit_table(clip))
    for remark in _remarks(clip):
        console.print(indented(f"note: {remark}"))
    console.print(indented(", ".join(_delivery(clip))))
    for name, licence in clip.recipe.take.licences.items():
        console.print(indented(f"made with {name}: {licence}", style="dim"))
    console.print(str(clip.folder / clip.wav), soft_wrap=True)


def print_alternate(clip: Clip, console: Console) -> None:
    """An alternate in a line, and where it is; the rest is as the full clip says it."""
    console.print(Text(clip.recipe.alternate.replace("-", " ").capitalize(), "bold"))
    console.print(indented(", ".join(_delivery(clip))))
    console.print(str(clip.folder / clip.wav), soft_wrap=True)


def _delivery(clip: Clip) -> list[str]:
    """Length, rate, finishing and level, as they are read on a delivery sheet."""
    recipe, loudness = clip.recipe, clip.loudness
    tail = [f"{recipe.plan.tail_s:g} s of it tail"] if recipe.plan.tail_s else []
    return [
        f"{clip.frames / recipe.sample_rate_hz:.3f} s",
        *tail,
        f"{recipe.sample_rate_hz} Hz",
        recipe.preset.name,
        f"{_level(loudness.integrated_lufs)} LUFS",
        f"{_level(loudness.true_peak_dbtp)} dBTP",
        f"seed {recipe.plan.seed}",
        f"made in {sum(clip.seconds.values()):.1f} s",
    ]


def _level(value: float | None) -> str:
    return "no" if value is None else f"{value:.1f}"


def print_description(described: DescribedBoard, console: Console) -> None:
    """Every panel's mood, energy and caption, and what speaks for them."""
    for panel, said in zip(described.storyboard.panels, described.description.panels, strict=True):
        mood = said.mood_word or f"unsure ({', '.join(said.suggestions)}?)"
        head = f"  {mood}, energy {said.energy:.2f}  {said.caption}"
        console.print(Text.assemble((panel.number, "bold"), head))
        for evidence in said.evidence:
            console.print(indented(evidence.says, 6, "dim"))
    for remark in (*described.storyboard.remarks, *described.description.remarks):
        console.print(f"note: {remark}")
    for name, licence in described.description.licences.items():
        console.print(Text(f"seen by {name}: {licence}", "dim"))


def print_plan(plan: CuePlan, console: Console) -> None:
    """The music in words, then panel by panel: bar, energy, chords, who plays."""
    console.print(Text(plan.caption, "bold"))
    for sentence in plan.why:
        console.print(indented(sentence))
    numbers = {panel.uid: panel.number for panel in plan.storyboard.panels}
    for part in plan.panels:
        chords = " ".join(c.symbol for c in plan.chords if c.panel_uid == part.panel_uid)
        roles = ", ".join(role.value for role in part.roles)
        bar = plan.grid.position(part.start_tick)
        music = f"  bar {bar}  energy {part.energy:.2f}  {chords}  "
        console.print(Text.assemble((numbers[part.panel_uid], "bold"), music, (roles, "dim")))


def _remarks(clip: Clip) -> list[str]:
    """What reading, playing and finishing had to say."""
    board = clip.recipe.plan.storyboard
    likeness = [clip.likeness.says] if clip.likeness else []
    return [*board.remarks, *clip.recipe.take.remarks, *clip.loudness.remarks, *likeness]


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
        timecode = rate.timecode(start + hit.frame)
        table.add_row(Text(f"  {hit.panel}"), timecode, hit.beat, off, note)
    return table
