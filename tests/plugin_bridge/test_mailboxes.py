"""Answers as files: requests by OSC and through the inbox, and what a script reads."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from osc_ear import Ear, open_bridge

from plugin_bridge.mailboxes import MAILBOX_FOLDER, lines_text


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A bridge whose runtime folder is known to the tests of this module."""
    folder = tmp_path_factory.mktemp("mailboxes")
    with open_bridge(folder) as bridge:
        bridge.mailboxes = folder / "run" / MAILBOX_FOLDER
        yield bridge


def lines(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text("utf-8").splitlines()]


def wait_for(file: Path, state: str, limit_s: float = 30) -> list[list[str]]:
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        if file.exists() and lines(file)[1][:2] == ["state", state]:
            return lines(file)
        time.sleep(0.02)
    raise AssertionError(file.read_text("utf-8") if file.exists() else f"no {file.name}")


def wish(**more: object) -> str:
    base = {"schema_version": 1, "mailbox": "box", "text": "A storm", "length_s": 2.0}
    return json.dumps(base | more)


def test_a_request_by_osc_is_answered_in_its_mailbox(served):
    ear = Ear(served)
    assert ear.ask("daw/generate", wish(request_id="r-1", rate=48000))[0] == "r-1"
    ear.close()
    (studio, *_, clip), told = _split(wait_for(served.mailboxes / "box.r-1.answer", "done"))
    assert studio == lines(served.mailboxes / "studio.txt")[0][1]
    assert (clip[3:5], Path(clip[2]).is_file()) == (["96000", "48000"], True)
    assert all(Path(path).is_file() for _, path in told["stem"])
    assert told["hit"][0][0] == "0"
    assert told["tempo"][0][0] == "0.0"
    assert told["end"] == [[]]


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_a_request_in_the_inbox_is_taken_and_an_old_one_thrown_away(served):
    for name, age_s in (("old", 60), ("new", 0)):
        made = served.mailboxes / f"{name}.tmp"
        made.write_text(wish(request_id=name), encoding="utf-8")
        os.utime(made, (time.time() - age_s,) * 2)
        made.rename(served.mailboxes / "inbox" / f"{name}.json")
    rubbish = {"latin": b"\xff\xfe", "broken": b"{", "list": b"[]", "empty": b""}
    for name, data in rubbish.items():
        (served.mailboxes / "inbox" / f"{name}.json").write_bytes(data)
    os.mkfifo(served.mailboxes / "inbox" / "pipe.json")
    (served.mailboxes / "inbox" / "link.json").symlink_to(served.mailboxes / "studio.txt")
    wait_for(served.mailboxes / "box.new.answer", "done")
    assert not (served.mailboxes / "box.old.answer").exists()
    assert not list((served.mailboxes / "inbox").iterdir())
    assert (served.mailboxes / "studio.txt").is_file()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"length_s": 9000.0}, "ength_s is out of range"),
        ({"sources": ["/etc"], "text": ""}, "outside the allowed folders"),
        ({"cue": "1M1"}, "project"),
        ({"tempo": 90}, "no such argument"),
    ],
)
def test_what_is_wrong_is_said_in_the_mailbox(served, more, says):
    ear = Ear(served)
    ear.refused("daw/generate", wish(request_id="wrong", **more))
    ear.close()
    assert says in wait_for(served.mailboxes / "box.wrong.answer", "error")[1][2]


@pytest.mark.parametrize("name", ["../box", "", "a/b", "x" * 65, "a.b"])
def test_a_mailbox_never_leads_out_of_its_folder(served, name):
    ear = Ear(served)
    assert ear.refused("daw/generate", wish(mailbox=name, request_id="r"))[0] == 10
    assert ear.refused("daw/generate", wish(request_id=name))[0] == 10
    ear.close()


def test_words_keep_tabs_and_lines_apart():
    assert lines_text([("a\tb\nc\\d", 1, True, 0.5)]) == "a\\tb\\nc\\\\d\t1\t1\t0.5\nend\n"


def _split(told: list[list[str]]) -> tuple[list, dict[str, list[list[str]]]]:
    rows: dict[str, list[list[str]]] = {}
    for kind, *words in told:
        rows.setdefault(kind, []).append(words)
    return [rows["studio"][0][0], ["clip", *rows["clip"][0]]], rows


def test_a_refusal_by_osc_carries_the_id_that_stands_in_the_json(served):
    ear = Ear(served)
    request = {"schema_version": 1, "text": "x", "length_s": 9000, "request_id": "mine"}
    assert ear.refused("generate/json", json.dumps(request))[3] == "mine"
    assert ear.refused("generate/json", "[1, 2]")[3] == ""
    assert ear.refused("generate/json", "{")[3] == ""
    ear.close()
