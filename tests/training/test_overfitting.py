"""Each network learns one small batch by heart: a loop that cannot, has a fault."""

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow.conditioning import CONTROLS, Conditions
from musflow_studio.generation.musflow.joint_embedding import KINDS
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.model import TINY, Model
from musflow_studio.generation.musflow.sampling import Sampling, sample
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ, SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet
from musflow_studio.generation.musflow.vocoder import VocoderConfig
from musflow_studio.training import (
    schedule,
    train_joint,
    train_magnitudes,
    train_timbre,
    train_vae,
    train_vocoder,
)
from musflow_studio.training.corpus import Corpus
from musflow_studio.training.latent_bank import LatentBank
from musflow_studio.training.mel_bank import MelBank
from musflow_studio.training.prepared import Prepared
from musflow_studio.training.recipe import Recipe, Withheld
from musflow_studio.training.schedule import Clock, Keeper, Log
from musflow_studio.training.sound_bank import Place, SoundBank
from musflow_studio.training.train_joint import Words
from musflow_studio.training.train_velocity import (
    counts,
    lean_on_timbre,
    train_velocity,
    unguided,
)

CUES, LATENTS = 4, 216
LOUD = 0.6
"""Frames over -36 dB."""
CPU = torch.device("cpu")


def cue(number):
    """A sheet of three tones and their sound: saws, struck anew every half second."""
    count = LATENTS * SAMPLES_PER_LATENT
    seconds = np.arange(count) / SAMPLE_RATE_HZ
    sound, notes = np.zeros((2, count)), []
    for start in np.arange(0, seconds[-1], 0.5):
        for pitch in (48 + 3 * number, 55 + 2 * number, 64 + number):
            since = np.clip(seconds - start, 0, 0.45)
            heard = (seconds >= start) & (since < 0.45)
            hertz = 440 * 2 ** ((pitch - 69) / 12)
            wave = sum(np.sin(2 * np.pi * hertz * k * since) / k for k in range(1, 8))
            sound += heard * np.exp(-3 * since) * wave * np.array([[0.06], [0.04]])
            notes.append((start, start + 0.45, pitch, 0.8, 1, 48))
    rows = np.zeros((LATENTS, ROW_WIDTH), np.float32)
    rows[:, 0], rows[:, 30] = 1, 1
    return (sound.T * 32767).astype(np.int16), Sheet(np.array(notes, np.float32), rows)


@pytest.fixture(scope="module")
def bank():
    sounds, sheets = zip(*(cue(number) for number in range(CUES)), strict=True)
    return SoundBank(Corpus(tuple(range(CUES)), sounds, sheets), CPU, 1)


