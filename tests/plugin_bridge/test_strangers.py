"""Round trips with programs nobody here wrote: oscsend and oscdump (liblo), Pure Data, curl."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from pathlib import Path

import pytest

PATCH = """\
#N canvas 0 0 600 400 12;
#X obj 20 20 loadbang;
#X obj 20 50 t b b;
#X msg 120 80 connect 127.0.0.1 PORT;
#X msg 20 80 list A_door_closes 2;
#X obj 20 110 oscformat -f sf /musflow/generate/text;
#X obj 20 140 list prepend send;
#X obj 20 170 list trim;
#X obj 20 200 netsend -u -b;
#X obj 80 230 oscparse;
#X obj 80 260 print heard;
#X connect 0 0 1 0;
#X connect 1 0 3 0;
#X connect 1 1 2 0;
#X connect 2 0 7 0;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 6 0 7 0;
#X connect 7 1 8 0;
#X connect 8 0 9 0;
"""
"""Sends a request when it is opened, and prints what comes back."""


def lines_until(program, wanted, limit_s=30):
    """The output's lines up to one that matches; the program is ended then."""
    late = threading.Timer(limit_s, program.kill)
    late.start()
    heard = []
    try:
        for line in program.stdout:
            heard.append(line)
            if re.search(wanted, line):
                return heard
    finally:
        late.cancel()
        program.kill()
        program.wait()
    raise AssertionError("".join(heard))


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.mark.skipif(not shutil.which("oscdump"), reason="needs oscdump (liblo-tools)")
def test_oscdump_hears_what_oscsend_asked_for(bridge):
    listening, asking = str(free_port()), ["oscsend", "localhost", str(bridge.running.osc_port)]
    with subprocess.Popen(
        ["oscdump", "-L", listening], stdout=subprocess.PIPE, text=True
    ) as oscdump:
        subprocess.run(
            [*asking, "/musflow/client/subscribe", "if", listening, "60"], check=True, timeout=20
        )
        subprocess.run(
            [*asking, "/musflow/generate/text", "sf", "A door closes", "2"], check=True, timeout=20
        )
        heard = lines_until(oscdump, r"/musflow/job/(done|error)")
    subprocess.run([*asking, "/musflow/client/unsubscribe", "i", listening], check=True, timeout=20)
    lives = [found[1] for line in heard if (found := re.search(r"/musflow/job/(\w+)", line))]
    assert (lives[0], lives[-1]) == ("queued", "done")
    assert Path(re.search(r'"(/[^"]*\.wav)"', heard[-1])[1]).is_file()


@pytest.mark.skipif(not shutil.which("pd"), reason="needs pd (puredata-core)")
def test_pure_data_asks_for_a_cue_and_hears_where_it_is(bridge, tmp_path):
    patch = tmp_path / "ask.pd"
    patch.write_text(PATCH.replace("PORT", str(bridge.running.osc_port)))
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", str(patch)]
    with subprocess.Popen(
        command, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    ) as pd:
        heard = lines_until(pd, r"heard: list musflow job (done|error)")
    assert Path(re.search(r"\S+\.wav", heard[-1])[0].replace("\\", "")).is_file()


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_lines_for_curl_read_values(bridge):
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
    lines = re.findall(r"^curl .*$", page, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        words = line.replace("9787", str(bridge.running.http_port)).split()
        told = subprocess.run(
            [words[0], "-sSf", *words[1:]], capture_output=True, text=True, timeout=20, check=True
        )
        assert re.search("VALUE|OSC_PORT", told.stdout)
