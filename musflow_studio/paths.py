"""Where things lie on this machine. `MUSFLOW_HOME` moves everything under one folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from musflow_studio.domain.errors import ErrorCode, StudioError

_APP = "musflow-studio"


def home_folder() -> Path | None:
    """The folder named by `MUSFLOW_HOME`, or None."""
    value = os.environ.get("MUSFLOW_HOME", "")
    return Path(value).expanduser().absolute() if value else None


def config_folder() -> Path:
    """Settings (`settings.toml`). Not created."""
    home = home_folder()
    return home / "config" if home else platformdirs.user_config_path(_APP, appauthor=False)


def data_folder() -> Path:
    """The user's presets and soundfonts. Not created."""
    home = home_folder()
    return home / "data" if home else platformdirs.user_data_path(_APP, appauthor=False)


def cache_folder() -> Path:
    """What can be made again (digests, features). Not created."""
    home = home_folder()
    return home / "cache" if home else platformdirs.user_cache_path(_APP, appauthor=False)


def state_folder() -> Path:
    """Work in progress that is not saved yet, and logs. Not created."""
    home = home_folder()
    return home / "state" if home else platformdirs.user_state_path(_APP, appauthor=False)


def default_library_folder() -> Path:
    """Where clips are kept unless the settings say otherwise. Not created."""
    home = home_folder()
    music = platformdirs.user_music_path() / "MusFlow"
    return home / "library" if home else music


def runtime_folder() -> Path:
    """What lives as long as a running studio: its lock, sockets, the ports it answers on."""
    home = home_folder()
    return home / "run" if home else platformdirs.user_runtime_path(_APP, appauthor=False)


def ensure_folder(folder: Path) -> Path:
    """Create a folder with its parents and return it, or say in one sentence why not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudioError(
            ErrorCode.NOT_ALLOWED,
            f"cannot make the folder ({error.strerror})",
            value=folder,
            hint="choose another place",
        ) from error
    return folder
