"""Wording: what is said about takes, from values."""

from __future__ import annotations

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.sound_search import IndexState, SoundHit, SoundsFound
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


def facts_of_hit(hit: SoundHit) -> str:
    """What is known of something found, in one line."""
    bpm = f"{hit.bpm:.0f} bpm" if hit.bpm else "no pulse"
    return "  ".join(part for part in (bpm, hit.key, hit.mood, length_text(hit.seconds)) if part)


def heard_so_far(state: IndexState) -> str:
    """How much of the user's music can be found."""
    there = f"{state.heard:,} sounds" if state.heard != 1 else "1 sound"
    waiting = f", {state.waiting:,} still to be heard" if state.waiting else ""
    failed = f", {len(state.failed)} cannot be read" if state.failed else ""
    return f"{there}{waiting}{failed}"


def nothing_found(found: SoundsFound | None, state: IndexState, folders: int) -> str:
    """What stands where no hits do."""
    if found is not None and not found.searched:
        return "Nothing to search yet.\nAdd a folder of your music, or make a take."
    places = f"your takes and {folders} folder{'s' * (folders != 1)}" if folders else "your takes"
    return f"Say what you want to hear:\nrain on a roof, slow piano.\nSearched are {places}."


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
