-- Loads the parts of the REAPER scripts: `start (scripts, mailboxes) (name, ...)` runs one.

return function (scripts, mailboxes)
	local function part (name, ...)
		return assert (loadfile (scripts .. "/" .. name .. ".lua")) (...)
	end
	local mailbox = part ("mailbox")
	local timeline = part ("reaper/timeline")
	local request = part ("reaper/request", mailbox, mailboxes)
	return function (name, ...)
		return part ("reaper/" .. name, mailbox, mailboxes, timeline, request, ...)
	end
end
