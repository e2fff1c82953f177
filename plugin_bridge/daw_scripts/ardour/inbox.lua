-- Hook on Ardour's timer, ten times a second: lands what the studio made, and says what went wrong.
-- Returns the function for each tick.

local session, mailbox = ...
local notes, busy = {}, false

local function look (wait)
	local lines = mailbox.lines (session.answer_file (wait))
	local note = notes[wait.id] or { asked_s = wait.asked_s }
	notes[wait.id] = note
	local answer = lines and mailbox.answer (lines)
	local verdict, sentence = mailbox.next (note, answer, session.studio (), session.now_s ())
	return verdict, sentence, answer, lines
end

local function forget (wait)
	local left = {}
	for _, one in ipairs (session.waiting ()) do
		if one.id ~= wait.id then left[#left + 1] = one end
	end
	session.keep (left)
	os.remove (session.answer_file (wait))
	notes[wait.id] = nil
end

local function landed (wait, answer, lines)
	local ok, sentence = pcall (session.land, wait, answer, lines)
	if ok then return sentence end
	return "The clip could not be put on the timeline. " .. tostring (sentence)
end

-- A sentence to say, or nil.
local function tick ()
	for _, wait in ipairs (session.waiting ()) do
		local verdict, sentence, answer, lines = look (wait)
		if verdict == "land" then sentence = landed (wait, answer, lines) end
		if verdict ~= "wait" then
			forget (wait)
			return sentence
		end
	end
end

-- Importing and messages run Ardour's loop, and with it this timer: `busy` keeps it out.
return function ()
	if busy or not Session then return end
	busy = true
	local sentence = tick ()
	if sentence then session.say (sentence) end
	busy = false
end
