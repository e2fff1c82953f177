"""Figures of the sampled engine: length, memory, sums, repetition, onsets, dynamics."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
import soundfile
from numpy.typing import NDArray
from small_plans import note, part, plan_of, take_of, wet

from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import ControlPoint, Part, Role
from musflow_studio.domain.take import Take
from musflow_studio.generation import generate
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.generation.synth import open_instrument

if TYPE_CHECKING:
    from gates import Gate

PRESETS = ((8, 0), (0, 48), (0, 42), (0, 46), (0, 47), (0, 52), (0, 60), (0, 45))
GIB = 2**30


def dense_parts(seconds: float, draws: random.Random, roles: int = 8) -> list[Part]:
    """Eight instruments, two random notes each on every half beat at 120 bpm, swelling."""
    ticks = [480 * i for i in range(int(seconds * 4))]
    swell = tuple(ControlPoint(t, 60 + t // 480 % 60) for t in ticks[::4])
    parts = []
    for role, (bank, program) in list(zip(Role, PRESETS, strict=True))[:roles]:
        notes = [note(t, draws.randrange(48, 76), draws.randrange(40, 110)) for t in ticks * 2]
        made = part(sorted(notes, key=lambda n: (n.start_tick, n.pitch)), role, program, bank)
        parts.append(replace(made, expression=swell, high_pass_hz=60.0, gain_db=-6.0))
    return wet(parts, 0.4)


def samples(take: Take) -> list[NDArray[np.float64]]:
    files = [take.mix, *(stem.audio for stem in take.stems)]
    return [soundfile.read(file.path, dtype="float64")[0] for file in files]


@pytest.mark.gate
def test_long_cues_take_linear_time_and_constant_memory(gate: Gate, tmp_path: Path) -> None:
    def cpu_and_peak(seconds: int) -> tuple[float, float]:
        folder = tmp_path / str(seconds)
        folder.mkdir()
        plan = plan_of(dense_parts(seconds, random.Random(1), roles=4), seconds * 24)
        request = GenerationRequest(plan, 1, Quality.STANDARD, folder)
        used: list[int] = [0]
        before = time.process_time()
        generate(request, on_step=lambda done: used.append(psutil.Process().memory_info().rss))
        return time.process_time() - before, max(used) / GIB

    long_s = gate.size(600)
    held = 0.0 if gate.full else psutil.Process().memory_info().rss / GIB  # other tests' memory
    cpu_and_peak(2)  # decode the presets
    short_cpu, short_peak = cpu_and_peak(long_s // 5)
    long_cpu, long_peak = cpu_and_peak(long_s)
    ratio = (long_cpu / long_s) / (short_cpu / (long_s // 5))
    met = ratio < 1.2 and long_peak < 2 and long_peak - short_peak < 0.2
    gate.record(
        f"2. generate {long_s} s, four dense roles",
        f"{long_cpu:.1f} CPU s, {ratio:.2f} times the CPU per second of a cue a fifth as long; "
        f"peak memory {long_peak:.2f} GiB ({short_peak:.2f} for the short one)",
        "linear time, under 2 GB",
        "sampled engine, process CPU time, resident memory at every block",
        met=met,
    )
    if gate.full:  # time is measured on a quiet machine only
        assert ratio < 1.2
    assert long_peak - held < 2
    assert long_peak - short_peak < 0.2


@pytest.mark.gate
def test_stems_sum_to_the_mix_and_a_repeat_is_identical(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = gate.size(30)
    worst = 0.0
    same = 0
    for seed in range(count):
        draws = random.Random(seed)
        parts = dense_parts(draws.uniform(1, 8), draws, draws.randrange(1, 9))
        frames = draws.randrange(24, 200)
        take = take_of(tmp_path, parts, frames)
        mix, *stems = samples(take)
        worst = max(worst, float(np.max(np.abs(sum(stems) - mix))))
        monkeypatch.setattr("os.cpu_count", lambda draws=draws: draws.randrange(1, 9))
        again = samples(take_of(tmp_path, parts, frames))
        same += all(np.array_equal(a, b) for a, b in zip([mix, *stems], again, strict=True))
    level = 20 * np.log10(worst + 1e-12)
    gate.record(
        f"3. stems sum to mix.wav, {count} random scores",
        f"largest difference {level:.0f} dBFS; {same} of {count} identical when repeated",
        "-120 dBFS; all identical",
        "32-bit float stems summed in 64-bit; 1 to 8 roles, another number of threads each time",
        met=bool(level < -120 and same == count),
    )
    assert level < -120
    assert same == count


@pytest.mark.gate
def test_notes_start_on_the_grid(gate: Gate, tmp_path: Path) -> None:
    count = gate.size(200)
    draws = random.Random(5)
    ticks = [draws.randrange(1920 * i + 960, 1920 * i + 1440) for i in range(count)]
    blocks = part([note(t, 76, 100, 240) for t in ticks], program=48, bank=128)  # wood block
    level = np.max(np.abs(samples(take_of(tmp_path, [blocks], count * 24))[0]), axis=1)
    late = []
    for tick in ticks:
        wanted = tick * 44100 / 1920
        around = level[int(wanted) - 2000 : int(wanted) + 2000]
        late.append(np.argmax(around > level.max() / 10) - 2000 - (wanted - int(wanted)))
    spread_ms = (max(late) - min(late)) / 2 / 44.1
    gate.record(
        f"6. onsets of {count} wood block strokes on the sample line",
        f"+-{spread_ms:.2f} ms about a constant {np.mean(late) / 44.1:.1f} ms of attack",
        "+-1 ms",
        "sampled engine, strokes at random ticks, first sample within 20 dB of the peak",
        met=bool(spread_ms < 1.0),
    )
    assert spread_ms < 1.0


@pytest.mark.gate
def test_velocity_gives_dynamics(gate: Gate) -> None:
    def level_db(program: int, velocity: int) -> float:
        instrument = open_instrument(find_soundfont(), 44100, 0, program)
        instrument.note_on(60, velocity)
        level = 20 * np.log10(np.std(instrument.render(44096)))
        instrument.close()
        return float(level)

    names = {0: "piano", 48: "strings", 60: "horn", 61: "brass"}
    ranges = {name: level_db(p, 120) - level_db(p, 40) for p, name in names.items()}
    gate.record(
        "dynamics of the renderer, velocity 40 to 120",
        ", ".join(f"{name} {span:.1f} dB" for name, span in ranges.items()),
        "at least 14 dB",
        "FluidSynth, first second of middle C (tinysoundfont measured 9.5 dB)",
        met=min(ranges.values()) >= 14,
    )
    assert min(ranges.values()) >= 14
