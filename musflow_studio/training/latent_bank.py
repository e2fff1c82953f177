"""LatentBank: the latents of a whole corpus, encoded once, and the audio embeddings of windows.

They are kept in a file beside the weights, under the digest of what made them, so that a run that
goes on need not hear its corpus again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from musflow_studio.generation.musflow.joint_embedding import JointEmbedding
from musflow_studio.generation.musflow.mel import SILENT_FRAME, MelFrontEnd
from musflow_studio.generation.musflow.model import Codec
from musflow_studio.generation.musflow.shapes import FRAMES_PER_LATENT, SAMPLES_PER_LATENT
from musflow_studio.training.sound_bank import Place, SoundBank

WINDOW_LATENTS = 216
_EMBEDDED_EVERY = WINDOW_LATENTS // 4


class LatentBank:
    """See the module.

    Args:
        bank: the corpus.
        vae: what encodes it.
        joint: what embeds it; None where embeddings are not wanted.
        file: where latents are kept; None for nowhere.
        told: hears how many cues are encoded, and of how many.

    Attributes:
        weight: how much an error of each latent counts, (LATENT_WIDTH, 1).
    """

    def __init__(
        self,
        bank: SoundBank,
        vae: Codec,
        joint: JointEmbedding | None,
        file: Path | None = None,
        told: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        self.bank, self.weight = bank, vae.latent_weight
        self._vae, self._joint = vae.eval(), joint and joint.eval()
        self._front = MelFrontEnd().to(bank.device)
        maker = _digest(bank, vae, *([joint.audio] if joint else []))
        held = _kept(file, maker)
        if held is None:
            held = self._made(told)
            if file is not None:
                save_file(held, file, {"maker": maker})
        cues = range(len(bank.corpus.seeds))
        self._latents = [held[f"latents {cue}"].to(bank.device) for cue in cues]
        self._embeddings = [
            held[f"embeddings {cue}"].to(bank.device) for cue in cues if joint is not None
        ]

    def windows(self, places: list[Place]) -> tuple[Tensor, Tensor]:
        """Latents (batch, LATENT_WIDTH, WINDOW_LATENTS) and where there are any.

        A short cue is followed by its last latent; the second, (batch, 1, WINDOW_LATENTS), is 1
        inside of the cue and 0 after it.
        """
        out = []
        there = torch.zeros(len(places), 1, WINDOW_LATENTS, device=self.bank.device)
        for row, place in zip(there, places, strict=True):
            found = self._latents[place.cue][:, place.first : place.first + WINDOW_LATENTS].float()
            row[:, : found.shape[1]] = 1
            missing = WINDOW_LATENTS - found.shape[1]
            out.append(torch.nn.functional.pad(found, (0, missing), mode="replicate"))
        return torch.stack(out), there

    def embeddings(self, places: list[Place]) -> Tensor:
        """Audio embeddings of the windows, or of those that begin nearest, (batch, 512)."""
        found = []
        for place in places:
            held = self._embeddings[place.cue]
            found.append(held[min(round(place.first / _EMBEDDED_EVERY), len(held) - 1)])
        return torch.stack(found).float()

    @torch.no_grad()
    def _made(self, told: Callable[[int, int], None]) -> dict[str, Tensor]:
        made = {}
        count = len(self.bank.corpus.seeds)
        for cue in range(count):
            frames = self._frames(cue)
            made[f"latents {cue}"] = self._vae.encode(frames)[0].half().cpu().contiguous()
            if self._joint is not None:
                made[f"embeddings {cue}"] = self._embedded(frames, self._joint).cpu().contiguous()
            told(cue + 1, count)
        return made

    def _frames(self, cue: int) -> Tensor:
        """(1, 256, n) of the whole cue; cues last at most 36 s."""
        length = max(1, len(self.bank.corpus.sounds[cue]) // SAMPLES_PER_LATENT)
        frames: Tensor = self._front(self.bank.sound([Place(cue, 0)], length))
        return frames

    def _embedded(self, frames: Tensor, joint: JointEmbedding) -> Tensor:
        """(k, 512) in half precision, of windows that begin every quarter of a window."""
        missing = max(0, WINDOW_LATENTS * FRAMES_PER_LATENT - frames.shape[-1])
        padded = torch.nn.functional.pad(frames, (0, missing), value=SILENT_FRAME)[0]
        step = _EMBEDDED_EVERY * FRAMES_PER_LATENT
        windows = padded.unfold(-1, WINDOW_LATENTS * FRAMES_PER_LATENT, step).transpose(0, 1)
        heard: Tensor = joint.audio(windows)
        return heard.half()


def _kept(file: Path | None, maker: str) -> dict[str, Tensor] | None:
    if file is None or not file.exists():
        return None
    with safe_open(file, "pt") as opened:
        if (opened.metadata() or {}).get("maker") != maker:
            return None
    return load_file(file)


def _digest(bank: SoundBank, *networks: nn.Module) -> str:
    """Of the corpus's seeds and of the weights."""
    said = hashlib.sha256(repr(bank.corpus.seeds).encode())
    for network in networks:
        for value in network.state_dict().values():
            said.update(value.cpu().contiguous().numpy().tobytes())
    return said.hexdigest()
