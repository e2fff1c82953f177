"""Install the programs that tests talk to, where this may be done: Debian, as root or with sudo.

Everywhere else, and where the installation fails, it is said which tests will be skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

TOOLS = {
    "pulseaudio": ("pulseaudio pulseaudio-utils libasound2-plugins", "playing, heard"),
    "jackd": ("jackd2 libjack-jackd2-0", "MIDI through JACK"),
    "pd": ("puredata-core", "OSC from Pure Data"),
    "oscsend": ("liblo-tools", "OSC from a client nobody here wrote"),
    "curl": ("curl", "OSCQuery from a client nobody here wrote"),
    "Xvfb": ("xvfb xauth", "the window on a real screen"),
    "xdotool": ("xdotool openbox", "drags by a real mouse, Ardour's dialog"),
    "ardour": ("ardour", "the scripts in a real Ardour"),
    "lua5.3": ("lua5.3", "the pure parts of the DAW scripts"),
    "ffprobe": ("ffmpeg", "the video, read by another program"),
}
"""Program -> (Debian packages, what is skipped without it)."""


def main() -> None:
    """Install what is missing; never fail."""
    missing = {name: tool for name, tool in TOOLS.items() if not shutil.which(name)}
    if missing:
        _install([package for packages, _ in missing.values() for package in packages.split()])
    for name, (packages, skipped) in missing.items():
        if not shutil.which(name):
            sys.stdout.write(f"{name} is missing ({packages}); skipped: {skipped}\n")


def _install(packages: list[str]) -> None:
    root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (root and not shutil.which("sudo")):
        return
    sys.stdout.write(f"Installing for the tests: {' '.join(packages)}\n")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    quiet = subprocess.DEVNULL
    if subprocess.run(install, check=False, stdout=quiet, stderr=quiet).returncode:
        subprocess.run([*apt, "update"], check=False, stdout=quiet)
        subprocess.run(install, check=False, stdout=quiet)


if __name__ == "__main__":
    main()
