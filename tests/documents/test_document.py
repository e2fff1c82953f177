"""Documents: kinds, versions, paths, and every way a file can be wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tiny_cue

from musflow_studio.documents import DescribedBoard, dump_document, load_document, save_document
from musflow_studio.documents import document as documents_module
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.project import new_project

BOARD = tiny_cue.board()
VALUES = {
    "musflow.storyboard": BOARD,
    "musflow.description": DescribedBoard(BOARD, tiny_cue.description()),
    "musflow.plan": tiny_cue.plan(),
    "musflow.project": new_project(BOARD),
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_survives_text_and_file(kind: str, tmp_path: Path) -> None:
    text = dump_document(kind, VALUES[kind])
    assert load_document(text).value == VALUES[kind]
    save_document(kind, VALUES[kind], tmp_path / "saved.json")
    loaded = load_document(tmp_path / "saved.json")
    assert (loaded.kind, loaded.value) == (kind, VALUES[kind])
    assert [p.name for p in tmp_path.iterdir()] == ["saved.json"]


def test_relative_pictures_are_taken_from_the_files_folder(tmp_path: Path) -> None:
    board = tiny_cue.board(picture=Path("shots/one.png"))
    (tmp_path / "b.json").write_text(dump_document("musflow.storyboard", board), "utf-8")
    loaded = load_document(tmp_path / "b.json").value
    assert loaded.panels[0].picture == tmp_path / "shots" / "one.png"


def test_a_byte_order_mark_and_odd_letters_are_read(tmp_path: Path) -> None:
    board = replace(BOARD, title="Größe 🎬 \udc80")
    file = tmp_path / "b.json"
    save_document("musflow.storyboard", replace(BOARD, title="Größe 🎬"), file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_document(file).value.title == "Größe 🎬"
    save_document("musflow.storyboard", board, file)  # a name from a broken file system
    assert json.loads(file.read_bytes())["value"]["title"] == board.title


def test_older_versions_are_migrated_a_step_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(value: dict[str, Any]) -> dict[str, Any]:
        return {("title" if name == "name" else name): v for name, v in value.items()}

    def shout(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "title": value["title"].upper()}

    kind = replace(
        documents_module.KINDS["musflow.storyboard"], version=3, steps={1: rename, 2: shout}
    )
    old = json.loads(dump_document("musflow.storyboard", BOARD))
    old["value"]["name"] = old["value"].pop("title")
    monkeypatch.setitem(documents_module.KINDS, "musflow.storyboard", kind)
    assert load_document(json.dumps(old)).value.title == BOARD.title.upper()


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"schema_version": 99}, ErrorCode.NEWER_VERSION, "newer MusFlow Studio"),
        ({"schema_version": 0}, ErrorCode.BAD_FILE, "schema_version is not a version"),
        ({"schema_version": True}, ErrorCode.BAD_FILE, "schema_version is not a version"),
        ({"kind": "musflow.plam"}, ErrorCode.UNKNOWN_NAME, "unknown kind"),
        ({"kind": 3}, ErrorCode.BAD_FILE, "not a MusFlow document"),
        ({"value": None}, ErrorCode.BAD_FILE, "does not fit"),
        ({"value": {}}, ErrorCode.BAD_FILE, "title is missing"),
    ],
)
def test_a_wrong_envelope_is_one_sentence(
    change: dict[str, Any], code: ErrorCode, says: str, tmp_path: Path
) -> None:
    document = {**json.loads(dump_document("musflow.storyboard", BOARD)), **change}
    (tmp_path / "board.json").write_text(json.dumps(document))
    with pytest.raises(StudioError, match=says) as failure:
        load_document(tmp_path / "board.json")
    assert failure.value.code is code
    assert "board.json" in failure.value.sentence()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b'{"kind": ', r"not JSON \(line 1"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[" * 100_000, "not usable JSON"),
        (b"[1, 2]", "not a MusFlow document"),
        (b'{"a": {"b": [1, NaN]}}', r"a\.b\[1\] is not finite"),
        (b'{"a": 1e999}', "a is not finite"),
        (b'{"kind": "musflow.plan", "schema_version": 1}', '"value" is missing'),
    ],
)
def test_a_broken_file_is_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_bytes(content)
    with pytest.raises(StudioError, match=says) as failure:
        load_document(tmp_path / "broken.json")
    assert failure.value.exit_status == 2
    assert failure.value.sentence().startswith("The file broken.json: ")


def test_missing_and_huge_files_and_folders_are_said(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="No such file") as failure:
        load_document(tmp_path / "none.json")
    assert failure.value.code is ErrorCode.FILE_NOT_FOUND
    with pytest.raises(StudioError) as failure:
        load_document(tmp_path)
    assert failure.value.code is ErrorCode.NOT_ALLOWED
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(documents_module.LARGEST_BYTES + 1)
    with pytest.raises(StudioError, match="64 MB"):
        load_document(tmp_path / "huge.json")
