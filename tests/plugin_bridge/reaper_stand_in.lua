-- A timeline with REAPER's function names, so that our scripts can run without REAPER: what they do
-- to tracks, items, takes, markers and tempo markers is kept and printed. It knows one tempo.
--
-- lua5.3 reaper_stand_in.lua COMMANDS    where each line of the file COMMANDS is
--   select FIRST LAST | cursor SECONDS | input LINE (\n between the fields) | run SCRIPT | reload

local tracks, markers, tempi, state = {}, {}, {}, {}
local cursor, first, last, input, waiting, open_steps = 0, 0, 0, nil, {}, 0
local RATE, BPM, NUMERATOR = 48000, 97.5, 3
local files = 0

reaper = {}
function reaper.GetSetProjectInfo (_, name) return name == "PROJECT_SRATE" and RATE or 1 end
function reaper.GetSet_LoopTimeRange () return first, last end
function reaper.GetCursorPosition () return cursor end
function reaper.TimeMap_GetTimeSigAtTime () return NUMERATOR, 4, BPM end
function reaper.TimeMap2_timeToBeats (_, at) return at * BPM / 60 % NUMERATOR, 0, NUMERATOR, 0, 4 end
function reaper.GetProjectName () return "Reel 1.rpp" end
function reaper.EnumProjects () return "project" end
function reaper.ValidatePtr () return true end
function reaper.genGuid () files = files + 1 return string.format ("{%08X-0000-4000-8000-%012X}", os.time (), files) end
function reaper.time_precise () return tonumber (io.open ("/proc/uptime"):read ("n")) end
function reaper.defer (work) waiting[#waiting + 1] = work end
function reaper.ShowMessageBox (text) print ("message", text) end
function reaper.GetUserInputs (_, count, captions, values)
	local fields = select (2, (values .. "\n"):gsub ("\n", ""))
	assert (fields == count, "as many values as fields")
	assert (captions:find ("separator=\n", 1, true))
	return input ~= nil, input
end
function reaper.SetProjExtState (_, _, key, value) state[key] = value end
function reaper.GetProjExtState (_, _, key) return state[key] and 1 or 0, state[key] or "" end

function reaper.CountTracks () return #tracks end
function reaper.GetTrack (_, number) return tracks[number + 1] end
function reaper.InsertTrackAtIndex (number) table.insert (tracks, number + 1, { name = "", items = {} }) end
function reaper.GetSetMediaTrackInfo_String (track, key, value, set)
	assert (key == "P_NAME")
	if set then track.name = value end
	return true, track.name
end
function reaper.CountTrackMediaItems (track) return #track.items end
function reaper.GetTrackMediaItem (track, number) return track.items[number + 1] end
function reaper.AddMediaItemToTrack (track)
	assert (open_steps == 1, "inside one undo step")
	local item = { takes = {}, B_MUTE = 0 }
	table.insert (track.items, item)
	return item
end
function reaper.SetMediaItemInfo_Value (item, key, value) item[key] = value end
function reaper.GetMediaItemInfo_Value (item, key) return item[key] end
function reaper.AddTakeToMediaItem (item)
	local take = { item = item }
	table.insert (item.takes, take)
	return take
end
function reaper.PCM_Source_CreateFromFile (path)
	local file = io.open (path, "rb")
	return file and { path = path, bytes = file:seek ("end") }
end
function reaper.SetMediaItemTake_Source (take, source) take.source = source end
function reaper.GetSetMediaItemTakeInfo_String (take, _, value) take.name = value end
function reaper.SetActiveTake (take) take.item.active = take end
function reaper.Main_OnCommand () end
function reaper.UpdateArrange () end
function reaper.UpdateTimeline () end
function reaper.PreventUIRefresh () end
function reaper.Undo_BeginBlock2 () open_steps = open_steps + 1 end
function reaper.Undo_EndBlock2 (_, name) open_steps = open_steps - 1 print ("undo", name) end

function reaper.EnumProjectMarkers3 (_, number)
	local marker = markers[number + 1]
	if not marker then return 0 end
	return number + 1, false, marker.at, 0, marker.name, number, 0
end
function reaper.DeleteProjectMarkerByIndex (_, number) table.remove (markers, number + 1) end
function reaper.AddProjectMarker2 (_, region, at, _, name)
	assert (region == false)
	table.insert (markers, { at = at, name = name })
end
function reaper.CountTempoTimeSigMarkers () return #tempi end
function reaper.GetTempoTimeSigMarker (_, number) return true, tempi[number + 1].at end
function reaper.DeleteTempoTimeSigMarker (_, number) table.remove (tempi, number + 1) end
function reaper.SetTempoTimeSigMarker (_, index, at, _, _, bpm, numerator, denominator, linear)
	assert (index == -1 and linear == false)
	table.insert (tempi, { at = at, bpm = bpm, numerator = numerator, denominator = denominator })
end

local function settle ()
	while #waiting > 0 do
		local now = waiting
		waiting = {}
		for _, work in ipairs (now) do work () end
		os.execute ("sleep 0.05")
	end
end

local commands = {
	select = function (told) first, last = told:match ("(%S+) (%S+)") first, last = tonumber (first), tonumber (last) end,
	cursor = function (told) cursor = tonumber (told) end,
	input = function (told) input = told:gsub ("\\n", "\n") end,
	run = function (told) assert (loadfile (told)) () settle () end,
}

for line in io.lines (arg[1]) do
	local name, told = line:match ("^(%S+) ?(.*)$")
	commands[name] (told)
end
for _, track in ipairs (tracks) do
	for _, item in ipairs (track.items) do
		print ("item", track.name, string.format ("%.9f", item.D_POSITION), string.format ("%.9f", item.D_LENGTH),
			item.B_MUTE, #item.takes, item.active.name, item.active.source.path, item.B_LOOPSRC)
	end
end
for _, marker in ipairs (markers) do print ("marker", string.format ("%.9f", marker.at), marker.name) end
for _, one in ipairs (tempi) do
	print ("tempo", string.format ("%.9f", one.at), string.format ("%.9f", one.bpm), one.numerator, one.denominator)
end
