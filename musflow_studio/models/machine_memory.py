"""How much memory this machine has, asked of the system without loading anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def total_mb() -> int | None:
    """Main memory in MB; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_total_mb()
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except (OSError, ValueError):
        return None


def free_mb() -> int | None:
    """Memory a program could get now, in MB; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 // 1_000_000 if found else None


def _windows_total_mb() -> int | None:
    import ctypes

    kilobytes = ctypes.c_ulonglong()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - other systems have no windll
    if not kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes)):
        return None
    return kilobytes.value * 1024 // 1_000_000


def says_enough(needed_mb: int) -> str:
    """What a model's need means on this machine, one clause."""
    total, free = total_mb(), free_mb()
    if total is None:
        return f"needs about {needed_mb / 1000:.1f} GB of memory"
    has = f"needs about {needed_mb / 1000:.1f} GB of memory, this machine has {total / 1000:.1f}"
    if needed_mb > total:
        return f"{has}: too much at full precision; it will step down to half"
    if free is not None and needed_mb > free:
        return f"{has}, {free / 1000:.1f} free: close other programs first"
    return has
