"""Words, weights and overrides of panels."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, Panel, PanelOverride
from musflow_studio.project import new_project
from musflow_studio.project.panel_words import (
    reset_override,
    set_override,
    set_weight,
    set_words,
)
from musflow_studio.project.panels import panel_of_uid


@pytest.fixture
def film() -> Project:
    return new_project(tiny_cue.board())


def second(project: Project) -> Panel:
    return panel_of_uid(project, "b")


def test_words_are_made_tidy_and_others_stay(film: Project) -> None:
    told = set_words(film, "b", story=" The  door\nopens ", dialogue="Who is there?")
    assert (second(told).story, second(told).dialogue) == ("The door opens", "Who is there?")
    assert set_words(told, "b", notes="pan left").storyboard.panels[1].story == "The door opens"
    with pytest.raises(StudioError, match="anel 2B.*up to 10000"):
        set_words(film, "b", story="x" * 10_001)


def test_a_star_makes_a_must_hit(film: Project) -> None:
    starred = second(set_words(film, "b", story="* The door slams"))
    assert (starred.story, starred.weight) == ("The door slams", HitWeight.MUST)
    assert second(set_words(film, "b", story="The door * slams")).weight is HitWeight.SHOULD


def test_weights_of_several_panels(film: Project) -> None:
    ignored = set_weight(film, {"a", "b"}, HitWeight.IGNORE)
    assert {panel.weight for panel in ignored.storyboard.panels} == {HitWeight.IGNORE}


def test_an_override_keeps_what_is_not_named(film: Project) -> None:
    moody = set_override(film, {"b"}, valence=-0.5, arousal=0.25)
    both = set_override(moody, {"a", "b"}, energy=1.0, caption=" a  storm ")
    assert second(both).override == PanelOverride(-0.5, 0.25, 1.0, "a storm")
    assert both.storyboard.panels[0].override == PanelOverride(energy=1.0, caption="a storm")
    assert second(set_override(both, {"b"}, caption="")).override.caption is None
    assert reset_override(both, {"a", "b"}) == film


def test_as_seen_keeps_a_panel_composed_anew(film: Project) -> None:
    anew = replace(second(film), override=PanelOverride(energy=0.9, variation=2))
    told = replace(film.storyboard, panels=(film.storyboard.panels[0], anew))
    seen = reset_override(replace(film, storyboard=told), {"b"})
    assert second(seen).override == PanelOverride(variation=2)


@pytest.mark.parametrize(
    ("values", "legal"),
    [
        ({"valence": 1.5}, "-1 to 1"),
        ({"arousal": float("nan")}, "-1 to 1"),
        ({"energy": -0.1}, "0 to 1"),
    ],
)
def test_overrides_out_of_range_are_refused(
    film: Project, values: dict[str, float], legal: str
) -> None:
    with pytest.raises(StudioError, match=legal):
        set_override(film, {"b"}, **values)  # type: ignore[arg-type]
