"""Which panel is which: by identity, picture, file name, then place and words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.storyboard import Panel
from musflow_studio.project.matching import match_panels


def drawn(number: int, story: str = "", sha: str | None = None, uid: str = "") -> Panel:
    digest = sha or f"{number:064d}"
    file = Path(f"/board/p{number}.png")
    return Panel(uid or f"p{digest[-6:]}", str(number), 24, file, digest, story=story)


BOARD = tuple(drawn(n, story) for n, story in enumerate(("dawn", "the letter", "rain", "home"), 1))


def test_panels_that_moved_keep_their_identity() -> None:
    moved = (BOARD[2], BOARD[0], BOARD[3], BOARD[1])
    assert match_panels(BOARD, moved) == {panel.uid: panel.uid for panel in BOARD}


def test_a_copy_under_another_uid_is_known_by_its_picture() -> None:
    copied = tuple(
        replace(p, uid=f"new{p.uid}", picture=Path(f"/b/{p.uid}.png"), story="") for p in BOARD
    )
    assert match_panels(BOARD, copied[::-1]) == {f"new{p.uid}": p.uid for p in BOARD}


def test_a_redrawn_picture_is_known_by_its_file() -> None:
    redrawn = drawn(2, "someone else entirely", sha="f" * 64)
    after = (BOARD[0], redrawn, BOARD[2], BOARD[3])
    assert match_panels(BOARD, after)[redrawn.uid] == BOARD[1].uid


def test_inserting_and_renumbering_files_confuses_nobody() -> None:
    new = replace(drawn(2, "gulls", sha="a" * 64), uid="new")
    shifted = tuple(
        replace(p, picture=Path(f"/board/p{n + 1}.png")) for n, p in enumerate(BOARD[1:], 2)
    )
    found = match_panels(BOARD, (BOARD[0], new, *shifted))
    assert found == {panel.uid: panel.uid for panel in BOARD}


def test_an_edited_line_between_the_same_neighbours_is_the_same_panel() -> None:
    told = tuple(Panel(f"t{n}", str(n), 24, story=p.story) for n, p in enumerate(BOARD, 1))
    edited = replace(told[1], uid="tx", story="the letters")
    assert match_panels(told, (told[0], edited, *told[2:])) == {
        "t1": "t1", "tx": "t2", "t3": "t3", "t4": "t4",
    }  # fmt: skip


def test_another_story_in_its_place_is_another_panel() -> None:
    told = tuple(Panel(f"t{n}", str(n), 24, story=p.story) for n, p in enumerate(BOARD, 1))
    other = replace(told[1], uid="tx", story="explosions everywhere")
    assert "tx" not in match_panels(told, (told[0], other, *told[2:]))


def test_wordless_panels_are_known_by_place_where_their_count_stays() -> None:
    blank = tuple(replace(p, story="") for p in BOARD)
    new = [replace(drawn(9 + n, sha=c * 64), uid=c) for n, c in enumerate("xy")]
    found = match_panels(blank, (blank[0], *new, blank[3]))
    assert (found["x"], found["y"]) == (blank[1].uid, blank[2].uid)
    assert "x" not in match_panels(blank, (blank[0], new[0], blank[3]))


@given(st.data())
def test_matching_is_one_to_one(data: st.DataObject) -> None:
    shas = st.sampled_from(["1" * 64, "2" * 64, "3" * 64])
    words = st.sampled_from(["", "rain", "rain falls", "home"])

    def board(name: str) -> list[Panel]:
        count = data.draw(st.integers(0, 6))
        return [
            drawn(data.draw(st.integers(1, 4)), data.draw(words), data.draw(shas), f"{name}{i}")
            for i in range(count)
        ]

    before, after = board("b"), board("a")
    found = match_panels(before, after)
    assert len(set(found.values())) == len(found)
    assert set(found) <= {p.uid for p in after}
    assert set(found.values()) <= {p.uid for p in before}
