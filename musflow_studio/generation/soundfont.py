"""Soundfont: finding the sampled instruments on this machine and saying what they are."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.paths import data_folder

VARIABLE = "MUSFLOW_SOUNDFONT"
ENDINGS = (".sf3", ".sf2")
PREFERRED = (
    "musescore_general_lite",
    "musescore_general",
    "fluidr3",
    "generaluser",
    "default-gm",
    "timgm6mb",
)
"""Best first. The lite edition is what `musflow setup` installs and what the styles are balanced
with; the full one takes 4 s to decode its strings and piano, the lite one 1.3 s."""
_SETUP_HINT = f"run `musflow setup`, or name a .sf2 or .sf3 file in {VARIABLE}"

LICENCES = {
    "musescore_general": "MIT, after FluidR3 Mono (MIT), with CC0 and public-domain samples",
    "fluidr3": "MIT (Frank Wen)",
    "generaluser": "GeneralUser GS licence 2.0: free for any music, commercial or not",
    "timgm6mb": "GPL-2.0 (Tim Brechbill)",
}


@dataclass(frozen=True)
class SoundFont:
    """A soundfont file, identified.

    Attributes:
        path: absolute, links resolved.
        sha256: hex digest of its bytes.
        licence: in plain words.
    """

    path: Path
    sha256: str
    licence: str

    @property
    def name(self) -> str:
        """The file's name, as shown on takes."""
        return self.path.name


def find_soundfont() -> Path:
    """The soundfont to play with: the named one, else the best one found; links resolved.

    Raises:
        StudioError: FILE_NOT_FOUND or BAD_FILE if MUSFLOW_SOUNDFONT names no soundfont,
            NO_SOUNDFONT if there is none anywhere.
    """
    named = os.environ.get(VARIABLE, "")
    if named:
        return _checked(Path(named).expanduser().absolute())
    for folder in (data_folder() / "soundfonts", *standard_folders()):
        if fonts := sorted(_fonts_in(folder), key=_rank):
            return _checked(fonts[0])
    raise StudioError(
        ErrorCode.NO_SOUNDFONT, "no soundfont found on this machine", hint=_SETUP_HINT
    )


def identify(path: Path) -> SoundFont:
    """A soundfont with its digest and licence; the digest is kept while the file is the same."""
    real = path.resolve()
    stat = real.stat()
    return SoundFont(real, _digest(real, stat.st_size, stat.st_mtime_ns), _licence(real))


def standard_folders() -> tuple[Path, ...]:
    """Where soundfonts lie on this system, best first; not all exist."""
    if sys.platform == "win32":
        roots = [os.environ.get(v, "") for v in ("LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES")]
        folders = [Path(root) / "soundfonts" for root in roots if root]
        folders.append(Path("C:/soundfonts"))
    elif sys.platform == "darwin":
        sounds = "Library/Audio/Sounds/Banks"
        folders = [Path.home() / sounds, Path("/") / sounds]
        folders += [Path("/opt/homebrew/share/soundfonts"), Path("/usr/local/share/soundfonts")]
    else:
        folders = [Path.home() / ".local/share/soundfonts"]
        for root in (Path("/usr/share"), Path("/usr/local/share")):
            folders += [root / "sounds/sf3", root / "sounds/sf2", root / "soundfonts"]
    return (*folders, *_carried_folder())


def _carried_folder() -> Iterator[Path]:
    """The package pretty_midi carries a small soundfont; found without importing it."""
    spec = importlib.util.find_spec("pretty_midi")
    if spec and spec.origin:
        yield Path(spec.origin).parent


def _fonts_in(folder: Path) -> Iterator[Path]:
    try:
        yield from (p for p in folder.iterdir() if p.suffix.lower() in ENDINGS and p.is_file())
    except OSError:
        return  # no such folder, or not ours to read: nothing to find there


def _rank(path: Path) -> tuple[int, str]:
    name = path.name.lower().replace(" ", "_")
    known = (i for i, start in enumerate(PREFERRED) if name.startswith(start))
    return next(known, len(PREFERRED)), path.name


def _checked(path: Path) -> Path:
    """The real file behind a path, if it begins as a soundfont does (SoundFont 2.04, RIFF)."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND,
            f"cannot open the soundfont ({error.strerror})",
            value=path,
            hint=_SETUP_HINT,
        ) from error
    if head[:4] != b"RIFF" or head[8:] != b"sfbk":
        raise StudioError(
            ErrorCode.BAD_FILE, "not a soundfont", value=path, legal=".sf2, .sf3", hint=_SETUP_HINT
        )
    return path.resolve()


@lru_cache(maxsize=8)
def _digest(path: Path, size: int, modified_ns: int) -> str:
    """Measured: 0.06 s for 40 MB, so it is kept for the process only."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _licence(path: Path) -> str:
    name = path.name.lower().replace(" ", "_")
    for start, words in LICENCES.items():
        if name.startswith(start):
            return words
    return _stated_licence(path) or "not stated in the file: ask where it came from"


def _stated_licence(path: Path) -> str:
    """The copyright line (ICOP) of the file's INFO list, or ""."""
    with path.open("rb") as file:
        head = file.read(65536)
    at = head.find(b"ICOP")
    if at < 0:
        return ""
    size = int.from_bytes(head[at + 4 : at + 8], "little")
    text = head[at + 8 : at + 8 + size].split(b"\0")[0].decode("latin-1").strip()
    return f"as the file says: {text}" if text else ""