class Losses(Log):
    """A log that also keeps every step's losses."""

    def __init__(self, folder):
        super().__init__(folder / "log.csv", "network", lambda said: None)
        self.kept = {}

    def note(self, step, seconds, losses, every=50):
        super().note(step, seconds, losses, every)
        for name, value in losses.items():
            self.kept.setdefault(name, []).append(float(value.detach()))

    def fell(self, name):
        """The last steps' mean as a share of the first ones'."""
        return np.mean(self.kept[name][-5:]) / np.mean(self.kept[name][:2])


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Short warm-up and high rates: what is learnt is small."""
    monkeypatch.setattr(schedule, "WARM_UP_STEPS", 10)
    for loop in (train_vae, train_vocoder, train_magnitudes, train_joint):
        monkeypatch.setattr(loop, "RATE", 4e-3)


def test_the_auto_encoder_gives_back_what_it_learnt(bank, tmp_path):
    torch.manual_seed(1)
    vae = Model(TINY).vae
    keeper, log = Keeper(tmp_path / "vae.safetensors"), Losses(tmp_path)
    train_vae.train_vae(vae, bank, Clock(9, 50), keeper, log, 2)
    assert log.fell("frames") < 0.5
    with torch.no_grad():
        latents = vae.encode(MelFrontEnd()(bank.short(8, 128)))
    assert 0.7 < float(latents.std()) < 1.4


def test_the_vocoder_learns_a_spectrum(bank, tmp_path):
    torch.manual_seed(1)
    model = Model(TINY)
    keeper, log = Keeper(tmp_path / "vocoder.safetensors"), Losses(tmp_path)
    train_vocoder.train_vocoder(
        model.vocoder, model.vae, bank, Clock(9, 50), keeper, log, 1, judges_from=1
    )
    assert log.fell("mel") < 0.6
    assert log.fell("spectrum") < 0.8


def test_magnitudes_are_learnt_and_sound_like_their_frames(bank, tmp_path):
    torch.manual_seed(1)
    codec, vocoder = LinearCodec(), MagnitudeVocoder(VocoderConfig(32, 1))
    keeper, log = Keeper(tmp_path / "codec.safetensors"), Losses(tmp_path)
    train_vae.train_vae(codec, bank, Clock(1, 1), keeper, log, 4)
    train_magnitudes.train_magnitudes(vocoder, codec, bank, Clock(9, 50), keeper, log, 2)
    assert log.fell("log") < 0.7
    front = MelFrontEnd()
    frames = front(bank.short(2, 64))
    with torch.no_grad():
        again = front(vocoder.eval()(frames))
    assert float((again - frames)[frames > LOUD].abs().mean()) < 0.25


def test_music_finds_its_own_words(bank, tmp_path):
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    texts = rng.normal(size=(CUES, 1, 384)).astype(np.float16)
    pictures = rng.normal(size=(CUES, 1, 92)).astype(np.float16)
    words = Words(Prepared(np.arange(CUES), texts, -texts, pictures), tuple(range(CUES)), CPU)
    joint = Model(TINY).joint
    keeper, log = Keeper(tmp_path / "joint.safetensors"), Losses(tmp_path)
    listening = train_joint.Listening(joint, MelBank(bank))
    train_joint.train_joint(joint, words, bank, listening, Clock(9, 60), keeper, log, CUES)
    assert max(log.fell(kind) for kind in KINDS) < 0.5
    before = {name: value.clone() for name, value in joint.state_dict().items()}
    remembered = train_joint.Remembered(LatentBank(bank, LinearCodec(), joint))
    places = [Place(cue, 0) for cue in range(CUES)]
    with torch.no_grad():
        heard = joint.audio(MelBank(bank).windows(places, train_joint.WINDOW_LATENTS))
    assert float((remembered(places) * heard).sum(1).min()) > 0.8
    train_joint.train_joint(joint, words, bank, remembered, Clock(9, 3), keeper, log, CUES)
    moved = {name for name, value in joint.state_dict().items() if not value.equal(before[name])}
    assert {name.split(".")[0] for name in moved} >= {"adapters"}
    assert not [name for name in moved if name.startswith("audio")]


def test_the_timbre_is_drawn_as_it_sounds(bank, tmp_path):
    torch.manual_seed(1)
    timbre = Model(TINY).velocity.control.timbre
    keeper, log = Keeper(tmp_path / "timbre.safetensors"), Losses(tmp_path)
    train_timbre.train_timbre(timbre, bank, Clock(9, 120), keeper, log, 4)
    assert log.fell("far") < 0.4
    assert keeper.load_into(timbre)
    assert not [p for p in timbre.parameters() if p.requires_grad]


def test_the_flow_begins_from_what_the_timbre_draws(bank, tmp_path):
    torch.manual_seed(1)
    codec = LinearCodec()
    codec.fit(torch.cat([MelFrontEnd()(bank.short(8, 128)) for _ in range(4)]))
    latents, network = LatentBank(bank, codec, None), Model(TINY).velocity
    keeper, log = Keeper(tmp_path / "timbre.safetensors"), Losses(tmp_path)
    train_timbre.train_timbre(network.control.timbre, bank, Clock(9, 100), keeper, log, 4)
    torch.nn.init.normal_(network.outlet.weight)
    lean_on_timbre(network, latents, 6)
    places = [Place(cue, 0) for cue in range(CUES)]
    data, _ = latents.windows(places)
    notes, rows = bank.sheets(places, LATENTS)
    told = Conditions(notes, rows, torch.ones(CUES, len(CONTROLS)), torch.zeros(CUES, 512))
    with torch.no_grad():
        begun = network.data(torch.randn_like(data), torch.zeros(CUES), told, data, data[:, :1] * 0)
    weight = latents.weight**3  # what can be seen of it in frames
    assert float(((begun - data) ** 2 * weight).mean()) < 0.5 * float((data**2 * weight).mean())


def test_thin_windows_count_more_than_full_ones():
    thin, full = torch.randn(2, 1, 96, 50) * torch.tensor([0.1, 2.0]).view(2, 1, 1, 1)
    share = counts(torch.cat((thin, full, full)))[:, 0, 0]
    assert float(share.mean()) == pytest.approx(1)
    assert share[0] > 2 * share[1]
    assert torch.isfinite(counts(torch.zeros(2, 96, 50))).all()


def test_the_flow_leads_to_the_latents_of_its_notes(bank, tmp_path):
    torch.manual_seed(1)
    codec = LinearCodec()
    codec.fit(torch.cat([MelFrontEnd()(bank.short(8, 128)) for _ in range(4)]))
    latents = LatentBank(bank, codec, None)
    network = Model(TINY).velocity
    keeper, log = Keeper(tmp_path / "velocity.safetensors"), Losses(tmp_path)
    told_all = Recipe(withheld=Withheld(0, 0, 0, 0), velocity_rate=5e-3)
    train_velocity(network, latents, unguided, Clock(9, 130), keeper, log, 4, told_all)
    assert log.fell("data") < 0.7
    apart = from_each(sampled(network, bank), bank, codec)
    own = (apart.argmin(1) == torch.arange(CUES)).sum()
    assert own >= CUES - 1  # what a rate by the clock gives differs with the machine's load


def sampled(network, bank):
    """Latents of each cue's sheet."""
    generator = torch.Generator().manual_seed(1)
    made = sample(network.eval(), list(bank.corpus.sheets), None, Sampling(8), generator)
    return torch.cat([*made], -1)


def from_each(made, bank, codec):
    """How far each of the latents made is from each cue's own."""
    sounds = [bank.sound([Place(number, 0)], LATENTS) for number in range(CUES)]
    real = codec.encode(MelFrontEnd()(torch.cat(sounds)))
    return ((made[:, None] - real[None]) ** 2 * codec.latent_weight).mean((2, 3))
