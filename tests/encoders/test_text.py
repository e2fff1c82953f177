"""The text encoder against published similarities, and what must hold for any text."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.encoders import text
from musflow_studio.encoders.minilm import erf, gelu, softmax


@pytest.fixture(scope="module")
def encoder() -> text.TextEncoder:
    return text.load_text_encoder()


def test_similarities_are_the_published_ones(encoder: text.TextEncoder) -> None:
    # The three sentences of the quick start at sbert.net, with the matrix printed there.
    rows = encoder.encode(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )
    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(rows @ rows.T, published, atol=1e-4)


def test_like_sentences_are_nearer_than_unlike_ones(encoder: text.TextEncoder) -> None:
    rows = encoder.encode(
        ["The ship sinks in the storm.", "A boat goes down in a gale.", "She butters her toast."]
    )
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_shape_and_length(encoder: text.TextEncoder) -> None:
    rows = encoder.encode(["one", "", "Überfall! 🚀 海", "word " * 2000])
    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_company_never_changes_an_embedding(others: list[str]) -> None:
    fresh = text.load_text_encoder_from(_model_folder())
    line = "The old captain steers into the wind."
    among = fresh.encode([*others, line])[-1]
    alone = text.load_text_encoder().encode([line])[0]
    assert np.array_equal(among, alone)


def test_forgetting_changes_nothing(
    encoder: text.TextEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_REMEMBERED_TEXTS", 2)
    fresh = text.load_text_encoder_from(_model_folder())
    lines = ["one", "two", "three", "one"]
    assert np.array_equal(fresh.encode(lines), encoder.encode(lines))
    assert len(fresh._known) == 2


def test_error_function_and_gelu_are_exact_enough() -> None:
    x = np.linspace(-6, 6, 4001, dtype=np.float32)
    exact = np.array([math.erf(v) for v in x])
    assert np.abs(erf(x) - exact).max() < 5e-7
    by_erf = np.array([0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x])
    assert np.abs(gelu(x) - by_erf).max() < 3e-6


def test_softmax_survives_large_scores() -> None:
    shares = softmax(np.array([[1000.0, 1000.0, -1000.0]], np.float32))
    np.testing.assert_allclose(shares, [[0.5, 0.5, 0.0]])


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    shutil.copytree(_model_folder(), tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    with weights.open("r+b") as opened:
        opened.seek(50_000_000)
        opened.write(b"\xff")
    with pytest.raises(StudioError, match="musflow setup") as told:
        text.load_text_encoder_from(tmp_path / "model")
    assert told.value.code is ErrorCode.NO_MODEL
    assert str(weights) in told.value.sentence()


def test_damaged_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    shutil.copy(_model_folder() / "model.safetensors", folder)
    (folder / "tokenizer.json").write_text("{", "utf-8")
    with pytest.raises(StudioError) as told:
        text.load_text_encoder_from(folder)
    assert told.value.code is ErrorCode.NO_MODEL


def test_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as told:
        text.load_text_encoder_from(tmp_path)
    assert told.value.code is ErrorCode.NO_MODEL


def test_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "PACKAGE", "no_such_package_here")
    text.load_text_encoder.cache_clear()
    with pytest.raises(StudioError, match="not installed") as told:
        text.load_text_encoder()
    assert told.value.exit_status == 2


def test_a_checked_file_is_remembered_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = tmp_path / "tokenizer.json"
    shutil.copy(_model_folder() / "tokenizer.json", tokenizer)
    text.check_file(tokenizer)
    assert (paths.cache_folder() / "checked-tokenizer.json.json").is_file()
    monkeypatch.setitem(text.SHA256, "tokenizer.json", "not asked for again")
    text.check_file(tokenizer)
    tokenizer.write_bytes(b"other")
    with pytest.raises(StudioError):
        text.check_file(tokenizer)


def test_loading_brings_no_framework_along() -> None:
    code = (
        "import sys; from musflow_studio.encoders.text import load_text_encoder;"
        "load_text_encoder().encode(['a']);"
        "sys.exit(any(m.split('.')[0] in ('torch','transformers','sentence_transformers')"
        " for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _model_folder() -> Path:
    folder = text.find_text_model()
    assert folder is not None
    return folder
