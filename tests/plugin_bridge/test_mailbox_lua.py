"""What the Lua scripts share, run by Lua: JSON, files of lines, what to do while waiting."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from fractions import Fraction

import pytest

from musflow_studio.domain.timecode import FrameRate
from plugin_bridge.daw_install import SCRIPTS
from plugin_bridge.mailboxes import lines_text

pytestmark = pytest.mark.skipif(not shutil.which("lua5.3"), reason="needs lua5.3")


def lua(code: str, *words: object) -> str:
    """What the code prints; `mailbox` is the module."""
    code = f'local mailbox = dofile ("{SCRIPTS.as_posix()}/mailbox.lua")\n{code}'
    command = ["lua5.3", "-", *map(str, words)]
    done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_json_is_json():
    told = lua("""print (mailbox.json ({ text = "a \\"storm\\"\\\\\\n\\1 é", bpm = 97.5,
        rate = 48000, small = 1e-7, follow = true, sources = { "one", "two" } }))""")
    assert json.loads(told) == {
        "text": 'a "storm"\\\n\x01 é',
        "bpm": 97.5,
        "rate": 48000,
        "small": 1e-7,
        "follow": True,
        "sources": ["one", "two"],
    }


def test_numbers_that_json_does_not_know_are_refused():
    for number in ("0 / 0", "1 / 0", "-1 / 0"):
        assert lua(f"print (pcall (mailbox.json, {{ {number} }}))").startswith("false")


def test_the_studios_lines_are_read_as_they_were_meant(tmp_path):
    rows = [("state", "error", "a\tb\nc\\d\\n"), ("clip", "", "/home/é/x y.wav", 2.5)]
    (tmp_path / "answer").write_text(lines_text(rows), encoding="utf-8")
    told = lua(
        "for _, line in ipairs (mailbox.lines (arg[1])) do print (mailbox.json (line)) end",
        tmp_path / "answer",
    )
    assert [json.loads(one) for one in told.splitlines()] == [
        [str(word) for word in row] for row in rows
    ]


def test_a_file_without_its_end_is_no_answer(tmp_path):
    (tmp_path / "answer").write_text("studio\tx\nstate\tdone\n")
    assert lua("print (mailbox.lines (arg[1]), mailbox.lines (arg[2]))",
               tmp_path / "answer", tmp_path / "none") == "nil\tnil\n"  # fmt: skip


def test_lines_written_are_read_again(tmp_path):
    told = lua(
        """assert (mailbox.write (arg[1], { { "a\\tb", 1, true }, { "\\\\n" } }))
        local lines = mailbox.lines (arg[1])
        print (lines[1][1] == "a\\tb", lines[1][2], lines[1][3], lines[2][1])""",
        tmp_path / "file",
    )
    assert told == "true\t1\ttrue\t\\n\n"


def test_a_range_has_a_frame_rate_that_fits_it_to_the_sample():
    draw = random.Random(6)
    ranges = [(rate, round(rate * 10 ** draw.uniform(-1, 3.55))) for rate in
              (44_100, 48_000, 88_200, 96_000) for _ in range(100)]  # fmt: skip
    ranges += [(48_000, 48_000 * 24), (48_000, round(48_000 * 1001 / 1000)), (48_000, 48_048)]
    code = "".join(f"print (mailbox.frame_rate ({n}, {rate}))\n" for rate, n in ranges)
    for (rate, samples), told in zip(ranges, lua(code).splitlines(), strict=True):
        fps = FrameRate.parse(told)
        length = Fraction(samples, rate)
        assert fps.fps == Fraction(told)  # not taken for a rate of television
        assert (length * fps.fps).denominator == 1
        assert fps.samples(int(length * fps.fps), rate) == samples


@pytest.mark.parametrize(
    ("wait", "answer", "studio", "now_s", "verdict"),
    [
        ("asked_s = 10", "nil", "nil", 11, "wait"),
        ("asked_s = 10", "nil", "nil", 12.9, "fail MusFlow Studio does not answer"),
        ("asked_s = 10", "nil", "nil", 3, "fail MusFlow Studio does not answer"),
        ("asked_s = 10", "{ state = 'done', studio = 'a' }", "nil", 99, "land"),
        ("asked_s = 10", "{ state = 'error', says = 'No.' }", "nil", 11, "fail No."),
        ("asked_s = 10", "{ state = 'accepted', studio = 'a' }", "{ name = 'a', beats = 1 }", 99,
         "wait"),
        ("asked_s = 10", "{ state = 'accepted', studio = 'a' }", "{ name = 'b', beats = 1 }", 11,
         "fail MusFlow Studio was closed"),
        ("asked_s = 10", "{ state = 'accepted', studio = 'a' }", "nil", 11,
         "fail MusFlow Studio was closed"),
        ("asked_s = 10, beats = 1, beat_s = 20", "{ state = 'progress', studio = 'a' }",
         "{ name = 'a', beats = 1 }", 24, "wait"),
        ("asked_s = 10, beats = 1, beat_s = 20", "{ state = 'progress', studio = 'a' }",
         "{ name = 'a', beats = 1 }", 26, "fail MusFlow Studio was closed"),
    ],
)  # fmt: skip
def test_what_to_do_while_an_answer_is_awaited(wait, answer, studio, now_s, verdict):
    told = lua(f"print (mailbox.next ({{ {wait} }}, {answer}, {studio}, {now_s}))")
    assert told.replace("\t", " ").startswith(verdict)
