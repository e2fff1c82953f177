-- Action: write the tempo map of a cue into the session, from the cue's start on. The cue is the
-- one under the playhead, else the one that landed last.

local session = ...

local function chosen (cues)
	local playhead, found = Session:transport_sample (), cues[#cues]
	for _, cue in ipairs (cues) do
		if playhead >= cue.sample and playhead < cue.sample + cue.clip.frames then found = cue end
	end
	return found
end

local function ticks (quarters)
	return math.floor (quarters * Temporal.ticks_per_beat + 0.5)
end

-- Ardour tells quarters as "whole:ticks" only.
local function tick_of_bar (map, bar)
	local quarters = tostring (map:quarters_at_bbt (Temporal.BBT_TIME (bar, 1, 0)))
	local whole, rest = quarters:match ("^(%d+):(%d+)$")
	return math.tointeger (tonumber (whole) * Temporal.ticks_per_beat + tonumber (rest))
end

-- Tempo and metre from the last bar line before the cue so that a bar begins on its first sample:
-- whole quarters in one bar, the tempo as it must be. Returns the tick the cue starts on.
local function lead_in (map, sample)
	local rate = Session:nominal_sample_rate ()
	local bpm = map:quarters_per_minute_at (Temporal.timepos_t (sample))
	local bar = map:bbt_at (Temporal.timepos_t (sample)).bars
	if math.abs (session.sample_of_bar (map, bar + 1) - sample) <= 1 then bar = bar + 1 end
	local start, at = session.sample_of_bar (map, bar), tick_of_bar (map, bar)
	if math.abs (sample - start) <= 1 then return at end
	local seconds = (sample - start) / rate
	local quarters = math.max (1, math.floor (seconds * bpm / 60 + 0.5))
	local tempo = quarters * 60 / seconds
	map:set_meter (Temporal.Meter (quarters, 4), Temporal.timepos_t.from_ticks (at))
	map:set_tempo (Temporal.Tempo (tempo, tempo, 4), Temporal.timepos_t.from_ticks (at))
	return at + quarters * Temporal.ticks_per_beat
end

local function write (map, cue)
	local first = lead_in (map, cue.sample)
	for _, point in ipairs (cue.tempo) do
		local at = Temporal.timepos_t.from_ticks (first + ticks (point.quarters))
		map:set_meter (Temporal.Meter (point.numerator, point.denominator), at)
		map:set_tempo (Temporal.Tempo (point.bpm, point.bpm, 4), at)
	end
end

local cue = chosen (session.landed ())
if not cue then
	session.say ("No cue of MusFlow Studio has landed in this session yet.")
	return
end
local open = Temporal.TempoMap.fetch_writable or Temporal.TempoMap.write_copy
local map = open ()
local ok, wrong = pcall (write, map, cue)
if not ok then
	Temporal.TempoMap.abort_update ()
	map = nil
	session.say ("Ardour did not take the tempo map: " .. tostring (wrong))
	return
end
Session:begin_reversible_command ("Tempo map of a MusFlow cue")
Temporal.TempoMap.update (map)
if not Session:abort_empty_reversible_command () then Session:commit_reversible_command (nil) end
map = nil
