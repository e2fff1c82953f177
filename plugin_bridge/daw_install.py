"""Putting the scripts of `daw_scripts/` where a DAW looks for them, and taking them away again.

Lua files put there are small and load the scripts of this installation, so that an update of the
studio updates them too; Live's Python gets copies. Each file begins with a mark; what bears no mark
is not ours: it is never overwritten and never removed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.mailboxes import mailbox_folder
from plugin_bridge.running import ports_file

MARK = "Installed by MusFlow Studio; `musflow bridge remove` takes it away."
SCRIPTS = Path(__file__).parent / "daw_scripts"
_OLDEST_ARDOUR, _NEWEST_ARDOUR = 7, 20


@dataclass(frozen=True)
class Daw:
    """One DAW.

    Attributes:
        name: as people write it.
        homes: its folders on this machine, those that exist.
        files: what is installed: path below a home -> text.
        after: what the user does next.
        looked_for: where a home was looked for, for the message when there is none.
    """

    name: str
    homes: Callable[[], list[Path]]
    files: Callable[[], dict[Path, str]]
    after: str
    looked_for: str


def install(daw: Daw, into: Path | None = None) -> list[Path]:
    """Write the DAW's files; again is no error. The files written.

    Raises StudioError: FILE_NOT_FOUND without a home, NOT_ALLOWED where a file is not ours.
    """
    paths.ensure_folder(mailbox_folder())
    wanted = {home / file: text for home in _homes(daw, into) for file, text in daw.files().items()}
    for file in wanted:
        _check_ours(file)
    for file, text in wanted.items():
        paths.ensure_folder(file.parent)
        replace_file(file, text.encode())
    return [*wanted]


def remove(daw: Daw, into: Path | None = None) -> list[Path]:
    """Remove what `install` wrote, and folders that are empty then. The files removed."""
    removed = []
    for home in _homes(daw, into):
        for name in daw.files():
            file = home / name
            if file.is_file() and _is_ours(file):
                with says_disk_errors(file):
                    file.unlink()
                    _remove_if_empty(file.parent, home)
                removed.append(file)
    return removed


def _homes(daw: Daw, into: Path | None) -> list[Path]:
    if into is not None:
        if not into.is_dir():
            raise StudioError(ErrorCode.FILE_NOT_FOUND, "there is no such folder", value=into)
        return [into]
    if homes := daw.homes():
        return homes
    raise StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"{daw.name} was not found on this machine",
        value=daw.looked_for,
        hint=f"start {daw.name} once, or name its folder with --into",
    )


def _check_ours(file: Path) -> None:
    if file.exists() and not _is_ours(file):
        raise StudioError(
            ErrorCode.NOT_ALLOWED,
            "a file of this name is there already, and not from MusFlow Studio",
            value=file,
            hint="move it away first",
        )


def _is_ours(file: Path) -> bool:
    with says_disk_errors(file), file.open("rb") as opened:
        return MARK.encode() in opened.read(400)


def _remove_if_empty(folder: Path, home: Path) -> None:
    if folder != home and folder.name.startswith("MusFlow") and not any(folder.iterdir()):
        folder.rmdir()


# The DAWs


def _config_folder(linux: str, mac: str, windows: str) -> Path:
    """A program's folder, the way each system has it."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac
    if sys.platform == "win32":
        return Path(os.environ.get(windows, "~")).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / linux


def _ardour_homes() -> list[Path]:
    base = _config_folder("", "Preferences", "LOCALAPPDATA")
    name = "Ardour" if sys.platform == "darwin" else "ardour"
    numbers = range(_OLDEST_ARDOUR, _NEWEST_ARDOUR)
    return [home for n in numbers if (home := base / f"{name}{n}").is_dir()]


def _ardour_files() -> dict[Path, str]:
    entries = sorted((SCRIPTS / "ardour" / "entries").glob("*.lua"))
    return {Path("scripts") / entry.name: _filled(entry) for entry in entries}


def _reaper_homes() -> list[Path]:
    home = _config_folder("REAPER", "Application Support/REAPER", "APPDATA")
    home = home / "REAPER" if sys.platform == "win32" else home
    return [home] if home.is_dir() else []


def _reaper_files() -> dict[Path, str]:
    entries = sorted((SCRIPTS / "reaper" / "entries").glob("*.lua"))
    return {Path("Scripts/MusFlow") / entry.name: _filled(entry) for entry in entries}


def _filled(file: Path) -> str:
    """A file with this machine's places in it."""
    text = file.read_text("utf-8").replace("@MARK@", MARK)
    for name, place in (("@SCRIPTS@", SCRIPTS), ("@MAILBOXES@", mailbox_folder())):
        text = text.replace(name, place.as_posix().replace('"', '\\"'))
    return text


def _live_homes() -> list[Path]:
    documents = "Documents" if sys.platform == "win32" else "Music"
    home = Path.home() / documents / "Ableton" / "User Library"
    return [home] if home.is_dir() else []


def _live_files() -> dict[Path, str]:
    """The Remote Script, whole: Live's own Python cannot reach this installation's modules."""
    folder, to = SCRIPTS / "live", Path("Remote Scripts/MusFlow")
    sources = [*sorted(folder.glob("*.py")), SCRIPTS.parent / "osc_packet.py"]
    return {to / source.name: _for_live(source) for source in sources}


def _for_live(source: Path) -> str:
    text = source.read_text("utf-8").replace("@PORTS@", str(ports_file()))
    return f"# {MARK}\n" + text.replace("from plugin_bridge.", "from .")


DAWS = {
    "ardour": Daw(
        "Ardour",
        _ardour_homes,
        _ardour_files,
        "In Ardour: Edit > Lua Scripts > Script Manager. Set the MusFlow actions into slots, and "
        'add "MusFlow: inbox" under Action Hooks. More in docs/daw-ardour.md.',
        "ardour7 or later in the configuration folder",
    ),
    "reaper": Daw(
        "REAPER",
        _reaper_homes,
        _reaper_files,
        "In REAPER: Actions > Show action list > New action > Load ReaScript, and choose the files "
        "in Scripts/MusFlow. More in docs/daw-reaper.md.",
        "its resource path, as Options > Show REAPER resource path shows it",
    ),
    "live": Daw(
        "Ableton Live",
        _live_homes,
        _live_files,
        "Restart Live, then in Settings > Link, Tempo & MIDI choose MusFlow as a control surface. "
        "More in docs/daw-live.md. Install again after an update of the studio.",
        "Ableton/User Library in your music (Windows: documents) folder",
    ),
}
