"""7. writers killed at random moments lose nothing and leave nothing half-written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tiny_cue

from musflow_studio.library import CheckState, Library
from musflow_studio.library.scratch import PREFIX

if TYPE_CHECKING:
    from gates import Gate

KILLS_PER_LIBRARY = 10
SOURCES = Path(__file__).parents[2]


@dataclass
class Tally:
    """What the kills did, over all libraries."""

    kills: int = 0
    acknowledged: int = 0
    listed: int = 0
    mid_write: int = 0
    faults: list[str] = field(default_factory=list)


class Writer:
    """A process that keeps clips until it is killed."""

    def __init__(self, library: Path, told: Path) -> None:
        self.told = told
        with told.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, tiny_cue.__file__, str(library)],
                stdout=out,
                env={"PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": "1"},
            )

    def wait_until_keeping(self) -> None:
        while b"ready" not in self.told.read_bytes():
            assert self._process.poll() is None, "the writer failed by itself"
            time.sleep(0.005)

    def kill(self, library: Path) -> bool:
        """End it where it is; True if that was half-way through a clip."""
        assert self._process.poll() is None, "the writer failed by itself"
        pid = self._process.pid
        os.kill(pid, signal.SIGSTOP)
        os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)
        half_way = any((library / "clips").glob(f"{PREFIX}*-{pid}-*"))
        os.kill(pid, signal.SIGKILL)
        self._process.wait()
        return half_way

    def acknowledged(self) -> set[str]:
        """Ids whose whole line was printed, which happens after `keep` returned."""
        lines = self.told.read_text("utf-8").split("\n")[1:-1]
        return {line.split(" ")[0] for line in lines}


def _kill_writers(library: Path, logs: Path, rng: random.Random, tally: Tally) -> set[str]:
    """Two writers at a time, ten deaths; returns every acknowledged clip id."""
    logs.mkdir()
    writers = [Writer(library, logs / f"{i}.txt") for i in range(2)]
    started = list(writers)
    for death in range(KILLS_PER_LIBRARY):
        for writer in writers:
            writer.wait_until_keeping()
        time.sleep(rng.uniform(0.0, 0.12))
        victim = rng.randrange(len(writers))
        tally.mid_write += writers.pop(victim).kill(library)
        tally.kills += 1
        if death < KILLS_PER_LIBRARY - 2:  # the last two deaths leave none
            writers.append(Writer(library, logs / f"{len(started)}.txt"))
            started.append(writers[-1])
    return set().union(*(writer.acknowledged() for writer in started))


def _check_library(library: Path, acknowledged: set[str], tally: Tally) -> None:
    opened = Library(library)
    listed = opened.list()
    tally.acknowledged += len(acknowledged)
    tally.listed += len(listed)
    tally.faults += [f"lost {i}" for i in acknowledged - {entry.clip_id for entry in listed}]
    tally.faults += [f"half {e.folder}" for e in listed if e.folder.name.startswith(".")]
    checks = opened.verify()
    tally.faults += [f"{check}" for check in checks if check.state is not CheckState.OK]
    tally.faults += [] if len(checks) == len(listed) else ["packages that are not listed"]
    for entry in listed:
        assert opened.show(entry.clip_id).folder == entry.folder
    opened.clean()
    tally.faults += [f"left {p}" for p in (library / "clips").glob(f"{PREFIX}*")]


@pytest.mark.gate
def test_gate_7_two_hundred_kills_while_keeping(gate: Gate, tmp_path: Path) -> None:
    rng, tally = random.Random(7), Tally()
    for round_number in range(gate.size(200) // KILLS_PER_LIBRARY):
        library = tmp_path / f"library {round_number}"
        logs = tmp_path / f"logs {round_number}"
        told = _kill_writers(library, logs, rng, tally)
        _check_library(library, told, tally)
        shutil.rmtree(library)
    gate.record(
        "7. writers killed while keeping, two at once",
        f"{tally.kills} kills, {tally.mid_write} of them half-way through a clip; "
        f"{tally.acknowledged} clips acknowledged, {tally.listed} listed and verified; "
        f"{len(tally.faults)} lost, damaged or half-written",
        "200 kills, 0",
        "tests/library/test_kills.py",
        met=not tally.faults,
    )
    assert tally.faults == []
    assert tally.acknowledged > 0
    assert tally.mid_write > tally.kills / 2, "few kills met a clip half-way: no power"
