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

local function same (one, other)
	return math.abs (one / other - 1) < 1e-7
end

local function set (map, at, point, first)
	local meter = map:meter_at (at)
	local counted = meter:divisions_per_bar () == point.numerator and meter:note_value () == point.denominator
	if first and not counted then
		map:set_meter (Temporal.Meter (point.numerator, point.denominator), at)
	end
	if not same (map:quarters_per_minute_at (at), point.bpm) then
		map:set_tempo (Temporal.Tempo (point.bpm, point.bpm, 4), at)
	end
end

-- Ardour's scripts cannot take points away, so every beat of the cue is looked at: a point is written
-- where the map differs, whatever it held before. Returns false where a beat still lies elsewhere.
local function write (map, cue)
	local rate = Session:nominal_sample_rate ()
	local last_s = cue.clip.frames / cue.clip.rate
	local tick, seconds, exact = lead_in (map, cue.sample), 0, true
	for number, point in ipairs (cue.tempo) do
		local following = cue.tempo[number + 1]
		local quarters = point.quarters
		repeat
			local at = Temporal.timepos_t.from_ticks (tick)
			set (map, at, point, quarters == point.quarters)
			local there = map:sample_at_beats (map:quarters_at (at))
			exact = exact and math.abs (there - cue.sample - seconds * rate) < 2
			quarters = quarters + 4 / point.denominator
			tick = tick + 4 * Temporal.ticks_per_beat // point.denominator
			seconds = seconds + 240 / point.denominator / point.bpm
		until seconds > last_s or following and quarters > following.quarters - 1e-6
	end
	return exact
end

local cue = chosen (session.landed ())
if not cue then
	session.say ("No cue of MusFlow Studio has landed in this session yet.")
	return
end
local open = Temporal.TempoMap.fetch_writable or Temporal.TempoMap.write_copy
local map = open ()
local ok, exact = pcall (write, map, cue)
if not (ok and exact) then
	Temporal.TempoMap.abort_update ()
	map = nil
	session.say (ok and "Tempo or metre changes are in the way. Undo or delete those around the cue and try again."
		or "Ardour did not take the tempo map. " .. tostring (exact))
	return
end
Session:begin_reversible_command ("Tempo map of a MusFlow cue")
Temporal.TempoMap.update (map)
if not Session:abort_empty_reversible_command () then Session:commit_reversible_command (nil) end
map = nil
