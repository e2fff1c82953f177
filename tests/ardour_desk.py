"""A real Ardour with a screen nobody sees: a session, our scripts in it, and questions to it.

The facts this rests on: Ardour starts without a wizard or dialog when it has a configuration that
names the dummy sound backend and an existing session; OSC is switched on in the session's file;
`/access_action LuaAction/script-N` runs the script in slot N, `ui_scripts` holds the slots.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from pythonosc.udp_client import SimpleUDPClient

PROGRAMS = ("ardour", "ardour7-lua", "Xvfb", "openbox", "xdotool")
MISSING = [name for name in PROGRAMS if not shutil.which(name)]
SLOT_OF_QUESTIONS = 9
_TIMER_SIGNAL, _SIGNALS = 47, 48  # LuaTimerDS among the signals of Ardour 7.3
_START_S = 60
_OSC_PORT = 3819
_OSC = (
    '<Protocol name="Open Sound Control (OSC)" active="1" feedback="0" debugmode="0" '
    'address-only="1" remote-port="9012" banksize="0" striptypes="31" gainmode="0" '
    'send-page-size="0" plug-page-size="0"/>'
)
_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Config>
    <Option name="try-autostart-engine" value="1"/>
    <Option name="hide-dummy-backend" value="0"/>
    <Option name="check-announcements" value="0"/>
    <Option name="discover-plugins-on-start" value="0"/>
  </Config>
  <Extra><AudioMIDISetup><EngineStates>
    <State backend="None (Dummy)" driver="Normal Speed" device="Silence" input-device=""
     output-device="" sample-rate="{rate}" buffer-size="1024" n-periods="0" input-latency="0"
     output-latency="0" lm-input="" lm-output="" active="1" use-buffered-io="0"
     midi-option="1 in, 1 out, Silence" lru="0"><MIDIDevices/></State>
  </EngineStates></AudioMIDISetup></Extra>
</Ardour>
"""
_NEW_SESSION = """
local s = create_session (arg[1], arg[2], tonumber (arg[3])); assert (s)
local tm = Temporal.TempoMap.fetch_writable ()
local bpm = tonumber (arg[4])
tm:set_tempo (Temporal.Tempo (bpm, bpm, 4), Temporal.timepos_t (0))
tm:set_meter (Temporal.Meter (tonumber (arg[5]), tonumber (arg[6])), Temporal.timepos_t (0))
Temporal.TempoMap.update (tm); tm = nil
s:save_state ("", false, false, false); collectgarbage (); close_session (); quit ()
"""
_QUESTIONS = """
ardour { ["type"] = "EditorAction", name = "Questions" }
function factory () return function ()
    local ask, wrong = loadfile ("%(folder)s/question.lua", "t", _ENV)
    local ok, answer
    if ask then ok, answer = pcall (ask) else ok, answer = false, wrong end
    local file = io.open ("%(folder)s/answer.tmp", "w")
    file:write (ok and "ok\\n" or "wrong\\n", tostring (answer)); file:close ()
    os.rename ("%(folder)s/answer.tmp", "%(folder)s/answer")
end end
"""


