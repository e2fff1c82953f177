"""Rows: presets and styles as the list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from musflow_studio.domain.audition import AuditionState, Hearing, StyleState
from musflow_studio.domain.preset import PresetEntry
from musflow_studio.domain.style import StyleEntry


class RowState(StrEnum):
    """What a row is at."""

    IDLE = "idle"
    READY = "ready"
    MAKING = "being made"
    HEARD = "heard"
    LIVE = "heard live"
    WAITING = "waited for"
    FAILED = "cannot be used"
    GREYED = "does not fit"


@dataclass(frozen=True)
class Row:
    """One preset or style, or a file that is none.

    Attributes:
        key: what chooses it; "" for a file that cannot be used.
        title, line: what is written.
        about: the whole of it, for the tooltip.
        state: what it is at.
        favourite, mine: liked; the user's own.
        own: the one the take was made with.
    """

    key: str
    title: str
    line: str = ""
    about: str = ""
    state: RowState = RowState.IDLE
    favourite: bool = False
    mine: bool = False
    own: bool = False


def preset_rows(
    entries: tuple[PresetEntry, ...], state: AuditionState, own: str, troubles: tuple[str, ...]
) -> list[Row]:
    """The presets that were found; hidden ones as numbers; at the end what cannot be used."""
    if state.blind:
        return [Row(name, f"Preset {name}", state=_preset_state(state, name))
                for name in state.names]  # fmt: skip
    return [*(_preset_row(entry, state, own) for entry in entries), *map(_trouble, troubles)]


def style_rows(
    entries: tuple[StyleEntry, ...], state: StyleState, own: str, troubles: tuple[str, ...]
) -> list[Row]:
    """The styles that were found; what does not fit the cue's grid says why."""
    return [*(_style_row(entry, state, own) for entry in entries), *map(_trouble, troubles)]


def _preset_row(entry: PresetEntry, state: AuditionState, own: str) -> Row:
    preset = entry.preset
    line = ", ".join((*(() if entry.factory else ("yours",)), *preset.tags))
    return Row(
        preset.name,
        preset.title,
        line,
        preset.description,
        _preset_state(state, preset.name),
        entry.favourite,
        not entry.factory,
        preset.name == own,
    )


def _preset_state(state: AuditionState, name: str) -> RowState:
    chosen = state.label if state.blind else state.preset.name if state.preset else ""
    if name == chosen:
        if name in state.failed and state.hearing is Hearing.WAITING:
            return RowState.FAILED
        return {Hearing.LIVE: RowState.LIVE, Hearing.WAITING: RowState.WAITING}.get(
            state.hearing, RowState.HEARD
        )
    if name in state.failed:
        return RowState.FAILED
    return _prepared(name, state.prepared, state.preparing)


def _style_row(entry: StyleEntry, state: StyleState, own: str) -> Row:
    style = entry.style
    why = state.greyed.get(style.name, "") if style.name != own else ""
    tempi = f"{style.tempo_low_bpm:g} to {style.tempo_high_bpm:g} bpm"
    return Row(
        style.name,
        style.title,
        why or tempi,
        f"{style.description}\n{tempi}, {', '.join(style.meters)}",
        RowState.GREYED if why else _style_state(state, style.name),
        entry.favourite,
        not entry.factory,
        style.name == own,
    )


def _style_state(state: StyleState, name: str) -> RowState:
    if name == state.heard:
        return RowState.HEARD
    if name == state.style:
        return RowState.WAITING
    return _prepared(name, state.prepared, state.preparing)


def _prepared(name: str, prepared: tuple[str, ...], preparing: str) -> RowState:
    if name in prepared:
        return RowState.READY
    return RowState.MAKING if name == preparing else RowState.IDLE


def _trouble(sentence: str) -> Row:
    """A file that cannot be used, by its name where the sentence names it."""
    words = sentence.split()
    named = next((word.rstrip(":") for word in words if word.rstrip(":").endswith(".json")), "")
    title = Path(named).name or "A file that cannot be read"
    said = sentence.partition(f"{named}: ")[2] or sentence
    return Row("", title, said, sentence, RowState.FAILED)
