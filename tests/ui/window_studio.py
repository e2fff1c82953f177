"""A real studio in a MUSFLOW_HOME of its own, for tests of the window that share one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from musflow_studio.studio import Studio


@contextmanager
def studio_in(home: Path) -> Iterator[Studio]:
    """The studio, its worker started in that home."""
    before = os.environ.get("MUSFLOW_HOME")
    os.environ["MUSFLOW_HOME"] = str(home)
    with Studio() as opened:
        opened._call(lambda: None).result()  # its worker was started in this home
        yield opened
    if before is None:
        del os.environ["MUSFLOW_HOME"]
    else:
        os.environ["MUSFLOW_HOME"] = before
