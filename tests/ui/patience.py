"""How long tests of the window wait for the worker."""

GENERATION_MS = 60_000
