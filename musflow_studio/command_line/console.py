"""The console of every command: what users wrote is printed as they wrote it."""

from __future__ import annotations

from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text


def open_console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console that reads no markup, emoji codes or numbers into stories, names and paths."""
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False)


def indented(text: str, columns: int = 2, style: str = "") -> Padding:
    """Text whose wrapped lines stay indented."""
    return Padding(Text(text, style), (0, 0, 0, columns), expand=False)
