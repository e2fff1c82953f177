-- Action: generate for the selected range, or at the playhead. With `again` nothing is asked: the
-- last wish of this session once more, for the selected range, or where it was made.

local session, again = ...

local studio = session.studio ()
if not studio then
	session.say ("MusFlow Studio is not running. Start it (its window, or `musflow serve`) and ask again.")
	return
end

local function last_place (wish)
	if wish.sample then return { sample = wish.sample, samples = wish.samples } end
end

local wish = again and session.remembered ()
local place = session.place (wish and last_place (wish))
if not wish then
	wish = session.ask (place, studio)
	if not wish then return end
	if wish.from ~= "panels" and wish.text:match ("^%s*$") then
		session.say (wish.from == "cue" and "Name the cue of the open project." or "Say in a line what happens.")
		return
	end
end
wish.sample, wish.samples = place.sample, place.samples
session.remember (wish)
session.request (place, wish, studio)
