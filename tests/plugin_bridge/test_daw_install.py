"""`musflow bridge install` and `remove`: what is put where, and what is left alone."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
import typer
from typer.testing import CliRunner

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.commands import add_to
from plugin_bridge.daw_install import DAWS, MARK, SCRIPTS, install, remove

ALL = sorted(DAWS)


@pytest.mark.parametrize("name", ALL)
def test_installing_twice_is_as_good_as_once_and_removing_leaves_nothing(name, tmp_path):
    (tmp_path / "theirs.lua").write_text("-- theirs")
    files = install(DAWS[name], tmp_path)
    assert files
    assert all(MARK in file.read_text("utf-8") for file in files)
    assert not any(re.search("@[A-Z]+@", file.read_text("utf-8")) for file in files)
    assert install(DAWS[name], tmp_path) == files
    assert remove(DAWS[name], tmp_path) == files
    assert remove(DAWS[name], tmp_path) == []
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["theirs.lua"]


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_is_not_ours_is_neither_overwritten_nor_removed(name, tmp_path):
    first, *others = (tmp_path / file for file in DAWS[name].files())
    first.parent.mkdir(parents=True, exist_ok=True)
    first.write_text("-- my own script")
    with pytest.raises(StudioError, match="not from MusFlow Studio") as refused:
        install(DAWS[name], tmp_path)
    assert refused.value.code is ErrorCode.NOT_ALLOWED
    assert not any(file.exists() for file in others)
    remove(DAWS[name], tmp_path)
    assert first.read_text() == "-- my own script"


def test_the_command_finds_every_ardour_and_says_what_to_do_next(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(StudioError, match="Ardour was not found"):
        install(DAWS["ardour"])
    for version in ("ardour6", "ardour7", "ardour8"):
        (tmp_path / version).mkdir()
    said = _musflow("bridge", "install", "ardour")
    assert "Script Manager" in said
    assert str(tmp_path / "ardour8" / "scripts" / "musflow_inbox.lua") in said
    assert not list((tmp_path / "ardour6").iterdir())
    assert _musflow("bridge", "remove", "ardour").count("Removed") == said.count("Installed")


@pytest.mark.skipif(not shutil.which("luac5.3"), reason="needs lua5.3")
def test_every_lua_file_is_lua(tmp_path):
    files = [*SCRIPTS.rglob("*.lua")]
    for name in ALL:
        files += [file for file in install(DAWS[name], tmp_path) if file.suffix == ".lua"]
    for file in files:
        subprocess.run(["luac5.3", "-p", str(file)], check=True, timeout=20)


def _musflow(*words: str) -> str:

    app = typer.Typer()
    add_to(app)
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output
