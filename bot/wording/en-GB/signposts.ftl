# Sending somebody one entry of the catalogue.

signposts-menu = Signpost this person
signposts-what = Send somebody a thing from the training catalogue, if they accept that.

# What the sender sees.
signposts-head = **Send something from the catalogue to:**
signposts-how =
    Kettle sends it in private. They see your name and what you chose.
    You cannot add words to it, so that nobody can be hurt by them. You see it before it goes.
signposts-search-button = Search the catalogue
signposts-search-title = Search the catalogue
signposts-search-label = What may be of use to them?
signposts-search-hint = A few words are enough. Nobody sees them, and they are not kept.
signposts-saved-placeholder = Choose from what you saved
signposts-found-placeholder = Choose what to send
signposts-found = **These are near to what you look for.** You see it before it goes.
signposts-none = **Kettle found none like that.** Try other words.
signposts-preview = This is all they get.
signposts-send-button = Send it
signposts-other-button = Choose another
signposts-sent = **It goes to { $name }.**
    They may not see it soon. What they do with it stays with them.

# What the person gets.
signposts-told = { $name } sends you this from the training catalogue. It may be of use to you.
signposts-unchecked = Nobody here has checked this lately.
signposts-told-note =
    You do not have to do anything. Nobody is told if you do.
    Kettle takes this message away after { $days } days. What you save stays on your list.
signposts-save-button = Save it
signposts-turn-off-button = Send me no more of these
signposts-turn-on-button = Send me these again
signposts-kept = **It is on your list.** You find it with `/training saved` in your community's server.
signposts-now-off = **You get no more of these.** That is fine, and nobody is told why. You can change it in `/my settings` too.
signposts-now-on = **People may send you these again.** You can change it in `/my settings` too.

# Refusals
signposts-not-yourself = That is you. To keep something for yourself, save it in `/training browse`.
signposts-not-a-bot = That is a bot. Choose a person.
signposts-not-here = This person is not in this community any more. Kettle cannot write to them.
signposts-not-taken =
    Kettle sends this person nothing from the catalogue. Many people like it quiet, and it says nothing about you.
    You could tell them of it yourself.
signposts-many = You sent { $most } today, which is the most for a day. You can send more tomorrow.
signposts-same = This person got that one not long ago. You could choose another.
signposts-gone = Kettle does not know this message any more. You can choose what you get in `/my settings`.
