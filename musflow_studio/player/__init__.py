"""The player: files heard through the audio device, in a process of their own.

deck      which frames come next: loops, jumps, crossfades, switches on the beat; pure arithmetic
source    an audio file as frames at the output's rate
live      a take through a chain that may be turned; live_desk: made beside the rendering
ring      finished frames on their way; output: the device whose callback copies them
wish      what was asked for, kept while devices come and go; render_times: how long blocks take
serving   the process (`python -m musflow_studio.player`): hears, renders a little ahead, reports
client    the door's side of it

What is heard is the file: at unity gain and equal rate, bit for bit. Opening the door side loads
neither PortAudio nor soundfile.
"""

from musflow_studio.player.client import PlayerClient

__all__ = ["PlayerClient"]
