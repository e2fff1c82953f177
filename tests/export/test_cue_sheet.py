"""The cue sheet: right moments, right timecode, a page that holds its words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from filmed_clips import filmed_clip
from PIL import Image

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel
from musflow_studio.encoders.pictures import open_panel_picture
from musflow_studio.export.cue_sheet import CSV_HEADER, cue_sheet, sheet_as_csv
from musflow_studio.export.cue_sheet_pdf import write_cue_sheet_pdf


def with_hits(clip: Clip) -> Clip:
    """The clip with a hit for every panel, one inside the second, and the end."""
    plan = clip.recipe.plan
    hits = [
        replace(
            plan.hits[0], panel_uid=p.panel_uid, panel=str(i + 1), frame=p.start_frame, tick=480
        )
        for i, p in enumerate(plan.panels)
    ]
    inside = plan.panels[1].start_frame + 4
    hits.insert(2, replace(hits[1], frame=inside, weight=HitWeight.MUST, error_frames=-0.001))
    end = replace(hits[0], panel_uid="", panel="end", frame=plan.out_frame, error_frames=1.5)
    panels = list(plan.storyboard.panels)
    panels[1] = replace(panels[1], inner_hits=(InnerHit(4, HitWeight.MUST, "door slams"),))
    board = replace(plan.storyboard, panels=tuple(panels))
    plan = replace(plan, storyboard=board, hits=(*hits, end))
    return replace(clip, recipe=replace(clip.recipe, plan=plan))


def many_panels(tmp_path: Path, count: int) -> Clip:
    clip = with_hits(filmed_clip(tmp_path, "29.97df", lengths=(40,) * count))
    plan = clip.recipe.plan
    lines = ("Mélancolie à Łódź", "Ελπίδα, Надежда", "She runs; " * 20)
    panels = tuple(replace(p, story=lines[i % 3]) for i, p in enumerate(plan.storyboard.panels))
    plan = replace(plan, storyboard=replace(plan.storyboard, panels=panels))
    return replace(clip, recipe=replace(clip.recipe, plan=plan))


def look(panel: Panel) -> Image.Image | None:
    return open_panel_picture(panel, longest_side_px=300)


def printed(clip: Clip) -> tuple[bytes, int]:
    out = io.BytesIO()
    pages = write_cue_sheet_pdf(cue_sheet(clip), clip.recipe.plan, look, out)
    return out.getvalue(), pages


def test_rows_say_panel_timecode_and_what_happens(tmp_path: Path) -> None:
    rows = cue_sheet(with_hits(filmed_clip(tmp_path, "25", lengths=(30, 20, 10)))).rows
    assert [(r.panel, r.timecode, r.text) for r in rows] == [
        ("1", "01:00:00:00", "colour 0"),
        ("2", "01:00:01:05", "colour 1"),
        ("2", "01:00:01:09", "door slams"),
        ("3", "01:00:02:00", "colour 2"),
        ("end", "01:00:02:10", "end of the picture"),
    ]
    assert [r.opens for r in rows] == [True, True, False, True, False]
    assert rows[1].chord == "F#m"


def test_drop_frame_timecode_skips_its_numbers(tmp_path: Path) -> None:
    rows = cue_sheet(with_hits(filmed_clip(tmp_path, "29.97df", lengths=(1800, 10)))).rows
    assert rows[1].timecode == "01:01:00;02"


def test_csv_reads_back(tmp_path: Path) -> None:
    text = sheet_as_csv(cue_sheet(with_hits(filmed_clip(tmp_path))))
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert tuple(head) == CSV_HEADER
    assert len(rows) == 5
    assert rows[2][head.index("error_frames")] == "+0.00"
    assert rows[4][head.index("error_frames")] == "+1.50"


@pytest.mark.parametrize(("panels", "pages"), [(6, 1), (40, 1), (150, 3)])
def test_forty_panels_stay_on_one_page(tmp_path: Path, panels: int, pages: int) -> None:
    pdf, told = printed(many_panels(tmp_path, panels))
    assert told == pages
    assert len(re.findall(rb"/Type /Page\b", pdf)) == pages


def test_the_same_clip_prints_the_same_bytes(tmp_path: Path) -> None:
    clip = many_panels(tmp_path, 6)
    assert printed(clip)[0] == printed(clip)[0]
