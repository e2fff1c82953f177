"""`--like` on the main path: what is taken of a reference, and the hint kept with the clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import typer
from typer.testing import CliRunner

from musflow_studio.command_line.likes import liked
from musflow_studio.command_line.project import add_to
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.description import EvidenceSource
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.reference import TRAITS, Like, Trait
from musflow_studio.domain.request import CueRequest
from musflow_studio.library import Library
from musflow_studio.likeness.reading import reference_audio, reference_from
from musflow_studio.pipeline import make_cue, plan_cue
from musflow_studio.progress import Progress, Timings
from musflow_studio.project import new_project, open_project, save_project
from musflow_studio.project.cue_order import cue_request
from musflow_studio.storyboard import read_text
from musflow_studio.tools import Tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


@pytest.fixture(scope="module")
def temp_track(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of a minor arpeggio at 120 bpm that gets louder."""
    rate = 44100
    time = np.arange(rate // 4) / rate
    pitches = [57, 60, 64, 69] * 12
    notes = [
        np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * time) * np.exp(-9 * time)
        for pitch in pitches
    ]
    sound = np.concatenate(notes) * np.linspace(0.02, 0.6, 48 * time.size)
    path = tmp_path_factory.mktemp("temp") / "temp track.wav"
    soundfile.write(path, sound, rate)
    return path


def progress() -> Progress:
    return Progress("job", lambda _: None, lambda: False, Timings())


def asked(like: Like | None, output: Path, **more: object) -> CueRequest:
    text = CueRequest(
        text="Rain on the roof", length_s=4.0, engine="sampled", finish="as-composed", seed=1,
        output=output, like=like,
    )  # fmt: skip
    return replace(text, **more)  # type: ignore[arg-type] # fields of a request


@pytest.fixture(scope="module")
def clip(tools: Tools, temp_track: Path, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """A cue like the temp track, kept."""
    output = tmp_path_factory.mktemp("out")
    return next(iter(make_cue(asked(Like(temp_track), output), tools, progress())))


def test_tempo_key_energy_and_sound_are_taken(clip: Clip, temp_track: Path) -> None:
    made = clip.recipe.plan
    assert made.reference
    assert made.reference.path == temp_track
    assert made.bpm in (pytest.approx(120, rel=0.02), pytest.approx(60, rel=0.02))
    assert made.key.name.startswith("A")
    assert made.liked == TRAITS
    evidence = made.description.panels[0].evidence[-1]
    assert evidence.source is EvidenceSource.REFERENCE
    audio = reference_audio(made)
    assert audio
    assert (audio.path, audio.channels) == (temp_track, 1)


def test_the_hint_is_kept_with_the_clip(clip: Clip) -> None:
    again = Library.load_clip(clip.folder)
    assert again.likeness == clip.likeness
    assert again.likeness
    assert again.likeness.says.startswith("Hint:")


def test_edits_keep_the_reference_until_it_is_forgotten(
    clip: Clip, tools: Tools, tmp_path: Path
) -> None:
    edit = CueRequest(base_clip=clip.folder, seed=1, output=tmp_path)
    kept = plan_cue(edit, tools, progress())
    assert kept.reference == clip.recipe.plan.reference
    assert kept.score == clip.recipe.plan.score
    forgotten = plan_cue(replace(edit, unlike=True), tools, progress())
    assert forgotten.reference is None


def test_what_the_user_pins_and_leaves_out_is_respected(
    tools: Tools, temp_track: Path, tmp_path: Path
) -> None:
    only_key = Like(temp_track, (Trait.KEY,))
    made = plan_cue(asked(only_key, tmp_path, pins=Pins(bpm=77.0)), tools, progress())
    assert made.bpm == pytest.approx(77.0, rel=1e-3)
    assert made.key.name.startswith("A")
    assert made.description.panels[0].evidence[-1].source is not EvidenceSource.REFERENCE
    assert reference_audio(made) is None


def test_more_like_a_clip_takes_what_was_planned(clip: Clip) -> None:
    reference = reference_from(clip.folder)
    assert reference.bpm == pytest.approx(clip.recipe.plan.bpm, abs=0.01)
    assert reference.key == clip.recipe.plan.key.name
    assert reference.path == clip.folder / clip.wav


def test_what_cannot_be_a_reference_is_said(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="no such reference"):
        reference_from(tmp_path / "nowhere.wav")
    with pytest.raises(StudioError, match="not a folder"):
        reference_from(tmp_path)
    (tmp_path / "words.wav").write_text("no sound")
    with pytest.raises(StudioError) as told:
        reference_from(tmp_path / "words.wav")
    assert told.value.code is ErrorCode.BAD_FILE


def test_the_command_line_names_traits(tmp_path: Path) -> None:
    assert liked(None, None) is None
    assert liked(tmp_path, None) == Like(tmp_path)
    assert liked(tmp_path, "tempo, key") == Like(tmp_path, (Trait.TEMPO, Trait.KEY))
    with pytest.raises(StudioError, match="no such trait"):
        liked(tmp_path, "tune")
    with pytest.raises(StudioError, match="needs a reference"):
        liked(None, "tempo")


def test_a_project_s_cue_remembers_its_reference(temp_track: Path, tmp_path: Path) -> None:
    file = tmp_path / "board.musflow"
    project = new_project(read_text("Rain on the roof", 2.0))
    save_project(project, file)
    app = typer.Typer()
    add_to(app)
    run = CliRunner().invoke
    edit = ["project", "cue", "edit", str(file), "1M1"]
    told = run(
        app, [*edit, "--like", str(temp_track), "--like-only", "tempo", "--engine", "hybrid"]
    )
    assert told.exit_code == 0, told.output
    (cue,) = open_project(file).cues
    assert cue.like == Like(temp_track, (Trait.TEMPO,))
    assert cue.engine == "hybrid"
    assert cue_request(open_project(file), cue, CueRequest()).like == cue.like
    assert run(app, [*edit, "--unlike"]).exit_code == 0
    (cue,) = open_project(file).cues
    assert cue.like is None
