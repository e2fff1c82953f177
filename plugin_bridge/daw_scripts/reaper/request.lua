-- What the REAPER scripts ask the studio, and what they note in the project.
--
--   request.fields (place, wish, mailbox, id)   the JSON object for the studio
--   request.send (mailbox, id, fields)          into the studio's inbox; true if it went
--   request.wish (), request.keep_wish (wish)   the last wish of this project
--   request.note (wait, answer), request.noted ()   the cues that landed in it, newest last

local mailbox, mailboxes = ...
local request = {}

local KEY = "MusFlow"
local METERS = { ["4/4"] = true, ["3/4"] = true, ["6/8"] = true, ["5/4"] = true }
local RATES = { [44100] = true, [48000] = true, [88200] = true, [96000] = true }

local function text_fields (place, wish)
	if not place.length_s then return { text = wish.what, length_s = wish.seconds } end
	local rate = RATES[place.rate] and place.rate or 48000
	local samples = math.floor (place.length_s * rate + 0.5)
	return { text = wish.what, length_s = samples / rate, fps = mailbox.frame_rate (samples, rate) }
end

function request.fields (place, wish, box, id)
	local fields = { schema_version = 1, daw = "REAPER", mailbox = box, request_id = id,
		session = reaper.GetProjectName (0), position_s = place.start_s }
	if RATES[place.rate] then fields.rate = place.rate end
	if wish.from == "cue" then
		fields.cue = wish.what
		return fields
	end
	fields.style = wish.style
	if wish.from == "panels" then
		fields.sources = { wish.what }
	else
		for name, value in pairs (text_fields (place, wish)) do fields[name] = value end
	end
	if wish.follow then
		fields.bpm = place.bpm
		if METERS[place.meter] then fields.meter, fields.into_bar = place.meter, place.into_bar end
	end
	return fields
end

function request.send (box, id, fields)
	local path = mailboxes .. "/" .. box .. "." .. id .. ".request"
	local file = io.open (path, "wb")
	if not file then return false end
	file:write (mailbox.json (fields))
	file:close ()
	return os.rename (path, mailboxes .. "/inbox/" .. box .. "." .. id .. ".json") == true
end

local WISH = { "what", "seconds", "from", "style", "follow", "stems", "markers", "start_s", "length_s" }

function request.keep_wish (wish)
	local lines = {}
	for _, name in ipairs (WISH) do
		if wish[name] ~= nil then lines[#lines + 1] = name .. "\t" .. type (wish[name]) .. "\t" .. mailbox.word (wish[name]) end
	end
	reaper.SetProjExtState (0, KEY, "wish", table.concat (lines, "\n"))
end

function request.wish ()
	local found, text = reaper.GetProjExtState (0, KEY, "wish")
	if found == 0 then return nil end
	local wish = {}
	for line in text:gmatch ("[^\n]+") do
		local name, kind, value = table.unpack (mailbox.split (line))
		if kind == "number" then wish[name] = tonumber (value)
		elseif kind == "boolean" then wish[name] = value == "true"
		else wish[name] = value end
	end
	return wish
end

function request.note (wait, answer)
	local lines = { string.format ("%.17g\t%d\t%d", wait.start_s, answer.clip.frames, answer.clip.rate) }
	for _, point in ipairs (answer.tempo) do
		lines[#lines + 1] = string.format ("%.17g\t%.17g\t%d\t%d", point.quarters, point.bpm, point.numerator,
			point.denominator)
	end
	local _, count = reaper.GetProjExtState (0, KEY, "cues")
	local number = (tonumber (count) or 0) + 1
	reaper.SetProjExtState (0, KEY, "cue " .. number, table.concat (lines, "\n"))
	reaper.SetProjExtState (0, KEY, "cues", tostring (number))
end

local function noted (text)
	local cue = { tempo = {} }
	for line in text:gmatch ("[^\n]+") do
		local one, two, three, four = table.unpack (mailbox.split (line))
		if four then
			cue.tempo[#cue.tempo + 1] = { quarters = tonumber (one), bpm = tonumber (two),
				numerator = math.tointeger (tonumber (three)), denominator = math.tointeger (tonumber (four)) }
		else
			cue.start_s, cue.frames, cue.rate = tonumber (one), tonumber (two), tonumber (three)
		end
	end
	return cue
end

function request.noted ()
	local cues = {}
	local _, count = reaper.GetProjExtState (0, KEY, "cues")
	for number = 1, tonumber (count) or 0 do
		local _, text = reaper.GetProjExtState (0, KEY, "cue " .. number)
		cues[number] = noted (text)
	end
	return cues
end

return request
