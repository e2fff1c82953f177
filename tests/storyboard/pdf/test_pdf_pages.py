"""Turned, cropped, nested, clipped and huge pages; files that are no storyboards."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from plain_pdf import picture, words, write_pdf

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.encoders.pdf_file import opened_page, opened_pdf
from musflow_studio.encoders.pictures import check_picture, open_panel_picture, open_picture
from musflow_studio.storyboard import read

BOARDS = Path(__file__).parent / "boards"


def regions(path: Path) -> list[tuple[float, ...]]:
    found = [panel.region for panel in read((path,)).panels]
    return [(r.left, r.top, r.right, r.bottom) if r else (0, 0, 1, 1) for r in found]


def test_two_pictures_in_order_with_the_words_under_each(tmp_path: Path) -> None:
    page = picture(320, 200, 200, 120) + picture(40, 200, 200, 120)
    page += words(40, 185, "She waits.") + words(320, 185, "He comes.")
    board = read((write_pdf(tmp_path / "a.pdf", [page]),))
    assert [p.story for p in board.panels] == ["She waits.", "He comes."]
    assert board.title == "a"


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (0, (0.1, 0.2, 0.4, 0.5)),
        (90, (0.5, 0.1, 0.8, 0.4)),
        (180, (0.6, 0.5, 0.9, 0.8)),
        (270, (0.2, 0.6, 0.5, 0.9)),
    ],
)
def test_pages_are_seen_as_they_are_turned(
    tmp_path: Path, turn: int, expected: tuple[float, ...]
) -> None:
    page = picture(60, 200, 180, 120)
    path = write_pdf(tmp_path / "turned.pdf", [page], page=f"/Rotate {turn}")
    assert regions(path)[0] == pytest.approx(expected, abs=0.002)


def test_a_cropped_page_is_seen_as_it_is_cropped(tmp_path: Path) -> None:
    page = picture(160, 150, 200, 100)
    path = write_pdf(tmp_path / "cropped.pdf", [page], page="/CropBox [100 100 500 350]")
    assert regions(path)[0] == pytest.approx((0.15, 0.4, 0.65, 0.8), abs=0.002)


def test_pictures_inside_forms_are_found_where_they_show(tmp_path: Path) -> None:
    inner = "q 1 0 0 0.5 0 0 cm /Im1 Do Q\n"
    path = write_pdf(tmp_path / "form.pdf", [picture(60, 100, 300, 200, "Fm1")], form=inner)
    assert regions(path)[0] == pytest.approx((0.1, 0.5, 0.6, 0.75), abs=0.002)


def test_what_is_clipped_away_does_not_count(tmp_path: Path) -> None:
    page = "q 60 100 240 160 re W n " + picture(0, 0, 600, 400) + "Q\n"
    path = write_pdf(tmp_path / "clipped.pdf", [page])
    assert regions(path)[0] == pytest.approx((0.1, 0.35, 0.5, 0.75), abs=0.002)


def test_backgrounds_logos_and_text_boxes_are_no_panels(tmp_path: Path) -> None:
    shared = picture(0, 0, 600, 400) + picture(560, 370, 30, 20)
    boxed = "0 0 0 RG 60 60 220 30 re S\n" + words(64, 70, "The box of words.")
    pages = [shared + picture(60, 100, 220, 124) + picture(320, 100, 220, 124) + boxed] * 2
    board = read((write_pdf(tmp_path / "template.pdf", pages),))
    assert [panel.page for panel in board.panels] == [0, 0, 1, 1]
    assert board.panels[0].story == "The box of words."


def test_strips_are_one_picture(tmp_path: Path) -> None:
    page = "".join(picture(60, 100 + 20 * i, 300, 20) for i in range(8))
    path = write_pdf(tmp_path / "strips.pdf", [page])
    assert len(regions(path)) == 1
    assert regions(path)[0] == pytest.approx((0.1, 0.35, 0.6, 0.75), abs=0.002)


def test_pages_without_pictures_are_left_out_and_said(tmp_path: Path) -> None:
    title = words(200, 200, "THE LONG RAIN", 24)
    board = read((write_pdf(tmp_path / "a.pdf", [title, picture(60, 100, 220, 124), ""]),))
    assert [panel.page for panel in board.panels] == [1]
    assert board.remarks[0] == "left out, no picture: pages 1, 3"


def test_empty_frames_count_only_with_words(tmp_path: Path) -> None:
    frames = "0 0 0 RG 40 200 160 100 re S 220 200 160 100 re S 400 200 160 100 re S\n"
    drawn = "60 220 m 180 280 l S 60 280 m 100 210 l S\n"
    page = frames + drawn + words(220, 185, "Black. We hear the rain.")
    board = read((write_pdf(tmp_path / "a.pdf", [page]),))
    assert [panel.story for panel in board.panels] == ["", "Black. We hear the rain."]


def test_lengths_that_are_none_are_said(tmp_path: Path) -> None:
    page = picture(40, 200, 200, 120) + words(40, 185, "Dur: tbd")
    board = read((write_pdf(tmp_path / "a.pdf", [page]),))
    assert "page 1, panel 1: the length 'tbd' was not understood" in board.remarks


def test_shots_of_several_panels_begin_with_a_must(tmp_path: Path) -> None:
    shots = ["Shot 1 Panel 1", "Shot 1 Panel 2", "Shot 2 Panel 1"]
    page = "".join(
        picture(20 + 190 * i, 200, 170, 100) + words(20 + 190 * i, 188, shot)
        for i, shot in enumerate(shots)
    )
    board = read((write_pdf(tmp_path / "a.pdf", [page]),))
    assert [panel.number for panel in board.panels] == ["1.1", "1.2", "2.1"]
    assert [str(panel.weight) for panel in board.panels] == ["must", "should", "must"]


def test_huge_paper_is_drawn_at_a_sane_size(tmp_path: Path) -> None:
    page = picture(1000, 1000, 8000, 6000)
    path = write_pdf(tmp_path / "huge.pdf", [page], box="0 0 14000 14000")
    (panel,) = read((path,)).panels
    image = open_panel_picture(panel)
    assert image is not None
    assert max(image.size) == 2000


def test_a_folder_with_one_pdf_is_that_pdf(tmp_path: Path) -> None:
    write_pdf(tmp_path / "board.pdf", [picture(60, 100, 220, 124)])
    assert read((tmp_path,)).title == "board"


def test_each_page_counts_as_a_picture_too(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [picture(0, 0, 600, 400)] * 3)
    assert check_picture(path) == 3
    assert open_picture(path, 2, Region(0.0, 0.0, 0.5, 1.0), longest_side_px=80).size == (60, 80)
    with pytest.raises(StudioError) as refused:
        open_picture(path, 3)
    assert refused.value.legal == "1 to 3"


def test_a_region_of_an_ordinary_picture(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (200, 100), "red").save(tmp_path / "a.png")
    region = Region(0.25, 0.5, 0.75, 1.0)
    shown = open_panel_picture(Panel("a", "1", 24, tmp_path / "a.png", region=region))
    assert shown is not None
    assert shown.size == (100, 50)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", ErrorCode.BAD_FILE, "is an empty file (0 bytes)"),
        (b"a shopping list", ErrorCode.BAD_FILE, "is not a PDF, whatever its name says"),
        (b"%PDF-1.7\n%%EOF", ErrorCode.BAD_FILE, "is damaged or cut short"),
        ((BOARDS / "cairo-pair.pdf").read_bytes()[:700], ErrorCode.BAD_FILE, "is damaged"),
        ((BOARDS / "locked.pdf").read_bytes(), ErrorCode.NOT_ALLOWED, "locked with a password"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, content: bytes, code: ErrorCode, says: str
) -> None:
    path = tmp_path / "board.pdf"
    path.write_bytes(content)
    with pytest.raises(StudioError) as refused:
        read((path,))
    assert refused.value.code is code
    assert says in refused.value.message
    assert str(path) in refused.value.message


def test_print_protection_does_not_matter() -> None:
    assert len(read((BOARDS / "print-protected.pdf",)).panels) == 2


def test_a_screenplay_is_no_storyboard(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "script.pdf", [words(60, 300, "INT. HOUSE - DAY")])
    with pytest.raises(StudioError, match="words but no pictures") as refused:
        read((path,))
    assert ".fountain" in refused.value.hint


def test_empty_pages_are_no_storyboard(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="only empty pages"):
        read((write_pdf(tmp_path / "empty.pdf", [""]),))


def test_giant_pictures_inside_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "bomb.pdf", [picture(0, 0, 600, 400)])
    data = path.read_bytes().replace(b"/Width 2 /Height 1", b"/Width 90000 /Height 90000")
    path.write_bytes(data)
    with pytest.raises(StudioError, match="90000 x 90000 pixels"):
        read((path,))


def test_a_page_without_a_shape_is_refused(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "thin.pdf", [picture(0, 0, 6, 400)], box="0 0 2 4000")
    with pytest.raises(StudioError, match="2 x 4000 points"):
        read((path,))


def test_a_pdf_among_pictures_is_refused(tmp_path: Path) -> None:
    one = write_pdf(tmp_path / "a.pdf", [picture(0, 0, 600, 400)])
    with pytest.raises(StudioError, match="together with other sources"):
        read((one, one))


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray((BOARDS / "inkscape-rounded.pdf").read_bytes())
    for _ in range(draw.choice((1, 5, 40))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data[: draw.randrange(len(data))] if seed % 4 == 0 else data)
    try:
        assert read((path,)).panels
    except StudioError as refused:
        assert str(path) in refused.message  # noqa: PT017


def test_an_object_that_cannot_be_looked_at_is_a_damaged_page(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [picture(0, 0, 600, 400)])
    with pytest.raises(StudioError, match="is damaged or cut short at page 1"):  # noqa: SIM117
        with opened_pdf(path) as document, opened_page(document, path, 0):
            raise pdfium.PdfiumError("Failed to locate pageobject.")
