"""`musflow setup clap`: an environment of its own for the laion-clap package.

The package wants numpy 1 and a torchvision that fits torch, so it cannot live beside the studio.
The environment lies in the data folder (or where MUSFLOW_CLAP_ENVIRONMENT says), takes about 2 GB,
and is checked by asking its own interpreter.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from musflow_studio import paths
from musflow_studio.domain.errors import StudioError
from musflow_studio.encoders.laion import check_environment, environment, interpreter

PACKAGES = (
    "laion-clap==1.1.7",
    "numpy==1.26.4",
    "torch==2.13.0",
    "torchvision==0.28.0",
    "transformers==5.23.0",
)
NEWEST_PYTHON = (3, 12)
"""The last one that numpy 1 has wheels for."""
OLDEST_PYTHON = (3, 10)
Say = Callable[[str], None]


def set_up(say: Say) -> bool:
    """Make the environment where it is missing; True when it works afterwards.

    A Python that fits is looked for: this one, else python3.12, python3.11, python3.10.
    """
    if environment().exists() and _works(say):
        return True
    python = _fitting_python()
    if python is None:
        say(
            "laion-clap: needs Python 3.10 to 3.12 (numpy 1 has no wheels for later ones), "
            f"and this is {sys.version_info.major}.{sys.version_info.minor}: install one of them"
        )
        return False
    place = environment()
    say(f"laion-clap: installing into {place} (about 2 GB, several minutes)")
    shutil.rmtree(place, ignore_errors=True)
    paths.ensure_folder(place.parent)
    made = _ran([str(python), "-m", "venv", str(place)], say)
    return made and _ran(_install(interpreter()), say) and _works(say)


def _install(python: Path) -> list[str]:
    return [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]


def _works(say: Say) -> bool:
    try:
        say(f"laion-clap: {check_environment()}")
    except StudioError as error:
        say(f"laion-clap: {error.sentence()}")
        return False
    return True


def _fitting_python() -> Path | None:
    if OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        return Path(sys.executable)
    names = (f"python3.{minor}" for minor in range(NEWEST_PYTHON[1], OLDEST_PYTHON[1] - 1, -1))
    found = next((there for name in names if (there := shutil.which(name))), None)
    return Path(found) if found else None


def _ran(command: list[str], say: Say) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        why = lines[-1] if lines else "no reason given"
        say(f"laion-clap: {' '.join(command[1:4])} failed: {why}")
    return done.returncode == 0
