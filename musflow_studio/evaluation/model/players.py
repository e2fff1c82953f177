"""Players: who plays a held-out cue; the model as its engine does, and what it is compared with."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from musflow_studio.domain.keyed import keyed_random
from musflow_studio.evaluation.model.codec import through_codec
from musflow_studio.evaluation.model.held_out import HeldOutCue, Sound
from musflow_studio.generation.musflow.balance import gains
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_left_right, to_mid_side
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.playing import played
from musflow_studio.generation.musflow.sampling import Sampling
from musflow_studio.generation.musflow.sheet import Sheet, sheet_of
from musflow_studio.generation.musflow.velocity import VelocityNetwork
from musflow_studio.generation.musflow.voices import groups_of

Player = Callable[[HeldOutCue], Sound]
"""Plays a cue: left and right, (2, samples), as long as the cue's own sound."""


def sheets_of(cue: HeldOutCue, *, by_groups: bool) -> list[Sheet]:
    """What the model is given: a sheet for each group of roles, as the engine does, or one."""
    plan, samples = cue.cue.plan, cue.sound.shape[1]
    if not by_groups:
        return [sheet_of(plan, samples)]
    return [sheet_of(plan, samples, roles) for roles in groups_of(plan).values()]


def model_player(
    model: Model,
    how: Sampling,
    seed: int,
    *,
    by_groups: bool = True,
    embedding: Callable[[HeldOutCue], torch.Tensor | None] = lambda cue: None,
) -> Player:
    """The model playing plans.

    Args:
        model: its networks.
        how: see Sampling.
        seed: with a cue's own seed and a sheet's place it keys the noise.
        by_groups: as `sheets_of`.
        embedding: what guides a cue, (512,), or None.
    """

    def play(cue: HeldOutCue) -> Sound:
        sheets = sheets_of(cue, by_groups=by_groups)
        drawn = [_generator(seed, cue.cue.seed, number) for number in range(len(sheets))]
        pieces = played(model, sheets, embedding(cue), how, drawn)
        balance = gains(model.levels, sheets)
        sound = np.concatenate([(p * balance).sum(0).numpy() for p in pieces], 1)
        return fitted(sound, cue.sound.shape[1])

    return play


def _generator(seed: int, cue: int, number: int) -> torch.Generator:
    drawn = keyed_random(seed, cue=str(cue), role=str(number), purpose="evaluation noise")
    return torch.Generator().manual_seed(drawn.getrandbits(63))


def untrained(model: Model, seed: int) -> Model:
    """The same model with a velocity network that was never trained."""
    torch.manual_seed(seed)
    raw = Model(model.config).eval()
    raw.vae, raw.vocoder, raw.joint = model.vae, model.vocoder, model.joint
    raw.velocity = VelocityNetwork(model.config.velocity).eval()
    return raw


def codec_player(model: Model) -> Player:
    """The sampled engine's sound through VAE and vocoder, which is told the notes."""
    front = MelFrontEnd()

    def play(cue: HeldOutCue) -> Sound:
        with torch.no_grad():
            frames = front(to_mid_side(torch.from_numpy(cue.sound))[None])
            sound = to_left_right(through_codec(model, frames, cue.sheet))[0].numpy()
        return fitted(sound, cue.sound.shape[1])

    return play


def shuffled(cues: Sequence[HeldOutCue], player: Player) -> Player:
    """Every cue played from the conditions of another: the one after it, of the last the first.

    Raises ValueError for fewer than two cues: nothing could be exchanged.
    """
    if len(cues) < 2:
        raise ValueError("shuffling needs two cues at least")
    after = [*cues[1:], cues[0]]
    other = {cue.cue.seed: next_ for cue, next_ in zip(cues, after, strict=True)}
    return lambda cue: fitted(player(other[cue.cue.seed]), cue.sound.shape[1])


def remembered(player: Player) -> Player:
    """A player that plays every cue once; what it played lies in files for as long as it lives."""
    folder = Path(tempfile.mkdtemp(prefix="musflow-eval-"))

    def play(cue: HeldOutCue) -> Sound:
        file = folder / f"{cue.cue.seed}.npy"
        if not file.exists():
            np.save(file, player(cue))
        sound: Sound = np.load(file)
        return sound

    weakref.finalize(play, shutil.rmtree, folder, ignore_errors=True)
    return play


def fitted(sound: Sound, samples: int) -> Sound:
    """Cut to a length, or repeated up to it."""
    if sound.shape[1] < samples:
        sound = np.tile(sound, (1, -(-samples // max(1, sound.shape[1]))))
    return np.ascontiguousarray(sound[:, :samples], np.float32)
