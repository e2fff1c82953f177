"""Model: the four networks together, their sizes, and the folder they are kept in.

A folder holds `model.json` (kind, version, sizes, what it was trained on, SHA-256 of each file)
and one safetensors file a network, half precision. Nothing is trusted before its digest is right.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.musflow.joint_embedding import JointConfig, JointEmbedding
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.mel_vae import CodecKind, MelVae, VaeConfig
from musflow_studio.generation.musflow.velocity import VelocityConfig, VelocityNetwork
from musflow_studio.generation.musflow.vocoder import Vocoder, VocoderConfig, VocoderKind
from musflow_studio.own_model import CARD

KIND = "musflow.model"
VERSION = 1
LEVELS = "levels"
"""Of the card: decibels by program."""
_HINT = "install MusFlow Studio again, or use --engine sampled meanwhile"


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of the four networks."""

    vae: VaeConfig = field(default_factory=VaeConfig)
    vocoder: VocoderConfig = field(default_factory=VocoderConfig)
    joint: JointConfig = field(default_factory=JointConfig)
    velocity: VelocityConfig = field(default_factory=VelocityConfig)


TINY = ModelConfig(
    VaeConfig(32, 1), VocoderConfig(32, 1), JointConfig(16, 1, 32), VelocityConfig(48, 2, 2)
)
"""For tests."""
SMALL = ModelConfig(
    VaeConfig(256, 2), VocoderConfig(256, 6), JointConfig(128, 3, 256), VelocityConfig(256, 6, 4)
)
"""For training on a CPU."""
PARTS = ModelConfig(
    VaeConfig(kind=CodecKind.LINEAR),
    VocoderConfig(256, 4, VocoderKind.MAGNITUDE),
    JointConfig(128, 3, 256),
    VelocityConfig(192, 6, 4),
)
"""For hours on a CPU with the corpus of parts: no codec to train, and phases by arithmetic."""
FULL = ModelConfig()
"""For training on a GPU; what ships."""
CONFIGS = {"tiny": TINY, "small": SMALL, "parts": PARTS, "full": FULL}

Codec = MelVae | LinearCodec
AnyVocoder = Vocoder | MagnitudeVocoder


class Model(nn.Module):
    """The networks.

    `card` is what `model.json` says beyond the sizes, `levels` its decibels by program; see
    `balance`.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        linear = config.vae.kind == CodecKind.LINEAR
        self.vae: Codec = LinearCodec() if linear else MelVae(config.vae)
        by_magnitude = config.vocoder.kind == VocoderKind.MAGNITUDE
        made = MagnitudeVocoder if by_magnitude else Vocoder
        self.vocoder: AnyVocoder = made(config.vocoder)
        self.joint = JointEmbedding(config.joint)
        self.velocity = VelocityNetwork(config.velocity)
        self.card: dict[str, Any] = {}
        self.levels: dict[int, float] = {}
        self.digest = ""

    @property
    def dry(self) -> bool:
        """Whether it learnt from instruments alone, without desk and room ("sound" in its card)."""
        return self.card.get("sound") == "dry"

    @property
    def listens(self) -> bool:
        """Whether the joint embedding was trained, so that a reference means something to it."""
        return "joint_embedding" not in self.card.get("untrained", [])

    @property
    def networks(self) -> dict[str, nn.Module]:
        """By the names of their files."""
        return {
            "mel_vae": self.vae,
            "vocoder": self.vocoder,
            "joint_embedding": self.joint,
            "velocity": self.velocity,
        }


def save_model(model: Model, folder: Path, card: dict[str, Any]) -> None:
    """Write a model folder in half precision. `card` holds figures and words for people.

    Networks it names under "untrained" are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, network in _trained(model, card).items():
        half = {
            key: value.half().contiguous() if value.is_floating_point() else value
            for key, value in network.state_dict().items()
        }
        file = folder / f"{name}.safetensors"
        save_file(half, file)
        digests[name] = _digest(file)
    told = {
        "kind": KIND,
        "schema_version": VERSION,
        "sizes": asdict(model.config),
        "sha256": digests,
        "card": card,
    }
    (folder / CARD).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def load_model(folder: Path) -> Model:
    """Read and check a model folder, single precision, on the CPU, ready to use.

    Raises StudioError naming the file that is missing, damaged or not what its card says.
    """
    told = _card(folder)
    sizes = told["sizes"]
    model = Model(
        ModelConfig(
            VaeConfig(**sizes["vae"]),
            VocoderConfig(**sizes["vocoder"]),
            JointConfig(**sizes["joint"]),
            VelocityConfig(**sizes["velocity"]),
        )
    )
    for name, network in _trained(model, told["card"]).items():
        file = folder / f"{name}.safetensors"
        if not file.is_file():
            raise _broken("a network of the model is missing", file, ErrorCode.FILE_NOT_FOUND)
        if _digest(file) != told["sha256"][name]:
            raise _broken("a network of the model is damaged (its SHA-256 is wrong)", file)
        try:
            network.load_state_dict({k: _single(v) for k, v in load_file(file).items()})
        except RuntimeError as error:
            raise _broken("a network is not of the size the model's card says", file) from error
    model.card = told["card"]
    model.levels = _levels(folder, told["card"])
    levels = json.dumps(model.levels) if model.levels else ""
    model.digest = hashlib.sha256("".join((*told["sha256"].values(), levels)).encode()).hexdigest()
    return model.eval()


def _levels(folder: Path, card: dict[str, Any]) -> dict[int, float]:
    try:
        return {int(program): float(db) for program, db in card.get(LEVELS, {}).items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise _broken("the model's card says no levels that can be read", folder / CARD) from error


def _trained(model: Model, card: dict[str, Any]) -> dict[str, nn.Module]:
    untrained = card.get("untrained", [])
    return {name: one for name, one in model.networks.items() if name not in untrained}


def _single(value: torch.Tensor) -> torch.Tensor:
    return value.float() if value.is_floating_point() else value


def _card(folder: Path) -> dict[str, Any]:
    file = folder / CARD
    if not file.is_file():
        raise _broken("there is no model in this folder", folder, ErrorCode.FILE_NOT_FOUND)
    try:
        told: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if told["kind"] != KIND or told["schema_version"] != VERSION:
            raise _broken("the model's card is of another kind or version", file)
        _ = told["sizes"], told["sha256"], told["card"]
    except (ValueError, KeyError, TypeError) as error:
        raise _broken("the model's card cannot be read", file) from error
    return told


def _broken(message: str, file: Path, code: ErrorCode = ErrorCode.BAD_FILE) -> StudioError:
    return StudioError(code, message, value=file, hint=_HINT)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
