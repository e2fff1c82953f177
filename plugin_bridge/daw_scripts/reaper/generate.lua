-- Action: generate for the time selection, or at the edit cursor. With `again` nothing is asked: the
-- last wish of this project once more, for the time selection, or where it was made. The script stays
-- until the answer is there.

local mailbox, mailboxes, timeline, request, again = ...
local TITLE = "MusFlow Studio"
local FROM = { line = "text", panels = "panels", cue = "cue" }

local function say (text)
	reaper.ShowMessageBox (text, TITLE, 0)
end

local function yes (word)
	return word:lower ():sub (1, 1) == "y"
end

local function ask (place, last)
	local captions = { "What happens", "Music from (line, panels, cue)", "Seconds (no time selection)", "Style (empty: the mood's)",
		string.format ("Tempo and bars of the project (%.2f, %s)", place.bpm, place.meter), "Stems (y/n)",
		"Markers (y/n)", "extrawidth=260", "separator=\n" }
	local values = { last.what or "", last.from == "text" and "line" or last.from or "line", tostring (last.seconds or 20),
		last.style or "", last.follow == false and "n" or "y", last.stems and "y" or "n",
		last.markers == false and "n" or "y" }
	local ok, told = reaper.GetUserInputs (TITLE, 7, table.concat (captions, ","), table.concat (values, "\n"))
	if not ok then return nil end
	local words = {}
	for word in (told .. "\n"):gmatch ("([^\n]*)\n") do words[#words + 1] = word end
	return { what = words[1], from = FROM[words[2]:lower ()], seconds = tonumber (words[3]), style = words[4],
		follow = yes (words[5]), stems = yes (words[6]), markers = yes (words[7]) }
end

-- What is wrong with a wish, or nil.
local function wrong (wish, place)
	if not wish.from then return "Music comes from: line, panels (then the first field is their folder) or cue." end
	if wish.what:match ("^%s*$") then return "Say in a line what happens, or name the folder or the cue." end
	if wish.from == "text" and not (place.length_s or wish.seconds) then return "Seconds must be a number." end
end

local function studio ()
	local lines = mailbox.lines (mailboxes .. "/studio.txt")
	return lines and mailbox.studio (lines)
end

if not studio () then
	say ("MusFlow Studio is not running. Start it (its window, or `musflow serve`) and try again.")
	return
end

local last = request.wish () or {}
local known = again and last.what
local place = timeline.place (known and { start_s = last.start_s, length_s = last.length_s })
local wish = known and last or ask (place, last)
if not wish then return end
local complaint = wrong (wish, place)
if complaint then
	say (complaint)
	return
end
wish.start_s, wish.length_s = place.start_s, place.length_s
request.keep_wish (wish)

local project = reaper.EnumProjects (-1)
local id = reaper.genGuid (""):gsub ("[^%w]", ""):lower ()
local box = "reaper-" .. id:sub (1, 8)
local file = mailboxes .. "/" .. box .. "." .. id .. ".answer"
local wait = { asked_s = reaper.time_precise (), start_s = place.start_s, stems = wish.stems, markers = wish.markers }
if not request.send (box, id, request.fields (place, wish, box, id)) then
	say (mailbox.SILENT)
	return
end

local function finish (sentence)
	os.remove (file)
	if sentence then say (sentence) end
end

local function look ()
	if not reaper.ValidatePtr (project, "ReaProject*") then return finish () end
	local lines = mailbox.lines (file)
	local answer = lines and mailbox.answer (lines)
	local verdict, sentence = mailbox.next (wait, answer, studio (), reaper.time_precise ())
	-- Another project may be in front: the clip waits until its own is.
	if verdict == "land" and reaper.EnumProjects (-1) ~= project then verdict = "wait" end
	if verdict == "wait" then return reaper.defer (look) end
	if verdict == "land" then
		sentence = timeline.land (wait, answer)
		if not sentence then request.note (wait, answer) end
	end
	finish (sentence)
end

reaper.defer (look)
