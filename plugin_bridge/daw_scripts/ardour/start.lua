-- Loads the parts of the Ardour scripts: `start (scripts, mailboxes) (part, ...)` runs one.
-- Its second result is the session, for who wants to talk to it.

local scripts, mailboxes = ...

local function part (name, ...)
	return assert (loadfile (scripts .. "/" .. name .. ".lua", "t", _ENV)) (...)
end

local mailbox = part ("mailbox")
local session = part ("ardour/session", mailbox, mailboxes)

local function run (name, ...)
	if name == "inbox" then return part ("ardour/inbox", session, mailbox) end
	return part ("ardour/" .. name, session, ...)
end

return run, session
