"""Engines: the names of what can turn a plan into sound, known without loading any of it."""

from __future__ import annotations

ENGINES = {"sampled": "sampled instruments play the plan's score"}
"""Name -> what it is, in a few words; the default one first. `generation` registers each."""
