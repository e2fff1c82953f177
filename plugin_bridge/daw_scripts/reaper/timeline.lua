-- MusFlow on REAPER's timeline: where a cue is wanted, and landing it.
--
--   timeline.place (last)         the time selection, else `last`, else the edit cursor; its tempo and bar
--   timeline.land (wait, answer)  clip, stems and markers, in one undo step
--   timeline.write_map (cue)      the cue's tempo map, in one undo step

local timeline = {}

local TRACK = "MusFlow"
local MARKER = "MusFlow: "
-- Items of one cue begin on the same sample; positions are seconds.
local SAME_PLACE_S = 0.5 / 96000

local function project_rate ()
	if reaper.GetSetProjectInfo (0, "PROJECT_SRATE_USE", 0, false) == 0 then return 0 end
	return math.floor (reaper.GetSetProjectInfo (0, "PROJECT_SRATE", 0, false) + 0.5)
end

local function selected ()
	local first, last = reaper.GetSet_LoopTimeRange (false, false, 0, 0, false)
	if last > first then return { start_s = first, length_s = last - first } end
end

function timeline.place (last)
	local place = selected () or last or { start_s = reaper.GetCursorPosition () }
	local numerator, denominator, bpm = reaper.TimeMap_GetTimeSigAtTime (0, place.start_s)
	local beats = reaper.TimeMap2_timeToBeats (0, place.start_s)
	local quarters = beats * 4 / denominator
	local bar = numerator * 4 / denominator
	-- A cursor on a bar line may read as the very end of the bar before.
	if quarters < 1e-6 or bar - quarters < 1e-6 then quarters = 0.0 end
	place.rate = project_rate ()
	place.bpm, place.meter, place.into_bar = bpm, string.format ("%d/%d", numerator, denominator), quarters
	return place
end

-- Landing ------------------------------------------------------------------------------------

local function track_named (name)
	for number = 0, reaper.CountTracks (0) - 1 do
		local track = reaper.GetTrack (0, number)
		local _, found = reaper.GetSetMediaTrackInfo_String (track, "P_NAME", "", false)
		if found == name then return track end
	end
	local number = reaper.CountTracks (0)
	reaper.InsertTrackAtIndex (number, true)
	local track = reaper.GetTrack (0, number)
	reaper.GetSetMediaTrackInfo_String (track, "P_NAME", name, true)
	return track
end

local function item_at (track, start_s)
	for number = 0, reaper.CountTrackMediaItems (track) - 1 do
		local item = reaper.GetTrackMediaItem (track, number)
		if math.abs (reaper.GetMediaItemInfo_Value (item, "D_POSITION") - start_s) < SAME_PLACE_S then
			return item
		end
	end
end

-- The file as a take: the newest lies on top of the item that begins there, older takes stay below.
local function put (track, path, name, start_s, length_s)
	local source = reaper.PCM_Source_CreateFromFile (path)
	if not source then error ("REAPER did not take the file " .. path, 0) end
	local item = item_at (track, start_s)
	if not item then
		item = reaper.AddMediaItemToTrack (track)
		reaper.SetMediaItemInfo_Value (item, "D_POSITION", start_s)
		reaper.SetMediaItemInfo_Value (item, "B_LOOPSRC", 0)
		-- Time, not beats: the cue must not stretch when the tempo map changes.
		reaper.SetMediaItemInfo_Value (item, "C_BEATATTACHMODE", 0)
	end
	reaper.SetMediaItemInfo_Value (item, "D_LENGTH", length_s)
	local take = reaper.AddTakeToMediaItem (item)
	reaper.SetMediaItemTake_Source (take, source)
	reaper.GetSetMediaItemTakeInfo_String (take, "P_NAME", name, true)
	reaper.SetActiveTake (take)
	return item
end

