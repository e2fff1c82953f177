"""Options: the table `[sounds]` of the settings file: the user's folders, and the encoder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.settings import load_section, save_settings, settings_file

SECTION = "sounds"
STORE_FOLDER = "search"
"""In the library: what was heard lies there."""
TIMBRE = "timbre"


@dataclass(frozen=True)
class SoundOptions:
    """What the user set.

    Attributes:
        folders: whose audio files are searched beside the library's takes.
        encoder: what places sounds and words: "timbre", "musflow", or a model on this
            machine ("clap-music").
    """

    folders: tuple[Path, ...] = ()
    encoder: str = TIMBRE


def load_options() -> SoundOptions:
    """Read them. Raises StudioError naming the file where they are no folders or no name."""
    section = load_section(SECTION)
    folders, encoder = section.get("folders", []), section.get("encoder", TIMBRE)
    if not isinstance(folders, list) or not all(isinstance(one, str) and one for one in folders):
        raise _wrong("folders", folders, '["/home/me/Music"]')
    if not isinstance(encoder, str) or not encoder:
        raise _wrong("encoder", encoder, f'"{TIMBRE}"')
    return SoundOptions(tuple(Path(one) for one in folders), encoder)


def add_folder(folder: Path) -> SoundOptions:
    """Search a folder too. Raises StudioError where it is none, or lies inside another one."""
    wanted = folder.expanduser().absolute()
    if not wanted.is_dir():
        raise StudioError(ErrorCode.FILE_NOT_FOUND, "there is no such folder", value=wanted)
    folders = load_options().folders
    around = next((one for one in folders if wanted == one or one in wanted.parents), None)
    if around is not None:
        raise StudioError(ErrorCode.CONTRADICTION, f"{around} is searched already", value=wanted)
    return _saved(tuple(one for one in folders if wanted not in one.parents) + (wanted,))


def remove_folder(folder: Path) -> SoundOptions:
    """Search a folder no longer; its files stay. Raises StudioError if it was not searched."""
    folders, wanted = load_options().folders, folder.expanduser().absolute()
    if wanted not in folders:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "this folder is not searched",
            value=wanted,
            legal=", ".join(map(str, folders)) or "none is",
        )
    return _saved(tuple(one for one in folders if one != wanted))


def _saved(folders: tuple[Path, ...]) -> SoundOptions:
    save_settings({"folders": [str(folder) for folder in folders]}, SECTION)
    return load_options()


def _wrong(name: str, value: object, legal: str) -> StudioError:
    return StudioError(
        ErrorCode.BAD_FILE,
        f"the setting {name} of [{SECTION}] is wrong in {settings_file()}",
        value=value,
        legal=legal,
    )
