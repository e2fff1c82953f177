-- @MARK@
local start, wrong = loadfile ("@SCRIPTS@/reaper/start.lua")
if start then
	start () ("@SCRIPTS@", "@MAILBOXES@") ("generate")
else
	reaper.ShowMessageBox ("MusFlow Studio was moved or removed (" .. tostring (wrong)
		.. "). Run `musflow bridge install reaper` again.", "MusFlow Studio", 0)
end
