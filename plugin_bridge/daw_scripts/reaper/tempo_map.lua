-- Action: write the tempo map of a cue into the project, from the cue's start on. The cue is the one
-- under the edit cursor, else the one that landed last.

local _, _, timeline, request = ...

local function chosen (cues)
	local cursor, found = reaper.GetCursorPosition (), cues[#cues]
	for _, cue in ipairs (cues) do
		if cursor >= cue.start_s and cursor < cue.start_s + cue.frames / cue.rate then found = cue end
	end
	return found
end

local cue = chosen (request.noted ())
local sentence = "No cue of MusFlow Studio has landed in this project yet."
if cue then sentence = timeline.write_map (cue) end
if sentence then reaper.ShowMessageBox (sentence, "MusFlow Studio", 0) end
