"""Attacks: how long an instrument takes to speak, measured by playing it.

`python -m musflow_studio.evaluation.attacks 0:48 8:0` measures presets (bank:program) over the
keyboard; without a preset, every player of the shipped styles beside the `attack_ms` it states.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from musflow_studio.domain.style import RoleStyle
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.generation.synth import open_instrument, shelf
from musflow_studio.presets import load_styles

RATE_HZ = 44100
VELOCITY = 90
HELD_S = 4
KIT_BANK = 128
KIT_KEY = 36
KEYBOARD = (36, 43, 48, 55, 60, 67, 72, 79, 84)


def attack_ms(font: Path, bank: int, program: int, pitch: int, velocity: int = VELOCITY) -> float:
    """Milliseconds from note-on until a note held for 4 s first reaches half its peak (-6 dB).

    Raises ValueError where the instrument is silent at that pitch.
    """
    shelf(font).hold(bank, program)
    instrument = open_instrument(font, RATE_HZ, bank, program)
    instrument.note_on(pitch, velocity)
    level = np.max(np.abs(instrument.render(HELD_S * RATE_HZ // 64 * 64)), axis=0)
    instrument.close()
    if not level.any():
        raise ValueError(f"preset {bank}:{program} is silent at pitch {pitch}")
    return 1000 * int(np.argmax(level >= level.max() / 2)) / RATE_HZ


def agrees(stated_ms: float, measured_ms: float) -> bool:
    """True when a stated attack is near enough: within 20 ms or 35 % (pitches differ more)."""
    return abs(stated_ms - measured_ms) <= max(20.0, 0.35 * measured_ms)


def player_attack_ms(font: Path, player: RoleStyle) -> float:
    """The attack of a style's player: the median of five pitches across its range."""
    return median(
        attack_ms(font, player.bank, player.program, pitch) for pitch in sounding_pitches(player)
    )


def sounding_pitches(player: RoleStyle) -> tuple[int, ...]:
    """Five pitches spread over a player's range, ends left out; one key of a kit."""
    if player.bank == KIT_BANK:
        return (KIT_KEY,)
    span = player.high - player.low
    return tuple(player.low + round(span * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9))


def main() -> None:
    """Print the attacks asked for."""
    asked = argparse.ArgumentParser(
        prog="python -m musflow_studio.evaluation.attacks",
        description="Milliseconds from note-on to half the peak, measured.",
    )
    asked.add_argument("presets", nargs="*", metavar="BANK:PROGRAM", help="else: shipped styles")
    options = asked.parse_args()
    font = find_soundfont()
    console = Console()
    if options.presets:
        console.print(_preset_table(font, options.presets))
        return
    for style in load_styles().values():
        console.print(_style_table(font, style.name, style.roles))


def _preset_table(font: Path, presets: list[str]) -> Table:
    table = Table(title=f"attack in ms at velocity {VELOCITY}, by pitch", title_justify="left")
    for heading in ("preset", *(str(pitch) for pitch in KEYBOARD)):
        table.add_column(heading, justify="right")
    for preset in presets:
        bank, program = (int(number) for number in preset.split(":"))
        row = (attack_ms(font, bank, program, pitch) for pitch in KEYBOARD)
        table.add_row(preset, *(f"{ms:.0f}" for ms in row))
    return table


def _style_table(font: Path, name: str, players: tuple[RoleStyle, ...]) -> Table:
    table = Table(title=name, title_justify="left")
    for heading in ("role", "instrument", "preset", "stated ms", "measured ms"):
        table.add_column(heading)
    for player in players:
        table.add_row(
            player.role.value, player.instrument, f"{player.bank}:{player.program}",
            f"{player.attack_ms:g}", f"{player_attack_ms(font, player):.0f}",
        )  # fmt: skip
    return table


if __name__ == "__main__":
    main()
