-- @MARK@
ardour {
	["type"]    = "EditorAction",
	name        = "MusFlow: generate for the range or at the playhead",
	author      = "MusFlow Studio",
	license     = "GPLv3",
	description = [[Asks MusFlow Studio for music for the selected range, or from the playhead on. The clip lands on the track MusFlow.]]
}

function factory () return function ()
	local load, wrong = loadfile ("@SCRIPTS@/ardour/start.lua", "t", _ENV)
	if load then
		load ("@SCRIPTS@", "@MAILBOXES@") ("generate")
	else
		LuaDialog.Message ("MusFlow Studio", "MusFlow Studio was moved or removed (" .. tostring (wrong)
			.. "). Run `musflow bridge install ardour` again.", LuaDialog.MessageType.Warning,
			LuaDialog.ButtonType.Close):run ()
	end
end end
