-- What MusFlow does in an Ardour session: where to put a cue, what to ask the studio, how to land
-- its answer. Loaded by the actions and the hook with the shared mailbox and two folders.
--
--   session.place (last)       the selected range, else `last`, else the playhead; its tempo and bar
--   session.ask (place, studio)  the dialog; what the user wishes, or nil
--   session.request (place, wish, studio)   sends it and notes it as waiting
--   session.waiting (), session.keep (waits)  the requests that wait, in a file
--   session.land (wait, answer)  clip, stems and markers onto the timeline
--   session.landed ()          the cues that landed in this session, newest last
--   session.say (text)         a message in Ardour

local mailbox, mailboxes = ...
local session = {}

local TRACK = "MusFlow"
local MARKER = "MusFlow: "
local KEY = "MusFlow "
local METERS = { ["4/4"] = true, ["3/4"] = true, ["6/8"] = true, ["5/4"] = true }
local RATES = { [44100] = true, [48000] = true, [88200] = true, [96000] = true }

local function seconds_now ()
	return ARDOUR.LuaAPI.monotonic_time () / 1000000
end

local function own_name ()
	return "ardour-" .. mailbox.digest (Session:path () .. Session:name ())
end

local function own_file (what)
	return mailboxes .. "/" .. own_name () .. what
end

local function landed_file ()
	return ARDOUR.LuaAPI.build_filename (Session:path (), "musflow-cues.txt")
end

-- A message whose window is named by its first sentence.
function session.say (text)
	local title = text:match ("^(.-)%.%s") or text:match ("^(.-)%.?$")
	LuaDialog.Message (title, text, LuaDialog.MessageType.Warning, LuaDialog.ButtonType.Close):run ()
end

function session.studio ()
	local lines = mailbox.lines (mailboxes .. "/studio.txt")
	return lines and mailbox.studio (lines)
end

-- Where --------------------------------------------------------------------------------------

function session.sample_of_bar (map, bar)
	return map:sample_at_beats (map:quarters_at_bbt (Temporal.BBT_TIME (bar, 1, 0)))
end

-- Quarters from the last bar line to a sample, 0 where it stands on one.
local function into_bar (map, sample, bpm)
	local bar = map:bbt_at (Temporal.timepos_t (sample)).bars
	if session.sample_of_bar (map, bar + 1) - sample <= 1 then return 0.0 end
	local from = math.max (0, sample - session.sample_of_bar (map, bar))
	if from <= 1 then return 0.0 end
	return from / Session:nominal_sample_rate () * bpm / 60
end

local function selected ()
	local range = Editor:get_selection ().time
	local samples = range:end_sample () - range:start_sample ()
	if samples > 0 then return { sample = range:start_sample (), samples = samples } end
end

