"""Wording: what the column says, from values."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.events import Stage
from musflow_studio.domain.plan import CuePlan, Ending
from musflow_studio.domain.request import Quality
from musflow_studio.domain.storyboard import Panel
from ui.models.jobs import JobView

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MODES = ("major", "minor", "dorian", "mixolydian", "lydian", "phrygian")
METERS = ("4/4", "3/4", "6/8", "5/4")
BY_MOOD = "By mood"
FITS = {
    "steady": ("Steady", "One tempo; must-hits on a beat where that can be"),
    "exact": ("Exact", "The tempo bends so that every hit is met within half a frame"),
    "free": ("Free", "The mood's tempo; cuts are reported, not chased"),
}
DIALOGUES = {
    "under": ("Under it", "Where somebody speaks: no tune, no cymbals, softer"),
    "ignore": ("Ignore it", "Play on where somebody speaks"),
}
LENGTHS = {
    "picture": ("Picture", "Ends with the picture, to the frame"),
    "loop": ("Loop", "A seamless loop; whole bars decide the length"),
}
QUALITIES = {
    Quality.DRAFT.value: ("Draft", "Quick, for trying out; engines without steps ignore it"),
    Quality.STANDARD.value: ("Standard", "For use"),
    Quality.FINE.value: ("Fine", "As good as the engine can, however long it takes"),
}
ENDINGS = {
    Ending.BUTTON: "Button: a short chord, then silence",
    Ending.RING: "Ring: the last chord rings out",
    Ending.FADE: "Fade: it goes away by itself",
    Ending.HOLD: "Hold: the last chord stays",
    Ending.CUT: "Cut: the picture stops it",
}
STAGES = {
    Stage.READ: "Reading the panels",
    Stage.DESCRIBE: "Describing",
    Stage.PLAN: "Composing",
    Stage.GENERATE: "Rendering",
    Stage.FINISH: "Finishing",
    Stage.KEEP: "Keeping",
    Stage.EXPORT: "Exporting",
    Stage.HEAR: "Listening",
}


def seconds_text(seconds: float) -> str:
    """A stretch of time as people say it: "6 s", "2 min 10 s"."""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{whole} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def job_text(job: JobView) -> str:
    """What is being done, and how long it will still take."""
    if job.cancelling:
        return "Stopping…"
    stage = STAGES[job.stage] if job.stage else "Waiting for the engine"
    take = f", take {job.take} of {job.takes}" if job.takes > 1 else ""
    left = "" if job.eta_s is None else f", {seconds_text(job.eta_s)} left"
    return f"{stage}{take}{left}"


def key_parts(name: str) -> tuple[str, str]:
    """Tonic and mode of a key's name."""
    tonic, _, mode = name.partition(" ")
    return tonic, mode or "major"


def chords_text(plan: CuePlan, count: int = 6) -> str:
    """The first chords of a plan, each named where it changes."""
    symbols: list[str] = []
    for chord in plan.chords:
        if not symbols or symbols[-1] != chord.symbol:
            symbols.append(chord.symbol)
    more = " …" if len(symbols) > count else ""
    return " ".join(symbols[:count]) + more


def panels_text(panels: Sequence[Panel], uids: Sequence[str]) -> str:
    """The numbers of these panels: "None", "Panel 3", "Panels 2, 5"."""
    numbers = [panel.number for panel in panels if panel.uid in uids]
    if not numbers:
        return "None"
    shown = ", ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
    return f"Panel{'' if len(numbers) == 1 else 's'} {shown}"


def changes_text(changes: Sequence[str], take: int) -> str:
    """What has changed since a take was made, in one line; "" for nothing."""
    if not changes:
        return ""
    shown = ", ".join(changes[:3]) + (f" and {len(changes) - 3} more" if len(changes) > 3 else "")
    return f"Changed since take {take}: {shown}"
