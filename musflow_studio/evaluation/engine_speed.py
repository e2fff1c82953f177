"""How long each engine takes for ten seconds of music, and how much memory: engines side by side.

    python -m musflow_studio.evaluation.engine_speed [--engine NAME ...] [--write docs/engines.md]

Every engine runs in a process of its own, on two threads, warm, over one and the same cue: MusFlow
with the model that is here, and once more at full size with weights by chance, since sound aside
the work is the same. MusicGen is built as its smallest public checkpoint is, from its sizes alone;
nothing is fetched. Where there is a graphics card, everything is measured there as well.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from musflow_studio.domain.engines import HYBRID, MUSFLOW, MUSICGEN, SAMPLED
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.evaluation.rendered import excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.generation import Engine, engine
from musflow_studio.own_model import MODEL_VARIABLE
from musflow_studio.presets import load_styles
from musflow_studio.spawn import PATIENT

SECONDS = 10.0
LEAST_S = 9.0
"""Of the cue, whole panels of it: in a shorter one the rest after the last note counts too much."""
THREADS = 2
STYLE = "orchestral-hope"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
_KILOBYTES_PER_GB = 1e6


@dataclass(frozen=True)
class Case:
    """What is measured: an engine, and how much work it shall put in.

    Attributes:
        engine: its name.
        quality: see Quality.
        runs: how often, after one that is not counted; 0 for once and cold.
        full: with networks of full size instead of the model that is here.
        stem: one part of the cue, the one with most notes, instead of all.
    """

    engine: str
    quality: Quality = Quality.STANDARD
    runs: int = 3
    full: bool = False
    stem: bool = False

    @property
    def name(self) -> str:
        """As the table and the option `--engine` call it."""
        steps = self.engine in (HYBRID, MUSFLOW)
        name = f"{self.engine}-{self.quality.value}" if steps else self.engine
        return name + "-full" * self.full + "-stem" * self.stem


@dataclass(frozen=True)
class Timing:
    """What came out.

    Attributes:
        name: of the case.
        device: what it ran on.
        seconds: for ten seconds of music, the middle run.
        processor_seconds: the same, of all threads added up: what a busy machine does not change.
        memory_gb: the most the process held, weights and libraries included.
        parameters_m: millions of numbers in the networks; 0 without any.
    """

    name: str
    device: str
    seconds: float
    processor_seconds: float
    memory_gb: float
    parameters_m: float


CASES = (
    Case(SAMPLED),
    *(Case(HYBRID, quality) for quality in Quality),
    *(Case(MUSFLOW, quality) for quality in Quality),
    Case(MUSFLOW, stem=True),
    *(Case(MUSFLOW, quality, full=True) for quality in Quality),
    Case(MUSICGEN, runs=0),
)


def main() -> None:
    """Measure the engines asked for and print the table, or put it into a page."""
    asked = argparse.ArgumentParser(prog="python -m musflow_studio.evaluation.engine_speed")
    names = [case.name for case in CASES]
    asked.add_argument("--engine", action="append", choices=names, help="only this; repeatable")
    asked.add_argument("--write", type=Path, metavar="PAGE", help="put the table into this page")
    asked.add_argument("--alone", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.alone:
        sys.stdout.write(json.dumps(asdict(measure(_case(options.alone)))) + "\n")
        return
    found = [apart(name, env) for env in _devices() for name in options.engine or names]
    Console().print(table(found))
    if options.write:
        page = options.write.read_text("utf-8")
        options.write.write_text(with_table(page, found), "utf-8")


def _case(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def _devices() -> list[dict[str, str]]:
    """What to set in the environment for the processor, and for a graphics card if there is one."""
    import torch

    without = {"CUDA_VISIBLE_DEVICES": ""}
    return [without, {}] if torch.cuda.is_available() else [without]


def apart(name: str, env: dict[str, str]) -> Timing:
    """A case measured in a process of its own."""
    threads = PATIENT | {"OMP_NUM_THREADS": str(THREADS), "MKL_NUM_THREADS": str(THREADS)}
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--alone", name]
    told = subprocess.run(
        command, env=os.environ | threads | env, stdout=subprocess.PIPE, text=True, check=True
    )
    return Timing(**json.loads(told.stdout.splitlines()[-1]))


def measure(case: Case) -> Timing:
    """A case measured here and now."""
    import resource

    plan = one_part(the_plan()) if case.stem else the_plan()
    with tempfile.TemporaryDirectory() as place:
        made, parameters_m, device = _maker(case)(Path(place))
        made.prepare()
        took = [_seconds(made, plan, case.quality, Path(place)) for _ in range(case.runs + 1)]
    length_s = plan.length_samples(44100) / 44100
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_PER_GB
    wall, work = (
        statistics.median(one) / length_s * SECONDS for one in zip(*(took[1:] or took), strict=True)
    )
    return Timing(case.name, device, wall, work, held, parameters_m)


def the_plan() -> CuePlan:
    """The cue everybody plays: the first of its style whose first panels are ten seconds or so."""
    cues = (excerpt(cue, SECONDS) for cue in sample_cues(load_styles()[STYLE], 100))
    return next(cue for cue in cues if cue.length_samples(44100) >= LEAST_S * 44100)


def one_part(plan: CuePlan) -> CuePlan:
    """The part with most notes, alone."""
    busiest = max(plan.score.parts, key=lambda part: len(part.notes))
    return replace(plan, score=replace(plan.score, parts=(busiest,)))


def _seconds(made: Engine, plan: CuePlan, quality: Quality, place: Path) -> tuple[float, float]:
    """By the clock, and of processor time."""
    folder = Path(tempfile.mkdtemp(dir=place))
    began, worked = time.perf_counter(), time.process_time()
    made.generate(GenerationRequest(plan, 1, quality, folder), lambda _: None, lambda: False)
    return time.perf_counter() - began, time.process_time() - worked


def _sampled(_: Path) -> tuple[Engine, float, str]:
    return engine(SAMPLED), 0.0, "processor"


def _that_is_here(name: str) -> Callable[[Path], tuple[Engine, float, str]]:
    """A maker of a MusFlow engine with the model of this machine: the one that ships, or yours."""

    def made(_: Path) -> tuple[Engine, float, str]:
        from musflow_studio.generation.musflow.engine import loaded_model

        model = loaded_model()
        return engine(name), _millions(model), _device()

    return made


def _full_size(place: Path) -> tuple[Engine, float, str]:
    """The engine musflow with networks of full size, untrained."""
    import torch

    from musflow_studio.generation.musflow.model import FULL, Model, save_model

    torch.manual_seed(1)
    model = Model(FULL)
    save_model(model, place / "model", {})
    os.environ[MODEL_VARIABLE] = str(place / "model")
    return engine(MUSFLOW), _millions(model), _device()


def _musicgen(_: Path) -> tuple[Engine, float, str]:
    from musflow_studio.evaluation.musicgen_small import chance_musicgen_small

    made = chance_musicgen_small()
    return made.engine, _millions(made.checkpoint.model), _device()


def _millions(network: Any) -> float:  # noqa: ANN401 - torch is loaded late
    return float(sum(parameter.numel() for parameter in network.parameters())) / 1e6


def _device() -> str:
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else "processor"


_MAKERS: dict[str, Callable[[Path], tuple[Engine, float, str]]] = {
    SAMPLED: _sampled,
    HYBRID: _that_is_here(HYBRID),
    MUSFLOW: _that_is_here(MUSFLOW),
    MUSICGEN: _musicgen,
}


def _maker(case: Case) -> Callable[[Path], tuple[Engine, float, str]]:
    return _full_size if case.full else _MAKERS[case.engine]


_COLUMNS = (
    "engine", "on", "seconds per 10 s", "processor seconds", "memory", "parameters",
    "against MusicGen small",
)  # fmt: skip


def _rows(found: list[Timing]) -> list[tuple[str, ...]]:
    slowest = {t.device: t for t in found if t.name == MUSICGEN}
    return [
        (
            t.name,
            f"{THREADS} processor cores" if t.device == "processor" else t.device,
            _figure(t.seconds),
            _figure(t.processor_seconds),
            f"{t.memory_gb:.1f} GB",
            f"{t.parameters_m:.0f} million" if t.parameters_m else "none",
            f"{_work_s(slowest[t.device]) / _work_s(t):.0f} times as fast"
            if t.device in slowest and t.name != MUSICGEN
            else "",
        )
        for t in found
    ]


def _work_s(timing: Timing) -> float:
    """What engines are compared by: processor time, which other programs hardly change."""
    return timing.processor_seconds if timing.device == "processor" else timing.seconds


def _figure(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"


def table(found: list[Timing]) -> Table:
    """The timings for a terminal."""
    made = Table(*_COLUMNS)
    for row in _rows(found):
        made.add_row(*row)
    return made


def with_table(page: str, found: list[Timing]) -> str:
    """A page with the timings between its two marks, instead of what stands there.

    Raises ValueError without the marks.
    """
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    lines = [_COLUMNS, ("---",) * len(_COLUMNS), *_rows(found)]
    return before + BEGIN + "".join(f"| {' | '.join(row)} |\n" for row in lines) + END + after


if __name__ == "__main__":
    main()
