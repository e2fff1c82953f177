"""Training at toy size: a corpus that goes on, losses that fall."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.score import Role
from musflow_studio.generation.musflow.conditioning import CONTROLS, Conditions
from musflow_studio.generation.musflow.mel import SILENT_FRAME, MelFrontEnd
from musflow_studio.generation.musflow.model import PARTS, TINY, Model, load_model, save_model
from musflow_studio.generation.musflow.shapes import latents_for
from musflow_studio.generation.musflow.sheet import DRUM_PROGRAM, program_of
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.training.begin import begin_from, blend, change
from musflow_studio.training.compose import compose
from musflow_studio.training.corpus import make_corpus, read_corpus
from musflow_studio.training.mel_bank import MelBank
from musflow_studio.training.parts import compose_bed, compose_part
from musflow_studio.training.recipe import Withheld
from musflow_studio.training.run import main
from musflow_studio.training.schedule import Averaged, Clock, Keeper
from musflow_studio.training.sound_bank import Place, SoundBank
from musflow_studio.training.train_joint import disguised
from musflow_studio.training.train_velocity import drawn_conditions, drawn_known

SEEDS = (2, 9, 11)


def test_a_seed_always_gives_the_same_cue(styles):
    assert compose(7, styles) == compose(7, styles)
    assert compose(7, styles).plan.score != compose(8, styles).plan.score


def test_cues_are_of_many_kinds(styles):
    cues = [compose(seed, styles) for seed in range(60)]
    assert len({cue.scene.name for cue in cues}) > 15
    assert len({cue.plan.style for cue in cues}) == len(styles)
    assert len({cue.plan.meter for cue in cues}) == 4
    assert len({cue.plan.key.tonic for cue in cues}) == 12
    assert len({p.program for cue in cues for p in cue.plan.score.parts}) > 60
    assert any(len({p.role for p in cue.plan.score.parts}) == 1 for cue in cues)


def test_a_part_alone_is_bare_and_of_any_role(styles):
    cues = [compose_part(seed, styles) for seed in range(80)]
    players = [part for cue in cues for part in cue.plan.score.parts]
    assert {len(cue.plan.score.parts) for cue in cues} == {1, 2}
    assert {Role.PAD, Role.MELODY, Role.BASS, Role.PERCUSSION} <= {p.role for p in players}
    assert not any(p.expression or p.reverb_send or p.gain_db for p in players)
    assert compose_part(7, styles) == cues[7]
    held = [compose_bed(seed, styles) for seed in range(20)]
    assert {p.role for cue in held for p in cue.plan.score.parts} == {Role.PAD}


def test_drum_kits_are_told_apart(styles):
    part = compose(1, styles).plan.score.parts[0]
    kits = [replace(part, bank=KIT_BANK, program=program) for program in (0, 25, 40)]
    assert len({program_of(kit) for kit in kits}) == 3
    assert program_of(kits[0]) == DRUM_PROGRAM


def test_a_corpus_holds_each_cue_whole_and_goes_on_where_it_was_stopped(corpus_folder):
    corpus = read_corpus(corpus_folder, len(SEEDS))
    assert corpus.seeds == SEEDS
    for sound, sheet in zip(corpus.sounds, corpus.sheets, strict=True):
        assert np.abs(sound.astype(int)).max() > 300
        assert len(sheet.rows) == latents_for(len(sound))
    files = {file: file.stat().st_mtime_ns for file in corpus_folder.iterdir()}
    told = []
    make_corpus(corpus_folder, SEEDS, [find_soundfont()], workers=1, told=lambda *a: told.append(a))
    assert told == [(1, 1)]
    assert {file: file.stat().st_mtime_ns for file in corpus_folder.iterdir()} == files
    with pytest.raises(ValueError, match="99 are needed"):
        read_corpus(corpus_folder, 99)


def test_windows_hold_the_sound_of_their_place(corpus_folder):
    corpus = read_corpus(corpus_folder)
    bank = SoundBank(corpus, torch.device("cpu"), 1)
    places = bank.places(4, 16)
    sound = bank.sound(places, 16)
    assert sound.shape == (4, 2, 16 * 2048)
    first = places[0]
    piece = corpus.sounds[first.cue][first.first * 2048 :][: 16 * 2048] / 32768
    assert np.allclose(sound[0, 0, : len(piece)].numpy(), piece.mean(1), atol=1e-6)


def test_mel_frames_are_those_of_the_sound(corpus_folder):
    bank = SoundBank(read_corpus(corpus_folder), torch.device("cpu"), 1)
    mels = MelBank(bank)
    places = [Place(0, 40), Place(1, 100_000)]
    frames = mels.windows(places, 16)
    real = MelFrontEnd()(bank.sound([Place(0, 30)], 40))[..., 40:104]
    assert torch.allclose(frames[0], real[0], atol=0.01)
    assert frames[1].unique().tolist() == pytest.approx([SILENT_FRAME])


def test_what_is_disguised_is_partly_masked_and_moved():
    torch.manual_seed(2)
    frames = torch.zeros(8, 256, 400)
    made = disguised(frames)
    masked = (made == SILENT_FRAME).float().mean((1, 2))
    assert 0 < float(masked.max()) < 0.5
    assert len({float(row[row != SILENT_FRAME][0]) for row in made}) == 8


def test_a_training_begins_from_another_models_weights_under_another_codec(tmp_path):
    torch.manual_seed(3)
    old, new = Model(PARTS), Model(PARTS)
    turned = torch.linalg.qr(torch.randn(96, 96)).Q
    old.vae.basis.copy_(torch.linalg.qr(torch.randn(1024, 96)).Q.T)
    old.vae.latent_spread.copy_(torch.rand(96, 1) + 0.5)
    new.vae.basis.copy_(turned @ old.vae.basis)
    new.vae.latent_spread.copy_(torch.rand(96, 1) + 0.5)
    torch.nn.init.normal_(old.velocity.outlet.weight, std=0.1)
    save_model(old, tmp_path, {"untrained": ["joint_embedding"]})
    begun = begin_from(tmp_path, new, ["mel_vae", "vocoder", "joint_embedding", "velocity"])
    assert begun == ["vocoder", "velocity"]
    latents, there = torch.randn(1, 96, 20), torch.zeros(1, 1, 20)
    nothing = Conditions(
        torch.zeros(1, 1, 6), torch.zeros(1, 20, 33), torch.zeros(1, 5), torch.zeros(1, 512)
    )
    matrix, offset = change(old.vae, new.vae)
    with torch.no_grad():
        told = old.velocity.data(latents, torch.ones(1) * 0.5, nothing, latents, there + 1)
        here = matrix @ latents + offset
        same = new.velocity.data(here, torch.ones(1) * 0.5, nothing, here, there + 1)
    assert torch.allclose(new.vae.decode(same), old.vae.decode(told), atol=0.02)
    assert told.std() > 0.05


def test_a_flow_is_blended_with_what_it_began_from(tmp_path):
    old, new = Model(PARTS), Model(PARTS)
    new.vae.load_state_dict(old.vae.state_dict())
    torch.nn.init.constant_(old.velocity.norm.weight, 2.0)
    save_model(old, tmp_path, {"untrained": ["joint_embedding"]})
    blend(tmp_path, new, 0.25)
    assert torch.allclose(new.velocity.norm.weight, torch.full((192,), 1.25))
    blend(tmp_path, new, 0.0)
    assert torch.allclose(new.velocity.norm.weight, torch.full((192,), 1.25))
    with pytest.raises(SystemExit):
        main(["pack", "--config", "parts", "--blend", str(tmp_path), "--share", "2"])


def test_a_model_of_another_size_is_no_beginning(tmp_path):
    save_model(Model(TINY), tmp_path, {})
    with pytest.raises(StudioError, match="vocoder of this model is of another size"):
        begin_from(tmp_path, Model(PARTS), ["vocoder"])


def test_averaged_weights_follow_and_are_kept(tmp_path):
    network = torch.nn.Linear(2, 2)
    averaged = Averaged(network, 0.5)
    with torch.no_grad():
        network.weight.fill_(1.0)
    for _ in range(40):
        averaged.update(network)
    assert torch.allclose(averaged.weights["weight"], torch.ones(2, 2), atol=1e-3)
    keeper = Keeper(tmp_path / "w.safetensors")
    assert not keeper.load_into(network)
    keeper.keep(averaged.weights)
    assert keeper.load_into(torch.nn.Linear(2, 2))


def test_the_rate_warms_up_and_falls_with_the_time():
    clock = Clock(60, 1000)
    clock.step = 10
    warming = clock.rate(1.0)
    clock.step = 200
    high = clock.rate(1.0)
    clock.step = 1000
    assert warming < high
    assert clock.rate(1.0) == pytest.approx(0.1, abs=1e-3)


def test_pieces_of_a_training_share_one_schedule():
    whole, second = Clock(60, 1000), Clock(60, 500, part=2, parts=2)
    whole.step, second.step = 750, 250
    assert second.spent == pytest.approx(whole.spent, abs=1e-3)
    assert second.rate(1.0) == pytest.approx(whole.rate(1.0), abs=1e-3)
    second.step = 499
    assert len([*second.steps()]) == 1


def test_conditions_are_withheld_as_often_as_stated(corpus_folder):
    torch.manual_seed(4)
    bank = SoundBank(read_corpus(corpus_folder), torch.device("cpu"), 1)
    places = bank.places(400, 216)
    drawn = drawn_conditions(bank, places, torch.ones(400, 512), Withheld())
    given = drawn.given.mean(0)
    assert abs(float(given[CONTROLS.index("notes")]) - 0.5 * 0.95) < 0.09
    assert abs(float(given[CONTROLS.index("grid")]) - 0.85 * 0.95) < 0.07
    assert abs(float(drawn.embedding[:, 0].mean()) - 0.9 * 0.95) < 0.06


def test_known_latents_are_never_all_of_a_window():
    torch.manual_seed(4)
    known = drawn_known(300, 216, torch.device("cpu"))
    shares = known.mean((1, 2))
    assert float(shares.max()) < 0.8
    assert 0.35 < float((shares > 0).float().mean()) < 0.65


def test_every_network_trains_and_packs(corpus_folder, tmp_path, capsys):
    paths = ["--folder", tmp_path, "--corpus", corpus_folder, "--prepared", tmp_path / "p"]
    seeds = ["--seeds", "12"]
    main([str(a) for a in ("prepare", *seeds, *paths)])
    main([str(a) for a in ("all", *paths, "--config", "tiny", "--steps", 2, "--batch", 2,
                           "--judges-from", 0)])  # fmt: skip
    main([str(a) for a in ("pack", *paths, "--config", "tiny", "--output", tmp_path / "model")])
    loaded = load_model(tmp_path / "model")
    assert loaded.card["config"] == "tiny"
    assert "velocity" in capsys.readouterr().out


def test_the_held_out_soundfont_is_refused_for_training(tmp_path):
    font = tmp_path / "TimGM6mb.sf2"
    with pytest.raises(SystemExit, match="kept from training"):
        main(["corpus", "--font", str(font), "--corpus", str(tmp_path / "corpus")])
    assert not (tmp_path / "corpus").exists()
