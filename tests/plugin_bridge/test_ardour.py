"""The scripts for Ardour in a real Ardour, with a real studio beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from ardour_desk import MISSING, Ardour, wait_until
from PIL import Image

from musflow_studio.documents import load_document
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import Grid
from musflow_studio.domain.plan import CuePlan
from musflow_studio.library import Library
from plugin_bridge.daw_install import DAWS, SCRIPTS, install
from plugin_bridge.mailboxes import lines_text, mailbox_folder
from plugin_bridge.verbs.takes import hit_rows
from plugin_bridge.workstation_map import map_points

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")
EXAMPLES = Path(__file__).parents[2] / "examples"
GENERATE, AGAIN, TEMPO_MAP = 1, 2, 3
ASKS = "MusFlow Studio: generate"
RATE_HZ, BPM, METER = 48000, 97.5, (3, 4)
REGIONS = """
local told = {}
for route in Session:get_tracks ():iter () do
    for region in route:to_track ():playlist ():region_list ():iter () do
        told[#told + 1] = table.concat ({ route:name (), region:position ():samples (),
            region:length ():samples (), tostring (region:muted ()), region:layer () }, "|")
    end
end
return table.concat (told, "\\n")
"""
MARKERS = """
local told = {}
for location in Session:locations ():list ():iter () do
    if location:is_mark () then
        told[#told + 1] = location:name () .. "|" .. location:start ():samples ()
    end
end
return table.concat (told, "\\n")
"""
LOCATE = """Session:request_locate (%d, false, ARDOUR.LocateTransportDisposition.MustStop,
    ARDOUR.TransportRequestSource.TRS_UI)"""
BAR_AT = "return Temporal.TempoMap.read ():bbt_at (Temporal.timepos_t (%d)).bars"
BARS = """
local map, told = Temporal.TempoMap.read (), {}
for bar = %d, %d do
    local quarters = map:quarters_at_bbt (Temporal.BBT_TIME (bar, 1, 0))
    told[#told + 1] = map:sample_at_beats (quarters)
end
return table.concat (told, " ")
"""
WISH = """
local start = assert (loadfile ("%(scripts)s/ardour/start.lua", "t", _ENV))
local _, session = start ("%(scripts)s", "%(mailboxes)s")
session.remember ({ from = "%(from)s", text = "%(text)s", folder = "%(folder)s", style = "",
    follow = %(follow)s, stems = %(stems)s, markers = true })
"""
SELECT = """
Editor:set_loop_range (Temporal.timepos_t (%d), Temporal.timepos_t (%d), "range")
Editor:access_action ("Editor", "select-loop-range")
"""


class Desk:
    """Ardour and a studio that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "musflow"
        self._env = os.environ | {"MUSFLOW_HOME": str(self._home)}
        self._studio: subprocess.Popen[str] | None = None
        self.boards = folder / "boards"
        self.boards.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MUSFLOW_HOME", str(self._home))
            self._mailboxes = mailbox_folder()
            home = folder / "ardour"
            home.mkdir()
            scripts = {one.stem: one.read_text("utf-8") for one in install(DAWS["ardour"], home)}
        actions = [scripts[f"musflow_{name}"] for name in ("generate", "again", "tempo_map")]
        self.ardour = Ardour(
            folder, actions, scripts["musflow_inbox"], rate=RATE_HZ, bpm=BPM, meter=METER
        )

    def start_studio(self) -> None:
        """`musflow serve`, unless it runs."""
        if self._studio is None:
            words = [sys.executable, "-m", "musflow_studio", "serve", "--port", "0"]
            words += ["--allow", str(self.boards)]
            self._studio = subprocess.Popen(
                words, env=self._env, stdout=subprocess.PIPE, text=True, start_new_session=True
            )
            assert "Serving" in self._studio.stdout.readline()

    def end_studio(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, kindly or not; a killed one takes its worker along."""
        if self._studio:
            if how is signal.SIGTERM:
                self._studio.send_signal(how)
            else:
                os.killpg(self._studio.pid, how)
            self._studio.wait(30)
            self._studio.stdout.close()
            self._studio = None

    def send(self, *words: str) -> str:
        """`musflow osc send`."""
        command = [sys.executable, "-m", "musflow_studio", "osc", "send", *words]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, timeout=60)
        return done.stdout

    def select(self, start: int, stop: int) -> None:
        """Select a range on Ardour's timeline, in samples."""
        self.ardour.ask(SELECT % (start, stop))

    def regions(self) -> list[tuple[str, int, int, bool, int]]:
        """Track, first sample, samples, muted, layer of every region, as Ardour tells them."""
        rows = [line.split("|") for line in self.ardour.ask(REGIONS).splitlines()]
        return [(r[0], int(r[1]), int(r[2]), r[3] == "true", int(float(r[4]))) for r in rows]

    def at(self, start: int) -> list[tuple[str, int, int, bool, int]]:
        """The regions that begin at a sample."""
        return [region for region in self.regions() if region[1] == start]

    def markers(self) -> dict[str, int]:
        """Sample by name."""
        rows = [line.rpartition("|") for line in self.ardour.ask(MARKERS).splitlines()]
        return {name: int(sample) for name, _, sample in rows}

    def wish(self, text: str, *, stems: bool, panels: Path | None = None) -> None:
        """What "once more" will ask for, as if the dialog had been filled in."""
        told = {"scripts": SCRIPTS, "mailboxes": self._mailboxes, "text": text}
        told |= {"stems": str(stems).lower(), "folder": panels or ""}
        told |= {"from": "panels" if panels else "text", "follow": str(panels is None).lower()}
        self.ardour.ask(WISH % told)

    def settled(self, start: int) -> bool:
        """Whether a cue has landed at a sample and nothing is awaited any more."""
        waiting = list(self._mailboxes.glob("*.waiting"))
        return not waiting and bool(self.at(start))

    def main_window(self) -> str:
        """The title of Ardour's own window; a star marks what is not saved."""
        return "*Reel 1 - Ardour"

    def newest_clip(self) -> Clip:
        """What was kept last."""
        library = Library(self._home / "library")
        return library.show(library.list()[0].clip_id)

    def says(self, title: str) -> bool:
        """Whether a window with this title is open in Ardour."""
        return any(title in window for window in self.ardour.windows())


@pytest.fixture(scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("ardour"))
    try:
        with made.ardour.running():
            yield made
    finally:
        made.end_studio()


@pytest.fixture
def desk(_desk: Desk) -> Desk:
    _desk.start_studio()
    return _desk


@contextmanager
def another_job(desk: Desk) -> Iterator[None]:
    """A long cue that somebody else asked for."""
    desk.send("generate/text", "The long war", "600", "--until", "job/started")
    yield
    desk.send("job/cancel")


def test_a_cue_lands_on_the_range_with_stems_and_markers_on_the_sessions_bars(desk):
    start, stop = 100_001, 401_234
    desk.select(start, stop)
    desk.ardour.act(GENERATE)
    wait_until(lambda: desk.says(ASKS), 5)
    desk.ardour.type("A storm at sea")
    desk.ardour.press(*["Tab"] * 3, "space", "alt+o")
    wait_until(lambda: len(desk.at(start)) > 2 and desk.markers(), 90)
    clip, found = desk.newest_clip(), desk.at(start)
    assert {region[2] for region in found} == {stop - start} == {clip.frames}
    tracks = {"MusFlow", *(f"MusFlow {role}" for role in clip.stems)}
    assert {region[0] for region in found} == tracks
    # The stems sum to the mix, which waits muted.
    assert {region[0] for region in found if region[3]} == {"MusFlow"}
    plan = clip.recipe.plan
    assert (clip.recipe.sample_rate_hz, plan.bpm) == (RATE_HZ, pytest.approx(BPM, abs=0.001))
    hits = [start + row[2] for row in hit_rows(clip)]
    assert sorted(desk.markers().values()) == hits
    bars = [int(one) for one in desk.ardour.ask(BARS % (1, 60)).split()]
    ours = [start + plan.grid.sample_at(bar.start_tick, RATE_HZ) for bar in plan.grid.bars[1:]]
    assert len(ours) > 2
    assert all(min(abs(bar - line) for line in bars) <= 2 for bar in ours)


@pytest.mark.gate
def test_cues_land_to_the_sample_time_after_time(desk, gate):
    desk.wish("Running through the market", stems=True)
    rounds, exact = max(2, gate.size(10)), 0
    for number in range(rounds):
        start, frames = 1_000_003 * (number + 1), 96_000 + 4_801 * number
        desk.select(start, start + frames)
        desk.ardour.act(AGAIN)
        wait_until(lambda at=start: desk.settled(at), 90)
        clip, found = desk.newest_clip(), desk.at(start)
        hits = {start + row[2] for row in hit_rows(clip)}
        exact += (
            {region[2] for region in found} == {frames}
            and len(found) == 1 + len(clip.stems)
            and hits == {at for at in desk.markers().values() if start <= at <= start + frames}
        )
    gate.record(
        "bridge: clips in Ardour",
        f"{exact} of {rounds} exact",
        f"{rounds} of {rounds}",
        "action in Ardour 7.3, studio, and start and length of the region, stems and markers read "
        "back from Ardour, to the sample",
        met=exact == rounds,
    )
    assert exact == rounds


def test_a_second_result_lies_on_top_and_the_first_is_kept_muted_below(desk):
    desk.wish("A quiet morning", stems=False)
    desk.select(40_000_000, 40_096_000)
    for results in (1, 2):
        desk.ardour.act(AGAIN)
        wait_until(lambda n=results: len(desk.at(40_000_000)) == n, 90)
    below, above = sorted(desk.at(40_000_000), key=lambda region: region[4])
    assert (below[0], below[3], above[0], above[3]) == ("MusFlow", True, "MusFlow", False)
    marked = [at for at in desk.markers().values() if 40_000_000 <= at <= 40_096_000]
    assert len(marked) == len(hit_rows(desk.newest_clip()))


def test_a_cue_waits_for_another_clients_job_without_complaint(desk):
    desk.wish("A quiet morning", stems=False)
    desk.select(50_000_000, 50_096_000)
    with another_job(desk):
        desk.ardour.act(AGAIN)
        time.sleep(4)
        assert desk.ardour.windows() == [desk.main_window()]
        assert not desk.at(50_000_000)
    wait_until(lambda: desk.settled(50_000_000), 90)


def test_a_killed_studio_is_told_in_ardour_within_3_s_and_the_next_try_works(desk):
    desk.wish("A quiet morning", stems=False)
    desk.select(60_000_000, 60_096_000)
    desk.end_studio(signal.SIGKILL)
    asked = time.monotonic()
    desk.ardour.act(AGAIN)
    wait_until(lambda: desk.says("MusFlow Studio does not answer"), 5)
    assert time.monotonic() - asked < 3
    desk.ardour.press("Return")
    wait_until(lambda: not desk.says("MusFlow Studio does not answer"), 5)
    desk.start_studio()
    desk.ardour.act(AGAIN)
    wait_until(lambda: desk.settled(60_000_000), 90)
    assert len(desk.at(60_000_000)) == 1


def test_a_studio_killed_over_a_cue_is_told_in_ardour(desk):
    desk.wish("The long war", stems=False)
    desk.select(70_000_000, 70_000_000 + 600 * RATE_HZ)
    desk.ardour.act(AGAIN)
    time.sleep(2)
    desk.end_studio(signal.SIGKILL)
    desk.start_studio()
    wait_until(lambda: desk.says("MusFlow Studio was closed before the cue was ready"), 8)
    desk.ardour.press("Return")
    wait_until(lambda: desk.ardour.windows() == [desk.main_window()], 5)


def test_panels_land_with_their_own_length_and_their_tempo_map_follows(desk):
    start = 120_000_001
    _board(desk.boards / "three")
    desk.wish("", stems=False, panels=desk.boards / "three")
    desk.select(start, start + 1000)  # only the place counts: the panels have their own length
    desk.ardour.act(AGAIN)
    wait_until(lambda: desk.settled(start), 90)
    clip = desk.newest_clip()
    assert [region[:3] for region in desk.at(start)] == [("MusFlow", start, clip.frames)]
    assert clip.frames == 5 * RATE_HZ
    inside = sorted(at for at in desk.markers().values() if start <= at <= start + clip.frames)
    assert inside == [start + row[2] for row in hit_rows(clip) if row[4] in ("must", "should")]
    desk.ardour.ask(LOCATE % start)
    wait_until(lambda: desk.ardour.ask("return Session:transport_sample ()") == str(start), 5)
    desk.ardour.act(TEMPO_MAP)
    assert _bars_after(desk, start, clip.recipe.plan.grid)


def _board(folder: Path) -> None:
    """Three panels of two, two and one seconds."""
    folder.mkdir()
    rows = ["file,length_s,story"]
    for number, length_s in enumerate((2, 2, 1), 1):
        Image.new("RGB", (32, 18), (60 * number, 40, 90)).save(folder / f"{number}.png")
        rows.append(f"{number}.png,{length_s},She runs")
    (folder / "panels.csv").write_text("\n".join(rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("board", "start"), [("rooftop-chase", 80_000_000), ("cellar-door", 90_123_457)]
)
def test_the_tempo_map_of_a_cue_becomes_the_sessions(desk, board, start):
    grid = _planned(EXAMPLES / board, "--fit", "exact").grid
    assert len(grid.tempi) > 2
    _write_map(desk, start, grid)
    assert _bars_after(desk, start, grid)


def _bars_after(desk: Desk, start: int, grid: Grid) -> bool:
    """Whether Ardour's bar lines are the cue's from its start on."""
    ours = [start + grid.sample_at(bar.start_tick, RATE_HZ) for bar in grid.bars]
    first = int(desk.ardour.ask(BAR_AT % (start + 2)))
    theirs = desk.ardour.ask(BARS % (first, first + len(ours) - 1))
    return [int(one) for one in theirs.split()] == pytest.approx(ours, abs=1)


def test_a_map_that_cannot_be_exact_is_not_written(desk):
    start = 110_000_000
    _write_map(desk, start, _planned(EXAMPLES / "cellar-door", "--fit", "exact").grid)
    before = desk.ardour.ask(BARS % (1, 1500))
    _write_map(desk, start, _planned(EXAMPLES / "rooftop-chase", "--fit", "exact").grid)
    wait_until(lambda: desk.says("Tempo or metre changes are in the way"), 5)
    desk.ardour.press("Return")
    wait_until(lambda: desk.ardour.windows() == [desk.main_window()], 5)
    assert desk.ardour.ask(BARS % (1, 1500)) == before


def _write_map(desk: Desk, start: int, grid: Grid) -> None:
    _note_landed(desk, start, grid)
    desk.ardour.ask(LOCATE % start)
    wait_until(lambda: desk.ardour.ask("return Session:transport_sample ()") == str(start), 5)
    desk.ardour.act(TEMPO_MAP)


@cache
def _planned(*words: object) -> CuePlan:
    """What `musflow plan` says."""
    command = [sys.executable, "-m", "musflow_studio", "plan", *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    plan = load_document(done.stdout).value
    assert isinstance(plan, CuePlan)
    return plan


def _note_landed(desk: Desk, start: int, grid: Grid) -> None:
    """What the inbox writes down when a cue with this grid has landed."""
    frames = grid.sample_at(grid.end_tick, RATE_HZ)
    clip = ("clip", "0" * 26, "x.wav", frames, RATE_HZ, "chase", 120.0, "D minor")
    points = map_points(grid, whole_quarters=True)
    tempo = [("tempo", p.quarters, p.bpm, p.numerator, p.denominator) for p in points]
    with (desk.ardour.session.parent / "musflow-cues.txt").open("a", encoding="utf-8") as notes:
        notes.write(lines_text([("cue", start), clip, *tempo]))
