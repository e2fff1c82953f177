"""`describe` on whole boards: sense, locality, overrides, real pictures."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from story_lines import HELD_OUT

from musflow_studio.description import describe
from musflow_studio.domain.description import Description, EvidenceSource, PanelDescription
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.features import PictureKind
from musflow_studio.domain.storyboard import Panel, PanelOverride, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.text import TextEncoder, load_text_encoder

STORY = (
    ("The old captain looks out at the calm sea at dawn.", 96),
    ("Black clouds, lightning. The crew runs on deck.", 48),
    ("A huge wave smashes the mast. A sailor screams.", 20),
    ("He is not afraid and steers into the storm.", 24),
    ("", 48),
    ("The sea is still. He kneels by the dead boy and weeps.", 120),
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return load_text_encoder()


def _board(*panels: Panel) -> Storyboard:
    return Storyboard("board", FrameRate(), panels)


def _told(*lines: tuple[str, int]) -> Storyboard:
    return _board(
        *(
            Panel(f"p{i}", str(i + 1), frames, story=words)
            for i, (words, frames) in enumerate(lines)
        )
    )


def _only(panel: Panel, encoder: TextEncoder | None) -> PanelDescription:
    return describe(_board(panel), encoder).panels[0]


def _picture(folder: Path, image: Image.Image, name: str = "panel.png") -> Panel:
    file = folder / name
    image.save(file)
    digest = sha256(file.read_bytes()).hexdigest()
    return Panel(name, "1", 48, picture=file, picture_sha256=digest)


def _pencil() -> Image.Image:
    sheet = Image.new("RGB", (960, 540), "white")
    pen = ImageDraw.Draw(sheet)
    for step in range(0, 900, 30):
        pen.line((step, 80, 900 - step, 460), fill=(60, 60, 60), width=3)
    return sheet


def test_a_storm_at_sea_reads_as_a_director_would(encoder: TextEncoder) -> None:
    calm, dark, wave, brave, unwritten, grief = describe(_told(*STORY), encoder).panels
    assert calm.mood.valence > 0.15 > 0 > calm.mood.arousal
    assert dark.mood.tension > 0.5
    assert wave.mood.valence < -0.3
    assert wave.energy > 0.8
    assert brave.energy < wave.energy
    assert unwritten.unsure
    assert grief.mood.valence < -0.4
    assert grief.energy == min(panel.energy for panel in (calm, dark, wave, brave, grief))
    assert "storm" in brave.tags
    assert any("‘not afraid’" in one.says for one in brave.evidence)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 5),
    st.sampled_from(["A bomb explodes!", "", "They dance.", "Nobody is there.", "ÿ∅ 4/4 🚀"]),
    st.sampled_from(["story", "notes", "dialogue"]),
)
def test_changing_words_in_one_panel_changes_that_panel_alone(
    index: int, words: str, where: str
) -> None:
    encoder = load_text_encoder()
    board = _told(*STORY)
    before = describe(board, encoder)
    panels = list(board.panels)
    panels[index] = replace(panels[index], **{where: words})
    after = describe(_board(*panels), encoder, base=before)
    assert after.reference == before.reference
    for number, (old, new) in enumerate(zip(before.panels, after.panels, strict=True)):
        assert number == index or old == new


def test_moving_a_cut_changes_two_panels_alone(encoder: TextEncoder) -> None:
    before = describe(_told(*STORY), encoder)
    moved = list(STORY)
    moved[3], moved[4] = (moved[3][0], moved[3][1] + 7), (moved[4][0], moved[4][1] - 7)
    after = describe(_told(*moved), encoder, base=before)
    afresh = describe(_told(*moved), encoder)
    assert afresh.reference != before.reference == after.reference
    same = [old == new for old, new in zip(before.panels, after.panels, strict=True)]
    assert same == [True, True, True, False, False, True]
    assert after.panels[3].mood == before.panels[3].mood


def test_adding_and_leaving_out_panels_changes_no_other(encoder: TextEncoder) -> None:
    before = describe(_told(*STORY), encoder)
    board = _told(*STORY)
    fewer = _board(*board.panels[:2], Panel("new", "9", 30, story="Joy!"), *board.panels[4:])
    after = describe(fewer, encoder, base=before)
    assert after.panels[:2] == before.panels[:2]
    assert after.panels[3:] == before.panels[4:]


def test_described_twice_is_described_alike(encoder: TextEncoder) -> None:
    assert describe(_told(*STORY), encoder) == describe(_told(*STORY), encoder)


def test_evidence_shares_and_ranges(encoder: TextEncoder) -> None:
    for panel in describe(_told(*STORY), encoder).panels:
        assert all(0 <= one.weight <= 1 for one in panel.evidence)
        moods = [one for one in panel.evidence if one.source is not EvidenceSource.CUT_RATE]
        assert sum(one.weight for one in moods) <= 1.01
        assert all(-1 <= axis <= 1 for axis in vars(panel.mood).values())
        assert 0 <= panel.energy <= 1
        assert panel.unsure == (panel.mood_word == "") == bool(panel.suggestions)


def test_a_pencil_drawing_without_words_is_unsure_and_says_why(
    tmp_path: Path, encoder: TextEncoder
) -> None:
    seen = _only(_picture(tmp_path, _pencil()), encoder)
    assert seen.features is not None
    assert seen.features.kind is PictureKind.DRAWING
    assert seen.unsure
    assert len(seen.suggestions) == 3
    assert abs(seen.mood.valence) < 0.05
    assert abs(seen.mood.arousal) < 0.05
    assert any("says nothing about mood" in one.says for one in seen.evidence)


def test_energy_of_an_unsure_panel_comes_from_the_cut(encoder: TextEncoder) -> None:
    long, median, short = describe(_told(("", 96), ("", 48), ("", 24)), encoder).panels
    assert long.energy < median.energy < short.energy
    assert short.evidence[-1].source is EvidenceSource.CUT_RATE


def test_a_colour_frame_speaks_when_nobody_else_does(tmp_path: Path, encoder: TextEncoder) -> None:
    blaze = _only(_picture(tmp_path, Image.new("RGB", (320, 180), "#c01000"), "a.png"), encoder)
    sky = _only(_picture(tmp_path, Image.new("RGB", (320, 180), "#c8e8ff"), "b.png"), encoder)
    assert not blaze.unsure
    assert blaze.mood.arousal > 0.1
    assert sky.mood.valence > 0.2
    assert sky.mood.arousal < 0


def test_words_outweigh_colours(tmp_path: Path, encoder: TextEncoder) -> None:
    sky = _picture(tmp_path, Image.new("RGB", (320, 180), "#c8e8ff"))
    seen = _only(replace(sky, story="She weeps at his grave."), encoder)
    assert seen.mood.valence < -0.3
    assert [one.source for one in seen.evidence[:2]] == [
        EvidenceSource.STORY,
        EvidenceSource.PICTURE,
    ]


def test_the_action_line_outweighs_notes_and_dialogue(encoder: TextEncoder) -> None:
    glad = "They laugh and dance, happy."
    sad = "She weeps at the grave."
    action_glad = _only(Panel("a", "1", 24, story=glad, notes=sad), encoder)
    notes_glad = _only(Panel("a", "1", 24, notes=glad, dialogue=sad), encoder)
    assert action_glad.mood.valence > 0
    assert notes_glad.mood.valence > 0
    weights = {one.source: one.weight for one in notes_glad.evidence}
    assert weights[EvidenceSource.NOTES] == pytest.approx(
        2 * weights[EvidenceSource.DIALOGUE], abs=0.02
    )


def test_camera_words_in_notes_say_nothing(encoder: TextEncoder) -> None:
    panel = Panel("a", "1", 24, story="She weeps at the grave.")
    for notes in ("CU, slow PAN LEFT", "slow pan left", "slowly tilting up"):
        noted = replace(panel, notes=notes)
        assert _only(panel, encoder).mood == _only(noted, encoder).mood


def test_what_the_user_sets_is_what_comes_out(encoder: TextEncoder) -> None:
    by_hand = PanelOverride(valence=0.8, arousal=-0.7, energy=0.33, caption="Peace at last")
    seen = _only(Panel("a", "1", 24, story="A bomb explodes!", override=by_hand), encoder)
    assert (seen.mood.valence, seen.mood.arousal, seen.energy) == (0.8, -0.7, 0.33)
    assert seen.mood.tension < 0.2
    assert seen.mood_word in {"peaceful", "calm", "cosy"}
    assert seen.caption == "Peace at last"
    assert not seen.unsure
    says = [one.says for one in seen.evidence if one.source is EvidenceSource.USER]
    assert says[:3] == [
        "you set valence to 0.8",
        "you set arousal to -0.7",
        "you set energy to 0.33",
    ]


def test_a_caption_by_hand_is_read_in_place_of_the_action_line(encoder: TextEncoder) -> None:
    panel = Panel("a", "1", 24, story="A bomb explodes!")
    edited = replace(panel, override=PanelOverride(caption="She weeps at his grave."))
    seen = _only(edited, encoder)
    assert seen.mood.arousal < 0.2
    assert seen.mood_word == "grieving"
    assert seen.evidence[0].source is EvidenceSource.USER
    assert seen.evidence[0].says.startswith("your caption says")


def test_without_the_text_model_the_lists_are_read_and_it_is_said() -> None:
    seen = _only(Panel("a", "1", 24, story="A storm breaks."), None)
    assert seen.mood_word == "chaotic"
    assert any("no text model" in one.says for one in seen.evidence)


def test_a_darker_drawing_is_told_by_the_boards_median(
    tmp_path: Path, encoder: TextEncoder
) -> None:
    shaded = _pencil()
    ImageDraw.Draw(shaded).rectangle((0, 300, 960, 540), fill=(120, 120, 120))
    panels = [
        replace(_picture(tmp_path, image, f"{name}.png"), story="They talk.")
        for name, image in (("a", _pencil()), ("b", _pencil()), ("c", shaded))
    ]
    plain, _, dark = describe(_board(*panels), encoder).panels
    assert any("darker than the board's median" in one.says for one in dark.evidence)
    assert dark.mood.valence < plain.mood.valence


def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "böse panel.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(StudioError, match="böse panel"):
        describe(_board(Panel("a", "1", 24, picture=broken)), None)


def test_the_board_reference(tmp_path: Path) -> None:
    blank = _picture(tmp_path, Image.new("RGB", (64, 36), "black"), "blank.png")
    pencil = _picture(tmp_path, _pencil(), "pencil.png")
    seen: Description = describe(_board(blank, pencil, Panel("c", "3", 96)), None)
    assert seen.reference.median_length_seconds == 2.0
    assert seen.reference.median_brightness > 0.8
    words_alone = describe(_told(("A", 24)), None).reference
    assert (words_alone.median_brightness, words_alone.median_line_density) == (1.0, 0.0)


def test_the_mood_word_is_the_one_the_evidence_names(encoder: TextEncoder) -> None:
    """Where a line alone leans somewhere by its meaning, word and evidence agree."""
    lines = ('He says "no" and leaves.', "A cat jumps out of the cupboard!", "He waits. He runs.")
    leaning = []
    for line in (*lines, *(story.words for story in HELD_OUT)):
        told = _only(Panel("p", "1", 48, story=line), encoder)
        says = " ".join(evidence.says for evidence in told.evidence)
        if told.mood_word and "leans towards" in says:
            leaning.append(line)
            assert f"leans towards {told.mood_word} by" in says, line
    assert len(leaning) >= 5
