"""Pretrained: a model from the shelf that loads late, offline, and steps down when memory runs out.

Footings are tried in order: as good and fast as the machine allows first, then fewer things at
once, then half precision, on the processor at last. Each step down leaves a plain sentence in
`remarks`. `unload` gives the memory back; the next use loads again.

Torch and transformers are imported here late, in the worker alone, with the hub switched off: a
file that is not on this machine is an error, never a download.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel

M = TypeVar("M")
T = TypeVar("T")
EXTRA = "pip install 'musflow-studio[pretrained]'"


@dataclass(frozen=True)
class Footing:
    """Where a model works and how much at once.

    Attributes:
        device: "cuda", "mps" or "cpu".
        numbers: "float32", "float16" or "bfloat16".
        at_once: sounds or pictures in one go.
        words: what a step down to it is called.
    """

    device: str
    numbers: str
    at_once: int
    words: str = ""

    def __str__(self) -> str:
        where = {"cuda": "the graphics card", "mps": "the graphics card", "cpu": "the processor"}
        return f"{self.words} on {where[self.device]}"


ON_PROCESSOR = (
    Footing("cpu", "float32", 4, "at full precision"),
    Footing("cpu", "float32", 1, "one at a time"),
    Footing("cpu", "bfloat16", 1, "at half precision"),
)


def footings() -> tuple[Footing, ...]:
    """What this machine offers, best first."""
    device = _graphics_card()
    if not device:
        return ON_PROCESSOR
    return (
        Footing(device, "float16", 8, "at half precision"),
        Footing(device, "float16", 1, "one at a time"),
        *ON_PROCESSOR,
    )


def _graphics_card() -> str:
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else ""


def go_offline() -> None:
    """Switch the hub off for this process, before transformers is imported.

    Raises StudioError NO_MODEL if the packages are not installed.
    """
    for name in ("torch", "transformers"):
        if find_spec(name) is None:
            raise StudioError(
                ErrorCode.NO_MODEL,
                f"{name} is not installed, pretrained models need it",
                hint=EXTRA,
            )
    os.environ |= {
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    import transformers

    quiet: Any = transformers.logging  # its functions are untyped
    quiet.set_verbosity_error()
    quiet.disable_progress_bar()


def load_model(kind: Any, folder: Path, footing: Footing) -> Any:  # noqa: ANN401 - untyped library
    """A transformers model from a folder: local files and safetensors alone, ready to infer.

    Args:
        kind: a class of transformers with `from_pretrained`.
        folder: what `save_pretrained` wrote.
        footing: where to and in which precision.

    Raises ValueError if the files lack a part of the model, which the library would fill with
    chance.
    """
    import torch

    loaded, found = kind.from_pretrained(
        folder,
        local_files_only=True,
        use_safetensors=True,
        dtype=getattr(torch, footing.numbers),
        output_loading_info=True,
    )
    if lacking := sorted(found["missing_keys"]):
        raise ValueError(f"the weights lack {lacking[0]} and {len(lacking) - 1} more")
    return loaded.to(footing.device).eval()


def embedded(features: Any, inputs: Any, footing: Footing) -> NDArray[np.float32]:  # noqa: ANN401
    """What `get_…_features` of a model makes of prepared inputs, as rows of length 1."""
    import torch

    numbers = getattr(torch, footing.numbers)
    moved = {
        name: value.to(footing.device, numbers if value.is_floating_point() else value.dtype)
        for name, value in inputs.items()
    }
    with torch.inference_mode():
        made = features(**moved)
    pooled = getattr(made, "pooler_output", made)
    return unit_rows(pooled.float().cpu().numpy())


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows with length 1."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a failure says that memory ran out, on a graphics card or in the machine."""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and (
        "can't allocate memory" in str(error) or "out of memory" in str(error)
    )


class Pretrained(Generic[M]):
    """One model of the shelf.

    Args:
        model: which.
        load: loads it on a footing.
        ladder: the footings, best first; None asks the machine.
    """

    def __init__(
        self,
        model: InstalledModel,
        load: Callable[[Footing], M],
        ladder: tuple[Footing, ...] | None = None,
    ) -> None:
        self.model = model
        self.remarks: list[str] = []
        self.used_s = time.monotonic()
        self._load = load
        self._ladder = list(ladder) if ladder else []
        self._loaded: M | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether it takes memory now."""
        return self._loaded is not None

    def run(self, work: Callable[[M, Footing], T]) -> T:
        """Do something with the model, on the best footing that has room for it.

        Raises StudioError: BAD_FILE if the files cannot be loaded, OUT_OF_MEMORY if the last
        footing has no room either.
        """
        if not self._ladder:
            go_offline()
            self._ladder = list(footings())
        while True:
            try:
                return work(self._ready(), self._ladder[0])
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
            # Outside the except block: the traceback holds what did not fit.
            self._step_down()

    def unload(self) -> None:
        """Give the memory back."""
        self._loaded = None
        gc.collect()
        if self._ladder and self._ladder[0].device == "cuda":
            import torch

            torch.cuda.empty_cache()

    def _ready(self) -> M:
        self.used_s = time.monotonic()
        if self._loaded is None:
            try:
                self._loaded = self._load(self._ladder[0])
            except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
                if is_out_of_memory(error):
                    raise
                raise StudioError(
                    ErrorCode.BAD_FILE,
                    f"the model {self.model.name} cannot be loaded ({_first_line(error)})",
                    value=self.model.folder,
                    hint=f"`musflow models verify {self.model.name}` says whether it is whole",
                ) from error
        return self._loaded

    def _step_down(self) -> None:
        if len(self._ladder) == 1:
            self.unload()
            raise StudioError(
                ErrorCode.OUT_OF_MEMORY,
                f"{self.model.name} found no room in memory, not even {self._ladder[0]}",
                hint="close other programs, or use a smaller model",
            )
        now, following = self._ladder[0], self._ladder[1]
        if (now.device, now.numbers) != (following.device, following.numbers):
            self.unload()
        del self._ladder[0]
        self.remarks.append(f"memory was short: {self.model.name} went on {following}")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
