"""Examples: the boards that come with the studio, where they are installed with it."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def example_board() -> Path | None:
    """The folder of the board that newcomers hear first; None where it was not installed."""
    board = EXAMPLES / "harbour-dawn"
    return board if (board / "panels.csv").is_file() else None


def example_pictures(count: int) -> tuple[Path, ...]:
    """The first pictures of that board."""
    board = example_board()
    return tuple(sorted(board.glob("*.jpg"))[:count]) if board else ()
