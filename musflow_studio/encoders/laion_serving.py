"""The laion-clap package at work, in an interpreter of its own: run as a script, by path.

That package wants numpy 1 and torchvision, so it lives in the environment that `musflow setup clap`
makes, where none of the studio's own packages are. This file therefore imports the standard
library and `frames.py` beside it alone, and the package itself late.

Frames of JSON on standard input and output; sound comes as .npy files of float32 mono at 48 kHz:

    {"do": "load", "checkpoint": FILE, "words": FOLDER}   {"ready": {"dimension": 512 …}}
    {"do": "audio", "files": [FILE …]}                    {"rows": [[…] …]}
    {"do": "text", "texts": ["…" …]}                      {"rows": [[…] …]}
    anything that fails                                   {"error": "one line"}
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

WINDOW_FRAMES = 480_000
_ARCHITECTURES = {96: "HTSAT-tiny", 128: "HTSAT-base", 256: "HTSAT-large"}
"""Width of the first layer -> the package's name for that shape."""
_UNUSED = (
    "spectrogram_extractor.", "logmel_extractor.", "position_ids", "attn_mask",
    "relative_position_index", "tscam_conv.", "_transform.sequential.", "audio_branch.head.",
)  # fmt: skip
"""Parts of the package's model that are computed, or that embeddings do not pass through."""


def main() -> None:
    """Serve one studio until its pipe closes; with --check say what is here and leave."""
    if "--check" in sys.argv:
        sys.stdout.write(check() + "\n")
        return
    frames = _beside("frames")
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    out = frames.FrameWriter(os.fdopen(private, "wb"))
    reader = frames.FrameReader(sys.stdin.buffer)
    served = Served()
    while (message := reader.read()) is not None:
        try:
            out.write(served.answer(message))
        except Exception as error:  # noqa: BLE001 - the edge of the process
            said = str(error).strip().splitlines() or [""]
            out.write({"error": f"{type(error).__name__}: {said[0]}"})


def _beside(name: str) -> ModuleType:
    """A module of the studio without the studio's package around it."""
    file = Path(__file__).parent.parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Served:
    """The model, once loaded."""

    def __init__(self) -> None:
        self._clap: Any = None

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """What to say to one message."""
        if message["do"] == "load":
            self._clap = load(Path(message["checkpoint"]), Path(message["words"]))
            return {"ready": _versions()}
        if message["do"] == "audio":
            return {"rows": [self._hear(file) for file in message["files"]]}
        return {"rows": _unit(self._clap.get_text_embedding(message["texts"])).tolist()}

    def _hear(self, file: str) -> list[float]:
        """One sound of at most ten seconds; a longer one would be cropped by chance.

        As a tensor, since the package rounds arrays to 16 bits first, which quiet bands show.
        """
        import numpy as np
        import torch

        sound = torch.from_numpy(np.load(file, allow_pickle=False)[:WINDOW_FRAMES])
        with torch.inference_mode():
            made = self._clap.get_audio_embedding_from_data([sound], use_tensor=True)
        row: list[float] = _unit(made.numpy())[0].tolist()
        return row


def _unit(rows: Any) -> Any:  # noqa: ANN401 - an array of the other interpreter's numpy
    import numpy as np

    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)


def load(checkpoint: Path, words: Path) -> Any:  # noqa: ANN401 - of an untyped package
    """The package's own module with the numbers of a checkpoint.

    Args:
        checkpoint: a .pt file; read as tensors alone (`weights_only`), never as programs.
        words: folder with RoBERTa's tokenizer and `config.json`.

    Raises ValueError if the checkpoint does not fill the model.
    """
    state = {name.removeprefix("module."): value for name, value in _tensors(checkpoint).items()}
    width = state["audio_branch.patch_embed.proj.weight"].shape[0]
    fused = any("mel_conv2d" in name for name in state)
    expect_no_operators()
    with _words_at_hand(words):
        module = _package().CLAP_Module(
            enable_fusion=fused, device="cpu", amodel=_ARCHITECTURES[width]
        )
    own = module.model.state_dict()
    lacking = [name for name in own if name not in state and not _is_unused(name)]
    if lacking:
        raise ValueError(f"the checkpoint lacks {lacking[0]} and {len(lacking) - 1} more")
    module.model.load_state_dict(
        {name: value for name, value in state.items() if name in own}, strict=False
    )
    return module.eval()


def _is_unused(name: str) -> bool:
    return any(part in name for part in _UNUSED)


def _tensors(checkpoint: Path) -> Any:  # noqa: ANN401 - a dict of tensors of the other torch
    """What a checkpoint holds, read without running anything in it.

    The published ones carry numbers of the training beside the weights, as numpy keeps them.
    """
    import numpy as np
    import torch

    numbers = [np.core.multiarray.scalar, np.dtype, type(np.dtype(np.float64)), np.ndarray]  # type: ignore[attr-defined]
    with torch.serialization.safe_globals(numbers):
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    return state.get("state_dict", state)


def _package() -> ModuleType:
    """laion_clap, which reads the command line when it is imported."""
    sys.argv = sys.argv[:1]
    import laion_clap  # type: ignore[import-not-found]

    package: ModuleType = laion_clap
    return package


def expect_no_operators() -> None:
    """Let torchvision be imported where its compiled operators do not fit torch.

    WORKAROUND: a torchvision built for another torch (with CUDA, say) fails on its first line
    about an operator that is missing, although laion-clap uses none of them.
    """
    import torch

    kind: Any = torch.library.Library  # its functions are untyped
    library = kind("torchvision", "FRAGMENT")
    _KEPT.append(library)
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")


_KEPT: list[object] = []
"""What must live as long as the process."""


class _words_at_hand:  # noqa: N801 - reads as a phrase
    """Inside the block a folder `roberta-base` lies where the package looks first: here.

    The package asks for that name when it is imported and when it is constructed, for a tokenizer
    and for weights. The weights come with the checkpoint, so a RoBERTa of the right shape with
    nothing learned stands in for them until then.
    """

    def __init__(self, words: Path) -> None:
        self._words = words

    def __enter__(self) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        import shutil

        from transformers import RobertaConfig, RobertaModel

        self._before = Path.cwd()
        self._place = tempfile.TemporaryDirectory()
        folder = Path(self._place.name) / "roberta-base"
        shutil.copytree(self._words, folder)
        RobertaModel(RobertaConfig.from_pretrained(folder)).save_pretrained(folder)
        os.chdir(self._place.name)

    def __exit__(self, *_: object) -> None:
        os.chdir(self._before)
        self._place.cleanup()


def check() -> str:
    """The versions of what matters, after everything that fails was tried to be imported."""
    expect_no_operators()
    for name in ("numpy", "torch", "torchvision", "transformers", "librosa", "torchlibrosa"):
        importlib.import_module(name)
    if importlib.util.find_spec("laion_clap") is None:
        raise ModuleNotFoundError("laion_clap is not installed here")
    names = ("laion_clap", "torch", "torchvision", "numpy", "transformers")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def _versions() -> dict[str, object]:
    import numpy as np
    import torch

    return {"dimension": 512, "numpy": np.__version__, "torch": torch.__version__}


if __name__ == "__main__":
    main()
