"""Takes ranked by what a tiny real CLAP hears: against words, against captions, and tags."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from tiny_cue import keep_one
from tiny_models import install, save_clap

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import Stage
from musflow_studio.domain.ranking import RankRequest
from musflow_studio.encoders.clap import Clap
from musflow_studio.encoders.tagging import KINDS, heard_tags, softmax
from musflow_studio.progress import Progress, Timings
from musflow_studio.ranking import rank_takes, read_mono, spans
from musflow_studio.tools import Tools

CALM, STORM = "this is a calm song", "a storm in the rain"
RATE_HZ = 48000


def _tone(seconds: float) -> NDArray[np.float32]:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (0.3 * np.sin(2 * np.pi * 330 * time_s)).astype(np.float32)


def _noise(seconds: float) -> NDArray[np.float32]:
    draws = np.random.default_rng(0).standard_normal(round(seconds * RATE_HZ))
    return (0.2 * draws).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lesson = [(_tone(3), CALM), (_noise(3), STORM)]
    return save_clap(tmp_path_factory.mktemp("models") / "clap", lesson=lesson)


@pytest.fixture
def tools() -> Tools:
    return Tools(warm_engine="")


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    timings = Timings(tmp_path / "timings.json")
    return Progress("1", lambda _: None, lambda: False, timings, (Stage.HEAR,))


def _clip(folder: Path, sound: NDArray[np.float32]) -> Clip:
    """A kept clip whose music is this sound."""
    clip = keep_one(folder, in_library=False)
    soundfile.write(clip.folder / clip.wav, sound, RATE_HZ)
    return clip


def test_words_find_the_take_that_fits(
    folder: Path, tmp_path: Path, tools: Tools, progress: Progress
) -> None:
    model = install(folder, "toy")
    calm, storm = _clip(tmp_path / "a", _tone(4)), _clip(tmp_path / "b", _noise(4))
    both = (calm.folder, storm.folder)
    for words, best in ((CALM, calm), (STORM, storm)):
        ranked = rank_takes(RankRequest(both, words), tools, progress)
        assert [take.clip_id for take in ranked.takes][0] == best.clip_id
        assert ranked.takes[0].likeness > ranked.takes[1].likeness + 0.5
    assert ranked.model == "toy"
    assert ranked.licence == model.mark


def test_without_words_each_panels_music_is_heard_beside_its_caption(
    folder: Path, tmp_path: Path, tools: Tools, progress: Progress
) -> None:
    install(folder, "toy")
    clip = _clip(tmp_path / "a", np.concatenate([_tone(0.5), _noise(0.5)]))
    assert spans(clip) == [("a", 0.0, 0.5), ("b", 0.5, 1.0)]
    take = rank_takes(RankRequest((clip.folder,)), tools, progress).takes[0]
    assert [(p.panel_uid, p.words) for p in take.panels] == [("a", "caption a"), ("b", "caption b")]
    expected = np.mean([panel.likeness for panel in take.panels])
    assert take.likeness == pytest.approx(expected, abs=1e-3)


def test_tags_are_words_twice_as_sure_as_chance(folder: Path) -> None:
    clap = Clap(install(folder, "toy"))
    tags = heard_tags(clap, clap.of_audio(_noise(2)[np.newaxis])[0])
    for tag in tags:
        words = KINDS[tag.kind][1]
        assert tag.word in words
        assert 2 / len(words) <= tag.share <= 1
    assert [tag.share for tag in tags] == sorted((tag.share for tag in tags), reverse=True)


def test_softmax_shares_one() -> None:
    shares = softmax(np.log(np.array([1, 2, 5], np.float32)))
    assert np.allclose(shares, [0.125, 0.25, 0.625])


def test_what_is_heard_has_one_channel_at_the_models_rate(tmp_path: Path) -> None:
    stereo = np.stack([_tone(1)[::2], np.zeros(24000, np.float32)], axis=1)
    soundfile.write(tmp_path / "x.wav", stereo, 24000, subtype="FLOAT")
    heard = read_mono(tmp_path / "x.wav", RATE_HZ)
    assert heard.shape == (48000,)
    assert np.sqrt(np.mean(heard[1000:-1000] ** 2)) == pytest.approx(0.15 / np.sqrt(2), rel=0.01)


def test_what_is_missing_is_said(tmp_path: Path, tools: Tools, progress: Progress) -> None:
    clip = keep_one(tmp_path, in_library=False)
    with pytest.raises(StudioError, match="models pull clap-music") as caught:
        rank_takes(RankRequest((clip.folder,)), tools, progress)
    assert caught.value.code is ErrorCode.NO_MODEL
    with pytest.raises(StudioError, match="no takes"):
        rank_takes(RankRequest(()), tools, progress)


def test_idle_models_give_their_memory_back(folder: Path, tools: Tools) -> None:
    install(folder, "toy")
    hearer = tools.hearer("", lambda: False)
    assert hearer
    hearer.of_text(["calm"])
    tools.unload_idle(idle_s=60)
    assert hearer.is_loaded
    tools.unload_idle(idle_s=0)
    assert not hearer.is_loaded
    assert tools.hearer("toy", lambda: False) is hearer
    assert tools.hearer("none", lambda: False) is None
