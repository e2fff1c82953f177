"""Settings: command line over environment over `settings.toml` over the defaults here."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError


@dataclass(frozen=True)
class Settings:
    """What a user chooses once.

    Attributes:
        library: folder that holds `clips/` and the index.
        engine: default engine.
        finish: default finishing preset.
        sample_rate_hz: default delivery rate.
    """

    library: Path
    engine: str = "sampled"
    finish: str = "as-composed"
    sample_rate_hz: int = 44100


def settings_file() -> Path:
    """Where `settings.toml` is looked for."""
    return paths.config_folder() / "settings.toml"


def load_settings() -> Settings:
    """Read the settings file, then `MUSFLOW_LIBRARY`, `MUSFLOW_ENGINE` … over it.

    Raises StudioError naming the file and the key when something is not legal.
    """
    values: dict[str, object] = {"library": paths.default_library_folder()}
    values |= _from_file(settings_file())
    for field in fields(Settings):
        if given := os.environ.get(f"MUSFLOW_{field.name.upper()}"):
            values[field.name] = given
    return _checked(values)


def _from_file(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the settings file cannot be read ({error})",
            value=file,
            hint="mend it or delete it",
        ) from error
    known = {field.name for field in fields(Settings)}
    for key in found:
        if key not in known:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                f"unknown setting in {file}",
                value=key,
                legal=", ".join(sorted(known)),
            )
    return found


def _checked(values: dict[str, object]) -> Settings:
    settings = Settings(library=Path(str(values["library"])).expanduser().absolute())
    settings = replace(
        settings,
        engine=str(values.get("engine", settings.engine)),
        finish=str(values.get("finish", settings.finish)),
    )
    rate = values.get("sample_rate_hz", settings.sample_rate_hz)
    try:
        return replace(settings, sample_rate_hz=check_sample_rate(int(str(rate))))
    except ValueError:
        raise _bad_rate(rate) from None


SAMPLE_RATES_HZ = (44100, 48000, 88200, 96000)


def check_sample_rate(sample_rate_hz: int) -> int:
    """The rate itself if studios deliver in it; raises StudioError if not."""
    if sample_rate_hz not in SAMPLE_RATES_HZ:
        raise _bad_rate(sample_rate_hz)
    return sample_rate_hz


def _bad_rate(value: object) -> StudioError:
    return StudioError(
        ErrorCode.OUT_OF_RANGE,
        "not a delivery sample rate",
        value=value,
        legal=", ".join(str(rate) for rate in SAMPLE_RATES_HZ) + " Hz",
    )
