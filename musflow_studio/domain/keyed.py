"""Random draws keyed by meaning (seed, cue, panel, role, purpose), never by order.

Two draws with the same key are equal whatever else was drawn before, so an edit to one panel
leaves the draws of every other panel untouched.
"""

from __future__ import annotations

import hashlib
import random


def keyed_random(
    seed: int, *, cue: str, panel: str = "", role: str = "", purpose: str
) -> random.Random:
    """A generator seeded by the SHA-256 of its key; stable across machines and versions."""
    key = "\x1f".join((str(seed), cue, panel, role, purpose))
    return random.Random(int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], "big"))
