"""`musflow cutdown` on a real clip: exact files beside it, clear refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import soundfile

from musflow_studio.library import Library


def musflow(*arguments: object, home: Path, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "musflow_studio", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"MUSFLOW_LIBRARY": str(home)},
    )
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


def test_a_clip_is_cut_down_to_exact_lengths(tmp_path: Path) -> None:
    story = ("--text", "A storm breaks over the harbour", "--length", "24", "--seed", "3")
    rates = ("--fps", "25", "--rate", "48000")
    made = json.loads(musflow("cue", *story, *rates, "--json", home=tmp_path))
    clip_id = Library.load_clip(Path(made["clip_dir"])).clip_id
    told = musflow("cutdown", clip_id[:8], "--seconds", "12", "5", "--json", home=tmp_path)
    clips = [json.loads(line) for line in told.splitlines()]
    assert [clip["frames"] for clip in clips] == [12 * 48000, 5 * 48000]
    for clip in clips:
        assert soundfile.info(clip["wav"]).frames == clip["frames"]
        assert (clip["key"], clip["meter"]) == (made["key"], made["meter"])
    names = [Library.load_clip(Path(clip["clip_dir"])).marks.name for clip in clips]
    assert names == ["A storm breaks over the harbour 12s", "A storm breaks over the harbour 5s"]
    before = sorted(tmp_path.rglob("clip.json"))
    longer = musflow("cutdown", made["clip_dir"], "6", "24", home=tmp_path, status=2)
    assert "2 s to under 24 s" in longer
    assert sorted(tmp_path.rglob("clip.json")) == before  # the one in reach was not made either
    assert "--seconds 30 15 6" in musflow("cutdown", clip_id[:8], home=tmp_path, status=2)
    assert "2.0 to" in musflow("cutdown", clip_id[:8], "1.5", home=tmp_path, status=2)
