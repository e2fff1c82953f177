"""Wording: what is said about what is heard, from values."""

from __future__ import annotations

from musflow_studio.domain.audition import AuditionState, Hearing, StyleState

_HEARINGS = {
    Hearing.NOTHING: "not heard yet",
    Hearing.FILE: "as it will be delivered",
    Hearing.LIVE: "live, its file is being made",
    Hearing.WAITING: "heard as soon as its file is made",
    Hearing.BYPASS: "effects off",
}


def heard_text(state: AuditionState) -> str:
    """What is heard of the chosen preset, in one line."""
    if state.message:
        return state.message
    parts = [_HEARINGS[state.hearing]]
    if state.edited and not state.blind:
        parts.insert(0, "edited")
    if state.matched and state.hearing in (Hearing.FILE, Hearing.BYPASS):
        parts.append(level_text(state))
    return ", ".join(parts)


def level_text(state: AuditionState) -> str:
    """What matching does to the level."""
    if state.capped:
        return f"{state.level_db:+.1f} dB (no louder without clipping)"
    return f"{state.level_db:+.1f} dB to match"


def style_text(state: StyleState, titles: dict[str, str]) -> str:
    """What is heard of the chosen style, in one line."""
    if state.message:
        return state.message
    if state.heard != state.style:
        heard = titles.get(state.heard, state.heard)
        return f"its draft is being made; until then {heard}"
    return "a draft on this cue's tempo, bars and key" if state.clip_id else ""


def count_text(count: int) -> str:
    """How many takes."""
    return f"{count} take{'s' * (count != 1)}"
