"""The worker that is begun early is the one that works, and leaves when nobody wants it."""

from __future__ import annotations

import json
import subprocess
import sys

from musflow_studio import spawn
from musflow_studio.frames import FrameReader

ENDS_S = 30


def test_a_worker_that_was_begun_is_given_to_the_first_who_asks(monkeypatch, tmp_path):
    monkeypatch.setenv("MUSFLOW_HOME", str(tmp_path))
    spawn.begin_worker()
    spawn.begin_worker()
    first, second = spawn.worker_process(tmp_path), spawn.worker_process(tmp_path)
    try:
        assert first.pid != second.pid
        assert FrameReader(first.stdout).read() == {"ready": first.pid}
    finally:
        for one in (first, second):
            one.stdin.close()
            assert one.wait(ENDS_S) == 0
            one.stdout.close()


def test_a_command_that_was_refused_leaves_no_worker_behind(tmp_path):
    code = (
        "import json, sys; from musflow_studio import spawn, __main__\n"
        "sys.argv = ['musflow', 'cue', '--nonsense']\n"
        "try: __main__.main()\n"
        "except SystemExit as left: print(json.dumps([left.code, spawn._begun[0].pid]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    status, pid = json.loads(said.stdout)
    assert status == 2
    deadline = subprocess.run(
        ["tail", "--pid", str(pid), "-f", "/dev/null"], timeout=ENDS_S, check=False
    )
    assert deadline.returncode == 0
