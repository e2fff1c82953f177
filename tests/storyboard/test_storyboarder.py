"""A Storyboarder project in every loose form found in the wild."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.encoders.pictures import open_panel_picture
from musflow_studio.storyboard import read

Draw = Callable[..., Path]

MUST, SHOULD = HitWeight.MUST, HitWeight.SHOULD


def write(folder: Path, boards: list[Any], **top: Any) -> Path:
    path = folder / "chase.storyboarder"
    path.write_text(
        json.dumps({"version": "3.0.0", "aspectRatio": 1.777} | top | {"boards": boards})
    )
    return path


def board(number: int, **keys: Any) -> dict[str, Any]:
    return {
        "uid": f"UID{number}",
        "url": f"board-{number}.png",
        "number": number,
        "shot": f"{number}A",
        "newShot": True,
        "duration": 1000 * number,
    } | keys


@pytest.fixture
def images(draw: Draw) -> None:
    for number in range(1, 5):
        draw(f"images/board-{number}.png", number)


@pytest.mark.usefixtures("images")
def test_a_whole_project(tmp_path: Path) -> None:
    boards = [
        board(1, action="He runs.", dialogue="Stop!", notes="CU, PAN left"),
        board(2, newShot=False, shot="1B"),
        board(3, shot="2A"),
        board(4, newShot=False, shot="2B", action="*The gap."),
    ]
    told = read((write(tmp_path, boards, fps=25, defaultBoardTiming=2000),))
    assert told.title == "chase"
    assert told.rate.fps == 25
    assert [p.uid for p in told.panels] == ["UID1", "UID2", "UID3", "UID4"]
    assert [p.number for p in told.panels] == ["1A", "1B", "2A", "2B"]
    assert [p.length_frames for p in told.panels] == [25, 50, 75, 100]
    assert [p.weight for p in told.panels] == [MUST, SHOULD, MUST, MUST]
    first = told.panels[0]
    assert (first.story, first.dialogue, first.notes) == ("He runs.", "Stop!", "CU, PAN left")
    assert first.picture == tmp_path / "images/board-1.png"
    assert len(first.picture_sha256) == 64
    assert told.panels[3].story == "The gap."
    assert told.remarks == ()


@pytest.mark.usefixtures("images")
def test_the_folder_of_a_project_is_the_project(tmp_path: Path) -> None:
    project = write(tmp_path, [board(1)])
    assert read((tmp_path,)) == read((project,))
    (tmp_path / "copy.storyboarder").write_text(project.read_text())
    with pytest.raises(StudioError, match="2 .storyboarder projects.*chase"):
        read((tmp_path,))


@pytest.mark.usefixtures("images")
def test_numbers_as_strings_and_missing_keys(tmp_path: Path) -> None:
    boards = [
        {"url": "board-1.png", "duration": "1500", "newShot": "true", "number": "1"},
        {"url": "board-2.png", "duration": None, "newShot": "false"},
        {"url": "board-3.png", "duration": "", "shot": None, "dialogue": None},
        {"url": "board-4.png", "duration": 500.0},
    ]
    told = read((write(tmp_path, boards, fps="23.976", defaultBoardTiming="3000"),))
    assert told.rate.fps == Fraction(24000, 1001)
    assert [p.length_frames for p in told.panels] == [36, 72, 72, 12]
    assert [p.number for p in told.panels] == ["1", "2", "3", "4"]
    assert [p.weight for p in told.panels] == [MUST, SHOULD, SHOULD, SHOULD]
    assert told.panels[0].uid.startswith("p")


@pytest.mark.usefixtures("images")
def test_where_no_board_starts_a_shot_each_is_one(tmp_path: Path) -> None:
    boards = [board(n, newShot=False) for n in (1, 2, 3)]
    told = read((write(tmp_path, boards),))
    assert [p.weight for p in told.panels] == [MUST, MUST, MUST]
    assert "each counts as a shot" in told.remarks[0]


@pytest.mark.usefixtures("images")
def test_the_first_board_starts_a_shot_whatever_it_says(tmp_path: Path) -> None:
    boards = [board(1, newShot=False), board(2), board(3, newShot=False)]
    told = read((write(tmp_path, boards),))
    assert [p.weight for p in told.panels] == [MUST, MUST, SHOULD]


@pytest.mark.usefixtures("images")
def test_durations_beat_stale_times(tmp_path: Path) -> None:
    boards = [board(1, time=0), board(2, time=99_000), board(3, time=99_500)]
    assert [p.length_frames for p in read((write(tmp_path, boards),)).panels] == [24, 48, 72]


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize(
    ("times", "frames"),
    [
        ([0, "1000", 4000], [24, 72, 48]),
        ([0, 0, 0], [48, 48, 48]),
        ([0, 5000, 1000], [48, 48, 48]),
        ([None, None, None], [48, 48, 48]),
    ],
)
def test_times_count_where_nothing_else_does(
    tmp_path: Path, times: list[object], frames: list[int]
) -> None:
    boards = [board(n, time=t) for n, t in enumerate(times, 1)]
    for entry in boards:
        del entry["duration"]
    assert [p.length_frames for p in read((write(tmp_path, boards),)).panels] == frames


@pytest.mark.usefixtures("images")
def test_frame_rate_given_by_hand_wins_and_a_bad_one_is_named(tmp_path: Path) -> None:
    project = write(tmp_path, [board(1, duration=1001)], fps="fast")
    told = read((project,), fps="29.97df")
    assert (told.panels[0].length_frames, told.rate.drop_frame) == (30, True)
    with pytest.raises(StudioError, match="chase.storyboarder: not a frame rate.*fast"):
        read((project,))


def layer(path: Path, box: tuple[int, int, int, int], colour: str) -> None:
    path.parent.mkdir(exist_ok=True)
    sheet = Image.new("RGBA", (16, 9))
    sheet.paste(colour, box)
    sheet.save(path)


LAYERS = ("reference", "fill", "pencil", "notes", "camera-plot")


@pytest.mark.parametrize(
    "layers",
    [
        {name: {"url": f"board-1-{name}.png", "opacity": 1} for name in reversed(LAYERS)},
        {name: f"board-1-{name}.png" for name in LAYERS},
        [{"name": name, "url": f"board-1-{name}.png"} for name in LAYERS],
    ],
)
def test_a_missing_main_picture_is_composed_from_its_drawing(tmp_path: Path, layers: Any) -> None:
    images = tmp_path / "images"
    layer(images / "board-1-fill.png", (0, 0, 8, 9), "#0000ff")
    layer(images / "board-1-pencil.png", (4, 0, 8, 9), "#000000")
    for extra in ("notes", "reference", "camera-plot"):
        layer(images / f"board-1-{extra}.png", (0, 0, 16, 9), "#ff0000")
    layer(images / "board-1-posterframe.png", (0, 0, 16, 9), "#00ff00")
    told = read((write(tmp_path, [board(1, layers=layers)]),))
    assert [p.name for p in told.panels[0].layers] == ["board-1-fill.png", "board-1-pencil.png"]
    assert told.panels[0].picture is None
    shown = open_panel_picture(told.panels[0])
    assert shown is not None
    assert [shown.getpixel((x, 4)) for x in (2, 6, 12)] == [(0, 0, 255), (0, 0, 0), (255,) * 3]
    assert told.remarks == ("main picture missing, composed from its layers: board 1",)


@pytest.mark.parametrize("ending", ["posterframe.jpg", "thumbnail.png"])
def test_poster_frame_and_thumbnail_stand_in(tmp_path: Path, draw: Draw, ending: str) -> None:
    draw(f"images/board-1-{ending}")
    draw("images/board-2.png", 1)
    notes = {"notes": {"url": "board-1-notes.png"}}
    draw("images/board-1-notes.png", 2)
    told = read((write(tmp_path, [board(1, layers=notes), board(2)]),))
    picture = told.panels[0].picture
    assert picture is not None
    assert picture.name == f"board-1-{ending}"
    assert "shown by its" in told.remarks[0]


@pytest.mark.usefixtures("images")
def test_a_board_without_any_picture_is_named(tmp_path: Path) -> None:
    boards = [board(1), board(9, shot="7B", layers={"notes": {"url": "board-1.png"}})]
    with pytest.raises(StudioError, match=r"(?i)board 2 \(7B\) of .*chase.*has no picture") as e:
        read((write(tmp_path, boards),))
    assert e.value.code is ErrorCode.FILE_NOT_FOUND
    assert e.value.exit_status == 2
    with pytest.raises(StudioError, match="(?i)board 1 of"):
        read((write(tmp_path, [{"duration": 100}]),))


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("duration", [0, -1, "0", "NaN", float("nan"), 36_000_000, "x", True, []])
def test_bad_durations_name_the_board(tmp_path: Path, duration: object) -> None:
    project = write(tmp_path, [board(1), board(2, duration=duration)])
    with pytest.raises(StudioError, match=r"oard 2 \(2A\): the length.*1 frame to 3600 s"):
        read((project,))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"),
        (b"boards: none", "is not JSON"),
        (b'{"boards": [', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"[1, 2]", "not a Storyboarder project"),
        (b"{}", "has no boards"),
        (b'{"boards": []}', "has no boards"),
        (b'{"boards": {"a": 1}}', "has no boards"),
        (b'{"boards": [3]}', "oard 1 of the project"),
    ],
)
def test_what_is_no_project_says_so(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.storyboarder").write_bytes(content)
    with pytest.raises(StudioError, match=says) as caught:
        read((tmp_path / "a.storyboarder",))
    assert caught.value.exit_status == 2
    assert "a.storyboarder" in str(caught.value)


@pytest.mark.usefixtures("images")
def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    project = write(tmp_path, [board(1)])
    project.write_bytes(b"\xef\xbb\xbf" + project.read_bytes())
    assert len(read((project,)).panels) == 1


@pytest.mark.usefixtures("images")
def test_equal_uids_and_equal_shots_become_distinct(tmp_path: Path) -> None:
    told = read((write(tmp_path, [board(1, uid="A"), board(1, uid="A"), board(2, uid="")]),))
    assert [p.uid for p in told.panels[:2]] == ["A", "A-2"]
    assert [p.number for p in told.panels] == ["1", "2", "3"]
    assert "not unique" in told.remarks[0]


loose = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ("uid", "number", "shot", "newShot", "time", "duration", "action", "notes", "layers")


@settings(max_examples=150, deadline=None)
@given(
    keys=st.lists(st.dictionaries(st.sampled_from(KEYS), loose), min_size=1, max_size=4),
    top=st.dictionaries(st.sampled_from(("fps", "defaultBoardTiming", "version")), loose),
)
def test_any_values_are_a_board_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, keys: list[dict[str, Any]], top: dict[str, Any]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "loose"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 9)).save(folder / "images" / "board.png")
    project = write(folder, [{"url": "board.png"} | entry for entry in keys], **top)
    try:
        count = len(read((project,)).panels)
    except StudioError as error:
        assert error.exit_status == 2  # noqa: PT017
    else:
        assert count == len(keys)
