"""`musflow-train`: corpus, words, the four networks, the packed model.

    musflow-train prepare --seeds 1200            words and pictures as numbers (needs the encoder)
    musflow-train corpus  --seeds 1200            cues rendered into shards
    musflow-train found   FOLDER                  recordings of your own beside them
    musflow-train all     --minutes 60 --config small
    musflow-train pack                            half precision, digests, model.json
    musflow-train balance FOLDER                  how loud the packed model plays each instrument

Every command goes on where it was stopped. `all` shares its minutes among the networks.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.model import (
    CONFIGS,
    LEVELS,
    Model,
    load_model,
    save_model,
)
from musflow_studio.generation.musflow.timbre import Timbre
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.training import (
    train_joint,
    train_timbre,
    train_vae,
    train_velocity,
    train_vocoder,
)
from musflow_studio.training.begin import begin_from, blend
from musflow_studio.training.corpus import KINDS, make_corpus, read_corpus
from musflow_studio.training.latent_bank import LatentBank
from musflow_studio.training.mel_bank import MelBank
from musflow_studio.training.prepared import (
    HELD_FONT,
    HELD_OUT,
    TRAINING,
    VARIANTS,
    joined_prepared,
    load_prepared,
    prepare,
    save_prepared,
)
from musflow_studio.training.recipe import NETWORKS, RECIPES
from musflow_studio.training.schedule import Clock, Keeper, Log, last_losses
from musflow_studio.training.sound_bank import SoundBank
from musflow_studio.training.train_joint import Words
from musflow_studio.training.train_magnitudes import train_magnitudes

BATCHES = {
    "cuda": {"vae": 64, "vocoder": 32, "joint": 128, "timbre": 64, "velocity": 96},
    "cpu": {"vae": 8, "vocoder": 4, "joint": 16, "timbre": 8, "velocity": 8},
}


_FILES = {
    "vae": "mel_vae",
    "vocoder": "vocoder",
    "joint": "joint_embedding",
    "velocity": "velocity",
}
"""Networks of the command as the model names them."""


class Run:
    """A folder in which a model is being trained."""

    def __init__(self, asked: argparse.Namespace, told: Callable[[str], None]) -> None:
        self.asked, self.told = asked, told
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        _seed(asked.seed)
        self.folder: Path = asked.folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model = Model(CONFIGS[asked.config]).to(self.device)
        self.recipe = RECIPES[asked.config]
        corpus = read_corpus(asked.corpus, 2)
        self.told(f"{len(corpus.seeds)} cues, {corpus.hours:.2f} h, on {self.device}")
        self.bank = SoundBank(corpus, self.device, asked.seed)
        fresh = []
        for network, keeper in self._keepers().items():
            if keeper.load_into(self._network(network)):
                self.told(f"{network} goes on from what was kept")
            else:
                fresh.append(_FILES[network])
        if asked.begin is not None:
            begun = begin_from(asked.begin, self.model, fresh)
            self.told(f"{', '.join(begun) or 'nothing'} begun from {asked.begin}")
        if train_timbre.new_keeper(self.folder).load_into(self._timbre):
            self.told("timbre goes on from what was kept")

    def train(self, network: str, minutes: float) -> None:
        """Train one network for some minutes."""
        model = self.model
        keeper = (self._keepers() | {"timbre": train_timbre.new_keeper(self.folder)})[network]
        clock = self._clock(minutes)
        log = Log(self.folder / "log.csv", network, self.told)
        usual = self.recipe.batches.get(network, BATCHES[self.device.type][network])
        batch = self.asked.batch or usual
        if network == "vae":
            train_vae.train_vae(model.vae, self.bank, clock, keeper, log, batch)
        elif network == "vocoder":
            self._train_vocoder(clock, keeper, log, batch)
        elif network == "joint":
            self._train_joint(minutes, keeper, log, batch)
        elif network == "timbre":
            train_timbre.train_timbre(self._timbre, self.bank, clock, keeper, log, batch)
        else:
            self._train_velocity(minutes, keeper, log, batch)

    def _train_vocoder(self, clock: Clock, keeper: Keeper, log: Log, batch: int) -> None:
        vocoder, vae = self.model.vocoder, self.model.vae
        if isinstance(vocoder, MagnitudeVocoder):
            train_magnitudes(vocoder, vae, self.bank, clock, keeper, log, batch)
            return
        asked = self.asked.judges_from
        judges_from = self.recipe.judges_from if asked is None else asked
        train_vocoder.train_vocoder(vocoder, vae, self.bank, clock, keeper, log, batch, judges_from)

    def _train_joint(self, minutes: float, keeper: Keeper, log: Log, batch: int) -> None:
        joint, words = self.model.joint, self._words()
        hears: train_joint.Heard
        if self.asked.words_only:
            file = self.folder / "heard.safetensors"
            latents = LatentBank(self.bank, self.model.vae, joint, file, _tell_some)
            hears = train_joint.Remembered(latents)
        else:
            hears = train_joint.Listening(joint, MelBank(self.bank, _tell_some))
        clock = self._clock(minutes)
        train_joint.train_joint(joint, words, self.bank, hears, clock, keeper, log, batch)

    def _train_velocity(self, minutes: float, keeper: Keeper, log: Log, batch: int) -> None:
        model, recipe = self.model, self.recipe
        latents = LatentBank(
            self.bank, model.vae, model.joint if recipe.guided and recipe.own_sound else None,
            self.folder / "latents.safetensors", _tell_some,
        )  # fmt: skip
        guides = train_velocity.unguided
        if recipe.guided:
            words, own = self._words(), recipe.own_sound
            guides = train_velocity.WordGuides(latents, words, model.joint, own)
        train_velocity.train_velocity(
            model.velocity, latents, guides, self._clock(minutes), keeper, log, batch, recipe,
        )  # fmt: skip

    def _clock(self, minutes: float) -> Clock:
        part, parts = self.asked.part
        return Clock(minutes, self.asked.steps, part=part, parts=parts)

    def _words(self) -> Words:
        prepared = load_prepared(self.asked.prepared)
        return Words(prepared, self.bank.corpus.seeds, self.device)

    @property
    def _timbre(self) -> Timbre:
        return self.model.velocity.control.timbre

    def _network(self, name: str) -> torch.nn.Module:
        return self.model.networks[_FILES[name]]

    def _keepers(self) -> dict[str, Keeper]:
        return {
            "vae": train_vae.new_keeper(self.folder),
            "vocoder": train_vocoder.new_keeper(self.folder),
            "joint": train_joint.new_keeper(self.folder),
            "velocity": train_velocity.new_keeper(self.folder),
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    asked = _parser().parse_args(arguments)
    asked.command(asked)


def _prepare(asked: argparse.Namespace) -> None:
    from musflow_studio.encoders.text import load_text_encoder  # not on a bare machine

    encoder = load_text_encoder()
    seeds = _seeds(asked)
    composed, _ = KINDS[asked.kind]
    prepared = prepare(
        seeds, encoder.encode, lambda done: _tell_some(done, len(seeds)), composed, asked.variants
    )
    save_prepared(prepared, asked.prepared)
    _tell(f"{asked.prepared}: {asked.prepared.stat().st_size / 1e6:.1f} MB")


def _corpus(asked: argparse.Namespace) -> None:
    fonts = asked.font or [find_soundfont()]
    if not asked.held_out and any(font.stem.lower() == HELD_FONT for font in fonts):
        raise SystemExit(f"{HELD_FONT} is kept from training: name another soundfont with --font")
    make_corpus(
        asked.corpus, _seeds(asked), fonts, asked.workers,
        lambda done, of: _tell(f"{done} of {of} shards"), asked.kind,
    )  # fmt: skip


def _found(asked: argparse.Namespace) -> None:
    from musflow_studio.encoders.text import load_text_encoder  # not on a bare machine
    from musflow_studio.training.found import found_files, make_found  # nor what hears

    files = found_files(asked.recordings)
    prepared = make_found(asked.corpus, files, load_text_encoder().encode)
    if asked.prepared.exists():
        prepared = joined_prepared(load_prepared(asked.prepared), prepared)
    save_prepared(prepared, asked.prepared)
    _tell(f"{len(files)} recordings, {len(prepared.seeds)} cues with words in all")


def _train(asked: argparse.Namespace) -> None:
    run = Run(asked, _tell)
    wanted = NETWORKS if asked.network == "all" else (asked.network,)
    for network in wanted:
        share = run.recipe.shares[network] if asked.network == "all" else 1.0
        run.train(network, asked.minutes * share)


def _pack(asked: argparse.Namespace) -> None:
    _seed(asked.seed)
    model, recipe = Model(CONFIGS[asked.config]), RECIPES[asked.config]
    untrained = []
    for name, network in model.networks.items():
        if Keeper(asked.folder / f"{name}.safetensors").load_into(network):
            continue
        if recipe.guided or name != "joint_embedding":
            raise SystemExit(f"{asked.folder} has no {name} yet: train it first")
        untrained.append(name)
    if asked.blend is not None:
        blend(asked.blend, model, asked.share)
    card = {
        "config": asked.config,
        "sound": recipe.sound,
        "seed": asked.seed,
        "remarks": asked.remarks,
        "untrained": untrained,
        "training": last_losses(asked.folder / "log.csv"),
    }
    save_model(model, asked.output, card)
    size = sum(file.stat().st_size for file in asked.output.glob("*.safetensors"))
    _tell(f"{asked.output}: {size / 1e6:.1f} MB")


def _balance(asked: argparse.Namespace) -> None:
    from musflow_studio.training.balance import measured  # not on a bare machine

    model = load_model(asked.model)
    model.levels = {}
    corpus = read_corpus(asked.corpus)
    levels = measured(model, corpus, _tell_some)
    save_model(model, asked.model, model.card | {LEVELS: levels})
    widest = max(levels, key=lambda program: abs(levels[program]))
    _tell(f"{len(levels)} programs, at most {levels[widest]:+.1f} dB (program {widest})")


def _seeds(asked: argparse.Namespace) -> range:
    start = HELD_OUT if asked.held_out else TRAINING
    return range(start, start + asked.seeds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("musflow-train", description="Train the MusFlow model.")
    commands = parser.add_subparsers(required=True)
    for name, run, says in (
        ("prepare", _prepare, "words and pictures of cues as numbers"),
        ("corpus", _corpus, "render cues into shards"),
    ):
        command = commands.add_parser(name, help=says)
        command.set_defaults(command=run)
        command.add_argument("--seeds", type=int, default=1200, help="how many cues")
        command.add_argument("--held-out", action="store_true", help="the held-out ones")
        command.add_argument("--kind", choices=sorted(KINDS), default="mixes", help="of cues")
        _paths(command)
        if run is _prepare:
            command.add_argument(
                "--variants", type=int, default=VARIANTS, help="of every seed's words and pictures"
            )
        if run is _corpus:
            command.add_argument("--workers", type=int)
            command.add_argument("--font", type=Path, action="append")
    command = commands.add_parser("found", help="add recordings of your own to the corpus")
    command.set_defaults(command=_found)
    command.add_argument("recordings", type=Path, help="a folder")
    _paths(command)
    for network in (*NETWORKS, "all"):
        command = commands.add_parser(network, help=f"train {network}")
        command.set_defaults(command=_train, network=network)
        _paths(command)
        command.add_argument("--minutes", type=float, default=60.0)
        command.add_argument("--steps", type=int, help="stop after so many steps")
        command.add_argument(
            "--part",
            type=_part,
            default=(1, 1),
            metavar="1/3",
            help="which piece of a longer training this is",
        )
        command.add_argument("--batch", type=int)
        command.add_argument(
            "--from", dest="begin", type=Path, metavar="MODEL",
            help="what has no weights yet begins with this model's",
        )  # fmt: skip
        command.add_argument("--judges-from", type=float, help="share of the time")
        command.add_argument(
            "--words-only", action="store_true",
            help="joint: words and pictures go on learning, what hears stays",
        )  # fmt: skip
        _model(command)
    command = commands.add_parser("pack", help="write the model to ship")
    command.set_defaults(command=_pack)
    _paths(command)
    _model(command)
    command.add_argument("--output", type=Path, default=Path("training-run/model"))
    command.add_argument("--remarks", default="")
    command.add_argument("--blend", type=Path, metavar="MODEL", help="the one the flow began from")
    command.add_argument("--share", type=_share, default=0.25, help="of its flow (0.25)")
    command = commands.add_parser("balance", help="measure how loud a packed model plays")
    command.set_defaults(command=_balance)
    command.add_argument("model", type=Path, help="the folder, whose card is written anew")
    _paths(command)
    return parser


def _paths(command: argparse.ArgumentParser) -> None:
    here = Path("training-run")
    command.add_argument("--folder", type=Path, default=here)
    command.add_argument("--corpus", type=Path, default=here / "corpus")
    command.add_argument("--prepared", type=Path, default=here / "prepared.safetensors")


def _part(text: str) -> tuple[int, int]:
    part, slash, parts = text.partition("/")
    if not (slash and part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"{text} is no part such as 1/3")
    return int(part), int(parts)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: 0 to 1")
    return share


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--config", choices=sorted(CONFIGS), default="small")
    command.add_argument("--seed", type=int, default=1)


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - for anything that draws from the global generator
    torch.manual_seed(seed)


def _tell_some(done: int, of: int) -> None:
    if done % 100 == 0 or done == of:
        _tell(f"{done} of {of}")


def _tell(said: str) -> None:
    print(said, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
