"""The parts of MusicGen's engine: words, decoding in pieces, the sketch's pitches."""

import numpy as np
import pytest
from small_plans import note, part, plan_of
from tiny_musicgen import HOP, RATE_HZ, save_musicgen

from musflow_studio.encoders.pretrained import ON_PROCESSOR, go_offline
from musflow_studio.generation.musicgen.checkpoint import load_checkpoint
from musflow_studio.generation.musicgen.prompt import prompt_of

go_offline()
torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from musflow_studio.generation.musicgen import decoding  # noqa: E402 - only where torch is
from musflow_studio.generation.musicgen.sketch import Sketch  # noqa: E402


def test_the_prompt_says_caption_mood_tempo_and_key():
    plan = plan_of([part([note(0)])])
    caption = "Tender piano in C major, 120 bpm, 4/4: opens with felt piano; biggest at panel 3."
    told = prompt_of(plan.__class__(**{**vars(plan), "caption": caption}), 0.0, 2.0)
    assert told == (
        "Tender piano in C major, 120 bpm, 4/4: opens with felt piano, calm, flowing, 120 bpm,"
        " C major, instrumental film music"
    )


def test_decoding_in_pieces_sounds_as_decoding_at_once(tmp_path):
    checkpoint = load_checkpoint(save_musicgen(tmp_path / "m"), "musicgen", ON_PROCESSOR[0])
    codes = torch.randint(0, 64, (2, 430), generator=torch.Generator().manual_seed(3))
    steps: list[float] = []
    made = decoding.decoded(codes, checkpoint, steps.append)
    assert made.shape == (2, 430 * HOP)
    with torch.inference_mode():
        whole = checkpoint.model.audio_encoder.decode(codes[None, None], [None]).audio_values
    at_once = whole[0, 0].numpy()[: made.shape[1]]
    assert np.abs(at_once).max() > 1e-3
    assert np.abs(made[0] - at_once).max() < 1e-3 * np.abs(at_once).max()
    assert steps == pytest.approx([0, 200 / 430, 400 / 430])


def test_the_sketch_tells_the_pitch_class_that_sounds():
    line = np.arange(4 * RATE_HZ) / RATE_HZ
    hertz = np.where(line < 2, 440.0, 523.25)  # A, then C
    tone = torch.from_numpy(np.sin(2 * np.pi * np.cumsum(hertz) / RATE_HZ).astype(np.float32))
    sketch = Sketch(tone, RATE_HZ, {"n_fft": 4096, "hop_length": 1024})
    early, late = sketch.between(0.0, 1.5), sketch.between(2.5, 4.0)
    assert early.shape[2] == 12
    assert set(early[0, 1:-1].argmax(dim=1).tolist()) == {9}
    assert set(late[0, 1:-1].argmax(dim=1).tolist()) == {0}
    assert sketch.between(9.0, 10.0).sum() == sketch.between(9.0, 10.0).shape[1]
