"""Wording: what the models pane says of sizes, times, states and licences."""

from __future__ import annotations

from pathlib import Path

from musflow_studio.domain.model import Licence, ModelEntry, ModelKind
from ui.models.model_fetch import Fetch
from ui.models.model_uses import NONE, ModelUse

INTRO = (
    "The studio works without any of these. Nothing is fetched unless you press Fetch; "
    "everything else runs with the network switched off."
)
AGREE = "I do no paid work with it"
STATED_PAID = "free to use, for paid work too"
STATED_UNPAID = "not known to allow paid work"
KINDS = {
    ModelKind.CAPTIONER: "Say what pictures show",
    ModelKind.PICTURE_TEXT: "Find moods in pictures",
    ModelKind.AUDIO_TEXT: "Hear takes, find music",
    ModelKind.LANGUAGE: "Effects by words",
    ModelKind.MUSIC: "Make music",
}


def size(megabytes: float) -> str:
    """As people write it: 320 MB, 2.4 GB."""
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB"
    return f"{megabytes:.0f} MB" if megabytes >= 1 else f"{max(1.0, megabytes * 1000):.0f} kB"


def state(entry: ModelEntry, fetch: Fetch | None) -> str:
    """Where a model is, in a word or two."""
    if fetch and fetch.name == entry.name:
        if not fetch.total_bytes:
            return "fetching"
        return f"{100 * fetch.done_bytes // fetch.total_bytes} %"
    if entry.installed:
        return "here"
    return "partly here" if entry.fetched_bytes else size(entry.size_mb)


def progress(fetch: Fetch, now: float) -> str:
    """How far a fetch is."""
    if fetch.stopping:
        return "Stopping…"
    if not fetch.total_bytes:
        return "Asking the hub…"
    says = f"{size(fetch.done_bytes / 1e6)} of {size(fetch.total_bytes / 1e6)}"
    left_s = fetch.left_s(now)
    return says if left_s is None else f"{says}, {time_left(left_s)} left"


def time_left(seconds: float) -> str:
    """About how long."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 90 else f"about {seconds / 3600:.1f} h"


def fetch_label(entry: ModelEntry) -> str:
    """What the button says that fetches it."""
    left_mb = entry.size_mb - entry.fetched_bytes / 1e6
    if entry.fetched_bytes:
        return f"Go on ({size(left_mb)} left)" if left_mb > 1 else "Go on"
    return f"Fetch ({size(entry.size_mb)})"


def where(entry: ModelEntry, fetch: Fetch | None) -> str:
    """Where its files lie."""
    if entry.installed:
        return in_home(entry.installed.folder)
    if fetch and fetch.name == entry.name:
        return "On its way"
    if entry.fetched_bytes:
        return f"{size(entry.fetched_bytes / 1e6)} of it were fetched; the rest can follow"
    return "Not on this machine"


def in_home(folder: Path) -> str:
    """A folder, the user's own one as ~."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def licence(one: Licence) -> str:
    """What may be done with the weights, plainly."""
    return f"{one.name}: {one.words}"


def marked(one: Licence, *, here: bool) -> str:
    """What a licence that forbids paid work means here."""
    start = "Not for paid work." if here else "Its licence does not allow paid work."
    return f"{start} Every take it has a part in will be marked “{one.name}”."


def origin(entry: ModelEntry) -> str:
    """Where its files come from."""
    if not entry.one.repo:
        return "A folder that was added"
    revision = entry.installed.revision[:8] if entry.installed else ""
    return f"{entry.one.repo}, version {revision}" if revision else entry.one.repo


def removal(entry: ModelEntry, trash: Path) -> str:
    """What removing does, said before."""
    model = entry.installed
    if model is None:
        return (
            f"What was fetched of it ({size(entry.fetched_bytes / 1e6)}) goes to {in_home(trash)}, "
            "which you may empty. This cannot be undone; it would be fetched from the start."
        )
    if not model.folder.is_relative_to(trash.parent):
        return (
            f"The studio forgets it; its files stay where they are, in {in_home(model.folder)}. "
            "This cannot be undone; it can be added again."
        )
    return (
        f"Its files ({size(model.size_bytes / 1e6)}) go to {in_home(trash)}, which you may empty. "
        "This cannot be undone here; it would be fetched again."
    )


def choice(use: ModelUse, name: str, first: str) -> str:
    """What the list of a use calls one of its choices; `first` is taken by itself, "" for none."""
    if name == NONE:
        return "None"
    if name:
        return name
    if not use.first_by_itself:
        return "None"
    return f"{first} (the first one here)" if first else "None is here"
