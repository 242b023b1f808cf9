# Events of Kettle among Discord's own, which everybody in a server can see.

mirrors-place = See the card in this server

mirrors-ask = **Show { $title } among Discord's own events?**
    Anyone can see who presses Interested there.
mirrors-ask-more = Discord shows the title and when it is, and never the link. Kettle does not count who presses Interested.
mirrors-yes-button = Show it there
mirrors-on = **{ $title } will be among Discord's own events**
    It takes about a minute. Of an event that repeats, the next four times are shown.
mirrors-on-draft = **{ $title } will be among Discord's own events**
    Kettle puts it there once you open it for sign-up.
mirrors-off = **{ $title } will not be among Discord's own events**
    Kettle takes away what is there.

mirrors-limited = This event is only for some people. Everybody can see Discord's own events, so Kettle does not show it there.
mirrors-enough = This server has { $most } of Discord's own events, and Discord takes no more. Delete some there, then try again.
mirrors-not-permitted = Kettle is not allowed to do this yet. Give its role this in the server settings: { $name }.

mirrors-asked-changed = **Somebody changed { $title } among Discord's own events**
    It is planned for { $when }. In Kettle nothing changed, and people who sign up see what Kettle says.
mirrors-asked-changed-more = Kettle changes nothing there until you choose. If the event changes in Kettle, it is written anew.
mirrors-asked-gone = **Somebody took { $title } out of Discord's own events**
    It is planned for { $when }. In Kettle it still takes place, and nobody was told anything.
mirrors-asked-full = **{ $title } is not among Discord's own events yet**
    This server has as many as Discord takes. Delete some there. Kettle tries again every hour.
mirrors-asked-barred = **Kettle cannot change { $title } among Discord's own events**
    Give its role { $name } in the server settings. Kettle tries again every hour.
mirrors-asked-refused = **Discord did not take { $title } among its own events**
    Kettle tries again every hour. If that does not help, change the title a little.
mirrors-over = A question about Discord's own events stood here. It is settled.

mirrors-write-button = Write it as in Kettle
mirrors-leave-button = Leave it as it is
mirrors-put-button = Put it back there
mirrors-cancel-button = Cancel it in Kettle too
mirrors-again-button = Try again now
mirrors-off-button = Take it off there

mirrors-cancel-ask = **Cancel { $title } on { $when }?**
    Those who answered are told by Kettle. Other times of it stay.
mirrors-end-button = Cancel this time
mirrors-cancelled = **{ $title } on { $when } is cancelled**
    Those who answered are told.
mirrors-written = **Kettle writes { $title } there again.** It takes about a minute.
mirrors-left = **{ $title } stays there as it is now.** In Kettle nothing changes.
mirrors-settled = That has been settled already.

deliveries-about-mirrors = A question about Discord's own events
