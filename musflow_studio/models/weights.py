"""What lies in a folder of weights: is it safe to load, what is it, how big.

Only safetensors are loaded. Pickled weights (.bin, .pt, .ckpt, .pth) can run any program when
they are opened, so a folder that has nothing else is refused. The one exception is a checkpoint of
the laion-clap package, which is read in another process that unpickles tensors alone.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.models.catalogue import KIND_OF_TYPE

PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5")
"""Suffixes of weights in formats that are never loaded here."""
SAFE = ".safetensors"
_LONGEST_HEADER_BYTES = 100_000_000
_PIECE_BYTES = 1 << 20
Cancelled = Callable[[], bool]


def model_type(folder: Path) -> str:
    """What `config.json` says the model is; "laion_clap" for a folder with such a checkpoint.

    Raises StudioError if there is no model in the folder, or one that is of no use here.
    """
    file = folder / "config.json"
    if not file.is_file():
        if any(folder.glob("*.pt")) and not any(folder.glob(f"*{SAFE}")):
            return "laion_clap"
        raise StudioError(
            ErrorCode.BAD_FILE,
            "there is no model in this folder (it has no config.json)",
            value=folder,
            hint="give the folder that holds config.json and the weights as .safetensors",
        )
    try:
        found = str(json.loads(file.read_text("utf-8")).get("model_type", ""))
    except (OSError, ValueError, AttributeError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE, f"config.json cannot be read ({error})", value=file
        ) from error
    if found not in KIND_OF_TYPE:
        raise StudioError(
            ErrorCode.BAD_FILE,
            "this is a kind of model the studio has no use for",
            value=found or file,
            legal=", ".join(KIND_OF_TYPE),
        )
    return found


def check_safe(folder: Path) -> None:
    """Refuse a folder whose weights are not safetensors, or whose safetensors are damaged."""
    weights = sorted(folder.glob(f"*{SAFE}"))
    if not weights:
        pickles = sorted(file.name for file in folder.iterdir() if file.suffix in PICKLED)
        raise StudioError(
            ErrorCode.NOT_ALLOWED,
            f"{pickles[0]} here is pickled: opening it could run any program, so it is never loaded"
            if pickles
            else "there are no weights in this folder",
            value=folder,
            legal="weights as .safetensors",
            hint="fetch the .safetensors version of the model, or convert it where you trust it",
        )
    for file in weights:
        count_parameters(file)


def count_parameters(file: Path) -> int:
    """How many numbers a safetensors file holds, read from its header alone.

    Raises StudioError if the file is cut short or is no safetensors file.
    """
    try:
        with file.open("rb") as opened:
            (length,) = struct.unpack("<Q", opened.read(8))
            if length > _LONGEST_HEADER_BYTES:
                raise ValueError("no safetensors header")
            header = json.loads(opened.read(length))
        tensors = [entry for name, entry in header.items() if name != "__metadata__"]
        ends = max((entry["data_offsets"][1] for entry in tensors), default=0)
        if file.stat().st_size != 8 + length + ends:
            raise ValueError(f"{file.stat().st_size} bytes instead of {8 + length + ends}")
        return sum(_product(entry["shape"]) for entry in tensors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the weights are damaged ({error})",
            value=file,
            hint="fetch the model again",
        ) from error


def _product(shape: list[int]) -> int:
    product = 1
    for side in shape:
        product *= side
    return product


def never() -> bool:
    """Nobody wants it stopped."""
    return False


def digest(file: Path, cancelled: Cancelled = never) -> str:
    """SHA-256 of a file, hex. Raises StudioError CANCELLED soon after `cancelled` is true."""
    hashed = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE_BYTES):
            if cancelled():
                raise StudioError(ErrorCode.CANCELLED, "reading was stopped", value=file)
            hashed.update(piece)
    return hashed.hexdigest()


def millions_of_parameters(folder: Path) -> float:
    """Of all safetensors in a folder; of a checkpoint of laion-clap, from its size."""
    numbers = sum(count_parameters(file) for file in folder.glob(f"*{SAFE}"))
    pickled = sum(file.stat().st_size for file in folder.glob("*.pt")) / 4 / 3
    return round((numbers or pickled) / 1e6, 3)
