"""No path leads out of the allowed folders."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.folders import Folders


@pytest.fixture
def place(tmp_path):
    for name in ("home/board", "homework", "secret"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "secret/a.png").write_bytes(b"x")
    return tmp_path


def test_what_lies_inside_is_found(place):
    found = Folders([place / "home"]).existing(str(place / "home/board/../board"))
    assert found == (place / "home/board").resolve()


@pytest.mark.parametrize(
    "path", ["secret/a.png", "home/../secret/a.png", "homework", "home/board/../../secret", "gone"]
)
def test_what_lies_outside_is_not_allowed_there_or_not(place, path):
    with pytest.raises(StudioError) as refused:
        Folders([place / "home"]).existing(f"{place}/{path}")
    assert refused.value.code is ErrorCode.NOT_ALLOWED


def test_links_out_are_not_followed(place):
    (place / "home/out").symlink_to(place / "secret")
    (place / "home/board/a.png").symlink_to(place / "secret/a.png")
    for path in ("home/out", "home/out/a.png", "home/board", "home/board/a.png"):
        with pytest.raises(StudioError) as refused:
            Folders([place / "home"]).existing(str(place / path))
        assert refused.value.code is ErrorCode.NOT_ALLOWED


@pytest.mark.parametrize("path", ["", "relative/board", "~/board", "/a\0b"])
def test_a_path_must_be_absolute(place, path):
    with pytest.raises(StudioError) as refused:
        Folders([place]).existing(path)
    assert refused.value.code is ErrorCode.BAD_INPUT


def test_the_open_projects_folder_is_allowed(place):
    folders = Folders([place / "home"])
    folders.project = place / "secret/film.musflow"
    assert folders.existing(str(place / "secret/a.png")).name == "a.png"
