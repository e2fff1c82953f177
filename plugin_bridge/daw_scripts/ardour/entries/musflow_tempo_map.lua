-- @MARK@
ardour {
	["type"]    = "EditorAction",
	name        = "MusFlow: write tempo map to session",
	author      = "MusFlow Studio",
	license     = "GPLv3",
	description = [[Writes tempo and metres of the cue under the playhead, or of the newest, into the session.]]
}

function factory () return function ()
	local load, wrong = loadfile ("@SCRIPTS@/ardour/start.lua", "t", _ENV)
	if load then
		load ("@SCRIPTS@", "@MAILBOXES@") ("tempo_map")
	else
		LuaDialog.Message ("MusFlow Studio", "MusFlow Studio was moved or removed (" .. tostring (wrong)
			.. "). Run `musflow bridge install ardour` again.", LuaDialog.MessageType.Warning,
			LuaDialog.ButtonType.Close):run ()
	end
end end
