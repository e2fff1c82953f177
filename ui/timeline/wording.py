"""What is under the pointer, or chosen by keyboard, in a plain sentence. No Qt."""

from __future__ import annotations

from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import Hit
from musflow_studio.domain.storyboard import HitWeight
from ui.timeline.contents import CueBlock, HitMark, PanelBlock
from ui.timeline.lanes import Lane
from ui.timeline.music import plan_hit
from ui.timeline.pointing import Target
from ui.timeline.scene import Scene

WEIGHTS = {
    HitWeight.MUST: "must hit",
    HitWeight.SHOULD: "should hit",
    HitWeight.IGNORE: "ignored",
    HitWeight.AVOID: "to be avoided",
}


def target_words(target: Target, scene: Scene) -> str:
    """One sentence; "" for an empty place."""
    if target.hit:
        return hit_words(target.hit, scene)
    if target.lane is Lane.HITS:
        return "Double-click to add a hit here"
    if target.cue:
        return cue_words(target.cue)
    if target.gap:
        return "No music here; double-click to add a cue"
    if target.bar:
        meter = f", {target.bar.meter}" if target.bar.meter else ""
        return f"Bar {target.bar.number}{meter}; drag to select bars, L loops them"
    if target.span:
        return target.span.text
    if target.lane is Lane.ENERGY and target.panel:
        return f"{energy_words(target.panel)}; drag to draw"
    if target.lane is Lane.PANELS and target.panel:
        return panel_words(target.panel)
    if target.lane is Lane.RULER:
        return "Drag to move the playhead"
    if target.lane is Lane.WAVE and scene.wave:
        return "Click to go there, drag to choose a stretch; L loops it"
    return ""


def hit_words(mark: HitMark, scene: Scene) -> str:
    """What a moment is, how much it matters, how well the music meets it."""
    place = f"inside panel {mark.panel.number}" if mark.inner else f"Cut into {mark.panel.number}"
    what = f"{mark.name or 'Hit'} {place}" if mark.inner else place
    hit = plan_hit(mark, scene.cue, scene.music.hits) if scene.cue and scene.music else None
    return f"{what}: {WEIGHTS[mark.weight]}{_met(hit, mark)}"


def _met(hit: Hit | None, mark: HitMark) -> str:
    if hit is None or mark.weight in (HitWeight.IGNORE, HitWeight.AVOID):
        return ""
    if abs(hit.error_frames) < 0.05:
        return f", exactly on {hit.beat}"
    side = "late" if hit.error_frames > 0 else "early"
    missed = "" if hit.reached else ", out of reach"
    return f", music {abs(hit.error_frames):.1f} frames {side} on {hit.beat}{missed}"


def cue_words(block: CueBlock) -> str:
    """Name, length, how far it is."""
    cue = block.cue
    takes = len(cue.clip_ids)
    made = f"{takes} take{'' if takes == 1 else 's'}" if takes else "no take yet"
    return f"Cue {cue.name}: {block.end_s - block.start_s:.2f} s, {cue.status}, {made}"


def panel_words(block: PanelBlock) -> str:
    """Number, length, story."""
    story = block.panel.story or block.panel.dialogue or block.panel.notes
    told = f"  {story}" if story else ""
    return f"Panel {block.panel.number}, {block.end_s - block.start_s:.2f} s{told}"


def energy_words(block: PanelBlock) -> str:
    """How much energy, and who said so."""
    if block.energy is None:
        return f"Energy of panel {block.panel.number} is not known yet"
    source = "set by hand" if block.by_hand else "as seen"
    return f"Energy of panel {block.panel.number}: {block.energy:.2f}, {source}"


def idle_words(scene: Scene) -> str:
    """What there is to say about the cue while nothing is pointed at."""
    cue, music = scene.cue, scene.music
    if cue is None:
        return "No cue is chosen"
    length_s = float(scene.rate.seconds(cue.out_frame - cue.in_frame))
    told = [cue.name, f"{length_s:.2f} s"]
    if music is None:
        return "   ".join((*told, "not planned yet"))
    told += [
        f"{bpm_text(round(music.tempi[0].bpm, 1))} bpm",
        music.keys[0].text if music.keys else "",
    ]
    if music.stale:
        stale_s = sum(end - start for start, end in music.stale)
        told.append(f"{stale_s:.1f} s of the take no longer fit the board; Generate re-fits them")
    elif not music.made:
        told.append("planned, not made yet")
    return "   ".join(part for part in told if part)
