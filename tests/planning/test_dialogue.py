"""Gate 4, dialogue: where somebody speaks the music stays under the words, and nowhere else."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy import signal
from scored_boards import Look, board_of, random_looks

from musflow_studio.domain.description import Description
from musflow_studio.domain.plan import CuePlan, Dialogue
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.domain.storyboard import HitWeight, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.generation import engine
from musflow_studio.planning import parse_meter, plan
from musflow_studio.presets import load_styles

if TYPE_CHECKING:
    from gates import Gate

STYLES = load_styles()
RATE_HZ = 44100
CYMBALS = {42, 44, 46, 49, 51, 52, 53, 55, 57, 59}


def spoken(looks: tuple[Look, ...], speaking: set[str]) -> tuple[Storyboard, Description]:
    board, seen = board_of(looks)
    panels = (replace(p, dialogue="Wait." * (p.uid in speaking)) for p in board.panels)
    return replace(board, panels=tuple(panels)), seen


def pair(looks: tuple[Look, ...], speaking: set[str], style: Style, seed: int) -> list[CuePlan]:
    """The same cue under dialogue, and switched to ignore it."""
    board, seen = spoken(looks, speaking)
    under = plan(board, seen, style, cue_uid="1M1", seed=seed, dialogue=Dialogue.UNDER)
    ignored = plan(
        board, seen, style, cue_uid="1M1", seed=seed, dialogue=Dialogue.IGNORE, base=under
    )
    return [under, ignored]


def alone(cue: CuePlan, uid: str) -> CuePlan:
    """The cue with the notes of one panel only, without what rings on from the one before."""
    parts = tuple(
        replace(part, notes=tuple(n for n in part.notes if n.panel_uid == uid))
        for part in cue.score.parts
    )
    return replace(cue, score=replace(cue.score, parts=parts))


def rendered(cue: CuePlan, folder: Path) -> NDArray[np.float64]:
    """What lies between 1 and 4 kHz of the take, mono."""
    folder.mkdir()
    wanted = GenerationRequest(cue, cue.seed, Quality.STANDARD, folder)
    take = engine("sampled").generate(wanted, lambda _: None, lambda: False)
    sound, _ = soundfile.read(take.mix.path, dtype="float64", always_2d=True)
    band = signal.butter(4, [1000, 4000], "bandpass", fs=RATE_HZ, output="sos")
    speech: NDArray[np.float64] = signal.sosfilt(band, sound.mean(axis=1))
    return speech


def level_db(sound: NDArray[np.float64], cue: CuePlan, index: int) -> float:
    rate, panel = cue.storyboard.rate, cue.panels[index]
    part = sound[rate.samples(panel.start_frame, RATE_HZ) : rate.samples(panel.end_frame, RATE_HZ)]
    return float(10 * np.log10(np.mean(np.square(part)) + 1e-14))


def short_board(rng: random.Random) -> tuple[Look, ...]:
    """Three panels of 3 to 5 s; somebody will speak in the middle one."""
    return tuple(
        Look(
            rng.uniform(3, 5), rng.uniform(-1, 1), rng.uniform(-1, 1), rng.random(), rng.random(),
            HitWeight.MUST if i == 0 or rng.random() < 0.3 else HitWeight.SHOULD,
        )
        for i in range(3)
    )  # fmt: skip


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_the_band_of_speech_is_left_to_the_words(gate: Gate, tmp_path: Path) -> None:
    rng = random.Random(41)
    names = sorted(STYLES)
    count = gate.size(100)
    gains = []
    for number in range(count):
        style = STYLES[names[number % len(names)]]
        cues = pair(short_board(rng), {"p2"}, style, number)
        sounds = [
            rendered(alone(cue, "p2"), tmp_path / f"{number}{i}") for i, cue in enumerate(cues)
        ]
        under, ignored = (level_db(s, cue, 1) for s, cue in zip(sounds, cues, strict=True))
        gains.append(under - ignored)
    gate.record(
        "music 4: under dialogue: 1 to 4 kHz against the same panel without",
        f"{max(gains):.1f} dB at the least, {np.median(gains):.1f} dB in the middle",
        "-6 dB",
        f"{count} random boards, all styles in turn; the panel's own notes, nothing ringing in",
        met=max(gains) <= -6.0,
    )
    assert max(gains) <= -6.0


@pytest.mark.parametrize("name", STYLES)
def test_nothing_sung_hissing_or_busier_than_the_beat(name: str) -> None:
    rng = random.Random(7)
    for seed in range(6):
        looks = random_looks(rng, least=3, most=6)
        under, ignored = pair(looks, {"p2"}, STYLES[name], seed)
        assert (under.under_words, ignored.under_words) == (("p2",), ())
        panel, meter = under.panels[1], parse_meter(under.meter)
        notes = [(part, n) for part in under.score.parts for n in part.notes if n.panel_uid == "p2"]
        assert not any(part.role is Role.MELODY for part, _ in notes)
        assert not any(part.bank == 128 and n.pitch in CYMBALS for part, n in notes)
        for _, n in notes:
            inside = n.start_tick - under.grid.bar_at(n.start_tick).start_tick
            on_beat = inside % meter.pulse_ticks == 0
            assert on_beat or n.start_tick == panel.start_tick
        for elsewhere in {p.panel_uid for p in under.panels} - {"p2"}:
            assert notes_of(under, elsewhere) == notes_of(ignored, elsewhere)


def notes_of(cue: CuePlan, uid: str) -> list[object]:
    return [(p.instrument, n) for p in cue.score.parts for n in p.notes if n.panel_uid == uid]
