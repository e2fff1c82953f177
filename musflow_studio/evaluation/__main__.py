"""`python -m musflow_studio.evaluation`: the rules counted over sample cues, as a table."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from musflow_studio.domain.style import Style
from musflow_studio.evaluation.music_rules import CHECKS, SOUND_CHECKS
from musflow_studio.evaluation.rendered import Rendered, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally, add_up
from musflow_studio.presets import load_styles

EXCERPT_S = 20.0


def main() -> None:
    """Print, for each style, every rule with its share and some places where it was broken."""
    asked = argparse.ArgumentParser(prog="python -m musflow_studio.evaluation", description=__doc__)
    asked.add_argument("--cues", type=int, default=50, help="cues a style, seeds from 0")
    asked.add_argument("--style", action="append", help="only this style; may be repeated")
    asked.add_argument("--rule", type=int, action="append", help="only this rule; may be repeated")
    asked.add_argument("--examples", type=int, default=3, help="broken places shown a rule")
    asked.add_argument("--sound", type=int, default=0, metavar="N", help="render N cues a style")
    options = asked.parse_args()
    console = Console()
    for name, style in load_styles().items():
        if options.style and name not in options.style:
            continue
        cues = sample_cues(style, options.cues)
        found = [t for cue in cues for check in CHECKS for t in check(cue, style)]
        tallies = add_up([*found, *heard(style, options.sound)])
        shown = [t for t in tallies if not options.rule or t.rule in options.rule]
        console.print(_table(name, shown, options.examples))


def heard(style: Style, count: int) -> Iterator[Tally]:
    """The rules that need the sound, over the first 20 s of `count` cues of a style."""
    for cue in sample_cues(style, count):
        short = excerpt(cue, EXCERPT_S)
        with tempfile.TemporaryDirectory() as folder:
            sound = Rendered(short, Path(folder))
            for check in SOUND_CHECKS:
                yield from check(short, style, sound)


def _table(name: str, tallies: list[Tally], examples: int) -> Table:
    table = Table(title=name, title_justify="left")
    for heading in ("rule", "", "share", "needed", "counted", "holds", "broken at"):
        table.add_column(heading)
    for one in tallies:
        table.add_row(
            str(one.rule), one.name, f"{one.share:.3f}", f"{one.needed:g}", str(one.counted),
            "yes" if one.holds else "NO", "\n".join(one.broken[:examples]),
        )  # fmt: skip
    return table


if __name__ == "__main__":
    main()
