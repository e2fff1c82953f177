-- What the Lua scripts of every DAW share: requests as JSON, answers from files, and what to do
-- while an answer is awaited. Knows no DAW. The files are described in docs/protocol.md.
--
--   mailbox.json (value)                 a table, text, number or boolean as JSON
--   mailbox.lines (path)                 lines of words, or nil where the file is not whole
--   mailbox.answer (lines)               an answer as a table
--   mailbox.studio (lines)               studio.txt as a table
--   mailbox.frame_rate (samples, rate)   frames a second that fit a range exactly
--   mailbox.next (wait, answer, studio, now_s)   "wait", "land" or "fail" and a sentence

local mailbox = {}

-- A message must stand in the DAW 3 s after the request; scripts look ten times a second.
mailbox.ANSWER_WITHIN_S = 2.3
-- A serving studio shows life every second.
mailbox.LIFE_WITHIN_S = 5

mailbox.SILENT = "MusFlow Studio does not answer. Start it (its window, or `musflow serve`) and ask again."
mailbox.GONE = "MusFlow Studio was closed before the cue was ready. Start it and ask again."

local ESCAPES = { ["\\"] = "\\\\", ["\""] = "\\\"", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
local PLAIN = { ["\\t"] = "\t", ["\\n"] = "\n", ["\\\\"] = "\\" }

local function text_json (text)
	local escaped = text:gsub ("[%c\\\"]", function (one)
		return ESCAPES[one] or string.format ("\\u%04x", one:byte ())
	end)
	return "\"" .. escaped .. "\""
end

local function number_json (number)
	if math.type (number) == "integer" then return tostring (number) end
	assert (number == number and math.abs (number) < math.huge, "not a finite number")
	-- The decimal point whatever the DAW's language is.
	return (string.format ("%.17g", number):gsub (",", "."))
end

local function keys (fields)
	local names = {}
	for name in pairs (fields) do names[#names + 1] = name end
	table.sort (names)
	return names
end

function mailbox.json (value)
	if type (value) == "string" then return text_json (value) end
	if type (value) == "number" then return number_json (value) end
	if type (value) == "boolean" then return tostring (value) end
	local parts = {}
	if value[1] ~= nil then
		for _, one in ipairs (value) do parts[#parts + 1] = mailbox.json (one) end
		return "[" .. table.concat (parts, ",") .. "]"
	end
	for _, name in ipairs (keys (value)) do
		parts[#parts + 1] = text_json (name) .. ":" .. mailbox.json (value[name])
	end
	return "{" .. table.concat (parts, ",") .. "}"
end

-- A word as it stands in a file of lines.
function mailbox.word (value)
	return (tostring (value):gsub ("\\", "\\\\"):gsub ("\t", "\\t"):gsub ("\n", "\\n"):gsub ("\r", " "))
end

-- The words of a line.
function mailbox.split (line)
	local found = {}
	for word in (line .. "\t"):gmatch ("([^\t]*)\t") do
		found[#found + 1] = word:gsub ("\\[tn\\]", PLAIN)
	end
	return found
end

function mailbox.lines (path)
	local file = io.open (path, "rb")
	if not file then return nil end
	local found = {}
	for line in file:lines () do
		found[#found + 1] = mailbox.split ((line:gsub ("\r$", "")))
	end
	file:close ()
	local last = table.remove (found)
	if last and last[1] == "end" then return found end
	return nil
end

function mailbox.write (path, lines)
	local file, wrong = io.open (path .. ".new", "wb")
	if not file then return nil, wrong end
	for _, line in ipairs (lines) do
		local written = {}
		for _, value in ipairs (line) do written[#written + 1] = mailbox.word (value) end
		file:write (table.concat (written, "\t"), "\n")
	end
	file:write ("end\n")
	file:close ()
	os.remove (path) -- Windows does not rename over a file
	return os.rename (path .. ".new", path)
end

local function whole (word)
	return math.tointeger (tonumber (word))
end

function mailbox.answer (lines)
	local answer = { stems = {}, hits = {}, tempo = {} }
	for _, line in ipairs (lines) do
		local kind = line[1]
		if kind == "studio" then answer.studio = line[2]
		elseif kind == "state" then answer.state, answer.says = line[2], line[3] or ""
		elseif kind == "job" then answer.job = line[2]
		elseif kind == "clip" then
			answer.clip = { id = line[2], path = line[3], frames = whole (line[4]),
				rate = whole (line[5]), name = line[6], bpm = tonumber (line[7]), key = line[8] }
		elseif kind == "stem" then
			answer.stems[#answer.stems + 1] = { role = line[2], path = line[3] }
		elseif kind == "hit" then
			answer.hits[#answer.hits + 1] = { sample = whole (line[2]), panel = line[3],
				beat = line[4], weight = line[5], reached = line[6] == "1" }
		elseif kind == "tempo" then
			answer.tempo[#answer.tempo + 1] = { quarters = tonumber (line[2]), bpm = tonumber (line[3]),
				numerator = whole (line[4]), denominator = whole (line[5]) }
		end
	end
	return answer
end

function mailbox.studio (lines)
	local studio = { styles = {} }
	for _, line in ipairs (lines) do
		if line[1] == "studio" then studio.name, studio.beats = line[2], tonumber (line[3])
		elseif line[1] == "port" then studio.port = whole (line[2])
		elseif line[1] == "style" then
			studio.styles[#studio.styles + 1] = { name = line[2], says = line[3] }
		end
	end
	return studio
end

-- What to do about a request that was made at `wait.asked_s`, now. Keeps notes in `wait`.
function mailbox.next (wait, answer, studio, now_s)
	if not answer then
		local silent = now_s - wait.asked_s > mailbox.ANSWER_WITHIN_S or now_s < wait.asked_s
		if silent then return "fail", mailbox.SILENT end
		return "wait"
	end
	if answer.state == "done" then return "land" end
	if answer.state == "error" then return "fail", answer.says end
	if not studio or studio.name ~= answer.studio then return "fail", mailbox.GONE end
	if wait.beats ~= studio.beats then
		wait.beats, wait.beat_s = studio.beats, now_s
	elseif now_s - wait.beat_s > mailbox.LIFE_WITHIN_S then
		return "fail", mailbox.GONE
	end
	return "wait"
end

-- Frames a second, "24" or "a/b", of which a whole number lasts exactly this many samples: cues last
-- whole frames. About 24; never within 0.005 of 23.976, which the studio reads as film slowed for
-- television; numerator and denominator of nine digits at most.
function mailbox.frame_rate (samples, rate)
	local frames = math.min (math.floor (samples * 24 / rate + 0.5), 999999999 // rate)
	frames = math.max (1, frames)
	while math.abs (frames * rate / samples - 24000 / 1001) < 0.006 do frames = frames + 1 end
	if frames * rate == samples * 24 then return "24" end
	return string.format ("%d/%d", frames * rate, samples)
end

-- A short name for a long text (FNV-1a, 32 bits), as eight hexadecimal digits.
function mailbox.digest (text)
	local hash = 0x811c9dc5
	for at = 1, #text do
		hash = ((hash ~ text:byte (at)) * 0x01000193) & 0xffffffff
	end
	return string.format ("%08x", hash)
end

return mailbox
