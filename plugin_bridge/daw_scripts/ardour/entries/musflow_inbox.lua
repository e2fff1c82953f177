-- @MARK@
ardour {
	["type"]    = "EditorHook",
	name        = "MusFlow: inbox",
	author      = "MusFlow Studio",
	license     = "GPLv3",
	description = [[Lands what MusFlow Studio made, and says when it does not answer. Needed by the other MusFlow scripts.]]
}

function signals ()
	return LuaSignal.Set ():add ({[LuaSignal.LuaTimerDS] = true})
end

function factory ()
	local look
	return function ()
		if look == nil then
			local load = loadfile ("@SCRIPTS@/ardour/start.lua", "t", _ENV)
			look = load and load ("@SCRIPTS@", "@MAILBOXES@") ("inbox") or false
		end
		if look then look () end
	end
end
