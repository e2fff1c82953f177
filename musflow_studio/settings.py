"""Settings: command line over environment over `settings.toml` over the defaults here."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import tomlkit
import tomlkit.exceptions

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.own_model import usual_engine


@dataclass(frozen=True)
class Settings:
    """What a user chooses once.

    Attributes:
        library: folder that holds `clips/` and the index.
        engine: what plays where a cue does not say.
        finish: default finishing preset.
        sample_rate_hz: default delivery rate.
        audio_device: what the player plays on, as `musflow play --list-devices` names it; ""
            takes the system's default.
        audio_buffer_frames: 64 to 4096 frames a block; more is safer, less is quicker.
        models_folder: where pretrained models lie.
        picture_model: the model that says what pictures show; "" takes the first that is
            installed, if any, "none" none.
        audio_model: the model that hears takes; likewise.
        words_model: the language model that proposes effects by words; "" and "none" take none.
        music_model: the model of the engine musicgen; "" takes the first that is installed.
        idle_unload_s: seconds without work after which a pretrained model gives its memory back,
            0 to 86400.
    """

    library: Path
    engine: str = field(default_factory=usual_engine)
    finish: str = "as-composed"
    sample_rate_hz: int = 44100
    audio_device: str = ""
    audio_buffer_frames: int = 512
    models_folder: Path = field(default_factory=lambda: paths.data_folder() / "models")
    picture_model: str = ""
    audio_model: str = ""
    words_model: str = ""
    music_model: str = ""
    idle_unload_s: int = 300


SECTIONS = ("bridge", "sounds")
"""Tables of the settings file that are read by the packages they are named after."""


def settings_file() -> Path:
    """Where `settings.toml` is looked for."""
    return paths.config_folder() / "settings.toml"


def load_settings() -> Settings:
    """Read the settings file, then `MUSFLOW_LIBRARY`, `MUSFLOW_ENGINE` … over it.

    Raises StudioError naming the file and the key when something is not legal.
    """
    settings = Settings(paths.default_library_folder())
    for name, value in _from_file(settings_file()).items():
        settings = _set(settings, name, value, f"{name} in {settings_file()}")
    for one in fields(Settings):
        variable = f"MUSFLOW_{one.name.upper()}"
        if given := os.environ.get(variable):
            settings = _set(settings, one.name, given, variable)
    return settings


def load_section(name: str) -> dict[str, object]:
    """The table `[name]` of the settings file, unchecked; {} without one. Raises StudioError.

    Args:
        name: one of SECTIONS.
    """
    found = _whole_file(settings_file()).get(name, {})
    if not isinstance(found, dict):
        raise StudioError(
            ErrorCode.BAD_FILE, f"{name} in {settings_file()} must be a table", legal=f"[{name}]"
        )
    return found


def save_settings(changes: Mapping[str, object], section: str = "") -> Settings:
    """Write values into the settings file, whose comments and other values stay.

    Args:
        changes: name -> value; None takes the setting out, so that its default counts.
        section: "" for Settings, or one of SECTIONS.

    Returns:
        The settings as they are now. Raises StudioError, and writes nothing, for a value of
        Settings that is not legal.
    """
    file = settings_file()
    if not section:
        settings = Settings(paths.default_library_folder())
        for name, value in changes.items():
            if value is not None:
                _set(settings, name, value, name)
    document = _editable(file)
    table = document.setdefault(section, tomlkit.table()) if section else document
    for name, value in changes.items():
        if value is not None:
            table[name] = str(value) if isinstance(value, Path) else value
        elif name in table:
            del table[name]
    paths.ensure_folder(file.parent)
    replace_file(file, tomlkit.dumps(document).encode())
    return load_settings()


def _editable(file: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(file.read_text("utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, UnicodeDecodeError, tomlkit.exceptions.ParseError) as error:
        raise _bad_file(file, error) from error


def _bad_file(file: Path, error: Exception) -> StudioError:
    return StudioError(
        ErrorCode.BAD_FILE,
        f"the settings file cannot be read ({error})",
        value=file,
        hint="mend it or delete it",
    )


def _from_file(file: Path) -> dict[str, object]:
    """What the file says outside the tables that others read."""
    found = {key: value for key, value in _whole_file(file).items() if key not in SECTIONS}
    known = {one.name for one in fields(Settings)}
    for key in found:
        if key not in known:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                f"unknown setting in {file}",
                value=key,
                legal=", ".join(sorted(known)),
            )
    return found


def _whole_file(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad_file(file, error) from error


def _set(settings: Settings, name: str, value: object, where: str) -> Settings:
    """The settings with one value that was given somewhere; raises StudioError naming the place."""
    if name == "sample_rate_hz":
        if str(value) not in {str(rate) for rate in SAMPLE_RATES_HZ}:
            raise _bad_rate(f"{where}: not a delivery sample rate", value)
        return replace(settings, sample_rate_hz=int(str(value)))
    if name == "audio_buffer_frames":
        if not str(value).isdecimal() or not 64 <= int(str(value)) <= 4096:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"{where}: not a buffer size",
                value=value,
                legal="64 to 4096 frames",
            )
        return replace(settings, audio_buffer_frames=int(str(value)))
    if name == "idle_unload_s":
        if not str(value).isdecimal() or int(str(value)) > 86400:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"{where}: not a time to wait",
                value=value,
                legal="0 to 86400 seconds",
            )
        return replace(settings, idle_unload_s=int(str(value)))
    if not isinstance(value, str | Path) or not str(value):
        raise StudioError(ErrorCode.BAD_INPUT, f"{where} must be text in quotes", value=value)
    if name == "library":
        return replace(settings, library=Path(value).expanduser().absolute())
    if name == "models_folder":
        return replace(settings, models_folder=Path(value).expanduser().absolute())
    if name == "engine":
        return replace(settings, engine=str(value))
    if name == "audio_device":
        return replace(settings, audio_device=str(value))
    if name == "picture_model":
        return replace(settings, picture_model=str(value))
    if name == "audio_model":
        return replace(settings, audio_model=str(value))
    if name == "words_model":
        return replace(settings, words_model=str(value))
    if name == "music_model":
        return replace(settings, music_model=str(value))
    return replace(settings, finish=str(value))


SAMPLE_RATES_HZ = (44100, 48000, 88200, 96000)


def check_sample_rate(sample_rate_hz: int) -> int:
    """The rate itself if studios deliver in it; raises StudioError if not."""
    if sample_rate_hz not in SAMPLE_RATES_HZ:
        raise _bad_rate("not a delivery sample rate", sample_rate_hz)
    return sample_rate_hz


def _bad_rate(message: str, value: object) -> StudioError:
    legal = ", ".join(str(rate) for rate in SAMPLE_RATES_HZ) + " Hz"
    return StudioError(ErrorCode.OUT_OF_RANGE, message, value=value, legal=legal)
