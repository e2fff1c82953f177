-- @MARK@
ardour {
	["type"]    = "EditorAction",
	name        = "MusFlow: once more",
	author      = "MusFlow Studio",
	license     = "GPLv3",
	description = [[The last wish of this session once more, with new music: for the selected range, or where it was made. Nothing is asked.]]
}

function factory () return function ()
	local load, wrong = loadfile ("@SCRIPTS@/ardour/start.lua", "t", _ENV)
	if load then
		load ("@SCRIPTS@", "@MAILBOXES@") ("generate", true)
	else
		LuaDialog.Message ("MusFlow Studio", "MusFlow Studio was moved or removed (" .. tostring (wrong)
			.. "). Run `musflow bridge install ardour` again.", LuaDialog.MessageType.Warning,
			LuaDialog.ButtonType.Close):run ()
	end
end end