-- `last` is a place to fall back to, instead of the playhead.
function session.place (last)
	local place = selected () or last or { sample = Session:transport_sample () }
	local map, at = Temporal.TempoMap.read (), Temporal.timepos_t (place.sample)
	local meter = map:meter_at (at)
	place.rate = math.tointeger (Session:nominal_sample_rate ())
	place.bpm = map:quarters_per_minute_at (at)
	place.meter = string.format ("%d/%d", meter:divisions_per_bar () // 1, meter:note_value () // 1)
	place.into_bar = into_bar (map, place.sample, place.bpm)
	return place
end

-- What ---------------------------------------------------------------------------------------

local function style_choices (studio)
	local choices = { ["as the mood asks"] = "" }
	for _, style in ipairs (studio.styles) do choices[style.name] = style.name end
	return choices
end

local function style_shown (name)
	return name ~= "" and name or "as the mood asks"
end

function session.ask (place, studio)
	local last = session.remembered () or {}
	local rows = {
		{ type = "entry", key = "text", title = "What happens", default = last.text or "" },
		{ type = "dropdown", key = "from", title = "Music from", default = last.from_shown or "this line",
			values = { ["this line"] = "text", ["panels in the folder below"] = "panels",
				["the cue of the open project named above"] = "cue" } },
		{ type = "folder", key = "folder", title = "Panels", path = last.folder or "" },
		{ type = "dropdown", key = "style", title = "Style", default = style_shown (last.style or ""),
			values = style_choices (studio) },
		{ type = "checkbox", key = "follow", default = last.follow ~= false,
			title = string.format ("In the session's tempo and bars (%.2f, %s)", place.bpm, place.meter) },
		{ type = "checkbox", key = "stems", default = last.stems == true, title = "Stems on tracks of their own" },
		{ type = "checkbox", key = "markers", default = last.markers ~= false, title = "Markers at the hits" },
	}
	if not place.samples then
		table.insert (rows, 2, { type = "number", key = "length_s", title = "Seconds (no range selected)",
			min = 1, max = 3600, step = 1, digits = 2, default = last.length_s or 20 })
	end
	return LuaDialog.Dialog (KEY .. "Studio: generate", rows):run ()
end

-- The last wish of this session, for "once more".
function session.remembered ()
	local lines = mailbox.lines (own_file (".wish"))
	if not lines then return nil end
	local wish = {}
	for _, line in ipairs (lines) do
		local kind, name, value = line[1], line[2], line[3]
		if kind == "text" then wish[name] = value end
		if kind == "number" then wish[name] = tonumber (value) end
		if kind == "boolean" then wish[name] = value == "true" end
	end
	return wish
end

function session.remember (wish)
	local lines = {}
	for name, value in pairs (wish) do
		local kind = type (value) == "string" and "text" or type (value)
		lines[#lines + 1] = { kind, name, value }
	end
	mailbox.write (own_file (".wish"), lines)
end

local function text_fields (place, wish)
	if not place.samples then return { text = wish.text, length_s = wish.length_s or 20.0 } end
	return { text = wish.text, length_s = place.samples / place.rate,
		fps = mailbox.frame_rate (place.samples, place.rate) }
end

local function fields (place, wish, id)
	local told = { schema_version = 1, daw = "Ardour", mailbox = own_name (), request_id = id,
		session = Session:name (), position_s = place.sample / place.rate, whole_quarters = true }
	if RATES[place.rate] then told.rate = place.rate end
	if wish.from == "cue" then
		told.cue = wish.text
		return told
	end
	told.style = wish.style or ""
	if wish.from == "panels" then
		told.sources = { wish.folder }
	else
		for name, value in pairs (text_fields (place, wish)) do told[name] = value end
	end
	if wish.follow then
		told.bpm = place.bpm
		if METERS[place.meter] then told.meter, told.into_bar = place.meter, place.into_bar end
	end
	return told
end

-- The request, and the wait ------------------------------------------------------------------

function session.request (place, wish, studio)
	local id = string.format ("%x-%06x", os.time (), ARDOUR.LuaAPI.monotonic_time () & 0xffffff)
	local waits = session.waiting ()
	waits[#waits + 1] = { id = id, sample = place.sample, asked_s = seconds_now (),
		stems = wish.stems == true, markers = wish.markers ~= false }
	session.keep (waits)
	local address = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:" .. studio.port)
	address:send ("/musflow/daw/generate", "s", mailbox.json (fields (place, wish, id)))
end

function session.waiting ()
	local waits = {}
	for _, line in ipairs (mailbox.lines (own_file (".waiting")) or {}) do
		waits[#waits + 1] = { id = line[1], sample = math.tointeger (tonumber (line[2])),
			asked_s = tonumber (line[3]), stems = line[4] == "true", markers = line[5] == "true" }
	end
	return waits
end

function session.keep (waits)
	local lines = {}
	for _, wait in ipairs (waits) do
		lines[#lines + 1] = { wait.id, wait.sample, wait.asked_s, wait.stems, wait.markers }
	end
	if #lines == 0 then os.remove (own_file (".waiting")) else mailbox.write (own_file (".waiting"), lines) end
end

function session.answer_file (wait)
	return own_file ("." .. wait.id .. ".answer")
end

function session.now_s ()
	return seconds_now ()
end

-- Landing ------------------------------------------------------------------------------------

local function track_named (name)
	local route = Session:route_by_name (name)
	if not route:isnil () and not route:to_track ():isnil () then return route:to_track () end
	local made = Session:new_audio_track (2, 2, nil, 1, name, ARDOUR.PresentationInfo.max_order,
		ARDOUR.TrackMode.Normal, true)
	for track in made:iter () do return track end
end

local function our_tracks ()
	local found = {}
	for route in Session:get_tracks ():iter () do
		local name = route:name ()
		if name == TRACK or name:sub (1, #KEY) == KEY then found[#found + 1] = route:to_track () end
	end
	return found
end

local function region_ids (track)
	local ids = {}
	for region in track:playlist ():region_list ():iter () do
		ids[region:to_stateful ():id ():to_s ()] = true
	end
	return ids
end

-- The older results that begin at this sample, muted: the new one will lie on top of them.
local function mute_older (sample)
	for _, track in ipairs (our_tracks ()) do
		for region in track:playlist ():region_list ():iter () do
			if region:position ():samples () == sample then region:set_muted (true) end
		end
	end
end

-- Import one file; its new region, or nil where Ardour took none.
local function import (path, track, sample)
	local before, files = region_ids (track), C.StringVector ()
	files:push_back (path)
	Editor:do_import (files, Editing.ImportSerializeFiles, Editing.ImportToTrack, ARDOUR.SrcQuality.SrcBest,
		ARDOUR.MidiTrackNameSource.SMFTrackName, ARDOUR.MidiTempoMapDisposition.SMFTempoIgnore,
		Temporal.timepos_t (sample), ARDOUR.PluginInfo (), track, false)
	for region in track:playlist ():region_list ():iter () do
		if not before[region:to_stateful ():id ():to_s ()] then return region end
	end
end

local function mark_hits (sample, clip, hits)
	local scale = Session:nominal_sample_rate () / clip.rate
	local last = sample + math.ceil (clip.frames * scale)
	local old = {}
	for location in Session:locations ():list ():iter () do
		local at = location:start ():samples ()
		local ours = location:is_mark () and location:name ():sub (1, #MARKER) == MARKER
		if ours and at >= sample and at <= last then old[#old + 1] = location end
	end
	for _, location in ipairs (old) do Session:locations ():remove (location) end
	for _, hit in ipairs (hits) do
		local at = sample + math.floor (hit.sample * scale + 0.5)
		Editor:add_location_mark (Temporal.timepos_t (at), ARDOUR.LocationFlags.IsMark, 0)
		for location in Session:locations ():list ():iter () do
			local fresh = location:is_mark () and location:start ():samples () == at
			if fresh and location:name ():find ("^mark%d*$") then
				location:set_name (MARKER .. hit.panel .. " (" .. hit.beat .. ")")
			end
		end
	end
end

local function note_landed (wait, answer, lines)
	local file = io.open (landed_file (), "ab")
	if not file then return end
	file:write (string.format ("cue\t%d\n", wait.sample))
	for _, line in ipairs (lines) do
		local written = {}
		for _, word in ipairs (line) do written[#written + 1] = mailbox.word (word) end
		file:write (table.concat (written, "\t"), "\n")
	end
	file:write ("end\n")
	file:close ()
end

-- Returns nil, or a sentence that says what did not work.
function session.land (wait, answer, lines)
	mute_older (wait.sample)
	local mix = import (answer.clip.path, track_named (TRACK), wait.sample)
	if not mix then return "Ardour did not take the file " .. answer.clip.path end
	mix:raise_to_top ()
	for _, stem in ipairs (wait.stems and answer.stems or {}) do
		local region = import (stem.path, track_named (KEY .. stem.role), wait.sample)
		if not region then return "Ardour did not take the file " .. stem.path end
		region:raise_to_top ()
	end
	-- The stems sum to the mix: with both audible everything would sound twice.
	if wait.stems and #answer.stems > 0 then mix:set_muted (true) end
	if wait.markers then mark_hits (wait.sample, answer.clip, answer.hits) end
	note_landed (wait, answer, lines)
end

function session.landed ()
	local cues, block = {}, {}
	local file = io.open (landed_file (), "rb")
	if not file then return cues end
	for line in file:lines () do
		if line == "end" then
			local sample = math.tointeger (tonumber (table.remove (block, 1):match ("^cue\t(%d+)")))
			local words = {}
			for _, one in ipairs (block) do words[#words + 1] = mailbox.split (one) end
			cues[#cues + 1] = mailbox.answer (words)
			cues[#cues].sample = sample
			block = {}
		else
			block[#block + 1] = line
		end
	end
	file:close ()
	return cues
end

return session