class Ardour:
    """A running Ardour.

    Args:
        folder: for the session, the configuration and the questions.
        actions: scripts for the slots 1, 2 …
        hook: a script on the timer.
    """

    def __init__(
        self,
        folder: Path,
        actions: Sequence[str],
        hook: str,
        *,
        rate: int = 44100,
        bpm: float = 120,
        meter: tuple[int, int] = (4, 4),
    ) -> None:
        self._folder = folder
        self.session = folder / "Reel 1" / "Reel 1.ardour"
        self._actions, self._hook = actions, hook
        self._rate = rate
        _make_session(folder, self.session, (rate, bpm, *meter))
        self._config = folder / ".config" / "ardour7"
        self._configure()

    @contextmanager
    def running(self) -> Iterator[Ardour]:
        """Ardour with its screen, until the block ends."""
        with screen() as display:
            self.display = display
            self._env = os.environ | {"HOME": str(self._folder), "DISPLAY": display}
            self._env |= {"XDG_CONFIG_HOME": str(self._folder / ".config")}
            self._env |= {"ARDOUR_TRY_AUTOSTART_ENGINE": "1"}
            with _process(["openbox"], self._env, self._folder / "openbox.log"):
                words = ["ardour", "--no-splash", "--no-announcements", str(self.session)]
                with _process(words, self._env, self._folder / "ardour.log") as process:
                    self._osc = SimpleUDPClient("127.0.0.1", self._wait_for_osc(process))
                    wait_until(lambda: self.ask("return 1", limit_s=2) == "1", _START_S)
                    yield self
                    self._osc.close()

    def act(self, slot: int) -> None:
        """Run the script in a slot, from 1, as its button or key would."""
        self._osc.send_message("/access_action", f"LuaAction/script-{slot}")

    def ask(self, lua: str, limit_s: float = 20) -> str:
        """Run Lua inside Ardour; what it returns, as text."""
        answer = self._folder / "answer"
        answer.unlink(missing_ok=True)
        (self._folder / "question.lua").write_text(lua, encoding="utf-8")
        self.act(SLOT_OF_QUESTIONS)
        if not _comes(answer.is_file, limit_s):
            return ""
        state, _, text = answer.read_text("utf-8").partition("\n")
        assert state == "ok", text
        return text

    def press(self, *keys: str) -> None:
        """Press keys in the window that has the focus."""
        subprocess.run(["xdotool", "key", *keys], env=self._env, check=True, timeout=20)

    def type(self, text: str) -> None:
        """Type into the window that has the focus."""
        words = ["xdotool", "type", "--delay", "5", text]
        subprocess.run(words, env=self._env, check=True, timeout=60)

    def windows(self) -> list[str]:
        """The titles of the windows that are open."""
        words = ["xdotool", "search", "--onlyvisible", "--name", "."]
        found = subprocess.run(words, env=self._env, capture_output=True, text=True, timeout=20)
        titles = []
        for window in found.stdout.split():
            words = ["xdotool", "getwindowname", window]
            name = subprocess.run(words, env=self._env, capture_output=True, text=True, timeout=20)
            titles.append(name.stdout.strip())
        return titles

    def _configure(self) -> None:
        self._config.mkdir(parents=True, exist_ok=True)
        (self._config / ".a7").touch()
        (self._config / "config").write_text(_CONFIG.format(rate=self._rate), encoding="utf-8")
        slots = dict(enumerate(self._actions, 1))
        slots[SLOT_OF_QUESTIONS] = _QUESTIONS % {"folder": self._folder}
        (self._config / "ui_scripts").write_text(_ui_scripts(slots, self._hook), encoding="utf-8")

    def _wait_for_osc(self, process: subprocess.Popen[bytes]) -> int:
        """The first UDP port Ardour has opened: 3819, or the next free one."""
        wait_until(lambda: _udp_ports(process.pid) or process.poll() is not None, _START_S)
        assert process.poll() is None, (self._folder / "ardour.log").read_text("utf-8")
        return min(_udp_ports(process.pid))


def _udp_ports(pid: int) -> list[int]:
    ports: list[int] = []
    with suppress(psutil.NoSuchProcess):  # programs that Ardour starts and that end at once
        ours = psutil.Process(pid)
        for one in (ours, *ours.children(recursive=True)):
            ports += [connection.laddr.port for connection in one.net_connections("udp4")]
    return [port for port in ports if _OSC_PORT <= port < _OSC_PORT + 100]


def wait_until(true: Any, limit_s: float) -> None:
    """Wait for something to become true; fails after `limit_s` seconds."""
    assert _comes(true, limit_s), f"did not happen within {limit_s} s"


def _comes(true: Any, limit_s: float) -> bool:
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.03)
    return False


def _make_session(folder: Path, file: Path, numbers: Sequence[float]) -> None:
    script = folder / "new_session.lua"
    script.write_text(_NEW_SESSION, encoding="utf-8")
    words = ["ardour7-lua", "-X", str(script), str(file.parent), file.stem, *map(str, numbers)]
    home = os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config")}
    done = subprocess.run(words, env=home, capture_output=True, text=True, timeout=60)
    assert file.is_file(), done.stdout + done.stderr
    text = file.read_text("utf-8")
    off = '<Protocol name="Open Sound Control (OSC)" active="0"/>'
    assert off in text
    file.write_text(text.replace(off, _OSC), encoding="utf-8")


def _ui_scripts(slots: Mapping[int, str], hook: str) -> str:
    """The file in which Ardour keeps its script slots and hooks."""
    lines = ["scripts = {}"]
    for slot, source in slots.items():
        lines.append(f"scripts[{slot}] = {{}}")
        lines += [f"scripts[{slot}][{part}" for part in _parts(f"Slot {slot}", source)]
    hooked = ["s = {}", *(f"s[{part}" for part in _parts("MusFlow", hook))]
    signals = "".join(
        "1" if bit == _SIGNALS - 1 - _TIMER_SIGNAL else "0" for bit in range(_SIGNALS)
    )
    return (
        f'<UIScripts><ActionScript lua="Lua 5.3">{_packed(lines)}</ActionScript>'
        f'<ActionHooks><LuaCallback lua="Lua 5.3" id="9001" name="MusFlow" signals="{signals}">'
        f"{_packed(hooked)}</LuaCallback></ActionHooks></UIScripts>\n"
    )


def _parts(name: str, source: str) -> list[str]:
    body = f"local params = ...\nlocal function ardour () end\n{source}\nreturn factory (params)"
    return [
        f'"n"] = {_quoted(name)}',
        f'"s"] = {_quoted(source)}',
        f'"f"] = {_quoted(body)}',
        '"c"] = ""',
        '"a"] = {}',
    ]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _packed(lines: Sequence[str]) -> str:
    return base64.b64encode(" ".join(lines).encode()).decode()


@contextmanager
def screen() -> Iterator[str]:
    """An X display nobody sees."""
    reader, writer = os.pipe()
    words = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(
        words, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _process(
    words: Sequence[str], env: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(words, env=env, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
