"""The laion-clap package in its own interpreter: the same space as transformers, or why not.

What needs the package runs where its environment is: `musflow setup clap` makes it under `--full`,
and MUSFLOW_CLAP_ENVIRONMENT names one that is there already.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from gates import Gate
from numpy.typing import NDArray
from tiny_models import install, save_both_claps

from musflow_studio import clap_setup
from musflow_studio.doctor import examine
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.clap import RATE_HZ, Clap
from musflow_studio.encoders.laion import PLACE_VARIABLE, LaionClap, check_environment, environment
from musflow_studio.encoders.pretrained import ON_PROCESSOR

SENTENCES = ("a calm piece of music", "tense strings in a storm", "joyful")


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return save_both_claps(tmp_path_factory.mktemp("claps"))


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the package."""
    if named := os.environ.get(PLACE_VARIABLE):
        return Path(named)
    if not request.config.getoption("--full"):
        pytest.skip(
            f"the environment of laion-clap takes minutes to make; {PLACE_VARIABLE} is unset"
        )
    made = tmp_path_factory.mktemp("environments") / "clap"
    os.environ[PLACE_VARIABLE] = str(made)
    said: list[str] = []
    done = clap_setup.set_up(said.append)
    del os.environ[PLACE_VARIABLE]
    assert done, said
    return made


@pytest.fixture
def laion(
    place: Path, checkpoints: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> LaionClap:
    monkeypatch.setenv(PLACE_VARIABLE, str(place))
    return LaionClap(install(checkpoints[1], "theirs"))


def _sounds() -> NDArray[np.float32]:
    """Noise, a chord with a beat, a rising sawtooth: twelve seconds each, two windows."""
    time_s = np.arange(12 * RATE_HZ) / RATE_HZ
    draws = np.random.default_rng(0)
    noise = 0.1 * draws.standard_normal(len(time_s))
    chord = sum(np.sin(2 * np.pi * hz * time_s) for hz in (220, 277.2, 329.6)) * 0.1
    beat = np.exp(-6 * (time_s % 0.5)) * draws.standard_normal(len(time_s)) * 0.2
    rising = 0.2 * ((time_s * (100 + 20 * time_s)) % 1 - 0.5)
    return np.stack([noise, chord + beat, rising]).astype(np.float32)


@pytest.mark.gate
@pytest.mark.timeout(900)
def test_both_libraries_give_the_same_embedding(
    laion: LaionClap, checkpoints: tuple[Path, Path], gate: Gate
) -> None:
    ours = Clap(install(checkpoints[0], "ours"), ladder=ON_PROCESSOR)
    sounds = _sounds()
    heard = np.sum(ours.of_audio(sounds) * laion.of_audio(sounds), axis=1)
    read = np.sum(ours.of_text(SENTENCES) * laion.of_text(SENTENCES), axis=1)
    laion.unload()
    least = float(min(*heard, *read))
    gate.record(
        "ears 5: laion-clap and transformers, one converted checkpoint",
        f"least cosine {least:.5f}",
        "at least 0.999",
        "32 million random numbers in the smallest shape laion-clap knows; 3 sounds, 3 sentences",
        met=least >= 0.999,
    )
    assert least >= 0.999


@pytest.mark.timeout(600)
def test_its_process_is_ended_by_cancel_and_replaced_after_a_kill(laion: LaionClap) -> None:
    second = _sounds()[:1, :RATE_HZ]
    before = laion.of_audio(second)
    assert laion.pid
    os.kill(laion.pid, signal.SIGKILL)
    with pytest.raises(StudioError, match="ended unexpectedly") as caught:
        laion._ask({"do": "text", "texts": ["x"]})
    assert caught.value.code is ErrorCode.WORKER_DIED
    stop = threading.Event()
    laion.cancelled = stop.is_set
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with pytest.raises(StudioError) as caught:
        laion.of_audio(second)
    assert caught.value.code is ErrorCode.CANCELLED
    assert time.monotonic() - began < 10  # it had begun to load for half a minute
    assert laion.pid is None
    stop.clear()
    assert np.allclose(laion.of_audio(second), before, atol=1e-6)
    laion.unload()


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harmed",)


@pytest.mark.timeout(600)
def test_a_checkpoint_that_is_a_program_is_not_run(
    laion: LaionClap, checkpoints: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(checkpoints[1], tmp_path / "harm"))
    with (folder / "toy.pt").open("wb") as file:
        pickle.dump({"state_dict": _Harm()}, file)
    harm = LaionClap(install(folder, "harm"))
    with pytest.raises(StudioError) as caught:
        harm.of_text(["x"])
    assert caught.value.code is ErrorCode.BAD_FILE
    assert "harm" in caught.value.sentence()
    assert not list(Path.cwd().glob("harmed"))


def test_without_its_environment_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLACE_VARIABLE, raising=False)
    (tmp_path / "toy.pt").write_bytes(b"weights")
    with pytest.raises(StudioError, match="musflow setup clap") as caught:
        LaionClap(install(tmp_path, "theirs")).of_text(["x"])
    assert caught.value.code is ErrorCode.NO_MODEL
    finding = next(one for one in examine() if one.what == "laion-clap")
    assert not finding.ok
    assert str(environment()) in finding.says


def test_doctor_says_what_an_environment_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    monkeypatch.setenv(PLACE_VARIABLE, str(bare))
    with pytest.raises(StudioError, match="No module named 'torch'"):
        check_environment()


def test_setup_says_why_it_could_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE_VARIABLE, str(tmp_path / "clap"))
    monkeypatch.setattr(clap_setup, "PACKAGES", ("no-such-package-on-this-disk==1.0",))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    said: list[str] = []
    assert not clap_setup.set_up(said.append)
    assert "pip install" in said[-1]
    assert "no-such-package-on-this-disk" in said[-1]
