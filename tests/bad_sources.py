"""Sources that nobody can score: each a maker of a file or folder, and what its refusal names."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image


def picture(path: Path, size=(64, 36)) -> Path:
    Image.new("RGB", size, (200, 120, 40)).save(path)
    return path


def make_empty_folder(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def make_zero_byte(tmp_path):
    file = tmp_path / "zero.png"
    file.touch()
    return file


def make_truncated(tmp_path):
    whole = picture(tmp_path / "whole.png", (640, 360)).read_bytes()
    file = tmp_path / "cut.png"
    file.write_bytes(whole[: len(whole) // 2])
    return file


def make_renamed(tmp_path):
    file = tmp_path / "renamed.png"
    file.write_text("this is a shopping list", encoding="utf-8")
    return file


def make_giant(tmp_path):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    file = tmp_path / "giant.png"
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )  # fmt: skip
    return file


def make_not_json(tmp_path):
    file = tmp_path / "board.storyboarder"
    file.write_text("{boards: [", encoding="utf-8")
    return file


def make_pictureless_board(tmp_path):
    file = tmp_path / "lost.storyboarder"
    board = {"uid": "B4RD1", "url": "board-1-B4RD1.png", "number": 1, "newShot": True}
    file.write_text(json.dumps({"fps": 24, "boards": [board]}), encoding="utf-8")
    return file


def make_csv(length):
    def make(tmp_path):
        folder = tmp_path / "board"
        folder.mkdir()
        picture(folder / "one.png")
        (folder / "panels.csv").write_text(f"file,length_s\none.png,{length}\n", encoding="utf-8")
        return folder

    return make


BAD_SOURCES: list[tuple[Callable[[Path], Path], str]] = [
    (make_empty_folder, "empty"),
    (make_zero_byte, "zero.png"),
    (make_truncated, "cut.png"),
    (make_renamed, "renamed.png"),
    (make_giant, "giant.png"),
    (make_not_json, "board.storyboarder"),
    (make_pictureless_board, "B4RD1"),
    (make_csv("0"), "one.png"),
    (make_csv("-2"), "one.png"),
    (make_csv("nan"), "one.png"),
    (make_csv("36000"), "one.png"),
    (make_csv("long"), "one.png"),
]
"""Maker, and a word its refusal must name."""
