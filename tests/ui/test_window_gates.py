"""Figures of the window: start, memory, and how long the GUI thread was busy at most."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest
from running_window import READY, ROOT, running_window, wait_for_log

from ui.collector import set_aside
from ui.heartbeat import Heartbeat

EXAMPLE = ROOT / "examples" / "harbour-dawn"
BLOCK_S = 0.050
START_S = 3.0
MEMORY_MB = 400


@pytest.mark.gate
def test_start_to_usable_and_memory(gate, tmp_path: Path):
    """The second start of a user: first ones also fill caches of the system."""
    starts, sizes = [], []
    for number in range(gate.size(5) // 1 or 1):
        home = tmp_path / str(number)
        begun = time.perf_counter()
        with running_window(home, str(EXAMPLE)) as process:
            wait_for_log(home, READY)
            starts.append(time.perf_counter() - begun)
            time.sleep(1.0)  # thumbnails are there, descriptions too
            sizes.append(psutil.Process(process.pid).memory_info().rss / 1e6)
    start, size = sorted(starts)[len(starts) // 2], max(sizes)
    gate.record(
        "window 4: start to usable",
        f"{start:.2f} s",
        f"{START_S:g} s",
        f"median of {len(starts)}: command to the example's panels on the desk, offscreen",
        met=start <= START_S,
    )
    gate.record(
        "window 4: memory without worker and player",
        f"{size:.0f} MB",
        f"{MEMORY_MB} MB",
        "resident size with the example on the desk",
        met=size <= MEMORY_MB,
    )
    assert start <= START_S * (1 if gate.full else 5)  # other processes in normal runs
    assert size <= MEMORY_MB


@pytest.mark.gate
def test_longest_block_while_a_cue_is_made_and_cancelled(gate, window, models, qtbot):
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        models.project.start([EXAMPLE])
    qtbot.waitUntil(lambda: not models.descriptions.pending, timeout=60_000)
    models.studio.warm_player().result(30)  # both as the application does soon after its start
    set_aside()
    heart = Heartbeat()
    made, cancelled, busiest = [], [], 0.0
    for number in range(gate.size(10)):
        heart.start()
        with qtbot.waitSignal(models.jobs.finished, timeout=120_000):
            models.making.generate()
        qtbot.wait(800)  # the take comes into view: waveform, list, player
        made.append(heart.stop())
        busiest = max(busiest, heart.busiest_s)
        heart.start()
        with qtbot.waitSignal(models.jobs.failed, timeout=120_000):
            models.making.rethink()
            qtbot.wait(100 + 70 * number)  # before it is done, also on a quick machine
            models.jobs.cancel()
        cancelled.append(heart.stop())
        busiest = max(busiest, heart.busiest_s)
    for what, blocks in (("generation", made), ("cancel", cancelled)):
        gate.record(
            f"window 4: longest block of the GUI thread during {what}",
            f"{max(blocks) * 1000:.0f} ms",
            f"{BLOCK_S * 1000:.0f} ms",
            f"heartbeat of 5 ms, {len(blocks)} times on the example, offscreen, worker beside it",
            met=max(blocks) < BLOCK_S,
        )
    # Other processes take the cores in normal runs: there the thread's own time counts, in which
    # events that had to wait are done in one go.
    assert max(made + cancelled) < BLOCK_S if gate.full else busiest < 2 * BLOCK_S
