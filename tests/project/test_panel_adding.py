"""Panels of another board put into a project."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from musflow_studio.documents.invariants import check_project
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Region, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project import new_project
from musflow_studio.project.panel_adding import add_panels, with_picture_of
from musflow_studio.project.panel_names import free_numbers


def board(*numbers: str, uids: str = "u", frames: int = 24, fps: int = 24) -> Storyboard:
    panels = [Panel(f"{uids}{n}", n, frames) for n in numbers]
    panels[0] = replace(panels[0], weight=HitWeight.MUST)
    return Storyboard("Film", FrameRate(Fraction(fps)), tuple(panels))


def numbers(project: Project) -> list[str]:
    return [panel.number for panel in project.storyboard.panels]


def test_behind_the_end_the_count_goes_on() -> None:
    grown = add_panels(new_project(board("1", "2")), board("1", "2", uids="v"), 2)
    assert numbers(grown) == ["1", "2", "3", "4"]
    assert grown.cues[0].out_frame == 96
    assert grown.storyboard.panels[2].weight is HitWeight.SHOULD


def test_between_panels_numbers_get_letters() -> None:
    film = new_project(board("1", "2", "3"))
    grown = add_panels(film, board("1", "2", uids="v"), 2)
    assert numbers(grown) == ["1", "2", "2A", "2B", "3"]
    assert numbers(add_panels(grown, board("1", uids="w"), 3)) == ["1", "2", "2A", "2C", "2B", "3"]
    assert numbers(add_panels(film, board("1", uids="v"), 0)) == ["0A", "1", "2", "3"]
    assert free_numbers(film, 1, 28)[-2:] == ["1AA", "1AB"]
    assert free_numbers(new_project(board("12.1", "12.2")), 2, 1) == ["12.2A"]


def test_the_same_pictures_come_as_new_panels() -> None:
    film = new_project(board("1", "2"))
    twice = add_panels(add_panels(film, board("1"), 2), board("1"), 3)
    assert [p.uid for p in twice.storyboard.panels] == ["u1", "u2", "u1-2", "u1-3"]
    check_project(twice)


def test_lengths_are_taken_over_in_seconds() -> None:
    film = new_project(board("1", fps=24))
    other = board("1", "2", "3", uids="v", frames=10, fps=30)
    hit = replace(other.panels[1], inner_hits=(InnerHit(5, HitWeight.MUST),))
    other = replace(other, panels=(other.panels[0], hit, other.panels[2]))
    grown = add_panels(film, other, 1)
    assert [p.length_frames for p in grown.storyboard.panels] == [24, 8, 8, 8]
    assert grown.storyboard.panels[2].inner_hits == (InnerHit(4, HitWeight.MUST),)
    check_project(grown)


def test_a_board_does_not_grow_over_its_limit() -> None:
    film = new_project(board(*map(str, range(1, 2001)), frames=1))
    with pytest.raises(StudioError, match="1 to 2000"):
        add_panels(film, board("1", uids="v"), 2000)


def test_a_panel_shows_another_picture_and_keeps_the_rest() -> None:
    film = new_project(board("1", "2"))
    page = replace(
        board("9").panels[0],
        picture=Path("/art/new.pdf"),
        picture_sha256="0" * 64,
        page=3,
        region=Region(0, 0, 0.5, 0.5),
    )
    other = Storyboard("New", FrameRate(), (page,))
    shown = with_picture_of(film, "u2", other)
    panel = shown.storyboard.panels[1]
    assert (panel.picture, panel.page, panel.region) == (page.picture, 3, page.region)
    before = film.storyboard.panels[1]
    assert replace(panel, picture=None, picture_sha256="", page=0, region=None) == before
    with pytest.raises(StudioError, match="no picture in it"):
        with_picture_of(film, "u2", board("1"))
