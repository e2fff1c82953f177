"""What a value read from a file must satisfy before a stage may trust it.

One function per kind of document: `check_storyboard`, `check_described`, `check_plan`,
`check_project`. Each raises StudioError naming the field, its value and the legal range; a plan
edited by hand either passes here or is refused here, and never surprises a later stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from musflow_studio.documents.ranges import require, within
from musflow_studio.documents.score_invariants import check_grid, check_score
from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Arrival, CuePlan, Hit, Key, Motif, PanelPlan, Passage, Pins
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.reference import Reference
from musflow_studio.domain.storyboard import Panel, PanelOverride, Region, Storyboard

MODES = ("major", "minor", "dorian", "mixolydian", "lydian", "phrygian")
LONGEST_BOARD_SECONDS = 4 * 3600
SEED_HIGH = 2**32 - 1


def check_storyboard(board: Storyboard, at: str = "storyboard") -> None:
    """Panels exist, have their own uids and sane lengths; overrides are in range."""
    require(board.panels, f"{at}.panels", "is empty", "at least one panel")
    uids = [panel.uid for panel in board.panels]
    for i, panel in enumerate(board.panels):
        _check_panel(panel, f"{at}.panels[{i}]")
        require(uids.index(panel.uid) == i, f"{at}.panels[{i}].uid", "stands twice", "")
    within(
        f"{at}.length in seconds",
        float(board.rate.seconds(board.length_frames)),
        0,
        LONGEST_BOARD_SECONDS,
    )
    within(
        f"{at}.start_timecode_frames",
        board.start_timecode_frames,
        0,
        board.rate.timecode_base * 86400 - 1,
    )


def _check_panel(panel: Panel, at: str) -> None:
    require(panel.uid, f"{at}.uid", "is empty", "")
    within(f"{at}.length_frames", panel.length_frames, 1, 10_000_000)
    within(f"{at}.page", panel.page, 0, 100_000)
    if panel.region is not None:
        _check_region(panel.region, f"{at}.region")
    for i, hit in enumerate(panel.inner_hits):
        within(f"{at}.inner_hits[{i}].frame", hit.frame, 1, panel.length_frames - 1)
    _check_override(panel.override, f"{at}.override")


def _check_region(region: Region, at: str) -> None:
    for low, high in (("left", "right"), ("top", "bottom")):
        within(f"{at}.{low}", getattr(region, low), 0, 1)
        within(f"{at}.{high}", getattr(region, high), 0, 1)
        ordered = getattr(region, low) < getattr(region, high)
        require(ordered, f"{at}.{high}", f"is not greater than {low}", "")


def _check_override(override: PanelOverride, at: str) -> None:
    for name, low in (("valence", -1), ("arousal", -1), ("energy", 0)):
        value = getattr(override, name)
        if value is not None:
            within(f"{at}.{name}", value, low, 1)
    within(f"{at}.variation", override.variation, 0, 1_000_000)


def check_described(board: Storyboard, description: Description) -> None:
    """The board is sound and the description speaks of exactly its panels, in order."""
    check_storyboard(board)
    told = [panel.panel_uid for panel in description.panels]
    if told != [panel.uid for panel in board.panels]:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "description.panels and storyboard.panels name different panels",
            hint="keep one description per panel, in board order",
        )
    check_description(description)


def check_description(description: Description, at: str = "description") -> None:
    """Moods, energies and weights are in range."""
    for i, panel in enumerate(description.panels):
        _check_panel_description(panel, f"{at}.panels[{i}]")
    _check_reference(description.reference, f"{at}.reference")


def _check_panel_description(panel: PanelDescription, at: str) -> None:
    _check_mood(panel.mood, f"{at}.mood")
    within(f"{at}.energy", panel.energy, 0, 1)
    if panel.seen_mood is not None:
        _check_mood(panel.seen_mood, f"{at}.seen_mood")
    if panel.seen_energy is not None:
        within(f"{at}.seen_energy", panel.seen_energy, 0, 1)
    for i, evidence in enumerate(panel.evidence):
        within(f"{at}.evidence[{i}].weight", evidence.weight, 0, 1)


def _check_mood(mood: Mood, at: str) -> None:
    for name in ("valence", "arousal", "dominance"):
        within(f"{at}.{name}", getattr(mood, name), -1, 1)
    within(f"{at}.tension", mood.tension, 0, 1)


def _check_reference(reference: BoardReference, at: str) -> None:
    within(f"{at}.median_length_seconds", reference.median_length_seconds, 1e-3, 36000)
    within(f"{at}.median_brightness", reference.median_brightness, 0, 1)
    within(f"{at}.median_line_density", reference.median_line_density, 0, 1)


def check_plan(plan: CuePlan) -> None:
    """Everything an engine and the finishing rely on."""
    check_storyboard(plan.storyboard)
    check_description(plan.description)
    within("in_frame", plan.in_frame, 0, plan.storyboard.length_frames - 1)
    within("out_frame", plan.out_frame, plan.in_frame + 1, plan.storyboard.length_frames)
    within("seed", plan.seed, 0, SEED_HIGH)
    within("tail_s", plan.tail_s, 0, 30)
    check_pins(plan.pins, "pins")
    _check_key(plan.key, "key")
    _check_motif(plan.motif, "motif")
    check_grid(plan.grid)
    _check_panel_plans(plan)
    if plan.reference is not None:
        _check_piece(plan.reference, "reference")
    _check_hits(plan.hits)
    for name, passage in plan.passages.items():
        _check_passage(passage, f"passages[{name!r}]")
    for name, arrival in plan.arrivals.items():
        _check_arrival(arrival, f"arrivals[{name!r}]")
    check_score(plan)


def _check_piece(reference: Reference, at: str) -> None:
    within(f"{at}.seconds", reference.seconds, 0, 1e6)
    if reference.bpm is not None:
        within(f"{at}.bpm", reference.bpm, 10, 500)
    for i, (_, energy) in enumerate(reference.energy_curve):
        within(f"{at}.energy_curve[{i}]", energy, 0, 1)
    for name in ("bpm_sure", "key_sure"):
        within(f"{at}.{name}", getattr(reference, name), 0, 1)


def check_pins(pins: Pins, at: str) -> None:
    """The numbers a user pinned; words (key, chords, metre) are read by the planner."""
    if pins.bpm is not None:
        within(f"{at}.bpm", pins.bpm, 40, 240)
    if pins.bars is not None:
        within(f"{at}.bars", pins.bars, 1, 512)
    if pins.motif is not None:
        _check_motif(pins.motif, f"{at}.motif")


def _check_key(key: Key, at: str) -> None:
    within(f"{at}.tonic", key.tonic, 0, 11)
    require(key.mode in MODES, f"{at}.mode", f"is unknown (got {key.mode!r})", ", ".join(MODES))


def _check_motif(motif: Motif, at: str) -> None:
    within(f"{at}.degrees: how many", len(motif.degrees), 1, 16)
    for i, degree in enumerate(motif.degrees):
        within(f"{at}.degrees[{i}]", degree, -14, 14)
    require(
        len(motif.rhythm_ticks) == len(motif.degrees),
        f"{at}.rhythm_ticks",
        f"has {len(motif.rhythm_ticks)} values",
        f"as many as {at}.degrees, {len(motif.degrees)}",
    )
    for i, ticks in enumerate(motif.rhythm_ticks):
        within(f"{at}.rhythm_ticks[{i}]", ticks, 1, 10_000_000)


def _check_panel_plans(plan: CuePlan) -> None:
    require(plan.panels, "panels", "is empty", "at least one panel")
    known = {panel.uid for panel in plan.storyboard.panels}
    described = {panel.panel_uid for panel in plan.description.panels}
    for i, panel in enumerate(plan.panels):
        at = f"panels[{i}]"
        require(panel.panel_uid in known, f"{at}.panel_uid", "is not on the storyboard", "")
        require(panel.panel_uid in described, f"{at}.panel_uid", "is not described", "")
        _check_panel_plan(panel, at)
        _check_mood(panel.mood, f"{at}.mood")
    _ascending("panels", "start_frame", [panel.start_frame for panel in plan.panels])


def _check_panel_plan(panel: PanelPlan, at: str) -> None:
    within(f"{at}.energy", panel.energy, 0, 1)
    within(f"{at}.start_frame", panel.start_frame, 0, 10_000_000)
    within(f"{at}.end_frame", panel.end_frame, panel.start_frame + 1, 20_000_000)
    within(f"{at}.start_tick", panel.start_tick, 0, 1_000_000_000)
    within(f"{at}.end_tick", panel.end_tick, panel.start_tick, 1_000_000_000)


def _check_hits(hits: Iterable[Hit]) -> None:
    kinds = ("beat", "eighth", "sixteenth", "off")
    for i, hit in enumerate(hits):
        within(f"hits[{i}].frame", hit.frame, 0, 20_000_000)
        within(f"hits[{i}].tick", hit.tick, 0, 1_000_000_000)
        require(hit.kind in kinds, f"hits[{i}].kind", f"is {hit.kind!r}", ", ".join(kinds))


def _check_passage(passage: Passage, at: str) -> None:
    within(f"{at}.hush_ticks", passage.hush_ticks, 0, 1_000_000)
    within(f"{at}.wind_down_ticks", passage.wind_down_ticks, 0, 1_000_000)
    if passage.target is not None:
        within(f"{at}.target", passage.target, 0, 11)


def _check_arrival(arrival: Arrival, at: str) -> None:
    within(f"{at}.bar", arrival.bar, 0, 1_000_000)
    for i, pitch in enumerate(arrival.held):
        within(f"{at}.held[{i}]", pitch, 0, 127)
    if arrival.bass is not None:
        within(f"{at}.bass", arrival.bass, 0, 127)
    if arrival.home is not None:
        _check_key(arrival.home, f"{at}.home")


def _ascending(at: str, field: str, values: Sequence[int]) -> None:
    for i, (before, after) in enumerate(zip(values, values[1:], strict=False), start=1):
        require(before < after, f"{at}[{i}].{field}", "is not after the one before it", "")


def check_project(project: Project) -> None:
    """The board is sound; cues lie on it, have their own uids, and choose among their clips."""
    check_storyboard(project.storyboard)
    uids = [cue.uid for cue in project.cues]
    names = [cue.name.casefold() for cue in project.cues]
    for i, cue in enumerate(project.cues):
        require(uids.index(cue.uid) == i, f"cues[{i}].uid", "stands twice", "")
        require(cue.name.strip(), f"cues[{i}].name", "is empty", "")
        require(names.index(cue.name.casefold()) == i, f"cues[{i}].name", "stands twice", "")
        _check_cue(cue, project.storyboard.length_frames, f"cues[{i}]")


def _check_cue(cue: ProjectCue, board_frames: int, at: str) -> None:
    within(f"{at}.in_frame", cue.in_frame, 0, board_frames - 1)
    within(f"{at}.out_frame", cue.out_frame, cue.in_frame + 1, board_frames)
    within(f"{at}.tail_s", cue.tail_s, 0, 30)
    if cue.seed is not None:
        within(f"{at}.seed", cue.seed, 0, SEED_HIGH)
    if cue.chosen_clip_id:
        known = cue.chosen_clip_id in cue.clip_ids
        require(known, f"{at}.chosen_clip_id", "is not among its clip_ids", "")
    check_pins(cue.pins, f"{at}.pins")