local function remove_markers (first_s, last_s)
	local number = 0
	while true do
		local left, region, at, _, name = reaper.EnumProjectMarkers3 (0, number)
		if left == 0 then return end
		local inside = at > first_s - SAME_PLACE_S and at < last_s + SAME_PLACE_S
		if not region and inside and name:sub (1, #MARKER) == MARKER then
			reaper.DeleteProjectMarkerByIndex (0, number)
		else
			number = number + 1
		end
	end
end

local function mark_hits (wait, answer)
	remove_markers (wait.start_s, wait.start_s + answer.clip.frames / answer.clip.rate)
	for _, hit in ipairs (answer.hits) do
		local at = wait.start_s + hit.sample / answer.clip.rate
		reaper.AddProjectMarker2 (0, false, at, 0, MARKER .. hit.panel .. " (" .. hit.beat .. ")", -1, 0)
	end
end

local function put_all (wait, answer)
	local clip = answer.clip
	local length_s = clip.frames / clip.rate
	local mix = put (track_named (TRACK), clip.path, clip.name, wait.start_s, length_s)
	local with_stems = wait.stems and #answer.stems > 0
	-- The stems sum to the mix: with both audible everything would sound twice.
	reaper.SetMediaItemInfo_Value (mix, "B_MUTE", with_stems and 1 or 0)
	for _, stem in ipairs (wait.stems and answer.stems or {}) do
		put (track_named (TRACK .. " " .. stem.role), stem.path, clip.name .. " " .. stem.role, wait.start_s, length_s)
	end
	if wait.markers then mark_hits (wait, answer) end
end

-- Runs `work` as one undo step; what went wrong as a sentence, or nil.
local function in_one_step (name, work, ...)
	reaper.Undo_BeginBlock2 (0)
	reaper.PreventUIRefresh (1)
	local ok, wrong = pcall (work, ...)
	reaper.PreventUIRefresh (-1)
	reaper.Undo_EndBlock2 (0, name, -1)
	reaper.UpdateArrange ()
	if not ok then return "REAPER did not take it. " .. tostring (wrong) end
end

-- Stems of an older result whose part the new one does not have are muted.
local function mute_stems_without_new (wait, answer)
	local parts = {}
	for _, stem in ipairs (wait.stems and answer.stems or {}) do parts[TRACK .. " " .. stem.role] = true end
	for number = 0, reaper.CountTracks (0) - 1 do
		local track = reaper.GetTrack (0, number)
		local _, name = reaper.GetSetMediaTrackInfo_String (track, "P_NAME", "", false)
		if name:sub (1, #TRACK + 1) == TRACK .. " " then
			local item = item_at (track, wait.start_s)
			if item then reaper.SetMediaItemInfo_Value (item, "B_MUTE", parts[name] and 0 or 1) end
		end
	end
end

function timeline.land (wait, answer)
	return in_one_step ("MusFlow: " .. answer.clip.name, function ()
		put_all (wait, answer)
		mute_stems_without_new (wait, answer)
		reaper.Main_OnCommand (40047, 0) -- Peaks: build any missing peaks
	end)
end

-- Tempo map ----------------------------------------------------------------------------------

local function remove_points (first_s, last_s)
	for number = reaper.CountTempoTimeSigMarkers (0) - 1, 0, -1 do
		local _, at = reaper.GetTempoTimeSigMarker (0, number)
		if at > first_s - 1e-6 and at < last_s then reaper.DeleteTempoTimeSigMarker (0, number) end
	end
end

-- From its start on, the cue's tempi and metres; what the project had after the cue stays as it is.
function timeline.write_map (cue)
	return in_one_step ("MusFlow: tempo map", function ()
		remove_points (cue.start_s, cue.start_s + cue.frames / cue.rate)
		local at, before = cue.start_s, nil
		for _, point in ipairs (cue.tempo) do
			if before then at = at + (point.quarters - before.quarters) * 60 / before.bpm end
			local same = before and before.numerator == point.numerator and before.denominator == point.denominator
			reaper.SetTempoTimeSigMarker (0, -1, at, -1, -1, point.bpm, same and 0 or point.numerator,
				same and 0 or point.denominator, false)
			before = point
		end
		reaper.UpdateTimeline ()
	end)
end

return timeline
