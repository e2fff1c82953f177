"""Wording: what is said about takes, from values."""

from __future__ import annotations

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import bpm_text
from musflow_studio.library import ClipEntry
from ui.models.takes import FAVOURITE, REJECTED

MARKS = (FAVOURITE, REJECTED)


def take_title(entry: ClipEntry, number: int, usual_name: str) -> str:
    """What a take is called: its number, its kind, and its name where the user gave one.

    Without a usual name takes stand beside those of other cues, and are called by their own.
    """
    if entry.alternate is not Alternate.FULL:
        return entry.alternate.words.capitalize() if usual_name else entry.name
    if not number:
        return entry.name
    own = "" if entry.name == usual_name else f"  {entry.name}"
    return f"Take {number}{own}"


def length_text(seconds: float) -> str:
    """A length as "0:31.2"."""
    minutes, rest = divmod(round(seconds * 10), 600)
    return f"{minutes}:{rest // 10:02d}.{rest % 10}"


def entry_text(entry: ClipEntry, style_title: str) -> str:
    """What a take is, in one line."""
    parts = [f"{bpm_text(entry.bpm)} bpm", entry.key, style_title or entry.style]
    return "  ".join(parts)


def level_text(entry: ClipEntry) -> str:
    """How long and how loud a take is."""
    loud = f"{entry.lufs:.1f} LUFS" if entry.lufs is not None else "not measured"
    trim = f" ({entry.gain_db:+.1f} dB)" if entry.gain_db else ""
    return f"{length_text(entry.length_s)}  {loud}{trim}"


def tags_text(entry: ClipEntry) -> str:
    """The user's own tags."""
    return ", ".join(tag for tag in entry.tags if tag not in MARKS)


def about_clip(clip: Clip) -> str:
    """Everything worth knowing about a take, a line each, licences of its sounds included."""
    recipe, loudness = clip.recipe, clip.loudness
    plan = recipe.plan
    peak = loudness.true_peak_dbtp
    lines = [
        plan.caption,
        f"Seed {plan.seed}, {plan.fit} fit, {recipe.preset.title}, {recipe.sample_rate_hz} Hz",
        f"True peak {peak:.1f} dBTP" if peak is not None else "Silent",
        *recipe.take.remarks,
        *loudness.remarks,
        clip.likeness.says if clip.likeness else "",
        *(f"{name}: {licence}" for name, licence in recipe.take.licences.items()),
        str(clip.folder),
    ]
    return "\n".join(line for line in lines if line)
